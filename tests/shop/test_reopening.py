"""Decisions about orders are undone: the order waits again, paid, as before the decision."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.kit import Bot
from tests.shop.market import CHINESE, ENGLISH, a_market, act, buys, order_of, rain

STATE = "SELECT state FROM orders WHERE month <> '' ORDER BY id"
GONE = "SELECT gone FROM shop_stock WHERE item = ?"
PASS = """
[[shop]]
key = "pass"
name = {zh = "月卡", en = "Month pass"}
price = 2
unlocks = ["vip"]
unlock_days = 30
by_hand = true
hand_over_days = 3
[[shop]]
key = "voucher"
name = {zh = "券", en = "Voucher"}
price = 1
coupons = true
by_hand = true
"""


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """The English market; Rain and Ann have 60 points each."""
    async with a_market(tmp_path, ENGLISH + PASS) as running:
        yield running


async def decided(bot: Bot, item: str, word: str) -> str:
    """Rain has bought the item and a moderator has decided; the id of the decision."""
    await buys(bot, item)
    said, found = await act(bot, f"/{word} {await order_of(bot, item)}")
    assert said
    return found or await last_act(bot)


async def last_act(bot: Bot) -> str:
    """The id of the newest act."""
    return str((await bot.rows("SELECT id FROM actions ORDER BY seq DESC"))[0][0])


@pytest.mark.parametrize(
    ("config", "undone", "redone"),
    [
        (
            ENGLISH,
            "# is undone. This undo has the id #.\nRain, your Class ticket counts as not handed"
            " over yet; the order # waits for a moderator again.",
            "# is undone. This undo has the id #.\n# is approved again.\n"
            "Rain, your Class ticket is handed over.",
        ),
        (
            CHINESE,
            "已撤销 #。这次撤销的编号是 #。\nRain，你兑换的 私教票 改回未交付，"
            "订单 # 重新等管理员处理。",
            "已撤销 #。这次撤销的编号是 #。\n# 重新批准。\nRain，你兑换的 私教票 已经交付。",
        ),
    ],
)
async def test_a_hand_over_is_undone_and_done_again(
    tmp_path: Path, config: str, undone: str, redone: str
) -> None:
    async with a_market(tmp_path, config) as bot:
        approval = await decided(bot, "ticket", "approve")
        assert await bot.rows("SELECT item, count FROM holdings") == [("ticket", 1)]
        assert await bot.says("telegram:900", f"/undo {approval}", name="Mo") == [undone]
        undo = await last_act(bot)
        assert await bot.rows("SELECT item, count FROM holdings") == [("ticket", 0)]
        assert (await bot.rows(STATE), await bot.rows(GONE, "ticket")) == ([("reserved",)], [(1,)])
        assert await bot.says("telegram:900", f"/undo {undo}", name="Mo") == [redone]
        assert await bot.rows("SELECT item, count FROM holdings") == [("ticket", 1)]
        assert await bot.rows(STATE) == [("fulfilled",)]
        assert await bot.problems() == []


async def test_what_waits_again_can_be_declined(bot: Bot) -> None:
    approval = await decided(bot, "ticket", "approve")
    await act(bot, f"/undo {approval}")
    assert await bot.says("telegram:900", f"/decline {await order_of(bot, 'ticket')}") == [
        "# is declined. (id #)\n"
        "Rain, your order of Class ticket was declined; 4 points are back, 60 in all."
    ]
    assert await bot.rows(GONE, "ticket") == [(0,)]
    assert await bot.says("telegram:900", f"/undo {approval}") == [
        "# was undone before (#); nothing was changed."
    ]
    assert await bot.problems() == []


async def test_a_declined_order_is_paid_again_and_waits(bot: Bot) -> None:
    decline = await decided(bot, "mug", "decline")
    assert await bot.rows(GONE, "mug") == [(0,)]
    assert await bot.says("telegram:900", f"/undo {decline}") == [
        "# is undone. This undo has the id #.\nRain, your order of Blue mug is open again:"
        " 5 points are paid, 55 left. It waits for a moderator as #."
    ]
    assert (await bot.rows(STATE), await bot.rows(GONE, "mug")) == ([("reserved",)], [(1,)])
    undo = await last_act(bot)
    assert await bot.says("telegram:900", f"/undo {undo}") == [
        "# is undone. This undo has the id #.\n# is declined again.\n"
        "Rain, your order of Blue mug was declined; 5 points are back, 60 in all."
    ]
    assert (await bot.rows(STATE), await bot.rows(GONE, "mug")) == ([("refunded",)], [(0,)])
    assert await bot.problems() == []


async def test_a_declined_order_stays_so_once_somebody_else_has_the_last_one(bot: Bot) -> None:
    decline = await decided(bot, "mug", "decline")
    await buys(bot, "mug", "telegram:43", "Ann")
    assert await bot.says("telegram:900", f"/undo {decline}") == [
        "Blue mug was sold to somebody else since and none is left. Raise its stock, or refund"
        " another order first (/orders lists them)."
    ]
    assert await bot.rows("SELECT balance FROM balances ORDER BY balance") == [(55,), (60,)]
    assert await bot.rows(GONE, "mug") == [(1,)]


async def test_points_that_were_spent_since_are_a_debt(tmp_path: Path) -> None:
    async with a_market(tmp_path, points=5) as bot:
        decline = await decided(bot, "mug", "decline")
        await buys(bot, "vip")
        (said,) = await bot.says("telegram:900", f"/undo {decline}")
        assert said.split("\n")[1] == (
            "Rain, your order of Blue mug is open again: 5 points are paid, -2 left."
            " It waits for a moderator as #."
        )
        assert await bot.problems() == []


async def test_an_order_that_was_refunded_since_is_not_opened(bot: Bot) -> None:
    approval = await decided(bot, "ticket", "approve")
    _, refund = await act(bot, f"/refund {await order_of(bot, 'ticket')}")
    assert await bot.says("telegram:900", f"/undo {approval}") == [
        "The order # has changed since. Send /orders to see how it stands."
    ]
    await act(bot, f"/undo {refund}")
    await act(bot, f"/undo {approval}")
    assert await bot.rows(STATE) == [("reserved",)]
    assert await bot.rows("SELECT count FROM holdings") == [(0,)]
    assert await bot.problems() == []


async def test_a_code_that_was_read_keeps_its_hand_over(bot: Bot) -> None:
    await bot.whispers("telegram:900", "/coupons voucher A-1", name="Mo")
    approval = await decided(bot, "voucher", "approve")
    assert await bot.says("telegram:900", f"/undo {approval}") == [
        "The buyer has read the code of #, so it cannot wait again. Send /refund # with a reason"
        " to give the points back."
    ]
    assert await bot.rows(STATE) == [("fulfilled",)]


async def test_a_declined_order_gets_a_code_again_if_there_is_one(bot: Bot) -> None:
    await bot.whispers("telegram:900", "/coupons voucher A-1", name="Mo")
    decline = await decided(bot, "voucher", "decline")
    await act(bot, f"/undo {decline}")
    assert await bot.rows("SELECT order_id <> '' FROM coupons") in ([(1,)], [(True,)])
    second = await last_act(bot)
    await act(bot, f"/undo {second}")
    await buys(bot, "voucher", "telegram:43", "Ann")
    (said,) = await bot.says("telegram:900", f"/undo {await last_act(bot)}")
    assert said.startswith("Voucher was sold to somebody else since and none is left.")


async def test_what_was_unlocked_is_locked_and_lasts_from_the_new_hand_over_on(bot: Bot) -> None:
    approval = await decided(bot, "pass", "approve")
    assert await bot.rows("SELECT name FROM privileges") == [("vip",)]
    await act(bot, f"/undo {approval}")
    assert await bot.rows("SELECT name FROM privileges") == []
    await bot.tick(days=2)
    await act(bot, f"/approve {await order_of(bot, 'pass')}")
    await bot.tick(days=29)
    assert await bot.rows("SELECT name FROM privileges") == [("vip",)]
    await bot.tick(days=1)
    assert await bot.rows("SELECT name FROM privileges") == []


async def test_the_time_to_hand_it_over_begins_anew(bot: Bot) -> None:
    await buys(bot, "pass")
    await bot.tick(days=2)
    _, _ = await act(bot, f"/approve {await order_of(bot, 'pass')}")
    await bot.says("telegram:900", f"/undo {await last_act(bot)}")
    assert await bot.tick(days=2, hours=23) == []
    assert await bot.tick(hours=1) == [
        "Rain, your Month pass was not handed over in time; 2 points are back, 60 in all."
    ]
    assert await rain(bot, "/points") == [
        "Rain, you have 60 points; today you earned 0, in all 60."
    ]
    assert await bot.problems() == []


async def test_the_refund_of_an_order_that_was_declined_since_is_not_done_again(bot: Bot) -> None:
    approval = await decided(bot, "pass", "approve")
    order = await order_of(bot, "pass")
    _, refund = await act(bot, f"/refund {order}")
    _, undo = await act(bot, f"/undo {refund}")
    await act(bot, f"/undo {approval}")
    await act(bot, f"/decline {order}")
    newest = await last_act(bot)
    said, _ = await act(bot, f"/undo {undo}")
    assert said == ["The order # has changed since. Send /orders to see how it stands."]
    assert await last_act(bot) == newest
    assert (await bot.rows(STATE)) == [("refunded",)]
    assert await bot.problems() == []
