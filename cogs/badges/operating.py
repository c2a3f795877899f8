"""``hearth badges preview``, and what a change of the rules of earning would do to badges."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from graphlib import TopologicalSorter
from typing import Final

from bot.community import memberships, people, tallies
from bot.core.cog import offers
from bot.core.errors import OperatorRefusal
from bot.core.exporting import ExportMember
from bot.core.model import MemberId
from bot.core.operating import OPERATOR, Desk
from bot.core.ports import Reader
from bot.core.text import Text
from cogs.badges import store
from cogs.badges.catalogue import Catalogue, catalogue_of, natures_of, title
from cogs.badges.rules import Nature, names_to_read, reached, stands
from cogs.badges.settings import Badge

PAGE: Final = 200
SHOWN: Final = 50


@offers(OPERATOR, "badges preview")
async def preview(desk: Desk, key: str) -> AsyncIterator[Text]:
    """How many would get the badge now, and who; nothing is given."""
    catalogue = catalogue_of(desk.settings)
    badge = catalogue.badges.get(key)
    if badge is None:
        known = ", ".join(catalogue.badges) or "–"
        raise OperatorRefusal("badges.preview.unknown", found=key, known=known)
    name = title(badge, key)
    if badge.when is None:
        yield Text("badges.preview.manual", badge=name)
        return
    if not badge.is_open(desk.now):
        yield Text("badges.preview.closed", badge=name)
        return
    having = getting = 0
    async with desk.read() as read:
        async for member, has in _concerned(desk, read, catalogue, badge):
            having += has
            getting += not has
            if not has and getting <= SHOWN:
                yield await _line(desk, read, member)
    if getting > SHOWN:
        yield Text("badges.preview.more", count=getting - SHOWN)
    yield Text("badges.preview.sum", badge=name, getting=getting, having=having)


@offers("foresee", "badges")
async def foresee(read: Reader, member: ExportMember, numbers: Mapping[str, int]) -> list[Text]:
    """The badges that these numbers in place of the member's would give or take."""
    badges = catalogue_of(member.settings)
    asking = [each for each in badges.asking_for(numbers.keys()) if each.is_open(member.as_of)]
    awards = await store.awards_of(read, member.community.id, member.member)
    given = [each for each in awards if each.is_given]
    held = {each.badge for each in given}
    facts = {fact for each in asking if each.when is not None for fact in each.when.facts}
    facts |= {fact for each in given for fact in each.grounds.numbers}
    if not facts:
        return []
    now = await tallies.several(read, member.community.id, member.member, sorted(facts))
    then = {**now, **numbers}
    texts = []
    for badge in asking:
        if badge.when is None or badge.key in held:
            continue
        if reached(badge.when, then, {}, now_only=True) is not None:
            texts.append(Text("badges.foresee.earned", badge=title(badge, badge.key)))
    for award in given:
        moved = not numbers.keys().isdisjoint(award.grounds.numbers)
        if moved and not stands(award.grounds, then, {}, held):
            name = title(badges.badges.get(award.badge), award.badge)
            texts.append(Text("badges.foresee.lost", badge=name))
    return texts


async def _concerned(
    desk: Desk, read: Reader, catalogue: Catalogue, badge: Badge
) -> AsyncIterator[tuple[MemberId, bool]]:
    """Whoever has the badge or would get it, with whether they have it."""
    natures = natures_of(desk.house.tallies)
    chain = _leading_to(catalogue, badge)
    facts = {fact for each in chain if each.when is not None for fact in each.when.facts}
    names = sorted(names_to_read(facts, natures))
    after = ""
    while page := await memberships.members_after(read, desk.community.id, after, PAGE):
        after = page[-1][0]
        members = [member for member, _ in page]
        numbers = await tallies.of_members(read, desk.community.id, members, names)
        for member in members:
            held = await store.held_by(read, desk.community.id, member)
            then = set(held)
            # Whoever gets the badge that opens this one gets both.
            for each in chain:
                earned = each.is_open(desk.now) and _fulfils(each, numbers.get(member, {}), natures)
                if earned and _is_opened(catalogue, each, then):
                    then.add(each.key)
            if badge.key in then:
                yield member, badge.key in held


def _leading_to(catalogue: Catalogue, badge: Badge) -> list[Badge]:
    """The badge, behind all that open it; none leads back to itself."""
    opening: dict[str, Collection[str]] = {}
    todo = [badge.key]
    while todo:
        key = todo.pop()
        if key not in opening:
            opening[key] = sorted(catalogue.opened_by.get(key, ()))
            todo += opening[key]
    return [catalogue.badges[key] for key in TopologicalSorter(opening).static_order()]


def _fulfils(badge: Badge, numbers: Mapping[str, int], natures: Mapping[str, Nature]) -> bool:
    if badge.when is None:
        return False
    return reached(badge.when, numbers, natures, now_only=badge.has_window) is not None


def _is_opened(catalogue: Catalogue, badge: Badge, held: set[str]) -> bool:
    needed = catalogue.opened_by.get(badge.key)
    return needed is None or not needed.isdisjoint(held)


async def _line(desk: Desk, read: Reader, member: MemberId) -> Text:
    accounts = await people.accounts_of(read, desk.community.id, member)
    who = ", ".join(f"{each.platform}:{each.user}" for each in accounts)
    return Text("badges.preview.who", who=who, name=accounts[0].shown if accounts else "")
