"""The key holder's keys file and its log: the whole log is signed with the key in that file."""

from __future__ import annotations

from pathlib import Path

from unsilenced.evaluator.keyring import Keyring
from unsilenced.evaluator.keys_file import LOST, KeysError
from unsilenced.keyholder.models import LogEntry
from unsilenced.oblivious import signing
from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.signing import Purpose


def refuse_new_ones(file: Path) -> None:
    """Raise KeysError where releases are logged: new keys could not go on with that log."""
    last = LogEntry.objects.last_logged()
    if last is not None:
        raise KeysError(
            f"The keys file {file} is missing, and the log here, up to release {last.number}, was "
            "signed with the keys in it. Put your copy of it back there, owned by the account of "
            "the service, mode 0600. Nothing is lost meanwhile. If you have no copy, read "
            f"{LOST}, first."
        )


def refuse_others(keys: Keyring, file: Path) -> None:
    """Raise KeysError unless the log was signed with these keys."""
    last = LogEntry.objects.last_logged()
    if last is None:
        return
    try:
        signing.verify(keys.signing_key, Purpose.LOG, bytes(last.entry), bytes(last.signature))
    except CheckError as error:
        raise KeysError(
            f"The keys in {file} are not those that the log here, up to release {last.number}, was "
            "signed with: members' browsers would refuse it. Move this file aside, do not delete "
            f"it, and put your copy of the right one there. If you have no copy, read {LOST}, "
            "first."
        ) from error
