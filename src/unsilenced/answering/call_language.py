"""The language of a call: its address has none, so the page says which it is shown in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from unsilenced.answering.errors import wants_json


def call_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer a call in the language its `Accept-Language` asks for.

    Pages go by their address alone, so that each has one content in every browser.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not wants_json(request) or translation.get_language_from_path(request.path_info):
            return get_response(request)
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response = get_response(request)
        response["Content-Language"] = language
        return response

    return middleware
