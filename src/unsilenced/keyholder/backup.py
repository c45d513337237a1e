"""What a backup keeps of a key holder's database, and which files belong with it."""

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
"""Where the guide (docs/deployment/key-holder.md) tells administrators to keep the settings."""


def belongings(set_up: Configuration) -> list[Belonging]:
    """Return the files that a backup of this key holder does not hold and that belong with it."""
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
