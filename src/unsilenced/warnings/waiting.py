"""How much waits for somebody at the desk: numbers for the menu."""

from __future__ import annotations

from unsilenced.people.models import User
from unsilenced.warnings.approval import four_eyes
from unsilenced.warnings.models import ReviewRequest, State, Warning


def drafts_to_approve(person: User) -> int:
    """Count the drafts that `person` may approve."""
    drafts = Warning.objects.of(person.organisation).filter(state=State.DRAFT)
    if four_eyes.required(person.organisation):
        drafts = drafts.exclude(composed_by=person)
    return drafts.count()


def open_requests(person: User) -> int:
    """Count the open requests for review."""
    return ReviewRequest.objects.open().filter(project=person.organisation).count()
