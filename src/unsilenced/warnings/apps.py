"""The warnings app's entry in Django's registry."""

from django.apps import AppConfig


class WarningsConfig(AppConfig):
    """The warnings app."""

    name = "unsilenced.warnings"
    default_auto_field = "django.db.models.BigAutoField"
