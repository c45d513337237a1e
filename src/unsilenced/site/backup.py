"""What a backup keeps of a site's database, and which files belong with it."""

from __future__ import annotations

from pathlib import Path

from unsilenced.process.backups.kinds import BackupKind, Belonging
from unsilenced.process.roles import passwords
from unsilenced.site import secret
from unsilenced.site.configuration import Configuration

# Sessions, and the tokens of today's checks, are not worth keeping. A request with the recovery
# sheet would come back with its wait over, and with a yes that a later no has ended.
LEAVE_OUT = (
    "django_session",
    "people_membersession",
    "people_failedtries",
    "people_recoveryrequest",
    "evaluating_spenttoken",
    "warnings_membertokens",
    "warnings_caseworkertokens",
    "warnings_tokensissued",
    "reports_photosremoved",
    "reports_closedhour",
)
SITE = BackupKind(
    tables=("people_organisation", "people_project"),
    thing="organisation",
    left_out=LEAVE_OUT,
    settings="DATABASE_URL and DATA_DIR",
)
SETTINGS_FILE = Path("/etc/site.env")
"""Where the guide (docs/deployment.md) tells administrators to keep the settings."""


def belongings(set_up: Configuration) -> list[Belonging]:
    """Return the files that a backup of this site does not hold and that belong with it."""
    found = [
        Belonging(
            set_up.keys_file,
            "the keys of the private check. Without them nobody can check until every identifier "
            "is entered again",
        ),
        Belonging(SETTINGS_FILE, "the settings, if they are kept where the guide says"),
    ]
    if not set_up.secret_key:
        found.append(
            Belonging(
                set_up.data_dir / secret.NAME,
                "signs log-ins. Without it everybody logs in again, no more",
            )
        )
    if set_up.database:
        found.append(
            Belonging(
                set_up.data_dir / passwords.NAME,
                "the passwords of the database's roles. Without it: "
                "unsilenced migrate --new-passwords",
            )
        )
    return found
