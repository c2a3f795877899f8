"""The verbs of ``hearth``; what a verb does lives elsewhere and is imported when asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

FILE: Final = click.Path(path_type=Path)
config_option = click.option(
    "--config", type=FILE, default="config.toml", show_default=True, help="配置文件 / the config"
)
locale_option = click.option(
    "--locale",
    type=click.Choice(["zh", "en"]),
    default=None,
    help="默认按配置 / as the config says",
)
out_option = click.option(
    "--out", default="-", show_default=True, help="写到哪里，- 为标准输出 / where to, - is stdout"
)


@click.group(no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})
def app() -> None:
    """围炉：让聊天社区保持温度的机器人。 Hearth keeps a chat community alive."""


@app.command("try")
@click.option(
    "--database",
    type=FILE,
    default="hearth-try.db",
    show_default=True,
    help="聊天留在哪个文件里 / the file that keeps the chat",
)
@click.option("--config", type=FILE, default=None, help="配置文件 / the config")
@locale_option
def try_(database: Path, config: Path | None, locale: str | None) -> None:
    """在终端里和机器人聊天，不需要令牌。 Chat with the bot in this terminal; no token."""
    from bot.cli.trying import run_console

    run_console(database, config, locale or "")


@app.command()
@config_option
@locale_option
def run(config: Path, locale: str | None) -> None:
    """启动机器人。 Run the bot."""
    from bot.cli.running import run_bot

    run_bot(config, locale or "")


@app.command()
@click.argument("transcript")
@config_option
@click.option("--database", default=None, help="sqlite:///文件，须为空 / sqlite:///FILE, empty")
@click.option("--export", default=None, help="导出写到哪里 / where the export goes")
@click.option("--replies", default=None, help="回复写到哪里 / where the replies go")
@click.option("--seed", default=0, show_default=True, help="编号的种子 / seeds ids and draws")
@locale_option
def replay(transcript: str, config: Path, locale: str | None, **options: Any) -> None:
    """用虚拟时钟重放聊天记录，- 为标准输入。 Replay a TRANSCRIPT on a virtual clock."""
    from bot.cli.speaking import log_to_stderr, open_config, refusals
    from bot.rehearsal.replay import replay as play
    from bot.rehearsal.transcript import TranscriptError

    settings, speaker = open_config(config, locale or "")
    log_to_stderr("warning")
    try:
        with refusals(speaker):
            asyncio.run(play(transcript, settings, **options))
    except TranscriptError as error:
        speaker.refuse(error.sentence(speaker.locale))


@app.command()
@config_option
@click.option("--community", default="", help="只导出这个社区 / this community alone")
@click.option("--member", default="", help="只导出这位成员 / this member alone")
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json")
@out_option
@locale_option
def export(
    config: Path, community: str, member: str, form: str, out: str, locale: str | None
) -> None:
    """导出社区的数据。 Export the data of the communities."""
    from bot.cli.database import export_to
    from bot.cli.speaking import open_config, refusals

    settings, speaker = open_config(config, locale or "")
    with refusals(speaker):
        asyncio.run(export_to(settings, speaker, community, member, form, out))


@app.command()
@config_option
@click.option("--member", required=True, help="平台:账号 / platform:id")
@click.option("--community", default="", help="只在这个社区 / in this community alone")
@click.option("--yes", is_flag=True, help="真的删除，找不回来 / do erase, for good")
@locale_option
def erase(config: Path, member: str, community: str, yes: bool, locale: str | None) -> None:
    """删除记着一个人的一切，总数留下。 Erase all that is kept of a person; sums stay."""
    from bot.cli.erasing import erase as erase_member
    from bot.cli.speaking import open_config, refusals

    settings, speaker = open_config(config, locale or "")
    with refusals(speaker):
        asyncio.run(erase_member(settings, speaker, member, community, sure=yes))


@app.command("check-config")
@config_option
@locale_option
def check_config(config: Path, locale: str | None) -> None:
    """检查配置，一次列出所有问题。 Check the config and list every problem at once."""
    from bot.cli.speaking import open_config

    settings, speaker = open_config(config, locale or "")
    for note in settings.notes:
        speaker.complain(note.sentence(speaker.locale))
    chats = sum(len(each.chats) for each in settings.communities.values())
    speaker.say(
        "cli.config.fine", file=str(config), communities=len(settings.communities), chats=chats
    )


@app.command("example-config")
@out_option
def example_config(out: str) -> None:
    """打印示例配置。 Print the example config."""
    import cogs
    from bot.config.example import example_text
    from bot.config.sections import known_sections

    _write(out, example_text(known_sections(cogs)))


@app.command()
@out_option
def schema(out: str) -> None:
    """打印配置的 JSON schema，供编辑器使用。 Print the config's JSON schema, for editors."""
    import cogs
    from bot.config.schema import schema_text
    from bot.config.sections import known_sections

    _write(out, schema_text(known_sections(cogs)))


