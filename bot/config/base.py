"""The sections of the config that belong to no cog: Hearth itself, platforms, communities."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.model import LOCALES
from bot.core.setting_places import Chat, ChatRef, User, UserRef, Zone
from bot.core.setting_types import Flag, Line, ListOf, OneOf, Token, Web
from bot.core.settings import Secret, section, setting


@section("hearth", per_community=False, zh="围炉本身", en="Hearth itself")
@dataclass(frozen=True, slots=True, kw_only=True)
class HearthSettings:
    """The section ``[hearth]``."""

    database: str = setting(
        Web("sqlite", "postgresql"),
        "sqlite:///hearth.db",
        zh="数据库：sqlite:///文件 或 postgresql://…",
        en="The database: sqlite:///FILE or postgresql://…",
    )
    locale: str = setting(
        OneOf(*LOCALES),
        "zh",
        zh='给运营者的消息用什么语言："zh" 或 "en"',
        en='Language of the operator\'s messages: "zh" or "en"',
    )
    log: str = setting(
        OneOf("debug", "info", "warning", "error"),
        "info",
        zh="日志的详细程度",
        en="How much is logged",
    )


@section("platforms.telegram", per_community=False, zh="Telegram 机器人", en="The Telegram bot")
@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    """The section ``[platforms.telegram]``."""

    token: Secret = setting(
        Token(),
        Secret(),
        zh="令牌；也可以写在 token_file 里，或用环境变量 HEARTH_TELEGRAM_TOKEN（优先）",
        en="The token; or token_file, or HEARTH_TELEGRAM_TOKEN, which goes first",
    )
    token_file: str = setting(
        Line(may_be_empty=True),
        "",
        zh="存放令牌的文件，相对于本文件；其他用户不能有读权限",
        en="A file with the token, relative to this one, that nobody else may read",
        example="telegram.token",
    )
    webhook: str = setting(
        Web("https", "http", may_be_empty=True),
        "",
        zh="Webhook 地址；空：轮询",
        en="Address of the webhook; empty: polling",
    )
    listen: str = setting(
        Line(),
        "127.0.0.1:8443",
        zh="Webhook 在本机哪个地址和端口接收，一般在反向代理后面",
        en="Where calls of the webhook arrive on this machine, as a rule behind a proxy",
    )
    api_base: str = setting(
        Web("https", "http"),
        "https://api.telegram.org",
        zh="Bot API 的地址，可以是自己的服务器",
        en="The Bot API; may be a local server",
    )


@section("platforms.discord", per_community=False, zh="Discord 机器人", en="The Discord bot")
@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordSettings:
    """The section ``[platforms.discord]``."""

    token: Secret = setting(
        Token(),
        Secret(),
        zh="令牌；也可以写在 token_file 里，或用环境变量 HEARTH_DISCORD_TOKEN（优先）",
        en="The token; or token_file, or HEARTH_DISCORD_TOKEN, which goes first",
    )
    token_file: str = setting(
        Line(may_be_empty=True),
        "",
        zh="存放令牌的文件，相对于本文件；其他用户不能有读权限",
        en="A file with the token, relative to this one, that nobody else may read",
        example="discord.token",
    )
    api_base: str = setting(
        Web("https", "http", may_be_empty=True),
        "",
        zh="REST 地址；空：Discord 官方",
        en="REST base of a compatible server; empty: Discord's own",
    )
    gateway: str = setting(
        Web("wss", "ws", may_be_empty=True),
        "",
        zh="网关地址；空：由 REST API 给出",
        en="Address of the gateway; empty: what the REST API answers",
    )


@section(
    "platforms.console", per_community=False, always=True, zh="终端里的聊天", en="The terminal"
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleSettings:
    """The section ``[platforms.console]``."""

    enabled: bool = setting(
        Flag(), True, zh="可以在终端里和机器人聊天", en="The bot can be talked to in a terminal"
    )


@section(
    "community",
    per_community=False,
    zh='社区，每个一节；"main" 是编号。下面各节都可以写成 [community.main.checkin]，只对它生效',
    en='A community; "main" is its id. Sections below may be repeated as [community.main.checkin]',
)
@dataclass(frozen=True, slots=True, kw_only=True)
class CommunitySettings:
    """A section ``[community.ID]``."""

    name: str = setting(
        Line(80, may_be_empty=True),
        "",
        zh="名称；空：用编号",
        en="Its name; empty: its id",
        example="晨光社区",
    )
    zone: str = setting(
        Zone(),
        "Asia/Shanghai",
        zh="时区；成员可以另选自己的",
        en="Its time zone; members may choose their own",
    )
    locale: str = setting(
        OneOf(*LOCALES),
        "zh",
        zh='在群里用什么语言："zh" 或 "en"；成员可以另选自己的',
        en='Its language, "zh" or "en"; members may choose their own',
    )
    chats: tuple[ChatRef, ...] = setting(
        ListOf(Chat()),
        (),
        zh="它的聊天，平台:聊天；Discord 写 服务器/频道，或只写服务器（所有频道）",
        en="Its chats, platform:chat; for Discord guild/channel, or the guild alone",
        example=["telegram:-1001", "discord:2001/3001", "console:room"],
    )
    moderators: tuple[UserRef, ...] = setting(
        ListOf(User()),
        (),
        zh="管理员，平台:账号；平台自己的管理员不用写",
        en="Moderators, platform:user, besides those of the platform itself",
        example=["telegram:900"],
    )
    admins: tuple[UserRef, ...] = setting(
        ListOf(User()),
        (),
        zh="负责人：管理员能做的都能做，还能改设置",
        en="Admins: all that moderators may, and the settings",
        example=["telegram:901"],
    )
