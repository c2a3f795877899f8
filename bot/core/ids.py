"""Ids of our own: random text, never derived from a platform's id; seeded in a rehearsal."""

from __future__ import annotations

import random
from typing import Final

# Without 0 O 1 I L U: what people read aloud and type.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHARED: Final = 3


class Ids:
    """A source of ids. ``Ids()`` draws from the operating system, ``Ids(seed)`` repeats itself."""

    def __init__(self, seed: int | None = None) -> None:
        self._random: random.Random = (
            random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311
        )
        self._bits = self._random.getrandbits

    def new(self, near: str = "") -> str:
        """A row's id: 80 random bits as 20 characters.

        With ``near``, another id, its rows lie where those of that one do: the first 12 bits, which
        many share, are the same. A pass over members then finds their accounts side by side.
        """
        start, drawn = near[:_SHARED], f"{self._bits(80):020x}"
        return start + drawn[len(start) :]

    def code(self, length: int = 7) -> str:
        """An id that people type, as an action's; 7 characters are 34 bits."""
        return "".join(self._random.choices(ALPHABET, k=length))

    def token(self) -> str:
        """A secret that nobody can guess: 128 bits, 32 characters."""
        return f"{self._bits(128):032x}"
