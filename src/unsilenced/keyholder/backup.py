"""What of a key holder's database a backup keeps, and what belongs to it that is not in it."""

from __future__ import annotations

from pathlib import Path

from unsilenced.keyholder.configuration import Configuration
from unsilenced.process.backups.kinds import BackupKind, Belonging
from unsilenced.process.roles import passwords

KEY_HOLDER = BackupKind(
    tables=("keyholder_logentry",),
    thing="logged release",
    left_out=("evaluating_spenttoken",),
    settings="KEYHOLDER_DATABASE_URL and KEYHOLDER_DATA_DIR",
)
SETTINGS_FILE = Path("/etc/keys.env")
"""Where the guide (docs/deployment/key-holder.md) has an administrator keep the settings."""


def belongings(set_up: Configuration) -> list[Belonging]:
    """Return the files that belong to a backup of this key holder and are not in it."""
    found = [
        Belonging(
            set_up.keys_file,
            "the key holder's keys. Without them nobody can check, and the log cannot go on",
        ),
        Belonging(SETTINGS_FILE, "the settings, if they are kept where the guide says"),
    ]
    if set_up.database:
        found.append(
            Belonging(
                set_up.data_dir / passwords.NAME,
                "the passwords of the database's roles. Keep a copy of it",
            )
        )
    return found
