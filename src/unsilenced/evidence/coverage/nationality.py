"""Nationalities as the referral data write them, and Western Africa as the UN's list has it.

The data write two nationalities as two names in one field, without anything between them:
“Albanian Equatorial Guinean” has nothing to do with Guinea. So we take a field apart by the known
names alone. We refuse it if there is no way to do that, or more than one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.sheet import read_sheet

FOLDER = Path(__file__).parent.parent / "data" / "nrm"
UNKNOWN = "Unknown"


@dataclass(frozen=True)
class Names:
    """The names of single nationalities that a field can consist of."""

    known: frozenset[str]

    def taken_apart(self, field: str) -> tuple[str, ...]:
        """Return the one or two nationalities of a field; raise `BadInput` for anything else.

        >>> names().taken_apart("Albanian Equatorial Guinean")
        ('Albanian', 'Equatorial Guinean')
        """
        words = field.split()
        ways: list[tuple[str, ...]] = [(" ".join(words),)] if " ".join(words) in self.known else []
        cuts = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
        ways += [pair for pair in cuts if self.known.issuperset(pair)]
        match ways:
            case [only]:
                return only
            case []:
                raise BadInput(f"“{field}” is no nationality, or two, that is known")
        raise BadInput(f"“{field}” can be read in more than one way")


@dataclass(frozen=True)
class Group:
    """A group of nationalities: its name, and each name with the country it belongs to."""

    name: str
    countries: dict[str, str]

    @cached_property
    def _members(self) -> frozenset[str]:
        return frozenset(self.countries)

    def has(self, nationalities: tuple[str, ...], counted: str) -> bool:
        """Tell whether somebody of these nationalities is in the group.

        With `counted` `only`, a single nationality must be in the group; with `either`, one of two
        is enough. If somebody's second nationality is unknown, we do not know that the first is the
        only one.
        """
        if counted == "only":
            return len(nationalities) == 1 and nationalities[0] in self._members
        return not self._members.isdisjoint(nationalities)


def names() -> Names:
    """Return the names in the referral data."""
    sheet = read_sheet(FOLDER / "nationalities.csv")
    return Names(frozenset(line.values[0] for line in sheet.lines))


def western_africa() -> Group:
    """Return Western Africa: code 011 in the UN's standard M49.

    >>> sorted(set(western_africa().countries.values()))[:3]
    ['Benin', 'Burkina Faso', 'Cabo Verde']
    """
    sheet = read_sheet(FOLDER / "western_africa.csv")
    country, nationality = sheet.index("country"), sheet.index("nationality")
    countries = {line.values[nationality]: line.values[country] for line in sheet.lines}
    return Group("Western Africa (UN M49, 011)", countries)
