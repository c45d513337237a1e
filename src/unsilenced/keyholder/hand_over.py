"""The file that the platform hands over to the key holder in a safe way."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keyring import Keyring
from unsilenced.evaluator.keys_file import KeysError, SecretKeys
from unsilenced.oblivious.signing import public_key_of
from unsilenced.process.small_file import read_small
from unsilenced.sealing.b64u import from_b64u, to_b64u

VERSION = 1
KEY_SIZE = 32


@dataclass(frozen=True)
class HandOver:
    """The token seed, which both must have, and the public key of the platform's releases."""

    token: bytes = field(repr=False)
    release_key: bytes

    @classmethod
    def of(cls, platform: Keyring) -> Self:
        """Return what a platform with these keys hands over."""
        return cls(platform.secrets.token, platform.signing_key)

    def with_new_token(self) -> HandOver:
        """Return the same with a newly drawn token seed."""
        return replace(self, token=keys_file.draw_seed())

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read a hand-over file. Raises KeysError."""
        try:
            members = json.loads(read_small(file))
            token, release_key = (from_b64u(members[name]) for name in ("token", "release_key"))
        except OSError as error:
            raise KeysError(f"{file} cannot be read: {error.strerror}.") from error
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise KeysError(f"{file} is no file from `unsilenced check hand-over`.") from error
        if members.get("v") != VERSION or {len(token), len(release_key)} != {KEY_SIZE}:
            raise KeysError(f"{file} is no file from `unsilenced check hand-over`.")
        return cls(token, release_key)

    def write(self, file: Path) -> None:
        """Write a hand-over file (mode 0600). Raises KeysError if something is there."""
        members = {
            "v": VERSION,
            "token": to_b64u(self.token),
            "release_key": to_b64u(self.release_key),
        }
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise KeysError(f"{file} cannot be written: {error.strerror}.") from error
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            json.dump(members, opened)

    def initialise(self, file: Path) -> Keyring:
        """Make a key holder's keys in `file`. Raises KeysError if there are some."""
        keys = SecretKeys.draw(token=self.token, release_key=self.release_key)
        if not keys_file.keep_new(file, keys):
            raise KeysError(f"There are keys in {file} already. Without them nobody can check.")
        return Keyring.of(keys)

    def renew_token(self, file: Path) -> None:
        """Replace the token seed of the keys in `file`, of either side, by this one.

        Raises KeysError where it is another platform's.
        """
        keys = keys_file.read(file)
        if self.release_key not in {keys.release_key, public_key_of(keys.signing)}:
            raise KeysError("This is not from the platform that these keys belong to.")
        keys_file.replace(file, replace(keys, token=self.token))

    def fits(self, keys: SecretKeys) -> bool:
        """Whether a key holder with `keys` got this."""
        return (keys.token, keys.release_key) == (self.token, self.release_key)
