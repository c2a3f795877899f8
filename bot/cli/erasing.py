"""``hearth erase``: what ``/forget`` does, for somebody who cannot ask the bot any more."""

from __future__ import annotations

from functools import partial
from typing import Final

from bot.app import App
from bot.cli.database import opened
from bot.cli.speaking import Speaker
from bot.community import erasing, people
from bot.config.config import Config
from bot.core.errors import OperatorRefusal
from bot.core.exporting import Forgotten
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Transaction
from bot.engine.purging import purge
from bot.engine.writing import Writing

OPERATOR: Final = "operator"


class EraseRefused(OperatorRefusal):
    """There is nobody of this name to erase."""


async def erase(
    config: Config, speaker: Speaker, member: str, community: str, *, sure: bool
) -> None:
    """The person who holds ``platform:user`` is forgotten in the community, or everywhere for "".

    Unless ``sure`` it only says who that is. Raises EraseRefused.
    """
    async with opened(config) as app:
        account = await _find(app, member, community)
        if not sure:
            speaker.say("cli.erase.who", member=member, community=community)
            return
        where = CommunityId(community) if community else None
        act = partial(_forget, app, account, where)
        (outcome,) = await app.database.run([Writing(act)])
        forgotten = outcome.value
        await purge(app.machine)
        for each in forgotten.accounts:
            speaker.say("cli.erase.done", account=f"{each.platform}:{each.user}")


async def _forget(
    app: App, account: AccountId, community: CommunityId | None, tx: Transaction
) -> Forgotten:
    machine = app.machine
    return await erasing.forget(
        tx,
        machine.house,
        machine.ids,
        account=account,
        community=community,
        by=OPERATOR,
        now=machine.clock.now(),
    )


async def _find(app: App, member: str, community: str) -> AccountId:
    places = app.machine.world.places
    if community and community not in places:
        names = ", ".join(sorted(places))
        raise EraseRefused("export.no_community", found=community, names=names)
    platform, _, user = member.partition(":")
    async with app.database.read() as read:
        known = await people.find(
            read, CommunityId(community or next(iter(places))), platform, user
        )
    if known is None or (community and not known.member):
        raise EraseRefused("erase.nobody", found=member)
    return known.account.id
