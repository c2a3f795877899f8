"""The chat in the terminal, typed and read like by a person."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import read_config
from bot.core.text import Text
from bot.rehearsal.clock import VirtualClock
from bot.rehearsal.console import chat
from bot.rehearsal.console_people import ConsoleRefused, groups_of
from bot.rehearsal.replay import replay
from bot.rehearsal.story import COMMUNITY

CONFIG = read_config('[hearth]\nlocale = "en"\n' + COMMUNITY)
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
FIRST = [
    "Checked in. Your streak begins: day 1.",
    "      +1 point, 1 in all.",
]


async def held(folder: Path, *typed: str, at: datetime = NOW) -> list[str]:
    """What the terminal shows behind its first screen."""
    out = io.StringIO()
    await chat(CONFIG, str(folder / "try.db"), typed, out, real=VirtualClock(at))
    lines = out.getvalue().splitlines()
    return lines[next(n for n, line in enumerate(lines) if line.startswith("──")) :]


def bye(folder: Path) -> str:
    return f"Bye! Everything is kept in {folder / 'try.db'}."


async def test_the_first_screen_says_in_both_languages_what_to_type(tmp_path: Path) -> None:
    out = io.StringIO()
    path = str(tmp_path / "try.db")
    await chat(CONFIG, path, [], out, real=VirtualClock(NOW))
    assert out.getvalue() == (
        "围炉 Hearth：在终端里聊聊看\n"
        "  像在群里一样打字，试试：  /签到   /连签   /积分   /帮助\n"
        "  换个人、换个平台：        /as 小明 @discord\n"
        "  让时间过去：              /time +1d\n"
        "  这里能输入的全部：        ?\n"
        f"  离开（都留在 {path} 里）：  /quit\n"
        "\n"
        "Hearth — a chat in your terminal\n"
        "  Type as in a group chat. Try:  /checkin   /streak   /points   /help\n"
        "  Be someone else, elsewhere:    /as Bob @discord\n"
        "  Let time pass:                 /time +1d\n"
        "  Everything you can type here:  ?\n"
        f"  Leave (all is kept in {path}):  /quit\n"
        "\n"
        "── 2026-11-23 ──\n"
        f"Bye! Everything is kept in {path}.\n"
    )


async def test_two_people_on_two_platforms_check_in_and_are_found_again(tmp_path: Path) -> None:
    assert await held(
        tmp_path, "/checkin", "/as 小明 @discord", "签到", "/time +1d", "/checkin", "/quit", "lost"
    ) == [
        "── 2026-11-23 ──",
        "09:00 Newcomer @telegram: /checkin",
        f"09:00 Hearth @telegram: {FIRST[0]}",
        FIRST[1],
        "You are 小明 on discord now.",
        "09:00 小明 @discord: 签到",
        f"09:00 Hearth @discord: {FIRST[0]}",
        FIRST[1],
        "── 2026-11-24 ──",
        "It is 2026-11-24 09:00.",
        "09:00 小明 @discord: /checkin",
        "09:00 Hearth @discord: Checked in. Your streak: 2 days.",
        "      +1 point, 2 in all.",
        bye(tmp_path),
    ]
    # An hour later outside, but here a day has gone by already.
    assert await held(
        tmp_path, "/points", "/as 小明 @discord", "/streak", at=NOW + timedelta(hours=1)
    ) == [
        "── 2026-11-24 ──",
        "09:00 Newcomer @telegram: /points",
        "09:00 Hearth @telegram: Newcomer, you have 1 point; today you earned 0, in all 1.",
        "You are 小明 on discord now.",
        "09:00 小明 @discord: /streak",
        "09:00 Hearth @discord: 小明, your streak is 2 days, the longest 2.",
        "      Today is checked in.",
        "      What keeps it: amnesty when the bot is down for more than 60 minutes.",
        bye(tmp_path),
    ]


async def test_time_goes_on_outside_as_well(tmp_path: Path) -> None:
    from collections.abc import Iterator

    out, clock = io.StringIO(), VirtualClock(NOW)

    def typed() -> Iterator[str]:
        yield "/time"
        clock._move_to(90 * 60 * 1_000_000)
        yield "/time"

    await chat(CONFIG, str(tmp_path / "try.db"), typed(), out, real=clock)
    assert [line for line in out.getvalue().splitlines() if line.startswith("It is")] == [
        "It is 2026-11-23 09:00.",
        "It is 2026-11-23 10:30.",
    ]


async def test_buttons_have_numbers_and_are_of_their_chat_and_person(tmp_path: Path) -> None:
    assert await held(
        tmp_path, "/checkin", "/time +1d", "/checkin", "7", "/history 1", "3", "1", "/press 1",
        "/as Bob @discord", "/press 1", "1", "/as Eve @telegram", "1",
    ) == [
        "── 2026-11-23 ──",
        "09:00 Newcomer @telegram: /checkin",
        f"09:00 Hearth @telegram: {FIRST[0]}",
        FIRST[1],
        "── 2026-11-24 ──",
        "It is 2026-11-24 09:00.",
        "09:00 Newcomer @telegram: /checkin",
        "09:00 Hearth @telegram: Checked in. Your streak: 2 days.",
        "      +1 point, 2 in all.",
        "09:00 Newcomer @telegram: 7",
        "09:00 Newcomer @telegram: /history 1",
        "09:00 Hearth @telegram: 1 to 1 of 2:",
        "      2026-11-24 09:00  +1  check-in",
        "      [1] Older",
        "There is no button 3 here, only 1 to 1.",
        "09:00 Hearth @telegram (changed): 2 to 2 of 2:",
        "      2026-11-23 09:00  +1  check-in",
        "      [1] Newer",
        "09:00 Hearth @telegram (changed): 1 to 1 of 2:",
        "      2026-11-24 09:00  +1  check-in",
        "      [1] Older",
        "You are Bob on discord now.",
        "There is no button 1 here: no message with buttons is shown in this chat.",
        "09:00 Bob @discord: 1",
        "You are Eve on telegram now.",
        "09:00 Hearth @telegram: That button is for Newcomer."
        " To use it, please send the command yourself.",
        bye(tmp_path),
    ]  # fmt: skip


async def test_a_moderator_gives_points_in_answer_to_a_message(tmp_path: Path) -> None:
    shown = await held(
        tmp_path, "/checkin", "/as Mo", "/reply Ann well", "/role moderator",
        "/reply Newcomer /award 5 thanks", "/award @Newcomer 2 more", "/award @nobody 2 more",
    )  # fmt: skip
    assert [line.partition(" Id ")[0] for line in shown[4:]] == [
        "You are Mo on telegram now.",
        "Ann has not written anything here yet.",
        "The platform now says that Mo is moderator here.",
        "09:00 Mo @telegram: /award 5 thanks",
        "09:00 Hearth @telegram: Newcomer got 5 points, 6 in all. Reason: thanks.",
        "09:00 Mo @telegram: /award @Newcomer 2 more",
        "09:00 Hearth @telegram: Newcomer got 2 points, 8 in all. Reason: more.",
        "09:00 Mo @telegram: /award @nobody 2 more",
        "09:00 Hearth @telegram: There’s no member “@nobody” here. Please mention them with @, or"
        " reply to one of their messages. For example: /award @rain 5 helped a newcomer",
        bye(tmp_path),
    ]


async def test_the_bot_goes_off_and_on(tmp_path: Path) -> None:
    assert (await held(tmp_path, "/down", "/checkin", "/up", "/down telegram", "/up @telegram"))[
        1:
    ] == [
        "The bot is off. /up starts it again.",
        "09:00 Newcomer @telegram: /checkin",
        f"09:00 Hearth @telegram: {FIRST[0]}",
        FIRST[1],
        "The bot is on.",
        "telegram is off. /up telegram starts it again.",
        "telegram is on.",
        bye(tmp_path),
    ]


async def test_private_answers_are_shown_as_such(tmp_path: Path) -> None:
    assert (await held(tmp_path, "/checkin", "/private", "/points", "/group", "/points"))[4:] == [
        "You write to the bot alone now. /group goes back.",
        "09:00 Newcomer @telegram (private): /points",
        "09:00 Hearth @telegram → Newcomer: Newcomer, you have 1 point;"
        " today you earned 1, in all 1.",
        "You write to the group now.",
        "09:00 Newcomer @telegram: /points",
        "09:00 Hearth @telegram: Newcomer, you have 1 point; today you earned 1, in all 1.",
        bye(tmp_path),
    ]


async def test_what_was_typed_can_be_replayed(tmp_path: Path) -> None:
    story, replies = tmp_path / "story.jsonl", tmp_path / "replies.jsonl"
    shown = await held(
        tmp_path, "/checkin", "/time +1d", "/checkin", "/history 1", "1", "/as Mo",
        "/role moderator", "/reply Newcomer /award 5 thanks", f"/save {story}", f"/save {story}",
        f"/save {tmp_path}/none/story.jsonl",
    )  # fmt: skip
    assert shown[-4:] == [
        f"7 lines are in {story} now. Play them with: hearth replay {story}",
        f"{story} is there already. Please choose another name.",
        f"{tmp_path}/none/story.jsonl cannot be written (No such file or directory).",
        bye(tmp_path),
    ]
    await replay(str(story), CONFIG, replies=str(replies))
    texts = [
        json.loads(line)["text"].split("\n")[0].partition(" Id ")[0]
        for line in replies.read_text(encoding="utf-8").splitlines()
    ]
    assert texts == [
        FIRST[0],
        "Checked in. Your streak: 2 days.",
        "1 to 1 of 2:",
        "2 to 2 of 2:",
        "Newcomer got 5 points, 7 in all. Reason: thanks.",
    ]


async def test_wrong_commands_get_a_hint(tmp_path: Path) -> None:
    assert (
        await held(
            tmp_path, "/as", "/as x @nowhere", "/time soon", "/time 2020-01-01",
            "/time 9999-12-31", "/time +99999w", "/time 2027-01-01", "/press x", "/role king",
            "/reply Bob", "/save", "/down moon", "", "\t", "?",
        )
    )[1:13] == [
        "Write /as NAME @PLATFORM, such as: /as Bob @discord",
        "There is no chat on “nowhere” in this config, only on telegram, discord, console.",
        "Write /time +1d, +2h30m, 09:00 or 2026-11-23 09:00.",
        "Time only goes on here. Write a later time, or +1d.",
        "That is too far. At most ten years at once.",
        "That is too far. At most ten years at once.",
        "── 2027-01-01 ──",
        "It is 2027-01-01 09:00.",
        "Write /press and the number of a button, such as: /press 1",
        "Write /role member, moderator, admin or owner.",
        "Write /reply NAME TEXT, such as: /reply Bob Well done!",
        "Write /save FILE, such as: /save story.jsonl",
    ]  # fmt: skip


async def test_hostile_input_is_a_message_like_any_other(tmp_path: Path) -> None:
    shown = await held(tmp_path, "\x00\ud800", "x" * 10_000, "/" * 50, "/as \x00 @telegram", "hi")
    assert shown[-1] == bye(tmp_path)
    assert "Traceback" not in "".join(shown)


async def test_a_config_without_chats_is_refused(tmp_path: Path) -> None:
    config = read_config("[community.main]\n")
    with pytest.raises(ConsoleRefused) as raised:
        await chat(config, str(tmp_path / "try.db"), [], io.StringIO())
    assert raised.value.text == Text("console.no_chats")


def test_a_guild_stands_for_a_channel_of_it() -> None:
    config = read_config('[community.main]\nchats = ["discord:2001", "telegram:-1"]\n')
    (community,) = config.communities.values()
    assert groups_of(community) == {"discord": "2001/1", "telegram": "-1"}
