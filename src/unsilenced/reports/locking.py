"""Finding one of a project's reports, and locking it while something of it changes."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import Organisation
from unsilenced.reports.models import Report


def find(project: Organisation, uid: UUID) -> Report:
    """Return the project's report; another project's is not found (Http404)."""
    report = Report.objects.present().filter(project=project, pk=uid).first()
    if report is None:
        raise Http404
    return report


def lock_report(report: Report) -> None:
    """Keep `report` from other changes until the transaction ends.

    Raises a 404 refusal if its writer has deleted it in the meantime, so that nothing can be added
    to a deleted report.
    """
    if not Report.objects.present().select_for_update(no_key=True).filter(pk=report.pk):
        raise gone()


def gone() -> Refusal:
    """Return the refusal of a call about a deleted report."""
    return Refusal(404, "report-deleted", _("This report was deleted. There is nothing here."))
