"""A picture is drawn when its message is sent: once, in a thread, within a time, or not at all."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

import cogs
from bot.core.cards import Wording
from bot.core.cog import Cog, command, offers
from bot.core.context import Context
from bot.core.options import Note
from bot.core.outgoing import Card, Reply, Say
from bot.engine.drawing import MOST_KEPT, MOST_LOST, MOST_SECONDS, WARM_UP_S, Drawing
from bot.engine.tasks import Tasks
from bot.parts import load_painters, sentences
from bot.platforms.capabilities import CONSOLE, TELEGRAM
from bot.presenter.delivery import Image, Pace
from tests.engine.postman import LATER, NEVER, states
from tests.kit import DAWN, Bot, a_bot, a_cog, line

PNG = b"\x89PNG\r\n\x1a\n, a picture"
JPEG = b"\xff\xd8\xff, a picture"
TWO_OF_WHICH_ONE = """
[community.other]
chats = ["telegram:-1009"]
[community.other.cards]
enabled = false
"""
CARD = Card("studio.card", (("name", "Ann"), ("days", 7)))


class Studio:
    """Who draws: ``asked`` is what for, and ``threads`` where; ``gives`` is what comes of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[dict[str, str | int], str]] = []
        self.said: list[str] = []
        self.threads: set[str] = set()
        self.gives: bytes | BaseException | None = PNG
        self.open = threading.Event()
        self.open.set()
        self.at_once = self.most_at_once = 0

    def draw(self, values: Mapping[str, str | int], locale: str, words: Wording) -> bytes | None:
        """As the test wants it."""
        self.said.append(words("community.name", name="Dawn"))
        self.asked.append((dict(values), locale))
        self.threads.add(threading.current_thread().name)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.open.wait()
        self.at_once -= 1
        if isinstance(self.gives, BaseException):
            raise self.gives
        return self.gives


def painter(studio: Studio) -> Cog:
    """``/show`` has a picture, ``/album`` one over a long text, ``/stranger`` an unknown one."""

    @command("show")
    async def show(ctx: Context, words: Note = "shown") -> Reply:
        return Reply((line(words),), card=CARD)

    @command("album")
    async def album(ctx: Context) -> Reply:
        return Reply(tuple(line(f"{n:03} " + "x" * 95) for n in range(60)), card=CARD)

    @command("stranger")
    async def stranger(ctx: Context) -> Reply:
        return Reply((line("shown"),), card=Card("nobody.draws"))

    @command("tell")
    async def tell(ctx: Context) -> Reply:
        ctx.say(Say("telegram", "-1002", (line("told"),), card=CARD))
        return Reply(())

    @offers("picture", "studio.card")
    def draw(values: Mapping[str, str | int], locale: str, words: Wording) -> bytes | None:
        return studio.draw(values, locale, words)

    return a_cog("painter", show, album, stranger, tell, draw)


@pytest.fixture
def studio() -> Studio:
    """It draws at once."""
    return Studio()


@pytest.fixture
async def bot(tmp_path: Path, studio: Studio) -> AsyncIterator[Bot]:
    """A bot with a painter."""
    async with a_bot(tmp_path, cogs=[painter(studio)]) as running:
        yield running
        studio.open.set()


async def has_drawn(bot: Bot, studio: Studio) -> None:
    """What draws is loaded, which takes real time."""
    await bot.says("telegram:42", "/show")
    bot.sent.clear()
    studio.asked.clear()


def pictures(bot: Bot) -> list[Image | None]:
    """What came with each message."""
    return [sent.image for sent in bot.sent]


@pytest.mark.parametrize(("data", "name"), [(PNG, "picture.png"), (JPEG, "picture.jpg")])
async def test_a_picture_comes_with_its_message(
    bot: Bot, studio: Studio, data: bytes, name: str
) -> None:
    studio.gives = data
    assert await bot.says("telegram:42", "/show") == ["shown"]
    assert pictures(bot) == [Image(name, data)]
    assert studio.asked == [({"name": "Ann", "days": 7}, "en")]
    assert studio.said == ["Dawn"]
    assert threading.current_thread().name not in studio.threads


