"""The cases app's entry in Django's registry."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases app."""

    name = "unsilenced.cases"
    default_auto_field = "django.db.models.BigAutoField"
