"""The pages of the desk about warnings, and the public one that asks for a review."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods

from unsilenced.http.connects_to_keyholder import connects_to_keyholder
from unsilenced.http.wasm import allows_wasm
from unsilenced.people import gate
from unsilenced.people.models import User
from unsilenced.people.permissions import Permission
from unsilenced.reports.forms import names
from unsilenced.reports.locking import find
from unsilenced.warnings.models import MOST_TEXT
from unsilenced.warnings.reviews import noscript


@allows_wasm
@connects_to_keyholder
@gate.page(Permission.WARNING_READ)
def warnings(request: HttpRequest, person: User) -> HttpResponse:
    """The project's warnings; to approve one, the browser asks both evaluators."""
    context = {
        "keyholder_url": settings.CONFIGURATION.keyholder_url,
        "most": {"text": MOST_TEXT},
        **names(),
    }
    return render(request, "warnings/desk_warnings.html", context)


@allows_wasm
@gate.page(Permission.WARNING_DRAFT)
def new_warning(request: HttpRequest, person: User, report: UUID) -> HttpResponse:
    """Write a warning beside its report."""
    context = {"report": find(person.organisation, report), "most": {"text": MOST_TEXT}, **names()}
    return render(request, "warnings/desk_new.html", context)


@allows_wasm
@gate.page(Permission.REVIEW_READ)
def review_requests(request: HttpRequest, person: User) -> HttpResponse:
    """Requests for review."""
    return render(request, "warnings/desk_review_requests.html", names())


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """Ask for a review; with JavaScript the browser seals it."""
    if request.method == "POST":
        return noscript.answer_post(request)
    return noscript.show_form(request)


urlpatterns = [
    path("desk/warnings/", gate.by_method(GET=warnings), name="warnings"),
    path(
        "desk/reports/<uuid:report>/warning/", gate.by_method(GET=new_warning), name="new-warning"
    ),
    path("desk/review-requests/", gate.by_method(GET=review_requests), name="review-requests"),
    path("review/", review, name="review"),
]
