"""What lint cannot see, read from the source: it holds for every module, also for cogs to come.

Each rule of ``tests/architecture/`` runs over all that there is. That each of them can fail is
shown in ``tests/architecture/test_the_rules.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

import pytest

from tests.architecture import clocks, imports, ownership, sentences, sizes, tasks, words
from tests.architecture.source import ALL, PROGRAM, ROOT, Source, kept_files, modules
from tests.architecture.statements import Statement, Table, constants_of, statements, tables

# The inside of an adapter: loaded only when its platform is in the config.
OF_CLIENTS: Final = ("bot.platforms.telegram.", "bot.platforms.discord.")

# Tables that do not begin with the community, and why they cannot.
WITHOUT_COMMUNITY: Final = {
    "persons": "a person is one across the communities of an installation",
    "accounts": "an account is a person's",
    "zone_choices": "the zone is the person's",
    "private_doors": "a private chat is an account's, for all communities",
    "links": "linking joins persons, not members",
    "link_codes": "a code is an account's, for all communities",
    "link_guesses": "guesses are an account's",
    "private_choices": "it says which community a person means",
    "unbound_chats": "these chats have no community",
    "chat_moves": "a chat's name is the platform's; its community may change in the config",
    "platform_roles": "a platform's role belongs to a chat; its community may change in the config",
    "inbox": "an update is stored before anyone knows its community",
    "outbox": "messages are sent in the order of a chat",
    "buttons": "a press brings a token, which says the community",
    "event_retries": "the event itself says its community",
    "erasures": "somebody is forgotten in several communities at once",
    "leases": "one process serves all communities",
    "heartbeats": "a platform is heard for all communities at once",
    "outages": "a platform was deaf for all communities at once",
    "schema_versions": "the schema is the installation's",
    "storage_sessions": "connections serve all communities",
}

# Statements on a community's table that name no community, by how they begin.
ACROSS_COMMUNITIES: Final = {
    ("bot/community/memberships.py", "SELECT community FROM members WHERE person = ?"): (
        "asks which communities a person belongs to"
    ),
    (
        "bot/community/memberships.py",
        "SELECT community, account, id FROM memberships WHERE account IN",
    ): "linking and erasing touch a person in all communities",
    ("bot/community/memberships.py", "SELECT a.id FROM accounts a LEFT JOIN memberships"): (
        "which account is the oldest is asked over all communities"
    ),
    ("bot/community/memberships.py", "DELETE FROM members WHERE person IN"): (
        "a link changes who a person is in all communities"
    ),
    (
        "bot/community/seals.py",
        "SELECT seq, community, id, account, amount, reason, at, reverses"
        " FROM ledger_entries WHERE seq > ?",
    ): "one pass seals what a group of turns entered in all communities",
    ("bot/community/seals.py", "SELECT max(seq) FROM ledger_entries"): (
        "asks how far that one pass has to go"
    ),
    (
        "bot/engine/occurrences.py",
        "SELECT community, job, zone, period, due_at, state, cursor, held_until, tries"
        " FROM occurrences WHERE state IN",
    ): "jobs of all communities are done in the order of their instants",
    ("bot/engine/occurrences.py", "SELECT min(CASE WHEN held_until > due_at"): (
        "one loop sleeps until the next of them"
    ),
    ("bot/engine/occurrences.py", "UPDATE occurrences SET held_until = 0"): (
        "what the last process held is free in all communities"
    ),
    ("bot/engine/occurrences.py", "DELETE FROM occurrences WHERE at < ?"): (
        "old ones are forgotten in all communities"
    ),
}

# Tables of ``bot/community/people.py`` that a fact's owner joins: facts carry the account, and
# these two say who holds it now.
JOINED_BY_ALL: Final = {
    "accounts": "from a fact's account to the person who holds it",
    "members": "from that person to the member of the community",
}

# Modules that walk over the tables as they are declared, and so name none of them.
WALKS: Final = {
    "bot/community/kept.py": "all that is kept of a person is exported and erased by one walk",
}

# Modules whose strings are data about words, or stand in both languages side by side.
WORD_LISTS: Final = {
    "bot/core/parsing/": "what members may write for a day, a language or a zone",
    "bot/cli/": "help for the operator, in both languages side by side",
    "bot/config/": "the example file and its problems, in both languages side by side",
    "bot/core/setting_places.py": "what operators may write for a time, in both languages",
    "bot/core/zones.py": "what people call a zone",
    "cogs/ranks/words.py": "what members may write for a board",
    "cogs/reminders/words.py": "what members may write for a time of day or a kind of notice",
    "cogs/reminders/dates.py": "what members may write for a birthday",
    "cogs/recaps/words.py": "what members may write for the time of a recap",
    "bot/core/variants.py": "which characters stand for which",
}

CLIENTS: Final = ("discord", "telegram", "PIL", "aiohttp", "asyncpg", "apscheduler", "psycopg")
READERS: Final = ("pydantic", "tree_sitter", "tree_sitter_toml", "fluent", "babel", "typer", "rich")


@pytest.mark.parametrize(
    ("rule", "folders"),
    [
        (clocks.wall_clocks, (*PROGRAM, "tests")),
        (clocks.naive_instants, PROGRAM),
        (tasks.loose_tasks, ALL),
        (imports.cog_imports, PROGRAM),
        (imports.rule_imports, PROGRAM),
        (imports.relative_imports, ALL),
        (imports.mocks, ("tests",)),
        (sizes.too_long, ALL),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_module_keeps_the_rule(
    rule: Callable[[Source], list[str]], folders: tuple[str, ...]
) -> None:
    report(problem for source in sources(*folders) for problem in rule(source))


def test_sentences_live_in_locales() -> None:
    report(
        problem
        for source in sources(*PROGRAM)
        if not source.path.startswith(tuple(WORD_LISTS))
        for problem in sentences.sentences(source)
    )


def test_every_list_of_words_exists() -> None:
    report(path for path in WORD_LISTS if not (ROOT / path).exists())


def test_every_table_is_declared_whole() -> None:
    report(declarations()[1])


def test_no_migration_reads_a_clock() -> None:
    report(
        problem
        for path in migration_paths()
        for problem in clocks.sql_clocks(path, (ROOT / path).read_text(encoding="utf-8"))
    )


def test_tables_begin_with_the_community_unless_excused() -> None:
    report(ownership.homeless(declarations()[0], WITHOUT_COMMUNITY))


def test_sql_stands_in_stores_books_and_the_engine() -> None:
    report(ownership.out_of_place(all_statements()))


def test_sql_lives_with_the_owner_of_its_tables() -> None:
    found = [statement for statement in all_statements() if statement.path not in WALKS]
    report(ownership.strangers(found, declarations()[0], JOINED_BY_ALL))


def test_only_a_walk_names_no_table() -> None:
    nameless = {statement.path for statement in all_statements() if "?" in statement.tables}
    assert nameless == set(WALKS)


def test_one_module_writes_a_table() -> None:
    report(ownership.second_writers(all_statements()))


def test_every_query_on_a_community_names_it() -> None:
    report(ownership.boundless(all_statements(), declarations()[0], ACROSS_COMMUNITIES))


def test_importing_the_core_the_books_the_cogs_and_the_engine_loads_nothing_heavy() -> None:
    light = ("bot.core", "bot.community", "bot.engine", "bot.platforms", "cogs")
    every = [
        name
        for name in names_below(light)
        if not name.startswith(OF_CLIENTS) and not name.endswith(".picture")
    ]
    report(imports.side_effects(every, (*CLIENTS, *READERS, "aiosqlite")))


def test_importing_everything_does_nothing_and_loads_no_client() -> None:
    owners = ("bot.pictures.", "bot.web.", "storage.postgres", *OF_CLIENTS)
    every = [
        name
        for name in names_below(PROGRAM)
        if not name.startswith(owners) and not name.endswith(".picture")
    ]
    report(imports.side_effects(every, CLIENTS))


def test_importing_the_app_loads_no_terminal() -> None:
    # A client library may bring a terminal's along.
    doors = ("bot.cli", "bot.__main__", "bot.rehearsal.console", *OF_CLIENTS)
    every = [name for name in names_below(PROGRAM) if not name.startswith(doors)]
    report(imports.side_effects(every, ("typer", "rich", "click")))


def test_no_kept_file_names_a_machine_or_a_registry() -> None:
    report(
        problem
        for path in kept_files()
        if path.suffix not in {".db", ".png", ".woff2", ".ttf", ".otf"}
        for problem in words.forbidden_words(
            path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="replace")
        )
    )


def report(problems: Iterable[str]) -> None:
    """Fails with every problem on a line of its own."""
    if found := sorted(set(problems)):
        pytest.fail("\n".join(found), pytrace=False)


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    return tuple(modules(*folders))


@cache
def all_statements() -> tuple[Statement, ...]:
    shared = {
        f"{module_name(source)}.{name}": text
        for source in sources(*PROGRAM)
        for name, text in constants_of(source.tree, {}).items()
    }
    return tuple(found for source in sources(*PROGRAM) for found in statements(source, shared))


@cache
def declarations() -> tuple[dict[str, Table], list[str]]:
    # Storage makes these before it can read any migration.
    declared = {
        "schema_versions": Table("schema_versions", "engine", "storage", ("component",), ()),
        "storage_sessions": Table("storage_sessions", "engine", "storage", ("session",), ()),
    }
    problems: list[str] = []
    for path in migration_paths():
        sql = (ROOT / path).read_text(encoding="utf-8")
        found, wrong = tables(ownership.area_of(path), path, sql)
        problems += wrong
        problems += [
            f"{path}: {each.name} is declared twice" for each in found if each.name in declared
        ]
        declared |= {each.name: each for each in found}
    return declared, problems


def migration_paths() -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix()
        for folder in PROGRAM
        for path in (ROOT / folder).rglob("migrations/*.sql")
    )


def module_name(source: Source) -> str:
    return source.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def names_below(packages: tuple[str, ...]) -> list[str]:
    """The modules of these packages, by their full names."""
    return [
        module_name(source) for package in packages for source in sources(package.replace(".", "/"))
    ]
