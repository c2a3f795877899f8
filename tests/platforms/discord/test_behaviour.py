"""Behaviour on a simulated Discord that knows permissions, commands and interactions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

import bot.app
from bot.community import linking, people
from bot.core.clock import to_micros
from bot.core.errors import DeliveryFailed
from bot.core.ids import Ids
from bot.core.model import CommunityId, Incoming
from bot.core.outgoing import Act, Doing
from bot.core.ports import Transaction
from bot.core.text import Text
from bot.engine.verifying import Verdict, rebuild
from bot.presenter.delivery import Deed
from bot.rehearsal.clock import VirtualClock
from tests.kit import START, Do

CONFIG = """
[platforms.discord]
token = "a-token-for-nobody"

[community.main]
name = "Dawn"
zone = "Asia/Shanghai"
locale = "en"
chats = ["discord:2001", "telegram:-1001"]
"""
# A slow machine is no failure: the library itself gives up after five seconds.
PATIENCE_S = 60.0
FIRST = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."


class Scene:
    """One server with a channel; the bot is there."""

    def __init__(self, env: Any, app: bot.app.App, adapter: Any, clock: VirtualClock) -> None:
        self.env = env
        self.guild = env.create_guild(id=2001)
        self.channel = self.guild.create_text_channel("general")
        self.app = app
        self.adapter = adapter
        self.clock = clock

    def member(self, name: str, **options: Any) -> Any:
        """Somebody new."""
        return self.guild.add_member(self.env.create_user(name), **options)

    async def telegram(self, user: str, text: str, days_ago: int) -> None:
        """Somebody has written in the community's group on Telegram."""
        self.clock.jump_to(self.env.now() - timedelta(days=days_ago))
        at = self.clock.now()
        await self.app.take_in(
            Incoming("telegram", f"{user}:{days_ago}", "-1001", user, at, at, text=text)
        )
        await self.app.idle()
        self.clock.jump_to(self.env.now())

    async def links(self, one: str, other: str) -> None:
        """Who holds the account ``other`` holds ``one`` too, and what is kept is made anew."""

        async def hold(tx: Transaction) -> None:
            moved, holder = [
                await people.find(tx, CommunityId("main"), *each.split(":"))
                for each in (one, other)
            ]
            assert moved is not None
            assert holder is not None
            await linking.hold(
                tx,
                operation="link",
                account=moved.account,
                person=holder.account.person,
                now=self.clock.now(),
            )

        (outcome,) = await self.app.database.run([Do(hold)])
        assert outcome.error is None
        await rebuild(self.app.machine, Verdict())

    async def does(self, doing: Doing, **to: Any) -> None:
        """The bot does this in the channel."""
        chat = f"{self.guild.id}/{self.channel.id}"
        await self.adapter.perform(Deed(Act(doing, "discord", chat, **to), "it was asked for"))


@asynccontextmanager
async def a_scene(folder: Path) -> AsyncIterator[Scene]:
    """The bot is in a server, until the end of the block."""
    file = folder / "config.toml"
    file.write_text(CONFIG)
    file.chmod(0o600)
    config = bot.app.load_config(str(file), secrets=True)
    adapters: Any = {}
    clock = VirtualClock(START)
    app = bot.app.build(
        config,
        clock=clock,
        ids=Ids(1),
        database=f"sqlite:///{folder / 'hearth.db'}",
        adapters=adapters,
        durable=False,
    )
    adapters.update(bot.app.live_adapters(config, app, print))
    await app.start()
    try:
        async with (
            adapters["discord"].session(app.take_in) as client,
            simcord.run(client, shard_count=1, settle_timeout=PATIENCE_S) as env,
        ):
            clock.jump_to(env.now())
            yield Scene(env, app, adapters["discord"], clock)
    finally:
        await app.stop()


async def test_a_typed_command_is_answered(tmp_path: Path) -> None:
    async with a_scene(tmp_path) as scene:
        ann = scene.member("ann")
        await ann.send(scene.channel, "/checkin")
        assert scene.channel.last_message.content == FIRST


async def test_a_slash_command_is_thought_about_and_answered(tmp_path: Path) -> None:
    async with a_scene(tmp_path) as scene:
        ann = scene.member("ann")
        result = await ann.slash(scene.channel, "checkin", note="ran 5 km")
        assert result.acknowledged
        assert result.response.content == FIRST


