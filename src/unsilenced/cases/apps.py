"""The cases app's entry in Django's registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from unsilenced.people.models import User
    from unsilenced.reports.models import Report


class CasesConfig(AppConfig):
    """The cases app."""

    name = "unsilenced.cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """React when a writer writes again, and when somebody leaves."""
        from unsilenced.people.keys.rotation import left  # noqa: PLC0415 - models come first
        from unsilenced.reports.records import added_by_writer  # noqa: PLC0415 - as above

        added_by_writer.connect(_bring_back, dispatch_uid="unsilenced.cases")
        left.connect(_take_back_requests, dispatch_uid="unsilenced.cases")


def _bring_back(report: Report, **_about: Any) -> None:
    from unsilenced.cases.removal import bring_back  # noqa: PLC0415 - models come first

    bring_back(report)


def _take_back_requests(person: User, **_about: Any) -> None:
    from unsilenced.cases.removal import take_back_requests  # noqa: PLC0415 - models come first

    take_back_requests(person)
