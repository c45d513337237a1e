"""The kinds of things that can be checked, and one of them in its canonical form."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What an identifier is."""

    TEL = "tel"
    EMAIL = "email"
    PLATE = "plate"
    HANDLE = "handle"


@dataclass(frozen=True, slots=True)
class Identifier:
    """One thing that can be checked; `canonical` is its one spelling, 1 to 512 bytes of UTF-8."""

    kind: Kind
    canonical: str = field(repr=False)
