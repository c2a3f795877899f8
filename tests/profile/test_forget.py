"""``/me``, ``/export`` and ``/forget``: what is kept of somebody, a copy of it, and its end."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest

from bot.rehearsal.export import export
from tests.kit import TWO, Bot, a_bot
from tests.profile.test_link import HINT, links, member

GONE: Final = "I have forgotten you. If you write again, you begin anew."
ME: Final = """This is kept of you:
Account: P42 (Telegram)
Language: as the community; time zone: Asia/Shanghai
Dawn:
Check-ins: streak 1, longest 1, 1 day in all
Points: 6, 6 in all, 2 entries
/export gives you all of it as a file, /forget erases it."""


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """Two communities; 42 on Telegram has checked in and got points in the first."""
    async with a_bot(tmp_path, config=TWO) as running:
        await running.says("telegram:42", "/checkin")
        await running.says("telegram:900", "/award @P42 5 helped Rain")
        yield running


async def forgets(bot: Bot, who: str, where: str) -> list[str]:
    """Somebody is forgotten here or everywhere."""
    user = who.partition(":")[2]
    await bot.whispers(who, "/forget")
    await bot.presses(who, where, chat=user, private=True)
    return await bot.presses(who, "confirm", chat=user, private=True)


async def exported(bot: Bot, **only: str) -> Any:
    """The export of operators, as of now."""
    return await export(bot.machine, as_of=bot.clock.now(), **only)


async def test_one_page_shows_all_that_is_kept(bot: Bot) -> None:
    assert await bot.whispers("telegram:42", "/me") == [ME]
    assert await bot.says("telegram:42", "/我的") == [ME, HINT]


async def test_linked_accounts_and_choices_are_on_the_page(bot: Bot) -> None:
    await bot.tick(seconds=1)
    await bot.says("discord:7", "hello")
    await links(bot)
    await bot.says("telegram:42", "/language zh")
    (page,) = await bot.whispers("telegram:42", "/me")
    assert page.split("\n")[:4] == [
        "这里记着你的这些：",
        "账号：P7（Discord）",
        "账号：P42（Telegram）",
        "语言：中文；时区：Asia/Shanghai",
    ]


async def test_a_stranger_has_a_page_without_communities(bot: Bot) -> None:
    (page,) = await bot.whispers("telegram:99", "/me")
    assert page.split("\n")[1:] == [
        "Account: P99 (Telegram)",
        "Language: as the community; time zone: Asia/Shanghai",
        "/export gives you all of it as a file, /forget erases it.",
    ]


async def test_the_export_comes_as_a_file_in_private(bot: Bot) -> None:
    before = len(bot.sent)
    await bot.says("telegram:42", "/export")
    hint, sent = sorted(bot.sent[before:], key=lambda each: each.chat)
    assert (sent.chat, sent.text) == (
        "42",
        "Here is all that is kept of you (hearth-export.json). It is readable text in JSON; keep"
        " it to yourself.",
    )
    assert (hint.chat, hint.text, hint.file) == ("-1001", HINT, None)
    assert sent.file is not None
    assert sent.file.name == "hearth-export.json"
    mine = json.loads(sent.file.data)
    whole = await exported(bot, member="telegram:42")
    assert mine["communities"] == whole["communities"]
    assert list(mine) == ["format", "version", "communities", "person"]
    person = mine["person"]
    assert person["accounts"] == [{"platform": "telegram", "id": "42", "name": "P42"}]
    assert (person["language"], person["zone"], person["private_community"]) == ("", "", "")
    assert [row["day"] for row in person["facts"]["days"]] == ["2026-11-23"]
    assert [row["left_at"] for row in person["choices"]["presences"]] == [None]
    assert [note["note"] for note in person["notes"]] == ["helped Rain"]


async def test_an_export_holds_nothing_of_anybody_else(bot: Bot) -> None:
    await bot.says("telegram:43", "/checkin", name="Canary")
    await bot.whispers("telegram:42", "/export")
    file = bot.sent[-1].file
    assert file is not None
    assert "Canary" not in file.data.decode()
    async with bot.app.database.read() as read:
        other = await read.fetch_one("SELECT id FROM accounts WHERE user_id = '43'")
    assert other is not None
    assert str(other[0]) not in file.data.decode()


async def test_forgetting_asks_where_and_then_whether(bot: Bot) -> None:
    assert await bot.whispers("telegram:42", "/忘记我") == [
        "What shall I forget: what I know of you in Dawn, or everything everywhere?"
    ]
    assert [each.key for each in bot.sent[-1].buttons] == ["here", "everywhere", "cancel"]
    assert await bot.presses("telegram:42", "everywhere", chat="42", private=True) == [
        "I would forget all that I know of you, in every community, with all of your accounts:\n"
        "Days, streak, points, cards and whatever you wrote are gone for good; nobody can bring"
        " them back. What stays is a sum without your name. /export first gives you a copy. Are"
        " you sure?"
    ]
    assert [each.key for each in bot.sent[-1].buttons] == ["confirm", "cancel"]
    assert await bot.presses("telegram:42", "cancel", chat="42", private=True) == [
        "All right, nothing was erased."
    ]
    assert await bot.whispers("telegram:42", "/me") == [ME]


async def test_who_is_forgotten_is_in_no_export_and_the_sums_stay(bot: Bot) -> None:
    before = await exported(bot)
    assert await forgets(bot, "telegram:42", "everywhere") == [GONE]
    after = await exported(bot)
    main = after["communities"][0]
    assert [each["accounts"][0]["id"] for each in main["members"]] == ["900"]
    entries = before["communities"][0]["ledger"]
    assert main["ledger"] == [{**entry, "member": None} for entry in entries]
    account = main["audit"][-1]["target"]
    assert main["audit"][-1] == {
        "id": main["audit"][-1]["id"],
        "actor": account,
        "action": "forget",
        "target": account,
        "at": "2026-11-23T01:00:00Z",
    }
    assert "42" not in json.dumps(main["audit"]).replace(account, "")
    assert await bot.problems() == []


async def test_who_comes_back_begins_anew(bot: Bot) -> None:
    old = await member(bot, "telegram:42")
    await forgets(bot, "telegram:42", "everywhere")
    await bot.tick(days=1)
    assert await bot.says("telegram:42", "/checkin") == [
        "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
    ]
    assert await member(bot, "telegram:42") != old
    assert await bot.problems() == []


async def test_who_is_forgotten_here_stays_who_they_are_elsewhere(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin", chat="-2001")
    await bot.says("telegram:42", "/forget")
    await bot.presses("telegram:42", "main", chat="42", private=True)
    await bot.says("telegram:42", "/forget")
    await bot.presses("telegram:42", "here", chat="42", private=True)
    assert await bot.presses("telegram:42", "confirm", chat="42", private=True) == [
        "I have forgotten you in Dawn. If you write there again, you begin anew."
    ]
    whole = await exported(bot)
    main, other = whole["communities"]
    assert [each["accounts"][0]["id"] for each in main["members"]] == ["900"]
    assert [each["member"] for each in main["ledger"]] == [None, None]
    assert other["members"][0]["balance"] == 1
    await bot.tick(days=1)
    assert await bot.says("telegram:42", "/checkin") == [
        "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
    ]
    assert await bot.says("telegram:42", "/history") == [
        "1 to 1 of 1:\n2026-11-24 09:00  +1  check-in"
    ]
    whole = await exported(bot)
    balances = [each["balance_after"] for each in whole["communities"][0]["ledger"]]
    assert balances == [1, 6, 1]
    assert await bot.problems() == []


async def test_a_second_check_in_on_the_day_of_forgetting_earns_nothing_more(bot: Bot) -> None:
    await bot.says("telegram:42", "hello", chat="-2001")
    await bot.says("telegram:42", "/forget")
    await bot.presses("telegram:42", "here", chat="42", private=True)
    await bot.presses("telegram:42", "confirm", chat="42", private=True)
    assert await bot.says("telegram:42", "/checkin") == ["Checked in. Your streak begins: day 1."]
    assert await bot.problems() == []


async def test_linked_accounts_are_forgotten_together(bot: Bot) -> None:
    await bot.tick(seconds=1)
    await bot.says("discord:7", "/checkin")
    await links(bot)
    await bot.whispers("discord:7", "/forget")
    (sure,) = await bot.presses("discord:7", "everywhere", chat="7", private=True)
    assert sure.split("\n")[1:3] == ["Account: P7 (Discord)", "Account: P42 (Telegram)"]
    assert await bot.presses("discord:7", "confirm", chat="7", private=True) == [GONE]
    assert await bot.rows("SELECT platform, user_id FROM accounts ORDER BY 1, 2") == [
        ("telegram", "900")
    ]
    assert (await bot.count("persons"), await bot.count("links")) == (1, 0)
    assert await bot.problems() == []


async def test_who_was_linked_once_can_be_forgotten_alone(bot: Bot) -> None:
    await bot.tick(seconds=1)
    await bot.says("discord:7", "/checkin")
    await links(bot)
    await bot.whispers("telegram:42", "/unlink discord")
    await bot.presses("telegram:42", "confirm", chat="42", private=True)
    assert await forgets(bot, "telegram:42", "everywhere") == [GONE]
    assert await bot.whispers("discord:7", "/unlink telegram") == [
        "This account is linked with no other, so there is nothing to part. /link begins a link."
    ]
    assert await bot.problems() == []


async def test_a_button_of_before_does_nothing_afterwards(bot: Bot) -> None:
    await bot.whispers("telegram:42", "/language")
    await forgets(bot, "telegram:42", "everywhere")
    assert await bot.presses("telegram:42", "zh", chat="42", private=True) == [
        "That button has expired. Please send the command again."
    ]
