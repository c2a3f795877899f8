"""The door ``/forget``: asks where, says what goes, then erases.

``docs/features/people.md``, "Forgetting".
"""

from __future__ import annotations

from typing import Final

from bot.community import erasing, linking
from bot.core.cog import button, command
from bot.core.context import Context
from bot.core.outgoing import Button, Reply
from bot.core.text import Text
from cogs.profile.telling import named

HERE: Final = "here"
EVERYWHERE: Final = "everywhere"
_LIFETIME_S: Final = 600


@command("forget", "忘记我", member=False, private=True)
async def forget(ctx: Context) -> Reply:
    """Asks whether the person is to be forgotten here or everywhere."""
    buttons = [
        Button(where, Text(f"forget.{where}"), "forget.where", (where,), _LIFETIME_S)
        for where in (HERE, EVERYWHERE)
    ]
    asked = Text("forget.ask", community=ctx.community.name)
    return Reply((asked,), (*buttons, _cancel()), private=True)


@button("forget.where", member=False)
async def choose_where(ctx: Context, where: str) -> Reply:
    """Says what would be gone, with confirm and cancel."""
    accounts = await linking.accounts_of(ctx.tx, ctx.account.person)
    texts = [Text(f"forget.sure.{where}", community=ctx.community.name)]
    if len(accounts) > 1:
        texts += [Text("me.account", account=named(each)) for each in accounts]
    texts.append(Text("forget.what"))
    confirm = Button(
        "confirm", Text("button.confirm"), "forget.confirm", (where,), _LIFETIME_S, once=True
    )
    return Reply(tuple(texts), (confirm, _cancel()), replaces=True, private=True)


@button("forget.confirm", member=False)
async def confirm_forget(ctx: Context, where: str) -> Reply:
    """The person is forgotten."""
    community = ctx.community.id if where == HERE else None
    forgotten = await erasing.forget(
        ctx.tx,
        ctx.house,
        ctx.ids,
        account=ctx.account.id,
        community=community,
        by=ctx.account.id,
        now=ctx.now,
    )
    ctx.forgets = True
    done = "forget.done.everywhere" if forgotten.everywhere else "forget.done.here"
    return Reply((Text(done, community=ctx.community.name),), replaces=True, private=True)


@button("forget.cancel", member=False)
async def cancel_forget(ctx: Context) -> Reply:
    """Nothing was erased."""
    return Reply((Text("forget.cancelled"),), replaces=True, private=True)


def _cancel() -> Button:
    return Button("cancel", Text("button.cancel"), "forget.cancel", (), _LIFETIME_S)
