"""Made-up chats: the same number always gives the same updates, or the same lines."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.core.model import Incoming
from bot.engine.encoder import incoming_to_json

CONFIG = """
[hearth]
locale = "en"

[platforms.console]
enabled = false

# Nobody answers there.
[platforms.telegram]
token = "1:a-token-of-nobody"
api_base = "http://127.0.0.1:9"

[community.main]
name = "晨光社区"
zone = "Asia/Shanghai"
locale = "zh"
chats = ["telegram:-1001", "discord:2001/3001"]
moderators = ["telegram:900", "discord:900"]

[points]
milestones = {3 = 5, 7 = 20}

# Who is silent depends on what has come when the bot starts again: tests of batches have these.
[reminders]
streak_at_risk = ""
win_back_days = []

[recaps]
weekly = ""
monthly = ""
yearly = ""
"""
GROUPS = (("telegram", "-1001"), ("discord", "2001/3001"))
START = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)


def updates(count: int) -> list[Incoming]:
    """Days of two groups: check-ins in every spelling, questions, mistakes, awards, chatter.

    Each person writes in one group, so that what they are told does not hang on how the two
    groups overtake each other; updates are an hour apart, so that nothing cools down.
    """
    return [_update(number) for number in range(1, count + 1)]


def updates_text(count: int) -> str:
    """The same as the file that the driver reads."""
    return "".join(incoming_to_json(update) + "\n" for update in updates(count))


def _update(number: int) -> Incoming:
    platform, chat = GROUPS[number % 2]
    at = START + timedelta(hours=number)
    user = str(42 + number // 2 % 3)
    text = _TEXTS[number * 7 % len(_TEXTS)]
    private = text == "/chekin"
    mentions: tuple[str, ...] = ()
    if "@" in text:
        user, mentions = "900", (user,)
    return Incoming(
        platform=platform,
        update_id=f"u{number}",
        chat=user if private else chat,
        user=user,
        at=at,
        sent_at=at - timedelta(seconds=number % 3),
        text=text,
        name=f"用户{user}",
        private=private,
        message_id=f"m{number}",
        mentions=mentions,
    )


_TEXTS = (
    "/签到",
    "签到！",
    "/ｃｈｅｃｋｉｎ 跑了五公里",
    "早上好",
    "/points",
    "/checkin",
    "/history",
    "/streak",
    "打卡",
    "/award @somebody 5 good work",
    "/history 0",
    "今天下雨了",
    "check in",
    "/explain @somebody",
    "/chekin",
    "簽到。",
    "/award @somebody -9999 too much",
    "/timezone Europe/Oslo",
    "/checkin @#$%^",
)


def lines(count: int, seed: int) -> Iterator[str]:
    """A transcript of all kinds of lines: two platforms, many members, faults, down and up."""
    draw = random.Random(seed)
    at = START
    for number in range(1, count + 1):
        kind = draw.choices(tuple(_KINDS), [weight for weight, _ in _KINDS.values()])[0]
        step = draw.choice((0, 1, 5, 40, 300, 1_800))
        at += timedelta(seconds=-draw.randrange(7_200) if kind == "clock" else step)
        line: dict[str, object] = {"at": at.isoformat()}
        if kind != "message":
            line["kind"] = kind
        line |= _KINDS[kind][1](draw, number)
        yield json.dumps(line, ensure_ascii=False) + "\n"


def _somewhere(draw: random.Random) -> dict[str, object]:
    platform, chat = draw.choice(GROUPS)
    return {"platform": platform, "chat": chat, "user": str(draw.randrange(40, 40 + 300))}


def _message(draw: random.Random, number: int) -> dict[str, object]:
    line = _somewhere(draw) | {"id": f"m{number}", "text": draw.choice(_SAID)}
    line["name"] = f"成员{line['user']}"
    if draw.random() < 0.05:
        line["id"] = f"m{draw.randrange(1, number + 1)}"
    if draw.random() < 0.05:
        line["chat"] = line["user"]
    if "@" in str(line["text"]):
        line |= {"user": "900", "mentions": [str(draw.randrange(40, 340))]}
    if draw.random() < 0.03:
        line["sender"] = draw.choice(("bot", "webhook", "channel", "anonymous"))
    return line


def _about(draw: random.Random, number: int) -> dict[str, object]:
    platform, chat = draw.choice(GROUPS)
    return {"platform": platform, "chat": chat, "id": f"m{draw.randrange(1, number + 1)}"}


def _edit(draw: random.Random, number: int) -> dict[str, object]:
    return _about(draw, number) | {"text": draw.choice(_SAID)}


def _reaction(draw: random.Random, number: int) -> dict[str, object]:
    return _about(draw, number) | {"user": _somewhere(draw)["user"], "emoji": draw.choice("👍🔥")}


def _button(draw: random.Random, number: int) -> dict[str, object]:
    label = draw.choice(("older", "newer", "confirm"))
    return _somewhere(draw) | {"reply": draw.randrange(4), "label": label}


def _coming(draw: random.Random, number: int) -> dict[str, object]:
    return _somewhere(draw)


def _role(draw: random.Random, number: int) -> dict[str, object]:
    return _somewhere(draw) | {"role": draw.choice(("member", "moderator", "admin"))}


def _platform(draw: random.Random, number: int) -> dict[str, object]:
    name = draw.choice(("", "telegram", "discord"))
    return {"platform": name} if name else {}


def _fault(draw: random.Random, number: int) -> dict[str, object]:
    what = draw.choice(("forbidden", "rate_limited", "server_error", "timeout", "answer_lost"))
    line: dict[str, object] = {"platform": draw.choice(GROUPS)[0], "what": what}
    if draw.random() < 0.5:
        line |= {"times": draw.randrange(1, 4), "retry_after": draw.choice((1, 2.5, 60))}
    return line


def _nothing(draw: random.Random, number: int) -> dict[str, object]:
    return {}


_KINDS = {
    "message": (800, _message),
    "edit": (30, _edit),
    "delete": (20, _about),
    "reaction": (40, _reaction),
    "button": (30, _button),
    "join": (10, _coming),
    "leave": (5, _coming),
    "role": (8, _role),
    "down": (5, _platform),
    "up": (15, _platform),
    "fault": (15, _fault),
    "clock": (2, _nothing),
    "tick": (10, _nothing),
}
_SAID = (
    *_TEXTS,
    "/history 3",
    "/undo ABCDEFG",
    "/language en",
    "/language zh",
    "/help",
    "/help streak",
    "/timezone Asia/Tokyo",
    "/points 多余",
    "/award @somebody ten reason",
    "没有人签到吗",
    "哈" * 300,
)
