"""Organisations, people, invitations, second factors, the keys people are given, and members."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from unsilenced.people.accounts.names import fold


class OrganisationKind(models.TextChoices):
    """What an organisation is; with a person's role it says what they may do (permissions.py)."""

    PROJECT = "project", "Project"
    UNIT = "unit", "Police unit"
    OVERSIGHT = "oversight", "Oversight body"


RECEIVING_KIND = OrganisationKind.PROJECT
"""Reports and requests for review are sent only to this kind."""


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions about organisations."""

    def receiving(self) -> OrganisationQuerySet:
        """Those that can receive reports and requests for review now."""
        return self.set_up().filter(kind=RECEIVING_KIND)

    def set_up(self) -> OrganisationQuerySet:
        """Those that have a current key and a recovery sheet, so that their people can work."""
        return self.filter(
            recovery_public_key__isnull=False, keys__isnull=False, keys__retired_on=None
        )


class Organisation(models.Model):
    """A project that receives reports, a police unit, or a body that oversees the police.

    All of them have people, invitations, keys and a recovery sheet.
    """

    kind = models.CharField(
        max_length=20, choices=OrganisationKind, default=OrganisationKind.PROJECT
    )
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    invented = models.BooleanField(default=False, help_text="Demo data, marked as such everywhere.")
    recovery_public_key = models.BinaryField(max_length=32, null=True)
    recovery_secret_hash = models.BinaryField(max_length=32, null=True)

    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_set_up(self) -> bool:
        """Whether the organisation has a key and a recovery sheet, so that its people can work."""
        return self.recovery_public_key is not None


class OrganisationKeyQuerySet(models.QuerySet["OrganisationKey"]):
    """Questions about organisations' keys."""

    def receiving(self) -> OrganisationKeyQuerySet:
        """The current keys that reports and requests for review are sealed to."""
        return self.current().filter(organisation__kind=RECEIVING_KIND)

    def current(self) -> OrganisationKeyQuerySet:
        """Keys that new records are sealed to: one for each organisation."""
        return self.filter(retired_on=None)


class OrganisationKey(models.Model):
    """A public key of an organisation, with its private half sealed to the recovery sheet."""

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="keys")
    public_key = models.BinaryField(max_length=32)
    recovery_envelope = models.BinaryField(max_length=83)
    made_on = models.DateField()
    retired_on = models.DateField(null=True)

    objects = OrganisationKeyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(retired_on=None),
                name="one_current_key_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Role(models.TextChoices):
    """What somebody is in their organisation; permissions.py says what they may do."""

    CASEWORKER = "caseworker", "Caseworker"
    LIAISON = "liaison", "Liaison officer"
    ANALYST = "analyst", "Analyst"


class CameIn(models.TextChoices):
    """Whether a person came in with the recovery sheet, and whether a colleague knows them."""

    INVITED = "", "Invited"
    NEW = "new", "With the recovery sheet"
    KNOWN = "known", "With the recovery sheet, and a colleague knows them"


class UserQuerySet(models.QuerySet["User"]):
    """Questions about people."""

    def active(self) -> UserQuerySet:
        """People who have not been removed."""
        return self.filter(removed_on=None)

    def named(self, name: str) -> UserQuerySet:
        """The person of that name, in any case."""
        return self.filter(folded_name=fold(name))


