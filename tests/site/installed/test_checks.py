"""script/checks: one part that fails makes the whole fail, is shown whole, and stops no other."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKS = Path(__file__).parents[3] / "script" / "checks"
PARTS = {
    "commit-subjects": "Subjects of commits",
    "ruff format --check": "Format",
    "ruff check": "Lint",
    "lint-imports": "Import contracts",
    "python unsilenced.site.settings": "Migrations",
    "python unsilenced.keyholder.settings": "Migrations",
    "unsilenced messages check": "Translations",
    "npm run lint": "Browser code",
    "npm test": "Tests of the browser code",
    "mypy": "Types",
    "pytest -n 2 --dist worksteal": "Tests",
    "pytest -n 0 --older-postgres -m postgres_version": "Tests against PostgreSQL 15",
}
SHOWN_ALWAYS = {"Tests", "Tests against PostgreSQL 15"}
STANDS_IN = """#!/bin/sh
asked="$(basename "$0") $*"
[ "$(basename "$0")" != python ] || asked="python $DJANGO_SETTINGS_MODULE"
asked=${asked% }
echo "$asked" >>"$RAN"
echo "said by $asked"
[ "$asked" != "$KILLS" ] || kill -9 $PPID
[ "$asked" != "$FAILS" ]
"""
"""Takes the place of each program.

It notes how it was called, and fails, or kills what called it, where it is told to.
"""


@pytest.fixture
def checked(tmp_path):
    """Run script/checks with programs that stand in; give how it ended, and what ran."""
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("script", "web"):
        (tmp_path / name).mkdir()
    for name in {call.split()[0] for call in PARTS}:
        program = (tmp_path / "script" if name == "commit-subjects" else programs) / name
        program.write_text(STANDS_IN)
        program.chmod(0o755)
    shutil.copy(CHECKS, tmp_path / "script")

    def of(*arguments, fails="", kills="", **variables):
        (tmp_path / "ran").write_text("")
        told = {
            "FAILS": fails,
            "KILLS": kills,
            "RAN": str(tmp_path / "ran"),
            "OLDER_POSTGRES": "/somewhere",
            **variables,
        }
        done = subprocess.run(
            [tmp_path / "script" / "checks", *arguments],
            env=os.environ | told,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return done, (tmp_path / "ran").read_text().splitlines()

    of.programs = programs
    return of


def test_all_parts_run_and_then_it_ends_well(checked):
    done, ran = checked()
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(ran) == sorted(PARTS)
    assert "Nothing failed" in done.stdout
    shown = {call for call in PARTS if f"said by {call}\n" in done.stdout}
    assert {PARTS[call] for call in shown} == SHOWN_ALWAYS


@pytest.mark.parametrize("call", PARTS)
def test_one_part_that_fails_is_shown_and_fails_the_whole(checked, call):
    done, ran = checked(fails=call)
    assert done.returncode == 1
    assert done.stdout.count(f"said by {call}\n") == 1
    assert done.stdout.endswith(f"Failed: {PARTS[call]}\n")
    others = {each for each in PARTS if PARTS[each] != PARTS[call]}
    assert others <= set(ran)


def test_what_was_killed_has_not_passed(checked):
    done, ran = checked(kills="ruff check")
    assert done.returncode == 1
    assert "mypy" not in ran
    assert done.stdout.endswith("Failed: What runs beside the tests\n")


def test_without_a_home_to_write_in_types_are_checked_all_the_same(checked):
    mypy = checked.programs / "mypy"
    mypy.write_text(STANDS_IN + 'mkdir -p "$MYPY_CACHE_DIR"\n')
    done, _ran = checked(HOME="/proc/nowhere", XDG_CACHE_HOME="", MYPY_CACHE_DIR="")
    assert (done.returncode, done.stderr) == (0, "")


def test_arguments_go_to_the_tests_and_ask_for_no_second_run(checked):
    done, ran = checked("tests/sealing", "-k", "a b")
    assert done.returncode == 0
    tests = [each for each in ran if each.startswith("pytest")]
    assert tests == ["pytest -n 2 --dist worksteal tests/sealing -k a b"]
