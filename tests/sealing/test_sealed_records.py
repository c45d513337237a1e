"""A record opens for its recipients, in its place, and nowhere else."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sealing.place import (
    CASEWORKER,
    KEY,
    PROJECT,
    RECORD,
    REPORT,
    REPORTER,
    TEXT,
    flip,
    record_of,
    seal,
)
from two_recipients import (
    content_key_for_project,
    content_key_for_reporter,
    open_body,
    open_for_project,
    open_for_reporter,
    seal_record,
)

from unsilenced.sealing.context import FOR_PROJECT_ALONE, RecordKind
from unsilenced.sealing.errors import Malformed, SealingError, WillNotOpen
from unsilenced.sealing.header import HEADER
from unsilenced.sealing.keys import public_key_of
from unsilenced.sealing.record import BODY_SIZES, check_body, check_wrap, draw_content_key

MESSAGE = {"kind": RecordKind.REPORTER_MESSAGE, "report": REPORT, "record": RECORD}
SEALED = seal()
FOR_BOTH = sorted(set(RecordKind) - FOR_PROJECT_ALONE)


@given(st.binary(max_size=20_000), st.sampled_from(FOR_BOTH))
def test_a_record_opens_for_the_project_and_for_the_reporter(text, kind):
    sealed = seal(text, kind)
    place = {"kind": kind, "report": REPORT, "record": record_of(kind)}
    by_project = open_for_project(
        sealed.body, sealed.project_wrap, **place, key=KEY, private_key=PROJECT
    )
    by_reporter = open_for_reporter(
        sealed.body, sealed.reporter_wrap, **place, private_key=REPORTER
    )
    assert by_project == by_reporter == text


@pytest.mark.parametrize("kind", sorted(FOR_PROJECT_ALONE))
def test_some_kinds_open_for_the_project_alone(kind):
    sealed = seal(kind=kind)
    place = {"kind": kind, "report": REPORT, "record": record_of(kind)}
    assert sealed.reporter_wrap is None
    assert (
        open_for_project(sealed.body, sealed.project_wrap, **place, key=KEY, private_key=PROJECT)
        == TEXT
    )


@pytest.mark.parametrize("kind", RecordKind)
def test_nothing_is_sealed_to_the_wrong_recipients(kind):
    wrong = public_key_of(REPORTER) if kind in FOR_PROJECT_ALONE else None
    with pytest.raises(Malformed, match="project alone") as told:
        seal_record(
            TEXT,
            kind=kind,
            report=REPORT,
            record=record_of(kind),
            key=KEY,
            project_public_key=public_key_of(PROJECT),
            reporter_public_key=wrong,
        )
    assert told.value.code == "recipients"


@pytest.mark.parametrize("kind", [RecordKind.REPORT, RecordKind.REVIEW_REQUEST])
def test_what_stands_alone_has_one_identifier(kind):
    with pytest.raises(Malformed, match="identifier") as told:
        seal_record(
            TEXT,
            kind=kind,
            report=REPORT,
            record=RECORD,
            key=KEY,
            project_public_key=public_key_of(PROJECT),
            reporter_public_key=None if kind in FOR_PROJECT_ALONE else public_key_of(REPORTER),
        )
    assert told.value.code == "record"


def test_the_same_text_is_never_sealed_alike():
    other = seal()
    assert SEALED.body != other.body
    assert SEALED.body[3:15] != other.body[3:15]
    assert SEALED.project_wrap != other.project_wrap
    first, second = (
        content_key_for_project(one.project_wrap, **MESSAGE, key=KEY, private_key=PROJECT)
        for one in (SEALED, other)
    )
    assert first != second


def test_both_wraps_hold_one_content_key_and_it_can_be_chosen():
    content_key = draw_content_key()
    sealed = seal_record(
        TEXT,
        **MESSAGE,
        key=KEY,
        project_public_key=public_key_of(PROJECT),
        reporter_public_key=public_key_of(REPORTER),
        content_key=content_key,
    )
    for_project = content_key_for_project(
        sealed.project_wrap, **MESSAGE, key=KEY, private_key=PROJECT
    )
    for_reporter = content_key_for_reporter(sealed.reporter_wrap, **MESSAGE, private_key=REPORTER)
    assert for_project == for_reporter == content_key
    assert open_body(sealed.body, **MESSAGE, content_key=content_key) == TEXT


@pytest.mark.parametrize("part", ["content_key", "project_public_key", "reporter_public_key"])
@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_nothing_is_sealed_with_a_key_of_another_size(part, size):
    keys = {
        "project_public_key": public_key_of(PROJECT),
        "reporter_public_key": public_key_of(REPORTER),
    }
    with pytest.raises(Malformed) as told:
        seal_record(TEXT, **MESSAGE, key=KEY, **(keys | {part: bytes(size)}))
    assert told.value.code == "key-size"


@pytest.mark.parametrize("private_key", [REPORTER, CASEWORKER])
def test_a_record_does_not_open_with_another_private_key(private_key):
    with pytest.raises(WillNotOpen):
        open_for_project(
            SEALED.body, SEALED.project_wrap, **MESSAGE, key=KEY, private_key=private_key
        )


def test_the_bits_of_a_wrap_all_count():
    for bit in range(8 * len(SEALED.project_wrap)):
        with pytest.raises(SealingError):
            content_key_for_project(
                flip(SEALED.project_wrap, bit), **MESSAGE, key=KEY, private_key=PROJECT
            )


@given(st.integers(min_value=0, max_value=8 * len(SEALED.body) - 1))
def test_the_bits_of_a_body_all_count(bit):
    with pytest.raises(SealingError):
        open_for_project(
            flip(SEALED.body, bit), SEALED.project_wrap, **MESSAGE, key=KEY, private_key=PROJECT
        )


@given(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(RecordKind),
            "report": st.sampled_from([REPORT]) | st.uuids(),
            "record": st.sampled_from([RECORD, REPORT]) | st.uuids(),
            "key": st.sampled_from([KEY]) | st.uuids(),
        }
    )
)
def test_a_record_opens_in_its_own_place_only(place):
    ours = place == MESSAGE | {"key": KEY}
    try:
        opened = open_for_project(SEALED.body, SEALED.project_wrap, **place, private_key=PROJECT)
    except SealingError:
        assert not ours
    else:
        assert ours
        assert opened == TEXT


@pytest.mark.parametrize(
    "change",
    [{"kind": RecordKind.PROJECT_MESSAGE}, {"report": uuid4()}, {"record": uuid4()}],
    ids=["kind", "report", "record"],
)
def test_each_part_of_the_place_binds_body_and_both_wraps(change):
    elsewhere = MESSAGE | change
    content_key = content_key_for_project(
        SEALED.project_wrap, **MESSAGE, key=KEY, private_key=PROJECT
    )
    with pytest.raises(WillNotOpen):
        open_body(SEALED.body, **elsewhere, content_key=content_key)
    with pytest.raises(WillNotOpen):
        content_key_for_project(SEALED.project_wrap, **elsewhere, key=KEY, private_key=PROJECT)
    with pytest.raises(WillNotOpen):
        content_key_for_reporter(SEALED.reporter_wrap, **elsewhere, private_key=REPORTER)


def test_a_wrap_names_the_project_key_it_is_sealed_to():
    with pytest.raises(WillNotOpen):
        content_key_for_project(
            SEALED.project_wrap, **MESSAGE, key=UUID(int=KEY.int ^ 1), private_key=PROJECT
        )


def test_a_record_put_together_from_two_does_not_open():
    other = seal(b"Something else.")
    with pytest.raises(WillNotOpen):
        open_for_project(other.body, SEALED.project_wrap, **MESSAGE, key=KEY, private_key=PROJECT)


@given(st.integers(min_value=0, max_value=70_000))
def test_the_server_accepts_bodies_of_the_four_sizes_alone(size):
    accepted = {4_127, 16_415, 65_567, 262_175}
    assert accepted == BODY_SIZES
    for each in {size, *accepted, *(one + 1 for one in accepted), *(one - 1 for one in accepted)}:
        body = HEADER.ljust(each, b"\0")[:each]
        if each in accepted:
            check_body(body)
        else:
            with pytest.raises(Malformed) as told:
                check_body(body)
            assert told.value.code == "size"


@pytest.mark.parametrize("length", [0, 1, 4_092, 4_093, 16_380, 16_381, 65_532, 65_533, 262_140])
def test_the_server_accepts_whatever_is_sealed(length):
    sealed = seal(bytes(length))
    check_body(sealed.body)
    check_wrap(sealed.project_wrap)
    check_wrap(sealed.reporter_wrap)


def test_the_server_accepts_wraps_of_83_bytes_alone():
    for size in range(300):
        wrap = HEADER.ljust(size, b"\0")[:size]
        if size == 83:
            check_wrap(wrap)
        else:
            with pytest.raises(Malformed) as told:
                check_wrap(wrap)
            assert told.value.code == "size"


@given(st.binary(min_size=3, max_size=3).filter(lambda header: header != HEADER))
def test_the_server_refuses_another_version_or_suite(header):
    expected = "suite" if header[:1] == HEADER[:1] else "version"
    for check, sealed in ((check_body, SEALED.body), (check_wrap, SEALED.project_wrap)):
        with pytest.raises(Malformed) as told:
            check(header + sealed[3:])
        assert told.value.code == expected
        assert (str(header[0]) if expected == "version" else header[1:].hex()) in str(told.value)
