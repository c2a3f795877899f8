"""What there is on the simulated Discord: one server with channels, people and the bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from bot.core.clock import Clock

Json = dict[str, Any]

BOT: Final = "5001"
APPLICATION: Final = "5002"
GUILD: Final = "2001"
CHANNEL: Final = "3001"
THREAD: Final = "3101"
OWNER: Final = "8001"
MODERATOR_ROLE: Final = "2100"
_EPOCH: Final = datetime.fromisoformat("2015-01-01T00:00:00+00:00")
_MANAGE_MESSAGES: Final = 1 << 13
_EVERYONE: Final = 1 << 10 | 1 << 11 | 1 << 16
_PRIVATE: Final = "77"


@dataclass(slots=True)
class Shown:
    """A message of the bot as it stands now, with all versions that it had."""

    id: str
    channel: str
    body: Json
    versions: list[Json] = field(default_factory=list)

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


class World:
    """The server ``GUILD`` with ``CHANNEL`` and ``THREAD`` below it, and private channels."""

    def __init__(self, clock: Clock) -> None:
        self.shown: dict[str, Shown] = {}
        self.history: list[Json] = []
        self.moderators: set[str] = set()
        self._clock = clock
        self._number = 0

    def snowflake(self) -> str:
        """A new id that says when it was made."""
        self._number += 1
        since = self._clock.now() - _EPOCH
        return str(((since // timedelta(milliseconds=1)) << 22) + self._number)

    def messages(self, channel: str) -> list[Shown]:
        """The bot's messages in the channel, oldest first."""
        return [each for each in self.shown.values() if each.channel == channel]

    def private_channel(self, user: str) -> str:
        """The id of the channel that the bot and this person have for themselves."""
        return f"{_PRIVATE}{user}"

    def add(self, channel: str, body: Json) -> Json:
        """The bot's message is in the channel."""
        number = self.snowflake()
        self.shown[number] = Shown(number, channel, body, [body])
        return self.sent_json(self.shown[number])

    def change(self, number: str, body: Json) -> Json:
        """The bot's message shows this now."""
        shown = self.shown[number]
        shown.body = {**shown.body, **body}
        shown.versions.append(shown.body)
        return self.sent_json(shown)

    def sent_json(self, shown: Shown) -> Json:
        """The message as the REST API answers it."""
        return {
            "id": shown.id,
            "channel_id": shown.channel,
            "content": shown.body.get("content", ""),
            "author": self.user(BOT, "hearth", bot=True),
            "components": shown.body.get("components", []),
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
        roles = [MODERATOR_ROLE] if number in self.moderators else []
        joined = "2026-01-01T00:00:00+00:00"
        return {"roles": roles, "nick": None, "joined_at": joined, "deaf": False, "mute": False,
                "flags": 0}  # fmt: skip

    def permissions(self, number: str) -> str:
        """What a user may do in the channel, as an interaction says it."""
        if number == OWNER:
            return str((1 << 50) - 1)
        return str(_EVERYONE | (_MANAGE_MESSAGES if number in self.moderators else 0))

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
        if channel:
            message |= {"guild_id": GUILD, "member": self.member(user)}
        return message | more

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
            found |= {"guild_id": GUILD, "member": member, "guild_locale": "en-US",
                      "guild": {"id": GUILD, "locale": "en-US", "features": []}}  # fmt: skip
        else:
            found["user"] = person
        return found | more

    def guild(self) -> Json:
        """The server as GUILD_CREATE tells it."""
        role = {"name": "r", "color": 0, "colors": {"primary_color": 0}, "hoist": False,
                "managed": False, "mentionable": False, "position": 1, "flags": 0}  # fmt: skip
        channel = {"type": 0, "name": "general", "position": 0, "permission_overwrites": [],
                   "parent_id": None, "guild_id": GUILD}  # fmt: skip
        thread = {
            "id": THREAD, "type": 11, "guild_id": GUILD, "parent_id": CHANNEL, "name": "a thread",
            "owner_id": OWNER, "last_message_id": None, "message_count": 0, "member_count": 1,
            "thread_metadata": {
                "archived": False, "auto_archive_duration": 60, "locked": False,
                "archive_timestamp": "2026-01-01T00:00:00+00:00",
            },
        }  # fmt: skip
        return {
            "id": GUILD, "name": "Dawn", "owner_id": OWNER, "unavailable": False,
            "roles": [
                {**role, "id": GUILD, "name": "@everyone", "permissions": str(_EVERYONE)},
                {**role, "id": MODERATOR_ROLE, "permissions": str(_MANAGE_MESSAGES)},
            ],
            "channels": [{**channel, "id": CHANNEL}, {**channel, "id": "3002"}],
            "threads": [thread], "members": [], "member_count": 3, "presences": [],
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
