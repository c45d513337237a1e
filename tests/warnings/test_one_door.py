"""The code itself: what a warning says, and its records, leave by `sharing` and nowhere else."""

import ast
from pathlib import Path

import pytest

import unsilenced
from unsilenced.warnings.models import Release, Warning
from unsilenced.warnings.shared import Entry, ReleasedWarning

ROOT = Path(unsilenced.__file__).parent
DOOR = "warnings/approval/sharing.py"
HELD = {"Entry": "record", "ReleasedWarning": "canonical"}
"""The tables whose rows are shared, and the column that must not be read elsewhere."""

HARMLESS = {"delete", "bulk_create", "create", "values", "values_list", "exists", "count"}
"""What may be done with those tables' rows elsewhere, as long as that column is not named."""


def chains(tree):
    """Each whole expression of names, attributes and calls: `A.objects.filter(…).delete()`."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        parent = parents.get(node)
        goes_on = isinstance(parent, ast.Attribute) or (
            isinstance(parent, ast.Call) and parent.func is node
        )
        if isinstance(node, ast.Attribute | ast.Call) and not goes_on:
            yield node


def steps(chain):
    """The names along a chain, from its beginning."""
    while isinstance(chain, ast.Attribute | ast.Call):
        if isinstance(chain, ast.Attribute):
            yield chain.attr
        chain = chain.value if isinstance(chain, ast.Attribute) else chain.func
    if isinstance(chain, ast.Name):
        yield chain.id


def named(chain):
    """Every text that stands in a chain, as a column would."""
    return {
        part
        for node in ast.walk(chain)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for part in node.value.split("__")
    }


NOT_LOOKED_AT = {
    "oblivious": "it takes texts and records in, and has no database",
    "evidence": "it has no database, and entries of its own",
    "keyholder": "it has no warnings, and its entries are its log's",
    "demo": "it makes invented warnings",
}


def modules():
    return (path for path in sorted(ROOT.rglob("*.py")) if "migrations" not in path.parts)


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def elsewhere(path):
    return path != DOOR and path.split("/")[0] not in NOT_LOOKED_AT


def faults(path, tree):
    for chain in chains(tree):
        known = set(steps(chain))
        if any(judge(chain, known) for judge in (leaks_rows, leaks_texts)):
            yield f"{path}: {ast.unparse(chain)}"


def leaks_rows(chain, known):
    """Whether it may read a record or a published warning."""
    if not (known & set(HELD) and "objects" in known):
        return False
    return bool(named(chain) & set(HELD.values())) or not known & HARMLESS


def leaks_texts(chain, known):
    """Whether it may read a warning's texts; an approval's or an invented one's is not yet one."""
    if known & {"values", "values_list", "only", "F"} and "texts" in named(chain):
        return True
    read = isinstance(chain, ast.Attribute) and isinstance(chain.ctx, ast.Load)
    return read and "texts" in known and not known & {"approval", "sample"}


def test_nothing_else_reads_what_is_shared():
    found = [
        fault
        for path in modules()
        if elsewhere(name := path.relative_to(ROOT).as_posix())
        for fault in faults(name, tree_of(path))
    ]
    assert found == []


def test_what_the_door_gives_was_asked_for_with_the_consents_in_mind():
    """Each public function of the door goes through `shareable` or `consent.require`."""
    functions = [node for node in tree_of(ROOT / DOOR).body if isinstance(node, ast.FunctionDef)]
    giving = {each.name: ast.unparse(each) for each in functions if not each.name.startswith("_")}
    assert set(giving) == {
        "shareable",
        "lock_all",
        "canonical",
        "entries",
        "looked_over",
        "released",
    }
    for name in ("canonical", "entries", "released"):
        assert "shareable(" in giving[name]
    assert "agreeing_to(Scope.WARN)" in giving["shareable"]
    assert "consent.require(warning.report, Scope.WARN)" in giving["looked_over"]


LEAKS = [
    "def leak(warning):\n    return warning.texts",
    "def leak():\n    return list(Entry.objects.filter(epoch='x'))",
    "def leak():\n    return Entry.objects.values_list('record')",
    "def leak():\n    return Entry.objects.filter(warning=1).values('place', 'record')",
    "def leak():\n    return Warning.objects.values('texts')",
    "def leak():\n    return [each.canonical for each in ReleasedWarning.objects.all()]",
]


@pytest.mark.parametrize("code", LEAKS)
@pytest.mark.parametrize("room", ["warnings", "unit"])
def test_a_second_door_would_be_seen_in_any_room(code, room):
    path = f"{room}/leak.py"
    assert elsewhere(path)
    assert list(faults(path, ast.parse(code)))


@pytest.mark.parametrize("table", [Warning, Release])
def test_nothing_shared_is_reached_from_a_warning_or_a_release(table):
    leading = {each.related_model for each in table._meta.related_objects}  # noqa: SLF001 - public
    assert leading
    assert not leading & {Entry, ReleasedWarning}
