"""The turn: the one piece of code that handles an update inside a transaction.

Who it is, what is asked, may they, do it, let the others hear of it, write down what to say,
mark the update done: all or nothing. ``docs/architecture.md``, "One message".
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.community import doors, messages, places, privileges
from bot.core.cog import ButtonSpec, CommandSpec
from bot.core.context import Context
from bot.core.errors import Refusal, TriedOut
from bot.core.model import CommunityId, Incoming, Kind, Rank, Sender
from bot.core.options import Target
from bot.core.outgoing import Button, Reply
from bot.core.parsing import Unknown
from bot.core.permissions import Need, Standing, authorize
from bot.core.ports import Transaction
from bot.core.setting_places import config_name
from bot.core.text import Text
from bot.engine import arrivals, buttons, retries
from bot.engine.answer import Answer
from bot.engine.binding import bind
from bot.engine.changes import tell_change
from bot.engine.examples import examples_of
from bot.engine.hearing import Hearing, Place
from bot.engine.machine import Machine
from bot.engine.moving import Move
from bot.engine.outbox import Waiting
from bot.engine.overhearing import is_overheard, overhear_one
from bot.engine.own_turn import OwnTurn, keep_plans
from bot.engine.presence import tell_presence
from bot.engine.router import Asked, Route
from bot.engine.scene import Scene, WhichCommunity, find_scene, plain_locale, welcome

log = logging.getLogger(__name__)

Tell = Callable[..., Awaitable[Sequence[Context]]]
"""Tells what an update is about that nobody asked with: ``tell_change`` and its kin."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A query that may run: its update is stored, its turn ends when there is an answer."""

    command: CommandSpec
    context: Context
    values: dict[str, Any]


