"""What was decided is done in its place among the messages, or the chat hears why not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.clock import to_micros
from bot.core.cog import command, listen
from bot.core.context import Context
from bot.core.errors import DeliveryFailed
from bot.core.events import MemberEvent
from bot.core.model import Kind
from bot.core.outgoing import Act, Doing, Reply, Say
from bot.core.text import Text
from bot.platforms.capabilities import ANY_OTHER
from tests.engine.postman import LATER, NEVER, Post, postman, states
from tests.kit import DAWN, START, ZH, Bot, a_bot, a_cog, line

HOUR = to_micros(START + timedelta(hours=1))
LACKS = DeliveryFailed("not enough rights", permanent=True, lacks=line("the right “Ban users”"))
REASON = line("spam")
CANNOT = replace(
    ANY_OTHER, deletions=False, reactions=False, mutes=False, kicks=False, bans=False, roles=False
)
ASKED = [
    (Doing.MUTE, "把 P42 禁言到 2026-11-23 10:00", "mute P42 until 2026-11-23 10:00"),
    (Doing.UNMUTE, "解除 P42 的禁言", "unmute P42"),
    (Doing.KICK, "把 P42 移出这里", "remove P42 from here"),
    (Doing.BAN, "封禁 P42 到 2026-11-23 10:00", "ban P42 until 2026-11-23 10:00"),
    (Doing.UNBAN, "解除 P42 的封禁", "lift the ban of P42"),
    (Doing.GIVE_ROLE, "给 P42 加上身份组 77", "give P42 the role 77"),
    (Doing.TAKE_ROLE, "取消 P42 的身份组 77", "take the role 77 from P42"),
    (Doing.DELETE, "删掉这条消息", "delete this message"),
]
MORE: dict[Doing, dict[str, Any]] = {
    Doing.MUTE: {"until": HOUR},
    Doing.BAN: {"until": HOUR},
    Doing.GIVE_ROLE: {"role": "77"},
    Doing.TAKE_ROLE: {"role": "77"},
}


@pytest.fixture
def post() -> Post:
    """An empty bag."""
    return Post()


@pytest.fixture
async def bot(tmp_path: Path, post: Post) -> AsyncIterator[Bot]:
    """A bot with a postman; P42 has written."""
    async with a_bot(tmp_path, cogs=[postman(post)]) as running:
        await running.says("telegram:42", "hello")
        yield running


def done(bot: Bot) -> list[tuple[int, Act, str]]:
    """Everything that was done on Telegram, with how much had been said before, and its reason."""
    return bot.platforms["telegram"].done


def whole(doing: Doing, post: Post) -> Act:
    """An act of this kind with all that it needs, in the bag."""
    target = {"message": "7"} if doing in (Doing.DELETE, Doing.REACT) else {"user": "42"}
    return post.act(doing, **target, **MORE.get(doing, {}))


async def test_acts_are_done_in_their_place_among_the_messages(bot: Bot, post: Post) -> None:
    post.put("one")
    first = post.act(Doing.DELETE, message="7")
    post.put("two")
    last = post.act(Doing.REACT, message="8", emoji="👍")
    assert await bot.says("telegram:7", "/post") == ["one", "two"]
    assert done(bot) == [(1, first, ""), (2, last, "")]
    assert await states(bot) == [("sent", 0, "")] * 4


async def test_an_act_keeps_all_that_was_decided_of_it(bot: Bot, post: Post) -> None:
    act = post.act(Doing.MUTE, user="42", until=HOUR, reason=REASON)
    await bot.says("telegram:7", "/post")
    assert done(bot) == [(0, act, "spam")]


async def test_the_reason_is_in_the_language_of_the_community(tmp_path: Path, post: Post) -> None:
    async with a_bot(tmp_path, cogs=[postman(post)], config=ZH) as bot:
        post.act(Doing.KICK, user="42", reason=Text("act.reason", reason=REASON))
        await bot.says("telegram:7", "/post")
        assert [reason for _, _, reason in done(bot)] == ["原因：spam"]


@pytest.mark.parametrize("fault", [LATER, ConnectionResetError("gone"), TimeoutError("slow")])
async def test_an_act_that_fails_for_now_is_tried_again_and_holds_its_chat(
    bot: Bot, post: Post, fault: Exception
) -> None:
    bot.platforms["telegram"].closed["-1001"] = fault
    post.act(Doing.KICK, user="42")
    post.put("after")
    await bot.says("telegram:7", "/post")
    assert await bot.says("telegram:7", "/say elsewhere", chat="-1002") == ["elsewhere"]
    assert done(bot) == []
    del bot.platforms["telegram"].closed["-1001"]
    assert await bot.tick(seconds=1) == ["after"]
    assert [act.doing for _, act, _ in done(bot)] == [Doing.KICK]


async def test_an_act_that_was_done_before_a_crash_is_done_at_most_once_more(
    bot: Bot, post: Post
) -> None:
    bot.platforms["telegram"].up.clear()
    act = post.act(Doing.KICK, user="42")
    await bot.says("telegram:7", "/post")
    await bot.crash()
    bot.platforms["telegram"].up.set()
    await bot.start()
    await bot.settle()
    await bot.restart()
    assert done(bot) == [(0, act, "")]


async def test_the_same_update_again_does_nothing_more(bot: Bot, post: Post) -> None:
    act = post.act(Doing.KICK, user="42")
    update = bot.message("telegram:7", "/post")
    await bot.takes(update, update)
    await bot.takes(update)
    assert done(bot) == [(0, act, "")]


async def test_an_act_with_a_key_that_was_used_is_none(bot: Bot, post: Post) -> None:
    post.act(Doing.KICK, user="42", dedupe_key="once")
    await bot.says("telegram:7", "/post")
    await bot.says("telegram:7", "/post")
    assert len(done(bot)) == 1


async def test_an_act_that_waits_can_be_cancelled(bot: Bot, post: Post) -> None:
    bot.platforms["telegram"].up.clear()
    post.act(Doing.KICK, user="42", cancel_key="k")
    await bot.says("telegram:7", "/post")
    await bot.says("telegram:7", "/cancel k")
    bot.platforms["telegram"].up.set()
    await bot.settle()
    assert done(bot) == []
    assert await states(bot) == [("cancelled", 0, "")]


@pytest.mark.parametrize("doing", [Doing.MUTE, Doing.BAN])
async def test_what_has_ended_before_it_was_done_is_not_done(
    bot: Bot, post: Post, doing: Doing
) -> None:
    bot.platforms["telegram"].up.clear()
    post.act(doing, user="42", until=HOUR)
    post.act(doing, user="42", until=HOUR + 1)
    await bot.says("telegram:7", "/post")
    await bot.tick(hours=1)
    bot.platforms["telegram"].up.set()
    await bot.settle()
    assert [act.until for _, act, _ in done(bot)] == [HOUR + 1]
    assert await states(bot) == [("late", 0, ""), ("sent", 0, "")]


@pytest.mark.parametrize("doing", [Doing.MUTE, Doing.BAN])
async def test_what_has_ended_before_1970_is_not_done(bot: Bot, post: Post, doing: Doing) -> None:
    post.act(doing, user="42", until=-1)
    await bot.says("telegram:7", "/post")
    assert (done(bot), await states(bot)) == ([], [("late", 0, "")])


@pytest.mark.parametrize("until", [10**18, 10**30])
async def test_an_end_that_no_calendar_has_is_none(bot: Bot, post: Post, until: int) -> None:
    act = post.act(Doing.MUTE, user="42", until=until)
    post.act(Doing.MUTE, user="42", until=until)
    bot.platforms["telegram"].faults.append(NEVER)
    told = ["I could not mute P42. Moderators, please look into it."]
    assert await bot.says("telegram:7", "/post") == told
    assert done(bot) == [(0, replace(act, until=0), "")]


async def test_an_act_follows_a_chat_that_goes_on_under_another_name(bot: Bot, post: Post) -> None:
    bot.platforms["telegram"].closed["-1001"] = DeliveryFailed("moved", moved_to="-1009")
    act = post.act(Doing.KICK, user="42")
    await bot.says("telegram:7", "/post")
    assert done(bot) == [(0, replace(act, chat="-1009"), "")]


@pytest.mark.parametrize("restarts", [True, False])
async def test_no_message_of_a_chat_is_taken_for_one_of_the_chat_that_it_became(
    bot: Bot, post: Post, restarts: bool
) -> None:
    telegram = bot.platforms["telegram"]
    telegram.up.clear()
    post.act(Doing.DELETE, message="17")
    post.act(Doing.REACT, message="17", emoji="👍")
    post.put("anew", replaces="18")
    await bot.says("telegram:7", "/post")
    await bot.says("telegram:7", "/say answer")
    moves = replace(bot.message("telegram:7", ""), kind=Kind.MOVE, moved_to="-1009")
    await bot.takes(moves)
    if restarts:
        await bot.restart()
    telegram.up.set()
    await bot.settle()
    assert done(bot) == []
    assert [(sent.chat, sent.text, sent.replaces, sent.answers) for sent in bot.sent] == [
        ("-1009", "anew", "", ""),
        ("-1009", "answer", "", ""),
        ("-1009", "I could not delete this message. Moderators, please look into it.", "", ""),
    ]


@pytest.mark.parametrize(("doing", "zh", "en"), ASKED)
async def test_where_the_platform_cannot_the_moderators_are_asked(
    tmp_path: Path, post: Post, doing: Doing, zh: str, en: str
) -> None:
    for config, said in (
        (ZH, f"请管理员{zh}，我在这里做不了。\n原因：spam"),
        (DAWN, f"Moderators, please {en}: I cannot do that here.\nReason: spam"),
    ):
        folder = tmp_path / f"{config == ZH}"
        folder.mkdir()
        async with a_bot(folder, cogs=[postman(post)], config=config) as bot:
            post.says.clear()
            act = whole(doing, post)
            post.says[-1] = replace(act, reason=REASON)
            bot.platforms["telegram"].limits = CANNOT
            await bot.says("telegram:42", "hello")
            assert await bot.says("telegram:7", "/post") == [said]
            assert [sent.answers for sent in bot.sent] == [act.message]
            assert done(bot) == []


async def test_who_has_not_written_is_named_by_their_id(bot: Bot, post: Post) -> None:
    bot.platforms["telegram"].limits = CANNOT
    post.act(Doing.BAN, user="4242")
    assert await bot.says("telegram:7", "/post") == [
        "Moderators, please ban 4242: I cannot do that here."
    ]


async def test_where_there_are_no_reactions_the_emoji_is_a_short_answer(
    bot: Bot, post: Post
) -> None:
    bot.platforms["telegram"].limits = CANNOT
    post.act(Doing.REACT, message="7", emoji="👍")
    post.act(Doing.REACT, message="7")
    assert await bot.says("telegram:7", "/post") == ["👍"]
    assert (bot.sent[-1].answers, done(bot)) == ("7", [])
    assert await states(bot) == [("sent", 0, "")] * 2


async def test_where_there_are_no_edits_the_change_is_a_new_message(bot: Bot, post: Post) -> None:
    bot.platforms["telegram"].limits = replace(ANY_OTHER, edits=False)
    post.put("changed", replaces="t1")
    assert await bot.says("telegram:7", "/post") == ["changed"]
    assert bot.sent[-1].replaces == ""


async def test_only_the_first_part_of_a_long_change_replaces(bot: Bot, post: Post) -> None:
    texts = tuple(line(f"{n} " + "x" * 190) for n in range(30))
    post.says.append(Say("telegram", "-1001", texts, replaces="t1"))
    await bot.says("telegram:7", "/post")
    assert [sent.replaces for sent in bot.sent] == ["t1", ""]


@pytest.mark.parametrize(("doing", "zh", "en"), ASKED)
async def test_what_could_not_be_done_is_told_in_the_chat(
    tmp_path: Path, post: Post, doing: Doing, zh: str, en: str
) -> None:
    for config, said in (
        (ZH, f"没能{zh}，请管理员看一下。"),
        (DAWN, f"I could not {en}. Moderators, please look into it."),
    ):
        folder = tmp_path / f"{config == ZH}"
        folder.mkdir()
        async with a_bot(folder, cogs=[postman(post)], config=config) as bot:
            post.says.clear()
            act = whole(doing, post)
            await bot.says("telegram:42", "hello")
            bot.platforms["telegram"].limits = ANY_OTHER
            bot.platforms["telegram"].faults.append(NEVER)
            assert await bot.says("telegram:7", "/post") == [said]
            assert [sent.answers for sent in bot.sent] == [act.message]
            assert await states(bot) == [("failed", 1, "bot was kicked"), ("sent", 0, "")]


async def test_what_the_bot_lacks_is_told_once_a_day_for_each_kind_of_act(
    bot: Bot, post: Post
) -> None:
    def lacks(what: str) -> str:
        return (
            f"I could not {what}, for I lack the right “Ban users”. "
            "Moderators, please do it by hand, and give me what I lack."
        )

    post.act(Doing.BAN, user="42")
    post.act(Doing.BAN, user="43")
    post.act(Doing.KICK, user="42")
    bot.platforms["telegram"].faults.extend([LACKS] * 3)
    told = [lacks("ban P42"), lacks("remove P42 from here")]
    assert await bot.says("telegram:7", "/post") == told
    await bot.tick(hours=14, minutes=59)
    bot.platforms["telegram"].faults.extend([LACKS] * 3)
    assert await bot.says("telegram:7", "/post") == []
    await bot.tick(minutes=1)
    bot.platforms["telegram"].faults.extend([LACKS] * 3)
    assert await bot.says("telegram:7", "/post") == told


async def test_each_role_that_could_not_be_given_is_told(bot: Bot, post: Post) -> None:
    bot.platforms["telegram"].limits = ANY_OTHER
    post.act(Doing.GIVE_ROLE, user="42", role="77")
    post.act(Doing.GIVE_ROLE, user="42", role="78")
    bot.platforms["telegram"].faults.extend([NEVER] * 2)
    assert await bot.says("telegram:7", "/post") == [
        "I could not give P42 the role 77. Moderators, please look into it.",
        "I could not give P42 the role 78. Moderators, please look into it.",
    ]


async def test_what_the_bot_lacks_is_told_in_chinese(tmp_path: Path, post: Post) -> None:
    async with a_bot(tmp_path, cogs=[postman(post)], config=ZH) as bot:
        post.act(Doing.BAN, user="42")
        lacks = DeliveryFailed("no", permanent=True, lacks=line("“封禁用户”这项管理员权限"))
        bot.platforms["telegram"].faults.append(lacks)
        assert await bot.says("telegram:7", "/post") == [
            "没能封禁 42：我缺少“封禁用户”这项管理员权限。请管理员先手动处理，再把缺的权限给我。"
        ]


async def test_a_failed_reaction_is_not_worth_a_word(bot: Bot, post: Post) -> None:
    bot.platforms["telegram"].faults.append(LACKS)
    post.act(Doing.REACT, message="7", emoji="👍")
    post.put("next")
    assert await bot.says("telegram:7", "/post") == ["next"]


async def test_a_closed_chat_in_which_nobody_can_be_told_ends_it(bot: Bot, post: Post) -> None:
    bot.platforms["telegram"].closed["-1001"] = NEVER
    post.act(Doing.BAN, user="42")
    assert await bot.says("telegram:7", "/post") == []
    assert await states(bot) == [("failed", 1, "bot was kicked")] * 2


async def test_moderators_who_cannot_be_asked_are_not_told_so(bot: Bot, post: Post) -> None:
    bot.platforms["telegram"].limits = CANNOT
    bot.platforms["telegram"].closed["-1001"] = NEVER
    post.act(Doing.BAN, user="42")
    await bot.says("telegram:7", "/post")
    assert await states(bot) == [("failed", 1, "bot was kicked")]


async def test_an_act_of_a_community_that_is_gone_is_set_aside(bot: Bot, post: Post) -> None:
    bot.platforms["telegram"].up.clear()
    post.act(Doing.BAN, user="42")
    await bot.says("telegram:7", "/post")
    bot.config = bot.config.replace("[community.main]", "[community.new]")
    await bot.restart()
    bot.platforms["telegram"].up.set()
    await bot.settle()
    assert done(bot) == []
    assert await states(bot) == [("failed", 1, "its community is not in the config any more")]


async def test_a_bug_in_an_adapter_sets_one_act_aside(bot: Bot, post: Post) -> None:
    bot.platforms["telegram"].faults.append(KeyError("no such field"))
    post.act(Doing.BAN, user="42")
    post.put("next")
    assert await bot.says("telegram:7", "/post") == ["next"]
    assert await states(bot) == [("failed", 0, "KeyError('no such field')"), ("sent", 0, "")]


async def test_an_act_that_cannot_be_read_any_more_holds_nothing(bot: Bot, post: Post) -> None:
    telegram = bot.platforms["telegram"]
    telegram.up.clear()
    post.act(Doing.BAN, user="42")
    post.put("next")
    await bot.says("telegram:7", "/post")
    broken = '{"kind": "act", "until": "soon"}'
    await bot.write(lambda tx: tx.execute("UPDATE outbox SET body = ? WHERE seq = 1", broken))
    await bot.restart()
    telegram.up.set()
    await bot.settle()
    assert bot.texts() == ["next"]


async def test_a_listener_that_hears_later_may_do_something_too(tmp_path: Path) -> None:
    failing = [ValueError("not now")]
    ban = Act(Doing.BAN, "telegram", "-1001", user="42")

    @command("shout")
    async def shout(ctx: Context) -> Reply:
        ctx.tell(MemberEvent(ctx.community.id, ctx.member, ctx.account.id, ctx.now))
        return Reply(())

    @listen(MemberEvent)
    async def hear(ctx: Context, event: MemberEvent) -> None:
        if failing:
            raise failing.pop()
        ctx.do(ban)

    async with a_bot(tmp_path, cogs=[a_cog("shouting", shout, hear)]) as bot:
        await bot.says("telegram:7", "/shout")
        assert done(bot) == []
        await bot.tick(minutes=1)
        assert done(bot) == [(0, ban, "")]
