"""Turn refusals and faults into answers a person or a program can act on."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.process.faults import NO_SPACE, is_for_want_of_space, kind_and_place

logger = logging.getLogger(__name__)

# The last: a call sent as a form of several parts, whose body cannot be read a second time.
_UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, RawPostDataException)


def _messages() -> dict[str, str]:
    return {
        "bad-request": _("The browser sent something we could not read. Go back and try again."),
        "not-allowed": _("You cannot open this page with this account."),
        "other-site": _("This was sent from another site, so nothing was done."),
        "not-here": _("This page is not here. Check the address, or start again."),
        "wrong-method": _("This address does not take that kind of call."),
        "too-large": _("This is too large to send. Make it shorter and try again."),
        "fault": _("Something went wrong on our side. Nothing was saved. Please try again."),
    }


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller is a program rather than a page being opened."""
    return "text/html" not in request.headers.get("Accept", "").lower()


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal as JSON, or as a page, with when to try again where that is known."""
    if wants_json(request):
        response: HttpResponse = JsonResponse(refusal.as_json(), status=refusal.status)
    else:
        response = render(request, "error.html", {"refusal": refusal}, status=refusal.status)
    if "retry_after" in refusal.more:
        response["Retry-After"] = str(refusal.more["retry_after"])
    return response


def refusal(request: HttpRequest, status: int, code: str) -> HttpResponse:
    """Answer one of the site's own refusals, by its code."""
    return answer(request, Refusal(status, code, _messages()[code]))


def plain_errors(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer every refusal and fault plainly, and log faults without the request."""
    return _PlainErrors(get_response)


class _PlainErrors:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405:  # noqa: PLR2004
            plain = refusal(request, 405, "wrong-method")
            plain["Allow"] = response.get("Allow", "")
            return plain
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse:
        if isinstance(error, Refusal):
            return answer(request, error)
        if isinstance(error, Http404):
            return refusal(request, 404, "not-here")
        if isinstance(error, PermissionDenied):
            return refusal(request, 403, "not-allowed")
        if isinstance(error, RequestDataTooBig):
            return refusal(request, 413, "too-large")
        if isinstance(error, _UNREADABLE):
            return refusal(request, 400, "bad-request")
        # Never its values: they may be somebody's words.
        if is_for_want_of_space(error):
            logger.error("%s", NO_SPACE)
        logger.error("%s", kind_and_place(error))
        return refusal(request, 500, "fault")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django refuses before a view sees it."""
    return refusal(request, 400, "bad-request")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an unknown address."""
    return refusal(request, 404, "not-here")


def fault(request: HttpRequest) -> HttpResponse:
    """Answer a fault outside any view."""
    return refusal(request, 500, "fault")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a desk call without the page's token."""
    return refusal(request, 403, "other-site")
