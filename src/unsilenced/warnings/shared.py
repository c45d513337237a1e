"""The tables whose rows are shared: entries of the check, and warnings as a release has them.

An import contract names the modules that may read them. No link leads to them from a warning or a
release.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from unsilenced.warnings.models import Release, Warning


class Entry(models.Model):
    """One identifier of a warning, under one epoch: the place of its record, and the record.

    `place` is the eight bytes of docs/check.md: sorting them as bytes sorts the places.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    warning = models.ForeignKey(Warning, on_delete=models.CASCADE, related_name="+")
    epoch = models.CharField(max_length=16)
    place = models.BinaryField(max_length=8)
    record = models.BinaryField(max_length=44)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["epoch", "place"], name="entries_in_order")]

    def __str__(self) -> str:
        return f"entry of {self.warning_id}"


class ReleasedWarning(models.Model):
    """A warning as one release published it: its canonical JSON, which that release vouches for."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    warning = models.ForeignKey(Warning, on_delete=models.CASCADE, related_name="+")
    canonical = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "warning"], name="once_in_a_release"),
        ]

    def __str__(self) -> str:
        return f"{self.warning_id} in {self.release_id}"
