"""Rubbish: who may put a report out of the way, and when it is deleted for good.

Anybody who reads a project's reports may set one aside, at once, and put it back. Deleting it for
good takes two people, or seven days in which nobody takes that back.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.cases.models import SetAside
from unsilenced.http.refusal import Refusal
from unsilenced.people.models import Organisation, User
from unsilenced.reports import conversation
from unsilenced.reports.locking import lock_report
from unsilenced.reports.models import Report

WAIT = dt.timedelta(days=7)
"""How long a deletion waits for somebody to take it back, where no colleague says yes."""


def due_on(aside: SetAside) -> dt.date | None:
    """Return the day on which a report goes that nobody keeps, if that was asked for."""
    return None if aside.deletion_asked_on is None else aside.deletion_asked_on + WAIT


def may_agree(aside: SetAside, person: User) -> bool:
    """Return whether somebody may say yes to what a colleague asked for."""
    return aside.deletion_asked_by_id != person.pk and _was_here_before(aside, person)


def _was_here_before(aside: SetAside, person: User) -> bool:
    asked_on = aside.deletion_asked_on
    return asked_on is not None and person.joined_on < asked_on


@transaction.atomic
def set_aside(report: Report, person: User) -> None:
    """Take a report out of the inbox's list; its conversation goes on as before."""
    _hold(report, person)
    _aside(report)


@transaction.atomic
def put_back(report: Report, person: User) -> None:
    """Put a report back into the inbox's list; it is not deleted then."""
    _hold(report, person)
    SetAside.objects.filter(report=report).delete()


@transaction.atomic
def ask_to_delete(report: Report, person: User) -> None:
    """Ask that a report is deleted for good, and set it aside; who asked first stays who asked."""
    _hold(report, person)
    aside = _aside(report)
    if aside.deletion_asked_on is None:
        aside.deletion_asked_on = timezone.localdate()
        aside.deletion_asked_by = person
        aside.save()


@transaction.atomic
def keep(report: Report, person: User) -> None:
    """Take back that a report is deleted; it stays aside."""
    _hold(report, person)
    SetAside.objects.filter(report=report).update(deletion_asked_on=None, deletion_asked_by=None)


def take_back_requests(person: User) -> None:
    """Take back all that somebody who is removed asked to delete; it stays aside."""
    asked = SetAside.objects.filter(deletion_asked_by=person)
    asked.update(deletion_asked_on=None, deletion_asked_by=None)


def bring_back(report: Report) -> None:
    """Put a report back whose writer has written again; what was asked before is void."""
    SetAside.objects.filter(report=report).delete()


@transaction.atomic
def agree_to_delete(report: Report, person: User) -> None:
    """Say yes to what a colleague asked for: the report is deleted now.

    Who came on the day of the request, or later, says no yes: whoever asks could have let in a
    second self. Raises refusals: 409 `not-asked` where nobody asks for it, or no longer, and 403
    `own-request` for whoever asked and `joined-later` for whoever came too late.
    """
    _hold(report, person)
    asked = SetAside.objects.filter(report=report).exclude(deletion_asked_on=None).first()
    if asked is None:
        message = _("Nobody asks any longer that this report is deleted. Load the page again.")
        raise Refusal(409, "not-asked", message)
    if asked.deletion_asked_by_id == person.pk:
        message = _("You asked for this yourself. Another person of your project must say yes.")
        raise Refusal(403, "own-request", message)
    if not _was_here_before(asked, person):
        message = _(
            "This was asked before you had been here for a day. Somebody who was here earlier must "
            "say yes. Without a yes, the report goes by itself after seven days."
        )
        raise Refusal(403, "joined-later", message)
    conversation.delete_for_project(report)


def delete_what_is_due(today: dt.date) -> int:
    """Delete what was asked for long enough ago and nobody took back; return how many went."""
    due = SetAside.objects.filter(deletion_asked_on__lte=today - WAIT)
    return sum(_delete_if_due(aside.report, today) for aside in due.select_related("report"))


@transaction.atomic
def _delete_if_due(report: Report, today: dt.date) -> bool:
    held = Report.objects.present().select_for_update(no_key=True).filter(pk=report.pk)
    # Asked again, now that nobody can take it back meanwhile.
    still = SetAside.objects.filter(report=report, deletion_asked_on__lte=today - WAIT)
    if not (held and still.exists()):
        return False
    conversation.delete_for_project(report)
    return True


def _aside(report: Report) -> SetAside:
    aside, _created = SetAside.objects.get_or_create(report=report)
    conversation.mark_seen(report)
    return aside


def _hold(report: Report, person: User) -> None:
    """Hold the report, and make sure that the person is not removed from the team meanwhile."""
    lock_report(report)
    project = Organisation.objects.select_for_update().get(pk=report.project_id)
    if not project.people.active().filter(pk=person.pk).exists():
        raise Http404
