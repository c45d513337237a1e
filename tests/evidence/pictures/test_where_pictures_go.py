"""Every command that draws checks before the long work whether its pictures can be written."""

import pytest
from click.testing import CliRunner

from unsilenced.evidence.commands import evidence

# No command can read these tables: a command that looks into one first would say so.
COMMANDS = {
    "capture": ("unread.csv",),
    "event": ("unread.csv", "--treated", "a", "--event", "1"),
    "displacement": ("unread.csv", "--visits", "unread.csv"),
}
PLACES = {
    "full": "there is something already; name a new or empty folder",
    "full/file": "is a file",
    "full/file/new": "cannot be written: Not a directory",
    "/proc/tty/ldisc": "cannot be written: No such file or directory",
    "/proc/new": "cannot be written: No such file or directory",
    "x" * 300: "cannot be written: File name too long",
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    (tmp_path / "unread.csv").write_text("no such columns\n")
    return tmp_path


@pytest.mark.parametrize(("command", "words"), COMMANDS.items(), ids=COMMANDS)
@pytest.mark.parametrize(("place", "says"), PLACES.items(), ids=range(len(PLACES)))
def test_it_is_said_before_the_table_is_read(here, command, words, place, says):
    ended = CliRunner().invoke(evidence, [command, *words, "--pictures", place])
    assert ended.exit_code == 2
    assert says in ended.stderr
    assert "unread.csv" not in ended.stderr
    assert sorted(each.name for each in here.rglob("*")) == ["file", "full", "unread.csv"]


@pytest.mark.parametrize(("command", "words"), COMMANDS.items(), ids=COMMANDS)
@pytest.mark.parametrize("place", ["empty", "deep/new"])
def test_a_new_or_an_empty_folder_will_do_and_is_not_made_yet(here, command, words, place):
    (here / "empty").mkdir()
    ended = CliRunner().invoke(evidence, [command, *words, "--pictures", place])
    assert ended.exit_code == 2
    assert "unread.csv" in ended.stderr
    assert not list((here / "empty").iterdir())
    assert not (here / "deep").exists()
