"""The notice on every desk page while somebody uses the recovery sheet, and afterwards."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template.context import Context

from unsilenced.people.keys.recovery import LAPSES_AFTER, SheetState, newly_in, request_of, state_of
from unsilenced.people.models import User

register = template.Library()


@register.inclusion_tag("people/parts/recovery_notice.html", takes_context=True)
def recovery_notice(context: Context) -> dict[str, object]:
    """Tell who waits with the sheet of the reader's organisation, and who came in with it."""
    request: HttpRequest = context["request"]
    person = request.user
    if not isinstance(person, User):
        return {}
    waiting = request_of(person.organisation)
    state = state_of(waiting)
    return {
        "waiting": waiting,
        "refused": state is SheetState.REFUSED,
        "may_come_in": state is SheetState.OPEN,
        "lapses_on": waiting.goes_on + LAPSES_AFTER if waiting else None,
        "came_in": newly_in(person),
    }
