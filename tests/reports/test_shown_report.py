"""What is shown of a report is the same with and without JavaScript: the shared vectors."""

import json
from pathlib import Path

import pytest

from unsilenced.reports.forms import Answers, Known, report_rows, shown

PATH = Path(__file__).parents[1] / "vectors" / "shown_report.json"
CASES = json.loads(PATH.read_text(encoding="utf-8"))["cases"]


def known_of(who):
    return tuple(Known(**each) for each in who)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_shown_of_a_report(case):
    answers = Answers(**{**case["read"], "who": known_of(case["read"]["who"])})
    left = shown(answers)
    assert (left.who, left.contact) == (
        known_of(case["shown"]["who"]),
        case["shown"]["contact"],
    )


def test_a_way_to_be_reached_that_was_not_chosen_is_in_no_row():
    rows = report_rows(Answers(what="x", answer="receipt", contact="me@example.org"))
    assert "me@example.org" not in [line for _question, lines in rows for line in lines]
