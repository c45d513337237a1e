"""Coming back without JavaScript: the server opens the report in memory and forgets.

Nothing is remembered between two pages: each form of the page carries the words again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import OrganisationKey
from unsilenced.people.organisations.team import Person, name_of, people_of
from unsilenced.records.as_json import reporter_wrap
from unsilenced.records.models import Record
from unsilenced.reports import consent, conversation, forms, opened
from unsilenced.reports.models import Consent, Report, Scope
from unsilenced.reports.nearest import nearest
from unsilenced.reports.noscript.form_answer import SEEN
from unsilenced.reports.noscript.receipt import keys_of, solved
from unsilenced.reports.receipts import refuse_deleted, report_or_rest_for
from unsilenced.reports.records import NewRecord
from unsilenced.sealing.context import RecipientKind, RecordKind
from unsilenced.sealing.errors import ReceiptError, SealingError
from unsilenced.sealing.reading import Inside, Reading, read
from unsilenced.sealing.receipt import COUNT, Receipt, ReceiptKeys, parse_receipt
from unsilenced.sealing.record import Recipient, Wrap, open_record, seal_record

_T = TypeVar("_T")

PAGE_OPENED = "uid"
"""What only the form of an opened report sends. With it come the boxes that are ticked (`given`)
and those that were given when the page was made (`stood`)."""


@dataclass(frozen=True)
class Said:
    """A message as it is shown."""

    mine: bool
    by: str
    day: date
    text: str
    cut: bool


@dataclass(frozen=True)
class LedgerLine:
    """A line of the consent ledger as it is shown."""

    day: date
    given: bool
    label: str


@dataclass(frozen=True)
class Opened:
    """A report as its writer sees it; `report` is None if it cannot be read."""

    reference: str
    received_on: date
    opened_on: date | None
    project: str
    sealed_by: str
    report: list[tuple[str, list[str]]] | None
    cut: bool
    newest: Said | None
    """The project's answer, if it wrote last; the other messages follow apart from it."""
    messages: list[Said]
    oldest: UUID | None
    photos: int
    consents: frozenset[Scope]
    ledger: list[LedgerLine]


@dataclass(frozen=True)
class Visit:
    """A report found by its words, for as long as one page takes."""

    receipt: Receipt
    keys: ReceiptKeys
    report: Report
    taken_back: frozenset[Scope] = frozenset()
    """The scopes that this page's boxes took back, already withdrawn."""


@dataclass(frozen=True)
class Choice:
    """One box of the page: a consent, and what the page shows of it."""

    words: forms.ConsentWords
    ticked: bool = False
    unsaved: bool = False
    error: str = ""


