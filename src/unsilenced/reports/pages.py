"""Addresses of the reports app's pages."""

from __future__ import annotations

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods

from unsilenced.people.models import Project
from unsilenced.reports import plain_report, plain_return

# Stretching a receipt runs as WebAssembly.
_with_webassembly = csp_update({"script-src": "'wasm-unsafe-eval'"})


@_with_webassembly
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The questions, or the choice of a project where there are several."""
    projects = {each.slug: each for each in _open_projects()}
    if not projects:
        return render(request, "reports/closed.html")
    several = len(projects) > 1
    chosen = projects.get(request.GET.get("p", ""))
    project = chosen if several else next(iter(projects.values()))
    if project is None:
        return render(request, "reports/choose.html", {"projects": projects.values()})
    if request.method == "POST":
        return plain_report.answer_post(request, project, several=several)
    return plain_report.show_questions(request, project, several=several)


@_with_webassembly
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """The seven words, and what they open."""
    if request.method == "POST":
        return plain_return.answer_post(request)
    return plain_return.show_entrance(request)


def _open_projects() -> list[Project]:
    """Return the projects that can receive reports, by name."""
    return list(
        Project.objects.filter(
            recovery_public_key__isnull=False, keys__isnull=False, keys__retired_on=None
        ).order_by("name")
    )


urlpatterns = [
    path("report/", report, name="report"),
    path("return/", come_back, name="return"),
]
