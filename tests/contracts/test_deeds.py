"""What every adapter must do besides speaking, whatever its platform.

``/do`` of the cog in ``tests/contracts/cogs`` has the bot do one thing; ids are the platform's.
"""

from __future__ import annotations

import pytest

from bot.rehearsal.lines import Fault
from tests.contracts.bench import ROLE, Act, Bench, Seen, Standing

SECOND = 1_000_000
HOUR_S = 3600
BEFORE, AFTER = Seen("before"), Seen("after")


def ann(text: str, update: str = "") -> Act:
    return Act("42", text, update, name="Ann")


def bo(text: str) -> Act:
    return Act("7", text, name="Bo")


async def test_a_message_is_deleted(bench: Bench) -> None:
    message = await bench.send(ann("buy this"))
    other = await bench.send(ann("hello"))
    assert bench.stands(message)
    await bench.send(bo(f"/do delete {message}"))
    assert (bench.stands(message), bench.stands(other)) == (False, True)
    assert bench.seen() == []


async def test_a_message_of_the_bot_is_deleted(bench: Bench) -> None:
    await bench.send(bo("/do between 999999"))
    first, last = bench.seen()
    await bench.send(bo(f"/do delete {first.id}"))
    assert bench.seen() == [last]


@pytest.mark.parametrize("how", ["delete", "twice delete"])
async def test_what_is_gone_is_deleted_already(bench: Bench, how: str) -> None:
    message = await bench.send(ann("buy this"))
    await bench.send(bo(f"/do {how} {message}"))
    await bench.send(bo(f"/do {how} {message}"))
    await bench.send(bo(f"/do {how} 999999"))
    await bench.send(bo("/do between 999999"))
    assert not bench.stands(message)
    assert bench.seen() == [BEFORE, AFTER]


async def test_a_reaction_comes_and_goes(bench: Bench) -> None:
    message = await bench.send(ann("hello"))
    await bench.send(bo(f"/do react {message} 👍"))
    assert bench.reactions(message) == ["👍"]
    await bench.send(bo(f"/do react {message} 👍"))
    assert bench.reactions(message) == ["👍"]
    await bench.send(bo(f"/do react {message} 🎉"))
    assert bench.reactions(message) == ["🎉"]
    await bench.send(bo(f"/do react {message}"))
    await bench.send(bo(f"/do react {message}"))
    assert bench.reactions(message) == []
    assert bench.seen() == []


async def test_nobody_hears_of_a_reaction_to_what_is_gone(bench: Bench) -> None:
    message = await bench.send(ann("hello"))
    bench.delete(message)
    await bench.send(bo(f"/do react {message} 👍"))
    await bench.send(bo("/do between 999999"))
    assert bench.seen() == [BEFORE, AFTER]


async def test_a_mute_ends_when_it_was_said_to(bench: Bench) -> None:
    await bench.send(ann("hello"))
    until = bench.now + HOUR_S * SECOND
    await bench.send(bo("/do mute 42 3600"))
    assert bench.standing("42") == Standing(muted_until=until)
    await bench.send(bo("/do mute 42 7200"))
    assert bench.standing("42") == Standing(muted_until=until + HOUR_S * SECOND)
    assert bench.standing("7") == Standing()
    assert bench.seen() == []


async def test_a_short_mute_is_none_for_ever(bench: Bench) -> None:
    await bench.send(ann("hello"))
    await bench.send(bo("/do mute 42 5"))
    until = bench.standing("42").muted_until or 0
    assert bench.now < until <= bench.now + 60 * SECOND


async def test_a_mute_without_an_end_holds_until_it_is_lifted(bench: Bench) -> None:
    await bench.send(ann("hello"))
    await bench.send(bo("/do mute 42"))
    assert bench.standing("42").muted_until is not None
    await bench.send(bo("/do unmute 42"))
    assert bench.standing("42") == Standing()
    await bench.send(bo("/do unmute 42"))
    await bench.send(bo("/do unmute 7"))
    assert (bench.standing("42"), bench.standing("7")) == (Standing(), Standing())
    assert bench.seen() == []


async def test_who_is_kicked_may_come_back(bench: Bench) -> None:
    await bench.send(ann("hello"))
    await bench.send(bo("/do kick 42"))
    assert bench.standing("42") == Standing(inside=False)
    await bench.send(bo("/do kick 42"))
    assert bench.standing("42") == Standing(inside=False)
    assert bench.seen() == []


async def test_a_ban_holds_until_it_is_lifted(bench: Bench) -> None:
    await bench.send(ann("hello"))
    await bench.send(bo("/do ban 42"))
    assert bench.standing("42") == Standing(inside=False, banned=True)
    await bench.send(bo("/do ban 42"))
    await bench.send(bo("/do unban 42"))
    assert bench.standing("42") == Standing(inside=False)
    await bench.send(bo("/do unban 42"))
    assert bench.seen() == []


async def test_an_unban_sends_nobody_away(bench: Bench) -> None:
    await bench.send(ann("hello"))
    await bench.send(bo("/do unban 42"))
    assert bench.standing("42") == Standing()
    assert bench.seen() == []


