"""Choosing a view by the method of the call, such that a walk over the addresses finds it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

View = Callable[..., HttpResponse]


def by_method(**views: View) -> View:
    """Choose among views by the method of the call; answer 405 to other methods."""
    allowed = [*views, "HEAD"] if "GET" in views else list(views)

    def view(request: HttpRequest, **places: object) -> HttpResponse:
        method = "GET" if request.method == "HEAD" else request.method
        if method not in views:
            return HttpResponseNotAllowed(allowed)
        return views[method](request, **places)

    view.views = views  # type: ignore[attr-defined]
    return view
