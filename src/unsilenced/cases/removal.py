"""Setting reports aside, and deleting them for good: who may, and when.

Everybody who reads a project's reports may set one aside, at once, and put it back. To delete it
for good takes two people, or seven days without an objection.
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
"""How long a deletion waits for an objection, if no colleague agrees."""


def due_on(aside: SetAside) -> dt.date | None:
    """Return the day on which a report will be deleted, if somebody has asked for that."""
    return None if aside.deletion_asked_on is None else aside.deletion_asked_on + WAIT


def may_agree(aside: SetAside, person: User) -> bool:
    """Return whether a person may agree to a colleague's request."""
    return aside.deletion_asked_by_id != person.pk and _was_here_before(aside, person)


def _was_here_before(aside: SetAside, person: User) -> bool:
    asked_on = aside.deletion_asked_on
    return asked_on is not None and person.joined_on < asked_on


@transaction.atomic
def set_aside(report: Report, person: User) -> None:
    """Take a report out of the inbox's list; its conversation continues."""
    _hold(report, person)
    _aside(report)


@transaction.atomic
def put_back(report: Report, person: User) -> None:
    """Put a report back into the inbox's list; it is not deleted then."""
    _hold(report, person)
    SetAside.objects.filter(report=report).delete()


@transaction.atomic
def ask_to_delete(report: Report, person: User) -> None:
    """Ask to delete a report for good, and set it aside; a second request changes nothing."""
    _hold(report, person)
    aside = _aside(report)
    if aside.deletion_asked_on is None:
        aside.deletion_asked_on = timezone.localdate()
        aside.deletion_asked_by = person
        aside.save()


@transaction.atomic
def keep(report: Report, person: User) -> None:
    """Take back a request to delete a report; it stays aside."""
    _hold(report, person)
    SetAside.objects.filter(report=report).update(deletion_asked_on=None, deletion_asked_by=None)


def take_back_requests(person: User) -> None:
    """Take back all requests of a person who is removed; their reports stay aside."""
    asked = SetAside.objects.filter(deletion_asked_by=person)
    asked.update(deletion_asked_on=None, deletion_asked_by=None)


def bring_back(report: Report) -> None:
    """Put a report back after its reporter wrote again; an earlier request no longer counts."""
    SetAside.objects.filter(report=report).delete()


@transaction.atomic
def agree_to_delete(report: Report, person: User) -> None:
    """Agree to a colleague's request: delete the report now.

    A person who joined on the day of the request, or later, may not agree: the person who asked
    could have invited a second account of their own. Raises refusals: 409 `not-asked` if nobody
    asks for it, or no longer, 403 `own-request` for the person who asked, and 403 `joined-later`
    for somebody who joined too late.
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
    """Delete the reports whose requests have waited long enough; return how many."""
    due = SetAside.objects.filter(deletion_asked_on__lte=today - WAIT)
    return sum(_delete_if_due(aside.report, today) for aside in due.select_related("report"))


@transaction.atomic
def _delete_if_due(report: Report, today: dt.date) -> bool:
    held = Report.objects.present().select_for_update(no_key=True).filter(pk=report.pk)
    # Check again: nobody can take it back now.
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
    """Lock the report, and make sure that nobody removes the person from the team now."""
    lock_report(report)
    project = Organisation.objects.select_for_update().get(pk=report.project_id)
    if not project.people.active().filter(pk=person.pk).exists():
        raise Http404
