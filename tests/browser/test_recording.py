"""A failed journey leaves a recording, and other journeys leave nothing."""

import zipfile
from types import SimpleNamespace

import pytest
import recording as recordings
from recording import RECORDING, Recording, keep_failure

SERVER = ("Captured log call", "WARNING Not Found: /nowhere/")


@pytest.fixture
def journey(chromium, tmp_path, monkeypatch):
    """A window in which something was said, and the test that it belongs to."""
    monkeypatch.setattr(recordings, "TRACES", tmp_path)
    item = SimpleNamespace(nodeid="tests/journeys/test_a.py::test_b[c/d]", stash=pytest.Stash())
    item.stash[RECORDING] = item.recording = Recording()
    context = item.recording.of(chromium.new_context())
    item.page = context.new_page()
    with item.page.expect_console_message():
        item.page.evaluate("console.log('said by the page')")
    yield item
    item.recording.close(context)


def report(when="call", *, failed=True):
    return SimpleNamespace(when=when, failed=failed, sections=[SERVER])


@pytest.mark.parametrize("when", ["setup", "call"])
def test_of_a_failed_journey_trace_picture_console_and_the_servers_words_are_kept(
    journey, tmp_path, when
):
    keep_failure(journey, report(when))
    folder = tmp_path / "journeys-test_a.py-test_b-c-d-"
    assert zipfile.ZipFile(folder / "trace-1.zip").testzip() is None
    assert (folder / "window-1-page-1.png").read_bytes().startswith(b"\x89PNG")
    assert "log: said by the page" in (folder / "console.txt").read_text("utf-8")
    assert SERVER[1] in (folder / "server.txt").read_text("utf-8")


def test_nothing_is_kept_of_a_journey_that_went_well(journey, tmp_path):
    keep_failure(journey, report(failed=False))
    assert list(tmp_path.iterdir()) == []
