"""Addresses of the key holder: the calls of docs/check.md and nothing else."""

from django.urls import include, path

from unsilenced.keyholder.health import health

handler400 = "unsilenced.http.errors.bad_request"
handler404 = "unsilenced.http.errors.not_found"
handler500 = "unsilenced.http.errors.fault"

urlpatterns = [
    path("health/", health),
    path("", include("unsilenced.evaluator.calls")),
    path("", include("unsilenced.keyholder.calls")),
]
