"""Both outputs combined: where an identifier's records are and what opens them."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from unsilenced.oblivious.evaluator import OUTPUT_SIZE

PLACE_SIZE = 8
LOCATOR_SIZE = 8
LABEL_KEY_SIZE = 32

PLACES = 1 << 64
"""How many places there are."""

_INFO = b"unsilenced/1/check"


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from both evaluators' outputs for one identifier."""

    place: int
    locator: bytes
    label_key: bytes = field(repr=False)

    @property
    def place_bytes(self) -> bytes:
        """The place as its 8 bytes."""
        return self.place.to_bytes(PLACE_SIZE)


def combine(platform_output: bytes, keyholder_output: bytes) -> Derived:
    """Combine the platform's and the key holder's output, 64 bytes each."""
    if (len(platform_output), len(keyholder_output)) != (OUTPUT_SIZE, OUTPUT_SIZE):
        raise ValueError(f"An evaluator's output has {OUTPUT_SIZE} bytes.")
    size = PLACE_SIZE + LOCATOR_SIZE + LABEL_KEY_SIZE
    derived = HKDF(SHA256(), size, salt=b"", info=_INFO).derive(platform_output + keyholder_output)
    after_locator = PLACE_SIZE + LOCATOR_SIZE
    return Derived(
        place=int.from_bytes(derived[:PLACE_SIZE]),
        locator=derived[PLACE_SIZE:after_locator],
        label_key=derived[after_locator:],
    )


def bucket_of(place: int, count: int) -> int:
    """Return the bucket (from 0) of a place among `count` buckets."""
    return place * count // PLACES
