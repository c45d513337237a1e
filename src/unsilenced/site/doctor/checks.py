"""What the doctor looks at on the platform's site."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator

from unsilenced.http.health import WORDS
from unsilenced.keyholder.configuration import SETTINGS as KEYHOLDER_SETTINGS
from unsilenced.process.doctor import folders, machine, settings
from unsilenced.process.doctor.examination import Checks
from unsilenced.process.doctor.finding import Code, Finding, mend
from unsilenced.process.doctor.patient import Patient
from unsilenced.process.network import Seen
from unsilenced.process.roles.passwords import NAME as PASSWORDS
from unsilenced.process.settings.environment import despite
from unsilenced.site.configuration import (
    NEARBY,
    SETTINGS,
    Configuration,
    configuration,
    readers,
)
from unsilenced.site.doctor import inside, mail, outside
from unsilenced.site.prepared import SITE


def configuration_despite() -> Configuration:
    """Return the settings, with the default of each that cannot be used."""
    return despite(readers(), configuration({}))


def checks(set_up: Configuration, recipient: str | None) -> Checks:
    """Return the checks; `recipient` gets a test message, if there is one."""
    patient = Patient(SITE, set_up)
    key_holder = _once(lambda: outside.key_holder(set_up))
    looked: dict[str, Callable[[], Iterator[Finding]]] = {
        "settings": lambda: _settings(set_up),
        "folder": lambda: folders.of_folder(set_up.data_dir, "DATA_DIR"),
        "files": lambda: _files(set_up),
        "database": patient.server,
        "what is in the database": lambda: inside.look_inside(set_up, patient),
        "disk": lambda: _disk(set_up),
        "backup": lambda: _backup(set_up),
        "serving": lambda: iter([machine.of_port(set_up.listens_on, set_up.site_hosts[0], WORDS)]),
        "the site from outside": lambda: outside.of_site(set_up),
        "the key holder": lambda: outside.of_key_holder(set_up, key_holder()),
        "clock": lambda: _clock(key_holder()),
        "versions": lambda: iter([machine.of_versions()]),
    }
    if recipient is not None:
        looked["mail"] = lambda: mail.of_message(set_up, patient, recipient)
    else:
        looked["mail"] = lambda: mail.of_settings(set_up)
    return looked


def _once(ask: Callable[[], Seen | None]) -> Callable[[], Seen | None]:
    seen: list[Seen | None] = []

    def asked() -> Seen | None:
        if not seen:
            seen.append(ask())
        return seen[0]

    return asked


def _settings(set_up: Configuration) -> Iterator[Finding]:
    yield from settings.of_values(readers())
    yield from settings.of_names(os.environ, (*SETTINGS, *KEYHOLDER_SETTINGS))
    if not set_up.site_https and not NEARBY.issuperset(set_up.site_hosts):
        yield mend(
            Code.SETTING_NO_HTTPS,
            "SITE_HTTPS is no, and SITE_HOSTS names a host that others can reach.",
            "Have the proxy serve HTTPS, and set SITE_HTTPS=yes: without it browsers seal nothing.",
        )


def _files(set_up: Configuration) -> Iterator[Finding]:
    for file in (set_up.keys_file, set_up.data_dir / PASSWORDS, set_up.data_dir / "secret-key"):
        yield from folders.of_secret_file(file)


def _disk(set_up: Configuration) -> Iterator[Finding]:
    free = machine.free_in(set_up.data_dir)
    if free is not None and free < set_up.free_disk_for_reports:
        yield machine.of_disk(free, set_up.free_disk_for_reports, "everything is refused")
    else:
        yield machine.of_disk(free, set_up.free_disk_for_photos, "photos are refused")


def _backup(set_up: Configuration) -> Iterator[Finding]:
    if not set_up.data_dir.is_dir():
        # Already reported. What was made from the right setting is not known here.
        return
    today = dt.datetime.now(dt.UTC).date()
    yield machine.of_backup(set_up.data_dir, today, "unsilenced backup --into FOLDER --keep 30")


def _clock(key_holder: Seen | None) -> Iterator[Finding]:
    yield machine.of_clock(key_holder.clock if key_holder else None, "the key holder's")
