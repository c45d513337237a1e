"""Rotating an evaluation key: for a while there are two, then the old one goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keyring import Keyring
from unsilenced.evaluator.keys_file import KeysError, draw_seed


def begin(file: Path) -> Keyring:
    """Draw a next key into the keys file. Raises KeysError if there is one."""
    keys = keys_file.read(file)
    if Keyring.of(keys).next is not None:
        raise KeysError("There is a next key already. Finish that rotation first.")
    keys = replace(keys, evaluation=(*keys.evaluation, draw_seed()))
    keys_file.replace(file, keys)
    return Keyring.of(keys)


def finish(file: Path, *, in_use: bytes | None) -> Keyring:
    """Drop the old key: the next one is now the current one.

    `in_use` is the public key of the latest release, if there is one. Raises KeysError if there
    is no next key, or releases still need the old one.
    """
    keys = keys_file.read(file)
    after = Keyring.of(keys).next
    if after is None:
        raise KeysError("There is no next key. Begin a rotation first.")
    if in_use is not None and in_use != after.public_key:
        raise KeysError("The latest release still uses the old key. Wait for one with the new.")
    keys = replace(keys, evaluation=keys.evaluation[1:])
    keys_file.replace(file, keys)
    return Keyring.of(keys)
