"""What the bot did besides speaking, as a line of the terminal's chat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from bot.core.clock import from_micros
from bot.core.outgoing import Act, Doing
from bot.core.text import Text
from bot.rehearsal.room_chat import BOT, ChatMessage


def line_of(act: Act, names: Mapping[str, str], message: ChatMessage | None, zone: tzinfo) -> Text:
    """What was done. ``names`` are people's by their ids, ``message`` is what it was done to."""
    match act.doing:
        case Doing.DELETE | Doing.REACT:
            values = {"text": "", "name": "", "emoji": act.emoji}
            if message is not None:
                # An empty name is the bot's own.
                name = "" if message.user == BOT else names.get(message.user, message.user)
                values |= {"text": message.text, "name": name}
            if act.doing is Doing.DELETE:
                del values["emoji"]
        case Doing.MUTE | Doing.BAN:
            until = f"{from_micros(act.until).astimezone(zone):%Y-%m-%d %H:%M}"
            values = {"name": names.get(act.user, act.user), "until": until if act.until else ""}
        case Doing.GIVE_ROLE | Doing.TAKE_ROLE:
            values = {"name": names.get(act.user, act.user), "role": act.role}
        case _:
            values = {"name": names.get(act.user, act.user)}
    return Text(f"console.did.{act.doing}", **values)
