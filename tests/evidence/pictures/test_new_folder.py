"""A new folder is tried where it will be written: in itself, or beside what takes its place."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.new_folder import check_new

NOBODY = 65534


@contextmanager
def without_privileges():
    """Work as a user to whom permissions apply, even if root runs the tests."""
    before = os.geteuid()
    if not before:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.fixture
def closed():
    """A folder in which nobody can make anything, and in it an empty folder open to all."""
    with tempfile.TemporaryDirectory() as folder:
        shut = Path(folder)
        (shut / "open").mkdir()
        (shut / "open").chmod(0o777)
        shut.chmod(0o555)
        yield shut
        shut.chmod(0o755)


def test_an_empty_folder_will_do_where_nothing_can_be_made_beside_it(closed):
    with without_privileges():
        check_new(closed / "open")
        check_new(closed / "open" / "deep" / "new")
    assert not list((closed / "open").iterdir())


@pytest.mark.parametrize(("name", "beside"), [("open", True), ("new", False), ("new", True)])
def test_where_nothing_can_be_made_it_is_said(closed, name, beside):
    with without_privileges(), pytest.raises(BadInput, match="cannot be written: Permission"):
        check_new(closed / name, beside=beside)
