"""What moderators do with orders: hand over, decline, refund, undo; codes, and what expires."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.cog import listen
from bot.core.context import Context
from bot.core.text import Text
from bot.rehearsal.export import export
from cogs.shop.events import Redeemed, Refunded
from tests.kit import Bot, a_cog, line
from tests.shop.market import (
    CHINESE,
    ENGLISH,
    a_market,
    act,
    ann,
    buys,
    order_of,
    rain,
)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """The English market; Rain and Ann have 60 points each."""
    async with a_market(tmp_path) as running:
        yield running


async def moderator(bot: Bot, text: str) -> list[str]:
    """What a moderator hears in private."""
    return await bot.whispers("telegram:900", text, name="Mo")


@pytest.mark.parametrize(
    ("config", "waiting", "done", "after"),
    [
        (
            ENGLISH,
            "One order waits to be handed over:\n# · Blue mug · Rain · 5 · to 5 Dawn Road\n"
            "Send /approve # once it is handed over, or /decline # with a reason.",
            "# is approved. (id #)\nRain, your Blue mug is handed over.",
            "Handed over last:\n# · Blue mug · Rain · 5 (1 day ago) · to 5 Dawn Road\n"
            "Send /refund # with a reason to take one back.",
        ),
        (
            CHINESE,
            "有 1 单等着交付：\n# · 马克杯 · Rain · 5 分 · to 5 Dawn Road\n"
            "交付之后发 /批准 #，不能交付就发 /驳回 # 加上理由。",
            "# 已批准。（编号 #）\nRain，你兑换的 马克杯 已经交付。",
            "最近交付的：\n# · 马克杯 · Rain · 5 分（1 天前） · to 5 Dawn Road\n"
            "要退一单，发 /退款 # 加上理由。",
        ),
    ],
)
async def test_an_order_is_handed_over_by_a_moderator(
    tmp_path: Path, config: str, waiting: str, done: str, after: str
) -> None:
    async with a_market(tmp_path, config) as bot:
        await rain(bot, "/redeem mug to 5 Dawn Road")
        await bot.presses("telegram:42", "confirm", name="Rain")
        assert await moderator(bot, "/orders") == [waiting]
        order = await order_of(bot, "mug")
        assert await bot.says("telegram:900", f"/approve {order}", name="Mo") == [done]
        await bot.tick(days=1)
        assert await moderator(bot, "/orders") == [after]
        assert await bot.problems() == []


async def test_the_buyers_note_is_not_shown_in_the_group(bot: Bot) -> None:
    await rain(bot, "/redeem mug to 5 Dawn Road")
    await bot.presses("telegram:42", "confirm", name="Rain")
    assert await bot.says("telegram:900", "/queue", name="Mo") == [
        "One thing waits for a moderator:\n# · Rain redeemed Blue mug\n"
        "Send /approve #, or /decline # with a reason."
    ]


async def test_members_see_no_orders(bot: Bot) -> None:
    for text in ("/orders", "/refund AAAAAAA", "/coupons coffee A1"):
        said = await bot.whispers("telegram:42", text, name="Rain")
        assert said == [
            "That’s for moderators to do. Please ask one of them, or send /help to see what you "
            "can do."
        ]


async def test_a_declined_order_gives_back_points_and_stock(bot: Bot) -> None:
    await buys(bot, "mug")
    order = await order_of(bot, "mug")
    assert await bot.says("telegram:900", f"/decline {order} none left", name="Mo") == [
        "# is declined. (id #)\n"
        "Rain, your order of Blue mug was declined; 5 points are back, 60 in all."
        " Reason: none left"
    ]
    assert await bot.says("telegram:900", f"/refund {order}", name="Mo") == [
        "# was refunded before; nothing was changed. Send /orders to see the others."
    ]
    assert await buys(bot, "mug", "telegram:43", "Ann") == [
        "Ann redeemed Blue mug for 5 points, 55 left. Order #.\n"
        "A moderator will hand it over within 3 days; else your points come back."
    ]
    assert await bot.problems() == []


async def test_the_buyer_hears_it_where_they_ordered(bot: Bot) -> None:
    await bot.whispers("telegram:42", "/redeem mug", name="Rain")
    await bot.presses("telegram:42", "confirm", name="Rain", private=True, chat="42")
    order = await order_of(bot, "mug")
    before = len(bot.sent)
    await bot.says("telegram:900", f"/approve {order}", name="Mo")
    assert [(each.chat, each.text) for each in bot.sent[before:]][1:] == [
        ("42", "Rain, your Blue mug is handed over.")
    ]


async def test_what_nobody_hands_over_expires(bot: Bot) -> None:
    await buys(bot, "mug")
    order = await order_of(bot, "mug")
    assert await bot.tick(days=2, hours=23) == []
    assert await bot.tick(hours=1) == [
        "Rain, your Blue mug was not handed over in time; 5 points are back, 60 in all."
    ]
    assert await bot.says("telegram:900", f"/approve {order}", name="Mo") == [
        "# needs no decision any more. Send /queue to see what waits."
    ]
    assert await moderator(bot, "/queue") == ["Nothing waits for a moderator."]
    assert await bot.rows("SELECT gone FROM shop_stock WHERE item = 'mug'") == [(0,)]
    assert await bot.problems() == []


async def test_an_expiry_that_was_missed_happens_once_the_bot_is_back(bot: Bot) -> None:
    await buys(bot, "mug")
    await buys(bot, "ticket", "telegram:43", "Ann")
    await bot.stop()
    bot.clock.jump_to(bot.clock.now() + timedelta(days=40))
    await bot.start()
    await bot.settle()
    assert await bot.rows("SELECT DISTINCT state FROM orders") == [("expired",)]
    assert await bot.rows("SELECT balance FROM balances") == [(60,), (60,)]


async def test_what_is_given_by_hand_is_had_once_it_is_handed_over(bot: Bot) -> None:
    await buys(bot, "ticket")
    assert await rain(bot, "/inventory") == ["Rain, you hold no cards."]
    await bot.says("telegram:900", f"/approve {await order_of(bot, 'ticket')}", name="Mo")
    assert await rain(bot, "/inventory") == ["Rain, you hold:\nClass ticket × 1"]


async def test_a_refund_takes_back_what_was_given_and_is_undone_and_redone(bot: Bot) -> None:
    await buys(bot, "makeup_card")
    await buys(bot, "vip")
    card, vip = await order_of(bot, "makeup_card"), await order_of(bot, "vip")
    said, refund = await act(bot, f"/refund {card} by mistake")
    assert said == [
        "Rain: Make-up card is refunded, 10 points are back, 58 in all. Reason: by mistake\n"
        "Id #; /undo # takes the refund back."
    ]
    assert await rain(bot, "/inventory") == [
        "Rain, you hold:\nUnlocked: vip · VIP · until 2026-12-23 09:00"
    ]
    said, undo = await act(bot, f"/undo {refund}")
    assert said == [
        "# is undone. This undo has the id #.\nRain has Make-up card again for 10 points, 48 left."
    ]
    said, _ = await act(bot, f"/undo {undo}")
    assert said == [
        "# is undone. This undo has the id #.\n"
        "Rain: Make-up card is refunded again, 58 points in all."
    ]
    said, _ = await act(bot, f"/undo {refund}")
    assert said == ["# was undone before (#); nothing was changed."]
    _, refund = await act(bot, f"/refund {vip}")
    assert await bot.rows("SELECT name FROM privileges") == []
    await act(bot, f"/undo {refund}")
    assert await bot.rows("SELECT name FROM privileges") == [("vip",)]
    assert await rain(bot, "/points") == [
        "Rain, you have 58 points; today you earned 0, in all 60."
    ]
    assert await bot.problems() == []


async def test_a_refund_is_not_undone_once_somebody_else_has_the_last_one(bot: Bot) -> None:
    await buys(bot, "mug")
    await act(bot, f"/approve {await order_of(bot, 'mug')}")
    _, refund = await act(bot, f"/refund {await order_of(bot, 'mug')}")
    await buys(bot, "mug", "telegram:43", "Ann")
    assert await bot.says("telegram:900", f"/undo {refund}", name="Mo") == [
        "Blue mug was sold to somebody else since and none is left. Raise its stock, or refund"
        " another order first (/orders lists them)."
    ]
    await bot.says("telegram:900", "/language zh", name="Mo")
    assert await bot.says("telegram:900", f"/撤销 {refund}", name="Mo") == [
        "马克杯 之后卖给了别人，已经没有了。请先调大库存，或者退掉另一单（发 /订单 能看到）。"
    ]
    second = str((await bot.rows("SELECT id FROM orders WHERE state = 'reserved'"))[0][0])
    await bot.says("telegram:900", f"/驳回 {second}", name="Mo")
    await bot.says("telegram:900", "/language en", name="Mo")
    said, _ = await act(bot, f"/undo {refund}")
    assert said == [
        "# is undone. This undo has the id #.\nRain has Blue mug again for 5 points, 55 left."
    ]
    assert await bot.rows("SELECT gone FROM shop_stock WHERE item = 'mug'") == [(1,)]
    assert await bot.problems() == []


async def test_a_card_that_was_used_becomes_a_debt(bot: Bot) -> None:
    await buys(bot, "ticket")
    order = await order_of(bot, "ticket")
    await bot.says("telegram:900", f"/approve {order}", name="Mo")
    await bot.write(lambda tx: tx.execute("DELETE FROM holding_entries"))
    await bot.write(lambda tx: tx.execute("DELETE FROM holdings"))
    await act(bot, f"/refund {order}")
    assert await rain(bot, "/inventory") == ["Rain, you hold:\nClass ticket × -1"]


async def test_points_that_were_spent_and_then_undone_are_a_debt(tmp_path: Path) -> None:
    async with a_market(tmp_path, points=10) as bot:
        award = bot.code()
        await buys(bot, "makeup_card", "telegram:43", "Ann")
        (said,) = await bot.says("telegram:900", f"/undo {award}", name="Mo")
        assert said.split("\n")[:2] == [
            "# is undone. This undo has the id #.",
            "Ann: 10 points were taken back; some had been spent, so the balance is -10.",
        ]
        assert await ann(bot, "/redeem vip") == [
            "VIP costs 2 points; you have -10, so 12 are missing."
            " Send /points to see how you stand."
        ]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("/refund AAAAAAA", "There is no order “#”. Send /orders to see them."),
        (
            "/refund",
            "Something is missing: the order (/orders lists them)."
            " For example: /refund # bought by mistake",
        ),
        (
            "/coupons mug A1",
            "The shop has no “mug” that comes with codes. Send /shop to see what there is.",
        ),
    ],
)
async def test_what_cannot_be_handled_is_said(bot: Bot, asked: str, answer: str) -> None:
    assert await bot.says("telegram:900", asked, name="Mo") == [answer]


async def test_an_order_that_waits_is_declined_and_not_refunded(bot: Bot) -> None:
    await buys(bot, "mug")
    order = await order_of(bot, "mug")
    assert await bot.says("telegram:900", f"/refund {order}", name="Mo") == [
        "# was not handed over yet: send /decline # with a reason."
    ]


async def test_each_buyer_gets_a_code_of_their_own_in_private(bot: Bot) -> None:
    assert await bot.whispers("telegram:900", "/coupons coffee A-1 B-2\nA-1", name="Mo") == [
        "Coffee: 2 codes taken in; 2 can be redeemed."
    ]
    assert await bot.whispers("telegram:900", "/coupons coffee B-2,C-3", name="Mo") == [
        "Coffee: 1 code taken in, 1 known already; 3 can be redeemed."
    ]
    before = len(bot.sent)
    await buys(bot, "coffee")
    assert [(each.chat, each.text) for each in bot.sent[before + 1 :]] == [
        (
            "-1001",
            "Rain redeemed Coffee for 1 point, 59 left. Order #.".replace(
                "#", await order_of(bot, "coffee")
            )
            + "\nI have sent you the code in private; /inventory in our private chat shows it"
            " again.",
        ),
        ("42", "Coffee, your code: A-1"),
    ]
    await bot.whispers("telegram:43", "/redeem coffee", name="Ann")
    assert await bot.presses("telegram:43", "confirm", name="Ann", private=True, chat="43") == [
        "Ann redeemed Coffee for 1 point, 59 left. Order #.\nCoffee, your code: B-2"
    ]
    assert await bot.whispers("telegram:42", "/inventory", name="Rain") == [
        "Rain, you hold:\nCoffee · code A-1"
    ]
    assert await rain(bot, "/inventory") == ["Rain, you hold no cards."]
    exported: Any = await export(bot.machine, as_of=bot.clock.now(), member="telegram:42")
    ((order,),) = [each["orders"] for each in exported["communities"][0]["members"]]
    assert (order["item"], order["state"], order["code"]) == ("coffee", "fulfilled", "A-1")


OTHER = """
[community.other]
name = "Dusk"
zone = "Asia/Shanghai"
locale = "en"
chats = ["telegram:-2001"]
"""


async def test_who_is_in_two_communities_reads_in_private_of_which_one_a_code_is(
    tmp_path: Path,
) -> None:
    async with a_market(tmp_path, ENGLISH + OTHER) as bot:
        await bot.whispers("telegram:900", "/coupons coffee A-1 B-2", name="Mo")
        await bot.says("telegram:42", "hello", name="Rain", chat="-2001")
        await buys(bot, "coffee")
        await buys(bot, "coffee", "telegram:43", "Ann")
        codes = [(each.chat, each.text) for each in bot.sent if "your code" in each.text]
        assert codes == [
            ("42", "[Dawn] Coffee, your code: A-1"),
            ("43", "Coffee, your code: B-2"),
        ]


@pytest.mark.parametrize("called", ["coffee", "3", "Coffee", "咖啡券", "Iced green tea"])
async def test_codes_are_for_the_item_that_the_shop_lists_so(tmp_path: Path, called: str) -> None:
    tea = """
