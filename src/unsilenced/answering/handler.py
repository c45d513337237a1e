"""The handler of both sites: Django's, with requests that can always be made."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Request(WSGIRequest):
    """A request that can always be made, so that what is odd about it is refused by a view.

    An encoding in the content type makes Django read the query at once, where nobody catches what
    it finds. Our pages send no other than UTF-8, so nothing is lost without it.
    """

    def __init__(self, environ: dict[str, Any]) -> None:
        try:
            super().__init__(environ)
        except SuspiciousOperation:
            super().__init__({**environ, "CONTENT_TYPE": ""})


class Application(WSGIHandler):
    """Django's handler, with requests that can always be made."""

    request_class = Request
