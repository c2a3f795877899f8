"""A community as a file: whole, in a fixed order, and safe to open."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from bot.community import linking, people
from bot.core.model import CommunityId
from bot.core.ports import Transaction
from bot.engine import exported
from bot.engine.exported import ExportRefused
from bot.rehearsal.export import export, export_text
from bot.rehearsal.export_csv import cell, export_csv
from bot.rehearsal.instants import read_instant
from bot.rehearsal.story import COMMUNITY, START, Story

TWO = COMMUNITY + '\n[community.other]\nlocale = "zh"\nchats = ["telegram:-2002"]\n'
MAIN = CommunityId("main")


async def a_week(story: Story) -> str:
    """Ann has two days and an award that was undone, Bo one day; returns the award's id."""
    await story.says("telegram:42", "/checkin", name="Ann")
    await story.says("discord:7", "/checkin", name="=Bo")
    await story.tick(days=1)
    await story.says("telegram:42", "/checkin")
    await story.says("telegram:900", "/award @42 -1 a bet", name="Mo")
    award = str(story.room.value(5, "id"))
    await story.tick(seconds=1)
    await story.says("telegram:900", f"/undo {award}")
    return award


async def whole(story: Story, **chosen: str) -> dict[str, Any]:
    return await story.export(**chosen)


def names(found: list[dict[str, Any]]) -> list[str]:
    return [member["accounts"][0]["name"] for member in found]


async def test_every_key_stands_in_the_order_of_the_format() -> None:
    async with Story() as story:
        await a_week(story)
        read = await whole(story)
    assert list(read) == ["format", "version", "communities"]
    (community,) = read["communities"]
    assert list(community) == [
        "id", "name", "zone", "members", "ledger", "audit", "cases", "faq", "jobs",
    ]  # fmt: skip
    assert [list(member) for member in community["members"]] == [
        [
            "id", "accounts", "zone", "locale", "streak", "days", "balance", "lifetime", "level",
            "tier", "badges", "enrolments", "inventory", "strikes", "leaves", "makeups",
        ]
    ] * 3  # fmt: skip
    assert {tuple(entry) for entry in community["ledger"]} == {
        (
            "id", "member", "amount", "balance_after", "reason", "actor", "at", "reverses",
            "source",
        )
    }  # fmt: skip
    assert {tuple(act) for act in community["audit"]} == {("id", "actor", "action", "target", "at")}


async def test_the_ledger_carries_the_balance_and_names_members() -> None:
    async with Story() as story:
        award = await a_week(story)
        (community,) = (await whole(story))["communities"]
    assert names(community["members"]) == ["=Bo", "Ann", "Mo"]
    bo, ann, mo = (member["id"] for member in community["members"])
    ledger = community["ledger"]
    assert [
        (each["member"], each["amount"], each["balance_after"], each["reason"], each["actor"])
        for each in ledger
    ] == [
        (ann, 1, 1, "checkin", "system"),
        (bo, 1, 1, "checkin", "system"),
        (ann, 1, 2, "checkin", "system"),
        (ann, -1, 1, "award", mo),
        (ann, 1, 2, "award", mo),
    ]
    assert [each["reverses"] for each in ledger] == [None, None, None, None, ledger[3]["id"]]
    assert [
        (each["id"] == award, each["actor"], each["action"], each["target"])
        for each in community["audit"]
    ] == [(True, mo, "award", ann), (False, mo, "undo", ann)]
    assert [member["balance"] for member in community["members"]] == [1, 2, 0]


async def test_an_export_is_as_of_its_instant() -> None:
    async with Story() as story:
        await story.says("telegram:42", "/checkin")
        machine = await story.room.machine()
        for days, current in ((0, 1), (1, 1), (2, 0)):
            await story.tick(to=f"2026-11-{23 + days}T20:00:00+08:00")
            read: dict[str, Any] = dict(await export(machine, as_of=story.now))
            (member,) = read["communities"][0]["members"]
            assert member["streak"] == {
                "current": current,
                "longest": 1,
                "last_day": "2026-11-23",
            }


async def test_a_person_with_two_accounts_is_one_member() -> None:
    async with Story() as story:
        await story.says("telegram:42", "/checkin", name="Ann")
        await story.says("discord:7", "hello", name="Annie")
        machine = await story.room.machine()
        (linked,) = await machine.database.run([_Link()])
        assert linked.value
        (community,) = (await whole(story))["communities"]
        (member,) = community["members"]
        assert member["accounts"] == [
            {"platform": "discord", "id": "7", "name": "Annie"},
            {"platform": "telegram", "id": "42", "name": "Ann"},
        ]
        assert [entry["member"] for entry in community["ledger"]] == [member["id"]]