async def test_a_message_that_nobody_asked_for_may_have_one_too(bot: Bot) -> None:
    assert await bot.says("telegram:42", "/tell") == ["told"]
    assert pictures(bot) == [Image("picture.png", PNG)]


async def test_it_is_drawn_once_however_often_the_message_is_sent(bot: Bot, studio: Studio) -> None:
    bot.platforms["telegram"].faults.extend([LATER] * 5)
    await bot.says("telegram:42", "/show")
    await bot.tick(minutes=5)
    assert pictures(bot) == [Image("picture.png", PNG)]
    assert len(studio.asked) == 1


async def test_a_platform_without_pictures_has_none_drawn(bot: Bot, studio: Studio) -> None:
    bot.platforms["telegram"].limits = CONSOLE
    assert await bot.says("telegram:42", "/show") == ["shown"]
    assert (pictures(bot), studio.asked) == ([None], [])


@pytest.mark.parametrize(
    ("gives", "logged"),
    [
        (ValueError("no font"), "the picture studio.card could not be drawn"),
        (b"GIF89a", "the picture studio.card is neither PNG nor JPEG"),
        (b"", "the picture studio.card is neither PNG nor JPEG"),
        (None, "the picture studio.card could not be drawn"),
        (SystemExit(1), "the picture studio.card could not be drawn"),
    ],
)
async def test_what_cannot_be_drawn_is_its_text_alone_and_told_to_the_operators(
    bot: Bot,
    studio: Studio,
    caplog: pytest.LogCaptureFixture,
    gives: bytes | BaseException | None,
    logged: str,
) -> None:
    studio.gives = gives
    assert await bot.says("telegram:42", "/show") == ["shown"]
    assert pictures(bot) == [None]
    assert [each.message for each in caplog.records] == [logged]


