"""What there is on the simulated Discord: servers with channels, people and the bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any, Final, NamedTuple

from bot.core.clock import Clock
from tests.servers.discord_rights import BOT_ROLE, EVERYONE, MANAGE_MESSAGES, Rights

Json = dict[str, Any]

BOT: Final = "5001"
APPLICATION: Final = "5002"
GUILD: Final = "2001"
CHANNEL: Final = "3001"
QUIET: Final = "3002"
THREAD: Final = "3101"
# By its number it is on the second shard of two.
FAR_GUILD: Final = str((1 << 22) + 2001)
FAR_CHANNEL: Final = "4001"
CHANNELS: Final = {CHANNEL: GUILD, QUIET: GUILD, FAR_CHANNEL: FAR_GUILD}
OWNER: Final = "8001"
MODERATOR_ROLE: Final = "2100"
_EPOCH: Final = datetime.fromisoformat("2015-01-01T00:00:00+00:00")
_PRIVATE: Final = "77"
_ANSWERABLE: Final = timedelta(minutes=15)


class Attached(NamedTuple):
    """What comes with a message, as it was uploaded."""

    name: str
    kind: str
    data: bytes

    @property
    def is_picture(self) -> bool:
        """Whether it is shown as one."""
        return self.kind.startswith("image/")


@dataclass(slots=True)
class Shown:
    """A message of the bot as it stands now, with all versions that it had.

    ``reader`` is who alone sees it, "" for everybody in the channel.
    """

    id: str
    channel: str
    body: Json
    versions: list[Json] = field(default_factory=list)
    attached: Attached | None = None
    reader: str = ""

    @property
    def picture(self) -> bytes:
        """The picture that it shows, b"" for none."""
        return self.attached.data if self.attached and self.attached.is_picture else b""

    @property
    def file(self) -> Attached | None:
        """What hangs on it and is no picture."""
        return None if self.attached and self.attached.is_picture else self.attached

    @property
    def text(self) -> str:
        """What members read: Discord shows a character behind a backslash as it is."""
        shown, escaped = "", False
        for letter in str(self.body["content"]):
            if letter == "\\" and not escaped:
                escaped = True
                continue
            shown += letter
            escaped = False
        return shown

    @property
    def buttons(self) -> list[Json]:
        """The buttons, row by row."""
        rows = self.body.get("components", [])
        return [button for row in rows for button in row["components"]]


class World(Rights):
    """The servers ``GUILD`` and, once it is ``open``, ``FAR_GUILD``; and private channels.

    ``CHANNEL`` has the thread ``THREAD``.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.guilds = [GUILD]
        self.shown: dict[str, Shown] = {}
        self.said: dict[str, Json] = {}
        """What people have written in the servers, by its id."""
        self.reactions: dict[str, list[str]] = {}
        """The bot's own, by the message's id."""
        self.interactions: dict[str, Json] = {}
        self.moderators: set[str] = set()
        self.closed: set[str] = set()
        """The private channels in which the person takes nothing of the bot's."""
        self.behind_s = 0
        """By how many seconds the bot's clock is ahead."""
        self._clock = clock
        self._number = 0

    @property
    def now(self) -> datetime:
        """The instant there."""
        return self._clock.now()

    @property
    def date(self) -> str:
        """The ``Date`` header of its answers."""
        return format_datetime(self._clock.now() - timedelta(seconds=self.behind_s), usegmt=True)

    def snowflake(self) -> str:
        """A new id that says when it was made."""
        self._number += 1
        since = self._clock.now() - _EPOCH
        return str(((since // timedelta(milliseconds=1)) << 22) + self._number)

    def messages(self, channel: str, reader: str = "") -> list[Shown]:
        """The bot's messages in the channel, those that all see or ``reader`` alone."""
        found = [each for each in self.shown.values() if each.channel == channel]
        return [each for each in found if each.reader == reader]

    def history(self, channel: str) -> list[Json]:
        """All that stands in the channel, the oldest first."""
        people = [each for each in self.said.values() if each["channel_id"] == channel]
        own = [self.sent_json(each) for each in self.messages(channel)]
        return sorted(people + own, key=lambda each: int(each["id"]))

    def private_channel(self, user: str) -> str:
        """The id of the channel that the bot and this person have for themselves."""
        return f"{_PRIVATE}{user}"

    def is_answerable(self, number: str) -> bool:
        """Whether the interaction still takes answers."""
        made = _EPOCH + timedelta(milliseconds=int(number) >> 22)
        return number in self.interactions and self._clock.now() - made <= _ANSWERABLE

    def add(
        self, channel: str, body: Json, attached: Attached | None = None, reader: str = ""
    ) -> Json:
        """The bot's message is in the channel."""
        number = self.snowflake()
        self.shown[number] = Shown(number, channel, body, [body], attached, reader)
        return self.sent_json(self.shown[number])

    def change(self, number: str, body: Json, attached: Attached | None = None) -> Json:
        """The bot's message shows this now."""
        shown = self.shown[number]
        shown.body = {**shown.body, **body}
        shown.versions.append(shown.body)
        if "attachments" in body:
            shown.attached = attached
        return self.sent_json(shown)

    def delete(self, number: str) -> bool:
        """The message is gone; whether it was there."""
        return bool(self.shown.pop(number, None) or self.said.pop(number, None))

    def sent_json(self, shown: Shown) -> Json:
        """The message as the REST API answers it."""
        return {
            "id": shown.id,
            "channel_id": shown.channel,
            "content": shown.body.get("content", ""),
            "author": self.user(BOT, "hearth", bot=True),
            "components": shown.body.get("components", []),
            "attachments": [],
            "flags": 1 << 6 if shown.reader else 0,
            "type": 0,
        }

    def user(self, number: str, name: str, *, bot: bool = False) -> Json:
        """A user."""
        return {
            "id": number,
            "username": f"user{number}",
            "global_name": name,
            "discriminator": "0",
            "avatar": None,
            "bot": bot,
        }

    def member(self, number: str) -> Json:
        """What a user is in the server."""
        person = self.person(number)
        roles = [MODERATOR_ROLE] if number in self.moderators else []
        roles += [BOT_ROLE] if number == BOT else person.roles
        joined = "2026-01-01T00:00:00+00:00"
        return {"roles": roles, "nick": None, "joined_at": joined, "deaf": False, "mute": False,
                "flags": 0, "communication_disabled_until": person.muted_until}  # fmt: skip

    def permissions(self, number: str) -> str:
        """What a user may do in the channel, as an interaction says it."""
        if number == OWNER:
            return str((1 << 50) - 1)
        return str(EVERYONE | (MANAGE_MESSAGES if number in self.moderators else 0))

    def message(self, user: str, text: str, *, channel: str = "", name: str = "", number: str = "",
                **more: Any) -> Json:  # fmt: skip
        """Somebody's message as the gateway tells it; private unless a channel is named."""
        message = {
            "id": number or self.snowflake(),
            "channel_id": channel or self.private_channel(user),
            "type": 0,
            "content": text,
            "author": self.user(user, name or f"P{user}"),
            "timestamp": self._clock.now().isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
        }
        message |= more
        if channel:
            message = {"guild_id": self.guild_of(channel), "member": self.member(user)} | message
            self.said[str(message["id"])] = message
        return message

    def guild_of(self, channel: str) -> str:
        """The server that the channel is in."""
        return CHANNELS.get(channel, GUILD)

    def interaction(self, user: str, kind: int, data: Json, *, channel: str = "", name: str = "",
                    **more: Any) -> Json:  # fmt: skip
        """A slash command, a press or an autocompletion."""
        number = self.snowflake()
        found = {
            "id": number,
            "application_id": APPLICATION,
            "type": kind,
            "token": f"token-{number}",
            "version": 1,
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {},
            "attachment_size_limit": 10_000_000,
            "app_permissions": "0",
            "channel_id": channel or self.private_channel(user),
            "channel": {"id": channel or self.private_channel(user), "type": 0 if channel else 1},
            "data": data,
        }
        person = self.user(user, name or f"P{user}")
        if channel:
            member = {**self.member(user), "user": person, "permissions": self.permissions(user)}
            guild = self.guild_of(channel)
            found |= {"guild_id": guild, "member": member, "guild_locale": "en-US",
                      "guild": {"id": guild, "locale": "en-US", "features": []}}  # fmt: skip
        else:
            found["user"] = person
        self.interactions[number] = found | more
        return self.interactions[number]

    def channel(self, number: str) -> Json:
        """A channel or the thread as the REST API answers it."""
        if number == THREAD:
            return self._thread()
        return {"id": number, "type": 0, "name": "general", "position": 0, "parent_id": None,
                "permission_overwrites": self.overwrites.get(number, []),
                "guild_id": self.guild_of(number)}  # fmt: skip

    def guild(self, number: str = GUILD) -> Json:
        """The server as GUILD_CREATE tells it."""
        channels = [each for each, guild in CHANNELS.items() if guild == number]
        bot = {**self.member(BOT), "user": self.user(BOT, "hearth", bot=True)}
        return {
            "id": number, "name": "Dawn", "owner_id": OWNER, "unavailable": False,
            "roles": self.roles(number, MODERATOR_ROLE),
            "channels": [self.channel(each) for each in channels],
            "threads": [self._thread()] if number == GUILD else [],
            "members": [bot], "member_count": 3, "presences": [],
            "voice_states": [], "emojis": [], "stickers": [], "features": [],
            "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
            "joined_at": "2026-01-01T00:00:00+00:00", "large": False, "verification_level": 0,
            "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
            "nsfw_level": 0, "premium_tier": 0, "preferred_locale": "en-US", "afk_timeout": 60,
            "system_channel_id": None, "system_channel_flags": 0, "premium_progress_bar_enabled":
            False, "icon": None, "splash": None, "banner": None, "description": None,
            "vanity_url_code": None, "afk_channel_id": None, "rules_channel_id": None,
            "public_updates_channel_id": None, "application_id": None, "discovery_splash": None,
        }  # fmt: skip

    def _thread(self) -> Json:
        return {
            "id": THREAD, "type": 11, "guild_id": GUILD, "parent_id": CHANNEL, "name": "a thread",
            "owner_id": OWNER, "last_message_id": None, "message_count": 0, "member_count": 1,
            "thread_metadata": {
                "archived": False, "auto_archive_duration": 60, "locked": False,
                "archive_timestamp": "2026-01-01T00:00:00+00:00",
            },
        }  # fmt: skip
