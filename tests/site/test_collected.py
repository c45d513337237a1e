"""Which test modules there are, and which of them both versions of PostgreSQL run."""

import re
from collections import Counter
from pathlib import Path

from collected import SLOW

TESTS = Path(__file__).parents[1]
ABOUT_ITSELF = re.compile(
    r"\bpg_(?!ctl|dump|hba|restore)[a-z_]+|\b(?:CREATE|ALTER|DROP) ROLE\b|\bALTER DATABASE\b"
)
"""Its catalogues, functions of its own, and roles: what standard SQL does not say."""

LEFT_OUT = {"test_purge": "asks about the settings that we give the embedded server"}

MARKED = re.compile(r"^pytestmark = .*pytest\.mark\.postgres_version", re.MULTILINE)


def test_each_module_that_asks_postgresql_about_itself_is_marked():
    asking = [
        module
        for module in TESTS.rglob("test_*.py")
        if module.stem not in {Path(__file__).stem, *LEFT_OUT}
        and ABOUT_ITSELF.search(module.read_text("utf-8"))
    ]
    assert len(asking) > 10
    assert [each for each in asking if not MARKED.search(each.read_text("utf-8"))] == []


def test_each_module_that_begins_first_is_there():
    assert set(SLOW) <= {module.stem for module in TESTS.rglob("test_*.py")}
    assert len(set(SLOW)) == len(SLOW)


def test_no_two_modules_have_one_name():
    names = Counter(module.name for module in TESTS.rglob("test_*.py"))
    twice = sorted(name for name, times in names.items() if times > 1)
    assert twice == [], "Each test module needs a name of its own: the folders are no packages."
