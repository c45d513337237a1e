"""Facts that both sides need are written once: the browser's copy is made from Python's."""

from pathlib import Path

import pytest
from browser.conftest import WEB

from unsilenced.site import browser_facts


def generated():
    rooms = (room for room in WEB.iterdir() if room.name != "node_modules")
    return {
        path.relative_to(WEB).as_posix(): path.read_text(encoding="utf-8")
        for room in rooms
        for path in room.rglob("generated*.ts")
    }


def test_the_browser_knows_what_python_says():
    assert generated() == browser_facts.files(), "Run script/facts."


def test_a_number_that_changes_in_python_shows(monkeypatch):
    monkeypatch.setattr(browser_facts.approving, "MOST_AREAS", 41)
    assert browser_facts.files() != generated()


def test_a_shape_that_changes_in_python_shows(monkeypatch):
    shape = {**browser_facts.opened.REPORT, "contact": browser_facts.Words(501)}
    monkeypatch.setitem(browser_facts.SHAPES, "REPORT", shape)
    assert browser_facts.files() != generated()


@pytest.mark.parametrize(
    ("table", "name", "other"),
    [
        (browser_facts.PLATFORMS, "kik", browser_facts.Platform(("kik.example",))),
        (browser_facts.NOT_ONE, "tel", ("not-a-phone", "This is no phone number.")),
        (browser_facts.plate.ALIKE, ord("\N{GREEK CAPITAL LETTER ALPHA}"), ord("O")),
    ],
)
def test_a_table_of_the_normaliser_that_changes_shows(monkeypatch, table, name, other):
    monkeypatch.setitem(table, name, other)
    assert browser_facts.files() != generated()


def test_a_slash_is_marked_where_it_would_end_an_expression():
    written = browser_facts.files()["oblivious/normalise/generated.ts"]
    assert r"addresses: [/^\/([^/?]+)(?:\/(?:posts|media)(?:\/.*)?)?$/]," in written


def test_everything_is_written_that_was_missing_or_changed(tmp_path):
    for room in {Path(path).parent for path in browser_facts.files()}:
        (tmp_path / room).mkdir(parents=True, exist_ok=True)
    browser_facts.write(tmp_path)
    for path, text in browser_facts.files().items():
        assert (tmp_path / path).read_text(encoding="utf-8") == text
