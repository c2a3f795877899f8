"""From the words behind a command to the arguments of its handler."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.community import people
from bot.core.errors import Refusal
from bot.core.model import CommunityId, Incoming
from bot.core.options import Option, OptionKind, Target
from bot.core.parsing import (
    read_amount,
    read_count,
    read_locale,
    read_who,
    read_zone,
)
from bot.core.parsing.arguments import shown, take_word
from bot.core.ports import Reader
from bot.core.text import Text
from bot.engine.router import Asked


async def bind(
    read: Reader,
    community: CommunityId,
    incoming: Incoming,
    options: Sequence[Option],
    asked: Asked,
) -> dict[str, Any]:
    """The handler's arguments by name.

    Raises Refusal that says what was wrong: a word missing, one too many, or one that does not
    read. A ``@who`` may be left out in a reply to that person's message.
    """
    rest = asked.rest.strip()
    mentions = iter(incoming.mentions[asked.mentions :])
    found: dict[str, Any] = {}
    for option in options:
        value: Any = None
        if option.shape.kind in _WHOLE:
            value, rest = _whole(option, rest), ""
        elif option.shape.kind is OptionKind.WHO:
            value, rest = await _who(read, community, incoming, rest, mentions)
        elif rest:
            word, rest = take_word(rest)
            value = _plain(option, word)
        if value:
            found[option.name] = value
        elif option.required:
            raise Refusal("input.missing", name=Text(f"option.{option.name}"))
    if rest:
        raise Refusal("input.too.much", found=shown(rest))
    return found


# These take all that is left: a note with its quotes and lines, a zone of several words.
_WHOLE = (OptionKind.NOTE, OptionKind.ZONE)


def _whole(option: Option, rest: str) -> str:
    if option.shape.kind is OptionKind.ZONE:
        return read_zone(rest) if rest else ""
    word, behind = take_word(rest)
    return rest if behind else word


def _plain(option: Option, word: str) -> str | int:
    match option.shape.kind:
        case OptionKind.AMOUNT:
            return read_amount(word)
        case OptionKind.SIGNED_AMOUNT:
            return read_amount(word, signed=True)
        case OptionKind.COUNT:
            return read_count(word, option.shape.low, option.shape.high)
        case OptionKind.LOCALE:
            return read_locale(word)
        case _:
            return word


async def _who(
    read: Reader, community: CommunityId, incoming: Incoming, rest: str, mentions: Iterator[str]
) -> tuple[Target | None, str]:
    word, behind = take_word(rest)
    if incoming.reply_to_user and not _names_someone(word):
        found = await people.find(read, community, incoming.platform, incoming.reply_to_user)
        return _target(found, incoming.reply_to_user), rest
    if not word:
        return None, rest
    try:
        who = read_who(word, mentions)
    except Refusal:
        return _target(await _by_handle(read, community, incoming, word), word), behind
    found = await people.find(read, community, who.platform or incoming.platform, who.user)
    return _target(found, word), behind


async def _by_handle(
    read: Reader, community: CommunityId, incoming: Incoming, word: str
) -> people.Known | None:
    # Never by the name that is shown: anybody may take that of another.
    if not word.startswith(("@", "＠")):
        raise Refusal("input.who", found=shown(word))
    return await people.find_by_handle(read, community, incoming.platform, word[1:])


def _names_someone(word: str) -> bool:
    return word.startswith(("@", "＠")) or ":" in word or "：" in word


def _target(known: people.Known | None, word: str) -> Target:
    if known is None or not known.member:
        raise Refusal("who.unknown", who=shown(word))
    return Target(known.account, known.member)
