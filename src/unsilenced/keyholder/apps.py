"""The key holder app's entry in Django's registry."""

from django.apps import AppConfig


class KeyHolderConfig(AppConfig):
    """The key holder app."""

    name = "unsilenced.keyholder"
    default_auto_field = "django.db.models.BigAutoField"
