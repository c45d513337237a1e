"""What members change in their own accounts: sealed settings and the passphrase."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts import throttle
from unsilenced.people.keys.key_fields import Passphrase
from unsilenced.people.members.sessions import end_all, lock_member
from unsilenced.people.models import Member
from unsilenced.people.separation import act_as_member
from unsilenced.sealing.b64u import to_b64u

_WHAT = "member passphrase"


def change_settings(member: Member, sealed: bytes) -> None:
    """Replace the member's settings; raise a 401 refusal for a member who is gone."""
    with transaction.atomic():
        held = lock_member(member)
        held.settings = sealed
        held.save(update_fields=["settings"])


def change_passphrase(member: Member, old_secret: bytes, new: Passphrase) -> Member:
    """Replace the member's passphrase, and return the member; all their sessions end.

    Raises a 422 refusal if the old one is wrong, a 429 refusal after too many wrong tries, and a
    401 refusal for a member who is gone.
    """
    throttle.begin_try(_WHAT, str(member.pk))
    with transaction.atomic():
        act_as_member(member.pk, member.organisation_id)
        held = lock_member(member)
        if not held.check_password(to_b64u(old_secret)):
            message = _("Your present passphrase is wrong. Nothing was changed.")
            raise Refusal(422, "wrong-passphrase", message, field="old_secret")
        held.set_password(to_b64u(new.secret))
        held.salt = new.salt
        held.wrapped_private_key = new.wrapped_private_key
        held.save(update_fields=["password", "salt", "wrapped_private_key"])
        end_all(held)
    forget_tries(member)
    return held


def forget_tries(member: Member) -> None:
    """Forget how often somebody failed to change the member's passphrase."""
    throttle.forget(_WHAT, str(member.pk))
