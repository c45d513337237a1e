"""Long work shows its progress, on standard error and only on a terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

import unsilenced.evidence
from unsilenced.evidence.disclosure.counts import counts_of
from unsilenced.evidence.disclosure.gate import Released, disclose

KOREA = Path(unsilenced.evidence.__file__).parent / "data" / "capture" / "Korea.csv"
RUN = (sys.executable, "-c", "from unsilenced.command import main; main()", "evidence")
COUNTS = "A,B,n\n" + "".join(f"r{i},c{j},{3 + 7 * i * j}\n" for i in range(4) for j in range(4))


@pytest.mark.parametrize(
    ("words", "shows"),
    [
        (("capture", str(KOREA), "--replicates", "20"), ["Fitting models", "Choosing again"]),
        (("disclose", "counts.csv", "--rows", "A", "--columns", "B"), ["Hiding", "Auditing"]),
        (("audit", "published.csv"), ["Auditing"]),
        (("claims", "--json"), ["Examining"]),
        (("claims", "run", "distrust"), ["Examining"]),
    ],
    ids=lambda words: words[0],
)
def test_bars_are_shown_on_a_terminal_and_nowhere_else(words, shows, tmp_path):
    (tmp_path / "counts.csv").write_text(COUNTS)
    (tmp_path / "published.csv").write_text("A/B,a,b,Total\nw,x,x,30\nTotal,x,x,30\n")
    quiet = subprocess.run([*RUN, *words], cwd=tmp_path, capture_output=True, check=True)
    assert not any(each.encode() in quiet.stderr for each in shows)
    ours, theirs = pty.openpty()
    shown = subprocess.run(
        [*RUN, *words], cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, check=True
    )
    os.close(theirs)
    told = os.read(ours, 1 << 20).decode()
    os.close(ours)
    assert shown.stdout == quiet.stdout
    for what in shows:
        assert what in told
    assert "100%" in told


def test_each_stage_ends_with_all_of_it_done():
    told = {}

    def stage(what):
        told[what] = []
        return lambda done, number: told[what].append((done, number))

    cells = {(f"r{i}", f"c{j}"): 3 + 7 * i * j for i in range(4) for j in range(4)}
    released = disclose(counts_of(cells, ("A", "B"), "t"), stage=stage)
    assert isinstance(released, Released)
    assert list(told) == ["Hiding", "Showing again", "Auditing"]
    for what in ("Showing again", "Auditing"):
        assert [done for done, _ in told[what]] == list(range(1, len(told[what]) + 1))
        assert {number for _, number in told[what]} == {len(told[what])}
    assert told["Hiding"]
    assert all(done < number for done, number in told["Hiding"])
