"""Pictures and files as Discord takes them: a multipart body.

A picture has words for those who do not see.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from bot.platforms.discord.markup import plain
from bot.presenter.delivery import File, Image
from bot.presenter.splitting import cut_label

# UTF-16 units; Discord takes more, a screen reader is not to read a whole page first.
_ALT_LIMIT: Final = 200
_KINDS: Final = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".zip": "application/zip",
    ".json": "application/json", ".csv": "text/csv", ".txt": "text/plain",
}  # fmt: skip


def with_picture(body: Mapping[str, Any], image: Image) -> list[dict[str, Any]]:
    """The fields of a form that shows ``body`` with the picture; its text begins what it says."""
    said = cut_label(plain(str(body["content"])), _ALT_LIMIT)
    return _form(body, image, {"description": said} if said else {})


def with_file(body: Mapping[str, Any], file: File) -> list[dict[str, Any]]:
    """The fields of a form that shows ``body`` with the file."""
    return _form(body, file, {})


def _form(
    body: Mapping[str, Any], attached: Image | File, described: Mapping[str, str]
) -> list[dict[str, Any]]:
    attachment = {"id": 0, "filename": attached.name, **described}
    payload = json.dumps({**body, "attachments": [attachment]})
    kind = _KINDS.get(attached.name[attached.name.rfind(".") :].lower(), "application/octet-stream")
    return [
        {"name": "payload_json", "value": payload, "content_type": "application/json"},
        {
            "name": "files[0]",
            "value": BytesIO(attached.data),
            "filename": attached.name,
            "content_type": kind,
        },
    ]
