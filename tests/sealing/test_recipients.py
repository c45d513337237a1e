"""What is sealed to several recipients opens for each of them, and for nobody else."""

from dataclasses import replace
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sealing.place import KEY, RECORD, REPORT, TEXT, record_of

from unsilenced.sealing.context import RECIPIENTS, RecipientKind, RecordKind, key_context
from unsilenced.sealing.errors import Malformed, WillNotOpen
from unsilenced.sealing.keys import generate_private_key, public_key_of
from unsilenced.sealing.record import (
    Recipient,
    Wrap,
    draw_content_key,
    open_body,
    open_record,
    open_wrap,
    seal_record,
    wrap_content_key,
)

NOTE = {"kind": RecordKind.NOTE, "subject": REPORT, "record": RECORD}
HAVE_KEYS = sorted(set(RecipientKind) - {RecipientKind.REPORTER})


def somebody(kind, key):
    private_key = generate_private_key()
    return Recipient(kind, key, public_key_of(private_key)), private_key


people = st.lists(
    st.builds(somebody, st.sampled_from(HAVE_KEYS), st.uuids())
    | st.builds(somebody, st.just(RecipientKind.REPORTER), st.none()),
    unique_by=lambda one: (one[0].kind, one[0].key),
    max_size=4,
)


@given(people, st.binary(max_size=5_000))
def test_a_record_opens_for_each_recipient_and_for_nobody_else(some, text):
    content_key = draw_content_key()
    project = somebody(RecipientKind.PROJECT, KEY)
    sealed = seal_record(text, **NOTE, recipients=[project[0]], content_key=content_key)
    shared = wrap_content_key(content_key, **NOTE, recipients=[to for to, _ in some])
    all_of_them = list(zip([*sealed.wraps, *shared], [project, *some], strict=True))
    for wrap, (to, private_key) in all_of_them:
        assert (wrap.recipient, wrap.key) == (to.kind, to.key)
        assert open_record(sealed.body, wrap, **NOTE, private_key=private_key) == text
    for (wrap, (to, _)), (_, (other, private_key)) in product(all_of_them, repeat=2):
        if to is not other:
            with pytest.raises(WillNotOpen):
                open_wrap(wrap, **NOTE, private_key=private_key)
            # One recipient's is not taken for another's, either.
            with pytest.raises(WillNotOpen):
                open_wrap(
                    replace(wrap, recipient=other.kind, key=other.key),
                    **NOTE,
                    private_key=private_key,
                )


@given(
    st.sampled_from(RecordKind),
    st.sampled_from([REPORT]) | st.uuids(),
    st.sampled_from([RECORD]) | st.uuids(),
    st.sampled_from(RecipientKind),
    st.sampled_from([KEY]) | st.uuids(),
)
def test_a_wrap_opens_under_its_own_context_only(kind, subject, record, recipient, key):
    to, private_key = somebody(RecipientKind.UNIT, KEY)
    content_key = draw_content_key()
    (wrap,) = wrap_content_key(content_key, **NOTE, recipients=[to])
    place = {"kind": kind, "subject": subject, "record": record}
    if kind in {RecordKind.REPORT, RecordKind.REVIEW_REQUEST}:
        place["record"] = subject
    named = Wrap(recipient, None if recipient is RecipientKind.REPORTER else key, wrap.sealed)
    if (place, named) == (NOTE, wrap):
        assert open_wrap(named, **place, private_key=private_key) == content_key
    else:
        with pytest.raises(WillNotOpen):
            open_wrap(named, **place, private_key=private_key)


def test_a_request_is_sealed_to_as_many_projects_as_there_are():
    projects = [somebody(RecipientKind.PROJECT, UUID(int=number)) for number in range(5)]
    place = {"kind": RecordKind.REVIEW_REQUEST, "subject": REPORT, "record": REPORT}
    sealed = seal_record(TEXT, **place, recipients=[to for to, _ in projects])
    assert [wrap.key for wrap in sealed.wraps] == [to.key for to, _ in projects]
    for wrap, (_, private_key) in zip(sealed.wraps, projects, strict=True):
        assert open_record(sealed.body, wrap, **place, private_key=private_key) == TEXT


@pytest.mark.parametrize("kind", RecordKind)
def test_a_kind_is_sealed_to_each_of_its_recipients_and_to_no_other(kind):
    all_of_them = {
        one: somebody(one, None if one is RecipientKind.REPORTER else KEY)[0]
        for one in RecipientKind
    }
    place = {"kind": kind, "subject": REPORT, "record": record_of(kind)}
    for some in product([False, True], repeat=len(all_of_them)):
        chosen = [to for to, is_one in zip(all_of_them.values(), some, strict=True) if is_one]
        if {to.kind for to in chosen} == RECIPIENTS[kind]:
            sealed = seal_record(TEXT, **place, recipients=chosen)
            assert [wrap.recipient for wrap in sealed.wraps] == [to.kind for to in chosen]
        else:
            with pytest.raises(Malformed) as told:
                seal_record(TEXT, **place, recipients=chosen)
            assert told.value.code == "recipients"


def test_nobody_is_sealed_to_twice():
    to, _ = somebody(RecipientKind.PROJECT, KEY)
    again, _ = somebody(RecipientKind.PROJECT, KEY)
    with pytest.raises(Malformed, match="once") as told:
        seal_record(TEXT, **NOTE, recipients=[to, again])
    assert told.value.code == "recipients"


@pytest.mark.parametrize("recipient", RecipientKind)
def test_only_a_reporters_key_has_no_identifier(recipient):
    wrong = KEY if recipient is RecipientKind.REPORTER else None
    with pytest.raises(Malformed, match="identifier") as told:
        key_context(*NOTE.values(), recipient, wrong)
    assert told.value.code == "recipient"


def test_who_is_sealed_to_later_opens_what_was_written_before():
    project, _ = somebody(RecipientKind.PROJECT, KEY)
    unit, private_key = somebody(RecipientKind.UNIT, KEY)
    content_key = draw_content_key()
    sealed = seal_record(TEXT, **NOTE, recipients=[project], content_key=content_key)
    (wrap,) = wrap_content_key(content_key, **NOTE, recipients=[unit])
    opened = open_wrap(wrap, **NOTE, private_key=private_key)
    assert open_body(sealed.body, **NOTE, content_key=opened) == TEXT
