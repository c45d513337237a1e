"""Answering a form of a plain page so that a failing answer loses nothing that was sent."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from unsilenced.http.refusal import Refusal
from unsilenced.reports.forms import MOST_MESSAGE, ROOM

NOT_ANSWERS = frozenset({"do", "add", "not-kept"})
"""What a form sends besides answers: which button was pressed, and `parts/not_kept.html`."""

TO_WAIT_FOR = frozenset({"flood", "too-many-today", "no-room"})
"""Refusals for which the sender can only wait. Nothing was stored, and nothing of the report stays
here."""

SEEN = "message"
"""This field is shown and not only kept, because it may never be accepted: its writer can copy
it."""


def losing_nothing(
    request: HttpRequest,
    answer: Callable[[HttpRequest], HttpResponse],
    *,
    unsaved: str,
    shows: str,
) -> HttpResponse:
    """Answer a post; if that fails, show why, with all that was sent ready to be sent again.

    `unsaved` is the message for a failing database. `shows` is the button that only shows what was
    sent, for somebody who goes on in another language.
    """
    code = ""
    try:
        return answer(request)
    except Refusal as refusal:
        message, status, code = refusal.message, refusal.status, refusal.code
    except DatabaseError:
        message, status = unsaved, HTTPStatus.SERVICE_UNAVAILABLE
    context = {
        "message": message,
        "must_wait": code in TO_WAIT_FOR,
        "fields": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in NOT_ANSWERS | {SEEN}
        ],
        "typed_message": request.POST.get(SEEN, ""),
        "room": {"message": ROOM * MOST_MESSAGE},
        "do": request.POST.get("do", "check"),
        "keeps": {"form": "again", "do": shows},
    }
    return render(request, "reports/again.html", context, status=status)
