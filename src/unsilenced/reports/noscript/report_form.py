"""The page of questions, and sending a report without JavaScript.

Without JavaScript the server draws the words and seals in memory, with the same formats. The
sealed report then waits in the writer's page, not here, until the words are saved.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from http import HTTPStatus
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unsilenced.http.body import from_members
from unsilenced.http.refusal import Refusal
from unsilenced.people.models import Organisation, OrganisationKey
from unsilenced.people.separation import naming
from unsilenced.reports import forms, opened
from unsilenced.reports.consent import WORDING
from unsilenced.reports.forms import Answers
from unsilenced.reports.intake import closed_hours, storage
from unsilenced.reports.intake.sealed_report import Confirmation, SealedReport, submit
from unsilenced.reports.models import Quota, Report, SealedBy
from unsilenced.reports.noscript.receipt import keys_of, solved
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.sealing.context import RecipientKind, RecordKind
from unsilenced.sealing.errors import Malformed, ReceiptError, SealingError
from unsilenced.sealing.reading import read
from unsilenced.sealing.receipt import Receipt, ReceiptKeys, lookup_hash, parse_receipt
from unsilenced.sealing.record import Recipient, Wrap, open_record, seal_record

SEALED_FIELDS = (
    "uid",
    "key",
    "body",
    "project_wrap",
    "reporter_wrap",
    "reporter_public_key",
    "lookup_hash",
    "wording",
    "words",
)
"""What waits in the page of words: the sealed report, and the words, which that page shows
anyway."""


@dataclass(frozen=True)
class KnownField:
    """The fields of one kind about who did it, as they are shown."""

    kind: forms.KnownDetail
    rows: tuple[str, ...]
    error: str
    added: bool


def show_questions(
    request: HttpRequest,
    project: Organisation,
    *,
    answers: Answers | None = None,
    errors: dict[str, str] | None = None,
    added: str = "",
) -> HttpResponse:
    """Show the questions with the answers so far; `added` is a kind that gets one more row."""
    answers, errors = answers or Answers(), errors or {}
    key = OrganisationKey.objects.current().get(organisation=project)
    context = {
        "project": project,
        "key": key,
        "public_key": to_b64u(key.public_key),
        "words": request.POST.get("words", ""),
        "unsendable": _unsendable(project),
        "keeps": {"form": "questions", "do": "questions"},
        **question_context(answers, errors, added),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return render(request, "reports/report.html", context, status=status)


def _unsendable(project: Organisation) -> str:
    """Return why a report cannot be sent in this hour: `room` or `today`, or empty."""
    if storage.is_short(storage.Stored.WRITING):
        return "room"
    return "today" if closed_hours.is_shown(project.pk, Quota.REPORTS) else ""


def question_context(
    answers: Answers, errors: dict[str, str] | None = None, added: str = ""
) -> dict[str, object]:
    """Return what `reports/parts/questions.html` shows."""
    errors = errors or {}
    most = {
        "what": forms.MOST_WHAT,
        "when_words": forms.MOST_WHEN_WORDS,
        "value": forms.MOST_VALUE,
        "description": forms.MOST_DESCRIPTION,
        "contact": forms.MOST_CONTACT,
    }
    return {
        "wording": WORDING,
        "answers": answers,
        "errors": errors,
        "known": [_known_field(kind, answers, errors, added) for kind in forms.kinds()],
        "most": most,
        "room": {name: forms.ROOM * characters for name, characters in most.items()},
        "most_rows": forms.MOST_ROWS,
        **forms.names(),
    }


def _known_field(
    kind: forms.KnownDetail, answers: Answers, errors: dict[str, str], added: str
) -> KnownField:
    rows = tuple(known.value for known in answers.who if known.kind == kind.code)
    if not rows or added == kind.code:
        rows = (*rows, "")
    return KnownField(kind, rows, errors.get(f"who_{kind.code}", ""), added == kind.code)


def shows(post: QueryDict) -> str:
    """Return the button that only shows again what was sent: the words, or the questions."""
    return "words" if post.get("body") else "questions"


def answer_post(request: HttpRequest, project: Organisation) -> HttpResponse:
    """Answer a post of the questions or of the page of words; either may be shown again."""
    post = request.POST
    if post.get("do") == "send":
        return _send(request, project)
    if post.get("do") == "change":
        return show_questions(request, project, answers=_unsealed(post))
    if post.get("do") == "words":
        return _show_words(request, project, _waiting(post), tuple(post.getlist("consents")))
    answers = Answers.from_post(post)
    added = post.get("add", "")
    if added or post.get("do") == "questions":
        return show_questions(request, project, answers=answers, added=added)
    errors = forms.faults(answers)
    if not errors:
        try:
            return _show_new_words(request, project, answers)
        except Refusal as refusal:
            errors = {"questions": refusal.message}
    return show_questions(request, project, answers=answers, errors=errors)


def _show_new_words(request: HttpRequest, project: Organisation, answers: Answers) -> HttpResponse:
    """Seal, and show the words: the same as before, if the writer has seen some."""
    before = _shown_before(request)
    inside = json.dumps(answers.to_seal(get_language() or "en"), ensure_ascii=False)
    sealed = _sealed_now(project, inside.encode(), before or Receipt.draw())
    redrawn = before is None and bool(request.POST.get("words"))
    return _show_words(request, project, sealed, answers.consents, redrawn=redrawn)


def _shown_before(request: HttpRequest) -> Receipt | None:
    """Return the words that came with the questions: the writer may have noted them down already.

    Do so only if the browser vouches that a page of ours sent them. Another site could have made it
    send words that somebody else knows, and anybody who knows the words can read the report.
    """
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return None
    try:
        return parse_receipt(request.POST.get("words", ""))
    except ReceiptError:
        return None


def _sealed_now(project: Organisation, inside: bytes, receipt: Receipt) -> dict[str, str]:
    """Seal what is not sent yet, and return the fields that wait in the page."""
    try:
        return _sealed(project, uuid4(), inside, receipt, keys_of(receipt))
    except Malformed:
        # Invisible characters take six times their size in JSON.
        message = _("This is too long to send. Make it shorter and try again.")
        raise Refusal(422, "too-long", message) from None


def _sealed(
    project: Organisation, uid: UUID, inside: bytes, receipt: Receipt, keys: ReceiptKeys
) -> dict[str, str]:
    key = OrganisationKey.objects.current().get(organisation=project)
    sealed = seal_record(
        inside,
        kind=RecordKind.REPORT,
        subject=uid,
        record=uid,
        recipients=[
            Recipient(RecipientKind.PROJECT, key.id, bytes(key.public_key)),
            Recipient(RecipientKind.REPORTER, None, keys.public_key),
        ],
    )
    return {
        "uid": str(uid),
        "key": str(key.id),
        "body": to_b64u(sealed.body),
        "project_wrap": to_b64u(sealed.wrap_for(RecipientKind.PROJECT)),
        "reporter_wrap": to_b64u(sealed.wrap_for(RecipientKind.REPORTER)),
        "reporter_public_key": to_b64u(keys.public_key),
        "lookup_hash": to_b64u(lookup_hash(keys.lookup_secret)),
        "wording": WORDING,
        "words": receipt.canonical,
    }


def _show_words(  # noqa: PLR0913 - a page shows this much
    request: HttpRequest,
    project: Organisation,
    sealed: dict[str, str],
    consents: tuple[str, ...],
    *,
    errors: dict[str, str] | None = None,
    redrawn: bool = False,
) -> HttpResponse:
    """Show the words; `redrawn` says that they are not the ones that were shown before."""
    context = {
        "sealed": sealed,
        "consents": consents,
        "answer": _answer(request),
        "words": sealed["words"].split(" "),
        "errors": errors or {},
        "redrawn": redrawn,
        "unsendable": _unsendable(project),
        "keeps": {"form": "send", "do": "words"},
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return render(request, "reports/words.html", context, status=status)


def _send(request: HttpRequest, project: Organisation) -> HttpResponse:
    sealed = _waiting(request.POST)
    consents = tuple(request.POST.getlist("consents"))
    if request.POST.get("saved") != "yes":
        errors = {"saved": _("Save the seven words first. Then tick this box.")}
        return _show_words(request, project, sealed, consents, errors=errors)
    try:
        confirmation = _submitted(project, sealed, consents)
    except Refusal as refusal:
        if refusal.code != "receipt-taken":
            raise
        # It was sent before and changed since: the words belong to the version that was sent.
        _receipt, _keys, inside = _opened(sealed)
        again = _sealed_now(project, inside, Receipt.draw())
        return _show_words(request, project, again, consents, redrawn=True)
    allowed = [words.label for words in forms.consent_words() if words.scope in consents]
    context = {
        "sent": confirmation,
        "project": project,
        "reachable": _answer(request) == "contact",
        "consents": consents,
        "allowed": ", ".join(allowed),
    }
    return render(request, "reports/sent.html", context)


def _answer(request: HttpRequest) -> str:
    """Return how the writer wants to be answered: the form says it, and the page of words."""
    answer = request.POST.get("answer", "")
    return answer if answer in forms.ANSWERS else "receipt"


def _submitted(
    project: Organisation, sealed: dict[str, str], consents: tuple[str, ...]
) -> Confirmation:
    try:
        return _submit(project, sealed, consents)
    except Refusal as refusal:
        if refusal.code == "uid-taken" and (before := _sent_before(sealed)):
            return before
        if refusal.code != "key-retired":
            raise
    # The project changed its key while the writer noted the words down: seal again, to the new key.
    receipt, keys, inside = _opened(sealed)
    again = _sealed(project, UUID(sealed["uid"]), inside, receipt, keys)
    return _submit(project, again, consents)


def _sent_before(sealed: dict[str, str]) -> Confirmation | None:
    """Find the report if it was sealed again, to a new key, and its confirmation was lost."""
    receipt = from_b64u(sealed["lookup_hash"])
    with naming(receipt=receipt.hex()):
        report = Report.objects.filter(uid=UUID(sealed["uid"]), lookup_hash=receipt).first()
    if report is None:
        return None
    return Confirmation(report.uid, report.received_on, created=False)


def _submit(
    project: Organisation, sealed: dict[str, str], consents: tuple[str, ...]
) -> Confirmation:
    read = from_members(SealedReport, {**sealed, "consents": list(consents)})
    submission = read.submission(project.slug, SealedBy.SERVER)
    try:
        return submit(submission)
    except Refusal as refusal:
        asked = refusal
    if asked.code != "puzzle":
        raise asked
    # A forged page could ask about a look-up hash without having the words, and so skip the
    # stretching.
    _receipt, keys, _inside = _opened(sealed)
    if lookup_hash(keys.lookup_secret) != submission.lookup_hash:
        raise _damaged_page()
    return submit(submission, solved(asked))


def _waiting(post: QueryDict) -> dict[str, str]:
    """Return what has waited in the page of words."""
    return {name: post.get(name, "") for name in SEALED_FIELDS}


def _unsealed(post: QueryDict) -> Answers:
    _receipt, _keys, inside = _opened(_waiting(post))
    reading = read(inside, opened.report)
    if reading is None:
        raise _damaged_page()
    answers = reading.value
    answer = answers.answer or Answers.answer
    return replace(answers, answer=answer, consents=tuple(post.getlist("consents")))


def _opened(sealed: dict[str, str]) -> tuple[Receipt, ReceiptKeys, bytes]:
    """Open the report that waits in the page with the words that stand there."""
    try:
        receipt = parse_receipt(sealed["words"])
        uid = UUID(sealed["uid"])
        keys = keys_of(receipt)
        inside = open_record(
            from_b64u(sealed["body"]),
            Wrap(RecipientKind.REPORTER, None, from_b64u(sealed["reporter_wrap"])),
            kind=RecordKind.REPORT,
            subject=uid,
            record=uid,
            private_key=keys.private_key,
        )
    except (SealingError, ValueError):
        raise _damaged_page() from None
    return receipt, keys, inside


def _damaged_page() -> Refusal:
    message = _("The page was damaged. Please go back to the questions and start again.")
    return Refusal(422, "damaged-page", message)
