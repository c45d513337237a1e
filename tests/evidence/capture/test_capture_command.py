"""`unsilenced evidence capture` says what it found, and what that rests on."""

import json
from pathlib import Path

import pytest
from capture_tables import DATA, REFERENCE
from click.testing import CliRunner

from unsilenced.evidence.commands import evidence

DOCS = Path(__file__).parents[3] / "docs" / "evidence.md"


def run(*arguments):
    return CliRunner().invoke(evidence, ["capture", *map(str, arguments)])


def found(*arguments):
    ended = run(*arguments, "--json")
    assert ended.exit_code == 0, ended.output
    return json.loads(ended.stdout)


def test_json_says_all_that_was_found():
    expected = REFERENCE["exhaustive"]["UKdat_5"][1]
    said = found(DATA / "UKdat_5.csv", "--max-order", 4, "--replicates", 30)
    assert said["estimate"] == pytest.approx(expected["estimate"])
    assert said["best_model"] == expected["best"]
    assert said["best_model_terms"] == ["LA:NG:PFNCA", "NG:GP", "PFNCA:GO"]
    assert said["criterion_value"] == said["bic"] == pytest.approx(expected["bic"])
    assert (said["models"], said["admissible"]) == (6893, 6519)
    assert sum(said["codes"].values()) == 6893
    assert said["replicates"] == 30 == len(said["bootstrap"]["estimates"])
    assert said["ranked"][0]["model"] == said["best_model"]
    assert said["interval_method"] == "bca"
    assert said["interval"] is None or said["interval"][0] < said["interval"][1]


def test_json_without_replicates_gives_the_interval_of_the_model_and_says_so():
    said = found(DATA / "Korea.csv", "--replicates", 0)
    assert said["interval"] == said["interval_given_model"]
    assert said["interval_method"] == "given the model"
    assert said["bootstrap"] is None
    assert "too narrow" in run(DATA / "Korea.csv", "--replicates", 0).stdout


def test_the_keys_are_those_of_the_documentation():
    said = found(DATA / "Korea.csv", "--replicates", 5)
    text = DOCS.read_text(encoding="utf-8")
    for key in [*said, *said["ranked"][0], *said["bootstrap"]]:
        assert f"`{key}`" in text


def test_stepwise_looks_at_pairs_whatever_the_order():
    said = found(DATA / "UKdat.csv", "--method", "stepwise", "--max-order", 4, "--replicates", 5)
    assert said["method"] == "stepwise"
    assert said["estimate"] == pytest.approx(REFERENCE["sparsemse"]["UKdat"]["stepwise"][1])
    assert all(one["weight"] is None for one in said["ranked"])


def test_stepwise_of_order_one_is_the_lists_alone():
    said = found(DATA / "UKdat.csv", "--method", "stepwise", "--max-order", 1, "--replicates", 0)
    assert said["estimate"] == pytest.approx(REFERENCE["sparsemse"]["UKdat"]["main"][1])


def test_seven_lists_are_estimated_by_steps_unless_asked_otherwise(tmp_path):
    path = tmp_path / "seven.csv"
    rows = ["a,b,c,d,e,f,g,n"]
    rows += [
        ",".join("1" if place in (one, one + 1) else "0" for place in range(7)) + ",3"
        for one in range(6)
    ]
    rows += [
        ",".join("1" if place == one else "0" for place in range(7)) + ",20" for one in range(7)
    ]
    path.write_text("\n".join(rows) + "\n")
    assert found(path, "--replicates", 0)["method"] == "stepwise"
    refused = run(path, "--method", "exhaustive", "--max-order", 3)
    assert refused.exit_code == 2
    assert "hierarchical models" in refused.stderr


def test_where_no_model_has_an_estimate_it_is_unknown_and_ends_with_1(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,b,c,n\n1,1,1,40\n")
    ended = run(path, "--json")
    assert ended.exit_code == 1
    said = json.loads(ended.stdout)
    assert said["estimate"] is None
    assert said["interval"] is None
    assert said["admissible"] == 0
    for method in ("exhaustive", "stepwise"):
        shown = run(path, "--method", method)
        assert shown.exit_code == 1
        assert "Unknown" in shown.stdout


def test_people_read_the_estimate_with_its_interval_and_the_models_beside_it():
    shown = run(DATA / "Korea.csv", "--replicates", 200).stdout
    assert "123 cases on 3 lists" in shown
    assert "Estimate    157, of whom 34 on no list" in shown
    assert "95%, the choice of the model counted" in shown
    assert "6 of 8 models admissible" in shown
    assert "[12,23]: b:c, c:d" in shown


@pytest.mark.parametrize("order", [0, 3, 9])
def test_an_order_that_the_table_has_not_is_refused(order):
    ended = run(DATA / "Korea.csv", "--max-order", order)
    assert ended.exit_code == 2
    assert "Error" in ended.stderr


def test_rows_in_another_order_change_nothing(tmp_path):
    header, *rows = (DATA / "Korea.csv").read_text().splitlines()
    path = tmp_path / "Korea.csv"
    path.write_text("\n".join([header, *reversed(rows)]) + "\n")
    assert found(path, "--replicates", 20) == found(DATA / "Korea.csv", "--replicates", 20)


def test_criteria_can_be_chosen():
    said = found(DATA / "UKdat_5.csv", "--criterion", "aic", "--replicates", 0)
    assert said["criterion_value"] == said["aic"]
