"""What linking puts together, and how unlinking takes it apart: days, points, cards, choices."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from bot.core.cog import listen, offers
from bot.core.context import Context
from bot.engine.verifying import Verdict, rebuild
from bot.rehearsal.export import export
from cogs.checkin.events import CheckedIn
from tests.kit import DAWN, SORRY, Bot, a_bot, a_cog
from tests.profile.test_link import links, member
from tests.recorder import Platform

CONFIG: Final = (
    DAWN
    + """
[points]
milestones = {3 = 10}
allow_debt = true
[checkin]
freeze_starting = 2
freeze_max = 3
"""
)
BESIDES: Final = "Confirming it would also mean:"
TOLD: Final = "P7 (Discord) is a member of its own again."


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """42 on Telegram is a member for longer than 7 on Discord."""
    async with a_bot(tmp_path, config=CONFIG) as running:
        console = Platform("console", running.clock)
        running.platforms["console"] = running.speaking["console"] = console
        console.sent = running.sent
        for who in ("telegram:42", "discord:7"):
            await running.says(who, "hello")
            await running.tick(seconds=1)
        yield running


async def of(bot: Bot, who: str) -> dict[str, Any]:
    """The member that holds the account, as an export has it."""
    whole: Any = await export(bot.machine, as_of=bot.clock.now(), member=who)
    (found,) = whole["communities"][0]["members"]
    return dict(found)


async def entries(bot: Bot, who: str) -> list[tuple[int, str, bool]]:
    """The member's entries: amount, reason, whether it reverses another."""
    whole: Any = await export(bot.machine, as_of=bot.clock.now(), member=who)
    ledger = whole["communities"][0]["ledger"]
    return [(each["amount"], each["reason"], each["reverses"] is not None) for each in ledger]


async def unlinks(bot: Bot, who: str = "telegram:42", platform: str = "discord") -> list[str]:
    """Confirmed after the preview; returns what the preview had said."""
    user = who.partition(":")[2]
    (preview,) = await bot.whispers(who, f"/unlink {platform}")
    said = await bot.presses(who, "confirm", chat=user, private=True)
    shown = [line for line in preview.split("\n")[1:] if line != BESIDES]
    assert sorted(said[0].split("\n")[1:]) == sorted(shown)
    return preview.split("\n")


async def checks_in(bot: Bot, *who: str) -> None:
    """These check in, and it is the next day."""
    for each in who:
        await bot.says(each, "/checkin")
    await bot.tick(days=1)


async def test_a_day_that_paid_both_is_paid_once_by_a_visible_entry(bot: Bot) -> None:
    await checks_in(bot, "telegram:42", "discord:7")
    await links(bot)
    assert await entries(bot, "discord:7") == [
        (1, "checkin", False),
        (1, "checkin", False),
        (-1, "checkin", True),
    ]
    assert (await bot.says("telegram:42", "/history"))[0].split("\n")[1] == (
        "2026-11-24 09:00  -1  corrected (check-in)"
    )
    assert await bot.problems() == []


async def test_days_are_united_and_a_milestone_that_only_the_union_reaches_is_paid(
    bot: Bot,
) -> None:
    await checks_in(bot, "telegram:42")
    await checks_in(bot, "discord:7")
    await checks_in(bot, "telegram:42")
    await links(bot)
    united = await of(bot, "discord:7")
    assert (united["streak"]["longest"], united["balance"]) == (3, 13)
    assert [each["platform"] for each in united["days"]] == ["telegram", "discord", "telegram"]
    await unlinks(bot)
    apart = [await of(bot, who) for who in ("telegram:42", "discord:7")]
    assert [(each["streak"]["longest"], each["balance"]) for each in apart] == [(2, 2), (1, 1)]
    assert (10, "milestone", False) in await entries(bot, "telegram:42")
    assert (-10, "milestone", True) in await entries(bot, "telegram:42")
    assert await bot.problems() == []


async def test_a_milestone_that_was_taken_back_is_paid_when_it_is_reached_at_last(
    bot: Bot,
) -> None:
    await checks_in(bot, "telegram:42")
    await checks_in(bot, "telegram:42", "discord:7")
    await links(bot)
    await bot.says("discord:7", "/checkin")
    assert (await of(bot, "discord:7"))["balance"] == 13
    await unlinks(bot)
    assert (await of(bot, "telegram:42"))["balance"] == 2
    assert await bot.says("telegram:42", "/checkin") == [
        "Checked in. Your streak: 3 days.\n+1 point, 3 in all.\n3 days in a row: +10 points, 13 in"
        " all.\nYou have reached level 1!"
    ]
    assert await bot.problems() == []


