"""Random chains of honest releases, attacked over the integers, reveal nothing about a few people.

`ATTACK_CHAINS` says how many chains are made (500 unless given) and `ATTACK_FROM` which is the
first: `ATTACK_CHAINS=5000 ATTACK_FROM=500 pytest -n auto tests/evidence/attack`.
"""

import csv
import os
import subprocess
import sys

import pytest
from evidence.attack.attacker import Known, Public, statements
from evidence.attack.chains import CALENDAR, GAZETTEER, NAMING, chain, in_process

FIRST = int(os.environ.get("ATTACK_FROM", "0"))
CHAINS = int(os.environ.get("ATTACK_CHAINS", "500"))
TOGETHER = 20
"""How many chains one test makes, so that several processes share them."""


def by_itself(words):
    """Run the command as its users do, in a process of its own."""
    code = "from unsilenced.evidence.commands import evidence; evidence()"
    asked = [sys.executable, "-c", code, *words]
    ended = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert ended.returncode in {0, 1, 2}, ended.stderr
    return None if ended.returncode else ended.stdout


@pytest.mark.parametrize("first", range(FIRST, FIRST + CHAINS, TOGETHER))
def test_nothing_is_certain_of_a_few_people_in_any_chain(first, tmp_path):
    long, found = 0, []
    for seed in range(first, min(first + TOGETHER, FIRST + CHAINS)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        made = chain(seed, folder)
        long += len(made.releases) > 1
        told = statements(made.releases, made.known)
        told += statements(made.of_others, made.known) if made.of_others else []
        found += [f"chain {seed}", *made.asked, *map(str, told)] if told else []
    assert not found, "\n".join(found)
    # A gate that refuses everything reveals nothing, but it is useless.
    assert long >= TOGETHER // 2 or CHAINS < TOGETHER


def test_people_are_named_in_each_way_in_chains_of_several_tables(tmp_path):
    """Otherwise the chains above would test no populations."""
    left = {*NAMING}
    for seed in range(40):
        folder = tmp_path / str(seed)
        folder.mkdir()
        made = chain(seed, folder)
        # With only one table, no other can reveal anything about it.
        tables = made.of_others if made.named == "beside others" else made.releases
        said = any("--population" in each for each in made.asked)
        if len(tables) > 1 and said == (made.named != "never"):
            left.discard(made.named)
        if not left:
            return
    assert left == set()


@pytest.mark.parametrize("seed", [2, 17, 31])
def test_a_process_of_its_own_publishes_the_same(seed, tmp_path):
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    here = chain(seed, tmp_path / "here")
    there = chain(seed, tmp_path / "there", by_itself)
    assert here.releases == there.releases
    assert here.releases


PEOPLE = [
    *[("w1", "arrest", "18-24", "2026-02")] * 6,
    *[("w1", "none", "25+", "2026-03")] * 9,
    *[("w2", "arrest", "25+", "2026-02")] * 3,
    *[("w2", "none", "18-24", "2026-04")] * 12,
    *[("w3", "arrest", "18-24", "2026-05")] * 2,
    *[("w3", "none", "25+", "2026-05")] * 18,
    *[("w4", "arrest", "25+", "2026-04")] * 10,
    *[("w4", "none", "18-24", "2026-03")] * 10,
]
FEW = [
    *[("w1", "arrest", "18-24", "2026-02")] * 2,
    *[("w1", "none", "25+", "2026-03")] * 12,
    *[("w1", "warning", "25+", "2026-03")] * 20,
    *[("w3", "arrest", "25+", "2026-04")] * 30,
    *[("w3", "none", "18-24", "2026-04")] * 20,
    *[("w3", "warning", "18-24", "2026-05")] * 12,
]
MORE = [
    ("w1", "none", "18-24", "2026-02"),
    ("w3", "arrest", "18-24", "2026-02"),
    ("w3", "none", "18-24", "2026-02"),
    *[("w1", "warning", "18-24", "2026-02")] * 9,
    *[("w3", "warning", "18-24", "2026-02")] * 9,
]
SEEN = {
    "wards after boroughs": [
        (PEOPLE, "borough", "outcome", {}),
        (PEOPLE, "ward", "outcome", {}),
    ],
    "boroughs after wards": [
        (PEOPLE, "ward", "outcome", {}),
        (PEOPLE, "borough", "outcome", {}),
    ],
    "months after quarters": [
        (PEOPLE, "quarter", "outcome", {}),
        (PEOPLE, "month", "outcome", {}),
    ],
    "one more of one outcome or of another": [
        (FEW, "borough", "outcome", {}),
        (FEW + MORE, "borough", "outcome", {}),
    ],
    "all by outcome after arrests by age": [
        (PEOPLE, "borough", "age", {"outcome": ("arrest",)}),
        (PEOPLE, "borough", "outcome", {}),
        (PEOPLE, "ward", "outcome", {}),
        (PEOPLE, "ward", "age", {}),
    ],
}
"""What gave small cells away when each table was audited by itself."""


@pytest.mark.parametrize("name", SEEN)
def test_what_gave_people_away_before_is_refused_or_hidden(name, tmp_path):
    released = []
    for number, (people, rows, columns, some) in enumerate(SEEN[name]):
        file = tmp_path / f"{number}.csv"
        write(file, people)
        words = ["disclose", str(file), "--rows", rows, "--columns", columns]
        words += ["--ledger", str(tmp_path / "ledger")]
        words += [
            f"--where={column}={label}" for column, labels in some.items() for label in labels
        ]
        text = in_process(words)
        if text is not None:
            released.append(Public(text, 1, some, len(people)))
    assert released
    assert not statements(released, Known(5, 5, (GAZETTEER, CALENDAR)))


def write(file, people):
    borough = {each["ward"]: each["borough"] for each in GAZETTEER}
    quarter = {each["month"]: each["quarter"] for each in CALENDAR}
    with file.open("w", encoding="utf-8", newline="") as opened:
        lines = csv.writer(opened)
        lines.writerow(["ward", "outcome", "age", "month", "borough", "quarter"])
        lines.writerows([*each, borough[each[0]], quarter[each[3]]] for each in people)
