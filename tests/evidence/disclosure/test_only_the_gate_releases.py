"""Everything published is made only from what is released, and only the gate releases."""

import ast
import copy
import inspect
import pickle
from pathlib import Path

import pytest
from evidence.claims_report.invented_claims import CLAIM, REPORTS, released_claim
from mypy import api as mypy

import unsilenced
from unsilenced.evidence.claims.claim import examine
from unsilenced.evidence.disclosure import gate, publish
from unsilenced.evidence.disclosure.compared import NOT_COMPARED
from unsilenced.evidence.disclosure.counts import counts_of
from unsilenced.evidence.disclosure.gate import Released, already_public, disclose
from unsilenced.evidence.disclosure.public import ReleasedFile, ReleasedFinding
from unsilenced.evidence.disclosure.published import PublishedTable
from unsilenced.evidence.errors import BadInput

PACKAGE = Path(unsilenced.__file__).parent
OTHERS = "altair.*,click.*,duckdb.*,ibis.*,jinja2.*,markupsafe.*,numba.*,numpy.*,pandas.*,scipy.*"
"""Packages of others that a type checker need not read to judge what the gate lets out."""
GATE = PACKAGE / "evidence/disclosure/gate.py"
PUBLIC_GATE = PACKAGE / "evidence/disclosure/public.py"
GATES = {GATE: "_GATE", PUBLIC_GATE: "_PUBLIC"}
RELEASED = {"Released", "ReleasedFile", "ReleasedFinding"}
MODULES = sorted(PACKAGE.rglob("*.py"))
REPORT = sorted((PACKAGE / "evidence/claims/report").glob("*.py"))
PUBLISHING = [each for each in MODULES if each.stem == "publish" or each in REPORT]

CELLS = {("w & v", "a"): 2, ("w & v", "b"): 30, ("x", "a"): 40, ("x", "b"): 50}
COUNTS = counts_of(CELLS, ("unit", "outcome"), "t")


def parsed(module):
    return ast.parse(module.read_text(encoding="utf-8"))


def called(node):
    return getattr(node.func, "id", getattr(node.func, "attr", None))


def test_no_other_module_makes_what_is_released_or_takes_a_gates_key():
    assert set(GATES) <= set(MODULES)
    for module in MODULES:
        if module in GATES:
            continue
        for node in ast.walk(parsed(module)):
            if isinstance(node, ast.Call):
                assert called(node) not in RELEASED, f"{module.name} line {node.lineno}"
            names = [
                each.name for each in getattr(node, "names", []) if isinstance(each, ast.alias)
            ]
            names.append(getattr(node, "attr", None))
            assert not {*GATES.values()} & {*names}, f"{module.name} line {node.lineno}"


@pytest.mark.parametrize(
    ("gate", "expected"),
    [
        (GATE, {"release": "Released", "already_public": "Released"}),
        (PUBLIC_GATE, {"release_file": "ReleasedFile", "release_claim": "ReleasedFinding"}),
    ],
    ids=["tables", "public"],
)
def test_each_gate_makes_one_only_after_its_audit_or_for_what_is_public(gate, expected):
    makes = {
        function.name: called(node)
        for function in parsed(gate).body
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and called(node) in RELEASED
    }
    assert makes == expected


def takes(function):
    """The names in the annotation of a function's first argument."""
    first = [*function.args.posonlyargs, *function.args.args][0]
    return {node.id for node in ast.walk(first.annotation) if isinstance(node, ast.Name)}


def test_every_public_function_that_publishes_takes_what_is_released_first():
    assert Path(publish.__file__) in PUBLISHING
    for module in PUBLISHING:
        for node in parsed(module).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                named = takes(node)
                assert named & RELEASED, f"{module}: {node.name}"
                assert named <= RELEASED | {"Sequence"}, f"{module}: {node.name}"


WRITES = {"as_rows": {GATE, Path(publish.__file__)}, "as_csv": set()}
"""The modules that may write a table: the gate itself, and modules called `publish`."""


