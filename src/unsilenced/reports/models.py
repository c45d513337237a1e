"""Reports, their attachments and their consent ledger. No column holds a time."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from unsilenced.people.models import Organisation
from unsilenced.records.models import Record, RecordQuerySet
from unsilenced.reports.reference import reference_of
from unsilenced.reports.routines import AGREES


class SealedBy(models.TextChoices):
    """Who sealed a report, and so could have read it while it was written."""

    BROWSER = "browser", _("The writer's browser")
    SERVER = "server", _("The server, in memory")
    CASEWORKER = "caseworker", _("A caseworker's browser")


class Agrees(models.Func):
    """Whether the writer of a report agrees to a scope; `report` is the path to its key.

    A function of the database answers (`routines.py`), also where the report cannot be seen.
    """

    template = f"(SELECT agrees FROM {AGREES.name}(%(expressions)s))"  # noqa: S608 - the name is ours
    output_field = models.BooleanField()

    def __init__(self, report: str, scope: Scope) -> None:
        super().__init__(models.F(report), models.Value(scope))


class ReportQuerySet(models.QuerySet["Report"]):
    """Questions about reports."""

    def present(self) -> ReportQuerySet:
        """Reports that nobody has deleted."""
        return self.filter(deleted_on=None)

    def deleted_by_writer(self) -> ReportQuerySet:
        """Reports that their writers deleted."""
        return self.exclude(deleted_on=None).filter(deleted_by_project=False)

    def telling(self) -> ReportQuerySet:
        """Reports that their projects deleted, and whose words still tell that."""
        return self.exclude(deleted_on=None).exclude(lookup_hash=None)

    def agreeing_to(self, scope: Scope) -> ReportQuerySet:
        """Reports, not deleted, for which the ledger's last line of `scope` says given."""
        return self.filter(Agrees("pk", scope))


class Report(models.Model):
    """What the server knows about a report: nothing of what it says.

    Its writer and its project call it by its reference. `number` is the project's own: it counts
    the reports that the project has opened, and nobody else is told it. A deleted report keeps both
    and its consent ledger, so that an earlier share stays accountable; its records, hashes and
    public key are gone. If its project deleted it, it keeps its look-up hash for a while, so that
    its writer is told.
    """

    uid = models.UUIDField(primary_key=True, editable=False)
    number = models.BigIntegerField(null=True, help_text="Given when the project first opens it.")
    project = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reports")
    sealed_by = models.CharField(max_length=10, choices=SealedBy)
    lookup_hash = models.BinaryField(max_length=32, unique=True, null=True)
    reporter_public_key = models.BinaryField(max_length=32, null=True)
    sent_hash = models.BinaryField(
        max_length=32, null=True, help_text="Tells the same submission sent again from another."
    )
    received_on = models.DateField()
    opened_on = models.DateField(null=True)
    deleted_on = models.DateField(null=True)
    deleted_by_project = models.BooleanField(
        db_default=False, help_text="Whether its project deleted it, and not its writer."
    )
    seen = models.BooleanField(
        db_default=False,
        help_text="Whether the project has opened it, set it aside or deleted it, at any time.",
    )

    removal = models.UUIDField(
        null=True,
        help_text="Drawn again when a photo is removed, so that no solved puzzle serves twice.",
    )
    removed_chunks = models.PositiveIntegerField(
        db_default=0,
        help_text="How much of its photos was removed since the last night, so that sending and "
        "removing in turn comes to an end.",
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_report_a_number"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["project", "received_on"],
                condition=models.Q(seen=False),
                name="reports_unseen",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.reference}"

    @property
    def records(self) -> RecordQuerySet:
        """Its sealed records: the report, its messages and notes, and what attachments are."""
        return Record.objects.of_report(self.pk)

    @property
    def reference(self) -> str:
        """What its writer and its project call it."""
        return reference_of(self.uid)

    @property
    def called(self) -> str:
        """What the desk calls it: its number there, or its reference until it has a number."""
        return self.reference if self.number is None else str(self.number)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Questions about attachments."""

    def unfinished(self) -> AttachmentQuerySet:
        """Attachments that still lack a chunk."""
        return self.annotate(stored=models.Count("chunks")).exclude(stored=models.F("chunk_count"))

    def complete(self) -> AttachmentQuerySet:
        """Attachments whose chunks are all here."""
        return self.annotate(stored=models.Count("chunks")).filter(stored=models.F("chunk_count"))


class Attachment(models.Model):
    """A sealed file: its record says what it is, its chunks hold it."""

    record = models.OneToOneField(
        Record, on_delete=models.CASCADE, primary_key=True, related_name="attachment"
    )
    chunk_count = models.PositiveSmallIntegerField()

    objects = AttachmentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"attachment {self.record_id}"


class Chunk(models.Model):
    """One sealed chunk of an attachment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="chunks")
    index = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attachment", "index"], name="one_chunk_an_index"),
        ]

    def __str__(self) -> str:
        return f"chunk {self.index} of {self.attachment_id}"


