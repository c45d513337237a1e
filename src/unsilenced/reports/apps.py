"""The reports app's entry in Django's registry."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The reports app."""

    name = "unsilenced.reports"
    default_auto_field = "django.db.models.BigAutoField"
