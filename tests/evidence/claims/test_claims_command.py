"""`unsilenced evidence claims` lists what the data say, and `run` shows one claim whole."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from unsilenced.evidence.claims.claim import Verdict
from unsilenced.evidence.claims.registry import CLAIMS
from unsilenced.evidence.commands import evidence

DOCS = Path(__file__).parents[3] / "docs" / "evidence.md"


def run(*arguments):
    return CliRunner().invoke(evidence, ["claims", *arguments])


@pytest.fixture(scope="module")
def listed():
    return run("--json")


def keys_of(value):
    if isinstance(value, list):
        return set().union(*map(keys_of, value), set())
    if not isinstance(value, dict):
        return set()
    return set(value).union(*map(keys_of, value.values()))


def test_the_list_has_every_claim_with_its_verdict(listed):
    assert listed.exit_code == 0
    told = json.loads(listed.stdout)["claims"]
    assert [each["id"] for each in told] == [claim.id for claim in CLAIMS]
    assert {each["verdict"] for each in told} <= set(Verdict)


def test_every_key_is_documented(listed):
    shown = json.loads(run("run", "share-attacked", "--json").stdout)
    text = DOCS.read_text(encoding="utf-8").split("## Claims")[1].split("\n## ")[0]
    for key in keys_of(json.loads(listed.stdout)) | keys_of(shown):
        assert f"`{key}`" in text, key


def test_one_claim_is_shown_with_all_that_it_rests_on():
    said = run("run", "murder-risk")
    assert said.exit_code == 0
    for text in (
        "“There is a group in London who are at least 12 times more likely to be murdered",
        "Verdict: unclear",
        "Misquoted: its source gives 12 for the ratio of death rates",
        "Rule: ",
        "Method: ",
        "Chosen: ",
        "Deaths from all causes, against women of similar age: 12 [3.27 to 30.7]",
        "claims/homicide_risk_sources.csv, row 4",
        "Conflicting sources, kept apart: people in sex work killed in the UK, 1990-2016",
        "Caveats:",
        "What would settle it: ",
    ):
        assert text in said.stdout


def test_why_is_shown_as_a_list_of_sentences():
    shown = run("run", "share-attacked").stdout.partition("Verdict: unclear\n")[2].partition("\n\n")
    told = json.loads(run("run", "share-attacked", "--json").stdout)["why"]
    assert len(told) == 4
    assert shown[0].replace("\n  ", " ").splitlines() == [f"- {each}" for each in told]


def test_conflicting_sources_stand_apart_from_the_rest():
    shown = run("run", "raids-up").stdout
    figures, _, apart = shown.partition("Conflicting sources, kept apart: brothels closed")
    for closed in ("Brothels closed a month, Newham:", "Brothels closed a month, Five Olympic"):
        assert closed not in figures
        assert closed in apart


def test_json_has_the_rule_the_rows_and_the_hash():
    told = json.loads(run("run", "hate-crime-reporting", "--json").stdout)
    (figure,) = told["figures"]
    assert told["verdict"] == "untestable"
    assert figure["estimate"] == 5
    assert figure["interval"] is None
    assert figure["unknown"] == "neither number behind it is told"
    assert figure["said"] == "400"
    assert figure["rows"] == [12]
    assert len(figure["sha256"]) == 64


def test_a_claim_that_is_not_there_is_refused():
    refused = run("run", "all-of-it")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("Error: there is no claim “all-of-it”; there are: murder-risk")
