"""Releases from the command line: made, listed, compared, rolled back, and the key changed."""

import pytest
from click.testing import CliRunner

from unsilenced.evaluator.keyring import keyring
from unsilenced.site.commands.main import unsilenced
from unsilenced.warnings.models import Release


@pytest.fixture
def check(transactional_db):
    """Run a command of `check` on the tests' database."""
    return lambda *arguments: CliRunner().invoke(unsilenced, ["check", *arguments])


@pytest.fixture
def own_keys(settings, monkeypatch, tmp_path):
    """A keys file that may be changed: a copy of the tests' own."""
    copy = tmp_path / "keys.json"
    copy.write_text(keyring().secrets.to_json())
    settings.CHECK_KEYS_FILE = copy
    monkeypatch.setenv("CHECK_KEYS_FILE", str(copy))
    return copy


def test_a_release_is_made_listed_compared_and_rolled_back(check, keyholder):
    assert check("release").output == "Release 1 is published and logged.\n"
    assert check("release").exit_code == 0
    assert check("rollback").output == "Release 3 is published: what release 1 held.\n"
    rows = [line.split("\t") for line in check("releases").output.splitlines()]
    assert [(row[0], row[3]) for row in rows] == [
        ("1", "logged"),
        ("2", "logged"),
        ("3", "logged, goes back to 1"),
    ]
    assert check("diff", "1", "2").output == "gone\t64\ncome\t64\nstayed\t192\n"


def test_without_a_key_holder_nothing_is_published_and_the_command_says_why(check):
    refused = check("release")
    assert refused.exit_code == 1
    assert "There is no key holder yet. Set KEYHOLDER_URL." in refused.output
    assert not Release.objects.exists()


def test_what_is_not_kept_can_be_neither_compared_nor_gone_back_to(check, keyholder):
    for _each in range(2):
        check("release")
    assert check("diff", "1", "7").exit_code == 2
    for number in ("7", "2"):
        refused = check("rollback", "--to", number)
        assert refused.exit_code == 1
        assert f"Release {number} is no earlier one that is kept" in refused.output


def test_the_key_is_changed_in_steps(check, keyholder, own_keys):
    check("release")
    assert check("rotate", "status").output == "No key is being changed.\n"
    before = keyring().current.key_id
    begun = check("rotate", "begin")
    after = keyring().next.key_id
    assert begun.output == f"The next key is {after}.\n"
    assert check("rotate", "begin").exit_code == 1
    assert check("rotate", "finish").exit_code == 1
    assert check("rotate", "status").output == "Warnings that are not yet under the next keys: 0\n"
    check("release")
    told = check("rotate", "status").output
    assert told == "Members check with the next key. Now run: unsilenced check rotate finish\n"
    assert check("rotate", "finish").output == "The old key is gone.\n"
    assert keyring().current.key_id == after != before
    assert keyring().next is None
