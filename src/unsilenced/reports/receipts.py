"""Finding a report by its receipt."""

from __future__ import annotations

from django.utils.translation import gettext as _

from unsilenced.refusal import Refusal
from unsilenced.reports import guessing
from unsilenced.reports.models import Report
from unsilenced.sealing.errors import Malformed
from unsilenced.sealing.receipt import lookup_hash


def report_for(lookup_secret: bytes, proof: guessing.Proof | None = None) -> Report:
    """Return the living report whose receipt gives `lookup_secret`, with its project.

    Raises refusals: 404 `no-such-receipt`, 410 `deleted-by-project`, and 429 `puzzle` under attack
    (`guessing`).
    """
    try:
        wanted = lookup_hash(lookup_secret)
    except Malformed:
        raise no_such_receipt() from None
    guessing.brake(wanted, proof)
    report = Report.objects.select_related("project").filter(lookup_hash=wanted).first()
    if report is None:
        guessing.count_failure()
        raise no_such_receipt()
    if report.deleted_on is not None:
        raise deleted_by_project()
    return report


def deleted_by_project() -> Refusal:
    """Return the refusal that tells a writer what the project did with the report."""
    return Refusal(
        410,
        "deleted-by-project",
        _("The project deleted this report. Nothing of what you wrote is kept here."),
    )


def no_such_receipt() -> Refusal:
    """A refusal that does not tell a wrong receipt from one of a deleted report."""
    return Refusal(
        404,
        "no-such-receipt",
        _("No report has these words. Check each word, and their order. It may be deleted."),
    )
