"""`unsilenced check normalise` prints the one spelling, or why there is none."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from vectors import make_normalise

from unsilenced.site.commands.check import check

VECTORS = json.loads(make_normalise.PATH.read_text(encoding="ascii"))["vectors"]


def run(*arguments, typed=""):
    return CliRunner().invoke(check, ["normalise", *arguments], input=typed)


def line(typed):
    """One line of standard input; half characters, which UTF-8 has not, as they come."""
    return f"{typed}\n".encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("kind", ["tel", "email", "plate", "handle", "name"])
def test_json_holds_the_canonical_form_or_the_reason(kind):
    # A line feed is the end of a line, and a return before it goes with it.
    lines = [each for each in VECTORS if not set("\r\n") & set(each["typed"])]
    for vector in [each for each in lines if each["kind"] == kind][:60]:
        typed = line(vector["typed"])
        said = run(kind, "--region", vector["region"], "--json", typed=typed)
        answer = json.loads(said.stdout)
        if "canonical" in vector:
            assert said.exit_code == 0
            assert answer == {"canonical": vector["canonical"], "kind": kind}
        else:
            assert said.exit_code == 2
            assert answer["error"] == vector["error"]
            assert answer["message"].endswith(".")


def test_a_person_reads_the_canonical_form_alone():
    said = run("tel", typed="020 7946 0018\n")
    assert (said.exit_code, said.stdout) == (0, "+442079460018\n")


def test_a_person_reads_why_it_is_refused():
    said = run("handle", typed="nowhere:anna")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "Known are: adultwork," in said.stderr
    assert "(unknown-platform)" in said.stderr


def test_an_unknown_region_is_named_as_the_fault_even_where_no_region_is_needed():
    for kind, value in (("tel", "+44 20 7946 0018"), ("plate", "AB12 CDE")):
        said = run(kind, "--region", "Britain", typed=value)
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
    said = run(kind, "--json", typed=typed)
    assert said.exit_code == (2 if "error" in answer else 0)
    assert answer.items() <= json.loads(said.stdout).items()


def test_lines_of_standard_input_are_read_one_by_one():
    said = run("plate", "--json", typed="ab12 cde\n\nm-ab 12\n")
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
        for end in ("", "\n", "\r\n"):
            assert run("plate", typed=f"{typed}{end}").exit_code == code


def test_bytes_that_are_no_text_are_refused():
    said = run("plate", "--json", typed=b"AB\xff12\n")
    assert json.loads(said.stdout)["error"] == "not-a-plate"


@pytest.mark.parametrize("value", ["020 7946 0018", "-020 7946 0018", "--anna", "-"])
def test_what_stands_on_the_command_line_is_refused_and_not_repeated(value):
    said = run("tel", value, typed="")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "unsilenced check normalise KIND" in said.stderr
    assert value not in said.stderr.replace("unsilenced", "").split()
    assert "7946" not in said.stderr


def test_at_a_terminal_it_says_what_to_type():
    ours, terminal = pty.openpty()
    program = Path(sys.executable).parent / "unsilenced"
    pipes = {"stdin": terminal, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([program, "check", "normalise", "tel"], **pipes) as started:
        os.close(terminal)
        os.write(ours, b"020 7946 0018\n\x04")
        printed, said = started.communicate()
    os.close(ours)
    assert printed == b"+442079460018\n"
    assert said == b"What is to be normalised, one in each line. Ctrl-D ends.\n"


def test_it_needs_no_database_and_makes_no_folder(tmp_path):
    program = Path(sys.executable).parent / "unsilenced"
    environment = {name: each for name, each in os.environ.items() if name != "DATABASE_URL"}
    folder = tmp_path / "data"
    said = subprocess.run(
        [program, "check", "normalise", "email", "--json"],
        input="Anna@Example.org\n",
        env={**environment, "DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(said.stdout) == {"canonical": "anna@example.org", "kind": "email"}
    assert not folder.exists()
