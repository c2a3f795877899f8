"""Empties what may still name somebody who was forgotten, in slices that hold nobody up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from bot.core.ports import Transaction
from bot.engine import arrivals, outbox, traces
from bot.engine.machine import Machine
from bot.engine.traces import Erasure
from bot.engine.writing import Writing

_SLICE: Final = 500


async def purge(machine: Machine) -> bool:
    """Bodies that may name who was forgotten are empty; False when something waits to be sent."""
    async with machine.database.read() as read:
        erasures = await traces.all_of(read)
    is_done = True
    for erasure in erasures:
        if erasure.passed and await _something_waits(machine, erasure):
            is_done = False
            continue
        await _empty_messages(machine, erasure)
        await _empty_updates(machine, erasure)
        is_over = not await _something_waits(machine, erasure)
        note = traces.note_done if is_over else traces.note_passed
        await _write(machine, partial(note, erasure=erasure.id))
        is_done &= is_over
    return is_done


async def _something_waits(machine: Machine, erasure: Erasure) -> bool:
    async with machine.database.read() as read:
        for platform, chat in sorted(erasure.chats):
            if await outbox.waits_for(read, platform, chat):
                return True
    return False


async def _empty_messages(machine: Machine, erasure: Erasure) -> None:
    """A message that is over has no body any more, and one to them names no chat."""
    seq = 0
    while True:
        async with machine.database.read() as read:
            page = await outbox.over_after(read, seq, _SLICE)
        if not page:
            return
        seq = page[-1].seq
        if bodies := [each.seq for each in page if each.has_body]:
            await _write(machine, partial(outbox.empty, seqs=bodies))
        if named := [each.seq for each in page if (each.platform, each.chat) in erasure.chats]:
            await _write(machine, partial(outbox.unname, seqs=named))


async def _empty_updates(machine: Machine, erasure: Erasure) -> None:
    """An update that is over has them not in its body, and one of theirs names no chat."""
    key: arrivals.Key = ("", "", "")
    while True:
        async with machine.database.read() as read:
            page = await arrivals.over_after(read, key, _SLICE)
        if not page:
            return
        key = page[-1].key
        if bodies := [each.key for each in page if erasure.names(each.kept)]:
            await _write(machine, partial(arrivals.erase, keys=bodies))
        if named := [each.key for each in page if (each.key[0], each.chat) in erasure.chats]:
            await _write(machine, partial(arrivals.unname, keys=named))


async def _write(machine: Machine, act: Callable[[Transaction], Awaitable[None]]) -> None:
    (outcome,) = await machine.database.run([Writing(act)])
    if outcome.error is not None:
        raise outcome.error
