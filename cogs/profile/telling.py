"""How accounts are named to people, and where another account of somebody is told something."""

from __future__ import annotations

from bot.community import people
from bot.core.context import Context
from bot.core.model import Account
from bot.core.outgoing import Button, Say
from bot.core.text import Text


def named(account: Account) -> Text:
    """The account by its name and platform."""
    return Text(
        "account.name",
        name=account.name or account.user,
        platform=platform_name(account.platform),
    )


def exactly_named(account: Account) -> Text:
    """The same with the platform's own id, which nobody else can have."""
    return Text(
        "account.name.exact",
        name=account.name or account.user,
        platform=platform_name(account.platform),
        user=account.user,
    )


def platform_name(platform: str) -> str:
    """The platform as it writes itself."""
    return platform.capitalize()


async def tell_in_private(
    ctx: Context, account: Account, *texts: Text, buttons: tuple[Button, ...] = ()
) -> None:
    """The account hears this in its private chat, in the language of its person."""
    known = await people.find_account(ctx.tx, ctx.community.id, account.id)
    ctx.say(
        Say(
            account.platform,
            account.user,
            texts,
            locale=known.locale if known is not None else "",
            to=account.user,
            buttons=buttons,
        )
    )
