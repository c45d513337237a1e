"""The ledger's own file: what it knows beside its tables. Not for publishing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from unsilenced.evidence.disclosure.about import About
from unsilenced.evidence.disclosure.cells import Where
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.sheet import LARGEST_COUNT, LARGEST_FILE

FILE: Final = "ledger.json"
VERSION: Final = 1


@dataclass(frozen=True)
class Entry:
    """The facts of one release: its people, and its input.

    `population` is `None` if the user named none; `people` and `columns` are if we saw no input.
    """

    table: str
    population: str | None = None
    where: Where = field(default_factory=dict)
    people: int | None = None
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Record:
    """What the ledger knows; releases are counted from 1.

    All its releases share `threshold` and `width`. `labels` says for each column which labels
    inputs had, and since which release. `together` says the same for two columns, named in
    alphabetical order.
    """

    threshold: int | None = None
    width: int | None = None
    entries: tuple[Entry, ...] = ()
    labels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    together: Mapping[tuple[str, str], Mapping[tuple[str, str], int]] = field(default_factory=dict)

    def as_text(self) -> str:
        """Return the file's text."""
        return (
            json.dumps(
                {
                    "version": VERSION,
                    "threshold": self.threshold,
                    "width": self.width,
                    "releases": [
                        {
                            "table": each.table,
                            "population": each.population,
                            "where": {name: list(found) for name, found in each.where.items()},
                            "people": each.people,
                            "columns": None if each.columns is None else list(each.columns),
                        }
                        for each in self.entries
                    ],
                    "labels": {
                        name: dict(sorted(met.items())) for name, met in self.labels.items()
                    },
                    "together": [
                        {
                            "columns": list(names),
                            "labels": [[*pair, since] for pair, since in sorted(pairs.items())],
                        }
                        for names, pairs in sorted(self.together.items())
                    ],
                },
                ensure_ascii=False,
                indent=1,
            )
            + "\n"
        )


def read_record(path: Path) -> Record:
    """Read the file, if there is one; raise `BadInput` if it is wrong."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        return Record()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=str(path)) from error
    if len(data) > LARGEST_FILE:
        raise BadInput(f"is larger than {LARGEST_FILE:,} bytes", file=str(path))
    try:
        return _record(json.loads(data))
    except (ValueError, TypeError, RecursionError) as error:
        reason = f"is no ledger's file: {error}. Put back a copy of it, or correct it"
        raise BadInput(reason, file=str(path)) from error


def remembered(record: Record, about: About, wanted: Iterable[str]) -> Record:
    """Return the record with what an input says about labels; `wanted` are dimensions in use.

    For columns in use it keeps all labels that occur together. For other columns it keeps only
    those where each label of one lies in one label of the other.
    """
    asked, number = set(wanted), len(record.entries) + 1
    columns = about.could_be_dimensions(asked)
    seen = [set(each.columns or ()) for each in record.entries]
    labels = {name: dict(met) for name, met in record.labels.items()}
    for name in columns:
        # What earlier inputs did not say may have existed before.
        first = number if name in labels and all(name in each for each in seen) else 1
        met = labels.setdefault(name, {})
        for label in about.labels(name):
            met.setdefault(label, first)
    together = {names: dict(pairs) for names, pairs in record.together.items()}
    for one, other in combinations(sorted(columns), 2):
        names = one, other
        in_use = {one, other} <= asked or names in together
        if in_use or about.lies_in(one, other) or about.lies_in(other, one):
            known = names in together and all({one, other} <= each for each in seen)
            pairs = together.setdefault(names, {})
            for pair in about.pairs(one, other):
                pairs.setdefault(pair, number if known else 1)
    return replace(record, labels=labels, together=together)


def _record(found: Any) -> Record:
    top = _object(found, "it")
    if top.get("version") != VERSION:
        raise ValueError(f"its version is not {VERSION}")
    together = {}
    for each in _list(top.get("together"), "together"):
        one = _object(each, "together")
        names = _texts(one.get("columns"), "columns")
        if len(names) != 2 or names[0] >= names[1]:  # noqa: PLR2004 - a pair
            raise ValueError("“together” is of two columns, in the order of the alphabet")
        together[names[0], names[1]] = dict(
            _pair(line) for line in _list(one.get("labels"), "labels")
        )
    return Record(
        _number(top.get("threshold"), "threshold"),
        _number(top.get("width"), "width"),
        tuple(_entry(each) for each in _list(top.get("releases"), "releases")),
        {
            name: {label: _since(since) for label, since in _object(met, name).items()}
            for name, met in _object(top.get("labels"), "labels").items()
        },
        together,
    )


def _entry(found: Any) -> Entry:
    each = _object(found, "a release")
    where = _object(each.get("where"), "where")
    population, columns = each.get("population"), each.get("columns")
    return Entry(
        _text(each.get("table"), "table"),
        None if population is None else _text(population, "population"),
        {name: _texts(labels, name) for name, labels in where.items()},
        _number(each.get("people"), "people"),
        None if columns is None else _texts(columns, "columns"),
    )


def _pair(found: Any) -> tuple[tuple[str, str], int]:
    match found:
        case [str(one), str(other), since]:
            return (one, other), _since(since)
    raise ValueError("“labels” is a list of two labels and a number each")


def _since(found: Any) -> int:
    number = _number(found, "the first release")
    if not number:
        raise ValueError("“the first release” is a number from 1 on")
    return number


def _number(found: Any, name: str) -> int | None:
    if found is None:
        return None
    if type(found) is not int or not 0 <= found <= LARGEST_COUNT:
        raise ValueError(f"“{name}” is no count")
    return found


def _text(found: Any, name: str) -> str:
    if not isinstance(found, str):
        raise TypeError(f"“{name}” is no text")
    return found


def _texts(found: Any, name: str) -> tuple[str, ...]:
    return tuple(_text(each, name) for each in _list(found, name))


def _list(found: Any, name: str) -> list[Any]:
    if not isinstance(found, list):
        raise TypeError(f"“{name}” is no list")
    return found


def _object(found: Any, name: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise TypeError(f"“{name}” is no object")
    return found
