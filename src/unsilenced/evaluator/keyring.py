"""The keys that this site holds, ready to evaluate with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keys_file import KeysError, SecretKeys
from unsilenced.oblivious import signing
from unsilenced.oblivious.evaluator import EVALUATION_INFO, Evaluator
from unsilenced.oblivious.tokens import day_evaluator

_Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class Keyring:
    """One evaluator's keys: `evaluators` are the current one and, during a rotation, the next."""

    secrets: SecretKeys
    evaluators: tuple[Evaluator, ...]

    @classmethod
    def of(cls, secrets: SecretKeys) -> Keyring:
        """Derive the keys from their seeds."""
        return cls(secrets, tuple(map(_evaluation_key, secrets.evaluation)))

    @property
    def current(self) -> Evaluator:
        """The evaluation key that releases are made with until a rotation is finished."""
        return self.evaluators[0]

    @property
    def next(self) -> Evaluator | None:
        """The key that a rotation leads to."""
        return self.evaluators[1] if len(self.evaluators) > 1 else None

    @property
    def signing_key(self) -> bytes:
        """The public release key (platform) or log key (key holder)."""
        return signing.public_key_of(self.secrets.signing)

    def evaluator(self, key_id: str) -> Evaluator | None:
        """Return the evaluation key of that name, if it is held."""
        return next((each for each in self.evaluators if each.key_id == key_id), None)

    def token_key(self, day: dt.date) -> Evaluator:
        """Return the token key of `day` (UTC)."""
        return _token_key(self.secrets.token, day)


def keyring() -> Keyring:
    """Return the keys in `settings.CHECK_KEYS_FILE`, as they are now. Raises KeysError."""
    file = Path(settings.CHECK_KEYS_FILE)
    return keyring_in(file, is_key_holder=settings.CHECK_EVALUATOR == "keyholder")


def keyring_in(file: Path, *, is_key_holder: bool = False) -> Keyring:
    """Return the keys in `file`, which must be that side's. Raises KeysError.

    It makes no keys: the caller cannot know what was done with the missing ones.
    """
    if keys_file.is_missing(file):
        raise KeysError(
            f"The keys file {file} is missing. Put the copy of it there that you have kept."
        )
    return _read(file, _stamp(file), is_key_holder=is_key_holder)


def _stamp(file: Path) -> _Stamp:
    with keys_file.telling(file, "read"):
        state = file.stat()
    return state.st_ino, state.st_mtime_ns, state.st_size


@lru_cache(maxsize=1)
def _read(file: Path, stamp: _Stamp, *, is_key_holder: bool) -> Keyring:
    """Read the file once for each `stamp`, so that running processes notice a rotation."""
    return Keyring.of(keys_file.read_own(file, is_key_holder=is_key_holder))


@lru_cache(maxsize=4)
def _evaluation_key(seed: bytes) -> Evaluator:
    return Evaluator.from_seed(seed, EVALUATION_INFO)


@lru_cache(maxsize=4)
def _token_key(seed: bytes, day: dt.date) -> Evaluator:
    return day_evaluator(seed, day)
