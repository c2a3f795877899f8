"""The command line: ``hearth``, also ``python -m bot``."""

from __future__ import annotations


def main() -> None:
    """Runs the command that the arguments name; exits with 0, or 2 for what was refused."""
    from bot.cli.commands import app

    app()
