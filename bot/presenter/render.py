"""What one platform shows of a row of the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from bot.core.text import Text
from bot.presenter.encoding import text_from_json
from bot.presenter.features import Feature, Instead
from bot.presenter.sentences import Escape, Sentences
from bot.presenter.splitting import cut_label, split


class Limits(Protocol):
    """What a platform takes in one message (``bot/platforms/capabilities.py``)."""

    @property
    def text_limit(self) -> int: ...
    @property
    def caption_limit(self) -> int: ...
    @property
    def file_limit(self) -> int: ...
    @property
    def button_limit(self) -> int: ...
    @property
    def label_limit(self) -> int: ...
    @property
    def buttons(self) -> bool: ...
    @property
    def private_messages(self) -> bool: ...
    @property
    def pictures(self) -> bool: ...
    @property
    def escape(self) -> Escape | None: ...

    def instead(self, feature: Feature) -> Instead | None:
        """What to do in place of the feature; None where the platform has it."""
        ...


class Button(NamedTuple):
    """A button as members see it; ``token`` comes back when it is pressed."""

    key: str
    label: str
    token: str


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a platform, within its limits."""

    text: str
    buttons: tuple[Button, ...] = ()


def render(
    outgoing: Mapping[str, object], locale: str, limits: Limits, sentences: Sentences
) -> list[Part]:
    """The messages that show ``outgoing``, in order; the buttons are on the last one.

    ``outgoing`` is the body of an outbox row: ``texts`` are lines, ``buttons`` have ``key``,
    ``label``, ``token`` and, for platforms without buttons, the ``command`` that does the
    same. With ``private`` true, a platform without private messages shows only that there is
    an answer. With a ``card`` or a ``document`` the first part fits under it. Nothing to say is
    no part.
    Raises ValueError for a body that is not one.
    """
    if outgoing.get("private") and not limits.private_messages:
        return [Part(sentences.say(Text("instead.private"), locale))]
    escape = limits.escape
    lines = [
        sentences.say(text_from_json(text), locale, escape) for text in _list(outgoing, "texts")
    ]
    wanted = [_button(button) for button in _list(outgoing, "buttons")]
    fitting = limits.button_limit if limits.buttons else 0
    lines += [
        sentences.say(
            Text("instead.button", label=each.label, command=each.command), locale, escape
        )
        for each in wanted[fitting:]
        if each.command
    ]
    buttons = tuple(
        Button(
            each.key, cut_label(sentences.say(each.label, locale), limits.label_limit), each.token
        )
        for each in wanted[:fitting]
    )
    is_caption = bool(outgoing.get("document") or (outgoing.get("card") and limits.pictures))
    texts = _parts("\n".join(lines), limits, is_caption=is_caption)
    if not texts:
        return [Part("", buttons)] if buttons else []
    return [*map(Part, texts[:-1]), Part(texts[-1], buttons)]


@dataclass(frozen=True, slots=True)
class _Wanted:
    key: str
    label: Text
    token: str
    command: str


def _parts(text: str, limits: Limits, *, is_caption: bool) -> list[str]:
    if not is_caption or limits.caption_limit >= limits.text_limit:
        return split(text, limits.text_limit)
    text = text.strip()
    caption = split(text, limits.caption_limit)[:1]
    rest = text[len("".join(caption)) :].lstrip()
    return caption + split(rest, limits.text_limit)


def _list(outgoing: Mapping[str, object], name: str) -> list[object]:
    found = outgoing.get(name, [])
    if not isinstance(found, list):
        raise ValueError(f"{name} is a list")
    return found


def _button(json: object) -> _Wanted:
    if not isinstance(json, Mapping):
        raise ValueError("a button has a key, a label and a token")
    key, token, command = json.get("key"), json.get("token"), json.get("command", "")
    if not (isinstance(key, str) and isinstance(token, str) and isinstance(command, str)):
        raise ValueError("a button's key, token and command are strings")
    return _Wanted(key, text_from_json(json.get("label")), token, command)
