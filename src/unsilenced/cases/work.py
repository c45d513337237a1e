"""Who works on a report: taking it, handing it over, giving it back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404

from unsilenced.cases.models import Case
from unsilenced.people.models import Organisation
from unsilenced.reports.locking import lock_report
from unsilenced.reports.models import Report


def assign(report: Report, person: UUID | None) -> None:
    """Assign the report to a person, or to nobody.

    Raises Http404 for a person who is not, or no longer, of the report's project, and a 404 refusal
    for a report that was deleted in the meantime.
    """
    with transaction.atomic():
        lock_report(report)
        # This lock keeps everybody in the team for now.
        project = Organisation.objects.select_for_update().get(pk=report.project_id)
        if person is not None and not project.people.active().filter(pk=person).exists():
            raise Http404
        Case.objects.update_or_create(report=report, defaults={"assigned_to_id": person})
