"""Taking a report in hand while its writer deletes it."""

import pytest
from people.desk import at_desk, send_report

from unsilenced.cases import work
from unsilenced.cases.models import Case
from unsilenced.http.refusal import Refusal
from unsilenced.reports.conversation import delete_everything
from unsilenced.reports.models import Report


def test_a_report_deleted_meanwhile_is_put_in_nobodys_hands(project):
    _desk, amara = at_desk(project)
    uid, _reporter = send_report(project)
    report = Report.objects.get(uid=uid)
    delete_everything(Report.objects.get(uid=uid))
    with pytest.raises(Refusal) as refused:
        work.assign(report, amara.id)
    assert (refused.value.status, refused.value.code) == (404, "report-deleted")
    assert not Case.objects.exists()


def test_a_deleted_reports_case_goes_with_it(project):
    _desk, amara = at_desk(project)
    uid, _reporter = send_report(project)
    report = Report.objects.get(uid=uid)
    work.assign(report, amara.id)
    delete_everything(report)
    assert not Case.objects.exists()
