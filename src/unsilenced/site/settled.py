"""The nightly settling of the site's rows: which tables it leaves alone, and why."""

from __future__ import annotations

from unsilenced.running.database.settling import settle

LEFT = {
    "django_migrations": "says which version of the program was installed when",
    "django_content_type": "is filled by migrations, and by nobody's act",
    "auth_permission": "is filled by migrations, and by nobody's act",
    "auth_group": "stays empty",
    "auth_group_permissions": "stays empty",
    "procrastinate_events": "holds the site's own hours: no job is made by what a person does",
    "procrastinate_jobs": "as above",
    "procrastinate_periodic_defers": "as above",
    "procrastinate_workers": "holds the process that does the jobs",
}


def settle_rows() -> None:
    """Settle every table but those of `LEFT`. Raises what `settling.settle` raises."""
    settle(LEFT.keys())