class User(AbstractBaseUser):
    """A person with an account: a working name, a hashed log-in secret and a wrapped key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=40)
    folded_name = models.CharField(
        max_length=200, unique=True, editable=False, help_text="The name as it is compared."
    )
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    email = models.EmailField(blank=True, help_text="For the digest only.")
    salt = models.BinaryField(max_length=16)
    public_key = models.BinaryField(max_length=32)
    wrapped_private_key = models.BinaryField(max_length=63)
    joined_on = models.DateField()
    removed_on = models.DateField(null=True)
    came_in = models.CharField(max_length=5, choices=CameIn, blank=True)

    # Django would store the moment of each log-in, which nobody needs.
    last_login = None

    USERNAME_FIELD = "folded_name"

    objects = UserQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Store the person, with the name as it is compared."""
        self.folded_name = fold(self.name)
        super().save(**kwargs)

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the person may log in."""
        return self.removed_on is None


class Answer(models.TextChoices):
    """What a colleague said to somebody who has the recovery sheet."""

    NONE = "", "None yet"
    YES = "yes", "Yes"
    NO = "no", "No"


class RecoveryRequest(models.Model):
    """Somebody who proved that they have the recovery sheet, and waits: their future account.

    There is one for each organisation. The only date in it is the day from which it goes on without
    a colleague.
    """

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.CASCADE, related_name="recovery_request"
    )
    user = models.UUIDField()
    name = models.CharField(max_length=40)
    folded_name = models.CharField(
        max_length=200, editable=False, help_text="Nobody else gets the name meanwhile."
    )
    password = models.CharField(max_length=128)
    salt = models.BinaryField(max_length=16)
    public_key = models.BinaryField(max_length=32)
    wrapped_private_key = models.BinaryField(max_length=63)
    goes_on = models.DateField()
    answer = models.CharField(max_length=3, choices=Answer, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"recovery of {self.organisation_id}"

    def save(self, **kwargs: Any) -> None:
        """Store the request, with the name as it is compared."""
        self.folded_name = fold(self.name)
        super().save(**kwargs)


class FailedTries(models.Model):
    """How often somebody failed to prove who they are, and when they may try again.

    `subject` is a keyed hash of what was tried: an account, or the bucket of a name. So a name that
    nobody has is treated like any other, and no name is stored. Nothing tells who tried.
    """

    subject = models.BinaryField(max_length=32, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    again_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.count)


class KeyGrant(models.Model):
    """An organisation's private key, sealed to one person's public key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    key = models.ForeignKey(OrganisationKey, on_delete=models.PROTECT, related_name="grants")
    envelope = models.BinaryField(max_length=83)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="one_grant_a_person_and_key"),
        ]

    def __str__(self) -> str:
        return f"{self.key_id} for {self.user_id}"


class Totp(models.Model):
    """A time-based one-time password (RFC 6238) of a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="totp")
    secret = models.CharField(max_length=64)
    last_step = models.BigIntegerField(default=0, help_text="A code is used once.")

    def __str__(self) -> str:
        return f"one-time password of {self.user_id}"


class Passkey(models.Model):
    """A WebAuthn credential of a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    credential_id = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField(max_length=2048)
    name = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A one-time code that stands in for a lost second factor."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_codes_differ"),
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"


class InvitationQuerySet(models.QuerySet[Any]):
    """Questions about invitations."""

    def open(self) -> InvitationQuerySet:
        """Invitations that can still be used."""
        return self.filter(expires_on__gte=timezone.localdate())


class Invitation(models.Model):
    """A link that lets one person join an organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    token_hash = models.BinaryField(max_length=32, unique=True)
    expires_on = models.DateField()

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"invitation to {self.organisation_id}"


class MemberInvitation(models.Model):
    """A link that lets one person become a member of an organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="member_invitations"
    )
    token_hash = models.BinaryField(max_length=32, unique=True)
    expires_on = models.DateField()

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"invitation of a member to {self.organisation_id}"


class MemberQuerySet(models.QuerySet["Member"]):
    """Questions about members."""

    def named(self, pseudonym: str) -> MemberQuerySet:
        """The member of that pseudonym, in any case."""
        return self.filter(folded_pseudonym=fold(pseudonym))


class Member(AbstractBaseUser):
    """Somebody invited by an organisation: a pseudonym, a hashed log-in secret and sealed things.

    The row contains no way to reach them and no moment of anything they did. Everything else that
    is stored about a member refers to this row and is deleted with it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    pseudonym = models.CharField(max_length=40)
    folded_pseudonym = models.CharField(
        max_length=200, unique=True, editable=False, help_text="The pseudonym as it is compared."
    )
    salt = models.BinaryField(max_length=16)
    public_key = models.BinaryField(max_length=32)
    wrapped_private_key = models.BinaryField(max_length=63)
    settings = models.BinaryField(max_length=4_127, help_text="Sealed in the member's browser.")
    joined_on = models.DateField(help_text="The first day of the month.")

    # Django would store the moment of each log-in, which nobody needs.
    last_login = None

    USERNAME_FIELD = "folded_pseudonym"

    objects = MemberQuerySet.as_manager()

    def __str__(self) -> str:
        return self.pseudonym

    def save(self, **kwargs: Any) -> None:
        """Store the member, with the pseudonym as it is compared."""
        self.folded_pseudonym = fold(self.pseudonym)
        super().save(**kwargs)


class MemberSession(models.Model):
    """Whose a log-in session is, so that all sessions of a member can be ended and removed."""

    session = models.OneToOneField(
        Session, primary_key=True, on_delete=models.CASCADE, related_name="member_session"
    )
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sessions")

    def __str__(self) -> str:
        return f"session of {self.member_id}"
