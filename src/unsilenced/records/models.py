"""Sealed records and their wraps. No column holds a time."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models

from unsilenced.people.models import Organisation, OrganisationKey
from unsilenced.sealing.context import RecipientKind, RecordKind

OF_A_REPORT = frozenset(
    {
        RecordKind.REPORT,
        RecordKind.REPORTER_MESSAGE,
        RecordKind.PROJECT_MESSAGE,
        RecordKind.NOTE,
        RecordKind.ATTACHMENT,
    }
)
"""The kinds that belong to a report.

Somebody who asks for a review also draws a uid, and could draw the uid of a report. So a search by
uid names these kinds too.
"""

# Django takes no enum of plain Python as it is.
_CHOICES = [(kind.value, kind.name.replace("_", " ").title()) for kind in RecordKind]


class RecordQuerySet(models.QuerySet["Record"]):
    """Questions about records."""

    def of_report(self, report: uuid.UUID) -> Self:
        """The records of a report."""
        return self.filter(subject=report, kind__in=OF_A_REPORT)

    def drafts_of(self, warnings: object) -> Self:
        """The sealed drafts of warnings, by their uids: a draft has the uid of its warning."""
        return self.filter(pk__in=warnings, kind=RecordKind.WARNING)

    def size(self) -> int:
        """Return the size of all bodies together, in bytes."""
        total = self.aggregate(total=models.Sum(models.Func("body", function="octet_length")))
        return int(total["total"] or 0)


class Record(models.Model):
    """One sealed record: a body, and a wrap for each recipient.

    It belongs to `subject`: a report, a warning or a request for review, by its uid. `position`
    orders the records of one subject. `organisation` is the owner of the record. No process may
    change a record: another takes its place.
    """

    uid = models.UUIDField(primary_key=True, editable=False)
    subject = models.UUIDField(help_text="The uid of what it belongs to.")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # The index below begins with it.
    )
    kind = models.CharField(max_length=16, choices=_CHOICES)
    body = models.BinaryField()
    day = models.DateField()
    position = models.PositiveIntegerField(help_text="Among the records of the subject, from 0.")

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "position"], name="one_record_a_position"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "kind"], name="records_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject}"

    def wrap_for(self, recipient: RecipientKind) -> Wrap | None:
        """Return the wrap for a recipient of this kind; no record has two of one kind today."""
        return next((wrap for wrap in self.wraps.all() if wrap.recipient == recipient), None)


class Wrap(models.Model):
    """A record's content key, sealed to one recipient: to a stored key, or to the reporter's key.

    Nothing of a reporter's key is stored here: only the receipt makes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(
        Record,
        on_delete=models.CASCADE,
        related_name="wraps",
        db_index=False,  # The constraint below has an index that begins with it.
    )
    recipient = models.CharField(max_length=10, help_text="What the recipient is.")
    key = models.ForeignKey(
        OrganisationKey, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    sealed = models.BinaryField(max_length=83)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "recipient", "key"],
                nulls_distinct=False,
                name="one_wrap_a_recipient",
            ),
        ]

    def __str__(self) -> str:
        return f"wrap for {self.recipient}"
