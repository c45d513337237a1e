"""A key holder's database is brought up to date, or only looked at."""

from site_running import run


def test_looking_changes_nothing_and_says_whether_it_is_up_to_date(tmp_path):
    def told(*words):
        done = run(tmp_path, "keyholder", "migrate", *words, KEYHOLDER_DATA_DIR=str(tmp_path))
        return done.returncode, done.stdout + done.stderr

    for _ in range(2):
        code, said = told("--check")
        assert (code, "There is no database" in said) == (1, True)
    assert told() == (0, "The database is up to date.\n")
    assert told("--check") == (0, "The database is up to date.\n")
