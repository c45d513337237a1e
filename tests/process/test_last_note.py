"""The last backup is noted with its day and file; a note that cannot be read is told."""

import datetime as dt
import stat
from pathlib import Path

import pytest

from unsilenced.process.backups.last_note import NAME, BackupNote, NoteError, last, note

DAY = dt.date(2026, 11, 23)


def test_a_note_is_read_as_it_was_made_and_the_next_takes_its_place(tmp_path):
    data = tmp_path / "data"
    assert last(data) is None
    note(data, Path("/srv/site/backups/backup-2026-11-23.dump"), DAY)
    assert last(data) == BackupNote(DAY, Path("/srv/site/backups/backup-2026-11-23.dump"))
    note(data, Path("/srv/één.dump"), DAY + dt.timedelta(1))
    assert last(data) == BackupNote(DAY + dt.timedelta(1), Path("/srv/één.dump"))
    assert stat.S_IMODE((data / NAME).stat().st_mode) == 0o600
    assert [each.name for each in data.iterdir()] == [NAME]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"null",
        b"[]",
        b'{"day": "2026-11-23"}',
        b'{"day": 5, "file": "x"}',
        b'{"day": "2026-11-23", "file": 7}',
        b'{"day": "2026-02-31", "file": "x"}',
        b"\xff\xfe",
        b"[" * 8000,
        b'{"day": "2026-11-23", "file": "' + b"x" * 9000 + b'"}',
    ],
)
def test_a_note_that_cannot_be_read_is_told(tmp_path, text):
    (tmp_path / NAME).write_bytes(text)
    with pytest.raises(NoteError, match=NAME):
        last(tmp_path)


def test_a_folder_in_its_place_is_no_note(tmp_path):
    (tmp_path / NAME).mkdir()
    with pytest.raises(NoteError, match="Is a directory"):
        last(tmp_path)
