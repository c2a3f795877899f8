"""Sentences, pictures and acts as they lie in the outbox: JSON, not yet in any language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.core.outgoing import Act, Card, Document, Doing, Listed, Otherwise
from bot.core.text import Text, TextValue

Json = str | int | list["Json"] | dict[str, "Json"]

_OF_OTHERWISE: Final = ("platform", "chat", "to", "locale", "key")
_OF_AN_ACT: Final = ("message", "user", "emoji", "role", "until")


def text_to_json(text: Text) -> list[Json]:
    """The sentence as ``[key, values]``; a sentence among the values is ``{"key", "values"}``."""
    return [text.key, {name: _value_to_json(value) for name, value in text.values.items()}]


def text_from_json(json: object) -> Text:
    """The sentence that ``text_to_json`` wrote. Raises ValueError for anything else."""
    if not isinstance(json, list) or len(json) != 2:
        raise ValueError("a sentence is a list of its key and its values")
    key, values = json
    return _text(key, values)


def card_to_json(card: Card) -> dict[str, Json]:
    """The picture as its name and values."""
    return {"name": card.name, "values": dict(card.values)}


def card_from_json(json: object) -> Card:
    """The picture that ``card_to_json`` wrote. Raises ValueError for anything else."""
    if not isinstance(json, Mapping) or json.keys() != {"name", "values"}:
        raise ValueError("a picture is its name and its values")
    name, values = json["name"], json["values"]
    if not isinstance(name, str) or not isinstance(values, Mapping):
        raise ValueError("a picture has a name, and values by their names")
    return Card(name, tuple((str(each), _plain(value)) for each, value in values.items()))


def act_to_json(act: Act) -> dict[str, Json]:
    """What is to be done, without where: chats move. What is empty is left out."""
    named: dict[str, Json] = {name: getattr(act, name) for name in _OF_AN_ACT}
    if act.reason is not None:
        named["reason"] = text_to_json(act.reason)
    return {"doing": str(act.doing), **{name: value for name, value in named.items() if value}}


def act_from_json(json: Mapping[str, object], platform: str, chat: str) -> Act:
    """What ``act_to_json`` wrote, in this chat. Raises ValueError for anything else."""
    until, reason = json.get("until", 0), json.get("reason")
    if not isinstance(until, int):
        raise ValueError("an end is a whole number of microseconds")
    words = {name: str(json.get(name, "")) for name in _OF_AN_ACT if name != "until"}
    said = None if reason is None else text_from_json(reason)
    return Act(Doing(str(json.get("doing"))), platform, chat, until=until, reason=said, **words)


def document_to_json(document: Document) -> dict[str, Json]:
    """The file as its name, its kind and its values."""
    return {"name": document.name, "kind": document.kind, "values": dict(document.values)}


def document_from_json(json: object) -> Document:
    """The file that ``document_to_json`` wrote. Raises ValueError for anything else."""
    if not isinstance(json, Mapping) or json.keys() != {"name", "kind", "values"}:
        raise ValueError("a file is its name, its kind and its values")
    values = json["values"]
    if not isinstance(values, Mapping):
        raise ValueError("a file has values by their names")
    named = tuple((str(name), str(value)) for name, value in values.items())
    return Document(str(json["name"]), str(json["kind"]), named)


def listed_to_json(listed: Listed) -> dict[str, Json]:
    """The message of names as its sentences and numbers."""
    return {
        "head": text_to_json(listed.head),
        "lines": [text_to_json(line) for line in listed.lines],
        "foot": text_to_json(listed.foot),
        "most": listed.most,
        "others": listed.others,
        "more": listed.more,
        "rest": listed.rest,
    }


def listed_from_json(json: Mapping[str, Any]) -> Listed:
    """The message of names that ``listed_to_json`` wrote. Raises ValueError for other sentences."""
    return Listed(
        head=text_from_json(json["head"]),
        lines=tuple(text_from_json(line) for line in json["lines"]),
        foot=text_from_json(json["foot"]),
        most=int(json["most"]),
        others=int(json["others"]),
        more=str(json["more"]),
        rest=str(json["rest"]),
    )


def otherwise_to_json(otherwise: Otherwise) -> dict[str, Json]:
    """What is said when a message is refused, and where."""
    words = {name: str(getattr(otherwise, name)) for name in _OF_OTHERWISE}
    return {**words, "text": text_to_json(otherwise.text)}


def otherwise_from_json(json: Mapping[str, Any]) -> Otherwise:
    """What ``otherwise_to_json`` wrote. Raises ValueError for another sentence."""
    words = {name: str(json[name]) for name in _OF_OTHERWISE}
    return Otherwise(text=text_from_json(json["text"]), **words)


def _value_to_json(value: TextValue) -> Json:
    if isinstance(value, Text):
        key, values = text_to_json(value)
        return {"key": key, "values": values}
    return value


def _value_from_json(json: object) -> TextValue:
    if isinstance(json, Mapping) and json.keys() == {"key", "values"}:
        return _text(json["key"], json["values"])
    if isinstance(json, str | int) and not isinstance(json, bool):
        return json
    raise ValueError("a value is a string, a whole number or a sentence")


def _plain(json: object) -> str | int:
    if isinstance(json, str | int) and not isinstance(json, bool):
        return json
    raise ValueError("a value of a picture is a string or a whole number")


def _text(key: object, values: object) -> Text:
    if not isinstance(key, str) or not isinstance(values, Mapping):
        raise ValueError("a sentence has a key and values by their names")
    if not values.keys().isdisjoint(("key", "self")):
        raise ValueError("a value is not called key or self")
    return Text(key, **{str(name): _value_from_json(value) for name, value in values.items()})
