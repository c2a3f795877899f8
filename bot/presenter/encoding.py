"""Sentences as they lie in the outbox: JSON, not yet in any language."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.outgoing import Document
from bot.core.text import Text, TextValue

Json = str | int | list["Json"] | dict[str, "Json"]


def text_to_json(text: Text) -> list[Json]:
    """The sentence as ``[key, values]``; a sentence among the values is ``{"key", "values"}``."""
    return [text.key, {name: _value_to_json(value) for name, value in text.values.items()}]


def text_from_json(json: object) -> Text:
    """The sentence that ``text_to_json`` wrote. Raises ValueError for anything else."""
    if not isinstance(json, list) or len(json) != 2:
        raise ValueError("a sentence is a list of its key and its values")
    key, values = json
    return _text(key, values)


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


def _text(key: object, values: object) -> Text:
    if not isinstance(key, str) or not isinstance(values, Mapping):
        raise ValueError("a sentence has a key and values by their names")
    if not values.keys().isdisjoint(("key", "self")):
        raise ValueError("a value is not called key or self")
    return Text(key, **{str(name): _value_from_json(value) for name, value in values.items()})
