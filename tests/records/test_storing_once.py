"""A record of any kind is stored once, for its own recipients, and never changed in its place."""

import uuid
from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import product

import pytest
from django.db import transaction
from reports.stored import everything
from reports.test_crowd import at_once, code_of

from unsilenced.http.refusal import Refusal
from unsilenced.records import storing
from unsilenced.records.models import OF_A_REPORT, Record
from unsilenced.records.models import Wrap as WrapRow
from unsilenced.records.storing import NewRecord, store_all_once, store_once
from unsilenced.sealing.context import RECIPIENTS, RecipientKind, RecordKind
from unsilenced.sealing.header import HEADER
from unsilenced.sealing.record import Wrap

pytestmark = pytest.mark.django_db

BODY = HEADER.ljust(4_127, b"b")
SEALED = HEADER.ljust(83, b"w")


def wraps_for(project, recipients):
    return tuple(
        Wrap(kind, None if kind is RecipientKind.REPORTER else project.key.pk, SEALED)
        for kind in sorted(recipients)
    )


def new(project, kind=RecordKind.NOTE, **changes):
    made = NewRecord(
        uid=uuid.uuid4(),
        subject=uuid.uuid4(),
        organisation=project.project,
        kind=kind,
        body=BODY,
        wraps=wraps_for(project, RECIPIENTS[kind]),
    )
    return replace(made, **changes)


def store(record, allow=lambda: None):
    with transaction.atomic():
        return store_once(record, allow=allow)


def refuse():
    raise Refusal(409, "full", "There is no room.")


@pytest.mark.parametrize("kind", RecordKind)
def test_every_kind_is_stored_as_it_was_sent_and_once(project, kind):
    record = new(project, kind)
    assert store(record).created
    before = everything()
    # What was sent before is told again even where a new one would be refused.
    again = store(record, refuse)
    assert (again.created, [one.pk for one in again.records]) == (False, [record.uid])
    assert everything() == before
    kept = Record.objects.get()
    assert (kept.uid, kept.subject, kept.kind) == (record.uid, record.subject, kind)
    assert (kept.organisation, bytes(kept.body)) == (project.project, BODY)
    wraps = {Wrap(each.recipient, each.key_id, bytes(each.sealed)) for each in kept.wraps.all()}
    assert wraps == set(record.wraps)


@pytest.mark.parametrize(
    "change",
    [
        lambda record, other: {"body": HEADER.ljust(4_127, b"c")},
        lambda record, other: {"subject": uuid.uuid4()},
        lambda record, other: {"organisation": other.project},
        lambda record, other: {"kind": RecordKind.ATTACHMENT},
        lambda record, other: {
            "wraps": (replace(record.wraps[0], sealed=HEADER.ljust(83, b"c")), record.wraps[1])
        },
        lambda record, other: {
            "wraps": (replace(record.wraps[0], key=other.key.pk), record.wraps[1])
        },
    ],
    ids=["body", "subject", "organisation", "kind", "wrap", "key"],
)
def test_something_else_under_the_same_uid_is_refused(project, other_project, change):
    record = new(project, RecordKind.REPORTER_MESSAGE)
    store(record)
    before = everything()
    with pytest.raises(Refusal) as refused:
        store(replace(record, **change(record, other_project)))
    assert (refused.value.status, refused.value.code) == (409, "uid-taken")
    assert everything() == before


def test_what_may_not_be_stored_leaves_nothing(project):
    with pytest.raises(Refusal, match="no room"):
        store(new(project), refuse)
    assert not Record.objects.exists()
    assert not WrapRow.objects.exists()


@pytest.mark.parametrize("kind", RecordKind)
def test_a_record_for_the_wrong_recipients_of_its_kind_is_refused(project, kind):
    right = RECIPIENTS[kind]
    for some in product([False, True], repeat=len(RecipientKind)):
        chosen = {each for each, is_one in zip(RecipientKind, some, strict=True) if is_one}
        if chosen == right:
            new(project, kind, wraps=wraps_for(project, chosen))
            continue
        with pytest.raises(Refusal) as refused:
            new(project, kind, wraps=wraps_for(project, chosen))
        assert (refused.value.status, refused.value.code) == (422, "wrong-recipients")


