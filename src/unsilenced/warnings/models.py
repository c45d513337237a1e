"""Warnings, their entries in the check, releases, and requests for review. No column holds a time.

A table stores only the day on which something was done. No table contains an identifier: an entry
is the place of an identifier's record among all records, and that record, sealed with a key that
only somebody who has the identifier can derive (docs/check.md).
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unsilenced.people.models import Member, Organisation, User
from unsilenced.records.models import Record
from unsilenced.reports.models import Agrees, Report, Scope

MOST_TEXT = 1_000
"""Characters of a warning's text in one language."""

MOST_ENDPOINT = 1_024
"""Characters of a push service's address, at most."""


ENDED_SHOWN_FOR = dt.timedelta(days=30)
"""How long the desk lists a warning that has ended."""


class WarningKind(models.TextChoices):
    """What a warning is about, in the order of the numbers of docs/check.md."""

    VIOLENCE = "violence"
    SEXUAL_VIOLENCE = "sexual-violence"
    ROBBERY = "robbery"
    NOT_PAYING = "not-paying"
    CONDOM = "condom"
    STALKING = "stalking"
    THREATS = "threats"
    POLICE_IMPERSONATION = "police-impersonation"
    OTHER = "other"


class State(models.TextChoices):
    """How far a warning has come."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved, not yet published")
    LIVE = "live", _("Published")
    ENDED = "ended", _("Ended")


class EndedBecause(models.TextChoices):
    """Why a warning ended."""

    CONSENT = "consent", _("The person who reported no longer agrees")
    EXPIRED = "expired", _("Its review date passed")
    TAKEN_DOWN = "taken-down", _("The project took it down")


class WarningQuerySet(models.QuerySet["Warning"]):
    """Questions about warnings."""

    def of(self, project: Organisation) -> Self:
        """The warnings that `project` composed."""
        return self.filter(project=project)

    def standing(self) -> Self:
        """Approved or published, and not ended; `sharing` decides whether they may be shared."""
        return self.filter(state__in=(State.APPROVED, State.LIVE))

    def agreeing_to(self, scope: Scope) -> Self:
        """Those made from reports whose writers agree to `scope`."""
        return self.filter(Agrees("report", scope))

    def listed(self) -> Self:
        """What the desk lists: all warnings that have not ended, and those that ended lately."""
        lately = models.Q(ended_on__gt=timezone.localdate() - ENDED_SHOWN_FOR)
        return self.filter(~models.Q(state=State.ENDED) | lately)

    def due(self, day: dt.date) -> Self:
        """Standing warnings whose review date has come."""
        return self.standing().filter(review_on__lte=day)


class Warning(models.Model):
    """A warning about somebody, composed from a report.

    Before it is approved the server knows only its sealed draft. The approval fills in the fields
    below the draft. When the warning ends, `texts` and the entries are deleted; when the report's
    writer deletes the report, the sealed draft is deleted too.
    """

    uid = models.UUIDField(primary_key=True, editable=False)
    reference = models.CharField(
        max_length=14, unique=True, editable=False, help_text="The first 14 hex digits of the uid."
    )
    project = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="warnings")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="warnings")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    ended_because = models.CharField(max_length=10, choices=EndedBecause, blank=True, default="")
    composed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    composed_on = models.DateField()

    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    four_eyes = models.BooleanField(default=False, help_text="Whether two people looked at it.")
    kind = models.CharField(max_length=20, choices=WarningKind, blank=True, default="")
    areas = models.JSONField(default=list, help_text="Codes of boroughs.")
    month_from = models.DateField(null=True, help_text="The first day of a month, as the next.")
    month_to = models.DateField(null=True)
    original = models.CharField(max_length=10, blank=True, default="")
    texts = models.JSONField(default=dict, help_text="Texts by language.")
    review_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    entered_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who last entered its identifiers anew, under another key.",
    )
    entered_on = models.DateField(null=True)

    objects = WarningQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_approved_warning_is_whole",
                condition=models.Q(state__in=(State.DRAFT, State.ENDED))
                | models.Q(
                    approved_by__isnull=False,
                    month_from__isnull=False,
                    month_to__isnull=False,
                    review_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="a_warning_ends_for_a_reason",
                condition=models.Q(state=State.ENDED) ^ models.Q(ended_because=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def draft(self) -> Record | None:
        """Its sealed draft, while it exists."""
        return Record.objects.drafts_of([self.pk]).first()


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Questions about releases."""

    def current(self) -> Release | None:
        """The latest release that the key holder has logged: what members see."""
        return self._logged().first()

    def current_epoch(self) -> str | None:
        """The epoch of the current release."""
        return self._logged().values_list("epoch", flat=True).first()

    def _logged(self) -> Self:
        return self.exclude(entry=None).order_by("-number")


