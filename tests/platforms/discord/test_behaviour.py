"""Behaviour on a simulated Discord that knows permissions, commands and interactions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import simcord

import bot.app
from bot.core.ids import Ids
from bot.rehearsal.clock import VirtualClock
from tests.kit import START

CONFIG = """
[platforms.discord]
token = "a-token-for-nobody"

[community.main]
name = "Dawn"
zone = "Asia/Shanghai"
locale = "en"
chats = ["discord:2001"]
"""
FIRST = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."


class Scene:
    """One server with a channel; the bot is there."""

    def __init__(self, env: Any, guild: Any, channel: Any) -> None:
        self.env = env
        self.guild = guild
        self.channel = channel

    def member(self, name: str, **options: Any) -> Any:
        """Somebody new."""
        return self.guild.add_member(self.env.create_user(name), **options)


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
            simcord.run(client, shard_count=1) as env,
        ):
            clock.jump_to(env.now())
            guild = env.create_guild(id=2001)
            yield Scene(env, guild, guild.create_text_channel("general"))
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
