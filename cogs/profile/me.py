"""The door ``/me``: one page of all that is kept of somebody."""

from __future__ import annotations

from bot.community import linking, memberships
from bot.core.cog import query
from bot.core.context import QueryContext
from bot.core.outgoing import Reply
from bot.core.schedule import rule_at
from bot.core.text import Text
from cogs.profile.pages import page_of
from cogs.profile.telling import named


@query("me", "我的", member=False, private=True)
async def me(ctx: QueryContext) -> Reply:
    """Accounts, choices, and what every cog keeps of the person in every community."""
    accounts = await linking.accounts_of(ctx.read, ctx.account.person)
    texts = [Text("me.head")]
    texts += [Text("me.account", account=named(each)) for each in accounts]
    zone = ctx.actor.zone or rule_at(ctx.day_rules, ctx.now).zone
    language = Text(f"language.name.{ctx.actor.locale}") if ctx.actor.locale else Text("me.unset")
    texts.append(Text("me.choices", language=language, zone=zone))
    found = await memberships.of_accounts(ctx.read, [each.id for each in accounts])
    members = dict.fromkeys((each.community, each.member) for each in found)
    for community, member in members:
        view = await ctx.house.view_of(ctx.read, community, member, ctx.now)
        if view is not None and view.accounts:
            texts += await page_of(ctx, ctx.read, view)
    texts.append(Text("me.foot"))
    return Reply(tuple(texts), private=True)