@app.command()
@config_option
@locale_option
def migrate(config: Path, locale: str | None) -> None:
    """把数据库升级到这个版本。 Bring the database to this version."""
    from bot.cli.database import migrate_database
    from bot.cli.speaking import open_config, refusals

    settings, speaker = open_config(config, locale or "")
    with refusals(speaker):
        asyncio.run(migrate_database(settings, speaker))


@app.command()
@config_option
@locale_option
def doctor(config: Path, locale: str | None) -> None:
    """检查令牌、权限、数据库和时钟。 Look at tokens, rights, database and clock."""
    from bot.cli.doctor import examine
    from bot.cli.speaking import log_to_stderr, open_config, refusals

    settings, speaker = open_config(config, locale or "", secrets=True)
    log_to_stderr("error")
    with refusals(speaker):
        fine = asyncio.run(examine(settings, speaker))
    if not fine:
        raise SystemExit(1)


@app.command()
@config_option
@click.option("--rebuild", is_flag=True, help="按事实重建记下的数字 / make kept numbers anew")
@locale_option
def verify(config: Path, rebuild: bool, locale: str | None) -> None:
    """核对账目、封印和记下的数字。 Prove ledger, seals and kept numbers."""
    from bot.cli.database import verify_database
    from bot.cli.speaking import open_config, refusals

    settings, speaker = open_config(config, locale or "")
    with refusals(speaker):
        fine = asyncio.run(verify_database(settings, speaker, rebuild=rebuild))
    if not fine:
        raise SystemExit(1)


since_option = partial(
    click.option, "--since", help="从哪天起，如 2026-11-01 / from this day on, as 2026-11-01"
)
community_option = click.option(
    "--community", default="", help="只在这个社区 / in this community alone"
)


@app.group(no_args_is_help=True)
def points() -> None:
    """改了计分规则：先看谁多谁少，再生效。 Changed rules of earning: look first, then apply."""


@points.command("diff")
@config_option
@since_option(required=True)
@community_option
@locale_option
def points_diff(config: Path, since: str, community: str, locale: str | None) -> None:
    """按配置的规则重算会怎样，什么也不改。 What the config's rules would change; nothing moves."""
    _verb(config, locale, "points diff", community, since=since)


@points.command("apply")
@config_option
@since_option(default="")
@community_option
@click.option("--yes", is_flag=True, help="真的改 / do change it")
@locale_option
def points_apply(config: Path, since: str, community: str, yes: bool, locale: str | None) -> None:
    """让配置的规则生效，也可从某天起重算。 Put the config's rules in force, or score anew."""
    _verb(config, locale, "points apply", community, writes=yes, since=since, sure=yes)


@app.group(no_args_is_help=True)
def badges() -> None:
    """勋章：先看谁会得到。 Badges: look first who would get one."""


@badges.command("preview")
@click.argument("key")
@config_option
@community_option
@locale_option
def badges_preview(key: str, config: Path, community: str, locale: str | None) -> None:
    """勋章 KEY 会发给多少人、哪些人，什么也不发。 Who would get the badge KEY; nothing is given."""
    _verb(config, locale, "badges preview", community, key=key)


@app.command("jobs")
@config_option
@community_option
@locale_option
def jobs(config: Path, community: str, locale: str | None) -> None:
    """列出机器人按时做的事和接下来的时间。 List what the bot does by itself, and when."""
    _verb(config, locale, "jobs", community)


def _verb(
    config: Path, locale: str | None, verb: str, community: str, writes: bool = False, **values: Any
) -> None:
    from bot.cli.desk import do_verb
    from bot.cli.speaking import open_config, refusals

    settings, speaker = open_config(config, locale or "")
    with refusals(speaker):
        asyncio.run(do_verb(settings, speaker, verb, community, writes=writes, **values))


def _write(out: str, text: str) -> None:
    from bot.cli.speaking import Speaker, refusals, writing

    with refusals(Speaker("")), writing(out) as file:
        file.write(text)
