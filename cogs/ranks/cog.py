"""Doors of ranks: ``/rank`` with its boards, and how a member wants to be on them."""

from __future__ import annotations

from bot.community import people
from bot.core.cog import command, listen
from bot.core.context import Context
from bot.core.errors import Refusal
from bot.core.events import Joined, Left, Stage, TalliesMoved
from bot.core.jobs import Due
from bot.core.options import Word
from bot.core.outgoing import Reply
from bot.core.parsing import shown as as_shown
from bot.core.text import Text
from cogs.checkin.events import DayExcused
from cogs.ranks.counting import FOLLOWED, catch_up, count_anew, key_of
from cogs.ranks.rules import NEWCOMERS, Kind, Shown, What, period_at, period_before
from cogs.ranks.settings import RankSettings
from cogs.ranks.showing import OWN, Said, board_of, frozen, live, title_of, title_of_newcomers
from cogs.ranks.store import boards, choices, moves
from cogs.ranks.words import board_asked

REST = "rank_rest"
"""The job that counts those for whom an answer did not wait."""


@command("rank", "排行", "排行榜", cooldown_s=10)
async def show_rank(ctx: Context, period: Word = "", by: Word = "", past: Word = "") -> Reply:
    """The first of a board, and where the asker stands on it."""
    asked = board_asked([word for word in (period, by, past) if word])
    if isinstance(asked, str):
        raise Refusal("rank.unknown", word=as_shown(asked))
    seasons = ctx.settings(RankSettings).seasons
    found = period_at(asked.kind, ctx.today, seasons)
    if asked.kind is Kind.SEASON and found is None:
        raise Refusal("rank.no.seasons")
    if asked.last:
        found = None if found is None else period_before(found, seasons)
        if found is None:
            raise Refusal("rank.no.last")
        board = await boards.find(ctx.tx, ctx.community.id, found)
        if board is None or board.frozen_at is not None:
            said = await frozen(ctx, title_of(asked, found), board, asked.what)
            return await _reply(ctx, said, asked.what)
    whole = await catch_up(ctx, ctx.member)
    said = await live(ctx, title_of(asked, found), board_of(asked, found))
    return await _reply(ctx, said, asked.what, whole=whole)


@command("rank newcomers", "排行 新人", cooldown_s=10)
async def show_newcomers(ctx: Context) -> Reply:
    """The first of those who are new, by all that they have earned."""
    if not ctx.settings(RankSettings).newcomer_days:
        raise Refusal("rank.no.newcomers")
    whole = await catch_up(ctx, ctx.member)
    said = await live(ctx, title_of_newcomers(ctx), NEWCOMERS)
    return await _reply(ctx, said, What.POINTS, whole=whole)


@command("rank open", "排行 公开", private=True)
async def be_shown(ctx: Context) -> Reply:
    """The member is on boards with their name."""
    return await _choose(ctx, Shown.OPEN)


@command("rank anonymous", "排行 匿名", private=True)
async def be_anonymous(ctx: Context) -> Reply:
    """The member is on boards without their name."""
    return await _choose(ctx, Shown.ANONYMOUS)


@command("rank out", "排行 退出", private=True)
async def be_out(ctx: Context) -> Reply:
    """The member is on no board."""
    return await _choose(ctx, Shown.OUT)


@listen(TalliesMoved, Stage.OTHERS)
async def note_move(ctx: Context, event: TalliesMoved) -> None:
    """Whose points or streak have moved is counted anew before a board is shown."""
    if event.names_any(FOLLOWED):
        await moves.add(ctx.tx, event.community, event.members)


@listen(DayExcused)
async def note_excused(ctx: Context, event: DayExcused) -> None:
    """An excused day keeps a streak."""
    await moves.add(ctx.tx, event.community, event.whose)


@listen(Joined)
@listen(Left)
async def note_presence(ctx: Context, event: Joined | Left) -> None:
    """Whoever leaves is on no board, whoever comes back is."""
    if event.member:
        await moves.add(ctx.tx, event.community, (event.member,))


async def _choose(ctx: Context, choice: Shown) -> Reply:
    community = ctx.community.id
    accounts = await people.accounts_of(ctx.tx, community, ctx.member)
    await choices.choose(ctx.tx, community, [each.id for each in accounts], choice, ctx.now)
    await ctx.tx.lock(key_of(community))
    await count_anew(ctx, [ctx.member])
    return Reply((Text(f"rank.choice.{choice}"),), private=True)


async def _reply(ctx: Context, said: Said, what: What, *, whole: bool = True) -> Reply:
    """A group is not told which of the nameless has asked."""
    texts = list(said.texts)
    chosen = (await choices.of_members(ctx.tx, ctx.community.id, (ctx.member,))).get(ctx.member)
    if not whole:
        ctx.plan(REST, Due(ctx.now.isoformat(), ctx.now))
        texts.append(Text("rank.behind"))
    if chosen is Shown.OUT:
        texts.append(Text("rank.own.out"))
    elif not any(each.key in OWN for each in texts):
        texts.append(Text("rank.own.none"))
    card = said.card(ctx.settings, what)
    return Reply(tuple(texts), card=card, private=chosen is Shown.ANONYMOUS)
