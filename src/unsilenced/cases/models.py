"""A project's work on a report: who has it in hand, and whether it is out of the way."""

from __future__ import annotations

from django.db import models

from unsilenced.people.models import User
from unsilenced.reports.models import Report


class Case(models.Model):
    """A report in a project's hands. It exists once somebody has taken it."""

    report = models.OneToOneField(
        Report, on_delete=models.CASCADE, primary_key=True, related_name="case"
    )
    assigned_to = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="cases"
    )

    def __str__(self) -> str:
        return f"case {self.report_id}"


class SetAside(models.Model):
    """A report that its project has put out of the way: a row for as long as it is there.

    Somebody may have asked that it is deleted for good (cases/removal.py).
    """

    report = models.OneToOneField(
        Report, on_delete=models.CASCADE, primary_key=True, related_name="aside"
    )
    deletion_asked_on = models.DateField(null=True)
    deletion_asked_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"report {self.report_id}, set aside"


class DigestOutcome(models.Model):
    """When the digest last went out to all, and when it last did not: a row of each at most."""

    went_out = models.BooleanField(primary_key=True)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    fault = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"digest of {self.day}, {self.hour}"
