"""Widen the content security policy of one view's answers, as often as the view needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])
Directives = Mapping[str, Sequence[str]]


def extend_csp(view: View, directives: Callable[[], Directives]) -> View:
    """Add what `directives` returns to the policy of each answer of `view`.

    django-csp's own `csp_update` keeps only the outermost of several.
    """

    @wraps(view)
    def widened(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        added: dict[str, list[str]] = dict(getattr(response, "_csp_update", None) or {})
        for name, sources in directives().items():
            added[name] = [*added.get(name, []), *sources]
        response._csp_update = added  # type: ignore[attr-defined] # noqa: SLF001 - django-csp's own way
        return response

    return cast("View", widened)
