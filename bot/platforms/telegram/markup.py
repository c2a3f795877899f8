"""Buttons as Telegram shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.presenter.render import Button

# Two short labels stand side by side on a phone.
_SHORT: Final = 12
_IN_A_ROW: Final = 3


def keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """The buttons in rows; pressing one brings its token and nothing else. None for no button.

    A token is 32 characters, Telegram takes 64 bytes.
    """
    rows: list[list[InlineKeyboardButton]] = []
    for button in buttons:
        shown = InlineKeyboardButton(text=button.label, callback_data=button.token)
        short = _width(button.label) <= _SHORT
        if rows and short and len(rows[-1]) < _IN_A_ROW and _is_short(rows[-1]):
            rows[-1].append(shown)
        else:
            rows.append([shown])
    return InlineKeyboardMarkup(rows) if rows else None


def _is_short(row: Sequence[InlineKeyboardButton]) -> bool:
    return all(_width(each.text) <= _SHORT for each in row)


def _width(label: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in label)
