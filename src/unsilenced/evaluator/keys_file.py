"""The check's secret keys: in a file of their own, so that a stolen database holds none."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from unsilenced.oblivious.evaluator import SEED_SIZE
from unsilenced.process.faults import NO_SPACE, is_for_want_of_space
from unsilenced.process.small_file import read_small
from unsilenced.sealing.b64u import from_b64u, to_b64u

VERSION = 1
MOST_EVALUATION_KEYS = 2

LOST = "docs/deployment/watch.md, “When a keys file is lost”"
"""Where administrators read what they can still do without a copy."""


class KeysError(Exception):
    """A keys file that is missing, broken or in the way; the message says what to do."""


@dataclass(frozen=True)
class SecretKeys:
    """All that an evaluator keeps secret, each as a seed of 32 bytes.

    `evaluation` holds the current key and, during a rotation, the next. `signing` is the
    platform's release key, or the key holder's log key. `release_key` is no secret: the public
    key whose releases a key holder logs.
    """

    evaluation: tuple[bytes, ...] = field(repr=False)
    token: bytes = field(repr=False)
    signing: bytes = field(repr=False)
    release_key: bytes = b""

    @classmethod
    def draw(cls, token: bytes | None = None, release_key: bytes = b"") -> Self:
        """Draw new keys; a key holder is given the platform's `token` seed and release key."""
        return cls(
            evaluation=(draw_seed(),),
            token=token or draw_seed(),
            signing=draw_seed(),
            release_key=release_key,
        )

    def to_json(self) -> str:
        """Write them as the text of a file."""
        members = {
            "v": VERSION,
            "evaluation": [to_b64u(seed) for seed in self.evaluation],
            "token": to_b64u(self.token),
            "signing": to_b64u(self.signing),
            "release_key": to_b64u(self.release_key),
        }
        return json.dumps(members, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read the text of a file. Raises ValueError for anything else."""
        members = json.loads(text)
        if not isinstance(members, dict) or members.get("v") != VERSION:
            raise ValueError("not a keys file of this version")
        evaluation = members.get("evaluation")
        if not isinstance(evaluation, list) or not 1 <= len(evaluation) <= MOST_EVALUATION_KEYS:
            raise ValueError("one or two evaluation keys are needed")
        release_key = members.get("release_key")
        return cls(
            evaluation=tuple(_seed(seed) for seed in evaluation),
            token=_seed(members.get("token")),
            signing=_seed(members.get("signing")),
            release_key=_seed(release_key) if release_key else b"",
        )


def draw_seed() -> bytes:
    """Return 32 random bytes."""
    return secrets.token_bytes(SEED_SIZE)


def is_missing(file: Path) -> bool:
    """Whether there is no `file`; a file that we may not look at is not missing."""
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def read(file: Path) -> SecretKeys:
    """Read the keys kept in `file`. Raises KeysError."""
    try:
        with telling(file, "read"):
            return SecretKeys.from_json(read_small(file))
    except (ValueError, RecursionError) as error:
        raise KeysError(f"The keys file {file} is broken. Put back a copy of it.") from error


def read_own(file: Path, *, is_key_holder: bool) -> SecretKeys:
    """Read the keys kept in `file`, which must be those of this side.

    With both sides' keys, one could look up everybody. Only a key holder's file names the key whose
    releases it logs, so each side knows its own file. Raises KeysError.
    """
    keys = read(file)
    if bool(keys.release_key) is not is_key_holder:
        whose = "the platform's" if is_key_holder else "a key holder's"
        raise KeysError(
            f"The keys in {file} are {whose}, and nobody may have both sides' keys. Take this file "
            "off this machine, tell the other organisation, and put your own copy there."
        )
    return keys


def keep_new(file: Path, keys: SecretKeys) -> bool:
    """Keep `keys` in `file` (mode 0600) unless there is one; return whether it did.

    Of two processes that do this at once, one wins.

    Raises KeysError.
    """
    with telling(file, "written"):
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = _written(file, keys)
        try:
            # `link` does not replace what is there.
            os.link(fresh, file)
        except FileExistsError:
            return False
        finally:
            fresh.unlink()
        _hold_on_to_names(file.parent)
    return True


def replace(file: Path, keys: SecretKeys) -> None:
    """Put `keys` in place of those in `file`, all at once. Raises KeysError."""
    with telling(file, "written"):
        _written(file, keys).replace(file)
        _hold_on_to_names(file.parent)


@contextmanager
def telling(file: Path, done: str) -> Iterator[None]:
    """Return an error that says why `file` cannot be `done` (read or written), and what to do."""
    try:
        yield
    except OSError as error:
        if is_for_want_of_space(error):
            raise KeysError(f"The keys file {file} cannot be {done}: {NO_SPACE}") from error
        raise KeysError(
            f"The keys file {file} cannot be {done}: {error.strerror}. Look at its folder, and "
            "run this with the account of the service."
        ) from error


def _seed(text: object) -> bytes:
    seed = from_b64u(text) if isinstance(text, str) else b""
    if len(seed) != SEED_SIZE:
        raise ValueError("a key has 32 bytes")
    return seed


def _written(file: Path, keys: SecretKeys) -> Path:
    fresh = file.with_name(f".{file.name}-{os.getpid()}-{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(keys.to_json())
        opened.flush()
        os.fsync(opened.fileno())
    return fresh


def _hold_on_to_names(folder: Path) -> None:
    """Write the folder's names to the disk too: a key lost in a power cut is lost for good."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
