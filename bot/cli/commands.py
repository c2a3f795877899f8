"""The verbs of ``hearth``. What a verb does lives elsewhere and is imported when it is asked for."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="hearth",
    help="围炉：让聊天社区保持温度的机器人。 Hearth keeps a chat community alive.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

ConfigFile = Annotated[Path, typer.Option("--config", help="配置文件 / the config file")]
Locale = Annotated[str, typer.Option("--locale", help="zh | en；默认按配置 / as in the config")]
Output = Annotated[str, typer.Option("--out", help="写到哪里，- 为标准输出 / where to, - is stdout")]
DEFAULT_CONFIG = Path("config.toml")


@app.command("try")
def try_(
    database: Annotated[
        Path, typer.Option(help="聊天留在哪个文件里 / the file that keeps the chat")
    ] = Path("hearth-try.db"),
    config: Annotated[Path | None, typer.Option(help="配置文件 / the config file")] = None,
    locale: Locale = "",
) -> None:
    """在终端里和机器人聊天，不需要令牌。 Chat with the bot in this terminal, no token needed."""
    from bot.cli.trying import run_console

    run_console(database, config, locale)


@app.command()
def run(config: ConfigFile = DEFAULT_CONFIG, locale: Locale = "") -> None:
    """启动机器人。 Run the bot."""
    from bot.cli.running import run_bot

    run_bot(config, locale)


@app.command()
def replay(
    transcript: Annotated[str, typer.Argument(help="聊天记录，- 为标准输入 / a transcript, - is stdin")],
    config: ConfigFile = DEFAULT_CONFIG,
    database: Annotated[
        str | None, typer.Option(help="sqlite:///文件，须为空 / sqlite:///FILE, must be empty")
    ] = None,
    export: Annotated[str | None, typer.Option(help="导出写到哪里 / where the export goes")] = None,
    replies: Annotated[str | None, typer.Option(help="回复写到哪里 / where replies go")] = None,
    seed: Annotated[int, typer.Option(help="编号和抽签的种子 / seeds ids and draws")] = 0,
    locale: Locale = "",
) -> None:
    """用虚拟时钟重放聊天记录。 Replay a transcript on a virtual clock."""
    from bot.cli.speaking import log_to_stderr, open_config, refusals
    from bot.rehearsal.replay import replay as play

    settings, speaker = open_config(config, locale)
    log_to_stderr("warning")
    with refusals(speaker):
        asyncio.run(
            play(
                transcript, settings, database=database, export=export, replies=replies, seed=seed
            )
        )


@app.command()
def export(
    config: ConfigFile = DEFAULT_CONFIG,
    community: Annotated[str, typer.Option(help="只导出这个社区 / this community alone")] = "",
    member: Annotated[str, typer.Option(help="只导出这位成员 / this member alone")] = "",
    format: Annotated[str, typer.Option(help="json | csv")] = "json",  # noqa: A002
    out: Output = "-",
    locale: Locale = "",
) -> None:
    """导出社区的数据。 Export the data of the communities."""
    from bot.cli.database import export_to
    from bot.cli.speaking import open_config, refusals

    settings, speaker = open_config(config, locale)
    if format not in ("json", "csv"):
        raise typer.BadParameter("json | csv", param_hint="--format")
    with refusals(speaker):
        asyncio.run(export_to(settings, community, member, format, out))


@app.command("check-config")
def check_config(config: ConfigFile = DEFAULT_CONFIG, locale: Locale = "") -> None:
    """检查配置，一次列出所有问题。 Check the config and list every problem at once."""
    from bot.cli.speaking import open_config

    settings, speaker = open_config(config, locale)
    for note in settings.notes:
        speaker.complain(note.sentence(speaker.locale))
    chats = sum(len(each.chats) for each in settings.communities.values())
    speaker.say(
        "cli.config.fine", file=str(config), communities=len(settings.communities), chats=chats
    )


@app.command("example-config")
def example_config(out: Output = "-") -> None:
    """打印示例配置。 Print the example config."""
    import cogs
    from bot.config.example import example_text
    from bot.config.sections import known_sections

    _write(out, example_text(known_sections(cogs)))


@app.command()
def schema(out: Output = "-") -> None:
    """打印配置的 JSON schema，供编辑器使用。 Print the config's JSON schema, for editors."""
    import cogs
    from bot.config.schema import schema_text
    from bot.config.sections import known_sections

    _write(out, schema_text(known_sections(cogs)))


@app.command()
def migrate(config: ConfigFile = DEFAULT_CONFIG, locale: Locale = "") -> None:
    """把数据库升级到这个版本。 Bring the database to this version."""
    from bot.cli.database import migrate_database
    from bot.cli.speaking import open_config, refusals

    settings, speaker = open_config(config, locale)
    with refusals(speaker):
        asyncio.run(migrate_database(settings, speaker))


@app.command()
def verify(
    config: ConfigFile = DEFAULT_CONFIG,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="按事实重建记下的数字 / make kept numbers anew")
    ] = False,
    locale: Locale = "",
) -> None:
    """核对账目、封印和记下的数字。 Prove ledger, seals and kept numbers."""
    from bot.cli.database import verify_database
    from bot.cli.speaking import open_config, refusals

    settings, speaker = open_config(config, locale)
    with refusals(speaker):
        fine = asyncio.run(verify_database(settings, speaker, rebuild=rebuild))
    if not fine:
        raise typer.Exit(1)


def _write(out: str, text: str) -> None:
    if out == "-":
        sys.stdout.write(text)
    else:
        Path(out).write_text(text, encoding="utf-8")