@pytest.mark.parametrize("name", WRITES)
def test_only_what_publishes_writes_tables_wherever_it_stands(name):
    for module in MODULES:
        for node in ast.walk(parsed(module)):
            if getattr(node, "attr", None) == name:
                allowed = module in WRITES[name] or module.stem == "publish"
                assert allowed, f"{module} line {node.lineno}"


def test_a_table_that_is_not_released_has_nothing_that_writes_it():
    table = COUNTS.published(())
    for kind in (COUNTS, table, gate.release(table)):
        assert not {*WRITES} & {*dir(kind)}


def test_what_is_written_is_what_was_audited_whatever_becomes_of_the_lists_it_came_from():
    cells = [[10, 20, 30], [40, 50, 90], [50, 70, 120]]
    released = gate.release(PublishedTable("t", ("u", "o"), ["A", "B"], ["a", "b"], cells))
    cells[0][0] = 1
    cells.pop()
    header, *lines = publish.csv_of(released).splitlines()
    assert header == f"u/o; {NOT_COMPARED},a,b,Total"
    assert lines == ["A,10,20,30", "B,40,50,90", "Total,50,70,120"]
    assert hash(released.table)


def test_no_other_kind_of_table_or_of_what_is_released_says_otherwise_what_is_in_it():
    for kind in (PublishedTable, Released, ReleasedFile, ReleasedFinding):
        with pytest.raises(TypeError):
            type("Other", (kind,), {})

    class Alike:
        def __getattr__(self, name):
            return getattr(COUNTS.published(((0, 0), (0, 1), (1, 0), (1, 1))), name)

    with pytest.raises(TypeError, match="only a table that was audited"):
        already_public(Alike(), "https://example.org/figures")


def test_a_type_checker_refuses_to_publish_what_is_not_released(tmp_path):
    snippet = tmp_path / "snippet.py"
    snippet.write_text(
        "from unsilenced.evidence.disclosure.counts import Counts\n"
        "from unsilenced.evidence.disclosure.gate import Refused, Released\n"
        "from unsilenced.evidence.disclosure.publish import csv_of\n"
        "def ready(table: Released) -> str: return csv_of(table)\n"
        "def raw(table: Counts) -> str: return csv_of(table.published(()))\n"
        "def refused(table: Refused | Released) -> str: return csv_of(table)\n"
        "from pathlib import Path\n"
        "from unsilenced.evidence.claims.claim import Finding\n"
        "from unsilenced.evidence.claims.report.package import package_of\n"
        "from unsilenced.evidence.claims.report.pictures import pictures_of\n"
        "from unsilenced.evidence.claims.report.publish import write_report\n"
        "from unsilenced.evidence.disclosure.public import ReleasedFinding\n"
        "def fit(found: ReleasedFinding) -> None: write_report([found], Path())\n"
        "def report(found: Finding) -> None: write_report([found], Path())\n"
        "def picture(found: Finding) -> None: pictures_of(found)\n"
        "def download(found: Finding) -> None: package_of([found])\n",
        encoding="utf-8",
    )
    settings = tmp_path / "mypy.ini"
    settings.write_text(
        f"[mypy]\nmypy_path = {PACKAGE.parent}\nfollow_imports = silent\n"
        f"ignore_missing_imports = true\n[mypy-{OTHERS}]\nfollow_imports = skip\n"
    )
    options = ["--config-file", str(settings), "--cache-dir", str(tmp_path), "--no-error-summary"]
    told, _, status = mypy.run([*options, str(snippet)])
    assert status == 1
    lines = [line.split(":")[1] for line in told.splitlines() if ": error:" in line]
    assert lines == ["5", "6", "14", "15", "16"]


