"""What was said after the reports, for the search of the inbox: whole, and the project's own."""

import pytest
from people.desk import at_desk, reporter_writes, sealed_for, send_photo, send_report

from unsilenced.cases import said
from unsilenced.reports.conversation import delete_everything
from unsilenced.reports.models import Report
from unsilenced.sealing.context import Kind


@pytest.fixture
def desk(project):
    return at_desk(project)[0]


def listed(desk, query=""):
    return desk.get(f"reports/said{query}").json()


def test_messages_of_both_sides_and_notes_are_listed_with_their_report_newest_first(project, desk):
    number, reporter = send_report(project)
    reporter_writes(project, number, reporter)
    answer = sealed_for(project, number, Kind.PROJECT_MESSAGE, reporter)
    note = sealed_for(project, number, Kind.NOTE)
    assert desk.post(f"reports/{number}/messages", answer).status_code == 201
    assert desk.post(f"reports/{number}/notes", note).status_code == 201
    send_photo(project, number, reporter)
    page = listed(desk)
    assert [one["kind"] for one in page["said"]] == ["note", "project-message", "reporter-message"]
    assert {one["number"] for one in page["said"]} == {number}
    assert {one["report"] for one in page["said"]} == {str(Report.objects.get().uid)}
    assert page["said"][1]["body"] == answer["body"]
    assert not page["more"]


def test_pages_follow_one_another_without_a_gap(project, desk, monkeypatch):
    monkeypatch.setattr(said, "PAGE", 2)
    number, reporter = send_report(project)
    for _ in range(5):
        reporter_writes(project, number, reporter)
    seen, query, more = [], "", True
    while more:
        page = listed(desk, query)
        more, query = page["more"], f"?before={page['said'][-1]['at']}"
        seen += [one["uid"] for one in page["said"]]
    assert len(seen) == len(set(seen)) == 5


def test_nothing_of_another_project_or_of_a_deleted_report_is_listed(project, other_project, desk):
    theirs, their_reporter = send_report(other_project)
    reporter_writes(other_project, theirs, their_reporter)
    number, reporter = send_report(project)
    reporter_writes(project, number, reporter)
    assert [one["number"] for one in listed(desk)["said"]] == [number]
    delete_everything(Report.objects.get(number=number))
    assert listed(desk) == {"said": [], "more": False}


def test_a_place_that_is_no_number_is_refused(desk):
    refused = desk.get("reports/said?before=yesterday")
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "before")
