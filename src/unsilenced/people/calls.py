"""Addresses of the people app's calls."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
