"""The types that a command's options may have; the parser, the help and slash forms read them.

    async def award(ctx: Context, who: Who, amount: SignedAmount, reason: Note) -> Reply: ...

An option with a default may be left out. ``Note`` takes the rest of the line and comes last.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from bot.core.model import Account, MemberId


class OptionKind(StrEnum):
    """How an option's word is read."""

    NOTE = "note"
    WORD = "word"
    WHO = "who"
    AMOUNT = "amount"
    SIGNED_AMOUNT = "signed_amount"
    COUNT = "count"
    ZONE = "zone"
    LOCALE = "locale"


@dataclass(frozen=True, slots=True)
class Shape:
    """The kind of an option, with the limits of a count (inclusive)."""

    kind: OptionKind
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """A member whom a command is about."""

    account: Account
    member: MemberId

    @property
    def name(self) -> str:
        """How the member is shown."""
        return self.account.shown


@dataclass(frozen=True, slots=True)
class Option:
    """One declared option of a command."""

    name: str
    shape: Shape
    required: bool


Note = Annotated[str, Shape(OptionKind.NOTE)]
Word = Annotated[str, Shape(OptionKind.WORD)]
Who = Annotated[Target, Shape(OptionKind.WHO)]
Amount = Annotated[int, Shape(OptionKind.AMOUNT)]
SignedAmount = Annotated[int, Shape(OptionKind.SIGNED_AMOUNT)]
Page = Annotated[int, Shape(OptionKind.COUNT, 1, 50)]
Zone = Annotated[str, Shape(OptionKind.ZONE)]
Locale = Annotated[str, Shape(OptionKind.LOCALE)]


def options_of(function: Callable[..., Any]) -> tuple[Option, ...]:
    """The options that a handler's signature declares, without its context.

    Raises TypeError for a parameter that is not one of the types above.
    """
    hints = get_type_hints(function, include_extras=True)
    found = []
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        shape = _shape(hints[parameter.name])
        if shape is None:
            raise TypeError(f"{function.__qualname__}: {parameter.name} is no declared option type")
        required = parameter.default is inspect.Parameter.empty
        found.append(Option(parameter.name, shape, required))
    return tuple(found)


def _shape(hint: Any) -> Shape | None:
    if get_origin(hint) in (Union, types.UnionType):
        return next((shape for part in get_args(hint) if (shape := _shape(part))), None)
    if get_origin(hint) is Annotated:
        return next((extra for extra in hint.__metadata__ if isinstance(extra, Shape)), None)
    return None
