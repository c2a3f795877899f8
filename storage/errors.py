"""What storage says when it cannot do its work.

StorageRefused       the database cannot be opened or migrated so; said to the operator
StorageUnavailable   nothing can be kept now (full disk, lost file); later it may
TurnBroken           one work hung, or awaited something that is not its transaction
"""

from __future__ import annotations


class StorageRefused(Exception):
    """The database cannot be used as it is, and nothing in it was changed.

    ``reason`` is one word for each cause, ``values`` what a sentence about it needs:

    - ``missing_folder`` ``is_a_folder`` ``not_a_database`` ``damaged`` ``unreadable``
      ``read_only`` ``full`` ``busy`` ``no_wal``: path
    - ``no_server`` ``wrong_password`` ``no_database`` ``no_rights`` ``no_room`` ``standby``
      ``only_reads`` ``bad_url`` ``in_use``: host, database, user; besides ``old_server``: have,
      need (versions), ``not_utf8``: encoding, ``no_schema``: path (where it was looked for),
      ``not_owner``: owner, ``no_tls`` ``bad_sslmode``: mode, ``no_certificate``: path, ``bad_tls``
      ``not_admitted`` ``no_access`` ``pooler`` ``server_says``: error
    - ``locked``: path, pid of the holder (0 when it is not known)
    - ``older``: component, need (the version that a migration brings it to)
    - ``newer``: component, have (version of the database), know (newest of the program)
    - ``damaged_migration``: component, version, file
    - ``failed_migration``: component, version, file, error
    """

    def __init__(self, reason: str, **values: str | int) -> None:
        super().__init__(reason, values)
        self.reason = reason
        self.values: dict[str, str | int] = values


class StorageUnavailable(Exception):
    """Nothing of this work is kept; the same work may be tried later.

    ``reason`` is ``full``, ``io``, ``busy``, ``read_only``, ``damaged``, ``unreadable``,
    ``lost`` (the engine dropped the transaction), ``sealing`` (the sealer failed),
    ``closed`` or ``stopped`` (the writer ended by a bug of ours).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TurnBroken(Exception):
    """A work was ended from outside and undone: it hung, or awaited something foreign."""
