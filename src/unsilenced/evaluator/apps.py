"""The evaluator app's entry in Django's registry."""

from django.apps import AppConfig


class EvaluatorConfig(AppConfig):
    """The evaluator app.

    Its label is still `evaluating`. The names of tables, their rights and the rows of
    `django_migrations` come from the label: a new one would rename them in every database and
    make older backups differ, and no user would see a difference.
    """

    name = "unsilenced.evaluator"
    label = "evaluating"
    default_auto_field = "django.db.models.BigAutoField"
