"""A report is taken in whole and once, or not at all."""

from dataclasses import replace

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reports.stored import counts, everything
from reports.writer import Writer, as_json, call, rotated
from stored_records import key_of, project_wrap_of, reporter_wrap_of

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import OrganisationKey
from unsilenced.records.models import Record
from unsilenced.reports import consent
from unsilenced.reports.intake.sealed_report import submit
from unsilenced.reports.models import Report, Scope, SealedBy
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.padding import SIZES

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(project):
    return Writer.of(project)


def refused(submission) -> Refusal:
    """Submit what must be refused; check that nothing was stored."""
    before = everything()
    with pytest.raises(Refusal) as caught:
        submit(submission)
    assert everything() == before
    return caught.value


def test_a_report_is_stored_with_its_record_and_its_consents(writer):
    submission = writer.submission(consents=["warn", "full"])
    confirmation = submit(submission)
    report = Report.objects.get(pk=confirmation.uid)
    assert confirmation.created
    assert (report.uid, report.sealed_by) == (submission.uid, "browser")
    assert bytes(report.lookup_hash) == submission.lookup_hash
    assert bytes(report.reporter_public_key) == submission.reporter_public_key
    record = report.records.get()
    assert (record.uid, record.kind, key_of(record)) == (submission.uid, "report", submission.key)
    assert bytes(record.body) == submission.body
    assert project_wrap_of(record) == submission.project_wrap
    assert reporter_wrap_of(record) == submission.reporter_wrap
    assert consent.active(report) == {Scope.WARN, Scope.FULL}
    assert {line.wording for line in report.consents.all()} == {submission.wording}


def test_every_consent_is_off_unless_it_was_given(writer):
    assert consent.active(writer.sent()) == frozenset()


@pytest.mark.parametrize("sealed_by", list(SealedBy))
def test_who_sealed_a_report_is_kept(writer, sealed_by):
    assert writer.sent(sealed_by=sealed_by).sealed_by == sealed_by


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-07-01T22:30:00+00:00", "2026-07-01"),
        ("2026-07-01T23:30:00+00:00", "2026-07-02"),
        ("2026-12-01T23:30:00+00:00", "2026-12-01"),
    ],
)
def test_the_day_of_a_report_is_the_day_in_london(writer, monkeypatch, moment, day):
    monkeypatch.setattr(timezone, "now", lambda: timezone.datetime.fromisoformat(moment))
    report = writer.sent(consents=["count"])
    days = {report.received_on, report.records.get().day, report.consents.get().day}
    assert {each.isoformat() for each in days} == {day}


def test_the_same_submission_twice_makes_one_report(writer):
    submission = writer.submission(consents=["count"])
    first = submit(submission)
    before = everything()
    assert submit(submission) == replace(first, created=False)
    assert everything() == before


def test_a_repetition_is_confirmed_even_when_the_key_was_retired_meanwhile(writer, project):
    submission = writer.submission()
    first = submit(submission)
    rotated(project)
    assert submit(submission) == replace(first, created=False)


def test_a_repetition_is_confirmed_even_when_a_consent_was_changed_meanwhile(writer):
    submission = writer.submission(consents=["count"])
    uid = submit(submission).uid
    report = Report.objects.get(pk=uid)
    consent.record(report, Scope.COUNT, given=False, wording=consent.WORDING)
    assert submit(submission).uid == uid
    assert consent.active(report) == frozenset()


def other_ways(writer, project):
    """One change of each member of a submission, except its uid."""
    other = Writer.of(project).submission()
    return {
        "body": other.body,
        "project_wrap": other.project_wrap,
        "reporter_wrap": other.reporter_wrap,
        "reporter_public_key": other.reporter_public_key,
        "lookup_hash": other.lookup_hash,
        "consents": frozenset({Scope.WARN}),
        "sealed_by": SealedBy.SERVER,
    }


@pytest.mark.parametrize(
    "member",
    [
        "body",
        "project_wrap",
        "reporter_wrap",
        "reporter_public_key",
        "lookup_hash",
        "consents",
        "sealed_by",
    ],
)
def test_another_report_under_a_taken_uid_is_refused(writer, project, member):
    submission = writer.submission(consents=["count"])
    submit(submission)
    other = replace(submission, **{member: other_ways(writer, project)[member]})
    refusal = refused(other)
    assert (refusal.status, refusal.code, refusal.field) == (409, "uid-taken", "uid")


def test_the_same_report_to_another_project_is_another_report(writer, other_project):
    submission = writer.submission()
    submit(submission)
    elsewhere = replace(submission, project=other_project.project.slug, key=other_project.key.id)
    assert refused(elsewhere).code == "uid-taken"


def test_the_same_report_under_another_wording_is_another_report(writer, monkeypatch):
    submission = writer.submission()
    submit(submission)
    monkeypatch.setattr(consent, "WORDINGS", {consent.WORDING, "later"})
    assert refused(replace(submission, wording="later")).code == "uid-taken"


@pytest.mark.django_db(transaction=True)
def test_the_uid_of_a_message_cannot_name_a_report(writer, project):
    writer.sent()
    message = writer.seal()
    assert writer.call("/return/messages", as_json(message)).status_code == 201
    newcomer = replace(Writer.of(project), report=message.uid)
    assert refused(newcomer.submission()).code == "uid-taken"


def test_two_reports_cannot_share_a_receipt(writer, project):
    writer.sent()
    refusal = refused(Writer.of(project, writer.keys).submission())
    assert (refusal.status, refusal.code) == (409, "receipt-taken")
    assert refusal.field == "lookup_hash"


