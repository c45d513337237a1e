"""Every key of yields, risk, coverage and the gate is documented, and the examples run."""

import doctest
import importlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from unsilenced.evidence.commands import evidence

DOCS = Path(__file__).parents[3] / "docs" / "evidence.md"

MODULES = (
    "errors",
    "schema.sheet",
    "disclosure.audit",
    "disclosure.counts",
    "disclosure.gate",
    "disclosure.published",
    "rates.estimate",
    "rates.proportion",
    "rates.poisson",
    "rates.ratio",
    "multiplicity",
    "coverage.nationality",
    "coverage.referrals",
    "events.counted",
    "events.london",
    "events.ratio",
    "reporting.exact_trend",
    "periods",
    "reporting.period",
    "tables.source",
    "pictures.bins",
    "pictures.figure",
    "pictures.svg",
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_modules_run(name):
    tried = doctest.testmod(importlib.import_module(f"unsilenced.evidence.{name}"))
    assert tried.attempted
    assert not tried.failed


def keys_of(value):
    """Every key of a JSON document, except keys that are data."""
    if isinstance(value, list):
        return set().union(*map(keys_of, value), set())
    if not isinstance(value, dict):
        return set()
    data = {"ranges", "nationalities", "unknown_nationality"}
    inner = [keys_of(each) for key, each in value.items() if key not in data]
    return set(value).union(*inner)


@pytest.mark.parametrize(
    "arguments",
    [
        ("yields", "--events", "6", "--trials", "357"),
        ("yields", "yields.csv", "--pool"),
        (
            *("risk", "--events", "4", "--person-years", "675", "--reference-rate", "1"),
            *("--against-events", "3", "--against-person-years", "10"),
        ),
        ("coverage",),
        ("reporting",),
        ("event", "--permutations", "9"),
        ("displacement", "contacts.csv", "--visits", "visits.csv", "--before", "1"),
        ("audit", "table.csv", "--earlier", "then.csv"),
        ("disclose", "counts.csv", "--rows", "A", "--columns", "B"),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_every_key_is_documented(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("yields.csv").write_text("events,trials\n1,2\n")
    Path("visits.csv").write_text("unit,period\na,3\nb,4\n")
    contacts = [f"{unit},{each},{5 + each % 3}" for unit in "abcd" for each in range(9)]
    Path("contacts.csv").write_text("\n".join(["unit,period,count", *contacts]))
    Path("table.csv").write_text("A/B,a,b,Total\nw,x,x,30\nTotal,x,x,30\n")
    Path("then.csv").write_text("A/B,a,b,Total\nw,x,x,29\nTotal,x,x,29\n")
    Path("counts.csv").write_text("A,B,n\nw,a,10\nw,b,10\n")
    said = json.loads(CliRunner().invoke(evidence, [*arguments, "--json"]).stdout)
    text = DOCS.read_text(encoding="utf-8")
    for key in keys_of(said):
        assert f"`{key}`" in text, key
