"""Pictures as Discord takes them: a multipart body, with words for those who do not see."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from bot.platforms.discord.markup import plain
from bot.presenter.delivery import Image
from bot.presenter.splitting import cut_label

# UTF-16 units; Discord takes more, a screen reader is not to read a whole page first.
_ALT_LIMIT: Final = 200
_KINDS: Final = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def with_picture(body: Mapping[str, Any], image: Image) -> list[dict[str, Any]]:
    """The fields of a form that shows ``body`` with the picture; its text begins what it says."""
    said = cut_label(plain(str(body["content"])), _ALT_LIMIT)
    attachment = {"id": 0, "filename": image.name} | ({"description": said} if said else {})
    payload = json.dumps({**body, "attachments": [attachment]})
    kind = _KINDS.get(image.name[image.name.rfind(".") :].lower(), "application/octet-stream")
    return [
        {"name": "payload_json", "value": payload, "content_type": "application/json"},
        {
            "name": "files[0]",
            "value": BytesIO(image.data),
            "filename": image.name,
            "content_type": kind,
        },
    ]
