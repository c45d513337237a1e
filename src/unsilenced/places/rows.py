"""The rows of a place list: code, name and group, in a CSV file or in the JSON file itself."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from unicodedata import normalize

from unsilenced.places.errors import PlacesError
from unsilenced.places.members import Members
from unsilenced.places.place_list import ANSWERS, Place

MOST_PLACES = 500
MOST_NAME = 100
"""Places of a list, and characters of a name."""

_CODE = re.compile(r"[A-Za-z0-9-]{1,40}")
_CSV = re.compile(r"[A-Za-z0-9_-]{1,100}\.csv")
_COLUMNS = ["code", "name", "group"]


def places_in(inside: Members, text_of: Callable[[str], str]) -> tuple[Place, ...]:
    """Read the places; `text_of` gives the text of a file beside the list. Raises PlacesError."""
    if isinstance(inside.values.get("places"), str):
        name = inside.matching("places", _CSV, "a list, or the name of a CSV file beside this one")
        rows = _csv_rows(inside, name, text_of(name))
    else:
        rows = inside.members("places", MOST_PLACES)
    places = tuple(_unlike_each_other(rows))
    if not places:
        raise inside.refused("places", "must name at least one place.")
    return places


def _csv_rows(inside: Members, name: str, text: str) -> Iterator[Members]:
    file = f"{inside.file.rpartition('/')[0]}/{name}"
    lines = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        if next(lines, None) not in (_COLUMNS, _COLUMNS[:2]):
            raise PlacesError(file, "row 1", f"must be: {','.join(_COLUMNS)}")
        for count, cells in enumerate((each for each in lines if each), start=1):
            where = f"row {lines.line_num}"
            if len(cells) > len(_COLUMNS):
                raise PlacesError(file, where, "has more cells than code, name and group.")
            if count > MOST_PLACES:
                raise PlacesError(file, where, f"is too many: there can be {MOST_PLACES} places.")
            yield Members(file, where, dict(zip(_COLUMNS, cells, strict=False)))
    except csv.Error as error:
        raise PlacesError(file, f"row {lines.line_num}", f"is no CSV: {error}.") from error


def _unlike_each_other(rows: Iterable[Members]) -> Iterator[Place]:
    seen: set[str] = set()
    for row in rows:
        place = _place(row)
        for part, value in (("code", place.code), ("name", f"{place.name} ({place.group})")):
            if (key := normalize("NFC", f"{part}:{value.casefold()}")) in seen:
                raise row.refused(part, f"{value} stands in a row before.")
            seen.add(key)
        yield place


def _place(row: Members) -> Place:
    row.only(*_COLUMNS)
    code = row.matching("code", _CODE, "1 to 40 letters, digits or -")
    if code.lower() in ANSWERS:
        raise row.refused("code", f"must not be {code}, which stands for an answer of its own.")
    return Place(
        code, row.text("name", MOST_NAME), row.text("group", MOST_NAME, may_be_left_out=True)
    )
