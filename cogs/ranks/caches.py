"""What ranks keep of members: made anew from tallies, and compared with them."""

from __future__ import annotations

from bot.community import tallies
from bot.core.clock import to_micros
from bot.core.cog import offers
from bot.core.exporting import ExportMember
from bot.core.ports import Reader, Transaction
from bot.core.text import Text
from cogs.ranks.counting import listed, points_of
from cogs.ranks.rules import STREAK
from cogs.ranks.settings import edition_of
from cogs.ranks.store import boards, moves, places


@offers("rebuild thresholds", "ranks")
async def rebuild(tx: Transaction, member: ExportMember) -> None:
    """The member is counted anew, before any board is shown.

    Until then nothing is compared with what is kept of them.
    """
    community = member.community.id
    for (who, board), place in (await places.of_members(tx, community, (member.member,))).items():
        if await places.counts_differ(tx, community, who, board, place.value):
            await places.recount(tx, community, board, place.value)
    await moves.add(tx, community, (member.member,))


@offers("verify", "ranks")
async def verify(read: Reader, member: ExportMember) -> list[Text]:
    """The boards on which the member is with another number than their tallies give.

    Whether a streak runs is not asked, only how long it is. Nobody is compared who is still to
    be counted, or who was counted by other settings.
    """
    community, who = member.community.id, member.member
    edition = edition_of(member.settings)
    if await moves.is_waiting(read, community, who):
        return []
    have = await places.of_members(read, community, (who,))
    periods = [each.period for each in await boards.open_boards(read, community)]
    seen = await listed(read, community, (who,))
    want = await points_of(read, community, member.settings, seen, periods, member.as_of)
    if (who, STREAK) in have and seen:
        length = await tallies.value_of(read, community, who, STREAK)
        want[who, STREAK] = have[who, STREAK]._replace(value=length)
    now = to_micros(member.as_of)
    closed = {board for _, board in have if "/" in board} - {each.board for each in periods}
    counted = await moves.made_by(read, community) == edition
    problems = []
    for key in sorted(have.keys() | want.keys()):
        kept, wanted, board = have.get(key), want.get(key), key[1]
        if kept is not None and await places.counts_differ(read, community, who, board, kept.value):
            problems.append(Text("verify.rank.count", board=board, value=kept.value))
        is_due = kept is not None and 0 < kept.until <= now
        if kept != wanted and counted and not is_due and board not in closed:
            problems.append(
                Text(
                    "verify.rank",
                    board=board,
                    member=who,
                    have=kept.value if kept else 0,
                    want=wanted.value if wanted else 0,
                )
            )
    return problems
