"""Addresses of the reports app's calls."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
