"""The people app's entry in Django's registry."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people app."""

    name = "unsilenced.people"
    default_auto_field = "django.db.models.BigAutoField"
