"""HiGHS writes to standard output, but we print only the table there."""

import json
import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from unsilenced.evidence.disclosure.solver import solve

# HiGHS writes a line for some of the programmes of this table.
TALKATIVE = """\
u,o,n
r0,c0,1
r0,c1,20
r0,c2,0
r0,c3,1
r1,c0,2
r1,c1,3
r1,c2,1
r1,c3,1
r2,c0,0
r2,c1,8
r2,c2,20
r2,c3,1
r3,c0,20
r3,c1,50
r3,c2,0
r3,c3,1
"""


@pytest.fixture
def talkative(tmp_path):
    file = tmp_path / "counts.csv"
    file.write_text(TALKATIVE, encoding="utf-8")
    return file


def run(*words):
    code = "from unsilenced.evidence.commands import evidence; evidence()"
    command = [sys.executable, "-c", code, "disclose", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


ASKED = ("--rows", "u", "--columns", "o")


def test_json_is_json_and_the_table_a_table_whatever_the_solver_says(talkative, tmp_path):
    said = json.loads(run(talkative, *ASKED, "--json").stdout)
    printed = run(talkative, *ASKED).stdout.splitlines()
    assert printed == [",".join(line) for line in said["table"]]


def test_the_solver_is_not_heard_and_what_comes_after_it_is(capfd):
    os.write(1, b"before ")
    assert solve(np.ones(2), integrality=np.ones(2), options={"disp": True}).status == 0
    os.write(1, b"after")
    assert capfd.readouterr().out == "before after"


def test_programmes_solved_at_once_leave_standard_output_as_it_was(capfd):
    def often():
        for _ in range(40):
            solve(np.ones(2))

    threads = [threading.Thread(target=often) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    os.write(1, b"still there")
    assert capfd.readouterr().out == "still there"


def test_standard_output_may_be_closed():
    code = (
        "import os, sys, numpy as np; os.close(1)\n"
        "from unsilenced.evidence.disclosure.solver import solve\n"
        "sys.exit(solve(np.ones(2)).status)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr
