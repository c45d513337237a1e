"""The steps to read a form grow linearly with its size, not quadratically."""

import sys
from contextlib import contextmanager

from django.http import QueryDict

from unsilenced.reports.forms import KINDS, Answers, faults, report_rows

MOST_FIELDS = 1_000
"""Fields of a form that Django reads at most (DATA_UPLOAD_MAX_NUMBER_FIELDS)."""


@contextmanager
def counted():
    """Count the lines of our own code that run, each as one step."""
    steps = [0]

    def step(frame, event, _argument):
        if "unsilenced" not in frame.f_code.co_filename:
            return None
        steps[0] += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        yield steps
    finally:
        sys.settrace(before)


def form(fields, length):
    post = QueryDict(mutable=True)
    for place in range(fields):
        post.appendlist(f"who_{KINDS[place % len(KINDS)]}", "\r\n" * length + "x" * length)
    return post


def steps_of(fields, length):
    with counted() as steps:
        answers = Answers.from_post(form(fields, length))
        faults(answers)
        report_rows(answers)
    return steps[0]


def test_as_many_fields_as_a_form_may_have_are_read_in_few_steps_each():
    few, many = steps_of(MOST_FIELDS // 10, 1), steps_of(MOST_FIELDS, 1)
    assert many <= 11 * few
    assert many <= 50 * MOST_FIELDS


def test_the_length_of_a_text_costs_no_steps():
    assert steps_of(10, 20_000) == steps_of(10, 3_000)