def test_a_retired_key_is_refused_and_the_current_one_told(writer, project):
    current = rotated(project).key
    refusal = refused(writer.submission())
    assert (refusal.status, refusal.code) == (409, "key-retired")
    assert refusal.more == {"key": {"id": current.id, "public_key": to_b64u(current.public_key)}}


def test_another_projects_key_is_refused(writer, project, other_project):
    refusal = refused(writer.submission(key=other_project.key.id))
    assert refusal.code == "key-retired"
    assert refusal.more["key"]["id"] == project.key.id


def test_an_unknown_project_is_refused(writer):
    refusal = refused(writer.submission(project="nowhere"))
    assert (refusal.status, refusal.code, refusal.field) == (422, "no-such-project", "project")


def test_a_project_without_a_key_takes_no_report(writer, project):
    OrganisationKey.objects.update(retired_on=timezone.localdate())
    assert refused(writer.submission()).code == "no-such-project"


def test_an_unknown_wording_is_refused(writer):
    refusal = refused(writer.submission(wording="1999-01"))
    assert (refusal.status, refusal.code, refusal.field) == (422, "unknown-wording", "wording")


SHAPES = {
    "version": lambda sealed: b"\x02" + sealed[1:],
    "suite": lambda sealed: sealed[:1] + b"\x00\x02" + sealed[3:],
    "size": lambda sealed: sealed + b"\0",
}


@pytest.mark.parametrize("code", SHAPES)
@pytest.mark.parametrize("member", ["body", "project_wrap", "reporter_wrap"])
def test_a_forged_shape_is_refused_by_name(writer, member, code):
    submission = writer.submission()
    forged = replace(submission, **{member: SHAPES[code](getattr(submission, member))})
    refusal = refused(forged)
    assert (refusal.status, refusal.code, refusal.field) == (422, f"wrong-{code}", member)


@pytest.mark.parametrize("size", [0, 1, 30, 4_126, 4_128, 262_174, 262_176])
def test_a_body_of_no_padded_size_is_refused(writer, size):
    body = (writer.submission().body + bytes(262_176))[:size]
    assert refused(writer.submission(body=body)).field == "body"


@pytest.mark.parametrize("size", SIZES)
def test_a_report_of_every_padded_size_is_taken_in(writer, size):
    report = writer.sent(text=bytes(size - 4))
    assert len(bytes(report.records.get().body)) == size + 31


@pytest.mark.parametrize("public_key", [b"", bytes(31), bytes(33), bytes(32)])
def test_a_public_key_that_seals_nothing_is_refused(writer, public_key):
    refusal = refused(writer.submission(reporter_public_key=public_key))
    assert (refusal.status, refusal.field) == (422, "reporter_public_key")


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_look_up_hash_of_another_size_is_refused(writer, size):
    assert refused(writer.submission(lookup_hash=bytes(size))).field == "lookup_hash"


def test_the_call_answers_201_then_200(writer):
    body = as_json(writer.submission())
    first, second = call("/report/send", body), call("/report/send", body)
    assert (first.status_code, second.status_code) == (201, 200)
    report = Report.objects.get()
    assert (
        first.json()
        == second.json()
        == {"reference": report.reference, "received_on": report.received_on.isoformat()}
    )


def test_the_call_tells_the_current_key_when_one_was_retired(writer, project):
    current = rotated(project).key
    answer = call("/report/send", as_json(writer.submission()))
    assert answer.status_code == 409
    assert answer.json()["key"]["id"] == str(current.id)
    assert answer.json()["error"]["code"] == "key-retired"


def test_the_key_that_the_call_answers_is_the_one_a_report_is_taken_with(project):
    answer = call(f"/report/key/{project.project.slug}")
    assert answer.json() == {
        "id": str(project.key.id),
        "public_key": to_b64u(project.key.public_key),
    }
    current = rotated(project).key
    assert call(f"/report/key/{project.project.slug}").json()["id"] == str(current.id)


def test_an_unknown_project_has_no_key(db):
    answer = call("/report/key/nowhere")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no-such-project")


WRONG = [None, 7, True, "", "=", "AA==", "\0", [], {}, "x" * 600, "ü"]


@pytest.mark.parametrize(
    "member",
    [
        "uid",
        "project",
        "key",
        "body",
        "project_wrap",
        "reporter_wrap",
        "reporter_public_key",
        "lookup_hash",
        "wording",
    ],
)
def test_each_member_of_a_wrong_type_is_refused_by_name(writer, member):
    members = as_json(writer.submission())
    before = everything()
    for value in WRONG:
        answer = call("/report/send", {**members, member: value})
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, member), value
    del members[member]
    assert call("/report/send", members).json()["error"]["field"] == member
    assert everything() == before


@pytest.mark.parametrize("consents", [None, "warn", ["warn", "warn"], ["other"], [None], {}])
def test_consents_that_are_not_a_list_of_scopes_are_refused(writer, consents):
    answer = call("/report/send", {**as_json(writer.submission()), "consents": consents})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "consents")
    assert counts()["reports_report"] == 0


def test_a_writer_cannot_say_who_sealed(writer):
    call("/report/send", {**as_json(writer.submission()), "sealed_by": "caseworker"})
    assert Report.objects.get().sealed_by == "browser"


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.binary(max_size=20_000), consents=st.sets(st.sampled_from(Scope.values)))
def test_whatever_was_sealed_comes_back_to_its_writer_and_its_project(project, text, consents):
    writer = Writer.of(project)
    submit(writer.submission(text, consents))
    seen = writer.call("/return/open").json()
    assert writer.read(seen["report"], RecordKind.REPORT) == text
    assert {scope for scope, given in seen["consents"].items() if given} == consents
    assert writer.read_as_project(Record.objects.get(uid=writer.report)) == text