async def test_a_picture_that_nobody_draws_is_its_text_alone(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    assert await bot.says("telegram:42", "/stranger") == ["shown"]
    assert [each.message for each in caplog.records] == [
        "the picture nobody.draws could not be drawn"
    ]


async def test_what_failed_is_not_drawn_again_after_a_restart(bot: Bot, studio: Studio) -> None:
    studio.gives = ValueError("no font")
    bot.platforms["telegram"].faults.append(LATER)
    await bot.says("telegram:42", "/show")
    await bot.restart()
    await bot.tick(minutes=1)
    assert (bot.texts(), pictures(bot), len(studio.asked)) == (["shown"], [None], 1)


async def test_a_picture_that_takes_too_long_is_left_out(
    bot: Bot, studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    await has_drawn(bot, studio)
    studio.open.clear()
    bot.hands_over(bot.message("telegram:42", "/show"))
    await bot.meanwhile()
    assert bot.texts() == []
    await bot.clock.advance_to(
        bot.clock.now() + timedelta(seconds=MOST_SECONDS), lambda: asyncio.sleep(0)
    )
    await bot.settle()
    assert (bot.texts(), pictures(bot)) == (["shown"], [None])
    assert [each.message for each in caplog.records] == [
        "the picture studio.card took more than 1 s"
    ]


async def test_drawings_that_never_end_hold_up_nothing_else(
    bot: Bot, studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    await has_drawn(bot, studio)
    studio.open.clear()
    for topic in range(MOST_LOST + 2):
        bot.hands_over(bot.message("telegram:42", "/show", chat=f"-1001/{topic}"))
    for _ in range(MOST_LOST):
        await bot.meanwhile()
        later = bot.clock.now() + timedelta(seconds=MOST_SECONDS)
        await bot.clock.advance_to(later, lambda: asyncio.sleep(0))
    await bot.settle()
    # Two are drawn at a time: one more was begun.
    assert bot.texts() == ["shown"] * (MOST_LOST + 2)
    assert len(studio.asked) == MOST_LOST + 1
    assert [each.message for each in caplog.records].count(
        "the picture studio.card is not drawn, since others never end"
    ) == 1
    # Whatever else is done in threads is done, as looking up names.
    assert await asyncio.to_thread(int, "7") == 7
    studio.open.set()
    for each in threading.enumerate():
        if each.name == "picture":
            each.join()
    assert await bot.says("telegram:42", "/show") == ["shown"]
    assert pictures(bot)[-1] == Image("picture.png", PNG)


async def test_of_what_waits_for_another_try_only_so_much_is_kept(bot: Bot, studio: Studio) -> None:
    studio.gives = PNG + bytes(MOST_KEPT // 4)
    chats = [f"-1001/{topic}" for topic in range(6)]
    bot.platforms["telegram"].faults.extend([LATER] * len(chats))
    await bot.takes(*(bot.message("telegram:42", "/show", chat=chat) for chat in chats))
    assert (bot.texts(), len(studio.asked)) == ([], 6)
    await bot.tick(seconds=1)
    assert [sent.image is not None for sent in bot.sent] == [True] * 6
    assert len(studio.asked) == 6 + 3
    # What was sent is kept no more.
    bot.platforms["telegram"].faults.extend([LATER] * 3)
    await bot.takes(*(bot.message("telegram:42", "/show", chat=chat) for chat in chats[:3]))
    await bot.tick(seconds=1)
    assert len(studio.asked) == 9 + 3


async def test_what_is_over_is_kept_no_more(bot: Bot, studio: Studio) -> None:
    studio.gives = PNG + bytes(MOST_KEPT // 2)
    bot.platforms["telegram"].faults.extend([NEVER] * 2)
    for _ in range(2):
        await bot.says("telegram:42", "/show")
    bot.platforms["telegram"].faults.append(LATER)
    await bot.says("telegram:42", "/show")
    await bot.tick(seconds=1)
    assert (bot.texts(), len(studio.asked)) == (["shown"], 3)


async def test_nothing_is_drawn_before_its_turn_has_come(tmp_path: Path, studio: Studio) -> None:
    paces = {"telegram": Pace(all_a_second=1)}
    async with a_bot(tmp_path, cogs=[painter(studio)], paces=paces) as bot:
        chats = [f"-1001/{topic}" for topic in range(6)]
        await bot.takes(*(bot.message("telegram:42", "/show", chat=chat) for chat in chats))
        assert (len(studio.asked), len(bot.sent)) == (1, 1)
        await bot.tick(seconds=2)
        assert (len(studio.asked), len(bot.sent)) == (3, 3)


async def test_while_one_is_drawn_other_chats_are_answered(bot: Bot, studio: Studio) -> None:
    await has_drawn(bot, studio)
    studio.open.clear()
    bot.hands_over(bot.message("telegram:42", "/show"))
    await bot.meanwhile()
    bot.hands_over(bot.message("telegram:42", "/help", chat="-1002"))
    await bot.meanwhile()
    assert [sent.chat for sent in bot.sent] == ["-1002"]
    studio.open.set()
    await bot.settle()
    assert [sent.chat for sent in bot.sent] == ["-1002", "-1001"]


async def test_two_are_drawn_at_a_time(bot: Bot, studio: Studio) -> None:
    await has_drawn(bot, studio)
    studio.open.clear()
    for topic in range(6):
        bot.hands_over(bot.message("telegram:42", "/show", chat=f"-1001/{topic}"))
    await bot.meanwhile()
    studio.open.set()
    await bot.settle()
    assert (len(studio.asked), studio.most_at_once <= 2) == (6, True)


async def test_a_long_text_goes_on_below_the_picture_also_after_a_restart(
    bot: Bot, studio: Studio
) -> None:
    telegram = bot.platforms["telegram"]
    await bot.says("telegram:42", "/album")
    whole = bot.texts()
    assert [sent.image is not None for sent in bot.sent] == [True] + [False] * (len(whole) - 1)
    assert len(whole[0]) <= TELEGRAM.caption_limit < len(whole[1])
    bot.sent.clear()
    telegram.hold = asyncio.Event()
    bot.hands_over(bot.message("telegram:42", "/album"))
    await bot.meanwhile()
    telegram.closed["-1001"] = LATER
    telegram.hold.set()
    await bot.meanwhile()
    await bot.crash()
    telegram.hold = None
    telegram.closed.clear()
    await bot.start()
    await bot.settle()
    assert (bot.texts(), len(studio.asked)) == (whole, 2)
    assert await states(bot) == [("sent", 0, "")] * 2


@pytest.fixture
def gallery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The ``picture.py`` of a cog."""
    folder = tmp_path / "cogs" / "gallery"
    folder.mkdir(parents=True)
    (folder / "cog.py").write_text(COG, encoding="utf-8")
    (folder / "picture.py").write_text(PICTURE, encoding="utf-8")
    monkeypatch.setattr(cogs, "__path__", [*cogs.__path__, str(folder.parent)])
    yield folder / "picture.py"
    for name in ("cogs.gallery.cog", "cogs.gallery.picture", "cogs.gallery"):
        sys.modules.pop(name, None)


async def test_what_draws_with_a_library_is_loaded_when_it_first_draws(
    tmp_path: Path, gallery: Path
) -> None:
    async with a_bot(tmp_path) as bot:
        assert "cogs.gallery.picture" not in sys.modules
        assert await bot.says("telegram:42", "/gallery") == ["Dawn"]
        assert pictures(bot) == [Image("picture.png", PNG)]
        assert "cogs.gallery.picture" in sys.modules


async def test_it_can_be_loaded_some_seconds_after_the_start(bot: Bot, gallery: Path) -> None:
    tasks, clock = Tasks(bot.clock), bot.clock
    drawing = Drawing(tasks, [], load_painters, sentences())
    tasks.spawn(drawing.warm_up())
    await clock.advance_to(clock.now() + timedelta(seconds=WARM_UP_S - 1), bot.settle)
    assert "cogs.gallery.picture" not in sys.modules
    await clock.advance_to(clock.now() + timedelta(seconds=1), bot.settle)
    await tasks.idle()
    assert "cogs.gallery.picture" in sys.modules
    drawn = await drawing.picture(1, Card("gallery.card"), "en")
    assert drawn == Image("picture.png", PNG)
    await tasks.close()


@pytest.mark.parametrize(
    ("settings", "shows"),
    [("", True), ("[cards]\nenabled = false", False), (TWO_OF_WHICH_ONE, True)],
)
async def test_it_is_known_whether_anybody_wants_pictures(
    tmp_path: Path, settings: str, shows: bool
) -> None:
    async with a_bot(tmp_path, config=f"{DAWN}{settings}\n") as bot:
        assert bot.app.machine.world.shows_cards is shows


async def test_without_what_draws_all_is_text_and_no_log_is_filled(
    tmp_path: Path, gallery: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gallery.write_text("import no_such_library\n", encoding="utf-8")
    with caplog.at_level(logging.INFO, "bot.engine.drawing"):
        async with a_bot(tmp_path) as bot:
            for _ in range(2):
                assert await bot.says("telegram:42", "/gallery") == ["Dawn"]
            assert pictures(bot) == [None, None]
    assert [each.getMessage() for each in caplog.records] == [
        "no pictures: No module named 'no_such_library'"
    ]


async def test_a_bot_that_draws_nothing_names_its_cards(tmp_path: Path, gallery: Path) -> None:
    async with a_bot(tmp_path, painters=None) as bot:
        assert await bot.says("telegram:42", "/gallery") == ["Dawn"]
        (sent,) = bot.sent
        assert (sent.card, sent.image) == ({"name": "gallery.card", "values": {}}, None)
        assert "cogs.gallery.picture" not in sys.modules


COG = """
from __future__ import annotations

from bot.core.cog import command
from bot.core.context import Context
from bot.core.outgoing import Card, Reply
from bot.core.text import Text


@command("gallery")
async def gallery(ctx: Context) -> Reply:
    return Reply((Text("community.name", name="Dawn"),), card=Card("gallery.card"))
"""
PICTURE = """
from __future__ import annotations

from collections.abc import Mapping

from bot.core.cog import offers


@offers("picture", "gallery.card")
def draw(values: Mapping[str, str | int], locale: str, words: object) -> bytes:
    return b"\\x89PNG\\r\\n\\x1a\\n, a picture"
"""
