"""Where recaps go, as the config says it: chats of the community, in which it can be spoken."""

from __future__ import annotations

import pytest

import bot.app
from bot.config.problems import ConfigProblems
from tests.kit import TWO

BOTH = "telegram:-1001、telegram:-1002、discord:2001/3001、telegram:-2001"
EXPECTED = f"a chat of this config: {BOTH.replace('、', ', ')}"


def said(text: str, locale: str = "en") -> list[str]:
    """What is said of the config; nothing where nothing is wrong."""
    try:
        bot.app.read_config(text)
    except ConfigProblems as problems:
        return problems.sentences(locale)
    return []


def of_all(chats: str) -> str:
    """Two communities, and what holds for both."""
    return TWO.replace("[recaps]", f"[recaps]\nchats = {chats}")


def of_one(chats: str) -> str:
    """The same, and what holds for the second one, which has the chat -2001."""
    return f"{TWO}\n[community.other.recaps]\nchats = {chats}\n"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (of_all("[]"), []),
        (of_all('["telegram:-1002", "telegram:-2001", "discord:2001/3001"]'), []),
        (of_one('["telegram:-2001"]'), []),
        (
            of_all('["telegram:-1002", "telegram:-9999"]'),
            [
                f'<text>:7: recaps.chats[2]: found "telegram:-9999", expected {EXPECTED}.'
                ' Did you mean "telegram:-2001"?'
            ],
        ),
        (
            of_one('["telegram:-1001"]'),
            [
                '<text>:27: community.other.recaps.chats[1]: found "telegram:-1001", expected a'
                ' chat of this community: telegram:-2001. Did you mean "telegram:-2001"?'
            ],
        ),
        (
            of_all('["discord:2001"]'),
            [
                f'<text>:7: recaps.chats[1]: found "discord:2001", expected {EXPECTED}.'
                ' Did you mean "discord:2001/3001"?'
            ],
        ),
    ],
)
def test_recaps_go_to_chats_of_the_community(text: str, problems: list[str]) -> None:
    assert said(text) == problems


def test_in_chinese_it_says_what_was_expected() -> None:
    assert said(of_one('["telegram:-201"]'), "zh") == [
        '<text>:27: community.other.recaps.chats[1]: 写的是 "telegram:-201"，应为：这个社区的聊天：'
        'telegram:-2001。是不是想写 "telegram:-2001"？'
    ]


GUILD = TWO.replace('"telegram:-1001", "telegram:-1002", "discord:2001/3001"', '"discord:2001"')


def test_a_whole_server_is_no_chat_and_each_of_its_channels_is() -> None:
    channel = '\n[community.main.recaps]\nchats = ["discord:2001/3001"]\n'
    assert said(GUILD + channel) == []
    assert said(GUILD + channel.replace("/3001", "")) == [
        '<text>:27: community.main.recaps.chats[1]: found "discord:2001", expected a channel of'
        " this community, such as discord:2001/3001."
    ]


def test_where_no_community_has_chats_yet_nobody_knows_which_there_will_be() -> None:
    alone = '[community.main]\nname = "Dawn"\nzone = "Asia/Shanghai"\nlocale = "en"\nchats = []\n'
    assert said(f'{alone}\n[recaps]\nchats = ["telegram:-1001"]\n') == []