class Release(models.Model):
    """What was published on one day: the signed manifest, and the entry in the key holder's log.

    `entry` is null until the key holder has logged it. `text_hashes` are the bytes whose hash is
    the manifest's `texts`.
    """

    number = models.BigIntegerField(primary_key=True)
    day = models.DateField()
    epoch = models.CharField(max_length=16)
    manifest = models.BinaryField()
    signature = models.BinaryField(max_length=64)
    text_hashes = models.BinaryField()
    entry = models.BinaryField(null=True)
    entry_signature = models.BinaryField(max_length=64, null=True)
    rolled_back_to = models.BigIntegerField(null=True)

    objects = ReleaseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"release {self.number}"


class ReleasedRecordQuerySet(models.QuerySet["ReleasedRecord"]):
    """Questions about the records of releases."""

    def of(self, number: int) -> Self:
        """All records of release `number`, in the order of their places."""
        return self.filter(
            models.Q(until=None) | models.Q(until__gt=number), since__lte=number
        ).order_by("place")

    def standing(self) -> Self:
        """Records of the present release, or of the one that is being made."""
        return self.filter(until=None)

    def real(self) -> Self:
        """Records that belong to somebody's identifier."""
        return self.exclude(warning=None)

    def dummies(self) -> Self:
        """Records that mean nothing."""
        return self.filter(warning=None)

    def before(self, number: int) -> Self:
        """Records that are in no release from `number` on."""
        return self.filter(until__lte=number)


class ReleasedRecord(models.Model):
    """A record of the releases from `since` up to, but not including, `until`.

    It is stored once, however many releases contain it. `warning` is null for a dummy; `entry`
    becomes null when the warning's entries are deleted.
    """

    epoch = models.CharField(max_length=16)
    place = models.BinaryField(max_length=8)
    record = models.BinaryField(max_length=44)
    warning = models.ForeignKey(
        Warning, on_delete=models.PROTECT, null=True, related_name="released_records"
    )
    entry = models.ForeignKey(
        "warnings.Entry", on_delete=models.SET_NULL, null=True, related_name="released_records"
    )
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    objects = ReleasedRecordQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["epoch", "place"], name="released_in_order"),
            models.Index(
                fields=["until"], name="released_and_gone", condition=models.Q(until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"record since release {self.since}"


class Bucket(models.Model):
    """The records of one bucket of a release, as they are sent, and its path in the tree."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="buckets")
    index = models.PositiveIntegerField()
    path = models.BinaryField()
    records = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "index"], name="one_bucket_an_index"),
        ]

    def __str__(self) -> str:
        return f"bucket {self.index} of release {self.release_id}"


class KeyHolderKey(models.Model):
    """An evaluation key of the key holder, as last fetched: `order` 0 is current, 1 is next."""

    order = models.PositiveSmallIntegerField(primary_key=True)
    public_key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return "next" if self.order else "current"


class ProjectWarnings(models.Model):
    """What a project decided about its warnings; without a decision it has no row."""

    project = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="warning_rules"
    )
    four_eyes = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"warnings of {self.project_id}"


class MemberTokens(models.Model):
    """The tokens that a member got for a day: SHA-256 of the request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    asked_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "day"], name="once_a_member_and_day"),
        ]

    def __str__(self) -> str:
        return f"tokens of {self.day}"


class TokensIssued(models.Model):
    """How many members of a project got tokens for a day: a number, and no person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "day"], name="one_count_a_project_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.count} on {self.day}"


class CaseworkerTokens(models.Model):
    """A batch of a day's tokens that a caseworker got: SHA-256 of the request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    batch = models.PositiveSmallIntegerField()
    asked_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "day", "batch"], name="one_batch_a_caseworker_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"batch {self.batch} of {self.day}"


class ReviewRequestQuerySet(models.QuerySet["ReviewRequest"]):
    """Questions about requests for review."""

    def open(self) -> Self:
        """Requests that nobody has closed."""
        return self.filter(closed_on=None)


class ReviewRequest(models.Model):
    """Somebody thinks a warning names them. The server cannot tell whether one does.

    `uid` is the sender's name for it: each project that it was sent to has its own record.
    """

    record = models.OneToOneField(
        Record, on_delete=models.PROTECT, primary_key=True, related_name="review_request"
    )
    uid = models.UUIDField(editable=False)
    project = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="review_requests"
    )
    day = models.DateField()
    closed_on = models.DateField(null=True)

    objects = ReviewRequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["uid", "project"], name="one_request_a_project"),
        ]

    def __str__(self) -> str:
        return f"request of {self.day}"


class PushSubscription(models.Model):
    """A member's browser that is told when there is something new, and in which language.

    No day is stored for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField(max_length=MOST_ENDPOINT)
    p256dh = models.BinaryField(max_length=65)
    auth = models.BinaryField(max_length=16)
    language = models.CharField(max_length=10)
    turn = models.PositiveIntegerField(help_text="Among the member's browsers: the latest is last.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "endpoint"], name="one_subscription_a_browser"
            ),
            models.UniqueConstraint(fields=["member", "turn"], name="one_browser_a_turn"),
        ]

    def __str__(self) -> str:
        return f"browser of {self.member_id}"


# Django finds the tables of an app through the imports of this module.
from unsilenced.warnings import shared  # noqa: E402, F401