[[shop]]
key = "tea"
name = {zh = "茶", en = "Iced green tea"}
price = 1
coupons = true
"""
    item = "Iced green tea" if called == "Iced green tea" else "Coffee"
    async with a_market(tmp_path, ENGLISH + tea) as bot:
        assert await bot.whispers("telegram:900", f"/coupons {called} A-1 B-2", name="Mo") == [
            f"{item}: 2 codes taken in; 2 can be redeemed."
        ]
        for other in ("2", "mug"):
            assert await bot.whispers("telegram:900", f"/coupons {other} C-3", name="Mo") == [
                f"The shop has no “{other}” that comes with codes. Send /shop to see what there is."
            ]


async def test_codes_are_not_taken_in_where_all_can_read_them(bot: Bot) -> None:
    assert await bot.says("telegram:900", "/coupons coffee A-1", name="Mo") == [
        "Codes are for buyers only: nothing was taken in. Please send /coupons to me in private,"
        " with codes that nobody has read."
    ]
    assert await bot.count("coupons") == 0


async def test_the_last_code_goes_to_one_of_two(bot: Bot) -> None:
    await bot.whispers("telegram:900", "/coupons coffee A-1", name="Mo")
    presses = []
    for who, name, chat in (("42", "Rain", "-1001"), ("43", "Ann", "-1002")):
        await bot.says(f"telegram:{who}", "/redeem coffee", name=name, chat=chat)
        token = bot.sent[-1].buttons[0].token
        presses.append(bot.press(f"telegram:{who}", token, name=name, chat=chat))
    said = await bot.takes(*presses)
    assert said.count("Coffee is sold out. Send /shop to see what there is.") == 1
    assert said.count("Coffee, your code: A-1") == 1
    assert await bot.problems() == []


async def test_others_hear_what_was_redeemed_and_refunded(tmp_path: Path) -> None:
    @listen(Redeemed)
    async def redeemed(ctx: Context, event: Redeemed) -> tuple[Text, ...]:
        return (line(f"heard {event.item} for {event.price}"),)

    @listen(Refunded)
    async def refunded(ctx: Context, event: Refunded) -> tuple[Text, ...]:
        return (line(f"heard {event.item} back"),)

    cog = a_cog("hearing", redeemed, refunded)
    async with a_market(tmp_path, cogs=[cog]) as bot:
        (said,) = await buys(bot, "makeup_card")
        assert said.split("\n")[-1] == "heard makeup_card for 10"
        answer, _ = await act(bot, f"/refund {await order_of(bot, 'makeup_card')}")
        assert answer[0].split("\n")[-1] == "heard makeup_card back"
