"""The evaluating app's entry in Django's registry."""

from django.apps import AppConfig


class EvaluatingConfig(AppConfig):
    """The evaluating app."""

    name = "unsilenced.evaluating"
    default_auto_field = "django.db.models.BigAutoField"
