"""Addresses of the cases app's pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
