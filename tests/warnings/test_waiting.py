"""The desk's menu counts what waits for who is logged in, and nothing else."""

import re

import pytest
from warned.asker import request_to, send

pytestmark = pytest.mark.django_db


def counts(somebody):
    """The numbers in the menu, by page; those that are hidden are left out."""
    menu = somebody.desk.client.get("/desk/team/").content.decode()
    shown = r'data-waiting="([^"]*)"><span data-count>(\d+)</span>'
    return {path: int(count) for path, count in re.findall(shown, menu)}


def test_a_draft_waits_for_the_colleagues_of_its_writer_alone(amara, joel, report):
    amara.compose(report)
    amara.compose(report)
    assert counts(joel) == {"desk/warnings/": 2}
    assert counts(amara) == {}


def test_a_draft_waits_for_its_writer_where_one_person_is_enough(amara, report, monkeypatch):
    monkeypatch.setattr("unsilenced.warnings.approval.four_eyes.required", lambda _project: False)
    amara.compose(report)
    assert counts(amara) == {"desk/warnings/": 1}


def test_a_request_for_review_waits_until_it_is_closed(amara, project, other_project):
    asked = request_to(project)
    send(asked)
    send(request_to(project))
    assert counts(amara) == {"desk/review-requests/": 2}
    amara.desk.post(f"review-requests/{asked['uid']}/close")
    assert counts(amara) == {"desk/review-requests/": 1}


def test_what_another_organisation_has_to_do_is_not_counted(amara, bo, report, project):
    amara.compose(report)
    send(request_to(project))
    assert counts(bo) == {}
