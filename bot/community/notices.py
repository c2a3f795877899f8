"""Where somebody can be told something that they have not asked for.

So far that is the private chat of the account that it is about.
"""

from __future__ import annotations

from bot.community import people
from bot.core.model import AccountId, Community
from bot.core.outgoing import Purpose, Say
from bot.core.ports import Reader
from bot.core.text import Text


async def privately(
    read: Reader,
    community: Community,
    account: AccountId,
    texts: tuple[Text, ...],
    dedupe_key: str,
) -> Say | None:
    """A notice to the account alone, in the person's language; None for an account that is gone.

    A second one with the same ``dedupe_key`` is none.
    """
    known = await people.find_account(read, community.id, account)
    if known is None:
        return None
    return Say(
        known.account.platform,
        known.account.user,
        texts,
        Purpose.NOTICE,
        known.locale or community.locale,
        to=known.account.user,
        dedupe_key=dedupe_key,
    )
