"""Old daily backups go; the newest, and what has another name, never does."""

import datetime as dt
import fcntl

from unsilenced.process.backups.daily_files import of_day, part_of, remove_old

TODAY = dt.date(2026, 11, 30)


def days(count):
    return TODAY - dt.timedelta(days=count)


def test_what_is_older_than_so_many_days_goes(tmp_path):
    for age in (0, 1, 29, 30, 31, 32, 400):
        of_day(tmp_path, days(age)).touch()
    removed = remove_old(tmp_path, 30, TODAY)
    assert removed == [of_day(tmp_path, days(age)) for age in (400, 32, 31)]
    left = {file.name for file in tmp_path.iterdir()}
    assert left == {of_day(tmp_path, days(age)).name for age in (0, 1, 29, 30)}


def test_the_newest_stays_however_old_it_is(tmp_path):
    for age in (500, 400):
        of_day(tmp_path, days(age)).touch()
    remove_old(tmp_path, 1, TODAY)
    assert list(tmp_path.iterdir()) == [of_day(tmp_path, days(400))]


def test_files_of_other_names_stay(tmp_path):
    of_day(tmp_path, TODAY).touch()
    others = [
        "backup-2020-01-01.dump.gpg",
        "backup-2020-02-31.dump",
        "backup-20200101.dump",
        "my-backup-2020-01-01.dump",
        "backup-2020-01-01.dump ",
        "backup-٢٠٢٠-01-01.dump",
        "letter.txt",
    ]
    for name in others:
        (tmp_path / name).touch()
    of_day(tmp_path, days(900)).mkdir()
    of_day(tmp_path, days(901)).symlink_to(tmp_path / "letter.txt")
    assert remove_old(tmp_path, 1, TODAY) == []
    assert (tmp_path / "letter.txt").exists()
    assert len(list(tmp_path.iterdir())) == len(others) + 3


def test_what_a_killed_backup_left_goes_unless_somebody_writes_it(tmp_path):
    left, at_work, todays = (part_of(of_day(tmp_path, days(age))) for age in (3, 2, 0))
    for each in (left, at_work, todays, tmp_path / ".backup-notes.dump.part"):
        each.touch()
    with at_work.open() as writes:
        fcntl.flock(writes, fcntl.LOCK_EX)
        assert remove_old(tmp_path, 1, TODAY) == [left]
    assert at_work.exists()
    assert todays.exists()
    assert (tmp_path / ".backup-notes.dump.part").exists()


def backups(folder, ages):
    for age in ages:
        of_day(folder, days(age)).touch()


def test_a_clock_that_leaps_ahead_takes_nothing_away(tmp_path):
    backups(tmp_path, range(30))
    kept = set(tmp_path.iterdir())
    for ahead in (3650, 3651, 3679):
        of_day(tmp_path, days(-ahead)).touch()
        assert remove_old(tmp_path, 30, days(-ahead)) == []
    backups(tmp_path, [-1])
    assert remove_old(tmp_path, 30, days(-1)) == []
    assert kept <= set(tmp_path.iterdir())


def test_after_a_pause_the_old_ones_go_once_the_new_ones_reach_back_so_far(tmp_path):
    backups(tmp_path, [200, 100, 99, *range(30)])
    assert remove_old(tmp_path, 30, TODAY) == [of_day(tmp_path, days(200))]
    backups(tmp_path, [-1])
    assert remove_old(tmp_path, 30, days(-1)) == [of_day(tmp_path, days(age)) for age in (100, 99)]


def test_who_makes_backups_more_seldom_than_they_are_kept_has_two(tmp_path):
    for age in (120, 80, 40, 0):
        of_day(tmp_path, days(age)).touch()
        remove_old(tmp_path, 30, days(age))
    assert sorted(tmp_path.iterdir()) == [of_day(tmp_path, days(age)) for age in (40, 0)]
