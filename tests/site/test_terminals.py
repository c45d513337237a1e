"""In a terminal that is not UTF-8 what a command says is shortened by no sign that is missing."""

import os
import subprocess
import sys

import pytest

PROGRAM = "from unsilenced.command import main; main()"


@pytest.mark.parametrize("encoding", ["ascii", "iso-8859-1", "utf-8"])
def test_every_command_is_explained_in_any_terminal(encoding):
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--help"],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, b"")


def test_signs_that_a_terminal_lacks_are_told_by_their_number():
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM, "settings"],
        env={**os.environ, "PYTHONIOENCODING": "iso-8859-1", "SITE_NAME": "The “Inn”"},
        capture_output=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, b"")
    assert b"SITE_NAME=The \\u201cInn\\u201d\n" in said.stdout
