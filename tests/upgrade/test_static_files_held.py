"""A site serves its own copy of the static files, and those of earlier versions for a time."""

import os
from pathlib import Path

import pytest
from fetching import ask
from migrated_folder import migrated_folder
from site_running import running

from unsilenced.process.serving.processes import ServingError
from unsilenced.site.static_files import KEPT_DAYS, OWN, folders, keep_copy, variable

DAY = 24 * 60 * 60
NOW = 20_000 * DAY


@pytest.fixture
def built(tmp_path):
    """What a build wrote, and a way to write what another one does."""
    own = tmp_path / "own"

    def build(text):
        (own / "built").mkdir(parents=True, exist_ok=True)
        for each in (own / "built").iterdir():
            each.unlink()
        (own / "built" / "manifest.json").write_text(text)
        (own / "built" / f"page.{text}.js").write_text(f"say {text}")
        (own / "icon.svg").write_text(text)
        return own

    return build


@pytest.fixture
def held(tmp_path, built):
    """Hold what a build of some text wrote, some days from now."""
    return lambda text, days=0: keep_copy(tmp_path / "store", built(text), NOW + days * DAY)


def scripts(held_folders):
    return [each.name for folder in held_folders for each in (folder / "built").glob("*.js")]


def test_a_copy_is_what_was_built_and_stays_when_that_changes(held, built):
    [copy] = held("ONE")
    built("TWO")
    assert (copy / "built" / "page.ONE.js").read_text() == "say ONE"
    assert (copy / "icon.svg").read_text() == "ONE"


def test_the_same_files_are_copied_once_however_often_a_site_starts(held):
    assert [held("ONE", days) for days in (0, 1, 40)] == [held("ONE")] * 3


def test_earlier_files_come_after_the_present_ones_newest_first(held):
    held("ONE")
    held("TWO", 1)
    assert scripts(held("THREE", 2)) == ["page.THREE.js", "page.TWO.js", "page.ONE.js"]


def test_they_stay_for_their_days_after_they_were_last_served_however_long_that_was(held):
    held("ONE")
    held("TWO", 400)
    assert scripts(held("TWO", 400 + KEPT_DAYS)) == ["page.TWO.js", "page.ONE.js"]
    assert scripts(held("TWO", 401 + KEPT_DAYS)) == ["page.TWO.js"]


def test_who_goes_back_serves_the_first_again_and_the_second_as_an_earlier_one(held):
    held("ONE")
    held("TWO", 1)
    assert scripts(held("ONE", 2)) == ["page.ONE.js", "page.TWO.js"]


def test_what_a_start_that_was_cut_off_left_is_not_served_and_goes(held, tmp_path):
    held("ONE")
    left = tmp_path / "store" / "unfinished-1"
    left.mkdir()
    os.utime(left, (NOW, NOW))
    assert scripts(held("ONE")) == ["page.ONE.js"]
    held("ONE", KEPT_DAYS + 1)
    assert not left.exists()


def test_only_the_site_s_account_can_write_or_read_there(held, tmp_path):
    held("ONE")
    assert (tmp_path / "store").stat().st_mode & 0o777 == 0o700


def test_without_a_build_it_says_what_to_run(tmp_path):
    with pytest.raises(ServingError, match="script/setup"):
        keep_copy(tmp_path / "store", tmp_path)


def test_where_nothing_can_be_written_it_names_the_folder(tmp_path, built):
    (tmp_path / "store").write_text("a file")
    with pytest.raises(ServingError, match=r"store could not be written: File exists\."):
        keep_copy(tmp_path / "store", built("ONE"), NOW)


def test_a_process_that_was_told_of_none_serves_the_program_s_own():
    assert folders({}) == [OWN]
    told = [Path("/one"), Path("/two")]
    assert folders(variable(told)) == told


def test_a_site_answers_a_file_of_an_earlier_version_with_its_bytes(tmp_path, built):
    migrated_folder(tmp_path / "data")
    store = tmp_path / "data" / "static"
    keep_copy(store, built("EARLIER2"))
    with running(tmp_path / "data") as site:
        answered = ask(f"{site.address}/static/built/page.EARLIER2.js")
        assert ask(f"{site.address}/static/icon.svg").status == 200
        assert ask(f"{site.address}/static/built/page.NOWHERE2.js").status == 404
    assert (answered.status, answered.body) == (200, b"say EARLIER2")
    assert "immutable" in dict(answered.headers)["cache-control"]
