"""Merkle trees: one hash for all buckets, and a short path for each (RFC 9162, section 2.1)."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from unsilenced.oblivious.errors import CheckError

HASH_SIZE = 32

_LEAF = b"\x00"
_NODE = b"\x01"


def leaf_of(data: bytes) -> bytes:
    """Return the leaf of `data`: what the tree is made of."""
    return sha256(_LEAF + data).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of a tree of one leaf or more."""
    return _levels(leaves)[-1][0]


def path(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the hashes that lead from leaf `index` to the root, the lowest first."""
    return _path(_levels(leaves), index)


def paths(leaves: Sequence[bytes]) -> Iterator[tuple[bytes, ...]]:
    """Yield the path of each leaf in order, hashing the tree once."""
    levels = _levels(leaves)
    return (_path(levels, index) for index in range(len(leaves)))


def verify(root: bytes, leaf: bytes, index: int, count: int, path: Sequence[bytes]) -> None:
    """Raise `CheckError` (`wrong-bucket`) unless `leaf` is number `index` of `count` under `root`.

    As in RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < count:
        raise CheckError("wrong-bucket", "There is no bucket with this number.")
    hashes = iter(path)
    last = count - 1
    reached = leaf
    while last:
        if index ^ 1 <= last:
            reached = _parent(index, reached, next(hashes, b""))
        index, last = index >> 1, last >> 1
    if reached != root or next(hashes, None) is not None:
        raise CheckError("wrong-bucket", "This bucket is not in the release.")


def _levels(leaves: Sequence[bytes]) -> list[Sequence[bytes]]:
    if not leaves:
        raise ValueError("A tree has one leaf or more.")
    levels = [leaves]
    while len(below := levels[-1]) > 1:
        pairs = range(0, len(below) - 1, 2)
        above = [_node(below[left], below[left + 1]) for left in pairs]
        levels.append(above + list(below[len(pairs) * 2 :]))
    return levels


def _path(levels: Sequence[Sequence[bytes]], index: int) -> tuple[bytes, ...]:
    if not 0 <= index < len(levels[0]):
        raise ValueError("There is no leaf with this number.")
    siblings = ((level, (index >> height) ^ 1) for height, level in enumerate(levels[:-1]))
    return tuple(level[sibling] for level, sibling in siblings if sibling < len(level))


def _parent(index: int, reached: bytes, sibling: bytes) -> bytes:
    return _node(sibling, reached) if index & 1 else _node(reached, sibling)


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(_NODE + left + right).digest()
