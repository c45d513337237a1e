"""Looking: each check by itself, so that one that fails is a finding and never an end."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping

import click

from unsilenced.faults import kind_and_place
from unsilenced.running.doctor.finding import Code, Finding, Level, mend, worst

Checks = Mapping[str, Callable[[], Iterable[Finding]]]
"""What is looked at, by its name, in order."""

PATIENCE = 2.0
"""Seconds after which it is said what is being looked at."""

VERSION = 1
_MARKS = {Level.FINE: "fine", Level.LOOK: "LOOK", Level.MEND: "MEND"}


def examine(checks: Checks) -> tuple[Finding, ...]:
    """Look at everything."""
    return tuple(finding for name, check in checks.items() for finding in _looked(name, check))


def _looked(name: str, check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    telling = threading.Timer(PATIENCE, tell, [name])
    telling.daemon = True
    telling.start()
    try:
        yield from list(check())
    except Exception as error:  # noqa: BLE001 - whatever it is, the others are looked at
        yield mend(
            Code.CHECK_FAILED,
            f"{name} could not be looked at: {kind_and_place(error)}.",
            "Mend what else is found first, then look again.",
        )
    finally:
        telling.cancel()


def tell(name: str) -> None:
    """Say what is being looked at."""
    sys.stderr.write(f"Looking at {name} …\n")
    sys.stderr.flush()


def report(findings: tuple[Finding, ...], *, site: str, as_json: bool) -> None:
    """Print what was found, and end with 1 where something has to be mended."""
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
