"""Who is what in a chat of the Telegram of our tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from aiogram.types import ChatPermissions

Json = dict[str, Any]
PERMISSIONS: Final = tuple(sorted(ChatPermissions.model_fields))
_ADMIN_RIGHTS: Final = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
    "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_send_welcome_messages",
)  # fmt: skip
# Seconds: an end sooner or later than this is none.
_SOONEST: Final = 30
_LATEST: Final = 366 * 86_400


@dataclass(slots=True)
class Member:
    """What somebody is in a group now; ``until`` is in seconds, 0 for ever."""

    status: str = "member"
    until: int = 0
    permissions: dict[str, bool] = field(default_factory=dict)
    is_member: bool = True
    tag: str = ""

    @property
    def is_staff(self) -> bool:
        return self.status in ("administrator", "creator")

    @property
    def is_inside(self) -> bool:
        return self.status not in ("left", "kicked") and self.is_member

    @property
    def is_muted(self) -> bool:
        """Whether the group has kept a mute of them, also one that is over."""
        return self.status == "restricted" and not self.permissions["can_send_messages"]

    def may_write(self, now: int) -> bool:
        over = 0 < self.until <= now
        return self.is_inside and (over or not self.is_muted)

    def json(self) -> Json:
        """As Telegram shows it, without the user."""
        if self.status == "restricted":
            return {
                "status": "restricted",
                "is_member": self.is_member,
                "until_date": self.until,
                **dict.fromkeys(PERMISSIONS, False),
                **self.permissions,
                **({"tag": self.tag} if self.tag else {}),
            }
        if self.status == "kicked":
            return {"status": "kicked", "until_date": self.until}
        return {**status(self.status), **({"tag": self.tag} if self.tag else {})}


def status(name: str, **rights: bool) -> Json:
    """A member of this status, with everything that Telegram says of one."""
    if name == "administrator":
        return {"status": name, **dict.fromkeys(_ADMIN_RIGHTS, False), **rights}
    if name == "kicked":
        return {"status": name, "until_date": 0}
    return {"status": name, "is_anonymous": False} if name == "creator" else {"status": name}


def end_of(until: int, now: int) -> int:
    """When a sanction ends that was asked for until then; 0 for never."""
    return until if _SOONEST <= until - now <= _LATEST else 0
