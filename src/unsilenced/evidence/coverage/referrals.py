"""Referrals to the National Referral Mechanism, as the Home Office counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from unsilenced.evidence.coverage.nationality import FOLDER, names
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.descriptor import schema_of
from unsilenced.evidence.schema.reading import read_checked

TABLE = FOLDER / "referrals_detail_2022Q2_2023Q4.csv"

RESPONDERS = {
    "police": "police",
    "ngo": "NGO",
    "la": "local authority",
    "govt": "government",
}
"""The name of each kind of first responder, by its code in the data."""

KINDS = ("Sexual", "Labour", "Domestic", "Criminal", "Organ Harvesting")
NO_KIND = "Not specified or unknown"

GENDERS = {"female": "Female", "male": "Male"}
AGES = {"adult": "Adult (18 or over)", "child": "Child (17 or under)"}


@dataclass(frozen=True, slots=True)
class Referral:
    """People referred by the same responder, with the same exploitation and nationalities."""

    responder: str
    kinds: frozenset[str]
    age: str
    gender: str
    nationalities: tuple[str, ...]
    people: int


def read_referrals(path: Path = TABLE) -> tuple[Referral, ...]:
    """Read referrals from a file like the shipped one, checked against the same schema.

    Raises `BadInput`, with row and column, also for unknown nationalities and kinds of
    exploitation: we do not count what we do not understand as something else.
    """
    table = read_checked(path, schema_of(TABLE))
    known = names()
    apart: dict[str, tuple[str, ...]] = {}
    found = []
    for line, row in table.rows():
        field = str(row["nationality"])
        try:
            if field not in apart:
                apart[field] = known.taken_apart(field)
        except BadInput as error:
            raise _at(path, line, "nationality", error) from error
        try:
            kinds = kinds_of(str(row["exploitation_type"]))
        except BadInput as error:
            raise _at(path, line, "exploitation_type", error) from error
        found.append(
            Referral(
                responder=RESPONDERS[str(row["src"])],
                kinds=kinds,
                age=str(row["age_at_exploitation"]),
                gender=str(row["gender"]),
                nationalities=apart[field],
                people=int(str(row["people"])),
            )
        )
    return tuple(found)


def kinds_of(field: str) -> frozenset[str]:
    """Return the kinds of exploitation in a field; it may specify none.

    >>> sorted(kinds_of("Sexual, Labour & Domestic"))
    ['Domestic', 'Labour', 'Sexual']
    """
    if field == NO_KIND:
        return frozenset()
    kinds = frozenset(re.split(r", | & ", field))
    if not kinds <= set(KINDS):
        raise BadInput(f"“{field}” has kinds of exploitation that are not known")
    return kinds


def _at(path: Path, line: int, column: str, error: BadInput) -> BadInput:
    return BadInput(error.reason, file=path.name, row=line, column=column)
