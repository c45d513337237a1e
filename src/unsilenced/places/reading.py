"""Reads a place list: a list that can be used, or PlacesError with file, row and reason."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from zoneinfo import available_timezones

import phonenumbers

from unsilenced.places.errors import PlacesError
from unsilenced.places.members import Members
from unsilenced.places.place_list import Emergency, Examples, Number, PlaceList, Shapes, Words
from unsilenced.places.rows import MOST_NAME, places_in

MOST_BYTES = 256 * 1024
MOST_LANGUAGES = 50
MOST_SHAPES = 50
MOST_WORDS = 200
"""Bytes of a file, languages, shapes of each kind, and characters of each of the words."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}")
_ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,60}")
_REGION = re.compile(r"[A-Z]{2}")
_NUMBER = re.compile(r"[0-9*#][0-9*# ]{1,19}")
_KEY = re.compile(r"[0-9*#]{1,4}")
_SHAPE = re.compile(r"(?=.*[9*])[A9* -]{1,20}")
_BEGINNING = re.compile(r"[A-Z0-9]{1,8}")


def read_place_list(file: Path) -> PlaceList:
    """Read a place list from its JSON file, and from the CSV file that it may name beside it.

    Raises PlacesError for a list that cannot be used.
    """
    inside = _object_in(file)
    inside.only(
        "v",
        "name",
        "places",
        "words",
        "time_zone",
        "telephone_region",
        "emergency",
        "examples",
        "postcodes",
        "plates",
    )
    if inside.values.get("v") != 1 or isinstance(inside.values["v"], bool):
        raise inside.refused("v", "must be 1, the version of this format.")
    return PlaceList(
        name=inside.text("name", MOST_NAME),
        places=places_in(inside, lambda name: _text_of(file.parent / name)),
        time_zone=_time_zone(inside),
        telephone_region=_telephone_region(inside),
        emergency=_emergency(inside.member("emergency")),
        examples=_examples(inside.member("examples")),
        postcodes=tuple(map(_shapes, inside.members("postcodes", MOST_SHAPES))),
        plates=tuple(map(_shapes, inside.members("plates", MOST_SHAPES))),
        words=_words(inside.member("words", MOST_LANGUAGES)),
    )


def _text_of(file: Path) -> str:
    """Return the text of a regular file. Reading a pipe or a device might never end."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as opened:
            is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
            data = opened.read(MOST_BYTES + 1) if is_file else b""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such file"
        raise PlacesError(str(file), "", f"cannot be read: {reason}.") from error
    if not is_file:
        raise PlacesError(str(file), "", "cannot be read: it is no file.")
    if len(data) > MOST_BYTES:
        raise PlacesError(str(file), "", f"is larger than {MOST_BYTES // 1024} KiB.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise PlacesError(str(file), f"row {row}", "is not UTF-8 text.") from error


def _object_in(file: Path) -> Members:
    text = _text_of(file)
    try:
        value = json.loads(text, object_pairs_hook=_without_doubles)
    except json.JSONDecodeError as error:
        raise PlacesError(str(file), f"row {error.lineno}", f"is no JSON: {error.msg}.") from error
    except RecursionError as error:
        raise PlacesError(str(file), "", "is no JSON: it is nested too deeply.") from error
    except ValueError as error:
        raise PlacesError(str(file), "", f"cannot be used: {error}.") from error
    if not isinstance(value, dict):
        raise PlacesError(str(file), "", "must be one JSON object {…}.")
    return Members(str(file), "", value)


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"“{name[:40]}” stands twice in one object")
        found[name] = value
    return found


def _time_zone(inside: Members) -> str:
    must_be = "a time zone such as Europe/London"
    name = inside.matching("time_zone", _ZONE, must_be)
    # Others are files beside the zones, such as the one of the machine itself.
    if name not in available_timezones() - {"Factory", "localtime", "posixrules"}:
        raise inside.refused("time_zone", f"must be {must_be}. {name} is not known.")
    return name


def _telephone_region(inside: Members) -> str:
    must_be = "the two capital letters of a country, such as GB (ISO 3166-1)"
    region = inside.matching("telephone_region", _REGION, must_be)
    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise inside.refused("telephone_region", f"must be {must_be}. {region} is not known.")
    return region


def _emergency(inside: Members) -> Emergency:
    inside.only("number", "silent_key", "others")
    return Emergency(
        number=_number(inside),
        silent_key=inside.matching(
            "silent_key", _KEY, "one to four digits, * or #", may_be_left_out=True
        ),
        others=tuple(map(_other, inside.members("others", 10))),
    )


def _examples(inside: Members) -> Examples:
    names = tuple(Examples.__dataclass_fields__)
    inside.only(*names)
    return Examples(**{name: inside.text(name, MOST_NAME) for name in names})


def _other(inside: Members) -> Number:
    inside.only("number", "names")
    names = inside.member("names", MOST_LANGUAGES)
    if not names.values:
        raise inside.refused("names", "must name it in at least one language.")
    return Number(
        number=_number(inside),
        names={_language(names, code): names.text(code, MOST_NAME) for code in names.values},
    )


def _number(inside: Members) -> str:
    return inside.matching("number", _NUMBER, "a number to call: 2 to 20 digits, * or #")


def _shapes(inside: Members) -> Shapes:
    inside.only("shapes", "begins", "capitals")
    shapes = inside.each_matching(
        "shapes", _SHAPE, MOST_SHAPES, "shapes of A, 9, *, - and blanks, each with a 9 or a *"
    )
    if not shapes:
        raise inside.refused("shapes", "must hold at least one shape.")
    return Shapes(
        shapes=shapes,
        begins=inside.each_matching(
            "begins", _BEGINNING, MOST_SHAPES, "1 to 8 capital letters or digits"
        ),
        capitals=inside.flag("capitals"),
    )


def _words(inside: Members) -> dict[str, Words]:
    names = tuple(Words.__dataclass_fields__)
    found = {}
    for code in inside.values:
        of_language = inside.member(_language(inside, code))
        of_language.only(*names)
        found[code] = Words(**{name: of_language.text(name, MOST_WORDS) for name in names})
    return found


def _language(inside: Members, code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise inside.refused(code[:40], "must be the code of a language, such as en or pt-br.")
    return code
