"""Whoever thinks a warning names them can ask for a review; nobody confirms or denies anything."""

import datetime as dt
import re
import uuid

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from people.desk import Desk
from reports.stored import everything
from reports.writer import Writer, rotated
from warned.asker import ASKED, opened, request_to, sealed_for, send
from warned.publishing import release

from unsilenced.people.models import Organisation
from unsilenced.records.models import Record
from unsilenced.sealing.b64u import to_b64u
from unsilenced.warnings.models import ReviewRequest
from unsilenced.warnings.reviews import intake
from unsilenced.warnings.reviews.intake import LARGEST_BODY, MOST_A_DAY, forget_closed

pytestmark = pytest.mark.django_db


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


def requests(warner):
    return warner.desk.get("review-requests").json()["requests"]


def stored(*texts):
    """Those of the texts that stand somewhere in the database, as text or as bytes."""
    rows = str(everything())
    return [each for each in texts if each in rows or each.encode().hex() in rows]


def test_each_project_can_open_what_was_sent_to_it(project, other_project, amara, bo):
    answer = send(request_to(project, other_project))
    assert (answer.status_code, answer.json()) == (201, {})
    for warner, invented in ((amara, project), (bo, other_project)):
        (request,) = requests(warner)
        assert opened(invented, request) == {"v": 1, **ASKED}
        assert request["day"] == str(timezone.localdate())
    assert not stored(ASKED["identifier"], ASKED["what"])


def test_the_keys_are_those_of_all_projects_that_are_set_up(project, other_project):
    Organisation.objects.create(slug="empty", name="Empty Project (invented)")
    told = Client().get("/review/keys").json()["projects"]
    assert told == [
        {
            "slug": each.project.slug,
            "name": each.project.name,
            "key": {"id": str(each.key.id), "public_key": to_b64u(each.key.public_key)},
        }
        for each in (other_project, project)
    ]


VALUE = re.compile(r"'[^']*'(::\w+)?|\bs\d+_x\d+\b|\b\d+\b")
"""Values in a statement, and the names of its savepoints."""


def answered(members):
    """An answer as whoever asked sees it, and the statements it took, without their values."""
    with CaptureQueriesContext(connection) as done:
        answer = send(members)
    seen = (answer.status_code, answer.content, sorted(answer.headers.items()))
    return seen, [VALUE.sub("?", query["sql"]) for query in done.captured_queries]


def test_the_answer_and_the_work_are_the_same_whether_or_not_there_is_a_warning(project, request):
    without = answered(request_to(project))
    request.getfixturevalue("approved")
    release()
    assert answered(request_to(project)) == without


def test_the_same_request_is_kept_once(project):
    members = request_to(project)
    assert [send(members).status_code, send(members).status_code] == [201, 200]
    assert ReviewRequest.objects.count() == 1


def test_another_request_under_the_same_uid_is_refused(project, other_project):
    members = request_to(project)
    send(members)
    before = everything()
    uid = uuid.UUID(members["uid"])
    for sealed in (
        [sealed_for(uid, project)],
        [*members["sealed"], sealed_for(uid, other_project)],
        [sealed_for(uid, other_project)],
    ):
        assert code(send({**members, "sealed": sealed})) == (409, "uid-taken")
    assert everything() == before


def test_a_request_under_a_reports_uid_is_refused(project, other_project):
    report = Writer.of(project).sent()
    for each in (project, other_project):
        sealed = [sealed_for(report.uid, each)]
        assert code(send({"uid": str(report.uid), "sealed": sealed})) == (409, "uid-taken")
    assert [record.uid for record in Record.objects.filter(subject=report.uid)] == [report.uid]


def test_a_project_takes_fifty_a_day(project, other_project, monkeypatch):
    assert MOST_A_DAY == 50
    monkeypatch.setattr(intake, "MOST_A_DAY", 2)
    first = request_to(project)
    for members in (first, request_to(project)):
        assert send(members).status_code == 201
    before = everything()
    assert code(send(request_to(project, other_project))) == (429, "slow-down")
    assert everything() == before
    assert send(first).status_code == 200
    assert send(request_to(other_project)).status_code == 201
    ReviewRequest.objects.update(day=timezone.localdate() - dt.timedelta(days=1))
    assert send(request_to(project)).status_code == 201


def test_a_request_is_sealed_to_the_current_key(project):
    members = request_to(project)
    renewed = rotated(project)
    answer = send(members)
    assert code(answer) == (409, "key-retired")
    assert answer.json()["key"]["id"] == str(renewed.key.id)
    assert send(request_to(renewed)).status_code == 201


@pytest.mark.parametrize(
    "sealed",
    [
        None,
        [],
        [{}],
        "x",
        [{"project": "elsewhere"}],
    ],
)
def test_what_is_no_request_is_refused(project, sealed):
    members = request_to(project)
    if isinstance(sealed, list) and sealed:
        sealed = [{**members["sealed"][0], **sealed[0]} if sealed[0] else {}]
    answer = send({**members, "sealed": sealed})
    assert answer.status_code == 422
    assert not ReviewRequest.objects.exists()


def test_one_project_is_named_once(project):
    members = request_to(project)
    answer = send({**members, "sealed": members["sealed"] * 2})
    assert code(answer) == (422, "no-such-project")


@pytest.mark.parametrize("field", ["project", "key", "body", "project_wrap"])
def test_a_wrong_member_is_named(project, field):
    members = request_to(project)
    members["sealed"][0][field] = 5
    answer = send(members)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)


def test_a_request_is_no_store_for_large_things(project):
    large = request_to(project, what="x" * 16_300)
    assert send(large).status_code == 201
    larger = request_to(project, what="x" * 16_400)
    answer = send(larger)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "body")
    assert LARGEST_BODY == 16_415