def test_a_released_table_cannot_be_made_changed_copied_or_stored():
    released = disclose(COUNTS)
    with pytest.raises(TypeError, match="only the gate"):
        Released(object(), COUNTS.published(()))
    with pytest.raises(AttributeError, match="stays as it was checked"):
        released._table = COUNTS.published(())  # noqa: SLF001 - as somebody might
    for each in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="not stored"):
            each(released)


def test_a_released_finding_and_file_cannot_be_made_changed_copied_or_stored():
    found = released_claim(CLAIM)
    with pytest.raises(TypeError, match="only the gate"):
        ReleasedFinding(object(), examine(CLAIM), ())
    with pytest.raises(TypeError, match="only the gate"):
        ReleasedFile(object(), REPORTS, b"")
    with pytest.raises(AttributeError, match="stays as it was checked"):
        found._finding = examine(CLAIM)  # noqa: SLF001 - as somebody might
    with pytest.raises(AttributeError, match="stays as it was checked"):
        del found.files[0]._content  # noqa: SLF001 - as somebody might
    for kind in (found, found.files[0]):
        for each in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError, match="not stored"):
                each(kind)


PUBLIC = [
    function
    for name, function in inspect.getmembers(publish, inspect.isfunction)
    if function.__module__ == publish.__name__ and not name.startswith("_")
]


@pytest.mark.parametrize("function", PUBLIC, ids=lambda function: function.__name__)
def test_each_refuses_another_table_when_it_runs(function, tmp_path):
    others = [tmp_path / "file.csv" for _ in inspect.signature(function).parameters][1:]
    with pytest.raises(TypeError, match="only what the gate has released"):
        function(COUNTS.published(()), *others)


def test_a_download_a_page_and_a_picture_show_the_released_table(tmp_path):
    released = disclose(COUNTS)
    publish.write_csv(released, tmp_path / "table.csv")
    written = (tmp_path / "table.csv").read_text(encoding="utf-8")
    header, *lines = written.splitlines()
    assert header == f"unit/outcome; {NOT_COMPARED},a,b,Total"
    assert lines == ["w & v,x,x,32", "x,x,x,90", "Total,42,80,122"]
    page = publish.html_of(released, "Visits & outcomes")
    assert '<th scope="row">w &amp; v</th><td>x</td><td>x</td><td>32</td>' in page
    assert f"<caption>Visits &amp; outcomes. {publish.NOTE} {NOT_COMPARED}.</caption>" in page
    picture = publish.svg_of(released, "Visits & outcomes")
    assert "<title>Visits &amp; outcomes</title>" in picture
    assert f"{publish.NOTE} {NOT_COMPARED}.</desc>" in picture
    assert f">{NOT_COMPARED}</text>" in picture
    assert "<desc>w &amp; v: a x, b x, Total 32; x: a x, b x, Total 90; Total: a 42" in picture
    for hidden in ("2", "30", "40", "50"):
        assert f">{hidden}<" not in page + picture


def test_a_rounded_table_says_so():
    page = publish.html_of(disclose(COUNTS, rounded_to=5), "Visits")
    assert "Rounded to the nearest 5, so totals may differ." in page


def test_what_its_source_has_published_is_released_under_the_sources_name():
    released = already_public(COUNTS.published(()), "https://example.org/figures")
    assert released.audit is None
    assert released.source == "https://example.org/figures"
    assert publish.csv_of(released).splitlines()[1] == "w & v,2,30,32"


@pytest.mark.parametrize(
    "source",
    [
        *("", "we", "http://example.org/figures", "https://", "https://intranet/figures"),
        *("https://.org", "https://example.", "https://a.b c", "https://a.b\n", "https:///a.b"),
        *("https://[x", "https://somebody:secret@example.org"),
    ],
)
def test_what_is_public_already_is_so_at_an_address_that_others_can_go_to(source):
    with pytest.raises(BadInput, match="no address of a publication"):
        already_public(COUNTS.published(()), source)


def test_what_was_refused_is_no_released_table():
    assert not isinstance(gate.release(COUNTS.published(())), Released)
