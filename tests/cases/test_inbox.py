"""The inbox: whose turn it is, who works on it, and no report of another project."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from people.desk import (
    MadeKey,
    at_desk,
    remove,
    reporter_writes,
    sealed_for,
    send_photo,
    send_report,
)

from unsilenced.cases import inbox
from unsilenced.http.body import from_members
from unsilenced.reports.conversation import delete_everything
from unsilenced.reports.intake import attachments
from unsilenced.reports.models import Report
from unsilenced.reports.records import SealedForBoth
from unsilenced.sealing.b64u import from_b64u
from unsilenced.sealing.context import RecordKind


@pytest.fixture
def amara(project):
    return at_desk(project)


@pytest.fixture
def desk(amara):
    return amara[0]


@pytest.fixture
def report(project):
    return send_report(project)


def status(desk, uid):
    listed = {one["uid"]: one["status"] for one in desk.get("reports").json()["reports"]}
    assert listed[str(uid)] == desk.get(f"reports/{uid}").json()["status"]
    return listed[str(uid)]


def answer(desk, project, uid, reporter):
    message = sealed_for(project, uid, RecordKind.PROJECT_MESSAGE, reporter)
    assert desk.post(f"reports/{uid}/messages", message).status_code == 201


def open_report(desk, uid):
    assert desk.post(f"reports/{uid}/opened").status_code == 200


def test_a_report_nobody_has_opened_is_new(project, desk, report):
    uid, reporter = report
    assert status(desk, uid) == "new"
    reporter_writes(project, uid, reporter)
    assert status(desk, uid) == "new"


def test_an_opened_report_without_an_answer_is_waiting(desk, report):
    open_report(desk, report[0])
    assert status(desk, report[0]) == "waiting"


def test_a_report_is_answered_until_its_writer_writes_again(project, desk, report):
    uid, reporter = report
    open_report(desk, uid)
    answer(desk, project, uid, reporter)
    assert status(desk, uid) == "answered"
    reporter_writes(project, uid, reporter)
    assert status(desk, uid) == "waiting"
    answer(desk, project, uid, reporter)
    assert status(desk, uid) == "answered"


def test_a_photo_is_the_writers_turn(project, desk, report):
    uid, reporter = report
    open_report(desk, uid)
    answer(desk, project, uid, reporter)
    send_photo(project, uid, reporter)
    assert status(desk, uid) == "waiting"


def test_a_note_is_nobodys_turn(project, desk, report):
    uid, reporter = report
    open_report(desk, uid)
    note = sealed_for(project, uid, RecordKind.NOTE)
    assert desk.post(f"reports/{uid}/notes", note).status_code == 201
    assert status(desk, uid) == "waiting"
    answer(desk, project, uid, reporter)
    desk.post(f"reports/{uid}/notes", sealed_for(project, uid, RecordKind.NOTE))
    assert status(desk, uid) == "answered"


def test_one_reports_messages_do_not_change_anothers_status(project, desk, report):
    uid, reporter = send_report(project)
    for each in (uid, report[0]):
        open_report(desk, each)
    answer(desk, project, uid, reporter)
    assert (status(desk, uid), status(desk, report[0])) == ("answered", "waiting")


def test_only_the_first_opening_is_kept_and_as_a_day(desk, report):
    open_report(desk, report[0])
    Report.objects.update(opened_on="2026-01-02")
    open_report(desk, report[0])
    assert desk.get("reports").json()["reports"][0]["opened_on"] == "2026-01-02"


def on(day, uid):
    """Make that report received on a day; return the day, and the uid that the inbox shows."""
    Report.objects.filter(uid=uid).update(received_on=day)
    return day, str(uid)


def test_a_page_has_fifty_reports_of_the_newest_days_first(project, desk):
    days = [f"2026-01-{1 + at % 3:02}" for at in range(101)]
    sent = [on(day, send_report(project)[0]) for day in days]
    pages = [desk.get("reports").json()]
    while pages[-1]["next"]:
        pages.append(desk.get(f"reports?before={pages[-1]['next']}").json())
    assert [len(page["reports"]) for page in pages] == [50, 50, 1]
    shown = [(one["received_on"], one["uid"]) for page in pages for one in page["reports"]]
    assert shown == sorted(sent, reverse=True)


def test_exactly_fifty_reports_are_one_page(project, desk):
    for _ in range(50):
        send_report(project)
    page = desk.get("reports").json()
    assert (len(page["reports"]), page["next"]) == (50, None)


def test_a_page_is_two_queries_however_many_reports_it_has(project, amara):
    for _ in range(3):
        send_report(project)
    with CaptureQueriesContext(connection) as queries:
        page = inbox.page(project.project)
    assert len(page.lines) == 3
    assert len(queries) == 2


SOME = "0d9a3f3e-51c4-4a0c-8a53-7f0d2b9f6a11"


@pytest.mark.parametrize(
    "before",
    [
        *("x", "-1", "", "17", "2026-01-01", SOME, f"_{SOME}"),
        *(f"2026-02-30_{SOME}", f"20260101_{SOME}"),
        *(f"2026-01-01_{SOME.replace('-', '')}", f"2026-01-01_{SOME.upper()}A"),
    ],
)
def test_a_wrong_page_is_refused(desk, before):
    refused = desk.get(f"reports?before={before}")
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "before")


def test_the_end_of_the_inbox_is_empty(desk, report):
    on("2026-01-02", report[0])
    for before in (f"2026-01-02_{report[0]}", f"2026-01-01_{uuid.UUID(int=(1 << 128) - 1)}"):
        assert desk.get(f"reports?before={before}").json()["reports"] == []
    later = f"2026-01-03_{uuid.UUID(int=0)}"
    assert len(desk.get(f"reports?before={later}").json()["reports"]) == 1


def test_a_line_holds_what_the_browser_opens_and_nothing_of_its_writer(project, desk, report):
    (line,) = desk.get("reports").json()["reports"]
    assert set(line) == {
        *(
            "number",
            "reference",
            "uid",
            "received_on",
            "opened_on",
            "sealed_by",
            "status",
            "assigned_to",
        ),
        *("photos", "wrote_again", "aside", "key", "body", "project_wrap"),
    }
    assert line["sealed_by"] == "browser"
    assert line["key"] == str(project.key.pk)
    assert from_b64u(line["project_wrap"])


def test_photos_are_counted_that_arrived_whole(project, desk, report):
    uid, reporter = report
    other, _reporter = send_report(project)
    for _ in range(2):
        send_photo(project, uid, reporter)
    half = sealed_for(project, uid, RecordKind.ATTACHMENT, reporter)
    attachments.start(
        Report.objects.get(uid=uid), from_members(SealedForBoth, half).new_record(), 2
    )
    listed = {one["uid"]: one["photos"] for one in desk.get("reports").json()["reports"]}
    assert listed == {str(uid): 2, str(other): 0}


def test_a_line_says_whether_its_writer_wrote_again(project, desk, report):
    uid, reporter = report
    answered, other = send_report(project)
    answer(desk, project, answered, other)
    reporter_writes(project, uid, reporter)
    answer(desk, project, uid, reporter)
    listed = {one["uid"]: one["wrote_again"] for one in desk.get("reports").json()["reports"]}
    assert listed == {str(uid): True, str(answered): False}


def test_the_reports_of_another_project_are_not_listed_nor_counted(
    project, other_project, desk, report
):
    uid, _reporter = send_report(other_project)
    delete_everything(Report.objects.get(uid=uid))
    send_report(other_project)
    listed = desk.get("reports").json()
    assert [one["uid"] for one in listed["reports"]] == [str(report[0])]
    assert listed["deleted"] == 0


def test_a_deleted_report_is_counted_and_gone(project, desk, report):
    kept, _reporter = send_report(project)
    delete_everything(Report.objects.get(uid=report[0]))
    listed = desk.get("reports").json()
    assert [one["uid"] for one in listed["reports"]] == [str(kept)]
    assert listed["deleted"] == 1
    assert desk.get(f"reports/{report[0]}").status_code == 404
    assert desk.post(f"reports/{report[0]}/opened").status_code == 404


def test_a_report_is_taken_handed_over_and_let_go(project, amara, report):
    desk, somebody = amara
    _bos, bo = at_desk(project, "Bo")
    for person in (somebody, bo):
        done = desk.post(f"reports/{report[0]}/assignment", {"user": str(person.id)})
        assert done.status_code == 200
        assert desk.get("reports").json()["reports"][0]["assigned_to"] == str(person.id)
    desk.post(f"reports/{report[0]}/assignment", {"user": None})
    assert desk.get("reports").json()["reports"][0]["assigned_to"] is None


def test_a_report_is_handed_to_nobody_outside_the_project(project, other_project, desk, report):
    _eves, eve = at_desk(other_project, "Eve")
    refused = desk.post(f"reports/{report[0]}/assignment", {"user": str(eve.id)})
    assert refused.status_code == 404
    assert desk.get("reports").json()["reports"][0]["assigned_to"] is None


@pytest.mark.parametrize("members", [{}, {"user": "x"}, {"user": 0}, {"user": False}])
def test_a_malformed_assignment_is_refused(desk, report, members):
    refused = desk.post(f"reports/{report[0]}/assignment", members)
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "user")


def test_what_a_removed_person_had_in_hand_is_in_nobodys(project, desk, report):
    _bos, bo = at_desk(project, "Bo")
    desk.post(f"reports/{report[0]}/assignment", {"user": str(bo.id)})
    remove(desk, bo.id, MadeKey())
    assert desk.get(f"reports/{report[0]}").json()["assigned_to"] is None
    refused = desk.post(f"reports/{report[0]}/assignment", {"user": str(bo.id)})
    assert refused.status_code == 404
