"""Looking at the site's database: roles and tables, keys, jobs, releases, the digest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keys_file import KeysError
from unsilenced.process.doctor import machine
from unsilenced.process.doctor.database import READY, of_readiness
from unsilenced.process.doctor.finding import Code, Finding, fine, look, mend
from unsilenced.process.doctor.patient import Patient
from unsilenced.process.settings.environment import unusable
from unsilenced.site.configuration import Configuration, readers
from unsilenced.site.prepared import SITE

OLDEST_RELEASE = dt.timedelta(days=2)


def look_inside(set_up: Configuration, patient: Patient) -> Iterator[Finding]:
    """Look inside, if the settings can be used and the database answers."""
    if unusable(readers()) or patient.address is None:
        return
    from django.db import OperationalError  # noqa: PLC0415 - takes its time

    try:
        patient.set_up_django()
    except OperationalError:
        # Already reported, as a fault of the server.
        return
    ready = of_readiness(SITE.migrates)
    yield ready
    if ready.code == READY:
        yield from _keys(set_up)
        yield from _jobs()
        yield from _release(set_up)
        yield from _night(set_up)
        yield from _digest()


def _keys(set_up: Configuration) -> Iterator[Finding]:
    from unsilenced.warnings.releases import own_keys  # noqa: PLC0415 - needs Django set up

    if set_up.check_keys_file is None and keys_file.is_missing(set_up.keys_file):
        try:
            own_keys.refuse_missing(set_up.keys_file)
        except KeysError as error:
            yield mend(Code.KEYS_UNUSABLE, str(error), "Put the copy back.")
        else:
            yield fine("keys", "There are no keys yet. They are made when the site first serves.")
        return
    try:
        own_keys.have(set_up.keys_file, are_made=False)
    except KeysError as error:
        yield mend(Code.KEYS_UNUSABLE, str(error), "Put the right copy in its place.")
    else:
        yield fine("keys", "The keys of the check are there, and are those of the releases.")


def _jobs() -> Iterator[Finding]:
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from unsilenced.site.health import jobs_are_done  # noqa: PLC0415

    if jobs_are_done(timezone.now()):
        yield fine("jobs", "The hourly jobs are done.")
    else:
        yield mend(
            Code.JOBS_LATE,
            "The hourly jobs were not done to their end since yesterday.",
            "Read the service's journal. After a restore, or when the site was off for long, wait "
            "for the next full hour first.",
        )


def _release(set_up: Configuration) -> Iterator[Finding]:
    from unsilenced.process.utc_day import utc_today  # noqa: PLC0415 - needs Django set up
    from unsilenced.warnings.models import Release  # noqa: PLC0415

    if not set_up.keyholder_url:
        return
    present = Release.objects.current()
    do = "Run: unsilenced check release. It says what keeps it from being published."
    if present is None:
        yield look(Code.RELEASE_NONE, "No release was ever published: nobody can check.", do)
    elif utc_today() - present.day > OLDEST_RELEASE:
        yield mend(
            Code.RELEASE_OLD,
            f"The present release is of {present.day}. Members' browsers refuse one that is too "
            "old.",
            do,
        )
    else:
        yield fine("release", f"The present release is of {present.day}.")


def _night(set_up: Configuration) -> Iterator[Finding]:
    from unsilenced.site.jobs.settled import space_needed  # noqa: PLC0415 - needs Django set up

    free, needed = machine.free_in(set_up.data_dir), space_needed()
    if not set_up.database and free is not None and free < needed:
        yield mend(
            Code.DISK_NIGHT,
            "Less is free than rewriting the rows at night takes: the order of what came in can be "
            "read until it is done.",
            f"Make room, so that {machine.roughly(needed)} are free: old backups first, then a "
            "larger disk.",
        )


def _digest() -> Iterator[Finding]:
    from unsilenced.cases.digest import digest_state  # noqa: PLC0415 - needs Django set up

    state = digest_state()
    if state.is_owed:
        why = f" ({state.fault})" if state.fault else ""
        yield mend(
            Code.DIGEST_UNSENT,
            f"The last digest did not go out to all{why}.",
            "Run: unsilenced doctor --mail, with an address of your own.",
        )
    else:
        yield fine("digest", "No digest is owed.")
