"""What people write in names, notes and words, and that it stays inside the sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.core.options import OptionKind, options_of
from bot.core.text import Text
from bot.presenter.cleaning import NAME_LIMIT
from bot.presenter.language import SentenceMissing
from bot.presenter.sentences import BODY, Sentences, sentence_id
from bot.rehearsal.story import Story
from tests.every_cog.gathered import Gathered
from tests.every_cog.talking import ADMIN, MEMBERS

WRITTEN: Final = {
    "lines": "two\nlines\u2028three",
    "bidi": "\u202eturned\u2066",
    "zero width": "\u200bz\u2060e\ufeffr\u00ado\u115f",
    "controls": "tab\there\x1b[31m\x85",
    "right to left": "مرحبا\u202b",
    "markup": "{ $name } **b** <b>",
    "piled": "e" + "\u0301" * 300,
    "endless": "x" * 10_000,
}
_FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066\u2067\u200b\u2060\ufeff\u3164]"
)
_LONG = 100
# What they say keeps its lines: it is written at length.
_WITH_LINES: Final = frozenset({"announce"})
_LONGEST_ANSWER = 10_000
# More than any value is shown with: its clusters, the isolate around it, what marks a cut.
_LONGEST = (NAME_LIMIT + 3) * 16


def escapes(sentences: Sentences, written: str) -> list[str]:
    """Sentences that what somebody wrote breaks out of."""
    return [
        f"{key} ({locale}): {problem}"
        for locale in sentences.locales
        for key in sentences.language(locale).ids()
        for problem in _escaped(sentences, locale, key, written)
    ]


def _escaped(sentences: Sentences, locale: str, key: str, written: str) -> Iterator[str]:
    # What somebody wrote at length keeps its lines.
    names = sentences.language(locale).variables(sentence_id(key)) - {BODY}
    try:
        plain = [_said(sentences, locale, key, dict.fromkeys(names, each)) for each in ("x", "")]
    except SentenceMissing:  # one that takes numbers only
        return
    shown = _said(sentences, locale, key, dict.fromkeys(names, written))
    if shown.count("\n") not in {each.count("\n") for each in plain}:
        yield "another line"
    if _FORBIDDEN.search(shown):
        yield "a character that is not shown"
    if len(shown) > max(map(len, plain)) + len(names) * _LONGEST:
        yield "without end"


def _said(sentences: Sentences, locale: str, key: str, values: Mapping[str, str]) -> str:
    return sentences.say(Text(key, **{BODY: "x"}, **values), locale)


async def answers(all_of: Gathered, name: str, note: str) -> list[str]:
    """All that the bot says when somebody of this name uses every command, with this note."""
    said = []
    async with Story() as story:
        for member in MEMBERS.values():
            await story.says(f"telegram:{member}", "hello", name=name)
        await story.says(ADMIN, "hello", name=name)
        for cog in all_of.cogs:
            for command in cog.commands:
                await story.tick(minutes=1)
                example = all_of.sentences.say(Text(f"example.{command.key}"), "en")
                options = options_of(command.run)
                takes_note = command.name not in _WITH_LINES and any(
                    each.shape.kind is OptionKind.NOTE for each in options
                )
                said += await story.says(ADMIN, f"{example} {note}" if takes_note else example)
                said += await story.says(f"telegram:{MEMBERS['en']}", example)
    return said


def broken(said: list[str], plainly: list[str], written: str) -> list[str]:
    """Answers that have other lines than the plain ones, or hold what is not shown.

    What is too long may be refused where the plain word is not, and is then answered otherwise.
    """
    found = [one for one in said if _FORBIDDEN.search(one) or len(one) > _LONGEST_ANSWER]
    if len(written) > _LONG:
        return found
    other = [
        f"{one!r} has other lines than {plain!r}"
        for one, plain in zip(said, plainly, strict=True)
        if one.count("\n") != plain.count("\n")
    ]
    return found + other
