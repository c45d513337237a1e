"""Holding a report still while something of it changes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.reports.models import Report


def lock_report(report: Report) -> None:
    """Keep `report` from other changes until the transaction ends.

    Raises a 404 refusal where its writer has deleted it meanwhile, so that nothing can be added
    to what is gone.
    """
    if not Report.objects.present().select_for_update(no_key=True).filter(pk=report.pk):
        raise gone()


def gone() -> Refusal:
    """Return the refusal of what concerns a deleted report."""
    return Refusal(404, "report-deleted", _("This report was deleted. There is nothing here."))
