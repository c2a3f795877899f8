"""What a process is called among others, and whether one that is gone is gone for certain.

Only of a process on this machine can that be known without a wait: the kernel has no such process
any more. ``docs/decisions/0012-a-lock-and-a-wait.md``
"""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Final

_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACE: Final = Path("/proc/self/ns/pid")


def name_of_this(id_: str) -> str:
    """``machine:process:id`` of this process, the last part with where its pid is valid."""
    return f"{socket.gethostname()}:{os.getpid()}:{_where()}/{id_}"


def has_ended(holder: str) -> bool:
    """Whether the process of this name runs no more for certain; False where nobody can tell.

    It ran since the machine was started and among the pids that this process sees, and none of
    them is its. A pid that was given to another process meanwhile proves nothing.
    """
    machine, _, rest = holder.partition(":")
    pid, _, id_ = rest.partition(":")
    where = id_.rpartition("/")[0]
    if not where or (machine, where) != (socket.gethostname(), _where()) or not pid.isdigit():
        return False
    if int(pid) == os.getpid():  # as in a container that was started again
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def _where() -> str:
    """Which start of the machine and which set of pids; "" where the system does not say."""
    try:
        return f"{_BOOT.read_text(encoding='ascii').strip()}/{_NAMESPACE.stat().st_ino}"
    except OSError:
        return ""
