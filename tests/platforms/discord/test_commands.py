"""What the cogs declare is what Discord registers, and a call comes back as its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import load_cogs, sentences
from bot.core.cog import command
from bot.core.context import Context
from bot.core.options import Note, Who, Word
from bot.core.outgoing import Reply
from bot.core.parsing import take_word
from bot.core.text import Text
from bot.engine.router import Router
from bot.platforms.discord.commands import asked_for, called, same_tree, text_of, tree_of
from tests.kit import a_cog


def say(text: Text, locale: str) -> str:
    """The key itself."""
    return f"{text.key} {locale}"


def tree(*handlers: Any) -> list[dict[str, Any]]:
    router = Router([a_cog("planted", *handlers)])
    return tree_of(router.commands, router.options, say)


def house() -> list[dict[str, Any]]:
    """What is published."""
    router = Router(load_cogs())
    return tree_of(router.commands, router.options, sentences(strict=True).say)


def places() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every place in which options stand, as somebody would call it."""
    for each in house():
        forms = [form for form in each["options"] if form["type"] == 1]
        for form in forms:
            yield f"/{each['name']} {form['name']}", form["options"]
        if not forms:
            yield f"/{each['name']}", each["options"]


def call(name: str, *options: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "options": list(options)}


def option(name: str, kind: int, value: object) -> dict[str, Any]:
    return {"name": name, "type": kind, "value": value}


async def test_a_command_with_forms_is_a_group_with_a_named_bare_form() -> None:
    @command("points", "积分")
    async def points(ctx: Context, who: Who | None = None) -> Reply:
        return Reply(())

    @command("points why", "积分 为什么")
    async def why(ctx: Context) -> Reply:
        return Reply(())

    (group,) = tree(points, why)
    forms = [(form["name"], form["type"], len(form["options"])) for form in group["options"]]
    assert (group["name"], forms) == ("points", [("show", 1, 1), ("why", 1, 0)])
    assert group["name_localizations"]["zh-CN"] == "积分"
    shown = call("points", {"name": "show", "type": 1, "options": [option("who", 6, "42")]})
    assert (called(shown), *text_of(shown)) == ("points", "/points @42", ("42",))
    asked = call("points", {"name": "why", "type": 1})
    assert (called(asked), *text_of(asked)) == ("points why", "/points why", ())


def test_every_command_and_form_of_the_house_has_a_name_in_both_languages() -> None:
    names: dict[str, str] = {}
    for each in house():
        forms = [form for form in each["options"] if form["type"] == 1]
        names[each["name"]] = each["name_localizations"].get("zh-CN", "")
        for form in forms:
            local = form["name_localizations"].get("zh-CN", "")
            names[f"{each['name']} {form['name']}"] = local
    assert [name for name, local in names.items() if not local] == []
    groups = {name: local for name, local in names.items() if name.startswith(("link", "leave"))}
    assert groups == {
        "link": "关联",
        "link start": "开始",
        "link confirm": "确认",
        "leave": "请假",
        "leave plan": "安排",
        "leave cancel": "取消",
    }


def test_every_option_of_the_house_has_a_name_in_both_languages() -> None:
    named = {
        f"{path} {each['name']}": each["name_localizations"].get("zh-CN", "")
        for path, options in places()
        for each in options
    }
    assert [path for path, name in named.items() if not name] == []
    assert {path: name for path, name in named.items() if path.startswith(("/link", "/leave"))} == {
        "/link start code": "关联码",
        "/leave plan first": "从哪天",
        "/leave plan last": "到哪天",
    }


