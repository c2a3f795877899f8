"""The door ``/unlink``: shows what each side will have, then parts them.

``docs/features/people.md``, "Unlinking".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from bot.community import ledger, linking, merging
from bot.community.events import AccountsUnlinked
from bot.community.merging import Side
from bot.core.cog import button, command
from bot.core.context import Context
from bot.core.errors import ToldHow
from bot.core.folding import fold
from bot.core.model import Account
from bot.core.options import Word
from bot.core.outgoing import Button, Reply
from bot.core.text import Text
from cogs.profile.pages import page_of
from cogs.profile.telling import named, tell_in_private

_LIFETIME_S: Final = 600


@command("unlink", "解绑", member=False, private=True)
async def unlink(ctx: Context, platform: Word) -> Reply:
    """Shows what each side would have, with confirm and cancel; nothing is changed yet."""
    held = await linking.accounts_of(ctx.tx, ctx.account.person)
    leaving = next((each for each in held if fold(each.platform) == fold(platform)), None)
    if len(held) < 2:
        raise ToldHow("unlink.nothing")
    if leaving is None:
        raise ToldHow("unlink.no.such", found=platform[:40], accounts=_listed(held))
    sides = await _part(ctx, leaving)
    buttons = (
        Button(
            "confirm",
            Text("button.confirm"),
            "unlink.confirm",
            (leaving.id, _group_name(held)),
            _LIFETIME_S,
            once=True,
        ),
        Button("cancel", Text("button.cancel"), "unlink.cancel", (), _LIFETIME_S, once=True),
    )
    texts = (Text("unlink.preview", account=named(leaving)),)
    pages = partial(_pages, ctx, sides)
    besides = Text("unlink.besides")
    return Reply(texts, buttons, private=True, closing=pages, trial=besides)


@button("unlink.confirm", member=False)
async def confirm_unlink(ctx: Context, leaving: str, group: str) -> Reply:
    """The account and the others are as what each did says."""
    held = await linking.accounts_of(ctx.tx, ctx.account.person)
    account = next((each for each in held if each.id == leaving), None)
    if account is None or len(held) < 2 or _group_name(held) != group:
        raise ToldHow("unlink.changed")
    sides = await _part(ctx, account)
    for each in held:
        if each.id != ctx.account.id:
            await tell_in_private(ctx, each, Text("unlink.done", account=named(account)))
    texts = (Text("unlink.done", account=named(account)),)
    return Reply(texts, replaces=True, private=True, closing=partial(_pages, ctx, sides))


@button("unlink.cancel", member=False)
async def cancel_unlink(ctx: Context) -> Reply:
    """Nothing was changed."""
    return Reply((Text("unlink.cancelled"),), replaces=True, private=True)


async def _part(ctx: Context, leaving: Account) -> tuple[Side, Side]:
    """The account and the others are apart, and whoever follows their numbers is told."""
    sides = await merging.unmerge(
        ctx.tx, ctx.house, operation=ctx.ids.new(), leaving=leaving.id, now=ctx.now
    )
    for side in sides:
        for view in side.members:
            if view.community.id == ctx.community.id:
                about = (ctx.community.id, view.member, view.accounts[0].id, ctx.now)
                ctx.tell(AccountsUnlinked(*about, side.since))
    return sides


async def _pages(ctx: Context, sides: Sequence[Side]) -> list[Text]:
    """What each side has; a debt is named as such."""
    lines: list[Text] = []
    for side in sides:
        lines.append(Text("unlink.side", accounts=_listed(side.accounts)))
        for view in side.members:
            lines += await page_of(ctx, ctx.tx, view)
            balance = await ledger.balance_of(ctx.tx, view.community.id, view.member)
            if balance < 0:
                lines.append(Text("unlink.debt", amount=-balance))
    return lines


def _listed(accounts: Sequence[Account]) -> Text:
    first, *others = accounts
    text = named(first)
    for each in others:
        text = Text("list.two", first=text, second=named(each))
    return text


def _group_name(accounts: Sequence[Account]) -> str:
    """The accounts that are one person's, so that a late press is not about others."""
    return ",".join(sorted(each.id for each in accounts))
