"""The evaluator app's entry in Django's registry."""

from django.apps import AppConfig


class EvaluatorConfig(AppConfig):
    """The evaluator app. Its tables keep the label that they were made with."""

    name = "unsilenced.evaluator"
    label = "evaluating"
    default_auto_field = "django.db.models.BigAutoField"
