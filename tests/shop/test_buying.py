"""The shop, talked to like a member: what there is, what it costs, and what one gets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.kit import DAWN, ZH, Bot
from tests.shop.market import CHINESE, ENGLISH, a_market, ann, buys, rain


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """The English market; Rain and Ann have 60 points each."""
    async with a_market(tmp_path) as running:
        yield running


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (
            ENGLISH,
            "Rain, you have 60 points. In the shop:\n"
            "1. Make-up card · 10 points · at most 2 a month\n"
            "2. Blue mug · 5 points · 1 left\n"
            "3. Coffee · 1 point · sold out\n"
            "4. VIP · 2 points\n"
            "5. Class ticket · 4 points\n"
            "6. Growing gift · 1 point · from growing on\n"
            "7. Spring · 1 point · from 2026-12-01 00:00 · until 2026-12-08 00:00\n"
            "Press a button, or send for example /redeem Make-up card.",
        ),
        (
            CHINESE,
            "Rain，你有 60 分。商店里有：\n"
            "1. 补签卡 · 10 分 · 每月限 2 份\n"
            "2. 马克杯 · 5 分 · 还剩 1 份\n"
            "3. 咖啡券 · 1 分 · 已兑完\n"
            "4. 贵宾 · 2 分\n"
            "5. 私教票 · 4 分\n"
            "6. 成长礼 · 1 分 · 成长以上\n"
            "7. 春天 · 1 分 · 2026-12-01 00:00 开始 · 2026-12-08 00:00 截止\n"
            "点按钮兑换，或者发 /兑换 补签卡。",
        ),
    ],
)
async def test_the_shop_lists_what_there_is(tmp_path: Path, config: str, said: str) -> None:
    async with a_market(tmp_path, config) as bot:
        assert await rain(bot, "/shop") == [said]
        assert [each.key for each in bot.sent[-1].buttons] == [
            "makeup_card",
            "mug",
            "vip",
            "ticket",
        ]


async def test_many_items_have_pages(tmp_path: Path) -> None:
    many = "".join(f'[[shop]]\nkey = "i{number}"\nprice = 1\n' for number in range(1, 11))
    async with a_market(tmp_path, DAWN + many) as bot:
        await rain(bot, "/shop")
        assert await bot.presses("telegram:42", "older", name="Rain") == [
            "Rain, you have 60 points. In the shop:\n9. i9 · 1 point\n10. i10 · 1 point\n"
            "Press a button, or send for example /redeem i9."
        ]
        assert [each.key for each in bot.sent[-1].buttons] == ["i9", "i10", "newer"]


async def test_a_page_that_is_there_no_more_shows_the_last_one(tmp_path: Path) -> None:
    many = [f'[[shop]]\nkey = "i{number}"\nprice = 1\n' for number in range(1, 11)]
    async with a_market(tmp_path, DAWN + "".join(many)) as bot:
        await rain(bot, "/shop")
        await bot.stop()
        bot.config = DAWN + many[0]
        await bot.start()
        assert await bot.presses("telegram:42", "older", name="Rain") == [
            "Rain, you have 60 points. In the shop:\n1. i1 · 1 point\n"
            "Press a button, or send for example /redeem i1."
        ]


async def test_an_empty_shop_says_so(tmp_path: Path) -> None:
    async with a_market(tmp_path, "shop = []\n" + DAWN) as bot:
        assert await rain(bot, "/shop") == ["There is nothing in the shop at the moment."]


@pytest.mark.parametrize(
    ("config", "asked", "done", "again"),
    [
        (
            ENGLISH,
            "Make-up card costs 10 points. You have 60; 50 would be left.\n"
            "You get: Make-up card × 1.",
            "Rain redeemed Make-up card for 10 points, 50 left. Order #.\n"
            "Now yours: Make-up card × 1.",
            "That order was confirmed before; nothing was changed. Send /redeem to buy again.",
        ),
        (
            CHINESE,
            "补签卡 要 10 分。你有 60 分，兑换后剩 50 分。\n你会得到：补签卡 × 1。",
            "Rain 用 10 分兑换了 补签卡，还剩 50 分。订单 #。\n已放进背包：补签卡 × 1。",
            "这一单之前已经确认过，没有改动。要再换一份请发 /兑换。",
        ),
    ],
)
@pytest.mark.parametrize("way", ["/redeem makeup_card", "/redeem 1", "/兑换 MAKEUP_CARD"])
async def test_an_item_is_bought_once_it_is_confirmed(
    tmp_path: Path, config: str, asked: str, done: str, again: str, way: str
) -> None:
    async with a_market(tmp_path, config) as bot:
        assert await rain(bot, way) == [asked]
        assert await bot.count("holding_entries") == 0
        token = bot.sent[-1].buttons[0].token
        assert await bot.presses("telegram:42", token, name="Rain") == [done]
        assert await bot.presses("telegram:42", token, name="Rain") == [again]
        assert await bot.rows("SELECT item, count FROM holdings") == [("makeup_card", 1)]
        assert await bot.problems() == []


async def test_a_button_of_the_shop_asks_as_well(bot: Bot) -> None:
    await rain(bot, "/shop")
    assert await bot.presses("telegram:42", "mug", name="Rain") == [
        "Blue mug costs 5 points. You have 60; 55 would be left.\nA moderator hands it over."
    ]


async def test_what_is_cancelled_is_not_bought(bot: Bot) -> None:
    await rain(bot, "/redeem makeup_card")
    confirm = bot.sent[-1].buttons[0].token
    assert await bot.presses("telegram:42", "cancel", name="Rain") == ["Nothing was bought."]
    assert await bot.presses("telegram:42", confirm, name="Rain") == [
        "That order was cancelled; nothing was changed. Send /redeem to begin anew."
    ]
    assert await rain(bot, "/points") == [
        "Rain, you have 60 points; today you earned 0, in all 60."
    ]


async def test_nobody_confirms_for_another(bot: Bot) -> None:
    await rain(bot, "/redeem makeup_card")
    assert await bot.presses("telegram:43", "confirm", name="Ann") == [
        "That button is for Rain. To use it, please send the command yourself."
    ]


async def test_a_price_that_changed_meanwhile_asks_again(bot: Bot) -> None:
    await rain(bot, "/redeem makeup_card")
    await bot.stop()
    bot.config = ENGLISH.replace("price = 10", "price = 12")
    await bot.start()
    assert await bot.presses("telegram:42", "confirm", name="Rain") == [
        "The price has changed meanwhile, so I ask again.\n"
        "Make-up card costs 12 points. You have 60; 48 would be left.\n"
        "You get: Make-up card × 1."
    ]
    assert await bot.count("holding_entries") == 0
    assert await bot.presses("telegram:42", "confirm", name="Rain") == [
        "Rain redeemed Make-up card for 12 points, 48 left. Order #.\nNow yours: Make-up card × 1."
    ]


async def test_what_is_not_sold_any_more_is_not_bought(bot: Bot) -> None:
    await rain(bot, "/redeem mug")
    await bot.stop()
    bot.config = ENGLISH.replace('key = "mug"', 'key = "cup"')
    await bot.start()
    assert await bot.presses("telegram:42", "confirm", name="Rain") == [
        "The shop does not sell that any more. Send /shop to see what there is."
    ]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (
            "/redeem unicorn",
            "There is no “unicorn” in the shop. Send /shop to see what there is.",
        ),
        ("/redeem coffee", "Coffee is sold out. Send /shop to see what there is."),
        (
            "/redeem growing gift",
            "Growing gift is for members of the tier growing and above."
            " Send /shop to see what there is.",
        ),
        ("/redeem spring", "Spring is sold from 2026-12-01 00:00 on."),
        (
            "/redeem",
            "Something is missing: what it is (/shop lists it). For example: /redeem makeup_card",
        ),
        (
            f"/redeem mug {'a' * 201}",
            "That’s too long. Please stay within 200 characters. For example: /redeem makeup_card",
        ),
    ],
)
async def test_what_cannot_be_bought_is_said_with_what_can(
    bot: Bot, asked: str, answer: str
) -> None:
    assert await rain(bot, asked) == [answer]


async def test_a_window_opens_and_closes(bot: Bot) -> None:
    await bot.tick(days=8)
    await rain(bot, "/redeem spring")
    await bot.tick(days=7)
    assert await bot.presses("telegram:42", "confirm", name="Rain") == [
        "That button has expired. Please send the command again."
    ]
    assert await rain(bot, "/redeem spring") == [
        "Spring was sold until 2026-12-08 00:00. Send /shop to see what there is."
    ]


async def test_who_has_too_few_points_hears_how_many_are_missing(tmp_path: Path) -> None:
    async with a_market(tmp_path, points=7) as bot:
        assert await rain(bot, "/redeem makeup_card") == [
            "Make-up card costs 10 points; you have 7, so 3 are missing."
            " Send /points to see how you stand."
        ]


async def test_who_has_come_to_the_tier_may_buy(tmp_path: Path) -> None:
    async with a_market(tmp_path, ENGLISH + "[tiers]\ngrowing = {points = 50}\n") as bot:
        assert await buys(bot, "growing gift") == [
            "Rain redeemed Growing gift for 1 point, 59 left. Order #.\nNow yours: Freeze × 1."
        ]


async def test_points_that_are_spent_meanwhile_buy_nothing(tmp_path: Path) -> None:
    async with a_market(tmp_path, points=12) as bot:
        await rain(bot, "/redeem makeup_card")
        await rain(bot, "/give @Ann 5")
        assert await bot.presses("telegram:42", "confirm", name="Rain") == [
            "Make-up card costs 10 points; you have 7, so 3 are missing."
            " Send /points to see how you stand."
        ]
        assert await bot.count("holding_entries") == 0


async def test_with_debts_allowed_members_may_owe(tmp_path: Path) -> None:
    config = ENGLISH + "[points]\nallow_debt = true\n"
    async with a_market(tmp_path, config, points=7) as bot:
        assert await buys(bot, "makeup_card") == [
            "Rain redeemed Make-up card for 10 points, -3 left. Order #.\n"
            "Now yours: Make-up card × 1."
        ]


async def test_a_month_has_its_limit_also_over_linked_accounts(bot: Bot) -> None:
    await buys(bot, "makeup_card")
    await bot.says("discord:7", "hello", name="Rain")
    await bot.links("discord:7", "telegram:42")
    await buys(bot, "makeup_card", "discord:7")
    limit = (
        "You have bought Make-up card 2 times in 2026-11, which is all a member can in a month."
        " Send /shop to see what there is."
    )
    assert await rain(bot, "/redeem makeup_card") == [limit]
    await bot.tick(days=8)
    assert await buys(bot, "makeup_card") == [
        "Rain redeemed Make-up card for 10 points, 30 left. Order #.\nNow yours: Make-up card × 1."
    ]
    assert await bot.problems() == []


async def test_the_last_item_goes_to_one_of_two_who_want_it_at_once(bot: Bot) -> None:
    presses = []
    for who, name, chat in (("42", "Rain", "-1001"), ("43", "Ann", "-1002")):
        await bot.says(f"telegram:{who}", "/redeem mug", name=name, chat=chat)
        token = bot.sent[-1].buttons[0].token
        presses.append(bot.press(f"telegram:{who}", token, name=name, chat=chat))
    said = set(await bot.takes(*presses))
    refused = "Blue mug is sold out. Send /shop to see what there is."
    assert refused in said
    assert len(said) == 2
    assert said - {refused} <= {
        f"{name} redeemed Blue mug for 5 points, 55 left. Order #.\n"
        "A moderator will hand it over within 3 days; else your points come back."
        for name in ("Rain", "Ann")
    }
    balances = await bot.rows("SELECT balance FROM balances ORDER BY balance")
    assert balances == [(55,), (60,)]
    assert await bot.rows("SELECT gone FROM shop_stock WHERE item = 'mug'") == [(1,)]
    assert await bot.problems() == []


async def test_what_is_unlocked_ends_and_twice_is_twice_as_long(bot: Bot) -> None:
    assert await buys(bot, "vip") == [
        "Rain redeemed VIP for 2 points, 58 left. Order #.\nIt is unlocked until 2026-12-23 09:00."
    ]
    assert await buys(bot, "vip") == [
        "Rain redeemed VIP for 2 points, 56 left. Order #.\nIt is unlocked until 2027-01-22 09:00."
    ]
    await bot.tick(days=31)
    assert await bot.rows("SELECT name FROM privileges") == [("vip",)]
    await bot.tick(days=30)
    assert await bot.rows("SELECT name FROM privileges") == []


@pytest.mark.parametrize(
    ("config", "line"),
    [
        (DAWN, "Rain, you hold:\nClass ticket × 1"),
        (ZH, "Rain，你的背包：\n私教票 × 1"),
    ],
)
async def test_the_inventory_names_cards_as_the_shop_does(
    tmp_path: Path, config: str, line: str
) -> None:
    ticket = (
        '[[shop]]\nkey = "ticket"\nname = {zh = "私教票", en = "Class ticket"}\n'
        "price = 4\ngives = {ticket = 1}\n"
    )
    async with a_market(tmp_path, config + ticket) as bot:
        await buys(bot, "ticket")
        assert await rain(bot, "/inventory") == [line]


async def test_who_was_forgotten_leaves_no_order(bot: Bot) -> None:
    await buys(bot, "mug")
    await bot.whispers("telegram:42", "/forget")
    for label in ("everywhere", "confirm"):
        await bot.presses("telegram:42", label, chat="42", private=True)
    assert await bot.count("orders") == 0
    assert await ann(bot, "/redeem mug") == [
        "Blue mug is sold out. Send /shop to see what there is."
    ]


@pytest.mark.parametrize(
    ("config", "refused"),
    [
        (
            ENGLISH,
            "A member can hold at most 2 × Freeze, and you have 2, so Cold would be wasted."
            " Send /inventory to see what you hold.",
        ),
        (
            CHINESE,
            "冻结卡 每人最多持有 2 张，你有 2 张，再兑换 冷 就浪费了。发 /背包 看看你有什么。",
        ),
    ],
)
async def test_nobody_buys_more_freezes_than_a_member_may_hold(
    tmp_path: Path, config: str, refused: str
) -> None:
    cold = '[[shop]]\nkey = "cold"\nname = {zh = "冷", en = "Cold"}\nprice = 1\n'
    async with a_market(tmp_path, config + cold + "gives = {freeze = 1}\n") as bot:
        await buys(bot, "cold")
        await rain(bot, "/redeem cold")
        await bot.says("telegram:900", "/grant telegram:42 freeze 1", name="Mo")
        assert await bot.presses("telegram:42", "confirm", name="Rain") == [refused]
        assert await rain(bot, "/redeem cold") == [refused]
        assert await bot.rows("SELECT sum(amount) FROM ledger_entries WHERE amount < 0") == [(-1,)]
        assert await bot.problems() == []
