"""The site's own state: the day on which its jobs were last done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

ONLY = 1


class JobsDone(models.Model):
    """The last day (UTC) on which the jobs were done to their end: one row.

    The jobs run each hour, independent of people, so this dates nothing that a person did.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    day = models.DateField()

    class Meta:
        app_label = "site"
        constraints: ClassVar = [
            models.CheckConstraint(name="one_row_of_jobs_done", condition=models.Q(id=ONLY)),
        ]

    def __str__(self) -> str:
        return f"done on {self.day}"
