"""Addresses of the warnings app's calls."""

from django.urls import include, path

urlpatterns = [
    path("", include("unsilenced.warnings.desk_calls")),
    path("", include("unsilenced.warnings.feed.calls")),
    path("", include("unsilenced.warnings.reviews.calls")),
]
