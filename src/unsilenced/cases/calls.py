"""Addresses of the cases app's calls."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
