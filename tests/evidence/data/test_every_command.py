"""What is true of every command of the engine, including new ones."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from unsilenced.evidence.commands import evidence

ISSUE = {"capture", "event", "yields", "coverage", "risk", "reporting", "displacement", "disclose"}
SLOW = {"numpy", "scipy", "pandas", "numba", "ibis", "altair", "vl_convert", "typst", "django"}


def words_of(group, *before):
    for name, command in group.commands.items():
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from words_of(command, *before, name)


WORDS = sorted(words_of(evidence))


def command_of(words):
    found = evidence
    for word in words:
        found = found.commands[word]
    return found


def test_all_analyses_have_a_command():
    assert {*ISSUE, "audit", "claims"} <= {*evidence.commands}


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_each_prints_json_if_asked(words):
    assert any("--json" in each.opts for each in command_of(words).params)


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_each_explains_itself_and_every_option(words):
    command = command_of(words)
    told = CliRunner().invoke(evidence, [*words, "--help"])
    assert told.exit_code == 0
    assert command.help
    for each in command.params:
        if isinstance(each, click.Option):
            assert each.help, each.name


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_each_ends_with_2_where_it_is_asked_for_what_it_has_not(words):
    ended = CliRunner().invoke(evidence, [*words, "--no-such-option"])
    assert ended.exit_code == 2
    assert ended.stdout == ""


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_each_refuses_an_option_that_is_given_twice_unless_it_is_meant_to_repeat(
    words, tmp_path, monkeypatch
):
    """Click would take the last and say nothing."""
    monkeypatch.chdir(tmp_path)
    for each in command_of(words).params:
        if not isinstance(each, click.Option) or each.multiple:
            continue
        once = [each.opts[-1]] if each.is_flag else [each.opts[-1], "1"]
        ended = CliRunner().invoke(evidence, [*words, *once, *once])
        assert (ended.exit_code, ended.stdout) == (2, "")
        assert f"{each.opts[-1]} is given 2 times, and can be given once." in ended.stderr


def test_events_at_several_times_are_refused_with_the_command_that_does_them():
    asked = ["event", "t.csv", "--treated", "a", "--event", "9:12", "--event", "15:24"]
    ended = CliRunner().invoke(evidence, asked)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "--event is given 2 times" in ended.stderr
    assert "unsilenced evidence displacement TABLE --visits FILE" in ended.stderr


def test_help_waits_for_nothing_that_is_slow_to_start():
    code = "import sys, unsilenced.evidence.commands; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not SLOW & {*ended.stdout.split()}


def test_an_answer_that_cannot_be_written_does_not_end_as_one_that_is_no():
    code = "from unsilenced.evidence.commands import evidence; evidence()"
    asked = [sys.executable, "-c", code, "yields", "--events", "6", "--trials", "357"]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(asked, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr == "Error: what was to be printed: No space left on device\n"
