"""What both sides know is written once: the browser's part of it is made from Python's."""

from browser.conftest import WEB

from unsilenced.site import browser_facts


def generated():
    return {
        f"{path.parent.name}/{path.name}": path.read_text(encoding="utf-8")
        for path in WEB.glob("*/generated*.ts")
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


def test_everything_is_written_that_was_missing_or_changed(tmp_path):
    for room in ("sealing", "oblivious", "report", "warning", "desk"):
        (tmp_path / room).mkdir()
    browser_facts.write(tmp_path)
    for path, text in browser_facts.files().items():
        assert (tmp_path / path).read_text(encoding="utf-8") == text
