"""A handler's signature declares its options."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Optional

import pytest

from bot.core.context import Context
from bot.core.model import Account, AccountId, MemberId, PersonId
from bot.core.options import (
    Amount,
    Locale,
    Note,
    Option,
    OptionKind,
    Page,
    Shape,
    SignedAmount,
    Target,
    Who,
    Word,
    Zone,
    options_of,
)
from bot.core.outgoing import Reply


async def everything(
    ctx: Context,
    who: Who,
    word: Word,
    amount: Amount,
    change: SignedAmount,
    page: Page = 3,
    zone: Zone = "",
    locale: Locale = "",
    note: Note = "",
) -> Reply:
    """Every kind once."""
    return Reply(())


async def nothing(ctx: Context) -> Reply:
    """No options."""
    return Reply(())


async def maybe(ctx: Context, who: Who | None = None) -> Reply:
    """An option that may be absent."""
    return Reply(())


async def old_maybe(ctx: Context, who: Optional[Who] = None) -> Reply:  # noqa: UP045
    """The same in the old spelling."""
    return Reply(())


async def plain(ctx: Context, name: str) -> Reply:
    """A type that nobody can read."""
    return Reply(())


async def strange(ctx: Context, name: Annotated[str, "no shape"]) -> Reply:
    """Annotated, but with something else."""
    return Reply(())


async def either(ctx: Context, name: int | None = None) -> Reply:
    """None of the alternatives is an option type."""
    return Reply(())


def test_every_kind_of_option_is_read_from_the_signature() -> None:
    assert options_of(everything) == (
        Option("who", Shape(OptionKind.WHO), required=True),
        Option("word", Shape(OptionKind.WORD), required=True),
        Option("amount", Shape(OptionKind.AMOUNT), required=True),
        Option("change", Shape(OptionKind.SIGNED_AMOUNT), required=True),
        Option("page", Shape(OptionKind.COUNT, 1, 50), required=False),
        Option("zone", Shape(OptionKind.ZONE), required=False),
        Option("locale", Shape(OptionKind.LOCALE), required=False),
        Option("note", Shape(OptionKind.NOTE), required=False),
    )


@pytest.mark.parametrize("handler", [maybe, old_maybe])
def test_an_option_that_may_be_absent_keeps_its_kind(handler: Callable[..., Any]) -> None:
    assert options_of(handler) == (Option("who", Shape(OptionKind.WHO), required=False),)


def test_a_handler_may_have_no_options() -> None:
    assert options_of(nothing) == ()


@pytest.mark.parametrize("handler", [plain, strange, either])
def test_a_parameter_of_another_type_is_refused(handler: Callable[..., Any]) -> None:
    with pytest.raises(TypeError, match=f"{handler.__name__}: name is no declared option type"):
        options_of(handler)


@pytest.mark.parametrize(("name", "shown"), [("雨", "雨"), ("", "42")])
def test_a_target_is_shown_by_name_else_by_its_id(name: str, shown: str) -> None:
    account = Account(AccountId("a"), PersonId("p"), "telegram", "42", name)
    assert Target(account, MemberId("m")).name == shown
