"""Django's settings of a database, from its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BROKEN = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
"""When a silent connection counts as broken: within a minute, not in hours."""


def databases(conninfo: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return `settings.DATABASES` for the one database that `conninfo` (libpq's words) names."""
    options = dict(conninfo)
    return {
        "default": {
            "ENGINE": "unsilenced.process.database",
            "NAME": options.pop("dbname", ""),
            "USER": options.pop("user", ""),
            "PASSWORD": options.pop("password", ""),
            "HOST": options.pop("host", ""),
            "PORT": options.pop("port", ""),
            "OPTIONS": BROKEN | options,
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        },
    }