class PhotosRemoved(models.Model):
    """How much of a day's photos writers removed before the project had opened their reports."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    chunks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "day"], name="one_removal_a_project_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.chunks} chunks on {self.day}"


class Quota(models.TextChoices):
    """Things of which a project takes only so many in a day (`quotas`)."""

    REPORTS = "reports"
    PHOTOS = "photos"


class ClosedHour(models.Model):
    """Something that a project takes no more of in one hour: it was full at some time in that hour.

    `shown` says that it was full when that hour began: the writer's pages show only that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=7, choices=Quota)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    shown = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "what"], name="one_hour_a_project_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.what} on {self.day} at {self.hour}"


class Scope(models.TextChoices):
    """What a reporter can agree to, from what shares least to what shares most.

    Each is off until the reporter gives it (DESIGN, section 6).
    """

    WARN = "warn", _("Warn others")
    COUNT = "count", _("Count it")
    INTELLIGENCE = "intelligence", _("Tell the police what happened, without me")
    CONVERSATION = "conversation", _("Talk to a police officer through the project")
    FULL = "full", _("Make a full report to the police, with support")


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Questions about the ledger."""

    def last_of(self, report: Report) -> ConsentQuerySet:
        """The last line of each scope of `report`."""
        return self.filter(report=report).order_by("scope", "-step").distinct("scope")


class Consent(models.Model):
    """A line of the consent ledger. The database refuses to change or remove one.

    `step` orders the lines of one scope of a report. Lines of several scopes have no order within
    a day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="consents", db_index=False
    )
    scope = models.CharField(max_length=12, choices=Scope)
    given = models.BooleanField()
    wording = models.CharField(max_length=20)
    day = models.DateField()
    step = models.PositiveIntegerField(help_text="Among the lines of its scope, from 0.")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "scope", "step"], name="one_line_a_step"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {'given' if self.given else 'withdrawn'}"


class FailedLookupsQuerySet(models.QuerySet["FailedLookups"]):
    """Counts of failed look-ups."""

    def of(self, minute: int) -> int:
        """Return how many failed in `minute`."""
        return self.filter(minute=minute).values_list("count", flat=True).first() or 0

    def add_one(self, minute: int) -> None:
        """Count one more in `minute`; the first of a minute removes the earlier counts."""
        _, is_first = self.get_or_create(minute=minute)
        self.filter(minute=minute).update(count=models.F("count") + 1)
        if is_first:
            self.before(minute).delete()

    def before(self, minute: int) -> FailedLookupsQuerySet:
        """Counts of past minutes."""
        return self.filter(minute__lt=minute)


class FailedLookups(models.Model):
    """How many unknown receipts were tried in a minute, by everybody together.

    Only the last such minute is kept, until the next one or the next full hour.
    """

    minute = models.BigIntegerField(primary_key=True)
    count = models.PositiveIntegerField(default=0)

    objects = FailedLookupsQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.count)
