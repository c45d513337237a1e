"""Who has a report in hand: taking it, handing it over, letting it go."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404

from unsilenced.cases.models import Case
from unsilenced.people.models import Organisation
from unsilenced.reports.locking import lock_report
from unsilenced.reports.models import Report


def assign(report: Report, person: UUID | None) -> None:
    """Put the report into a person's hands, or into nobody's.

    Raises Http404 for anybody who is not of the report's project, or is no longer, and a 404
    refusal for a report deleted meanwhile.
    """
    with transaction.atomic():
        lock_report(report)
        # Nobody is removed from the team meanwhile.
        project = Organisation.objects.select_for_update().get(pk=report.project_id)
        if person is not None and not project.people.active().filter(pk=person).exists():
            raise Http404
        Case.objects.update_or_create(report=report, defaults={"assigned_to_id": person})
