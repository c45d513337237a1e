"""The page that asks for a review, and sending it without JavaScript.

Without JavaScript the server seals in memory, with the same formats, and keeps nothing else.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Self
from uuid import UUID, uuid4

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import OrganisationKey
from unsilenced.reports.forms import ROOM, too_long
from unsilenced.sealing.context import RecipientKind, RecordKind
from unsilenced.sealing.record import Recipient, seal_record
from unsilenced.warnings.reviews import intake
from unsilenced.warnings.reviews.intake import LARGEST_BODY, SealedRequest

MOST = {"identifier": 300, "what": 3_000, "answer": 300}
"""Characters of each answer."""

MOST_READ = {name: ROOM * most for name, most in MOST.items()}
"""Characters of each answer that the desk reads: as many as the field accepts in a browser."""


def _field_names() -> dict[str, str]:
    """Return the labels of the fields, by their ids."""
    return {
        "identifier": _("What is it about?"),
        "what": _("What should we know?"),
        "answer": _("How can we reach you with a question?"),
    }


@dataclass(frozen=True)
class Asked:
    """What somebody typed (docs/http.md, a request's members)."""

    identifier: str = ""
    what: str = ""
    answer: str = ""

    @classmethod
    def from_post(cls, post: QueryDict) -> Self:
        """Read the form's fields; a browser sends line breaks as CR LF."""
        return cls(
            **{name: post.get(name, "").replace("\r\n", "\n").strip() for name in MOST},
        )


def show_form(
    request: HttpRequest,
    asked: Asked | None = None,
    *,
    errors: dict[str, str] | None = None,
    uid: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Show the form with the text typed so far."""
    context = {
        "asked": asked or Asked(),
        "errors": errors or {},
        "labels": _field_names(),
        "most": MOST,
        "room": MOST_READ,
        "keeps": {"form": "form", "do": "form"},
        "open": bool(intake.current_keys()),
        # If the page is sent twice, it is one request.
        "uid": uid or str(uuid4()),
    }
    return render(request, "warnings/review.html", context, status=status)


def answer_post(request: HttpRequest) -> HttpResponse:
    """Seal and store the answers, or show the form again with all of them and what is wrong."""
    asked, uid = Asked.from_post(request.POST), _uid(request.POST)
    if request.POST.get("do") == "form":
        return show_form(request, asked, uid=str(uid))
    errors, status = _faults(asked), HTTPStatus.UNPROCESSABLE_ENTITY
    if not errors:
        try:
            _send(asked, uid)
        except Refusal as refusal:
            errors, status = {"form": refusal.message}, HTTPStatus(refusal.status)
        except DatabaseError:
            message = _("We could not save this. Nothing is lost. Wait a little, send again.")
            errors, status = {"form": message}, HTTPStatus.SERVICE_UNAVAILABLE
    if errors:
        return show_form(request, asked, errors=errors, uid=str(uid), status=status)
    return render(request, "warnings/review_sent.html")


def _uid(post: QueryDict) -> UUID:
    try:
        return UUID(post.get("uid", ""), version=4)
    except ValueError:
        return uuid4()


def _faults(asked: Asked) -> dict[str, str]:
    """Return what must be corrected before sending: messages by the id of the faulty field."""
    found, labels = {}, _field_names()
    if not any(each.isalnum() for each in asked.identifier):
        found["identifier"] = _("Write the number, address, plate or profile that it is about.")
    for name, most in MOST.items():
        over = len(getattr(asked, name)) - most
        if over > 0:
            found[name] = too_long(labels[name], over)
    return found


def _send(asked: Asked, uid: UUID) -> None:
    if intake.is_stored(uid):
        return
    inside = json.dumps({"v": 1, **asdict(asked)}, ensure_ascii=False).encode()
    intake.send(uid, [_sealed(inside, uid, key) for key in intake.current_keys()])


def _sealed(inside: bytes, uid: UUID, key: OrganisationKey) -> SealedRequest:
    sealed = seal_record(
        inside,
        kind=RecordKind.REVIEW_REQUEST,
        subject=uid,
        record=uid,
        recipients=[Recipient(RecipientKind.PROJECT, key.pk, bytes(key.public_key))],
    )
    if len(sealed.body) > LARGEST_BODY:
        # Invisible characters take six times their size in JSON.
        message = _("This is too long to send. Make it shorter and try again.")
        raise Refusal(422, "too-long", message)
    return SealedRequest(
        key.organisation.slug, key.pk, sealed.body, sealed.wrap_for(RecipientKind.PROJECT)
    )
