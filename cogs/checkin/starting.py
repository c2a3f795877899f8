"""What somebody holds who becomes a member, and how much of it anybody may hold."""

from __future__ import annotations

from datetime import datetime

from bot.community import holdings
from bot.community.holdings import HoldingEntry, Item
from bot.core.cog import SettingsOf, offers
from bot.core.model import Account, Community, MemberId
from bot.core.ports import Transaction
from cogs.checkin.settings import CheckinSettings


@offers("most", Item.FREEZE)
def most_freezes(settings: SettingsOf) -> int:
    """How many freezes a member may hold; more than that cannot be bought."""
    return settings(CheckinSettings).freeze_max


@offers("newcomer", "checkin")
async def give_starting_cards(
    tx: Transaction,
    community: Community,
    settings: SettingsOf,
    account: Account,
    member: MemberId,
    now: datetime,
) -> None:
    """The new member holds the freezes and make-up cards of the settings, once for an account."""
    rules = settings(CheckinSettings)
    starting = {
        Item.FREEZE: min(rules.freeze_starting, rules.freeze_max),
        Item.MAKEUP_CARD: rules.makeup_cards_starting,
    }
    for item, count in starting.items():
        if count:
            entry = HoldingEntry(
                f"start:{account.id}:{item}", account.id, item, count, "start", now
            )
            await holdings.give(tx, community.id, member, entry)
