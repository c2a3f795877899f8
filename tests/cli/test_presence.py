"""Whose process is known to have ended: only one of this machine, and never one that may live."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bot.cli.presence import has_ended, name_of_this

PID = str(os.getpid())


def ended() -> str:
    """The pid of a process that has ended."""
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return str(done.pid)


def named(pid: str, **parts: str) -> str:
    """The name of a process of ours with this pid; ``parts`` of it are other ones."""
    machine, _, id_ = name_of_this("id.1").split(":")
    return f"{parts.get('machine', machine)}:{pid}:{parts.get('id', id_)}"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not say where a pid is valid")
def test_a_process_of_this_machine_that_is_not_there_has_ended() -> None:
    parent, gone = str(os.getppid()), ended()
    assert {
        "gone": has_ended(named(gone)),
        "its own pid, given anew": has_ended(named(PID)),
        "alive": has_ended(named(parent)),
        "of root": has_ended(named("1")),
        "on another machine": has_ended(named(gone, machine="elsewhere")),
        "before the machine was started": has_ended(named(gone, id="another-boot/1/id.1")),
        "of another version": has_ended(named(gone, id="id")),
        "without a pid": has_ended(named("")),
        "beyond all pids": has_ended(named("9" * 30)),
    } == {
        "gone": True,
        "its own pid, given anew": True,
        "alive": False,
        "of root": False,
        "on another machine": False,
        "before the machine was started": False,
        "of another version": False,
        "without a pid": False,
        "beyond all pids": False,
    }


def test_where_nobody_can_tell_nobody_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.presence._where", lambda: "")
    assert has_ended(named(ended())) is False
