"""The records app's entry in Django's registry."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The records app."""

    name = "unsilenced.records"
    default_auto_field = "django.db.models.BigAutoField"
