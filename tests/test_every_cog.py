"""What every cog promises, asked of each that is there: also of those not yet written.

Nothing here knows a cog by its name, but for the excuses below. That each promise can be broken
is shown with the cog of ``tests/every_cog/planted.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.events import Event, event_from_json, event_to_json
from tests.every_cog import declared, harmless, kept, refused, spoken, talking
from tests.every_cog.gathered import Gathered, gather
from tests.every_cog.planted import BROKEN, planted

# Sentences that nothing says yet.
UNSAID: Final[dict[str, str]] = {}

# Tables that have no column for a person.
NOBODYS: Final = {
    "community_days": "the community's own zone and start of day",
    "unbound_chats": "a chat that no community names",
    "chat_moves": "a group that has another id now",
    "platform_roles": "keyed by the platform's own id; the platform says it again",
    "ledger_seals": "a seal names an entry and holds nothing but its hash",
    "rule_versions": "the config's own rules of earning, each from when on",
    "rescorings": "an act of the operator and its day; what it moved is in `rescored`",
    "shop_stock": "how many of an item are gone, whoever has them",
    "rank_counts": "how many have a number of points, whoever they are",
    "boards": "a period that members were ranked for, and how many were",
    "recaps": "the numbers of a recap as it was told; it names nobody",
    "action_notes": "what an act's actor wrote; the act says who that is",
}

# Facts and choices of people that reach an export other than by a cog's own offer.
EXPORTED_ELSEWHERE: Final = {
    "accounts": "bot/rehearsal/exported.py writes them at the head of each member",
    "persons": "their language and zone stand at the head of each member",
    "members": "their id stands at the head of each member",
    "zone_choices": "the zone in force stands at the head of each member",
    "ledger_entries": "the list `ledger` of the community",
    "actions": "the list `audit` of the community",
    "links": "whom a person is linked with stands in their `accounts`; the rest in /export",
    "private_choices": "which community a private chat means is no part of a community's export",
    "memberships": "which accounts make a member stands in the member's `accounts`",
    "presences": "where an account was seen is no part of a community's export; it is in /export",
    "link_codes": "a code is no part of a community's export, and gone within a day",
    "link_guesses": "wrong codes are no part of a community's export, and gone within a day",
    "forgotten": "says of entries in the list `ledger` that nobody holds them any more",
    "days": "the days that were credited are exported from their credits, which are made of them",
    "day_changes": "a day that was taken back has no credit, and none is exported",
    "makeup_days": "each make-up of the member's `makeups` lists its days",
    "holding_entries": "the member's `inventory` is their sum",
    "reviews": "what waits is exported by the cog that asked, as a make-up in `makeups`",
    "review_signatures": "who decided stands in the list `audit` of the community",
    "privileges": "they follow from the member's `tier` and `badges`; all are in /export",
    "tier_steps": "the member's `tier` is the best of the last ones",
    "role_wishes": "they follow from `level`, `tier` and what is unlocked; all are in /export",
    "board_rows": "they follow from the list `ledger`; all are in /export",
    "rank_choices": "whether one is shown on boards says nothing of what one did; it is in /export",
    "notice_choices": "what one wants to be told says nothing of what one did; it is in /export",
    "private_doors": "who has written in private is no part of a community's export; in /export",
    "notice_days": "how many messages one got changes nothing of a member; it is in /export",
    "occasions": "a birthday is told to the bot alone; it is in /export",
    "moments": "they follow from `badges`, `level` and `tier`, and from when one came; in /export",
    "messages": "who wrote which message is no part of a community's export; it is in /export",
    "messages_past": "a member's tally `messages` is made of it; it is in /export",
    "reactions": "a reaction that earned is an entry of the list `ledger`; all are in /export",
    "earnings": "each names the ledger entry that paid it, and entries are exported",
    "rescored": "what it moved are entries of the list `ledger`; all is in /export",
    "refusals": "what earned nothing changes nothing of a member; it is in /export",
    "talkers": "hashes of what was written lately, for a day",
    "earning_marks": "each mark names the ledger entry that paid it, and entries are exported",
}

# Refusals that no call would help.
SPEAKING: Final = {
    "not.a.person": "said to bots and webhooks",
    "not.a.person.channel": "who is asked to be themselves does so in the platform's own menu",
    "not.a.person.anonymous": "the same",
    "button.expired": "which command it belonged to may be forgotten",
    "button.foreign": "the same",
    "button.used": "the same",
}

# Buttons that stand under no command's answer.
BUTTONS_ALONE: Final = {"community.choose": "asks which community before any command is read"}

Promise = Callable[[Gathered], list[str]]
PROMISES: Final[dict[str, Promise]] = {
    "every sentence is there, in both languages": partial(spoken.incomplete, unsaid=UNSAID),
    "every key is a sentence's or a button's": spoken.strange_keys,
    "every sentence gets its values": spoken.wanting_values,
    "nothing is declared twice": declared.doubles,
    "every command has its names and its words": declared.speechless,
    "every job that is shown has a name": declared.nameless_jobs,
    "every cog says what it is for": declared.purposeless,
    "buttons carry text": declared.deaf_buttons,
    "every refusal says how it is right": partial(refused.unhelpful, speaking=SPEAKING),
    "buttons are named after commands": partial(refused.nameless_buttons, alone=BUTTONS_ALONE),
    "listeners hear declared events": declared.unheard_of,
    "events can be kept": declared.loose_events,
    "cogs know each other by events": declared.strangers,
    "every setting is explained": declared.unexplained,
    "every table says what it is": partial(kept.undeclared, nobodys=NOBODYS),
    "what is known of a person is exported": partial(kept.unexported, elsewhere=EXPORTED_ELSEWHERE),
    "every cache can be proven and made anew": kept.unproven,
}
BREAKS: Final = {
    "every sentence is there, in both languages": [
        "help-wave (zh): absent",
        "job-wave_all (zh): absent",
        'wave-broken (en): Expected token: "}"',
        "wave-broken (zh): absent",
        "wave-broken: nothing says it",
        "wave-again (zh): twice",
        "wave-gone (en): absent",
        "wave-gone (zh): absent",
        "wave-idle (zh): absent",
        "wave-idle: nothing says it",
        "wave-twice: the languages name other values",
    ],
    "every key is a sentence's or a button's": [
        "cogs/zz_broken/cog.py:19: 'wave.gone' is no sentence and no button",
        "cogs/zz_broken/cog.py:20: 'wave.meant' is no sentence and no button",
    ],
    "every sentence gets its values": [
        "cogs/zz_broken/cog.py:21: en: wave-done (en): Unknown external: name",
        "cogs/zz_broken/cog.py:21: zh: wave-done (zh): Unknown external: name",
        "cogs/zz_broken/cog.py:21: zh: wave-twice (zh): Unknown external: who",
    ],
    "nothing is declared twice": [
        "two declare the bare word 签到",
        "two declare the button history.page",
        "two declare the command points",
        "two declare the name points",
        "two declare the name 积分",
        "two declare the offer export days",
    ],
    "every command has its names and its words": [
        "/wave: no sentence help.wave",
        "/wave: no sentence option.whom",
        "/wave: the second name is a Chinese one",
    ],
    "every job that is shown has a name": ["job wave_all: no sentence job.wave_all (zh)"],
    "every cog says what it is for": [
        "cogs/zz_broken: the docstring names no page of docs/features",
    ],
    "buttons carry text": ["button wave.again: times is no str"],
    "every refusal says how it is right": [
        "wave.flat (en): does not end as a sentence, so that nothing can follow it",
        "wave.flat (zh): has an example, and gets its command's",
        "wave.later (en): does not say from when on",
        "wave.later (zh): does not say from when on",
    ],
    "buttons are named after commands": [
        "button history.page is named after no command of cogs/zz_broken",
    ],
    "listeners hear declared events": [
        "cogs.zz_broken.cog.hear:Waved hears Waved, which is declared in cogs.zz_broken.cog",
    ],
    "events can be kept": [
        "Bare is no frozen dataclass",
        "Heavy.days is no str, int, bool, date or datetime",
        "Waved is no frozen dataclass",
    ],
    "cogs know each other by events": [
        "cogs/zz_broken/cog.py:9: a cog does not know cogs.checkin.store.find_streak",
    ],
    "every setting is explained": [
        "[zz_broken]: not explained in Chinese",
        "[zz_broken]: not explained in English",
        "zz_broken.most: not explained in Chinese",
        "zz_broken.most: not explained in English",
    ],
    "every table says what it is": [
        "nods does not say whose its rows are",
        "waves does not say how long its rows stay",
    ],
    "what is known of a person is exported": ["winks (cogs.zz_broken) is in no export"],
    "every cache can be proven and made anew": [
        "cogs/zz_broken keeps nods, tally waves and does not offer rebuild",
        "cogs/zz_broken keeps nods, tally waves and does not offer verify",
    ],
}

NODDING: Final = {
    "__init__.py": "",
    "cog.py": """