def show_entrance(
    request: HttpRequest,
    *,
    typed: str = "",
    error: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Show the page that asks for the words."""
    context = {
        "typed": typed,
        "errors": {"words": error} if error else {},
        "report_address": reverse("report"),
        "wording": consent.WORDING,
        "most": {"message": forms.MOST_MESSAGE},
        "room": {"message": forms.ROOM * forms.MOST_MESSAGE},
        "choices": [Choice(words) for words in forms.consent_words()],
        **forms.names(),
    }
    return render(request, "reports/return.html", context, status=status)


def answer_post(request: HttpRequest) -> HttpResponse:
    """Answer the words, or a form of the page that they opened.

    If the words open nothing and a message was typed, raises the refusal, so that the message is
    not lost.
    """
    typed = request.POST.get("words", "")
    act = ACTS.get(request.POST.get("do", ""), _open)
    try:
        visit = _visit(parse_receipt(typed))
        if act is not _erase:
            refuse_deleted(visit.report)
            visit = _taking_back(request, visit)
        return act(request, visit)
    except ReceiptError as error:
        message, status = words_error(error), HTTPStatus.UNPROCESSABLE_ENTITY
    except Refusal as refusal:
        ending = _ending(request, refusal)
        if ending:
            return _show_end(request, ending, HTTPStatus(refusal.status))
        if request.POST.get(SEEN):
            raise
        message, status = refusal.message, HTTPStatus(refusal.status)
    return show_entrance(request, typed=typed, error=message, status=status)


def _ending(request: HttpRequest, refusal: Refusal) -> str:
    """Return the page that tells that the report is gone; empty if something else is wrong.

    Only a page that the words opened before sends more than the words, so they were right then.
    """
    if refusal.code == "deleted-by-project":
        return "removed"
    opened_before = SEEN in request.POST or request.POST.get("do") == "erase"
    is_erased = refusal.code == "report-deleted" or (
        refusal.code == "no-such-receipt" and opened_before
    )
    return "erased" if is_erased else ""


def _show_end(
    request: HttpRequest, ending: str, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """Show that the report is gone, and what was typed last, so that its writer can copy it."""
    context = {
        "words": request.POST.get("words", ""),
        "typed_message": request.POST.get(SEEN, ""),
        "keeps": {"form": f"{ending}-unsent", "do": "open"},
    }
    return render(request, f"reports/{ending}.html", context, status=status)


def words_error(error: ReceiptError) -> str:
    """Say which word is wrong and what it may have been, or how many words there are."""
    if error.position is None:
        return ngettext(
            "There is %(count)d word. There must be %(needed)d.",
            "There are %(count)d words. There must be %(needed)d.",
            error.count,
        ) % {"count": error.count, "needed": COUNT}
    place = {"position": error.position, "word": error.word}
    near = nearest(error.word)
    if not near:
        return _("Word %(position)d, “%(word)s”, is not on the list.") % place
    if len(near) == 1:
        place["near"] = near[0]
        return (
            _("Word %(position)d, “%(word)s”, is not on the list. Did you mean “%(near)s”?") % place
        )
    place["near"], place["or"] = near
    return (
        _("Word %(position)d, “%(word)s”, is not on the list. Did you mean “%(near)s” or “%(or)s”?")
        % place
    )


def _visit(receipt: Receipt) -> Visit:
    keys = keys_of(receipt)
    try:
        report = report_or_rest_for(keys.lookup_secret)
    except Refusal as refusal:
        report = report_or_rest_for(keys.lookup_secret, solved(refusal))
    return Visit(receipt, keys, report)


def _show(  # noqa: PLR0913 - a page shows this much
    request: HttpRequest,
    visit: Visit,
    *,
    notices: tuple[str, ...] = (),
    errors: dict[str, str] | None = None,
    sent: bool = False,
    erasing: bool = False,
    locking: bool = False,
    before: UUID | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    # Every button of the page sends what was typed, and the page keeps it until it is sent.
    kept = {} if sent else request.POST
    found = _opened(visit, before)
    context = {
        "opened": found,
        "choices": _choices(request, found.consents, errors or {}),
        "earlier": before is not None,
        "words": visit.receipt.canonical,
        "message_uid": kept.get("uid") or str(uuid4()),
        "typed_message": kept.get("message", ""),
        "notices": (*_taken_back_notices(visit), *notices),
        "errors": errors or {},
        "erasing": erasing,
        "locking": locking,
        "keeps": {"form": "message-form", "do": "open"},
        "wording": consent.WORDING,
        "most": {"message": forms.MOST_MESSAGE},
        "room": {"message": forms.ROOM * forms.MOST_MESSAGE},
        **forms.names(),
    }
    return render(request, "reports/conversation.html", context, status=status)


def _choices(
    request: HttpRequest, stored: frozenset[Scope], errors: dict[str, str]
) -> list[Choice]:
    """Return the boxes: ticked if it is stored or asked for; what was refused is not ticked."""
    asked = _asked(request) - stored
    choices = []
    for words in forms.consent_words():
        error = errors.get(words.field, "")
        unsaved = words.scope in asked and not error
        choices.append(Choice(words, words.scope in stored or unsaved, unsaved, error))
    return choices


def _asked(request: HttpRequest) -> frozenset[Scope]:
    """Return the scopes that this page's boxes ask for, and that were not given when it came."""
    return _scopes(request, "given") - _scopes(request, "stood")


def _scopes(request: HttpRequest, field: str) -> frozenset[Scope]:
    sent = request.POST.getlist(field)
    return frozenset(scope for scope in Scope if scope in sent)


def _taking_back(request: HttpRequest, visit: Visit) -> Visit:
    """Withdraw at once what this page's boxes took back, whichever button was pressed.

    Only what the page itself showed as given counts: a consent given elsewhere since then stays.
    """
    if PAGE_OPENED not in request.POST:
        return visit
    taken_back = _scopes(request, "stood") - _scopes(request, "given")
    return replace(visit, taken_back=consent.withdraw(visit.report, taken_back))


def _taken_back_notices(visit: Visit) -> tuple[str, ...]:
    lines = (scope for scope in Scope if scope in visit.taken_back)
    return tuple(
        _("Saved. You do not allow “%(label)s”.") % {"label": scope.label} for scope in lines
    )


def _open(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the report with its newest messages."""
    return _show(request, visit)


def _older(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the messages before those on the page."""
    try:
        before = UUID(request.POST.get("before", ""))
    except ValueError:
        before = None
    return _show(request, visit, before=before)


def _message(request: HttpRequest, visit: Visit) -> HttpResponse:
    text = request.POST.get("message", "").replace("\r\n", "\n").strip()
    uid = request.POST.get("uid", "")
    problem, status = _message_fault(text), HTTPStatus.UNPROCESSABLE_ENTITY
    if not problem:
        try:
            _send_message(visit, uid, text)
        except Refusal as refusal:
            problem, status = refusal.message, HTTPStatus(refusal.status)
        except DatabaseError:
            problem = _("We could not save your message. Nothing is lost. Send it again.")
            status = HTTPStatus.SERVICE_UNAVAILABLE
    if not problem:
        return _show(request, visit, notices=(_("Your message is sent."),), sent=True)
    return _show(request, visit, errors={"message": problem}, status=status)


def _message_fault(text: str) -> str:
    if not text:
        return _("Write your message first.")
    over = len(text) - forms.MOST_MESSAGE
    return forms.too_long(forms.field_names()["message"], over) if over > 0 else ""


def _send_message(visit: Visit, uid_text: str, text: str) -> None:
    """Seal and store a message; if its page is sent twice, it is stored once."""
    report = visit.report
    try:
        uid = UUID(uid_text, version=4)
    except ValueError:
        uid = uuid4()
    if report.records.filter(uid=uid, kind=RecordKind.REPORTER_MESSAGE).exists():
        return
    key = OrganisationKey.objects.current().get(organisation=report.project)
    sealed = seal_record(
        json.dumps({"v": 1, "text": text}, ensure_ascii=False).encode(),
        kind=RecordKind.REPORTER_MESSAGE,
        subject=report.uid,
        record=uid,
        recipients=[
            Recipient(RecipientKind.PROJECT, key.id, bytes(key.public_key)),
            Recipient(RecipientKind.REPORTER, None, visit.keys.public_key),
        ],
    )
    new = NewRecord(
        uid,
        key.id,
        sealed.body,
        sealed.wrap_for(RecipientKind.PROJECT),
        sealed.wrap_for(RecipientKind.REPORTER),
    )
    conversation.add_reporter_message(report, new)


def _save(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give every consent that is ticked and not given yet; a refused one stops no other."""
    asked = _asked(request)
    notices: list[str] = []
    errors: dict[str, str] = {}
    status = HTTPStatus.OK
    for words in forms.consent_words():
        if words.scope not in asked:
            continue
        scope, wording = Scope(words.scope), request.POST.get("wording", "")
        try:
            consent.record(visit.report, scope, given=True, wording=wording)
        except Refusal as refusal:
            errors[words.field] = refusal.message
            status = HTTPStatus(refusal.status)
        else:
            notices.append(_("Saved. You allow “%(label)s”.") % {"label": words.label})
    if not (notices or errors or visit.taken_back):
        notices.append(_("You changed nothing, so there was nothing to save."))
    return _show(request, visit, notices=tuple(notices), errors=errors, status=status)


def _lock(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Leave the opened report; ask first if something on the page was not sent or saved."""
    given = consent.active(visit.report)
    if request.POST.get(SEEN, "").strip() or _asked(request) - given:
        return _show(request, visit, locking=True)
    return redirect("return")


def _leave_unsent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Leave the opened report, and what was not sent."""
    return redirect("return")


def _ask_to_erase(request: HttpRequest, visit: Visit) -> HttpResponse:
    return _show(request, visit, erasing=True)


def _erase(request: HttpRequest, visit: Visit) -> HttpResponse:
    conversation.delete_everything(visit.report)
    return _show_end(request, "erased")


ACTS: dict[str, Callable[[HttpRequest, Visit], HttpResponse]] = {
    "older": _older,
    "message": _message,
    "save": _save,
    "lock": _lock,
    "unsent": _leave_unsent,
    "ask-to-erase": _ask_to_erase,
    "erase": _erase,
}
"""What each button of the page does; anything else shows the page."""


def _opened(visit: Visit, before: UUID | None) -> Opened:
    report, keys = visit.report, visit.keys
    seen = conversation.conversation_of(report)
    said = conversation.said_after(report, before=before)
    first = _inside(seen.first, report, keys, opened.report)
    team = people_of(report.project) if any(map(_is_theirs, said.records)) else ()
    messages = [_said(record, report, keys, team) for record in reversed(said.records)]
    answered = before is None and bool(messages) and not messages[-1].mine
    newest = messages.pop() if answered else None
    return Opened(
        reference=report.reference,
        received_on=report.received_on,
        opened_on=report.opened_on,
        project=report.project.name,
        sealed_by=report.sealed_by,
        report=forms.report_rows(first.value) if first else None,
        cut=bool(first and first.cut),
        newest=newest,
        messages=messages,
        oldest=said.records[-1].uid if said.more else None,
        photos=sum(file.complete for file in seen.attachments),
        consents=seen.consents,
        ledger=[_line(line) for line in seen.ledger],
    )


def _line(line: Consent) -> LedgerLine:
    return LedgerLine(line.day, line.given, str(Scope(line.scope).label))


def _is_theirs(record: Record) -> bool:
    return record.kind == RecordKind.PROJECT_MESSAGE


def _said(record: Record, report: Report, keys: ReceiptKeys, team: Iterable[Person]) -> Said:
    """Read a message. Its kind says whose it is; only the project's people are named."""
    by = ""
    if _is_theirs(record):
        theirs = _inside(record, report, keys, opened.team_message)
        text, cut = (theirs.value.text, theirs.cut) if theirs else (None, False)
        by = (theirs and name_of(team, theirs.value.by)) or report.project.name
    else:
        mine = _inside(record, report, keys, opened.reporter_message)
        text, cut = (mine.value, mine.cut) if mine else (None, False)
    unread = _("This message cannot be opened.")
    return Said(not _is_theirs(record), by, record.day, unread if text is None else text, cut)


def _inside(
    record: Record, report: Report, keys: ReceiptKeys, shape: Callable[[Inside], _T]
) -> Reading[_T] | None:
    """Open and read one record; if that fails, the others are still shown."""
    try:
        data = open_record(
            bytes(record.body),
            Wrap(RecipientKind.REPORTER, None, reporter_wrap(record)),
            kind=RecordKind(record.kind),
            subject=report.uid,
            record=record.uid,
            private_key=keys.private_key,
        )
    except SealingError:
        return None
    return read(data, shape)
