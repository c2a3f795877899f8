"""How the command line speaks: in the operator's language, problems on standard error."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TextIO

from bot.app import load_config, sentences
from bot.config.config import Config
from bot.config.problems import ConfigProblems
from bot.core.errors import OperatorRefusal
from bot.core.model import LOCALES
from bot.core.text import Text

REFUSED = 2
_TALKATIVE = ("aiohttp", "discord", "httpcore", "httpx", "telegram")
_LOCALE = re.compile(r"^\s*\[hearth\][^\[]*?^\s*locale\s*=\s*[\"'](zh|en)[\"']", re.MULTILINE)


class Speaker:
    """Says sentences to the operator, in one language."""

    def __init__(self, locale: str) -> None:
        self.locale = locale if locale in LOCALES else LOCALES[0]
        self._sentences = sentences()

    def say(self, key: str, /, **values: str | int) -> None:
        """The sentence is on standard output."""
        print(self._sentences.say(Text(key, **values), self.locale))

    def pass_on(self, text: Text) -> None:
        """What a cog says is on standard output."""
        print(self.sentence(text))

    def sentence(self, text: Text) -> str:
        """The sentence in the operator's language."""
        return self._sentences.say(text, self.locale)

    def complain(self, line: str) -> None:
        """The line is on standard error."""
        print(line, file=sys.stderr)

    def refuse(self, *lines: str) -> NoReturn:
        """Says the lines and ends the command with status 2."""
        for line in lines:
            self.complain(line)
        raise SystemExit(REFUSED)


def open_config(path: Path, locale: str, *, secrets: bool = False) -> tuple[Config, Speaker]:
    """The config and who speaks its language. Ends the command, with every problem said."""
    try:
        config = load_config(str(path), secrets=secrets)
    except ConfigProblems as problems:
        speaker = Speaker(locale or _guess(path))
        speaker.refuse(*problems.sentences(speaker.locale))
    return config, Speaker(locale or config.hearth.locale)


@contextmanager
def refusals(speaker: Speaker) -> Iterator[None]:
    """Whatever is refused on purpose is said in one line, and the command ends with status 2."""
    try:
        yield
    except OperatorRefusal as refused:
        speaker.refuse(speaker.sentence(refused.text))


@contextmanager
def writing(out: str) -> Iterator[TextIO]:
    """What is written goes where ``out`` says, ``-`` is standard output. Raises OperatorRefusal."""
    if out == "-":
        yield sys.stdout
        return
    with output_refusals(out), Path(out).open("w", encoding="utf-8") as file:
        yield file


@contextmanager
def output_refusals(out: str) -> Iterator[None]:
    """A place that cannot be written to is refused in a sentence. Raises OperatorRefusal."""
    try:
        yield
    except OSError as error:
        raise OperatorRefusal("cli.no.output", path=out, why=error.strerror or "") from error


def log_to_stderr(level: str) -> None:
    """Log lines go to standard error: time, level, part, what."""
    logging.basicConfig(
        level=level.upper(),
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    # They write whole requests, a token and what people said among them.
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _guess(path: Path) -> str:
    """The operator's language in a config that does not load."""
    try:
        found = _LOCALE.search(path.read_text(encoding="utf-8-sig", errors="replace"))
    except OSError:
        return ""
    return found[1] if found else ""
