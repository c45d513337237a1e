"""Searching for what must not be there: in every encoding in which it might be."""

import base64
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote_from_bytes

from unsilenced.process.postgres.embedded import programs


def encodings(secret: bytes) -> set[bytes]:
    """Return how `secret` may stand somewhere; within longer encoded data as well."""
    found = {secret, quote_from_bytes(secret, safe="").encode()}
    found.add("".join(f"%{byte:02X}" for byte in secret).encode())
    found.add("".join(f"%{byte:02x}" for byte in secret).encode())
    found |= {secret.hex().encode(), secret.hex().upper().encode()}
    for offset in range(3):
        found |= _within_base64(secret, offset)
    if secret.isascii():
        found |= {secret.lower(), secret.upper()}
    return found | {_wide(each) for each in found if each.isascii()}


def _wide(text: bytes) -> bytes:
    return text.decode("ascii").encode("utf-16-le")


def _within_base64(secret: bytes, offset: int) -> set[bytes]:
    """Return what of `secret` stands in base64 of data in which it begins at this offset."""
    aligned = secret[(3 - offset) % 3 :]
    aligned = aligned[: len(aligned) // 3 * 3]
    return {base64.b64encode(aligned), base64.urlsafe_b64encode(aligned)}


class Searcher:
    """Finds secrets, each by a name of its own."""

    def __init__(self, secrets: dict[str, bytes | str]) -> None:
        self._encoded = {
            name: encodings(secret.encode() if isinstance(secret, str) else secret)
            for name, secret in secrets.items()
        }

    def found_in(self, data: bytes) -> set[str]:
        """Return the names of the secrets that are in `data`."""
        return {
            name for name, encoded in self._encoded.items() if any(each in data for each in encoded)
        }

    def found_in_files(self, files: Iterable[Path]) -> dict[str, set[str]]:
        """Return the names of the secrets by the files that they are in.

        Files come and go while a program runs; one that is gone holds nothing any more.
        """
        found = {}
        for file in files:
            with suppress(FileNotFoundError):
                if names := self.found_in(file.read_bytes()):
                    found[str(file)] = names
        return found


def files_of(folder: Path) -> list[Path]:
    """Return every file below `folder`."""
    return sorted(each for each in folder.rglob("*") if each.is_file() and not each.is_symlink())


def dump_of(database: str) -> bytes:
    """Return everything in the database of that address, as `pg_dump` writes it."""
    command = [programs() / "pg_dump", "--dbname", database]
    return subprocess.run(command, check=True, capture_output=True).stdout
