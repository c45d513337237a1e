"""The WSGI application that the server runs."""

import os
from typing import Any

import django
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unsilenced.site.settings")
django.setup(set_prefix=False)


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


application = Application()
