"""``/do delete 17``, ``/do mute 42 3600``, ``/do picture hello``: ids are the platform's own.

``/tell hello`` is answered to the asker alone.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.core.cards import Wording
from bot.core.clock import to_micros
from bot.core.cog import command, offers
from bot.core.context import Context, House
from bot.core.errors import ToldHow
from bot.core.options import Note
from bot.core.outgoing import Act, Card, Document, Doing, Reply, Say
from bot.core.ports import Reader
from bot.core.text import Text

SECOND: Final = 1_000_000
LINES: Final = 60


@command("do", "做")
async def do(ctx: Context, words: Note) -> Reply:
    """What was asked for is on its way; only a picture or a file is an answer."""
    what, _, rest = words.partition(" ")
    if what in CARDS:
        return CARDS[what](rest)
    if what == "edit":
        message, _, text = rest.partition(" ")
        ctx.say(_said(ctx, text, replaces=message))
    elif what == "between":
        ctx.say(_said(ctx, "before"))
        ctx.do(_act(ctx, "delete", rest))
        ctx.say(_said(ctx, "after"))
    elif what == "twice":
        ctx.do(_act(ctx, *rest.split(" ", 1)))
        ctx.do(_act(ctx, *rest.split(" ", 1)))
    elif what == "once":
        ctx.do(_act(ctx, *rest.split(" ", 1), dedupe_key="deeds.once"))
    elif what == "later":
        ctx.do(_act(ctx, *rest.split(" ", 1), cancel_key="deeds.later"))
    elif what == "cancel":
        ctx.cancel("deeds.later")
    else:
        ctx.do(_act(ctx, what, rest))
    return Reply(())


@command("tell", "告诉", private=True)
async def tell(ctx: Context, words: Note) -> Reply:
    """The words come back in private; a ``+`` is refused."""
    if words.startswith("+"):
        raise ToldHow("deeds.words", words=words)
    return Reply((Text("deeds.words", words=words),), secret=True)


@offers("document", "deeds.file")
async def make_file(
    read: Reader, house: House, values: Mapping[str, str], now: datetime
) -> Callable[[], bytes]:
    """What writes the words, if there are any."""
    return values["words"].encode


@offers("picture", "deeds.square")
def draw(values: Mapping[str, str | int], locale: str, words: Wording) -> bytes:
    """A small PNG of one colour. Raises ValueError where there is none."""
    shade = values["shade"]
    if not isinstance(shade, int):
        raise ValueError("no colour")
    return png(shade)


def png(shade: int) -> bytes:
    """A grey square of 16 by 16."""
    rows = zlib.compress((b"\0" + bytes([shade]) * 16) * 16)
    head = struct.pack(">IIBBBBB", 16, 16, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def _picture(words: str) -> Reply:
    card = Card("deeds.square", (("shade", 128),))
    return Reply((Text("deeds.words", words=words),), card=card)


def _broken(words: str) -> Reply:
    card = Card("deeds.square", (("shade", "no colour"),))
    return Reply((Text("deeds.words", words=words),), card=card)


def _long(words: str) -> Reply:
    texts = tuple(Text("deeds.line", number=n, words=words) for n in range(LINES))
    return Reply(texts, card=Card("deeds.square", (("shade", 128),)))


def _file(words: str) -> Reply:
    document = Document("deeds.txt", "deeds.file", (("words", words),))
    return Reply((Text("deeds.words", words=words),), document=document)


def _filled(words: str) -> Reply:
    texts = tuple(Text("deeds.line", number=n, words=words) for n in range(LINES))
    return Reply(texts, document=Document("deeds.txt", "deeds.file", (("words", words),)))


def _unwritten(words: str) -> Reply:
    return Reply((Text("deeds.words", words=words),), document=Document("a.txt", "deeds.file"))


CARDS: Final[Mapping[str, Callable[[str], Reply]]] = MappingProxyType(
    {
        "picture": _picture,
        "broken": _broken,
        "long": _long,
        "file": _file,
        "filled": _filled,
        "unwritten": _unwritten,
    }
)


def _said(ctx: Context, text: str, *, replaces: str = "") -> Say:
    incoming = ctx.incoming
    words = Text("deeds.words", words=text)
    return Say(incoming.platform, incoming.chat, (words,), replaces=replaces)


def _act(ctx: Context, what: str, rest: str, *, cancel_key: str = "", dedupe_key: str = "") -> Act:
    doing = Doing(what.replace("-", "_"))
    whom, _, more = rest.partition(" ")
    to_a_message = doing in (Doing.DELETE, Doing.REACT)
    seconds = int(more or 0) if doing in (Doing.MUTE, Doing.BAN) else 0
    return Act(
        doing,
        ctx.incoming.platform,
        ctx.incoming.chat,
        message=whom if to_a_message else "",
        user="" if to_a_message else whom,
        emoji=more if doing is Doing.REACT else "",
        role=more if doing in (Doing.GIVE_ROLE, Doing.TAKE_ROLE) else "",
        until=to_micros(ctx.now) + seconds * SECOND if seconds else 0,
        reason=Text("deeds.reason", words="it was asked for"),
        cancel_key=cancel_key,
        dedupe_key=dedupe_key,
    )
