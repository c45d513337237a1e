"""The pages of the desk about reports; the browser fetches and opens what they show."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from unsilenced.http.onion import told_host
from unsilenced.http.wasm import allows_wasm
from unsilenced.people import gate
from unsilenced.people.models import User
from unsilenced.people.permissions import Permission, first_page, may
from unsilenced.reports.forms import MOST_HANDOVER, MOST_MESSAGE, Answers, names
from unsilenced.reports.locking import find
from unsilenced.reports.models import Report
from unsilenced.reports.noscript.report_form import question_context


@allows_wasm
@gate.page(Permission.ACCOUNT_OWN)
def inbox(request: HttpRequest, person: User) -> HttpResponse:
    """The inbox, at the desk's own address: people who read no reports go on to their page."""
    if not may(person, Permission.REPORT_READ):
        return redirect(first_page(person))
    return render(request, "cases/inbox.html", names())


@gate.page(Permission.REPORT_READ)
def report(request: HttpRequest, person: User, report: UUID) -> HttpResponse:
    """One report; nothing tells that a report of another project exists."""
    try:
        found = find(person.organisation, report)
    except Http404:
        return render(request, "cases/gone.html", status=HTTPStatus.NOT_FOUND)
    return _report(request, found)


@allows_wasm
@gate.page(Permission.REPORT_ADD)
def new(request: HttpRequest, person: User) -> HttpResponse:
    """Report for someone."""
    context = {"at_desk": True, "host": told_host(request), **question_context(Answers())}
    return render(request, "cases/new.html", context)


@allows_wasm
def _report(request: HttpRequest, shown: Report) -> HttpResponse:
    most = {"message": MOST_MESSAGE, "handover": MOST_HANDOVER}
    return render(request, "cases/report.html", {"report": shown, "most": most, **names()})


urlpatterns = [
    path("desk/", gate.by_method(GET=inbox), name="inbox"),
    path("desk/reports/<uuid:report>/", gate.by_method(GET=report), name="report-at-desk"),
    path("desk/new/", gate.by_method(GET=new), name="new"),
]