class Turn:
    """One update's turn. ``run`` may be called again: after a refusal, a bug, or a lost commit.

    ``stored`` says that the update lies in the inbox as pending, ``tries`` how often it was
    tried before, ``left_out`` which listeners failed and hear their event later, ``planned``
    whether it planned jobs. A query's turn runs twice: first it is only let in (``admitted``),
    then its ``reply`` is there.
    """

    def __init__(
        self, machine: Machine, incoming: Incoming, route: Route, *, stored: bool, tries: int = 0
    ) -> None:
        self._machine = machine
        self.incoming = incoming
        self.route = route
        self.stored = stored
        self.tries = tries
        self.admitted: Admitted | None = None
        self.reply: Reply | None = None
        self._refusal: Text | None = None
        self._set_aside = ""
        self._hearing: Hearing | None = None
        self.left_out: list[Place] = []
        self.planned = self.forgets = False
        self._change: OwnTurn | None = None

    @property
    def has_kept_events(self) -> bool:
        """Whether a listener failed and hears its event later."""
        return bool(self.left_out) or (self._change is not None and self._change.has_kept_events)

    @property
    def _asks_in_private(self) -> bool:
        return isinstance(self.route, Asked) and self.route.command.private

    @property
    def is_query(self) -> bool:
        """Whether a command asks for it that only reads."""
        return isinstance(self.route, Asked) and self.route.command.query

    def refuse(self, refusal: Text) -> None:
        """The next run only says this."""
        self._refusal = refusal

    def give_up(self, reason: str) -> None:
        """The next run sets the update aside for the operators."""
        self._set_aside = reason or "no reason"
        incoming = self.incoming
        log.error("update set aside: %s %r: %s", incoming.platform, incoming.update_id, reason)

    async def run(self, tx: Transaction) -> list[Waiting]:
        """The update is done; returns what is to be sent once this is committed."""
        self._hearing = self.admitted = None
        self.planned = self.forgets = False
        if self._set_aside:
            return await self._give_up(tx)
        if not await arrivals.claim(tx, self.incoming, stored=self.stored):
            return []
        incoming = self.incoming
        if self.route is None and is_overheard(self._machine, incoming):
            return await self._told(tx, overhear_one)
        match incoming.kind:
            case Kind.MESSAGE:
                return await self._message(tx)
            case Kind.BUTTON:
                return await self._button(tx)
            case Kind.EDIT | Kind.DELETE:
                return await self._told(tx, tell_change)
            case Kind.JOIN | Kind.LEAVE:
                return await self._told(tx, tell_presence)
            case Kind.ROLE:
                await privileges.note_role(tx, incoming)
            case Kind.MOVE:
                world = self._machine.world
                await Move(
                    world, incoming.platform, incoming.chat, incoming.moved_to, incoming.at
                ).run(tx)
        return []

    def recover(self, error: Exception) -> Turn | None:
        """Runs once more: to say a refusal, without a listener that failed, or to set aside."""
        failing = None if self._hearing is None else self._hearing.failing
        if isinstance(error, Refusal) and failing is None and self._refusal is None:
            self.refuse(error.text)
            return self
        if isinstance(error, TriedOut) and failing is None and self.reply is None:
            self.reply = error.reply
            return self
        incoming = self.incoming
        log.error(
            "turn failed: %s update %r", incoming.platform, incoming.update_id, exc_info=error
        )
        if self._set_aside:
            return None
        if self._change is not None and self._change.recover(error) is not None:
            return self
        if failing is not None:
            self.left_out.append(failing)
            return self
        self.tries += 1
        if self.tries >= arrivals.MOST_TRIES:
            self.give_up(f"{type(error).__name__}: {error}")
        return self

    async def _message(self, tx: Transaction) -> list[Waiting]:
        incoming, route, world = self.incoming, self.route, self._machine.world
        community = None
        if not incoming.private:
            community = world.community_at(incoming.platform, incoming.chat)
            if community is None:
                return await self._unbound(tx)
        if incoming.sender is not Sender.PERSON:
            return await self._not_a_person(tx)
        try:
            scene = await self._scene(tx, community)
        except WhichCommunity as which:
            return [] if route is None else await self._ask_community(tx, which)
        if community is not None:
            await messages.note(tx, community, [(incoming, scene.known.account.id)], counts=False)
        if self._refusal is not None:
            private = self._asks_in_private
            return await self._answer(tx, scene.locale, private=private).say([self._refusal])
        if isinstance(route, Asked):
            return await self._command(tx, scene, route)
        if isinstance(route, Unknown) and self._may_correct(route):
            return await self._answer(tx, scene.locale).say([_correction(route)])
        return []

    async def _scene(self, tx: Transaction, community: CommunityId | None) -> Scene:
        machine = self._machine
        try:
            scene = await find_scene(tx, machine.world, machine.ids, self.incoming, community)
        except WhichCommunity as which:
            await doors.open_to(tx, which.known.account.id, self.incoming.at)
            raise
        if self.incoming.private:
            await doors.open_to(tx, scene.known.account.id, self.incoming.at)
        if scene.known.new:
            newcomer = machine.router.offers("newcomer")
            await welcome(newcomer, tx, scene.place, scene.known, self.incoming.at)
        return scene

    async def _command(self, tx: Transaction, scene: Scene, asked: Asked) -> list[Waiting]:
        command, machine = asked.command, self._machine
        ctx = await self._context(tx, scene, command.need)
        if self.reply is not None:
            return await self._handled(ctx, self.reply)
        machine.cooldowns.use(command, self.incoming, ctx.account.id)
        options = machine.router.options(command)
        with examples_of(command):
            values = await bind(tx, ctx.community.id, self.incoming, options, asked)
            targets = [each for each in values.values() if isinstance(each, Target)]
            ctx.named.update((each.member, each.account) for each in targets)
            if not command.query:
                return await self._handled(ctx, await command.run(ctx, **values))
        await arrivals.reopen(tx, self.incoming, machine.arrival_order())
        self.admitted = Admitted(command, ctx, values)
        return []

    async def _button(self, tx: Transaction) -> list[Waiting]:
        incoming, machine = self.incoming, self._machine
        if self._refusal is not None:
            return await self._plain_answer(tx, self._refusal)
        pressed = await buttons.find(tx, incoming, incoming.at)
        spec: ButtonSpec | None = machine.router.buttons.get(pressed.action)
        if spec is None or pressed.community not in machine.world.places:
            raise Refusal("button.expired")
        await buttons.use_up(tx, incoming)
        scene = await self._scene(tx, pressed.community)
        ctx = await self._context(tx, scene, spec.need)
        with examples_of(machine.router.command_of(spec)):
            return await self._handled(ctx, await spec.run(ctx, *pressed.args))

    async def _told(self, tx: Transaction, tell: Tell) -> list[Waiting]:
        if self._change is None:
            cause = self.incoming.update_id
            act = partial(tell, self._machine, incoming=self.incoming)
            self._change = OwnTurn(self._machine, cause, act)
        waiting = await self._change.run(tx)
        self.planned, self.forgets = self._change.planned, self._change.forgets
        return waiting

    async def _handled(self, ctx: Context, reply: Reply) -> list[Waiting]:
        hearing = self._hearing = Hearing(self._machine.router, self.left_out)
        lines = await hearing.answer(ctx, reply)
        for listener, event in hearing.skipped:
            await retries.keep(ctx, listener, event)
        self.planned, self.forgets = await keep_plans(ctx), ctx.forgets
        private = reply.private or self._asks_in_private
        answer = self._answer(ctx.tx, ctx.locale, private=private, secret=reply.secret)
        for button in reply.buttons:
            await answer.hang(ctx.community.id, ctx.account, button)
        card = None if reply.card is None else reply.card.showing(ctx.shown)
        said = await answer.say(lines, replaces=reply.replaces, card=card, document=reply.document)
        return said + await answer.others(ctx)

    async def _context(self, tx: Transaction, scene: Scene, need: Need) -> Context:
        incoming, community = self.incoming, scene.place.community
        rank = Rank.MEMBER
        if need.rank > Rank.MEMBER:
            rank = await privileges.rank_of(tx, scene.place.staff, incoming)
        standing = Standing(community.id, rank, bool(scene.known.member), incoming.sender)
        if (refused := authorize(standing, need, community.id)) is not None:
            raise Refusal(refused, community=community.name)
        return Context(
            incoming.at,
            community,
            scene.actor(rank),
            incoming,
            scene.day_rules,
            scene.place.settings,
            scene.locale,
            self._machine.house,
            tx,
            self._machine.ids,
        )

    def _answer(
        self, tx: Transaction, locale: str, *, private: bool = False, secret: bool = False
    ) -> Answer:
        incoming = self.incoming
        # A press is answered so only under a message that one person alone sees.
        alone = incoming.kind is Kind.BUTTON or self._asks_in_private
        in_place = bool(incoming.answer_to) and alone
        return Answer(
            tx,
            self._machine.ids,
            incoming,
            locale,
            private=private,
            in_place=in_place,
            secret=secret,
        )

    async def _plain_answer(self, tx: Transaction, text: Text) -> list[Waiting]:
        locale = await plain_locale(tx, self._machine.world, self.incoming)
        return await self._answer(tx, locale).say([text])

    async def _not_a_person(self, tx: Transaction) -> list[Waiting]:
        if not isinstance(self.route, Asked):
            return []
        incoming = self.incoming
        # Two bots that answer each other would never end: one hint is enough for a while.
        machines = (Sender.BOT, Sender.WEBHOOK)
        about = f"{incoming.sender}:{incoming.user}"
        if incoming.sender in machines and not self._machine.cooldowns.hint(incoming, about):
            return []
        refused = authorize(Standing(None, Rank.MEMBER, False, incoming.sender), Need(), None)
        return [] if refused is None else await self._plain_answer(tx, Text(refused))

    async def _unbound(self, tx: Transaction) -> list[Waiting]:
        incoming = self.incoming
        if self.route is None or incoming.sender is not Sender.PERSON:
            return []
        rank = await privileges.rank_in_chat(tx, incoming.platform, incoming.chat, incoming.user)
        if rank < Rank.ADMIN:
            return []
        # Once for a group with all its topics, a guild with all its channels.
        whole = incoming.chat.partition("/")[0]
        if not await places.note_unbound(tx, incoming.platform, whole, incoming.at):
            return []
        name = config_name(incoming.platform, incoming.chat)
        return await self._plain_answer(tx, Text("chat.unbound", chat=name))

    async def _ask_community(self, tx: Transaction, which: WhichCommunity) -> list[Waiting]:
        answer = self._answer(tx, await plain_locale(tx, self._machine.world, self.incoming))
        for community in which.communities:
            label = Text("community.name", name=community.name)
            button = Button(community.id, label, places.CHOOSE_COMMUNITY)
            await answer.hang(community.id, which.known.account, button)
        return await answer.say([Text("which.community")])

    async def _give_up(self, tx: Transaction) -> list[Waiting]:
        await arrivals.set_aside(tx, self.incoming, self.tries, self._set_aside)
        if self.route is None and self.incoming.kind is not Kind.BUTTON:
            return []
        return await self._plain_answer(tx, Text("trouble.update.set.aside"))

    def _may_correct(self, unknown: Unknown) -> bool:
        """In a group only where it does not disturb: the word may be meant for another bot."""
        incoming, machine = self.incoming, self._machine
        if incoming.private:
            return True
        if not machine.chatter.is_quiet(incoming):
            return False
        return unknown.nearest is not None or machine.cooldowns.hint(incoming, unknown.word)


def _correction(unknown: Unknown) -> Text:
    if unknown.nearest is None:
        return Text("command.unknown", word=unknown.word)
    return Text("command.unknown.near", word=unknown.word, nearest=unknown.nearest)
