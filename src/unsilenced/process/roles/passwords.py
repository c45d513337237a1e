"""The passwords of the roles: drawn once, kept in a file of the data folder (mode 0600)."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from unsilenced.process.postgres.embedded import PostgresError
from unsilenced.process.roles.names import LOG_IN, Role
from unsilenced.process.small_file import read_small

NAME = "database-roles.json"

Passwords = Mapping[Role, str]


def read(data_dir: Path) -> Passwords:
    """Return the kept passwords; none where there is no file. Raises PostgresError."""
    file = data_dir / NAME
    try:
        kept = json.loads(read_small(file))
        return {role: str(kept[role.value]) for role in LOG_IN}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PostgresError(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise PostgresError(
            f"{file} is damaged. Put your copy of it back there, or that of another machine that "
            "serves this site. If there is none, make new passwords, and copy them to each such "
            "machine: unsilenced migrate --new-passwords"
        ) from error


def draw(data_dir: Path) -> Passwords:
    """Draw new passwords and keep them in place of any others. Raises PostgresError."""
    drawn = {role: secrets.token_urlsafe(32) for role in LOG_IN}
    file = data_dir / NAME
    fresh = data_dir / f".{NAME}-{os.getpid()}"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            json.dump({role.value: password for role, password in drawn.items()}, opened)
        fresh.replace(file)
    except OSError as error:
        raise PostgresError(f"{file} cannot be written: {error.strerror}.") from error
    return drawn
