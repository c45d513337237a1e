"""A path leads from one bucket to the root, and from nothing else."""

from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from unsilenced.oblivious import merkle
from unsilenced.oblivious.errors import CheckError


def leaves_of(count):
    return [merkle.leaf_of(b"%d" % number) for number in range(count)]


def root_by_the_standard(leaves):
    """RFC 9162, section 2.1.1, as it is written there."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = root_by_the_standard(leaves[:split]), root_by_the_standard(leaves[split:])
    return sha256(b"\x01" + left + right).digest()


def path_by_the_standard(leaves, index):
    """RFC 9162, section 2.1.3.1, as it is written there."""
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        rest = root_by_the_standard(leaves[split:])
        return [*path_by_the_standard(leaves[:split], index), rest]
    rest = root_by_the_standard(leaves[:split])
    return [*path_by_the_standard(leaves[split:], index - split), rest]


def is_in(root, leaf, index, count, path):
    try:
        merkle.verify(root, leaf, index, count, path)
    except CheckError as error:
        return error.code != "wrong-bucket"
    return True


def test_a_leaf_cannot_be_taken_for_a_node():
    assert merkle.leaf_of(b"ab") == sha256(b"\x00ab").digest()


@pytest.mark.parametrize("count", range(1, 70))
def test_root_and_paths_are_the_standards_and_every_path_verifies(count):
    leaves = leaves_of(count)
    root = merkle.root(leaves)
    assert root == root_by_the_standard(leaves)
    for index, path in enumerate(merkle.paths(leaves)):
        assert list(path) == path_by_the_standard(leaves, index)
        assert path == merkle.path(leaves, index)
        assert is_in(root, leaves[index], index, count, path)


places = st.integers(1, 70).flatmap(
    lambda count: st.tuples(st.just(count), st.integers(0, count - 1))
)


@given(places, st.integers(-3, 73))
def test_another_index_fails(place, other):
    count, index = place
    leaves = leaves_of(count)
    assume(other != index)
    path = merkle.path(leaves, index)
    assert not is_in(merkle.root(leaves), leaves[index], other, count, path)


@given(places, st.integers(0, 31), st.integers(1, 255), st.data())
def test_a_changed_byte_of_leaf_root_or_path_fails(place, at, change, draw):
    count, index = place
    leaves = leaves_of(count)
    parts = [merkle.root(leaves), leaves[index], *merkle.path(leaves, index)]
    changed = draw.draw(st.integers(0, len(parts) - 1))
    part = bytearray(parts[changed])
    part[at] ^= change
    parts[changed] = bytes(part)
    assert not is_in(parts[0], parts[1], index, count, parts[2:])


@given(places)
def test_a_path_too_short_or_too_long_fails(place):
    count, index = place
    leaves = leaves_of(count)
    root, path = merkle.root(leaves), merkle.path(leaves, index)
    assert not is_in(root, leaves[index], index, count, (*path, leaves[0]))
    if path:
        assert not is_in(root, leaves[index], index, count, path[:-1])
        assert not is_in(root, leaves[index], index, count, path[1:])


def test_a_tree_has_a_leaf_and_a_leaf_its_number():
    with pytest.raises(ValueError, match="one leaf"):
        merkle.root([])
    for index in (-1, 3):
        with pytest.raises(ValueError, match="no leaf"):
            merkle.path(leaves_of(3), index)
