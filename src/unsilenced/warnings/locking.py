"""Finding one of a project's warnings, and locking it while something of it changes."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import Organisation
from unsilenced.records.models import Record
from unsilenced.warnings.models import (
    State,
    Warning,
)


def find(project: Organisation, uid: UUID) -> Warning:
    """Return the project's warning; another project's is not found (Http404)."""
    warning = Warning.objects.of(project).select_related("report").filter(pk=uid).first()
    if warning is None:
        raise Http404
    return warning


def lock_warning(warning: Warning) -> Warning:
    """Return the warning as it is now, locked until the end of the transaction.

    Code that also needs the consent of its report asks for that first. Raises Http404 if the
    warning was discarded in the meantime.
    """
    held = Warning.objects.select_for_update().filter(pk=warning.pk).first()
    if held is None:
        raise Http404
    return held


def lock_draft(warning: Warning) -> tuple[Warning, Record]:
    """Lock a warning and its sealed draft, and return both.

    Also raises a 409 refusal `not-a-draft` for a warning that was approved or ended.
    """
    held = lock_warning(warning)
    draft = held.draft
    if held.state != State.DRAFT or draft is None:
        raise Refusal(
            409,
            "not-a-draft",
            _("A colleague has approved or ended this warning. Reload the page to see it."),
        )
    return held, draft


def lock_standing(warning: Warning) -> Warning:
    """Lock an approved warning. Also raises a 409 refusal `not-standing` for any other."""
    held = lock_warning(warning)
    if held.state not in {State.APPROVED, State.LIVE}:
        raise not_standing()
    return held


def not_standing() -> Refusal:
    """A refusal of what somebody can do only with an approved warning that has not ended."""
    return Refusal(
        409,
        "not-standing",
        _("This warning is not approved, or has ended. Reload the page to see it."),
    )
