"""The language of a call: its address has none, so the page says which it is shown in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import is_valid_path
from django.utils import translation


def call_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer a call in the language its `Accept-Language` asks for.

    Pages go by their address alone, so that each has one content in every browser. What decides
    is the address, and no header: a call's is there in every language, a page's only in its own.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_request(request, check_path=True)
        if language == translation.get_language():
            return get_response(request)
        with translation.override(language):
            if is_valid_path(request.path_info):
                response = get_response(request)
                response["Content-Language"] = language
                return response
        return get_response(request)

    return middleware
