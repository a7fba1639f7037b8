"""What a backup or a restore refuses, for whoever runs the site: in English, like its commands."""


class BackupError(Exception):
    """Why there is no backup, or none that may be relied on."""


class ToolMissingError(BackupError):
    """A client program of PostgreSQL is not installed."""

    def __init__(self, program: str) -> None:
        super().__init__(
            f"{program} is not installed: on Debian, apt-get install postgresql-client"
        )


class ToolFailedError(BackupError):
    """A client program of PostgreSQL gave up; its own words follow."""

    def __init__(self, program: str, said: str) -> None:
        super().__init__(f"{program} failed: {said.strip()}")


class NoRoomForTheProofError(BackupError):
    """No database can be created on the server to try the copy in."""

    def __str__(self) -> str:
        return "the copy could not be tried: the owner of the database may create no other one"


class CopyDamagedError(BackupError):
    """What was copied cannot be restored."""

    def __str__(self) -> str:
        return "the copy cannot be restored"


class CopyDiffersError(BackupError):
    """What was restored is not what was copied."""

    def __str__(self) -> str:
        return "what was restored is not what the database held"


class NotABackupError(BackupError):
    """A folder without the proof of a backup."""

    def __str__(self) -> str:
        return "this folder is no proved backup: it holds no proof.json"


class DatabaseNotEmptyError(BackupError):
    """A restore never writes over anything."""

    def __str__(self) -> str:
        return "the database is not empty: restore into an empty one"


class OtherDatabaseError(BackupError):
    """A copy of one kind of database, and a database of the other."""

    def __str__(self) -> str:
        return "this backup is of the other kind of database"
