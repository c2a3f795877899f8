"""The door ``/help``: what can be asked, in the asker's language."""

from __future__ import annotations

from typing import Final

from bot.core.cog import CommandSpec, command
from bot.core.context import Context
from bot.core.errors import Refusal
from bot.core.model import Rank
from bot.core.options import Note
from bot.core.outgoing import Reply
from bot.core.parsing import Unknown, Vocabulary, shown
from bot.core.parsing.vocabulary import Spelling
from bot.core.text import Text

_SECTIONS: Final = {
    Rank.MEMBER: "",
    Rank.MODERATOR: "help.moderators",
    Rank.ADMIN: "help.admins",
}
_WHOSE: Final = {
    Rank.MODERATOR: "help.for.moderators",
    Rank.ADMIN: "help.for.admins",
}


@command("help", "帮助", member=False, cooldown_s=10)
async def show_help(ctx: Context, name: Note = "") -> Reply:
    """Every command that the asker may use, what is for staff apart; with a name, that one."""
    if name:
        return _one(ctx, name)
    texts = [Text("help.head")]
    theirs = await ctx.house.rank_of(ctx.tx, ctx.community.id, ctx.incoming)
    for rank, head in _SECTIONS.items():
        commands = [each for each in ctx.house.commands if each.need.rank is rank <= theirs]
        if head and commands:
            texts.append(Text(head))
        texts += [_line(ctx, each) for each in sorted(commands, key=lambda each: each.name)]
    return Reply((*texts, Text("help.foot")))


def _one(ctx: Context, name: str) -> Reply:
    """What the command is for, who may use it, and an example; also for who may not."""
    spellings = [Spelling(each.name, each.names, each.bare) for each in ctx.house.commands]
    read = Vocabulary(spellings).read(f"/{name.strip().lstrip('/／')}")
    if read is None or isinstance(read, Unknown):
        nearest = "" if read is None or read.nearest is None else read.nearest
        raise Refusal("help.unknown", word=shown(name), nearest=nearest)
    if read.rest:
        raise Refusal("input.too.much", found=shown(read.rest))
    found = next(each for each in ctx.house.commands if each.name == read.command)
    comma = "、" if ctx.locale == "zh" else ", "
    names = comma.join(f"/{each}" for each in found.names)
    texts = [Text("help.one", names=names, what=Text(f"help.{found.key}"))]
    if found.need.rank in _WHOSE:
        texts.append(Text(_WHOSE[found.need.rank]))
    return Reply((*texts, Text("help.example", example=Text(f"example.{found.key}"))))


def _line(ctx: Context, found: CommandSpec) -> Text:
    name = found.names[1] if ctx.locale == "zh" and len(found.names) > 1 else found.name
    return Text("help.line", command=f"/{name}", what=Text(f"help.{found.key}"))