async def test_zone_and_language_are_the_persons_own_or_the_communitys() -> None:
    async with Story() as story:
        await story.says("telegram:42", "/timezone Europe/Berlin")
        await story.says("telegram:42", "/language zh")
        await story.says("telegram:7", "hello")
        (community,) = (await whole(story))["communities"]
        assert [(each["zone"], each["locale"]) for each in community["members"]] == [
            ("Europe/Berlin", "zh"),
            ("Asia/Shanghai", "en"),
        ]


async def test_one_community_or_one_member_can_be_chosen() -> None:
    async with Story(TWO) as story:
        await a_week(story)
        await story.says("telegram:42", "/签到", chat="-2002")
        every = await whole(story)
        assert [each["id"] for each in every["communities"]] == ["main", "other"]
        (other,) = (await whole(story, community="other"))["communities"]
        assert other == every["communities"][1]
        ann = await whole(story, member="telegram:42")
        assert [each["id"] for each in ann["communities"]] == ["main", "other"]
        main = ann["communities"][0]
        assert names(main["members"]) == ["Ann"]
        assert [each["balance_after"] for each in main["ledger"]] == [1, 2, 1, 2]
        assert [each["action"] for each in main["audit"]] == ["award", "undo"]
        by_id = await whole(story, member=main["members"][0]["id"])
        assert by_id["communities"] == [main]
        bo = await whole(story, community="main", member="discord:7")
        assert bo["communities"][0]["audit"] == []


@pytest.mark.parametrize(
    ("chosen", "key"),
    [
        ({"community": "moon"}, "export.no_community"),
        ({"member": "telegram:1"}, "export.no_member"),
        ({"member": "nobody"}, "export.no_member"),
    ],
)
async def test_who_is_not_there_cannot_be_exported(
    tmp_path: Path, chosen: dict[str, str], key: str
) -> None:
    async with Story() as story:
        with pytest.raises(ExportRefused) as raised:
            await whole(story, **chosen)
        assert raised.value.text.key == key
        with pytest.raises(ExportRefused):
            await export_csv(await story.room.machine(), tmp_path, as_of=story.now, **chosen)
        assert list(tmp_path.iterdir()) == []


async def test_the_text_is_read_page_by_page_and_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with Story() as story:
        for user in range(7):
            await story.says("telegram:" + str(user), "/checkin", name=f"n{user}")
        machine = await story.room.machine()
        at_once = [piece async for piece in export_text(machine, as_of=story.now)]
        monkeypatch.setattr(exported, "PAGE", 2)
        paged = [piece async for piece in export_text(machine, as_of=story.now)]
        assert paged == at_once
        (community,) = json.loads("".join(paged))["communities"]
        assert names(community["members"]) == [f"n{user}" for user in range(7)]
        assert len(community["ledger"]) == 7


async def test_a_list_is_a_file(tmp_path: Path) -> None:
    async with Story() as story:
        await a_week(story)
        machine = await story.room.machine()
        paths = await export_csv(machine, tmp_path, as_of=story.now)
        (community,) = (await whole(story))["communities"]
    assert [path.name for path in paths] == [
        "members.csv", "accounts.csv", "days.csv", "badges.csv", "enrolments.csv",
        "inventory.csv", "strikes.csv", "ledger.csv", "audit.csv", "cases.csv", "faq.csv",
        "jobs.csv",
    ]  # fmt: skip
    bo, ann, mo = (member["id"] for member in community["members"])
    tables = {
        path.stem: list(csv.reader(path.read_text(encoding="utf-8").splitlines())) for path in paths
    }
    assert tables["accounts"] == [
        ["community", "member", "platform", "id", "name"],
        ["main", bo, "discord", "7", "'=Bo"],
        ["main", ann, "telegram", "42", "Ann"],
        ["main", mo, "telegram", "900", "Mo"],
    ]
    assert tables["members"][2] == [
        "main", ann, "Asia/Shanghai", "en", "2", "2", "2026-11-24", "2", "2", "0", "newcomer",
    ]  # fmt: skip
    assert [row[3] for row in tables["ledger"]] == ["amount", "1", "1", "1", "-1", "1"]
    assert tables["badges"] == [["community", "member", "key", "on"]]
    assert tables["cases"] == [["community"]]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+8613", "'+8613"),
        ("-1001", "'-1001"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("Ann = Bo", "Ann = Bo"),
        ("", ""),
        (-5, -5),
        (0, 0),
        (True, "True"),
        (None, ""),
    ],
)
def test_a_cell_never_begins_a_formula(value: str | int | None, shown: str | int) -> None:
    assert cell(value) == shown


class _Link:
    """Ann's Telegram account is held by the person of her Discord account."""

    async def run(self, tx: Transaction) -> bool:
        telegram = await people.find(tx, MAIN, "telegram", "42")
        discord = await people.find(tx, MAIN, "discord", "7")
        assert telegram is not None
        assert discord is not None
        return await linking.hold(
            tx,
            operation="link",
            account=telegram.account,
            person=discord.account.person,
            now=read_instant(START),
        )

    def recover(self, error: Exception) -> None:
        return None
