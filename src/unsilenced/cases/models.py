"""A project's work on a report: who works on it, and whether it is set aside."""

from __future__ import annotations

from django.db import models

from unsilenced.people.models import User
from unsilenced.reports.models import Report


class Case(models.Model):
    """A project's work on a report. It exists once somebody has taken the report."""

    report = models.OneToOneField(
        Report, on_delete=models.CASCADE, primary_key=True, related_name="case"
    )
    assigned_to = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="cases"
    )

    def __str__(self) -> str:
        return f"case {self.report_id}"


class SetAside(models.Model):
    """A report that its project has set aside: the row exists while it is aside.

    Somebody may have asked to delete it for good (cases/removal.py).
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
    """The days of the last digest that reached everybody, and of the last that did not."""

    went_out = models.BooleanField(primary_key=True)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    fault = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"digest of {self.day}, {self.hour}"
