"""Who may do what: every combination, against rules that are written down a second time."""

from __future__ import annotations

from itertools import product

import pytest

from bot.core.model import CommunityId, Rank, Sender
from bot.core.permissions import Need, Standing, authorize

HERE = CommunityId("here")
THERE = CommunityId("there")
ALL = [
    (Standing(of, rank, member, sender), Need(needed, must), place)
    for of, rank, member, sender, needed, must, place in product(
        (HERE, THERE, None), Rank, (True, False), Sender, Rank, (True, False), (HERE, None)
    )
]


def test_only_a_person_may_do_anything() -> None:
    sentences = {
        Sender.BOT: "not.a.person",
        Sender.WEBHOOK: "not.a.person",
        Sender.CHANNEL: "not.a.person.channel",
        Sender.ANONYMOUS: "not.a.person.anonymous",
    }
    for who, need, place in ALL:
        if who.sender is not Sender.PERSON:
            assert authorize(who, need, place) == sentences[who.sender]


def test_a_lower_rank_may_never_do_what_a_higher_one_may() -> None:
    for who, need, place in ALL:
        if who.rank < need.rank:
            assert authorize(who, need, place) is not None


def test_rights_of_one_community_say_nothing_in_another() -> None:
    for who, need, place in ALL:
        asks_for_nothing = need == Need(Rank.MEMBER, member=False)
        if (who.community != place or place is None) and not asks_for_nothing:
            assert authorize(who, need, place) is not None


def test_who_is_no_member_may_do_nothing_that_is_for_members() -> None:
    for who, need, place in ALL:
        if need.member and not who.is_member:
            assert authorize(who, need, place) is not None


def test_nothing_else_is_refused() -> None:
    allowed = {case for case in ALL if authorize(*case) is None}
    assert allowed == {
        (who, need, place)
        for who, need, place in ALL
        if who.sender is Sender.PERSON
        and who.rank >= need.rank
        and (who.is_member or not need.member)
        and (
            need == Need(Rank.MEMBER, member=False)
            or (place is not None and who.community == place)
        )
    }


@pytest.mark.parametrize(
    ("who", "need", "said"),
    [
        (Standing(HERE, Rank.MEMBER, False, Sender.PERSON), Need(), "not.a.member"),
        (Standing(THERE, Rank.OWNER, True, Sender.PERSON), Need(Rank.MODERATOR), "not.a.member"),
        (
            Standing(HERE, Rank.MEMBER, True, Sender.PERSON),
            Need(Rank.MODERATOR),
            "not.allowed.moderator",
        ),
        (
            Standing(HERE, Rank.MODERATOR, True, Sender.PERSON),
            Need(Rank.ADMIN),
            "not.allowed.admin",
        ),
        (Standing(HERE, Rank.ADMIN, True, Sender.PERSON), Need(Rank.OWNER), "not.allowed.admin"),
    ],
)
def test_a_refusal_says_what_is_missing(who: Standing, need: Need, said: str) -> None:
    assert authorize(who, need, HERE) == said


def test_an_action_is_for_members_unless_it_says_otherwise() -> None:
    assert Need() == Need(Rank.MEMBER, member=True)
