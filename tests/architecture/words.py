"""Words that no kept file may hold: they name somebody's machine or somebody's registry."""

from __future__ import annotations

import re

# Put together here, so that this file does not hold them either.
_HOSTS = (
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "debian" + ".org",
)
_FOLDERS = ("work", "root", "home", "Users", "tmp/probe", "opt/pypi")

_FORBIDDEN = re.compile(
    "|".join(
        (
            *(re.escape(host) for host in _HOSTS),
            # Nobody's machine: a member may write "/home/me/start.sh".
            rf"(?<![\w.~*}}-])/(?:{'|'.join(_FOLDERS)})/(?!me/)",
            r"\.\./" + "shared" + r"\b",
            r"(?<![\w/])spec/\w+\.md",
        )
    )
)


def forbidden_words(path: str, text: str) -> list[str]:
    """Where the file names a package registry, or a path that only one machine has."""
    return [
        f"{path}:{number}: {match.group(0)}"
        for number, line in enumerate(text.splitlines(), start=1)
        for match in _FORBIDDEN.finditer(line)
    ]
