"""The handler of both sites: Django's, with requests that are UTF-8 whatever they say."""

from __future__ import annotations

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Request(WSGIRequest):
    """A request that can always be made and read.

    Somebody who names an encoding would choose the codec that reads the request, and Django would
    read the query with it at once, where nobody catches what it finds. Python has codecs that fail,
    that unpack, and that make half characters, which PostgreSQL refuses. Our pages send UTF-8.
    """

    @property
    def encoding(self) -> None:
        """No other encoding than that of the settings, which is UTF-8."""

    @encoding.setter
    def encoding(self, _named: str) -> None:
        pass


class Application(WSGIHandler):
    """Django's handler, with requests that can always be made and read."""

    request_class = Request