from bot.core.cog import command
from bot.core.context import Context
from bot.core.options import Amount, Who
from bot.core.outgoing import Reply

@command("nod", "点头")
async def nod(ctx: Context, who: Who, times: Amount) -> Reply:
    return Reply.of("nod.done")
""",
    "locales/en/nods.ftl": "help-nod = nod\nexample-nod = /nod @rain often\nnod-done = Done.\n",
    "locales/zh/nods.ftl": "help-nod = 点头\nexample-nod = 点头\nnod-done = 好。\n",
}


@cache
def all_there() -> Gathered:
    return gather()


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Gathered:
    """What is there when a cog that breaks every promise is among them."""
    with planted(tmp_path_factory.mktemp("broken"), BROKEN, "zz_broken"):
        return gather()


@pytest.mark.parametrize("promise", PROMISES)
def test_every_cog_keeps_its_promises(promise: str) -> None:
    report(PROMISES[promise](all_there()))


@pytest.mark.parametrize("promise", PROMISES)
def test_a_cog_that_breaks_a_promise_is_found(promise: str, broken: Gathered) -> None:
    before = set(PROMISES[promise](all_there()))
    assert sorted(set(PROMISES[promise](broken)) - before) == sorted(BREAKS[promise])


def test_refusals_that_stand_alone_and_name_no_call_are_found() -> None:
    assert refused.unhelpful(all_there(), {}) == [
        f"{key} ({locale}): names no call that works"
        for key in sorted(SPEAKING)
        for locale in ("zh", "en")
    ]


def test_every_example_calls_its_own_command() -> None:
    report(talking.misread(all_there()))


async def test_every_example_is_understood() -> None:
    report(await talking.refused(all_there()))


async def test_no_command_swallows_words_that_it_cannot_use() -> None:
    free = {
        "announce": "what is announced",
        "approve": "ids",
        "award": "the reason",
        "checkin": "a note",
        "coupons": "the codes",
        "decline": "the reason",
        "makeup": "the reason",
        "redeem": "a note for whoever fulfils it",
        "refund": "the reason",
    }
    report(await talking.swallowed(all_there(), free))


async def test_examples_that_do_not_work_are_found(tmp_path: Path) -> None:
    with planted(tmp_path, NODDING, "zz_nods"):
        nodding = gather()
        wrong = "“often” isn’t an amount I can use. Please write a whole number of at least 1."
        assert (talking.misread(nodding), await talking.refused(nodding)) == (
            ["点头 does not call /nod"],
            [
                "点头: []",
                f"/nod @rain often: ['{wrong} For example: /nod @rain often']",
            ],
        )


@pytest.mark.parametrize("kind", harmless.WRITTEN)
def test_nothing_that_people_write_breaks_out_of_a_sentence(kind: str) -> None:
    report(harmless.escapes(all_there().sentences, harmless.WRITTEN[kind]))


def test_a_sentence_that_shows_values_as_they_are_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.presenter.sentences.clean_name", str)
    found = harmless.escapes(all_there().sentences, "a\nb\u202e")
    assert {problem.rpartition(": ")[2] for problem in found} == {
        "another line",
        "a character that is not shown",
    }
    assert harmless.escapes(all_there().sentences, "x" * 10_000) != []


@pytest.mark.parametrize("kind", harmless.WRITTEN)
async def test_no_command_is_disturbed_by_names_and_notes(kind: str) -> None:
    written = harmless.WRITTEN[kind]
    plainly = await harmless.answers(all_there(), "N", "n")
    said = await harmless.answers(all_there(), written, written)
    assert harmless.broken(said, plainly, written) == []


@pytest.mark.parametrize("event", all_there().events, ids=lambda event: event.__name__)
@given(data=st.data())
def test_every_event_survives_being_kept_for_a_retry(
    event: type[Event], data: st.DataObject
) -> None:
    told = data.draw(declared.examples_of(event))
    assert event_from_json(event, event_to_json(told)) == told


def report(problems: Iterable[str]) -> None:
    """Fails with every problem on a line of its own."""
    if found := sorted(set(problems)):
        pytest.fail("\n".join(found), pytrace=False)
