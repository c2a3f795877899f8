"""The words that ask for a board, in both languages and in any order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.core.folding import fold
from bot.core.variants import simplified
from cogs.ranks.rules import Kind, What


@dataclass(frozen=True, slots=True)
class Asked:
    """The board that somebody asks for; ``last``: of the period before the present one."""

    kind: Kind = Kind.ALL
    what: What = What.POINTS
    last: bool = False


_WORDS: Final[Mapping[str, Kind | What | bool]] = {
    **dict.fromkeys(("week", "周", "本周", "周榜", "星期"), Kind.WEEK),
    **dict.fromkeys(("month", "月", "本月", "月榜"), Kind.MONTH),
    **dict.fromkeys(("season", "季", "赛季", "本季", "季榜"), Kind.SEASON),
    **dict.fromkeys(("all", "全部", "总", "总榜", "累计"), Kind.ALL),
    **dict.fromkeys(("points", "积分"), What.POINTS),
    **dict.fromkeys(("streak", "连签"), What.STREAK),
    **dict.fromkeys(("last", "上", "上期"), True),
}
_BOTH: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("上周", "上星期"), Kind.WEEK),
    **dict.fromkeys(("上月", "上个月"), Kind.MONTH),
    **dict.fromkeys(("上季", "上赛季"), Kind.SEASON),
}


def board_asked(words: Sequence[str]) -> Asked | str:
    """What these words ask for, in any order; the word that is not understood, or says it twice."""
    asked, said = Asked(), set[type]()
    for word in words:
        plain = fold(word, simplified)
        meant = _WORDS.get(plain)
        if both := _BOTH.get(plain):
            asked, meant = replace(asked, last=True), both
        match meant:
            case Kind():
                asked = replace(asked, kind=meant)
            case What():
                asked = replace(asked, what=meant)
            case bool():
                asked = replace(asked, last=True)
            case None:
                return word
        if type(meant) in said:
            return word
        said.add(type(meant))
    return asked
