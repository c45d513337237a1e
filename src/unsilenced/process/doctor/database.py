"""Looking at a PostgreSQL: whether it answers, its age, and what it keeps about people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import psycopg

from unsilenced.process.database.encoding import wrong_encoding
from unsilenced.process.database.session import connect
from unsilenced.process.database.versions import NewerVersionError, refuse_newer_database
from unsilenced.process.django_site import is_ready
from unsilenced.process.doctor.finding import Code, Finding, fine, look, mend
from unsilenced.process.postgres.embedded import OLDEST, VERSIONS, PostgresError

READY = "roles"
"""The code of a database that can be examined further."""

PATIENCE = 5
"""Seconds to wait for a connection."""

_SETTINGS = "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)"


@dataclass(frozen=True)
class PrivacySetting:
    """A setting with which PostgreSQL may keep more than anybody needs, and its right value."""

    name: str
    is_well: Callable[[str], bool]
    wanted: str
    code: Code
    keeps: str


def _is(*values: str) -> Callable[[str], bool]:
    return lambda value: value in values


PRIVACY_SETTINGS = (
    PrivacySetting(
        "log_statement",
        _is("none", "ddl"),
        "none",
        Code.DATABASE_LOGS_WORDS,
        "statements, with what people sent",
    ),
    PrivacySetting(
        "log_min_duration_statement",
        _is("-1"),
        "-1",
        Code.DATABASE_LOGS_WORDS,
        "slow statements, with what people sent, and when",
    ),
    PrivacySetting(
        "log_min_duration_sample",
        _is("-1"),
        "-1",
        Code.DATABASE_LOGS_WORDS,
        "some statements, with what people sent, and when",
    ),
    PrivacySetting(
        "log_transaction_sample_rate",
        lambda value: float(value) == 0,
        "0",
        Code.DATABASE_LOGS_WORDS,
        "some transactions whole",
    ),
    PrivacySetting(
        "log_min_error_statement",
        _is("panic", "fatal"),
        "panic",
        Code.DATABASE_LOGS_WORDS,
        "statements that failed, with what people sent",
    ),
    PrivacySetting(
        "log_parameter_max_length_on_error",
        _is("0"),
        "0",
        Code.DATABASE_LOGS_WORDS,
        "the values of statements that failed",
    ),
    PrivacySetting(
        "log_error_verbosity",
        _is("terse"),
        "terse",
        Code.DATABASE_LOGS_WORDS,
        "the values that clashed, beside an error",
    ),
    PrivacySetting(
        "log_duration",
        _is("off"),
        "off",
        Code.DATABASE_LOGS_MOMENTS,
        "when each statement ended",
    ),
    PrivacySetting(
        "log_connections",
        _is("off", ""),
        "off",
        Code.DATABASE_LOGS_MOMENTS,
        "when a process connected, which on a quiet site is when somebody came",
    ),
    PrivacySetting(
        "log_disconnections",
        _is("off"),
        "off",
        Code.DATABASE_LOGS_MOMENTS,
        "when a process ended its connection",
    ),
    PrivacySetting(
        "log_checkpoints",
        _is("off"),
        "off",
        Code.DATABASE_LOGS_MOMENTS,
        "how much was written, every few minutes",
    ),
    PrivacySetting(
        "track_activities",
        _is("off"),
        "off",
        Code.DATABASE_SHOWS_ACTIVITY,
        "of each connection its last statement and its moment, for whoever may look",
    ),
    PrivacySetting(
        "archive_mode",
        _is("off"),
        "off, or the shortest time that its copies are kept for",
        Code.DATABASE_KEEPS_MOMENTS,
        "the moment of every commit in its archive, for as long as that is kept",
    ),
    PrivacySetting(
        "track_commit_timestamp",
        _is("off"),
        "off",
        Code.DATABASE_KEEPS_MOMENTS,
        "the moment of every commit",
    ),
)


def of_privacy_settings(values: Mapping[str, str]) -> Iterator[Finding]:
    """Give a finding for each thing that a PostgreSQL with these settings keeps."""
    for each in PRIVACY_SETTINGS:
        value = values.get(each.name)
        if value is not None and not each.is_well(value):
            yield look(
                each.code,
                f"PostgreSQL keeps {each.keeps}: {each.name} is {value!r}.",
                f"Ask its administrator for {each.name} = {each.wanted} "
                "(docs/deployment/postgresql.md).",
            )


def of_version(number: int, version: str) -> Finding:
    """Look at how old a server is."""
    if number < OLDEST * VERSIONS:
        return mend(
            Code.DATABASE_OLD,
            f"PostgreSQL is version {version}.",
            f"Have it upgraded to {OLDEST} or newer before you upgrade this program.",
        )
    return fine("database", f"PostgreSQL {version} answers.")


def of_encoding(present: psycopg.Connection) -> Iterator[Finding]:
    """Look whether the database can hold all that people write."""
    if wrong := wrong_encoding(present):
        yield mend(Code.DATABASE_ENCODING, wrong, "Make such a database, and bring the site there.")


def of_readiness(migrates: str) -> Finding:
    """Look whether the present database fits this version. Django must be set up."""
    try:
        refuse_newer_database()
        ready = is_ready()
    except NewerVersionError as error:
        return mend(Code.DATABASE_NEWER, str(error), "Or go back: docs/deployment/upgrade.md.")
    except PostgresError as error:
        return mend(Code.DATABASE_NOT_READY, str(error), f"Then run: {migrates}")
    if ready:
        return fine(READY, "The database has its roles and tables, and each role its rights.")
    return mend(
        Code.DATABASE_NOT_READY,
        "The database is not as this version of the program needs it.",
        f"Run: {migrates}",
    )


def of_server(address: Mapping[str, str], setting: str) -> Iterator[Finding]:
    """Ask a server for its version and what it keeps. This changes nothing there."""
    try:
        with connect({"connect_timeout": str(PATIENCE), **address}, autocommit=True) as present:
            info = present.info
            names = [each.name for each in PRIVACY_SETTINGS]
            values: dict[str, str] = dict(present.execute(_SETTINGS, [names]).fetchall())
            version = info.parameter_status("server_version") or str(info.server_version)
            yield of_version(info.server_version, version.split()[0])
            yield from of_encoding(present)
            yield from of_privacy_settings(values)
    except psycopg.OperationalError as error:
        told = " ".join(str(error).split())
        yield mend(
            Code.DATABASE_DOWN,
            f"PostgreSQL does not answer: {told}",
            f"Look at {setting}, and at whether that server runs and lets this machine in.",
        )
