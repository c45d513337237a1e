"""Messages and notes for the search of the inbox: whole, and the project's own."""

import pytest
from people.desk import at_desk, reporter_writes, sealed_for, send_photo, send_report

from unsilenced.cases import messages
from unsilenced.records.models import Record
from unsilenced.reports.conversation import delete_everything
from unsilenced.reports.models import Report
from unsilenced.sealing.context import RecordKind


@pytest.fixture
def desk(project):
    return at_desk(project)[0]


def listed(desk, query=""):
    return desk.get(f"reports/messages{query}").json()


def test_messages_of_both_sides_and_notes_are_listed_with_their_report(project, desk):
    uid, reporter = send_report(project)
    reporter_writes(project, uid, reporter)
    answer = sealed_for(project, uid, RecordKind.PROJECT_MESSAGE, reporter)
    note = sealed_for(project, uid, RecordKind.NOTE)
    assert desk.post(f"reports/{uid}/messages", answer).status_code == 201
    assert desk.post(f"reports/{uid}/notes", note).status_code == 201
    send_photo(project, uid, reporter)
    page = listed(desk)
    bodies = {one["kind"]: one["body"] for one in page["messages"]}
    assert bodies.keys() == {"note", "project-message", "reporter-message"}
    assert bodies["project-message"] == answer["body"]
    assert {one["report"] for one in page["messages"]} == {str(uid)}
    assert page["next"] is None


def test_pages_follow_one_another_without_a_gap(project, desk, monkeypatch):
    monkeypatch.setattr(messages, "PAGE", 2)
    uid, reporter = send_report(project)
    for _ in range(5):
        reporter_writes(project, uid, reporter)
    for day, record in enumerate(Record.objects.filter(kind=RecordKind.REPORTER_MESSAGE)):
        Record.objects.filter(pk=record.pk).update(day=f"2026-01-{1 + day // 2:02}")
    seen, query = [], ""
    while query is not None:
        page = listed(desk, query)
        query = page["next"] and f"?before={page['next']}"
        seen += [(one["day"], one["uid"]) for one in page["messages"]]
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 5


def test_nothing_of_another_project_or_of_a_deleted_report_is_listed(project, other_project, desk):
    theirs, their_reporter = send_report(other_project)
    reporter_writes(other_project, theirs, their_reporter)
    uid, reporter = send_report(project)
    reporter_writes(project, uid, reporter)
    assert [one["report"] for one in listed(desk)["messages"]] == [str(uid)]
    delete_everything(Report.objects.get(uid=uid))
    assert listed(desk) == {"messages": [], "next": None}


def test_a_place_that_is_none_is_refused(desk):
    refused = desk.get("reports/messages?before=yesterday")
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "before")
