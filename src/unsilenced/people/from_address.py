"""Giving a view what its address names, if it belongs to the person's organisation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from unsilenced.people.models import Organisation, User

View = Callable[..., HttpResponse]
Find = Callable[[Organisation, UUID], object]


def from_address(place: str, find: Find) -> Callable[[View], View]:
    """Give the view what `find` finds for the identifier `place` of its address.

    The decorator stands below the gate and above the one that reads the body. So what belongs to
    another organisation is not found (Http404, from `find`), whatever the body says.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def finding(request: HttpRequest, person: User, **places: Any) -> HttpResponse:
            named = find(person.organisation, places.pop(place))
            return view(request, person, named, **places)

        return finding

    return decorate
