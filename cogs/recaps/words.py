"""The words by which somebody asks for a recap, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.core.recaps import Scope

SCOPES: Final[Mapping[str, Scope]] = {
    **dict.fromkeys(("week", "周", "本周", "这周", "一周"), Scope.WEEK),
    **dict.fromkeys(("month", "月", "本月", "这个月", "一个月"), Scope.MONTH),
    **dict.fromkeys(("year", "年", "今年", "一年"), Scope.YEAR),
}
