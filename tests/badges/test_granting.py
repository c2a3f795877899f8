"""``/grant``: badges and cards that moderators give, take back, and give again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.badges.hall import BADGES, Ear, award, keys_of
from tests.kit import DAWN, ZH, Bot, a_bot

NOT_ALLOWED = (
    "That’s for moderators to do. Please ask one of them, or send /help to see what you can do."
)


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
async def bot(tmp_path: Path, ear: Ear) -> AsyncIterator[Bot]:
    """An English bot that knows Rain."""
    async with a_bot(tmp_path, config=DAWN + BADGES, cogs=[ear.cog]) as running:
        await running.says("telegram:42", "hello", name="Rain")
        yield running


async def grant(bot: Bot, what: str) -> list[str]:
    """What a moderator is told who grants this to Rain."""
    return await bot.says("telegram:900", f"/grant @Rain {what}")


async def undo(bot: Bot, act: str) -> list[str]:
    """What a moderator is told who undoes the act, behind its first line."""
    (said,) = await bot.says("telegram:900", f"/undo {act}")
    return said.split("\n")[1:]


@pytest.mark.parametrize("name", ["helper", "Helper", "热心人", '"helper"', "ＨＥＬＰＥＲ"])
async def test_a_badge_is_given_by_its_key_or_a_name(bot: Bot, ear: Ear, name: str) -> None:
    assert await grant(bot, name) == ["Rain now has the badge 🏅 Helper.\nTo take it back: /undo #"]
    assert ear.since() == ["helper by hand", "+class", "+kitchen"]
    assert await keys_of(bot) == ["helper"]


async def test_a_badge_is_given_once(bot: Bot, ear: Ear) -> None:
    await grant(bot, "helper")
    ear.since()
    assert await grant(bot, "helper") == [
        "Rain has the badge 🏅 Helper already. For more cards: /grant @who makeup_card 2"
    ]
    assert await grant(bot, "rich 3") == [
        "The badge 💰 Rich is given once; send the command without a number behind it."
    ]
    assert ear.since() == []


async def test_what_was_granted_is_taken_back_and_given_again(bot: Bot, ear: Ear) -> None:
    await grant(bot, "helper")
    act = bot.code()
    ear.since()
    assert await undo(bot, act) == [
        "Rain has the badge 🏅 Helper no more, as far as it was given by hand."
    ]
    assert ear.since() == ["no helper", "-class", "-kitchen"]
    (back,) = await bot.rows("SELECT id FROM actions WHERE undoes = ?", act)
    assert await undo(bot, str(back[0])) == ["Rain now has the badge 🏅 Helper."]
    assert ear.since() == ["helper by hand", "+class", "+kitchen"]
    assert await bot.problems() == []


async def test_a_granted_badge_that_was_earned_since_stays_when_the_grant_is_undone(
    bot: Bot, ear: Ear
) -> None:
    await grant(bot, "rich")
    act = bot.code()
    await award(bot, 60)
    ear.since()
    assert await undo(bot, act) == [
        "Rain has the badge 💰 Rich no more, as far as it was given by hand.",
        "Rain has earned a badge: 💰 Rich!",
    ]
    assert ear.since() == ["no rich", "-class", "rich", "+class"]
    assert await keys_of(bot) == ["rich"]


async def test_numbers_take_no_badge_that_was_given_by_hand(bot: Bot) -> None:
    await grant(bot, "rich")
    await award(bot, 60)
    act = bot.code()
    await undo(bot, act)
    assert await keys_of(bot) == ["rich"]


async def test_cards_are_given_and_taken_back(bot: Bot) -> None:
    assert await grant(bot, "makeup_card 3") == [
        "Rain got Make-up card × 3 and has 3 now.\nTo take it back: /undo #"
    ]
    act = bot.code()
    assert await grant(bot, "freeze") == [
        "Rain got Freeze × 1 and has 1 now.\nTo take it back: /undo #"
    ]
    assert await undo(bot, act) == ["Make-up card × 3 taken back from Rain, who has 0 now."]
    (back,) = await bot.rows("SELECT id FROM actions WHERE undoes = ?", act)
    assert await undo(bot, str(back[0])) == ["Rain got Make-up card × 3 again and has 3 now."]
    (again,) = await bot.rows("SELECT id FROM actions WHERE undoes = ?", back[0])
    gone = "Make-up card × 3 taken back from Rain, who has 0 now."
    assert await undo(bot, str(again[0])) == [gone]
    assert await bot.problems() == []


async def test_cards_that_were_used_meanwhile_leave_a_visible_debt(tmp_path: Path) -> None:
    config = DAWN + BADGES + "[checkin]\nmakeup_needs_card = true\n"
    async with a_bot(tmp_path, config=config) as bot:
        await bot.says("telegram:42", "/checkin", name="Rain")
        await bot.tick(days=2)
        await grant(bot, "makeup_card")
        act = bot.code()
        await bot.says("telegram:42", "/makeup", name="Rain")
        await bot.presses("telegram:42", "Make up", name="Rain")
        assert await undo(bot, act) == ["Make-up card × 1 taken back from Rain, who has -1 now."]


@pytest.mark.parametrize(
    ("config", "what", "said"),
    [
        (DAWN, "helpr", "There is no badge and no card “helpr”. Did you mean helper?"),
        (
            DAWN,
            "xyzzy",
            "There is no badge and no card “xyzzy”. There is: first, rich, helper, freeze,"
            " makeup_card.",
        ),
        (
            DAWN,
            "freeze 1001",
            "That is a lot. Please write at most 1000, as /grant @who makeup_card 2",
        ),
        (
            DAWN,
            "freeze 1_0",
            "“1_0” isn’t an amount I can use. Please write a whole number of at least 1."
            " For example: /grant @rain makeup_card 2",
        ),
        (
            ZH,
            "xyzzy",
            "没有“xyzzy”这枚勋章，也没有这种卡。现有：first, rich, helper, freeze, makeup_card。",
        ),
        (ZH, "补签卡", "发给 Rain：补签卡 × 1，现在有 1 张。\n要收回请发 /撤销 #"),
    ],
)
async def test_what_cannot_be_given_is_told_with_what_can(
    tmp_path: Path, config: str, what: str, said: str
) -> None:
    async with a_bot(tmp_path, config=config + BADGES) as bot:
        await bot.says("telegram:42", "hello", name="Rain")
        assert await grant(bot, what) == [said]


async def test_only_moderators_give_badges(bot: Bot) -> None:
    assert await bot.says("telegram:42", "/grant @Rain helper", name="Rain") == [NOT_ALLOWED]
    assert await keys_of(bot) == []


SHOP = """
[[shop]]
key = "ticket"
name = {zh = "私教票", en = "Class ticket"}
price = 4
gives = {ticket = 1}
[[shop]]
key = "bundle"
name = {zh = "大礼包", en = "Gift box"}
price = 9
gives = {ticket = 2, freeze = 1, star = 3}
[[shop]]
key = "vip"
name = {zh = "贵宾", en = "VIP"}
price = 2
unlocks = ["vip"]
"""


@pytest.mark.parametrize("called", ["ticket", "Ticket", '"Class ticket"', "私教票"])
async def test_a_card_of_the_shop_is_given_and_taken_back(tmp_path: Path, called: str) -> None:
    async with a_bot(tmp_path, config=DAWN + SHOP) as bot:
        await bot.says("telegram:42", "hello", name="Rain")
        assert await grant(bot, f"{called} 2") == [
            "Rain got Class ticket × 2 and has 2 now.\nTo take it back: /undo #"
        ]
        act = bot.code()
        assert await undo(bot, act) == ["Class ticket × 2 taken back from Rain, who has 0 now."]
        assert await undo(bot, await last_undo(bot)) == [
            "Rain got Class ticket × 2 again and has 2 now."
        ]
        assert await bot.problems() == []


async def last_undo(bot: Bot) -> str:
    """The id of the newest act."""
    return str((await bot.rows("SELECT id FROM actions ORDER BY seq DESC LIMIT 1"))[0][0])


async def test_an_item_gives_all_its_cards_and_they_go_together(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=ZH + SHOP) as bot:
        await bot.says("telegram:42", "hello", name="Rain")
        assert await bot.says("telegram:900", "/授予 @Rain 大礼包 2") == [
            "发给 Rain：私教票 × 4，现在有 4 张。\n发给 Rain：冻结卡 × 2，现在有 2 张。\n"
            "发给 Rain：star × 6，现在有 6 张。\n要收回请发 /撤销 #"
        ]
        await bot.says("telegram:900", f"/撤销 {await last_undo(bot)}")
        assert await bot.rows("SELECT DISTINCT count FROM holdings") == [(0,)]
        assert await bot.problems() == []


async def test_what_is_more_than_cards_and_what_is_not_there_are_refused(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + SHOP) as bot:
        await bot.says("telegram:42", "hello", name="Rain")
        assert await grant(bot, "vip") == [
            "VIP is more than cards: members get it with /redeem. Give them the points for it,"
            " as /award @who 10 for your help"
        ]
        assert await grant(bot, "tickets") == [
            "There is no badge and no card “tickets”. Did you mean ticket?"
        ]
        assert await grant(bot, "nonsense") == [
            "There is no badge and no card “nonsense”. There is: streak_7, freeze, makeup_card,"
            " ticket, bundle, star."
        ]
        assert await grant(bot, "bundle 500") == [
            "That is a lot. Please write at most 1000, as /grant @who makeup_card 2"
        ]