async def test_a_second_check_in_is_the_accounts_own_again_and_paid(bot: Bot) -> None:
    await links(bot)
    await checks_in(bot, "telegram:42", "discord:7")
    assert (await of(bot, "discord:7"))["balance"] == 1
    await unlinks(bot)
    for who in ("telegram:42", "discord:7"):
        found = await of(bot, who)
        assert (found["balance"], [each["day"] for each in found["days"]]) == (1, ["2026-11-23"])
    assert await bot.problems() == []


async def test_what_an_account_spent_is_its_own_and_a_debt_is_shown(bot: Bot) -> None:
    await bot.says("telegram:900", "/award @P42 5 x")
    await links(bot)
    await bot.says("telegram:900", "/award discord:7 -4 lost a bet")
    assert (await of(bot, "discord:7"))["balance"] == 1
    preview = await unlinks(bot)
    assert preview == [
        "P7 (Discord) would be a member of its own again. What each account did is its own, also"
        " points that it has spent. This is what both sides would have:",
        "— P7 (Discord)",
        "Dawn:",
        "Check-ins: streak 0, longest 0, 0 days in all",
        "Points: -4, -4 in all, 1 entry",
        "Freeze: 2",
        "A debt of 4 points: more was spent than this side has earned.",
        "— P42 (Telegram)",
        "Dawn:",
        "Check-ins: streak 0, longest 0, 0 days in all",
        "Points: 5, 5 in all, 1 entry",
        "Freeze: 2",
    ]
    assert [(await of(bot, who))["balance"] for who in ("telegram:42", "discord:7")] == [5, -4]


async def test_a_preview_changes_nothing_and_can_be_cancelled(bot: Bot) -> None:
    await links(bot)
    before = await bot.rows("SELECT * FROM links")
    await bot.whispers("telegram:42", "/unlink discord")
    assert await bot.rows("SELECT * FROM links") == before
    assert await bot.presses("telegram:42", "cancel", chat="42", private=True) == [
        "All right, nothing was changed."
    ]
    assert await member(bot, "discord:7") == await member(bot, "telegram:42")


async def test_freezes_beyond_the_most_wait_until_the_accounts_part(bot: Bot) -> None:
    await links(bot)
    assert (await of(bot, "discord:7"))["inventory"] == [{"item": "freeze", "count": 3}]
    await unlinks(bot)
    for who in ("telegram:42", "discord:7"):
        assert (await of(bot, who))["inventory"] == [{"item": "freeze", "count": 2}]
    await links(bot)
    assert (await of(bot, "discord:7"))["inventory"] == [{"item": "freeze", "count": 3}]
    assert await bot.problems() == []


async def test_of_three_accounts_the_other_two_stay_together(bot: Bot) -> None:
    await bot.says("telegram:900", "/award @P42 5 x")
    await links(bot)
    await bot.whispers("console:9", "hello")
    await links(bot, "discord:7", "console:9")
    assert [each["platform"] for each in (await of(bot, "console:9"))["accounts"]] == [
        "console", "discord", "telegram",
    ]  # fmt: skip
    await unlinks(bot, "console:9", "telegram")
    assert [each["platform"] for each in (await of(bot, "console:9"))["accounts"]] == [
        "console", "discord",
    ]  # fmt: skip
    assert [(await of(bot, who))["balance"] for who in ("telegram:42", "console:9")] == [5, 0]
    assert await bot.problems() == []


async def test_what_was_chosen_while_linked_holds_on_both_sides_and_nothing_else(
    bot: Bot,
) -> None:
    await bot.says("discord:7", "/timezone Asia/Tokyo")
    await links(bot)
    await bot.tick(days=1)
    assert (await of(bot, "discord:7"))["zone"] == "Asia/Shanghai"
    await bot.says("discord:7", "/language zh")
    await unlinks(bot)
    assert [(await of(bot, who))["zone"] for who in ("telegram:42", "discord:7")] == [
        "Asia/Shanghai",
        "Asia/Tokyo",
    ]
    assert [(await of(bot, who))["locale"] for who in ("telegram:42", "discord:7")] == ["zh"] * 2


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (
            "/unlink",
            "Something is missing: the platform. For example: /unlink telegram",
        ),
        (
            "/unlink wechat",
            "You have no account called “wechat”. Yours are: P7 (Discord), P42 (Telegram)."
            " For example: /unlink telegram",
        ),
    ],
)
async def test_what_cannot_be_parted_is_said_with_an_example(
    bot: Bot, asked: str, answer: str
) -> None:
    await links(bot)
    assert await bot.whispers("telegram:42", asked) == [answer]


