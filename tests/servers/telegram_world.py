"""The chats of the Telegram of our tests: who is in them, and what they show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from aiogram.types import Update

from tests.servers.telegram_members import Member, status
from tests.servers.telegram_requests import Params, Refused, Upload, bad

Json = dict[str, Any]
NOW: Final = 1_795_395_600
"""The instant of everything that happens, in seconds UTC, while nobody gives another clock."""
BOT_ID: Final = 7_000_000_001
BOT_NAME: Final = "hearth_bot"
_REACTIONS: Final = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 "
    "🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 "
    "😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 "
    "🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡 "
)
REACTIONS: Final = frozenset(_REACTIONS.split())
"""What members, and bots, may react with where a group allows all."""


@dataclass(slots=True)
class Shown:
    """A message of the bot as its chat shows it now; ``buttons`` are (label, data).

    With a ``picture`` or a ``file`` the text is its caption.
    """

    id: int
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    topic: int | None = None
    reply_to: int | None = None
    picture: bytes = b""
    file: Upload | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label for label, _ in self.buttons)


@dataclass(slots=True)
class File:
    """Something that somebody has sent; ``size`` is what Telegram says of it.

    Without a ``content`` Telegram does not find it now.
    """

    path: str
    content: bytes | None
    size: int | None


@dataclass(slots=True)
class Chat:
    """A group or a private chat. ``status`` is the bot's; ``moved_to`` a supergroup's id.

    ``sent_at`` are the messages that stand there, anybody's, and when they were written;
    ``people`` says whose they are, ``shown`` are the bot's, and so are ``reactions``.
    """

    id: int
    type: str
    title: str = ""
    status: str = "administrator"
    topics: tuple[int, ...] = ()
    rights: Json = field(default_factory=dict)
    staff: list[Json] = field(default_factory=list)
    moved_to: int = 0
    blocked: bool = False
    refuses: Refused | None = None
    """What every request for the chat meets."""
    last_id: int = 0
    people: dict[int, int] = field(default_factory=dict)
    sent_at: dict[int, int] = field(default_factory=dict)
    shown: dict[int, Shown] = field(default_factory=dict)
    reactions: dict[int, list[str]] = field(default_factory=dict)
    reactions_allowed: frozenset[str] = REACTIONS
    takes_pictures: bool = True
    takes_files: bool = True
    members: dict[int, Member] = field(default_factory=dict)
    banned_channels: set[int] = field(default_factory=set)

    def json(self) -> Json:
        if self.type == "private":
            return {"id": self.id, "type": "private", "first_name": self.title or "U"}
        chat: Json = {"id": self.id, "type": self.type, "title": self.title}
        return {**chat, "is_forum": True} if self.topics else chat

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def own(self) -> Json:
        """What the bot is there, without the user."""
        rights = {}
        if self.status == "administrator":
            rights = {
                "can_delete_messages": True,
                "can_restrict_members": True,
                "can_manage_tags": True,
                **self.rights,
            }
        return status(self.status, **rights)

    def forget(self, message: int) -> None:
        """The message is gone."""
        del self.sent_at[message]
        self.people.pop(message, None)
        self.shown.pop(message, None)
        self.reactions.pop(message, None)


class World:
    """Everything that people do here becomes an update in ``happened``."""

    def __init__(self) -> None:
        self.chats: dict[int, Chat] = {}
        self.privacy = False
        self.now: Callable[[], int] = lambda: NOW
        self._next_update = 1000
        self.happened: list[Json] = []
        self.files: dict[str, File] = {}

    def group(self, number: int, *, topics: tuple[int, ...] = (), **more: Any) -> Chat:
        kind = more.pop("type", "supergroup")
        return self.chats.setdefault(
            number, Chat(number, kind, f"group {number}", topics=topics, **more)
        )

    def private(self, user: int) -> Chat:
        """The chat that the person has opened with the bot."""
        return self.chats.setdefault(user, Chat(user, "private", f"u{user}"))

    def find(self, values: Params) -> Chat:
        """The chat that a request names. Raises Refused."""
        number = int(values["chat_id"])
        chat = self.chats.get(number)
        if chat is None and number in self.people():
            raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
        if chat is None:
            raise bad("chat not found")
        if chat.moved_to:
            raise Refused(
                400, "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.moved_to,
            )  # fmt: skip
        if chat.refuses is not None:
            raise chat.refuses
        if chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat.type != "private" and chat.status in ("left", "kicked"):
            raise Refused(403, f"Forbidden: bot is not a member of the {chat.type} chat")
        return chat

    def people(self) -> set[int]:
        """Whom Telegram knows."""
        staff = (each["user"]["id"] for chat in self.chats.values() for each in chat.staff)
        return {*staff, *(user for chat in self.chats.values() for user in chat.members)}

    def says(
        self, user: int, chat: Chat, text: str, *, name: str = "", topic: int | None = None,
        language: str = "", reply_to: int | None = None, **more: Any,
    ) -> Json:  # fmt: skip
        """Somebody writes; the update."""
        message = self.message(user, chat, name=name, language=language, topic=topic)
        message["text"] = text
        if reply_to is not None:
            message["reply_to_message"] = {
                "message_id": reply_to, "date": self.now(), "chat": chat.json(), "from": bot_json(),
                "text": "…",
            }  # fmt: skip
        return self.happens("message", {**message, **more})

    def message(
        self, user: int, chat: Chat, *, name: str = "", language: str = "",
        topic: int | None = None,
    ) -> Json:  # fmt: skip
        message: Json = {
            "message_id": chat.next_id(),
            "date": self.now(),
            "chat": chat.json(),
            "from": user_json(user, name, language),
        }
        chat.people[message["message_id"]] = user
        chat.sent_at[message["message_id"]] = self.now()
        member = chat.members.setdefault(user, Member())
        assert member.may_write(self.now()), f"{user} may not write in {chat.id}"
        if topic is not None:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        return message

    def sends_photo(
        self, user: int, chat: Chat, content: bytes, caption: str = "", *, says_size: bool = True
    ) -> Json:
        """Somebody sends a photo, which Telegram keeps in two sizes; the update."""
        message = self.message(user, chat)
        name = f"photo{len(self.files)}"
        size = len(content) if says_size else None
        self.files[name] = File(f"photos/{name}.jpg", content, size)
        sizes = [{"file_id": f"{name}small", "file_unique_id": "s", "width": 9, "height": 9},
                 {"file_id": name, "file_unique_id": "l", "width": 90, "height": 90}]  # fmt: skip
        more = {"caption": caption} if caption else {}
        return self.happens("message", {**message, "photo": sizes, **more})

    def presses(self, user: int, chat: Chat, shown: Shown, data: str) -> Json:
        message: Json = {
            "message_id": shown.id, "date": self.now(), "chat": chat.json(), "from": bot_json(),
            "text": shown.text,
        }  # fmt: skip
        if shown.topic is not None:
            message |= {"message_thread_id": shown.topic, "is_topic_message": True}
        query = {
            "id": str(self._next_update * 7), "from": user_json(user), "message": message,
            "chat_instance": "1", "data": data,
        }  # fmt: skip
        return self.happens("callback_query", query)

    def changes(self, user: int, chat: Chat, old: Json, new: Json, **more: Any) -> Json:
        """Somebody is something else in the chat than before, as ``status("member")`` says."""
        who = {"user": user_json(user)}
        changed = {
            "chat": chat.json(), "from": user_json(more.pop("by", user)), "date": self.now(),
            "old_chat_member": {**who, **old}, "new_chat_member": {**who, **new}, **more,
        }  # fmt: skip
        return self.happens("chat_member", changed)

    def bot_changes(self, chat: Chat, old: Json, new: Json) -> Json:
        """The bot itself is something else in the chat than before."""
        changed = {
            "chat": chat.json(), "from": user_json(1), "date": self.now(),
            "old_chat_member": {"user": bot_json(), **old},
            "new_chat_member": {"user": bot_json(), **new},
        }  # fmt: skip
        return self.happens("my_chat_member", changed)

    def reacts(self, user: int, chat: Chat, message: int, old: list[str], new: list[str]) -> Json:
        changed = {
            "chat": chat.json(), "message_id": message, "user": user_json(user), "date": self.now(),
            "old_reaction": [{"type": "emoji", "emoji": each} for each in old],
            "new_reaction": [{"type": "emoji", "emoji": each} for each in new],
        }  # fmt: skip
        return self.happens("message_reaction", changed)

    def becomes_supergroup(self, chat: Chat, new: int) -> Chat:
        """The group goes on under a new id; both sides hear of it."""
        chat.moved_to = new
        moved = self.group(new)
        service = self.message(1, chat)
        self.happens("message", {**service, "migrate_to_chat_id": new})
        return moved

    def happens(self, kind: str, what: Json) -> Json:
        self._next_update += 1
        update = {"update_id": self._next_update, kind: what}
        Update.model_validate(update)
        self.happened.append(update)
        return update


def user_json(user: int, name: str = "", language: str = "") -> Json:
    found: Json = {"id": user, "is_bot": False, "first_name": name or f"u{user}"}
    return {**found, "language_code": language} if language else found


def bot_json() -> Json:
    return {"id": BOT_ID, "is_bot": True, "first_name": "Hearth", "username": BOT_NAME}
