"""Every call that a site answers, as its addresses and its views tell it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from unsilenced.http.answer import Answer, answer_of

View = Callable[..., HttpResponse]

_PLACE = re.compile(r"<(?P<kind>\w+):(?P<name>\w+)>")


@dataclass(frozen=True)
class Call:
    """A call: a method at an address, such as `POST /desk/api/team/{invitation}`.

    `gate` and `permission` are those of its view; `body` is the dataclass that its body is read as,
    None where it takes none; `answer` is the return type of the view.
    """

    method: str
    pattern: str
    view: View

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def path(self) -> str:
        """The address, with the names of its places in braces."""
        return "/" + _PLACE.sub(r"{\g<name>}", self.pattern)

    @property
    def places(self) -> dict[str, str]:
        """The kinds of the places in the address, by name."""
        return {found["name"]: found["kind"] for found in _PLACE.finditer(self.pattern)}

    @property
    def about(self) -> str:
        """What the call does, in a sentence."""
        return (inspect.getdoc(self.view) or "").partition("\n")[0]

    @property
    def gate(self) -> str | None:
        """The gate that the view wears."""
        return getattr(self.view, "gate", None)

    @property
    def permission(self) -> str | None:
        """The permission that the gate asks for."""
        return getattr(self.view, "permission", None)

    @property
    def answer(self) -> Answer:
        """What is answered when it is done."""
        return answer_of(self.view)

    @property
    def body(self) -> Any:
        """What the body is read as."""
        return getattr(self.view, "body", None)


def every_call() -> list[Call]:
    """Return every call of the site: what has an address without a language, and a method."""
    return sorted(_walk(get_resolver(), ""), key=lambda call: (call.pattern, call.method))


def _walk(resolver: URLResolver, before: str) -> Iterator[Call]:
    for each in resolver.url_patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLPattern):
            for method, view in getattr(each.callback, "views", {}).items():
                yield Call(method, pattern, view)
        elif not isinstance(each.pattern, LocalePrefixPattern):
            yield from _walk(each, pattern)
