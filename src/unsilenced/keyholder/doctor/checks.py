"""What the doctor looks at on the key holder's site."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keyring import Keyring
from unsilenced.evaluator.keys_file import KeysError
from unsilenced.http.health import WORDS
from unsilenced.keyholder.configuration import SETTINGS, Configuration, configuration, readers
from unsilenced.keyholder.prepared import SITE
from unsilenced.process.doctor import folders, machine, settings
from unsilenced.process.doctor.database import READY, of_readiness
from unsilenced.process.doctor.examination import Checks
from unsilenced.process.doctor.finding import Code, Finding, fine, look, mend
from unsilenced.process.doctor.patient import Patient
from unsilenced.process.roles.passwords import NAME as PASSWORDS
from unsilenced.process.settings.environment import despite, unusable

LEAST_FREE = 512
"""MiB: what it stores is small, and PostgreSQL stops when its disk is full."""

PREFIX = "KEYHOLDER"
PLATFORMS = frozenset({"KEYHOLDER_URL", "KEYHOLDER_LOG_KEY"})
"""Settings that the platform alone reads."""

OLDEST_ENTRY = dt.timedelta(days=2)


def configuration_despite() -> Configuration:
    """Return the settings, with the default of each that cannot be used."""
    return despite(readers(), configuration({}))


def checks(set_up: Configuration) -> Checks:
    """Return what the doctor looks at."""
    patient = Patient(SITE, set_up)
    return {
        "settings": _settings,
        "folder": lambda: folders.of_folder(set_up.data_dir, "KEYHOLDER_DATA_DIR"),
        "files": lambda: _files(set_up),
        "database": patient.server,
        "what is in the database": lambda: _inside(set_up, patient),
        "disk": lambda: _disk(set_up),
        "backup": lambda: _backup(set_up),
        "serving": lambda: iter([machine.of_port(set_up.listens_on, set_up.hosts[0], WORDS)]),
        "clock": lambda: iter([machine.of_clock(None, "")]),
        "versions": lambda: iter([machine.of_versions()]),
    }


def _settings() -> Iterator[Finding]:
    yield from settings.of_values(readers())
    ours = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
    yield from settings.of_names({each: ours[each] for each in set(ours) - PLATFORMS}, SETTINGS)


def _files(set_up: Configuration) -> Iterator[Finding]:
    for file in (set_up.keys_file, set_up.data_dir / PASSWORDS):
        yield from folders.of_secret_file(file)


def _disk(set_up: Configuration) -> Iterator[Finding]:
    yield machine.of_disk(machine.free_in(set_up.data_dir), LEAST_FREE, "PostgreSQL may stop")


def _backup(set_up: Configuration) -> Iterator[Finding]:
    if not set_up.data_dir.is_dir():
        # Already reported. What was made from the right setting is not known here.
        return
    today = dt.datetime.now(dt.UTC).date()
    command = "unsilenced keyholder backup --into FOLDER --keep 30"
    yield machine.of_backup(set_up.data_dir, today, command)


def _inside(set_up: Configuration, patient: Patient) -> Iterator[Finding]:
    if unusable(readers()) or patient.address is None:
        yield from _keys_alone(set_up)
        return
    from django.db import OperationalError  # noqa: PLC0415 - takes its time

    try:
        patient.set_up_django()
    except OperationalError:
        # Already reported, as a fault of the server.
        yield from _keys_alone(set_up)
        return
    ready = of_readiness(SITE.migrates)
    yield ready
    if ready.code == READY:
        yield from _keys(set_up)
        yield from _log()
        yield from _purge()


def _keys_alone(set_up: Configuration) -> Iterator[Finding]:
    try:
        keys_file.read_own(set_up.keys_file, is_key_holder=True)
    except KeysError as error:
        yield mend(Code.KEYS_UNUSABLE, str(error), "Put your copy of the file in its place.")


def _keys(set_up: Configuration) -> Iterator[Finding]:
    from unsilenced.keyholder import own_keys  # noqa: PLC0415 - needs Django set up

    try:
        if keys_file.is_missing(set_up.keys_file):
            own_keys.refuse_new_ones(set_up.keys_file)
            yield mend(
                Code.KEYS_UNUSABLE,
                "There are no keys, and nothing is logged.",
                "Ask the platform for its hand-over file: unsilenced keyholder init FILE",
            )
            return
        keys = keys_file.read_own(set_up.keys_file, is_key_holder=True)
        own_keys.refuse_others(Keyring.of(keys), set_up.keys_file)
    except KeysError as error:
        yield mend(Code.KEYS_UNUSABLE, str(error), "Put your copy of the right file in its place.")
    else:
        yield fine("keys", "The keys are there, and are those of the log.")


def _log() -> Iterator[Finding]:
    from unsilenced.keyholder.log import read  # noqa: PLC0415 - needs Django set up
    from unsilenced.keyholder.models import LogEntry  # noqa: PLC0415
    from unsilenced.process.utc_day import utc_today  # noqa: PLC0415

    last = LogEntry.objects.last_logged()
    do = "Ask the platform whether it runs, and reaches this site."
    if last is None:
        yield look(Code.RELEASE_NONE, "No release is logged yet.", do)
        return
    day = read(last).day
    told = f"The last release that was logged is of {day}."
    if utc_today() - day > OLDEST_ENTRY:
        yield mend(Code.RELEASE_OLD, told, do)
    else:
        yield fine("release", told)


def _purge() -> Iterator[Finding]:
    from unsilenced.keyholder.health import is_purged  # noqa: PLC0415 - needs Django set up

    if is_purged():
        yield fine("purge", "Spent tokens of past days are gone.")
    else:
        yield mend(
            Code.PURGE_LATE,
            "Spent tokens of past days are still there: the hourly purge is not done.",
            "Read the service's journal.",
        )
