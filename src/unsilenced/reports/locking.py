"""Locking a report while something of it changes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.reports.models import Report


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
