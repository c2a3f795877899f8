"""Where Discord wants the answer to an interaction, as an update carries it to its answer.

A slash command is thought about until its answer stands there; who may see that is said when
the thinking begins. What hangs on a message that one person alone sees is answered to that
person alone, and such a message is changed through the press that asked for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PRIVATE_FLAG: Final = 1 << 6
"""Of a message that its reader alone sees."""
_OPEN, _PRIVATE, _PRESSED = "", "private", "pressed"


@dataclass(frozen=True, slots=True)
class AnswerTo:
    """One interaction: its ``number`` and ``token``, who asked, and how it is answered."""

    number: str
    token: str
    kind: str
    user: str

    @classmethod
    def command(cls, number: str, token: str, user: str, *, private: bool) -> AnswerTo:
        """The answer to a slash command."""
        return cls(number, token, _PRIVATE if private else _OPEN, user)

    @classmethod
    def press(cls, number: str, token: str, user: str) -> AnswerTo:
        """The answer to a button of a message that the presser alone sees."""
        return cls(number, token, _PRESSED, user)

    @classmethod
    def read(cls, text: str) -> AnswerTo | None:
        """What ``written`` has written; None for nothing."""
        number, kind, user, token = (*text.split("/", 3), "", "", "", "")[:4]
        return cls(number, token, kind, user) if number.isdigit() and token else None

    @property
    def written(self) -> str:
        """All of it in one line."""
        return f"{self.number}/{self.kind}/{self.user}/{self.token}"

    @property
    def private(self) -> bool:
        """Whether the asker alone is to see the answer."""
        return self.kind != _OPEN

    def takes(self, *, first: bool, replaces: bool) -> bool:
        """Whether this part of the answer is given to the interaction and not to the chat."""
        return self.private or (first and not replaces)

    def is_follow_up(self, *, first: bool, replaces: bool) -> bool:
        """Whether this part is a message of its own, not what the interaction itself shows."""
        return not first or (self.kind == _PRESSED and not replaces)
