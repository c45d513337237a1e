"""The report is written with everything in it, the same each time, whole or not at all."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from evidence.claims_report.invented_claims import CLAIM, DAY, released_claim

from unsilenced.evidence.claims.registry import CLAIMS
from unsilenced.evidence.claims.report.publish import files_of, write_report
from unsilenced.evidence.commands import evidence
from unsilenced.evidence.errors import BadInput

DOCS = Path(__file__).parents[3] / "docs" / "evidence.md"


def contents(folder):
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file()
    }


def test_the_same_findings_give_the_same_bytes(report, findings):
    assert files_of(findings, DAY) == contents(report)


def test_only_the_date_that_is_given_stands_in_it(findings):
    undated = files_of(findings)
    assert b"Made with unsilenced" in undated["index.html"]
    assert b"Made on 28 November 2026 with" in files_of(findings, DAY)["index.html"]
    assert not [name for name, content in undated.items() if b"November 2026" in content]


def test_all_claims_are_written_and_what_is_printed_is_documented(tmp_path):
    out = tmp_path / "new" / "report"
    done = CliRunner().invoke(
        evidence, ["claims", "report", "--out", str(out), "--date", "2026-11-28", "--json"]
    )
    assert done.exit_code == 0, done.stderr
    assert not done.stderr
    said = json.loads(done.stdout)
    text = DOCS.read_text(encoding="utf-8")
    assert all(f"`{key}`" in text for key in said)
    assert said["out"] == str(out)
    assert sorted(contents(out)) == said["files"]
    assert set(said["verdicts"]) == {claim.id for claim in CLAIMS}
    assert said["sha256"] == hashlib.sha256((out / "SHA256SUMS").read_bytes()).hexdigest()
    for claim in CLAIMS:
        assert (out / f"claims/{claim.id}.html").is_file()
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")
    assert out.stat().st_mode & 0o777 == 0o755
    assert list(out.parent.iterdir()) == [out]


def test_a_folder_with_something_in_it_is_left_as_it_is(tmp_path, findings):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadInput, match="there is something already; name a new or empty folder"):
        write_report(findings, tmp_path, DAY)
    with pytest.raises(BadInput, match="there is something already"):
        write_report(findings, tmp_path / "mine.txt", DAY)
    assert contents(tmp_path) == {"mine.txt": b"mine"}


def test_an_empty_folder_will_do(tmp_path, findings):
    write_report(findings[1:], tmp_path, DAY)
    assert (tmp_path / "index.html").is_file()


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path, findings):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(BadInput, match="cannot be written: Not a directory"):
        write_report(findings[1:], tmp_path / "file" / "report", DAY)
    # A file name that is too long fails when part of the report is already written.
    long = released_claim(replace(CLAIM, id="x" * 300, figures=lambda: ()))
    with pytest.raises(BadInput, match="cannot be written: File name too long"):
        write_report([long], tmp_path / "report", DAY)
    assert contents(tmp_path) == {"file": b"no folder"}
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_a_folder_that_was_filled_meanwhile_is_left_as_it_is(tmp_path, findings):
    out = tmp_path / "report"

    def meanwhile(_done, _number):
        out.mkdir(exist_ok=True)
        (out / "theirs.txt").write_text("theirs")

    with pytest.raises(BadInput, match="cannot be written"):
        write_report(findings[1:], out, DAY, meanwhile)
    assert contents(tmp_path) == {"report/theirs.txt": b"theirs"}


@pytest.mark.parametrize(
    ("out", "says"),
    [
        ("full", "there is something already; name a new or empty folder"),
        ("full/file", "there is something already"),
        ("full/file/report", "cannot be written: Not a directory"),
        ("/proc/report", "cannot be written: No such file or directory"),
        ("x" * 300, "cannot be written: File name too long"),
    ],
)
def test_where_it_cannot_be_written_is_found_out_before_anything_is_examined(out, says, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    done = CliRunner().invoke(evidence, ["claims", "report", "--out", str(tmp_path / out)])
    assert done.exit_code == 2
    assert says in done.stderr
    assert "Examining" not in done.stderr
    assert contents(tmp_path) == {"full/file": b"mine"}
    assert list(tmp_path.iterdir()) == [tmp_path / "full"]