async def test_who_has_left_can_still_be_banned(bench: Bench) -> None:
    await bench.send(ann("hello"))
    bench.leaves("42")
    await bench.send(bo("/do ban 42"))
    assert bench.standing("42") == Standing(inside=False, banned=True)
    assert bench.seen() == []


async def test_a_role_is_given_and_taken(bench: Bench) -> None:
    await bench.send(ann("hello"))
    await bench.send(bo(f"/do give-role 42 {ROLE}"))
    await bench.send(bo(f"/do give-role 42 {ROLE}"))
    given = bench.standing("42").roles
    await bench.send(bo(f"/do take-role 42 {ROLE}"))
    await bench.send(bo(f"/do take-role 42 {ROLE}"))
    assert bench.standing("42").roles == ()
    assert (given, bench.seen()) == ((ROLE,), [])


async def test_the_moderators_hear_once_a_day_what_the_bot_lacks(bench: Bench) -> None:
    await bench.send(ann("hello"))
    bench.disarm()
    lacks = Seen(
        f"I could not mute Ann until 2026-11-23 10:00, for I lack {bench.lacks_to_mute}. "
        "Moderators, please do it by hand, and give me what I lack.\n"
        "Reason: because it was asked for"
    )
    await bench.send(bo("/do mute 42 3600"))
    assert bench.seen() == [lacks]
    await bench.send(bo("/do mute 42 3600"))
    await bench.send(bo("/do edit 999999 and on it goes"))
    assert bench.seen() == [lacks, Seen("and on it goes")]
    assert bench.standing("42") == Standing()


async def test_a_rate_limit_holds_an_act_and_what_comes_after_it(bench: Bench) -> None:
    message = await bench.send(ann("buy this"))
    await bench.meet(Fault.RATE_LIMITED, retry_after=30)
    await bench.send(bo(f"/do delete {message}"))
    await bench.send(bo("/do picture hello"))
    await bench.wait(29)
    assert (bench.stands(message), bench.seen()) == (True, [])
    await bench.wait(1)
    assert (bench.stands(message), len(bench.seen())) == (False, 1)


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.TIMEOUT])
async def test_an_act_keeps_its_place_between_messages(bench: Bench, fault: Fault) -> None:
    message = await bench.send(ann("buy this"))
    await bench.send(bo(f"/do between {message}"))
    assert (bench.stands(message), bench.seen()) == (False, [BEFORE, AFTER])
    await bench.meet(fault, times=2)
    await bench.send(bo("/do mute 42 3600"))
    await bench.send(bo("/do between 999999"))
    assert (bench.standing("42"), len(bench.seen())) == (Standing(), 2)
    await bench.wait(120)
    assert bench.standing("42").muted_until is not None
    assert bench.seen() == [BEFORE, AFTER, BEFORE, AFTER]


@pytest.mark.parametrize("fault", [Fault.TIMEOUT, Fault.ANSWER_LOST])
async def test_an_act_that_waits_is_done_after_a_restart(bench: Bench, fault: Fault) -> None:
    await bench.send(ann("hello"))
    until = bench.now + HOUR_S * SECOND
    await bench.meet(fault)
    await bench.send(bo("/do mute 42 3600"))
    await bench.restart()
    await bench.wait(120)
    assert bench.standing("42") == Standing(muted_until=until)
    assert bench.seen() == []


@pytest.mark.parametrize("what", ["delete {message}", "react {message} 👍", "ban 7", "kick 7"])
async def test_an_act_whose_confirmation_was_lost_is_done_once_more_without_harm(
    bench: Bench, what: str
) -> None:
    message = await bench.send(bo("buy this"))
    await bench.meet(Fault.ANSWER_LOST)
    await bench.send(ann("/do " + what.format(message=message)))
    await bench.wait(60)
    await bench.send(ann("/do between 999999"))
    assert bench.seen() == [BEFORE, AFTER]
    wanted = {
        "delete": (False, [], Standing()),
        "react": (True, ["👍"], Standing()),
        "ban": (True, [], Standing(inside=False, banned=True)),
        "kick": (True, [], Standing(inside=False)),
    }[what.partition(" ")[0]]
    assert (bench.stands(message), bench.reactions(message), bench.standing("7")) == wanted


async def test_the_same_update_again_does_nothing_more(bench: Bench) -> None:
    await bench.send(bo("hello"))
    await bench.send(ann("/do mute 7 3600", update="5"))
    await bench.send(ann("/do unmute 7"))
    await bench.send(ann("/do mute 7 3600", update="5"))
    assert bench.standing("7") == Standing()


async def test_an_act_with_a_key_that_was_used_is_none(bench: Bench) -> None:
    await bench.send(bo("hello"))
    await bench.send(ann("/do once mute 7 3600"))
    until = bench.standing("7").muted_until
    await bench.wait(60)
    await bench.send(ann("/do once mute 7 3600"))
    assert (bench.standing("7").muted_until, until is None) == (until, False)


async def test_an_act_that_waits_can_be_cancelled(bench: Bench) -> None:
    await bench.send(bo("hello"))
    await bench.meet(Fault.RATE_LIMITED, retry_after=30)
    await bench.send(ann("/do later mute 7 3600"))
    await bench.send(ann("/do cancel"))
    await bench.wait(60)
    assert bench.standing("7") == Standing()
