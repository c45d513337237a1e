"""The log: which manifests the key holder has seen, each once, in order, never changed."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from unsilenced.evaluator.keyring import Keyring, keyring
from unsilenced.evaluator.keys_file import KeysError
from unsilenced.http.refusal import Refusal
from unsilenced.keyholder import own_keys
from unsilenced.keyholder.models import LogEntry
from unsilenced.oblivious import signing
from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.manifest import Entry, Manifest
from unsilenced.oblivious.signing import Purpose
from unsilenced.process.utc_day import utc_today

FIRST = 1
logger = logging.getLogger(__name__)
_LOCK = 0x6C6F67
"""The number of the PostgreSQL advisory lock under which one release at a time is logged."""


@dataclass(frozen=True)
class Logged:
    """An entry of the log, and whether it has just been added."""

    line: LogEntry
    created: bool


def append(manifest: bytes, signature: bytes) -> Logged:
    """Log a release, or find that it is logged.

    Raises a refusal: 422 `wrong-signature` or `wrong-manifest`, 409 `log-gap` or `log-fork`.
    Raises KeysError if the log was signed with other keys than the present ones.
    """
    keys = keyring()
    _refuse_other_keys(keys)
    release = _signed_release(manifest, signature, keys)
    with transaction.atomic():
        _lock_log()
        line = LogEntry.objects.filter(number=release.number).first()
        if line is not None:
            return Logged(_same(line, release), created=False)
        last = LogEntry.objects.last_logged()
        entry = _next_entry(release, None if last is None else read(last), keys)
        return Logged(_add(entry, keys), created=True)


def read(line: LogEntry) -> Entry:
    """Return what an entry of the log says."""
    return Entry.from_bytes(bytes(line.entry))


def _signed_release(manifest: bytes, signature: bytes, keys: Keyring) -> Manifest:
    try:
        signing.verify(keys.secrets.release_key, Purpose.RELEASE, manifest, signature)
        return Manifest.from_bytes(manifest)
    except CheckError as error:
        if error.code == "wrong-signature":
            message = _("This was not signed with the key that we were given.")
            raise Refusal(422, error.code, message, field="signature") from error
        raise _wrong_manifest() from error


def _refuse_other_keys(keys: Keyring) -> None:
    """Do not sign with keys that came into the file while this runs. Raises KeysError."""
    try:
        own_keys.refuse_others(keys, settings.CHECK_KEYS_FILE)
    except KeysError as error:
        logger.error("%s", error)  # noqa: TRY400 - it says enough
        raise


def _lock_log() -> None:
    """Let one process at a time look for the last entry and add the next."""
    # Not a lock on the table: a role that may only add and read may not lock it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _same(line: LogEntry, release: Manifest) -> LogEntry:
    if read(line).release != release.hash():
        raise _fork()
    return line


def _next_entry(release: Manifest, last: Entry | None, keys: Keyring) -> Entry:
    number, before = (FIRST, b"") if last is None else (last.number + 1, last.release)
    if release.number > number:
        raise Refusal(409, "log-gap", _("An earlier list is missing here. Send that one first."))
    if release.number < number or release.previous != before:
        raise _fork()
    _refuse_wrong_day(release, last)
    if release.keyholder_key not in {each.public_key for each in keys.evaluators}:
        raise _wrong_manifest()
    return Entry(
        number=release.number,
        day=release.day,
        release=release.hash(),
        previous=b"" if last is None else last.hash(),
        public_key=release.keyholder_key,
    )


def _refuse_wrong_day(release: Manifest, last: Entry | None) -> None:
    if release.day > utc_today() or (last is not None and release.day < last.day):
        raise _wrong_manifest()


def _add(entry: Entry, keys: Keyring) -> LogEntry:
    written = entry.to_bytes()
    line = LogEntry(
        number=entry.number,
        entry=written,
        signature=signing.sign(keys.secrets.signing, Purpose.LOG, written),
    )
    line.save(force_insert=True)
    return line


def _wrong_manifest() -> Refusal:
    return Refusal(
        422, "wrong-manifest", _("This list cannot be noted down here."), field="manifest"
    )


def _fork() -> Refusal:
    return Refusal(409, "log-fork", _("Another list with this number was noted down before."))
