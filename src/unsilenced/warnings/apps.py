"""The warnings app's entry in Django's registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from unsilenced.reports.models import Report


class WarningsConfig(AppConfig):
    """The warnings app."""

    name = "unsilenced.warnings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make a warning end with the report that it comes from."""
        from unsilenced.reports.conversation import erased  # noqa: PLC0415 - models come first

        erased.connect(_end_with_report, dispatch_uid="unsilenced.warnings")


def _end_with_report(report: Report, **_about: Any) -> None:
    from unsilenced.warnings.approval.ending import end_with_report  # noqa: PLC0415 - models come first

    end_with_report(report)
