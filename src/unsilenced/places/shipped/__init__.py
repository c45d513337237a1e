"""The place lists that come with the program; provenance.json says where each is from."""

from __future__ import annotations

from pathlib import Path

from unsilenced.places.errors import PlacesError
from unsilenced.places.place_list import PlaceList
from unsilenced.places.reading import read_place_list

FOLDER = Path(__file__).parent
NAMES = ("london", "united-kingdom", "example-brazil")
USUAL = "london"


def place_list(named: str) -> PlaceList:
    """Return the shipped list of that name, or the one in the file of that path.

    Raises PlacesError where there is none, or it cannot be used.
    """
    if named in NAMES:
        return read_place_list(FOLDER / f"{named}.json")
    if "/" not in named and not named.endswith(".json"):
        raise PlacesError(
            named, "", f"is no list. Name a .json file, or one of: {', '.join(NAMES)}."
        )
    return read_place_list(Path(named).absolute())
