"""Addresses of the reports app's pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from unsilenced.http.wasm import allows_wasm
from unsilenced.people.models import Organisation
from unsilenced.people.separation import separated
from unsilenced.reports.noscript import report_form, returning
from unsilenced.reports.noscript.form_answer import losing_nothing


@allows_wasm
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The questions, or the choice of a project where there are several."""
    if request.method == "POST":
        unsaved = _("We could not save your report. Nothing is lost. Wait a little, send again.")
        return losing_nothing(
            request, _report, unsaved=unsaved, shows=report_form.shows(request.POST)
        )
    return _report(request)


def _report(request: HttpRequest) -> HttpResponse:
    projects = {each.slug: each for each in Organisation.objects.receiving().order_by("name")}
    if not projects:
        return render(request, "reports/closed.html")
    project = projects.get(request.GET.get("p", ""))
    if project is None and len(projects) == 1:
        project = next(iter(projects.values()))
    if project is None:
        return render(request, "reports/choose.html", {"projects": projects.values()})
    if request.method == "POST":
        return report_form.answer_post(request, project)
    return report_form.show_questions(request, project)


@allows_wasm
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """The seven words, and what they open."""
    if request.method == "POST":
        unsaved = _("Something failed on our side. Nothing is lost. Wait a little, then try again.")
        return losing_nothing(
            request, separated(returning.answer_post), unsaved=unsaved, shows="open"
        )
    return returning.show_entrance(request)


urlpatterns = [
    path("report/", report, name="report"),
    path("return/", come_back, name="return"),
]
