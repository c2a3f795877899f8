"""Updates as JSON: what the inbox keeps of one that waits."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from bot.core.model import Incoming, Kind, Sender

dumps: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_DEFAULTS: Final = {field.name: field.default for field in fields(Incoming)}


def incoming_to_json(incoming: Incoming) -> str:
    """The update without what has its default value."""
    values: dict[str, Any] = {}
    for name, default in _DEFAULTS.items():
        value = getattr(incoming, name)
        if value != default:
            values[name] = value.isoformat() if isinstance(value, datetime) else value
    return dumps(values)


def incoming_from_json(text: str) -> Incoming:
    """The update that ``incoming_to_json`` wrote."""
    values = json.loads(text)
    for name in ("at", "sent_at"):
        values[name] = datetime.fromisoformat(values[name])
    values["kind"] = Kind(values.get("kind", Kind.MESSAGE))
    values["sender"] = Sender(values.get("sender", Sender.PERSON))
    values["mentions"] = tuple(values.get("mentions", ()))
    return Incoming(**values)
