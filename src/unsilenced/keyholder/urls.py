"""Addresses of the key holder: the calls of docs/check.md and nothing else."""

from django.urls import include, path

from unsilenced.keyholder.health import health

handler400 = "unsilenced.answering.errors.bad_request"
handler404 = "unsilenced.answering.errors.not_found"
handler500 = "unsilenced.answering.errors.fault"

urlpatterns = [
    path("health/", health),
    path("", include("unsilenced.evaluating.calls")),
    path("", include("unsilenced.keyholder.calls")),
]
