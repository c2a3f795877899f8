"""How often this process looks for rings of objects that hold one another and nothing else."""

from __future__ import annotations

import gc
from typing import Final

# Python looks after 700 objects. A turn makes more than that, and hardly a ring: it was an eighth
# of the CPU of a message that is overheard.
_NEW_OBJECTS: Final = 20_000


def collect_seldom() -> None:
    """What is here already is taken to stay; new rings are looked for after 20,000 objects.

    For a process that runs for long, once it has loaded what it needs.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
