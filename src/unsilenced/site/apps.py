"""The site app's entry in Django's registry."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The site app."""

    name = "unsilenced.site"
    default_auto_field = "django.db.models.BigAutoField"