async def test_who_is_linked_with_nobody_has_nothing_to_part(bot: Bot) -> None:
    assert await bot.whispers("telegram:42", "/unlink telegram") == [
        "This account is linked with no other, so there is nothing to part. /link begins a link."
    ]


async def test_a_late_press_is_not_about_other_accounts(bot: Bot) -> None:
    await links(bot)
    await bot.whispers("telegram:42", "/unlink discord")
    await bot.whispers("console:9", "hello")
    await links(bot, "discord:7", "console:9")
    (preview,) = [sent for sent in bot.sent if "would be" in sent.text]
    confirm = preview.buttons[0].token
    assert await bot.presses("telegram:42", confirm, chat="42", private=True) == [
        "Your accounts have changed since this was shown. Please send /unlink and the platform’s"
        " name once more."
    ]


async def test_what_is_kept_for_a_member_who_is_part_of_another_is_found_and_cleared(
    bot: Bot,
) -> None:
    younger = await member(bot, "discord:7")
    await links(bot)
    await bot.write(
        lambda tx: tx.execute("UPDATE balances SET balance = 9 WHERE member = ?", younger)
    )
    assert await bot.problems() == [
        f"The balance of member {younger} is 9, the entries add up to 0."
    ]
    await rebuild(bot.machine, Verdict())
    assert await bot.problems() == []


async def test_an_event_that_is_heard_later_is_the_members_who_holds_the_account_then(
    tmp_path: Path,
) -> None:
    heard: list[str] = []
    broken = [True]

    @listen(CheckedIn)
    async def hear(ctx: Context, event: CheckedIn) -> None:
        if broken[0]:
            raise ValueError("not now")
        heard.append(event.member)

    async with a_bot(tmp_path, cogs=[a_cog("hears", hear)]) as bot:
        await bot.says("telegram:42", "hello")
        await bot.tick(seconds=1)
        await bot.says("discord:7", "/checkin")
        await links(bot)
        broken.clear()
        broken.append(False)
        await bot.tick(minutes=1)
        assert heard == [await member(bot, "telegram:42")]


async def test_a_link_that_fails_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    @offers("merge", "zz_broken")
    async def broken(*given: Any) -> None:
        raise ValueError("no")

    async with a_bot(tmp_path, cogs=[a_cog("zz_broken", broken)]) as bot:
        await bot.says("telegram:42", "/checkin")
        await bot.tick(seconds=1)
        await bot.says("discord:7", "/checkin")
        assert await links(bot) == [SORRY]
        assert await member(bot, "discord:7") != await member(bot, "telegram:42")
        assert (await bot.count("links"), await bot.count("ledger_entries")) == (0, 2)
        assert await bot.problems() == []


@pytest.mark.parametrize("covered", ["freeze", "leave"])
async def test_a_day_in_which_the_other_account_checked_in_late_is_covered_as_before(
    bot: Bot, covered: str
) -> None:
    await bot.says("telegram:42", "/checkin")
    if covered == "leave":
        await bot.says("telegram:42", "/leave 2026-11-24")
    await bot.tick(days=2)
    await bot.says("telegram:42", "/checkin")
    before = await of(bot, "telegram:42")
    assert [each["kind"] for each in before["days"]] == ["real", covered, "real"]
    await links(bot)
    late = bot.clock.now() - timedelta(days=1)
    (said,) = await bot.says("discord:7", "/checkin", sent_at=late)
    assert said.startswith("Got it, counted for 2026-11-24. That run is 3 days long.")
    await unlinks(bot)
    assert await of(bot, "telegram:42") == before
    assert [each["day"] for each in (await of(bot, "discord:7"))["days"]] == ["2026-11-24"]
    assert await bot.problems() == []


async def test_a_freeze_on_a_day_that_the_other_account_has_comes_back_while_they_are_one(
    bot: Bot,
) -> None:
    await bot.says("telegram:42", "/checkin")
    await bot.tick(days=1)
    await bot.says("discord:7", "/checkin")
    await bot.tick(days=1)
    await bot.says("telegram:42", "/checkin")
    before = [await of(bot, who) for who in ("telegram:42", "discord:7")]
    assert [each["inventory"] for each in before] == [
        [{"item": "freeze", "count": 1}],
        [{"item": "freeze", "count": 2}],
    ]
    for _ in range(2):
        await links(bot)
        both = await of(bot, "telegram:42")
        assert [each["kind"] for each in both["days"]] == ["real", "real", "real"]
        # Two of each are four, and three are the most.
        assert both["inventory"] == [{"item": "freeze", "count": 3}]
        assert await bot.problems() == []
        await unlinks(bot)
        assert [await of(bot, who) for who in ("telegram:42", "discord:7")] == before
        assert await bot.problems() == []