async def test_a_member_is_chosen_from_a_list_and_a_moderator_by_permission(
    tmp_path: Path,
) -> None:
    async with a_scene(tmp_path) as scene:
        manages = scene.guild.create_role(
            "m", permissions=discord.Permissions(manage_messages=True)
        )
        ann, mo = scene.member("ann"), scene.member("mo", roles=[manages])
        await ann.send(scene.channel, "/checkin")
        await ann.slash(scene.channel, "award", who=ann, amount=5, reason="myself")
        assert "for moderators" in scene.channel.last_message.content
        await mo.slash(scene.channel, "award", who=ann, amount=5, reason="helped")
        assert scene.channel.last_message.content.startswith("ann got 5 points, 6 in all.")


async def test_a_button_is_for_the_one_who_asked(tmp_path: Path) -> None:
    async with a_scene(tmp_path) as scene:
        ann, bo = scene.member("ann"), scene.member("bo")
        await ann.send(scene.channel, "/checkin")
        await ann.send(scene.channel, "/language")
        asked = scene.channel.last_message
        await bo.click(asked, label="中文")
        assert "is for ann" in scene.channel.last_message.content
        await ann.click(asked, label="中文")
        assert "中文" in scene.channel.last_message.content


async def test_a_private_question_is_answered_in_private(tmp_path: Path) -> None:
    async with a_scene(tmp_path) as scene:
        ann = scene.member("ann")
        await ann.send(scene.channel, "/checkin")
        asked = await ann.send_dm("/points")
        answer = await anext(asked.channel.history(limit=1))
        assert answer.content.startswith("ann, you have 1 point")


async def test_a_streak_of_another_platform_goes_on_after_linking(tmp_path: Path) -> None:
    async with a_scene(tmp_path) as scene:
        for days_ago in (3, 2, 1):
            await scene.telegram("42", "/checkin", days_ago)
        ann = scene.member("ann")
        alone = await ann.slash(scene.channel, "streak")
        await scene.links(f"discord:{ann.id}", "telegram:42")
        before = await ann.slash(scene.channel, "streak")
        done = await ann.slash(scene.channel, "checkin", note="ran 5 km")
        assert [each.response.content for each in (alone, before, done)] == [
            "ann, your streak is 0 days, the longest 0.\nToday is still open.",
            "ann, your streak is 3 days, the longest 3.\nToday is still open."
            "\nWhat keeps it: amnesty when the bot is down for more than 60 minutes.",
            "Checked in. Your streak: 4 days.\n+1 point, 4 in all.",
        ]


async def test_sanctions_are_done_and_stand_in_the_audit_log(tmp_path: Path) -> None:
    async with a_scene(tmp_path) as scene:
        ann, role = scene.member("ann"), scene.guild.create_role("r")
        user = {"user": str(ann.id)}
        until = to_micros(scene.env.now() + timedelta(hours=1))
        await scene.does(Doing.MUTE, until=until, **user)
        await scene.does(Doing.GIVE_ROLE, role=str(role.id), **user)
        await scene.does(Doing.KICK, **user)
        await scene.does(Doing.KICK, **user)
        await scene.does(Doing.BAN, **user)
        assert scene.guild.get_ban(ann)
        await scene.does(Doing.UNBAN, **user)
        await scene.does(Doing.UNBAN, **user)
        assert scene.guild.get_ban(ann) is None
        timed_out, roles, kicked, banned, unbanned = (24, 25, 20, 22, 23)
        assert [(each.action_type, each.reason) for each in scene.guild.audit_log()] == [
            (each, "it was asked for") for each in (timed_out, roles, kicked, banned, unbanned)
        ]


async def test_who_stands_above_the_bot_is_left_alone(tmp_path: Path) -> None:
    async with a_scene(tmp_path) as scene:
        high = scene.guild.create_role("high", position=99)
        ann = scene.member("ann", roles=[high])
        with pytest.raises(DeliveryFailed) as raised:
            await scene.does(Doing.KICK, user=str(ann.id))
        assert raised.value.lacks == Text("discord.lacks.above.member")
        assert ann.id in scene.guild.member_ids()


async def test_a_message_and_a_reaction_come_and_go(tmp_path: Path) -> None:
    async with a_scene(tmp_path) as scene:
        ann = scene.member("ann")
        asked = await ann.send(scene.channel, "buy this")
        message = {"message": str(asked.id)}
        await scene.does(Doing.REACT, emoji="👍", **message)
        await scene.does(Doing.REACT, emoji="🎉", **message)
        (shown,) = scene.channel.history()
        assert [(str(each.emoji), each.count) for each in shown.reactions] == [("🎉", 1)]
        await scene.does(Doing.DELETE, **message)
        await scene.does(Doing.DELETE, **message)
        assert scene.channel.history() == []