def test_a_closed_request_is_gone_from_the_desk_and_in_a_month_for_good(project, amara, bo):
    members = request_to(project)
    send(members)
    send(request_to(project))
    path = f"review-requests/{members['uid']}/close"
    assert bo.desk.post(path).status_code == 404
    assert [amara.desk.post(path).status_code for _twice in range(2)] == [200, 200]
    assert [each["uid"] != members["uid"] for each in requests(amara)] == [True]
    today = timezone.localdate()
    forget_closed(today + dt.timedelta(days=29))
    assert ReviewRequest.objects.count() == 2
    forget_closed(today + dt.timedelta(days=30))
    assert ReviewRequest.objects.count() == 1


def test_no_cookie_is_set_or_needed(project):
    for answer in (Client().get("/review/"), send(request_to(project)), post(identifier="1")):
        assert not answer.cookies
        assert "sessionid" not in str(answer.headers)
    assert Desk().client.get("/review/keys").status_code == 200


def post(client=None, **fields):
    """Send the form without JavaScript."""
    return (client or Client()).post("/review/", {"uid": str(uuid.uuid4()), **fields})


def test_without_javascript_the_server_seals_and_keeps_nothing_else(
    project, other_project, amara, bo
):
    answer = post(identifier=" 07700 900123 ", what="One\r\ntwo", answer="me@example.org")
    assert answer.status_code == 200
    for warner, invented in ((amara, project), (bo, other_project)):
        (request,) = requests(warner)
        assert opened(invented, request) == {
            "v": 1,
            "identifier": "07700 900123",
            "what": "One\ntwo",
            "answer": "me@example.org",
        }
    assert not stored("07700 900123", "me@example.org")


def test_a_form_sent_twice_is_one_request(project):
    uid = str(uuid.uuid4())
    answers = [post(uid=uid, identifier="07700 900123") for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    first, again = (answer.content.decode().split("<main")[1] for answer in answers)
    assert first == again
    assert ReviewRequest.objects.count() == 1


@pytest.mark.parametrize("uid", ["", "x", str(uuid.UUID(int=0))])
def test_a_form_with_a_damaged_uid_is_taken_all_the_same(project, uid):
    assert post(uid=uid, identifier="07700 900123").status_code == 200
    assert ReviewRequest.objects.count() == 1


TYPED = {"identifier": "07700 900123", "what": "Please <look>", "answer": "me@example.org"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"identifier": "  "}, "identifier"),
        ({"identifier": "!!!???"}, "identifier"),
        ({"identifier": "x" * 301}, "identifier"),
        ({"what": "x" * 3_001}, "what"),
        ({"answer": "x" * 301}, "answer"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_is_kept(project, wrong, field):
    answer = post(**{**TYPED, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    for name, value in TYPED.items():
        kept = wrong.get(name, value).strip().replace("<", "&lt;").replace(">", "&gt;")
        assert kept in page
    assert not ReviewRequest.objects.exists()


def test_the_longest_that_can_be_typed_can_be_sent(project, other_project):
    answer = post(identifier="1" + "\U0001f641" * 299, what="\U0001f641" * 3_000, answer="x" * 300)
    assert answer.status_code == 200


def test_characters_that_nobody_sees_may_be_too_many(project):
    answer = post(identifier="x", what="\x01" * 3_000)
    assert (answer.status_code, ReviewRequest.objects.count()) == (422, 0)
    assert "too long" in answer.content.decode()


def test_a_full_day_keeps_what_was_typed(project, monkeypatch):
    monkeypatch.setattr(intake, "MOST_A_DAY", 0)
    answer = post(**TYPED)
    assert answer.status_code == 429
    assert "tomorrow" in answer.content.decode()
    assert "Please &lt;look&gt;" in answer.content.decode()


def test_a_failing_database_keeps_what_was_typed(project, monkeypatch):
    def fail(*_asked):
        raise OperationalError

    monkeypatch.setattr(intake, "send", fail)
    answer = post(**TYPED)
    assert answer.status_code == 503
    assert "Please &lt;look&gt;" in answer.content.decode()


def test_where_no_project_is_set_up_there_is_no_form(db):
    assert "<form" not in Client().get("/review/").content.decode().split("<main", 1)[1]


def test_the_page_says_what_it_is_in_neutral_words(project):
    page = Client().get("/review/").content.decode()
    title = page.split("<title>")[1].split("</title>")[0]
    assert "warn" not in title.lower()


def test_a_full_list_is_answered_a_little_at_a_time_and_none_is_missed(project, amara, monkeypatch):
    monkeypatch.setattr(intake, "LISTED", 3)
    sent = [request_to(project) for _ in range(7)]
    for each in sent:
        assert send(each).status_code == 201
    seen = []
    while True:
        page = amara.desk.get("review-requests").json()
        assert len(page["requests"]) <= 3
        for each in page["requests"]:
            seen.append(each["uid"])
            amara.desk.post(f"review-requests/{each['uid']}/close")
        if not page["more"]:
            break
    assert sorted(seen) == sorted(each["uid"] for each in sent)


def test_so_many_stay_open_at_once_however_many_days_it_takes(project, amara, monkeypatch):
    monkeypatch.setattr(intake, "MOST_OPEN", 2)
    for _ in range(2):
        assert send(request_to(project)).status_code == 201
    ReviewRequest.objects.update(day="2026-01-02")
    assert code(send(request_to(project))) == (429, "slow-down")
    (first, _second) = requests(amara)
    amara.desk.post(f"review-requests/{first['uid']}/close")
    assert send(request_to(project)).status_code == 201