def test_nobody_has_two_wraps_of_a_record(project):
    wrap = wraps_for(project, {RecipientKind.PROJECT})[0]
    with pytest.raises(Refusal) as refused:
        new(project, wraps=(wrap, replace(wrap, key=uuid.uuid4())))
    assert refused.value.code == "wrong-recipients"


def test_records_of_one_subject_are_in_the_order_in_which_they_came(project):
    subject = uuid.uuid4()
    sent = [new(project, subject=subject) for _ in range(4)]
    for record in sent:
        store(record)
    kept = Record.objects.filter(subject=subject).order_by("position")
    assert [(one.uid, one.position) for one in kept] == [
        (one.uid, place) for place, one in enumerate(sent)
    ]


def test_what_was_sent_together_is_stored_together_or_not_at_all(project, other_project):
    subject = uuid.uuid4()
    before = Record.objects.filter(subject=subject)
    sent = [
        new(one, RecordKind.REVIEW_REQUEST, subject=subject) for one in (project, other_project)
    ]
    with transaction.atomic():
        assert store_all_once(sent, before, allow=lambda: None).created
    # Their uids are the server's own, so they do not count.
    again = [replace(one, uid=uuid.uuid4()) for one in sent]
    with transaction.atomic():
        assert not store_all_once(again, before, allow=refuse).created
    for other in (again[:1], [*again, new(project, RecordKind.REVIEW_REQUEST, subject=subject)]):
        with pytest.raises(Refusal) as refused, transaction.atomic():
            store_all_once(other, before, allow=lambda: None)
        assert refused.value.code == "uid-taken"
    assert Record.objects.count() == 2


def test_another_text_takes_the_place_of_a_draft(project):
    draft = new(project, RecordKind.WARNING)
    kept = store(draft).records[0]
    other = HEADER.ljust(4_127, b"c")
    wrap = replace(draft.wraps[0], sealed=HEADER.ljust(83, b"c"))
    with transaction.atomic():
        storing.replace(kept, replace(draft, body=other, wraps=(wrap,)))
    found = Record.objects.get(pk=draft.uid)
    assert (bytes(found.body), found.subject, found.position) == (other, draft.subject, 0)
    assert [bytes(one.sealed) for one in found.wraps.all()] == [wrap.sealed]


def test_a_request_under_a_reports_uid_is_no_record_of_the_report(project):
    message = new(project, RecordKind.REPORTER_MESSAGE)
    store(message)
    store(new(project, RecordKind.REVIEW_REQUEST, subject=message.subject))
    kept = Record.objects.of_report(message.subject)
    assert [one.uid for one in kept] == [message.uid]
    assert {kind for kind in RecordKind if kind not in OF_A_REPORT} == {
        RecordKind.WARNING,
        RecordKind.REVIEW_REQUEST,
    }


@pytest.mark.django_db(transaction=True)
def test_the_same_sent_8_times_at_once_is_one_record(project):
    record = new(project)
    codes = at_once([partial(code_of, store, record)] * 8)
    # Nothing locks the subject here: the second call may be refused, but nothing is doubled.
    assert codes.count("done") >= 1
    assert set(codes) <= {"done", "uid-taken"}
    assert Record.objects.count() == WrapRow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_different_records_under_one_uid_at_once_the_first_is_kept(project):
    uid = uuid.uuid4()
    sent = [new(project, uid=uid) for _ in range(8)]
    codes = at_once([partial(code_of, store, each) for each in sent])
    assert Counter(codes) == {"done": 1, "uid-taken": 7}
    assert Record.objects.count() == WrapRow.objects.count() == 1
