"""A report's names: for everybody a reference from its uid, at its project's desk a number."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from reports.writer import Writer

from unsilenced.reports.conversation import delete_everything, mark_opened
from unsilenced.reports.models import Report
from unsilenced.reports.reference import reference_of


@pytest.mark.parametrize(
    ("uid", "reference"),
    [
        (uuid.UUID(int=0), "0000-0000"),
        (uuid.UUID(int=(1 << 128) - 1), "ZZZZ-ZZZZ"),
        (uuid.UUID("00443214-c742-4000-8000-000000000000"), "0123-4567"),
        (uuid.UUID("9c6f6a0f-4d00-4000-8000-000000000000"), "KHQP-M3TD"),
    ],
)
def test_a_reference_is_the_first_40_bits_in_crockfords_base_32(uid, reference):
    assert reference_of(uid) == reference


@given(st.uuids(version=4), st.uuids(version=4))
def test_references_differ_where_the_first_40_bits_do(one, other):
    alike = one.bytes[:5] == other.bytes[:5]
    assert (reference_of(one) == reference_of(other)) is alike


@pytest.mark.django_db
def test_a_report_has_no_number_until_its_project_opens_it(project, other_project):
    first, second, third = (Writer.of(project).sent() for _ in range(3))
    theirs = Writer.of(other_project).sent()
    assert {first.number, second.number, third.number, theirs.number} == {None}
    assert [mark_opened(each) for each in (third, theirs, first)] == [1, 1, 2]
    assert mark_opened(third) == 1
    second.refresh_from_db()
    assert second.number is None


@pytest.mark.django_db
def test_the_number_of_a_deleted_report_is_given_to_no_other(project):
    first = Writer.of(project).sent()
    mark_opened(first)
    delete_everything(first)
    assert mark_opened(Writer.of(project).sent()) == 2


@pytest.mark.django_db(transaction=True)
def test_reports_opened_at_once_have_numbers_of_their_own(project):
    reports = [Writer.of(project).sent() for _ in range(100)]

    def opened(report):
        try:
            return mark_opened(report)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(opened, reports))
    assert sorted(numbers) == list(range(1, 101))
    assert {each.number for each in Report.objects.all()} == set(numbers)
