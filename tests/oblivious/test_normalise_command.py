"""`unsilenced check normalise` prints the one spelling, or why there is none."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from vectors import make_normalise

from unsilenced.site.check_commands import check

VECTORS = json.loads(make_normalise.PATH.read_text(encoding="ascii"))["vectors"]


def run(*arguments, typed=None):
    return CliRunner().invoke(check, ["normalise", *arguments], input=typed)


@pytest.mark.parametrize("kind", ["tel", "email", "plate", "handle", "name"])
def test_json_holds_the_canonical_form_or_the_reason(kind):
    for vector in [each for each in VECTORS if each["kind"] == kind][:60]:
        said = run(kind, "--region", vector["region"], "--json", "--", vector["typed"])
        answer = json.loads(said.stdout)
        if "canonical" in vector:
            assert said.exit_code == 0
            assert answer == {"canonical": vector["canonical"], "kind": kind}
        else:
            assert said.exit_code == 2
            assert answer["error"] == vector["error"]
            assert answer["message"].endswith(".")


def test_a_person_reads_the_canonical_form_alone():
    said = run("tel", "020 7946 0018")
    assert (said.exit_code, said.stdout) == (0, "+442079460018\n")


def test_a_person_reads_why_it_is_refused():
    said = run("handle", "nowhere:anna")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "Known are: adultwork," in said.stderr
    assert "(unknown-platform)" in said.stderr


def test_an_unknown_region_is_named_as_the_fault_even_where_no_region_is_needed():
    for kind, value in (("tel", "+44 20 7946 0018"), ("plate", "AB12 CDE")):
        said = run(kind, value, "--region", "Britain")
        assert said.exit_code == 2
        assert "two letters of a country, such as GB" in said.stderr


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        ("plate", "-AB12 CDE", {"canonical": "AB12CDE", "kind": "plate"}),
        ("tel", "-020 7946 0018", {"canonical": "+442079460018", "kind": "tel"}),
        ("handle", "--anna", {"error": "not-a-handle"}),
    ],
)
def test_what_begins_with_a_hyphen_is_read_as_all_else_is(kind, typed, answer):
    said = run(kind, typed, "--json")
    assert said.exit_code == (2 if "error" in answer else 0)
    assert answer.items() <= json.loads(said.stdout).items()


def test_lines_of_standard_input_are_read_one_by_one():
    said = run("plate", "-", "--json", typed="ab12 cde\n\nm-ab 12\n")
    assert said.exit_code == 2
    answers = [json.loads(line) for line in said.stdout.splitlines()]
    assert [each.get("canonical", each.get("error")) for each in answers] == [
        "AB12CDE",
        "empty",
        "MAB12",
    ]


def test_a_line_may_be_as_long_as_what_is_typed():
    longest = "AB12 CDE".ljust(1_000)
    for typed, code in ((longest, 0), (f"{longest} ", 2)):
        assert run("plate", typed).exit_code == code
        assert run("plate", "-", typed=f"{typed}\n").exit_code == code
        assert run("plate", "-", typed=f"{typed}\r\n").exit_code == code


def test_bytes_that_are_no_text_are_refused():
    said = run("plate", "-", "--json", typed=b"AB\xff12\n")
    assert json.loads(said.stdout)["error"] == "not-a-plate"


def test_it_needs_no_database_and_makes_no_folder(tmp_path):
    program = Path(sys.executable).parent / "unsilenced"
    environment = {name: each for name, each in os.environ.items() if name != "DATABASE_URL"}
    folder = tmp_path / "data"
    said = subprocess.run(
        [program, "check", "normalise", "email", "Anna@Example.org", "--json"],
        env={**environment, "DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(said.stdout) == {"canonical": "anna@example.org", "kind": "email"}
    assert not folder.exists()
