"""Finding a report by its receipt."""

from __future__ import annotations

from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.separation import act_for_report, naming
from unsilenced.reports import puzzle
from unsilenced.reports.models import Report
from unsilenced.sealing.errors import Malformed
from unsilenced.sealing.receipt import lookup_hash


def report_for(lookup_secret: bytes, proof: puzzle.Proof | None = None) -> Report:
    """Return the report whose receipt gives `lookup_secret`, with its project.

    Raises the refusals of `report_or_rest_for`, and 410 `deleted-by-project`.
    """
    report = report_or_rest_for(lookup_secret, proof)
    refuse_deleted(report)
    return report


def report_or_rest_for(lookup_secret: bytes, proof: puzzle.Proof | None = None) -> Report:
    """Return the same, or the rest of a report that its project has deleted, and act for it.

    Raises refusals: 404 `no-such-receipt`, and 429 `puzzle` during an attack (`puzzle`).
    """
    try:
        wanted = lookup_hash(lookup_secret)
    except Malformed:
        raise no_such_receipt() from None
    puzzle.brake(wanted, proof)
    with naming(receipt=wanted.hex()):
        report = Report.objects.select_related("project").filter(lookup_hash=wanted).first()
    if report is None:
        puzzle.count_failure()
        raise no_such_receipt()
    act_for_report(report.pk)
    return report


def refuse_deleted(report: Report) -> None:
    """Tell a writer what the project did with the report: 410 `deleted-by-project`."""
    if report.deleted_on is not None:
        raise Refusal(
            410,
            "deleted-by-project",
            _("The project deleted this report. Nothing of what you wrote is kept here."),
        )


def no_such_receipt() -> Refusal:
    """A refusal that is the same for a wrong receipt and for the receipt of a deleted report."""
    return Refusal(
        404,
        "no-such-receipt",
        _("No report has these words. Check each word, and their order. It may be deleted."),
    )
