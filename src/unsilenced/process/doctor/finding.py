"""What a check finds: how grave it is, a code that never changes, words, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters."""

    FINE = "fine"
    LOOK = "look"
    """Somebody should know it; nothing has to be done at once."""

    MEND = "mend"
    """Something has to be done."""


class Code(StrEnum):
    """The codes of findings, for monitoring: docs/deployment/watch.md says what each means.

    A code is never used for another finding.
    """

    CHECK_FAILED = "check-failed"
    SETTING_UNUSABLE = "setting-unusable"
    SETTING_UNKNOWN = "setting-unknown"
    SETTING_NO_HTTPS = "setting-no-https"
    FOLDER_MISSING = "folder-missing"
    FOLDER_OWNER = "folder-owner"
    FOLDER_OPEN = "folder-open"
    FOLDER_UNWRITABLE = "folder-unwritable"
    KEYS_UNUSABLE = "keys-unusable"
    KEYS_OPEN = "keys-open"
    DATABASE_NONE = "database-none"
    DATABASE_MOVED = "database-moved"
    DATABASE_DOWN = "database-down"
    DATABASE_OLD = "database-old"
    DATABASE_ENCODING = "database-encoding"
    DATABASE_NEWER = "database-newer"
    DATABASE_NOT_READY = "database-not-ready"
    DATABASE_LOGS_WORDS = "database-logs-words"
    DATABASE_LOGS_MOMENTS = "database-logs-moments"
    DATABASE_SHOWS_ACTIVITY = "database-shows-activity"
    DATABASE_KEEPS_MOMENTS = "database-keeps-moments"
    JOBS_LATE = "jobs-late"
    PURGE_LATE = "purge-late"
    BACKUP_NONE = "backup-none"
    BACKUP_OLD = "backup-old"
    BACKUP_GONE = "backup-gone"
    BACKUP_AHEAD = "backup-ahead"
    RELEASE_NONE = "release-none"
    RELEASE_OLD = "release-old"
    DISK_LOW = "disk-low"
    DISK_NIGHT = "disk-night"
    NOT_SERVING = "not-serving"
    CLOCK_UNKNOWN = "clock-unknown"
    CLOCK_DIFFERS = "clock-differs"
    SITE_UNREACHABLE = "site-unreachable"
    SITE_CERTIFICATE = "site-certificate"
    SITE_CERTIFICATE_ENDS = "site-certificate-ends"
    SITE_NOT_WELL = "site-not-well"
    KEYHOLDER_NONE = "keyholder-none"
    KEYHOLDER_NO_HOST = "keyholder-no-host"
    KEYHOLDER_CLOSED = "keyholder-closed"
    KEYHOLDER_SILENT = "keyholder-silent"
    KEYHOLDER_NO_TLS = "keyholder-no-tls"
    KEYHOLDER_CERTIFICATE_EXPIRED = "keyholder-certificate-expired"
    KEYHOLDER_CERTIFICATE_NAME = "keyholder-certificate-name"
    KEYHOLDER_CERTIFICATE_UNTRUSTED = "keyholder-certificate-untrusted"
    KEYHOLDER_CERTIFICATE_ENDS = "keyholder-certificate-ends"
    KEYHOLDER_BEHIND_PROXY = "keyholder-behind-proxy"
    KEYHOLDER_NOT_WELL = "keyholder-not-well"
    KEYHOLDER_OTHER = "keyholder-other"
    KEYHOLDER_LOG_KEY = "keyholder-log-key"
    MAIL_NONE = "mail-none"
    MAIL_FAILED = "mail-failed"
    DIGEST_UNSENT = "digest-unsent"


@dataclass(frozen=True)
class Finding:
    """One finding. If all is fine, its code is the name of its check."""

    level: Level
    code: str
    words: str
    do: str = ""


def fine(check: str, words: str) -> Finding:
    """Return a finding that nothing is wrong."""
    return Finding(Level.FINE, check, words)


def look(code: Code, words: str, do: str) -> Finding:
    """Return a finding that somebody should know."""
    return Finding(Level.LOOK, code, words, do)


def mend(code: Code, words: str, do: str) -> Finding:
    """Return a finding that has to be mended."""
    return Finding(Level.MEND, code, words, do)


def worst(findings: tuple[Finding, ...]) -> Level:
    """Return the level of the gravest finding."""
    order = list(Level)
    return max((each.level for each in findings), key=order.index, default=Level.FINE)
