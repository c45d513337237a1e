"""A place list: places by code, and facts about their country."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

OUTSIDE = "outside"
UNSURE = "unsure"
ANSWERS = (UNSURE, OUTSIDE)
"""The two answers beside the places. No place may have one of them as its code."""


@dataclass(frozen=True)
class Place:
    """A place that people can choose. `group` is a heading to list it under, or empty."""

    code: str
    name: str
    group: str = ""


@dataclass(frozen=True)
class Words:
    """What a site says of its places in one language."""

    question: str
    hint: str
    choose: str
    outside: str
    several: str
    postcode: str


@dataclass(frozen=True)
class Number:
    """Another number to call, and what it is called in each language."""

    number: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Emergency:
    """Whom to call in danger.

    `silent_key` is the key to press for people who cannot speak; empty where there is none.
    """

    number: str
    silent_key: str = ""
    others: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Examples:
    """What a telephone number and a number plate look like, for hints beside fields."""

    telephone: str
    international: str
    plate: str


@dataclass(frozen=True)
class Shapes:
    """Shapes of a written postcode or number plate.

    In a shape `A` stands for a letter, `9` for a digit, `*` for either, a blank for a blank or
    nothing, and `-` for itself. If there are beginnings, one of them stands before the shape.
    """

    shapes: tuple[str, ...]
    begins: tuple[str, ...] = ()
    capitals: bool = False


@dataclass(frozen=True)
class PlaceList:
    """The places of a site, and what its country brings with it."""

    name: str
    places: tuple[Place, ...]
    time_zone: str
    telephone_region: str
    emergency: Emergency
    examples: Examples
    postcodes: tuple[Shapes, ...] = ()
    plates: tuple[Shapes, ...] = ()
    words: Mapping[str, Words] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        """The names of the places by their codes, in the order of the file."""
        return {place.code: place.name for place in self.places}

    @property
    def groups(self) -> dict[str, tuple[Place, ...]]:
        """The places by the heading that they are listed under, in the order of the file."""
        groups: dict[str, list[Place]] = {}
        for place in self.places:
            groups.setdefault(place.group, []).append(place)
        return {group: tuple(places) for group, places in groups.items()}
