"""What becomes of a day when its message is deleted (``docs/features/checkin.md`` §7).

An edit never makes a check-in, and takes none back: what was written counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.community import people
from bot.community.people import Known
from bot.core.cog import SettingsOf, listen, offers
from bot.core.context import Context
from bot.core.events import MessageDeleted
from bot.core.model import Account, MemberId
from bot.core.outgoing import Say
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.events import CheckedIn, CheckInTakenBack
from cogs.checkin.joining import joining_of
from cogs.checkin.losing import keep_numbers, left_of, longest_of, run_around
from cogs.checkin.rules import DayKind, Run, runs
from cogs.checkin.settings import CheckinSettings
from cogs.checkin.settling import Subject, resettle
from cogs.checkin.store import Credit, DayChange
from cogs.checkin.store.messages import check_in_by


@listen(MessageDeleted)
async def take_back_check_in(ctx: Context, event: MessageDeleted) -> None:
    """The check-in that the message was is taken back, as far as the settings say so."""
    where = (event.platform, event.chat, event.message)
    written = await check_in_by(ctx.tx, event.community, *where)
    if written is None or not takes_back(ctx.settings, event, written.at):
        return
    holder = await people.find_account(ctx.tx, event.community, written.account)
    if holder is None or not holder.member:
        return
    await ctx.tx.lock(people.person_key(holder.account.person))
    reason = "moderator" if event.by_another else "author"
    change = DayChange(written.account, written.day, DayKind.REAL, event.at, False, reason)
    credit = await store.find_credit(ctx.tx, event.community, holder.member, written.day)
    number = await store.change_day(ctx.tx, event.community, change)
    if credit is None or credit.account != written.account:
        return  # another account's check-in has the day
    await _give_up_credit(ctx, event, holder, credit)
    ctx.say(
        Say(
            event.platform,
            event.chat,
            (
                Text(
                    f"checkin.taken.back.{reason}",
                    name=holder.account.name or holder.account.user,
                    day=written.day.isoformat(),
                ),
            ),
            locale=holder.locale,
            dedupe_key=f"taken-back:{written.account}:{written.day.isoformat()}:{number}",
        )
    )


@offers("takes_back", "checkin")
def takes_back(settings: SettingsOf, event: MessageDeleted, written_at: datetime) -> bool:
    """Whether a deletion takes back what the message has brought: by when, and by whom it is."""
    rules = settings(CheckinSettings)
    if event.by_another:
        return rules.on_moderator_delete == "revoke"
    soon = event.at - written_at <= timedelta(minutes=rules.revoke_minutes)
    return soon and bool(rules.revoke_minutes)


async def _give_up_credit(
    ctx: Context, event: MessageDeleted, holder: Known, credit: Credit
) -> None:
    """The day is what the member's other days make of it; streak, tallies and points follow."""
    community, member, day = event.community, holder.member, credit.day.day
    rules = await ctx.house.rules_of_person(ctx.tx, community, holder.account.person)
    joining = joining_of(ctx.settings, rules)
    before = run_around(runs(await store.days_of(ctx.tx, community, member), joining.joins), day)
    held = await people.accounts_of(ctx.tx, community, member)
    accounts = [each.id for each in held]
    claim = await store.claim_day(ctx.tx, community, member, accounts, day)
    anew = await resettle(ctx, Subject(member, rules, ctx.now), day)
    await keep_numbers(ctx, member, anew, int(claim is None or not claim.kind.counts))
    left = left_of(before, runs(anew.days, joining.joins))
    longest = longest_of(before, left)
    source = credit.source_for(held)
    ctx.tell(
        CheckInTakenBack(
            community,
            member,
            credit.account,
            event.at,
            day,
            before.first,
            before.last,
            longest.first,
            longest.length,
            source,
        )
    )
    if claim is not None and claim.kind is DayKind.REAL:
        await _tell_heir(ctx, member, credit, left, held)


async def _tell_heir(
    ctx: Context, member: MemberId, lost: Credit, left: list[Run], held: Sequence[Account]
) -> None:
    """Another check-in of the same day has the credit now, and what it earns."""
    community, day = ctx.community.id, lost.day.day
    credit = await store.find_credit(ctx.tx, community, member, day)
    assert credit is not None  # claimed in this turn
    assert credit.day.at is not None  # a check-in has its instant
    source = credit.source_for(held)
    length = run_around(left, day).length
    told = (community, member, credit.account, credit.day.at)
    ctx.tell(CheckedIn(*told, day, length, source))
