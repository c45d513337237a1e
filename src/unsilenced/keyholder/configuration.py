"""What a key holder can set, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from unsilenced.process.database import url
from unsilenced.process.serving.processes import Address
from unsilenced.process.settings import environment as env
from unsilenced.process.settings.environment import Setting

SETTINGS = (
    Setting(
        "KEYHOLDER_DATABASE_URL",
        "",
        "The key holder's PostgreSQL. Empty: an embedded one in KEYHOLDER_DATA_DIR.",
        secret=True,
    ),
    Setting(
        "KEYHOLDER_DATA_DIR", ".keyholder", "Folder for the key holder's keys and its database."
    ),
    Setting("KEYHOLDER_PORT", "8001", "Port that the key holder serves on."),
    Setting("KEYHOLDER_HOST", "127.0.0.1", "Address that the key holder serves on."),
    Setting(
        "KEYHOLDER_HOSTS",
        "localhost,127.0.0.1",
        "Host names the key holder answers to, with commas.",
    ),
    Setting("KEYHOLDER_WORKERS", "1", "Processes in which the key holder answers requests."),
    Setting(
        "KEYHOLDER_SOURCE_URL",
        "",
        "Where visitors find the source of what the key holder runs (AGPL, section 13).",
    ),
)


@dataclass(frozen=True)
class Configuration:
    """The key holder's settings, checked and typed."""

    database: dict[str, str] = field(repr=False)
    data_dir: Path
    listens_on: Address
    hosts: tuple[str, ...]
    workers: int
    source_url: str

    @property
    def postgres_folder(self) -> Path:
        """Where the embedded PostgreSQL keeps its database."""
        return self.data_dir / "postgres"

    @property
    def keys_file(self) -> Path:
        """Where the key holder's secret keys are."""
        return self.data_dir / "keys.json"


def configuration(environment: Mapping[str, str] = os.environ) -> Configuration:
    """Read the settings from `environment`.

    Raises ConfigurationError for the first one that cannot be used.
    """
    return Configuration(**env.read_each(readers(environment)))


def readers(environment: Mapping[str, str] = os.environ) -> env.Readers:
    """Return how each field is read from `environment`."""
    raw = env.read(SETTINGS, environment)
    source = raw["KEYHOLDER_SOURCE_URL"]
    return {
        "database": lambda: url.read("KEYHOLDER_DATABASE_URL", raw["KEYHOLDER_DATABASE_URL"]),
        "data_dir": lambda: env.data_folder("KEYHOLDER_DATA_DIR", raw["KEYHOLDER_DATA_DIR"]),
        "listens_on": lambda: Address(
            raw["KEYHOLDER_HOST"],
            env.number("KEYHOLDER_PORT", raw["KEYHOLDER_PORT"], 1, 65535),
            "KEYHOLDER_PORT",
            "KEYHOLDER_HOST",
        ),
        "hosts": lambda: env.hosts("KEYHOLDER_HOSTS", raw["KEYHOLDER_HOSTS"]),
        "workers": lambda: env.number("KEYHOLDER_WORKERS", raw["KEYHOLDER_WORKERS"], 1, 64),
        "source_url": lambda: source and env.https_address("KEYHOLDER_SOURCE_URL", source),
    }
