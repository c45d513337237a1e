"""Addresses. Pages also have addresses with a language prefix; calls need none."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from unsilenced.site import pages
from unsilenced.site.health import health

handler400 = "unsilenced.http.errors.bad_request"
handler404 = "unsilenced.http.errors.not_found"
handler500 = "unsilenced.http.errors.fault"

urlpatterns = [
    path("health/", health, name="health"),
    path("leave/", pages.leave, name="leave"),
    path("", include("unsilenced.reports.calls")),
    path("", include("unsilenced.people.calls")),
    path("", include("unsilenced.cases.calls")),
    path("", include("unsilenced.evaluator.calls")),
    path("", include("unsilenced.warnings.calls")),
    path("", include("unsilenced.warnings.push.calls")),
    path("", include("unsilenced.warnings.releases.calls")),
    *i18n_patterns(
        path("", pages.start, name="start"),
        path("about/", pages.about, name="about"),
        path("transparency/", pages.transparency, name="transparency"),
        path("", include("unsilenced.reports.pages")),
        path("", include("unsilenced.people.pages")),
        path("", include("unsilenced.cases.pages")),
        path("", include("unsilenced.warnings.pages")),
        path("", include("unsilenced.warnings.feed.pages")),
        prefix_default_language=False,
    ),
]
