"""Why a database on a server cannot be used: one word for each cause, and never the password."""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from storage.errors import StorageRefused
from storage.postgres_failures import code_of

_SSL_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_ROOT: Final = "~/.postgresql/root.crt"
_FORBIDDEN: Final = "42501"


class Address:
    """What the URL says that may be shown."""

    def __init__(self, url: str) -> None:
        try:
            parts = urlsplit(url)
        except ValueError:  # then the driver cannot read it either
            parts = urlsplit("")
        self._query = {name: each[-1] for name, each in parse_qs(parts.query).items()}
        self.host = parts.netloc.rpartition("@")[2] or self._query.get("host", "localhost")
        self.database = unquote(parts.path.lstrip("/")) or "postgres"
        self.user = unquote(parts.netloc.rpartition("@")[0].partition(":")[0]) or "-"

    def refused(self, reason: str, **values: str | int) -> StorageRefused:
        """The database there cannot be used."""
        return StorageRefused(
            reason, host=self.host, database=self.database, user=self.user, **values
        )

    def no_connection(self, error: Exception) -> StorageRefused:
        """Why there is no connection to it."""
        if isinstance(error, OSError):
            return self._no_server(error)
        match code_of(error):
            case "":
                return self._bad_url(error)
            case "28P01":
                return self.refused("wrong_password")
            case "28000" | "42501":
                return self.refused("not_admitted", error=str(error))
            case "3D000":
                return self.refused("no_database")
            case "53300":
                return self.refused("no_room")
            case "08P01":
                # Of a server it would be known: what stands before it has a list of its own.
                is_pooler = "startup parameter" in str(error)
                return self.refused("pooler" if is_pooler else "server_says", error=str(error))
            case code if code.startswith("08"):
                return self.refused("no_server")
            case _:
                return self.refused("server_says", error=str(error))

    def of_no_use(self, error: Exception) -> StorageRefused:
        """Why what is there cannot be used."""
        if code_of(error) == _FORBIDDEN:
            return self.refused("no_access", error=str(error))
        return self.no_connection(error)

    def _no_server(self, error: OSError) -> StorageRefused:
        if isinstance(error, ssl.SSLError):
            why = getattr(error, "verify_message", "") or error.reason or str(error)
            return self.refused("bad_tls", error=why)
        lacking = self._lacking()
        if isinstance(error, FileNotFoundError | PermissionError) and lacking:
            return self.refused("no_certificate", path=lacking)
        if "rejected SSL upgrade" in str(error):
            return self.refused("no_tls", mode=self._ssl_mode())
        return self.refused("no_server")

    def _bad_url(self, error: Exception) -> StorageRefused:
        mode = self._ssl_mode()
        if mode and mode not in _SSL_MODES:
            return self.refused("bad_sslmode", mode=mode)
        if "root certificate file" in str(error):
            path = self._query.get("sslrootcert") or os.environ.get("PGSSLROOTCERT") or _ROOT
            return self.refused("no_certificate", path=path)
        return self.refused("bad_url")

    def _lacking(self) -> str:
        """The file of a certificate that the address names and nobody can read."""
        named = _named(self._query, "sslrootcert", "sslcert", "sslkey", "sslcrl")
        return next((path for path in named if not os.access(path, os.R_OK)), "")

    def _ssl_mode(self) -> str:
        return self._query.get("sslmode") or os.environ.get("PGSSLMODE", "")


def _named(query: Mapping[str, str], *names: str) -> list[str]:
    return [query[name] for name in names if name in query]
