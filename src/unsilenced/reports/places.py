"""Where something happened: the site's places, named on pages in the reader's language."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unsilenced.places.place_list import OUTSIDE, UNSURE, PlaceList, Words


def place_list() -> PlaceList:
    """Return the list that the setting PLACES names."""
    listed: PlaceList = settings.CONFIGURATION.places
    return listed


def codes() -> frozenset[str]:
    """Return every answer that somebody can give now."""
    return frozenset({*place_list().names, OUTSIDE, UNSURE})


def areas() -> tuple[str, ...]:
    """Return the codes that a warning can name."""
    return (*place_list().names, OUTSIDE)


def words() -> Words:
    """Return the words for places: the list's own, or general ones if it has none."""
    return place_list().words.get(get_language() or "") or Words(
        question=_("Roughly where?"),
        hint=_("Choose the area only."),
        choose=_("Choose an area from the list."),
        outside=_("Somewhere else"),
        several=_("Areas only, one or more."),
        postcode=_("A postcode: the areas above are enough."),
    )


@dataclass(frozen=True)
class Group:
    """Choices under one heading; the heading is empty where there is none."""

    heading: str
    choices: tuple[tuple[str, str], ...]


def groups() -> list[Group]:
    """Return codes and names in the order to show them."""
    answers = ((UNSURE, _("I am not sure, or would rather not say")), (OUTSIDE, words().outside))
    return [Group("", answers), *_of_places()]


def area_groups() -> list[Group]:
    """Return the same for areas, without the answer of somebody who is unsure."""
    return [Group("", ((OUTSIDE, words().outside),)), *_of_places()]


def _of_places() -> list[Group]:
    return [
        Group(heading, tuple((place.code, place.name) for place in places))
        for heading, places in place_list().groups.items()
    ]


def facts() -> str:
    """Return the facts that the browser code needs, as JSON (web/ui/place-facts.ts)."""
    listed = place_list()
    return json.dumps(
        {
            "region": listed.telephone_region,
            "emergency": {
                "number": listed.emergency.number,
                "silent_key": listed.emergency.silent_key,
            },
            "examples": asdict(listed.examples),
            "postcodes": [asdict(each) for each in listed.postcodes],
            "plates": [asdict(each) for each in listed.plates],
        }
    )


def choices() -> list[tuple[str, str]]:
    """Return codes and names without headings."""
    return [choice for group in groups() for choice in group.choices]


def name(code: str) -> str:
    """Return the name for `code`; empty for an empty or unknown one."""
    return dict(choices()).get(code, "")


def shown(code: str) -> str:
    """Return the name for `code`, or the code itself if it comes from an earlier list."""
    return name(code) or code
