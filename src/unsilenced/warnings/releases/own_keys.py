"""The site's keys file beside its releases: new if there is nothing yet, otherwise the same."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keyring import Keyring, keyring_in
from unsilenced.evaluator.keys_file import LOST, KeysError, SecretKeys
from unsilenced.oblivious import signing
from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.signing import Purpose
from unsilenced.warnings.models import KeyHolderKey, Release, ReleasedRecord
from unsilenced.warnings.shared import Entry


def have(file: Path, *, are_made: bool) -> Keyring:
    """Return the keys in `file`; make new ones if `are_made` and none were ever used.

    Raises KeysError if the file is missing, or is not the one that the releases were signed with.
    """
    if keys_file.is_missing(file):
        refuse_missing(file)
        if are_made:
            keys_file.keep_new(file, SecretKeys.draw())
    held = keyring_in(file)
    refuse_others(held, file)
    return held


def refuse_missing(file: Path) -> None:
    """Raise KeysError if something was done with the keys that are missing from `file`."""
    if Release.objects.exists() or Entry.objects.exists():
        raise KeysError(
            f"The keys file {file} is missing, and what is published was signed with the keys in "
            "it. Put your copy of it back there, owned by the account of the service, mode 0600. "
            f"Nothing is lost meanwhile. If you have no copy, read {LOST}, first."
        )


def refuse_others(held: Keyring, file: Path) -> None:
    """Raise KeysError unless the last release was signed with these keys."""
    last = Release.objects.order_by("-number").first()
    if last is None:
        return
    manifest, signature = bytes(last.manifest), bytes(last.signature)
    try:
        signing.verify(held.signing_key, Purpose.RELEASE, manifest, signature)
    except CheckError as error:
        raise KeysError(
            f"The keys in {file} are not those that release {last.number} was signed with: "
            "members' browsers would refuse the site. Move this file aside, do not delete it, and "
            f"put your copy of the right one there. If you have no copy, read {LOST}, first."
        ) from error


def start_over() -> None:
    """Forget every release and the key holder's keys: the next release is then the first.

    The warnings stay. Caseworkers must enter their identifiers again, under the new keys.
    """
    with transaction.atomic():
        ReleasedRecord.objects.all().delete()
        Release.objects.all().delete()
        Entry.objects.all().delete()
        KeyHolderKey.objects.all().delete()
