"""A cog is what its decorators say, and what they are given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import ModuleType
from typing import Any

import pytest

from bot.core.cog import (
    ButtonSpec,
    Cog,
    CommandSpec,
    OfferSpec,
    button,
    collect,
    command,
    listen,
    offers,
    query,
)
from bot.core.context import Context, Tally
from bot.core.events import Event, Stage
from bot.core.ids import Ids
from bot.core.model import (
    Account,
    AccountId,
    Actor,
    Community,
    CommunityId,
    Incoming,
    MemberId,
    PersonId,
    Rank,
)
from bot.core.outgoing import Reply, Say
from bot.core.permissions import Need
from bot.core.schedule import MIDNIGHT, DayRule
from bot.core.text import Text
from bot.engine.router import Router
from tests.kit import a_cog

AT = datetime(2026, 11, 23, 17, tzinfo=UTC)
HERE = CommunityId("here")


@command("draw", "画", "抽", bare=("画",), cooldown_s=5)
async def draw(ctx: Context) -> Reply:
    """A command."""
    return Reply(())


@query("draw why", "画 为什么", rank=Rank.ADMIN, member=False)
async def why(ctx: Context) -> Reply:
    """A form of it that only reads."""
    return Reply(())


@button("draw.again", rank=Rank.MODERATOR)
async def again(ctx: Context) -> Reply:
    """A button."""
    return Reply(())


@listen(Event)
@listen(Event, Stage.EARNING)
async def heard(ctx: Context, event: Event) -> None:
    """A listener in two stages."""


@offers("verify", "draw")
async def prove() -> None:
    """An offer."""


def helper() -> None:
    """Not declared."""


def test_collecting_finds_everything_in_the_order_of_its_lines() -> None:
    cog = a_cog("draw", draw, why, again, heard, prove, helper)
    assert (cog.name, cog.commands, cog.buttons, cog.offers) == (
        "draw",
        [
            CommandSpec("draw", ("draw", "画", "抽"), ("画",), Need(), False, 5, draw),
            CommandSpec(
                "draw why", ("draw why", "画 为什么"), (), Need(Rank.ADMIN, False), True, 0, why
            ),
        ],
        [ButtonSpec("draw.again", Need(Rank.MODERATOR), again)],
        [OfferSpec("verify", "draw", prove)],
    )
    assert [(each.event, each.stage) for each in cog.listeners] == [
        (Event, Stage.EARNING),
        (Event, Stage.OTHERS),
    ]
    assert [each.run for each in cog.listeners] == [heard, heard]


def test_what_a_module_only_imports_is_not_its_own() -> None:
    module = ModuleType("cogs.elsewhere.cog")
    module.draw = draw  # type: ignore[attr-defined]
    assert collect("elsewhere", [module]) == Cog("elsewhere")


def test_a_form_has_a_key_for_its_sentences() -> None:
    cog = a_cog("draw", draw, why)
    assert [each.key for each in cog.commands] == ["draw", "draw.why"]


def _twice(first: Callable[..., Any], second: Callable[..., Any]) -> list[Cog]:
    return [a_cog("one", first), a_cog("two", second)]


def test_two_cogs_may_not_declare_the_same() -> None:
    @command("draw", "别的")
    async def other(ctx: Context) -> Reply:
        return Reply(())

    @command("paint", "画")
    async def paint(ctx: Context) -> Reply:
        return Reply(())

    @button("draw.again")
    async def other_again(ctx: Context) -> Reply:
        return Reply(())

    @listen(Event)
    async def other_heard(ctx: Context, event: Event) -> None:
        pass

    for cogs, message in (
        ([a_cog("one", heard)], "two listeners are named .*heard:Event"),
        (_twice(draw, other), "two commands are named draw"),
        (_twice(draw, paint), "'画' names both 'draw' and 'paint'"),
        (_twice(again, other_again), "two buttons do draw.again"),
    ):
        with pytest.raises(ValueError, match=message):
            Router(cogs)


def a_context(**more: Any) -> Context:
    """What a handler is given, without a database."""
    account = Account(AccountId("a"), PersonId("p"), "telegram", "42", "Rain")
    return Context(
        AT,
        Community(HERE, "Here", "Asia/Shanghai", "en"),
        Actor(account, MemberId("m"), Rank.MEMBER, "", ""),
        Incoming("telegram", "1", "-1001", "42", AT, AT),
        [DayRule("Asia/Shanghai", MIDNIGHT, AT)],
        more.pop("settings", None),
        "en",
        more.pop("house", None),
        more.pop("tx", None),
        Ids(1),
    )


def test_a_context_knows_who_asks_and_which_day_it_is() -> None:
    ctx = a_context()
    assert (ctx.account.user, ctx.member, ctx.today) == ("42", "m", date(2026, 11, 24))
    assert ctx.day_of(datetime(2026, 11, 23, 15, 59, tzinfo=UTC)) == date(2026, 11, 23)


def test_a_context_collects_what_is_told_said_cancelled_and_counted() -> None:
    ctx, said, event = a_context(), Say("telegram", "-1001", (Text("x"),)), Event(HERE)
    ctx.tell(event)
    ctx.say(said)
    ctx.cancel("key")
    ctx.set_tally(Tally("streak"), ctx.member, 3)
    ctx.set_tally(Tally("streak"), ctx.member, 4)
    ctx.add_tally(Tally("earned", "day"), ctx.member, 2, date(2026, 11, 24))
    ctx.add_tally(Tally("earned", "day"), ctx.member, -5, date(2026, 11, 24))
    assert (ctx.told, ctx.wanted, ctx.cancelled) == ([event], [said], ["key"])
    assert ctx.tally_sets == {("m", "streak", ""): 4}
    assert ctx.tally_adds == {("m", "earned", "2026-11-24"): -3}


def test_a_tally_of_a_day_names_the_day() -> None:
    with pytest.raises(ValueError, match="the tally earned is kept for each day: name the day"):
        a_context().add_tally(Tally("earned", "day"), MemberId("m"), 1)
