"""Examining a site: each check by itself, so that a failing check is a finding, not the end."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping

import click

from unsilenced.process.doctor.finding import Code, Finding, Level, mend, worst
from unsilenced.process.faults import kind_and_place
from unsilenced.process.settings.data_folder import account_name

Checks = Mapping[str, Callable[[], Iterable[Finding]]]
"""The checks by their names, in order."""

PATIENCE = 2.0
"""Seconds after which it says what it is looking at."""

VERSION = 1
FOLDERS = frozenset({Code.FOLDER_MISSING, Code.FOLDER_OWNER, Code.FOLDER_UNWRITABLE})
"""The findings that keep other checks from looking."""

_MARKS = {Level.FINE: "fine", Level.LOOK: "LOOK", Level.MEND: "MEND"}


def examine(checks: Checks) -> tuple[Finding, ...]:
    """Look at everything."""
    found: list[Finding] = []
    for name, check in checks.items():
        found += _looked(name, check, is_told=any(each.code in FOLDERS for each in found))
    return tuple(found)


def _looked(
    name: str, check: Callable[[], Iterable[Finding]], *, is_told: bool
) -> Iterator[Finding]:
    """Run one check; if a folder's fault `is_told` already, do not repeat what follows from it."""
    telling = threading.Timer(PATIENCE, tell, [name])
    telling.daemon = True
    telling.start()
    try:
        yield from list(check())
    except PermissionError as error:
        if not is_told:
            yield mend(
                Code.FOLDER_OWNER,
                f"{error.filename or name} is closed to the account that this runs with, "
                f"{account_name(os.geteuid())}.",
                "Run this with the account of the service, or give that account its data folder, "
                "with what is in it: chown -R. Only `postgres` may be another's.",
            )
    except Exception as error:  # noqa: BLE001 - the other checks must still run
        yield mend(
            Code.CHECK_FAILED,
            f"{name} could not be looked at: {kind_and_place(error)}.",
            "Mend what else is found first, then look again.",
        )
    finally:
        telling.cancel()


def tell(name: str) -> None:
    """Say what it is looking at."""
    sys.stderr.write(f"Looking at {name} …\n")
    sys.stderr.flush()


def report(findings: tuple[Finding, ...], *, site: str, as_json: bool) -> None:
    """Print the findings, and end with 1 if something has to be mended."""
    click.echo(_as_json(findings, site) if as_json else "\n".join(_lines(findings)))
    if worst(findings) is Level.MEND:
        raise click.exceptions.Exit(1)


def _as_json(findings: tuple[Finding, ...], site: str) -> str:
    told = [
        {"level": each.level, "code": each.code, "words": each.words, "do": each.do}
        for each in findings
    ]
    return json.dumps(
        {"v": VERSION, "site": site, "level": worst(findings), "findings": told}, ensure_ascii=False
    )


def _lines(findings: tuple[Finding, ...]) -> Iterator[str]:
    for each in findings:
        code = "" if each.level is Level.FINE else f" ({each.code})"
        yield f"{_MARKS[each.level]}  {each.words}{code}"
        if each.do:
            yield f"      {each.do}"