async def test_a_day_that_both_had_frozen_costs_one_freeze_while_they_are_one(bot: Bot) -> None:
    for who in ("telegram:42", "discord:7"):
        await bot.says(who, "/checkin")
    await bot.tick(days=2)
    for who in ("telegram:42", "discord:7"):
        await bot.says(who, "/checkin")
    before = [await of(bot, who) for who in ("telegram:42", "discord:7")]
    await links(bot)
    both = await of(bot, "telegram:42")
    assert [each["kind"] for each in both["days"]] == ["real", "freeze", "real"]
    assert both["inventory"] == [{"item": "freeze", "count": 3}]
    await unlinks(bot)
    assert [await of(bot, who) for who in ("telegram:42", "discord:7")] == before
    assert await bot.problems() == []


@pytest.mark.parametrize("spent", [False, True])
async def test_a_make_up_that_gave_way_to_the_other_account_is_one_again(
    tmp_path: Path, spent: bool
) -> None:
    cards = (
        "[checkin]\nmakeup_cards_starting = 1\namnesty_minutes = 0\nmakeup_earns_points = true\n"
    )
    async with a_bot(tmp_path, config=DAWN + cards) as bot:
        for who in ("telegram:42", "discord:7"):
            await bot.says(who, "hello")
            await bot.tick(seconds=1)
        await bot.says("telegram:42", "/checkin")
        await bot.tick(days=2)
        await bot.says("telegram:42", "/makeup")
        await bot.presses("telegram:42", "confirm")
        before = await of(bot, "telegram:42")
        assert [each["kind"] for each in before["days"]] == ["real", "makeup"]
        await bot.tick(minutes=1)
        await links(bot)
        late = bot.clock.now() - timedelta(days=1)
        await bot.says("discord:7", "/checkin", sent_at=late)
        both = await of(bot, "telegram:42")
        assert [each["kind"] for each in both["days"]] == ["real", "real"]
        assert both["inventory"] == [{"item": "makeup_card", "count": 2}]
        if spent:
            await bot.write(
                lambda tx: tx.execute(
                    "INSERT INTO holding_entries (community, id, account, item, amount, reason,"
                    " at) SELECT 'main', 'used', id, 'makeup_card', -1, 'x', 0 FROM accounts"
                    " WHERE user_id = '42'"
                )
            )
            await bot.write(lambda tx: tx.execute("UPDATE holdings SET count = count - 1"))
        await unlinks(bot)
        after = await of(bot, "telegram:42")
        if spent:
            assert [each["kind"] for each in after["days"]] == ["real"]
        else:
            assert after == before
            assert await bot.rows("SELECT state FROM makeup_requests") == [("done",)]
        assert await bot.problems() == []


async def test_a_freeze_that_was_spent_meanwhile_covers_no_day_again(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin")
    await bot.tick(days=2)
    await bot.says("telegram:42", "/checkin")
    await links(bot)
    late = bot.clock.now() - timedelta(days=1)
    await bot.says("discord:7", "/checkin", sent_at=late)
    await bot.tick(days=3)  # both freezes of the oldest account are used
    await unlinks(bot)
    mine = await of(bot, "telegram:42")
    assert [each["day"] for each in mine["days"]] == [
        "2026-11-23", "2026-11-25", "2026-11-26", "2026-11-27",
    ]  # fmt: skip
    assert mine["inventory"] == []
    assert await bot.problems() == []


async def test_a_freeze_that_is_still_owed_covers_its_day_again(bot: Bot) -> None:
    await bot.says("telegram:900", "/grant telegram:42 freeze 1")
    grant = bot.code()
    await checks_in(bot, "telegram:42", "discord:7")
    await checks_in(bot, "discord:7")
    await bot.tick(days=2)
    await bot.says("telegram:42", "/checkin")
    await bot.says("telegram:900", f"/undo {grant}")
    before = [await of(bot, who) for who in ("telegram:42", "discord:7")]
    assert before[0]["inventory"] == [{"item": "freeze", "count": -1}]
    await bot.tick(minutes=1)
    await links(bot)
    await unlinks(bot)
    assert [await of(bot, who) for who in ("telegram:42", "discord:7")] == before
    assert await bot.problems() == []
