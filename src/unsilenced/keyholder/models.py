"""The key holder's log of releases. It is append-only, by trigger; no column holds a time."""

from __future__ import annotations

from django.db import models


class LogEntryQuerySet(models.QuerySet["LogEntry"]):
    """Questions about the log."""

    def last_logged(self) -> LogEntry | None:
        """The entry of the latest release."""
        return self.order_by("-number").first()


class LogEntry(models.Model):
    """What the key holder has signed of one release (docs/check.md, Release)."""

    number = models.BigIntegerField(primary_key=True)
    entry = models.BinaryField()
    signature = models.BinaryField(max_length=64)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        app_label = "keyholder"