@pytest.mark.parametrize(
    ("data", "command", "text"),
    [
        (("link", ("start", ())), "link", "/link"),
        (("link", ("start", (("code", 3, "7KM4XQ2P"),))), "link", "/link 7KM4XQ2P"),
        (("link", ("confirm", ())), "link confirm", "/link confirm"),
        (("leave", ("plan", (("first", 3, "today"),))), "leave", "/leave today"),
        (("leave", ("cancel", ())), "leave cancel", "/leave cancel"),
        (("unlink", (("platform", 3, "telegram"),)), "unlink", "/unlink telegram"),
        (("makeup", (("which", 3, "3 was ill"),)), "makeup", "/makeup 3 was ill"),
        (("calendar", (("month", 3, "2026-11"),)), "calendar", "/calendar 2026-11"),
        (("approve", (("review", 3, "7KM4XQ2 8KM4XQ2"),)), "approve", "/approve 7KM4XQ2 8KM4XQ2"),
    ],
)  # fmt: skip
def test_a_call_of_the_house_is_the_text_that_somebody_would_type(
    data: tuple[str, Any], command: str, text: str
) -> None:
    name, rest = data
    if rest and isinstance(rest[0], str):
        form, options = rest
        given = [{"name": form, "type": 1, "options": [option(*each) for each in options]}]
    else:
        given = [option(*each) for each in rest]
    assert (called(call(name, *given)), text_of(call(name, *given))[0]) == (command, text)
    forms = {each.name for each in Router(load_cogs()).commands}
    assert command in forms


def test_no_form_of_the_house_is_called_as_the_bare_one_of_its_command() -> None:
    for each in house():
        forms = [form["name"] for form in each["options"] if form["type"] == 1]
        assert len(forms) == len(set(forms))


def test_every_command_of_the_house_is_as_discord_takes_it() -> None:
    router = Router(load_cogs())
    made = tree_of(router.commands, router.options, sentences(strict=True).say)
    assert [each["name"] for each in made] == sorted(
        {each.name.partition(" ")[0] for each in router.commands}
    )
    for each in [*made, *(option for top in made for option in top["options"])]:
        texts = [each["description"], *each["description_localizations"].values()]
        assert [0 < len(text) <= 100 for text in texts] == [True] * len(texts)
        assert each["name"] == each["name"].lower()
    assert len(made) <= 100


def test_no_name_of_the_house_stands_twice_in_one_place_in_any_language() -> None:
    router = Router(load_cogs())
    made = tree_of(router.commands, router.options, sentences(strict=True).say)
    places = [made, *(each["options"] for each in made)]
    places += [form["options"] for top in made for form in top["options"] if form["type"] == 1]
    for place in places:
        for language in ("en", "zh-CN", "zh-TW"):
            names = [each["name_localizations"].get(language, each["name"]) for each in place]
            assert sorted(names) == sorted(set(names))


def test_a_tree_is_the_same_whatever_else_discord_keeps_of_it() -> None:
    router = Router(load_cogs())
    ours = tree_of(router.commands, router.options, say)
    kept = [{**each, "id": "1", "version": "2", "nsfw": False} for each in reversed(ours)]
    assert same_tree(ours, kept)
    assert not same_tree(ours, kept[1:])
    assert not same_tree(ours, [{**kept[0], "description": "other"}, *kept[1:]])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a note of words", "/checkin a note of words"),
        ("word", "/checkin word"),
        ('"quoted"', '/checkin ""quoted""'),
        ('"quoted" and more', '/checkin "quoted" and more'),
    ],
)
def test_a_note_comes_back_as_it_was_typed(value: str, text: str) -> None:
    assert text_of(call("checkin", option("note", 3, value))) == (text, ())


@given(st.text(alphabet="ab \"'“”", min_size=1).map(str.strip).filter(bool))
def test_a_word_before_another_is_one_word(value: str) -> None:
    text, _ = text_of(call("x", option("first", 3, value), option("second", 3, "end")))
    word, rest = take_word(text.removeprefix("/x "))
    assert (word, rest) == (value, "end")


def test_what_is_being_typed_is_found_in_a_form_too() -> None:
    typed = {**option("zone", 3, "sh"), "focused": True}
    form = {"name": "set", "type": 1, "options": [typed]}
    assert asked_for(call("zone", form)) == ("zone", "zone", "sh")


async def test_required_options_stand_before_the_others() -> None:
    @command("act", "做")
    async def act(ctx: Context, what: Word, note: Note = "") -> Reply:
        return Reply(())

    (made,) = tree(act)
    assert [(each["name"], each["required"]) for each in made["options"]] == [
        ("what", True),
        ("note", False),
    ]
