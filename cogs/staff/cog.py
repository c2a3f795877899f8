"""The door ``/undo``: takes back an act of staff, and takes back that as well."""

from __future__ import annotations

from bot.community import actions, ledger, people
from bot.community.actions import Action
from bot.community.events import ActionUndone
from bot.core.cog import command
from bot.core.context import Context
from bot.core.errors import Refusal
from bot.core.model import Rank
from bot.core.options import Target, Word
from bot.core.outgoing import Reply
from bot.core.parsing import shown
from bot.core.text import Text


@command("undo", "撤销", rank=Rank.MODERATOR, member=False)
async def undo(ctx: Context, act: Word) -> Reply:
    """What the act did is compensated, once; the undo has an id of its own."""
    community = ctx.community.id
    undone = await actions.find(ctx.tx, community, act.strip().upper())
    if undone is None:
        raise Refusal("undo.unknown", found=shown(act))
    undoing = Action(ctx.ids.code(), ctx.account.id, "undo", undone.target, ctx.now, {}, undone.id)
    if not await actions.record(ctx.tx, community, undoing):
        earlier = await actions.undone_by(ctx.tx, community, undone.id)
        assert earlier is not None  # what refused the record
        return Reply.of("undo.already", act=undone.id, id=earlier.id)
    root, _ = await actions.root_of(ctx.tx, community, undone)
    many = ctx.house.offers_by_key("undo many").get(root.action)
    if many is not None:
        said: tuple[Text, ...] = await many.run(ctx, undone, undoing)
        return Reply((Text("undo.done", act=undone.id, id=undoing.id), *said))
    offer = ctx.house.offers_by_key("undo").get(root.action)
    known = await people.find_account(ctx.tx, community, undone.target)
    if offer is None:
        raise Refusal("undo.impossible", act=undone.id)
    let_go = await ledger.let_go_at(ctx.tx, community, undone.target)
    if known is None or not known.member or (let_go is not None and undone.at <= let_go):
        raise Refusal("undo.forgotten", act=undone.id)
    target = Target(known.account, known.member)
    ctx.named[target.member] = target.account
    said = await offer.run(ctx, target, undone, undoing)
    about = (ctx.community.id, target.member, target.account.id, ctx.now)
    ctx.tell(ActionUndone(*about, undone.id, undone.action, undone.at))
    return Reply((Text("undo.done", act=undone.id, id=undoing.id), *said))
