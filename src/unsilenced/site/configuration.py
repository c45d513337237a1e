"""What an organisation that runs the site can set, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

PALETTES = ("slate", "moss", "plum", "clay")


class ConfigurationError(ValueError):
    """A setting that cannot be used; the message says which, and what to do."""


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, its default and what it is for."""

    name: str
    default: str
    purpose: str
    secret: bool = False


SETTINGS = (
    Setting(
        "DATABASE_URL", "", "PostgreSQL to use. Empty: an embedded one in DATA_DIR.", secret=True
    ),
    Setting("DATA_DIR", ".data", "Folder for the embedded database and the generated secret key."),
    Setting("PORT", "8000", "Port to serve on."),
    Setting("HOST", "127.0.0.1", "Address to serve on. Put a proxy with HTTPS in front."),
    Setting("WORKERS", "2", "Processes that answer requests."),
    Setting(
        "SECRET_KEY",
        "",
        "Key that signs log-in sessions. Empty: generated into DATA_DIR.",
        secret=True,
    ),
    Setting("SITE_HOSTS", "localhost,127.0.0.1", "Host names the site answers to, with commas."),
    Setting("SITE_HTTPS", "no", "`yes` when the proxy serves HTTPS: cookies and HSTS follow."),
    Setting("SITE_NAME", "Fernway", "Name in titles and headings. Keep it neutral."),
    Setting("SITE_PALETTE", "slate", f"Colours: one of {', '.join(PALETTES)}."),
    Setting("SITE_CONTACT", "", "Lines shown as ways to reach a person, separated by `|`."),
    Setting("EXIT_URL", "https://www.bbc.co.uk/weather", "Where the quick exit ends."),
    Setting("DIGEST_HOURS", "9,17", "Hours (London) at which the e-mail digest goes out."),
    Setting(
        "EMAIL_URL",
        "",
        "Mail server: `smtp://user:password@host:587`. Empty: digests go to the log.",
        secret=True,
    ),
    Setting("EMAIL_FROM", "post@localhost", "Sender of the digest."),
)


@dataclass(frozen=True)
class MailServer:
    """Where the digest is handed over (`EMAIL_URL`), with STARTTLS or TLS from the start."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    tls_from_start: bool


@dataclass(frozen=True)
class Configuration:
    """The settings, checked and typed."""

    database: dict[str, str] = field(repr=False)
    data_dir: Path
    port: int
    host: str
    workers: int
    secret_key: str = field(repr=False)
    site_hosts: tuple[str, ...]
    site_https: bool
    site_name: str
    site_palette: str
    site_contact: tuple[str, ...]
    exit_url: str
    digest_hours: tuple[int, ...]
    mail_server: MailServer | None
    email_from: str

    @property
    def address(self) -> str:
        """Where people find the site: its first host name."""
        host = self.site_hosts[0]
        return f"https://{host}" if self.site_https else f"http://{host}:{self.port}"


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _number(name: str, text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdecimal()) or not low <= int(text) <= high:
        raise ConfigurationError(
            f"{name} must be a whole number from {low} to {high}, not {text!r}."
        )
    return int(text)


def _choice(name: str, text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise ConfigurationError(f"{name} must be one of {', '.join(choices)}, not {text!r}.")
    return text


def _hosts(text: str) -> tuple[str, ...]:
    hosts = _parts(text, ",")
    if not hosts:
        raise ConfigurationError("SITE_HOSTS must name at least one host.")
    return hosts


def _database(url: str) -> dict[str, str]:
    try:
        return {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except ProgrammingError as error:
        # What follows the first colon may hold the password.
        raise ConfigurationError(
            "DATABASE_URL must look like postgresql://user:password@host/name."
        ) from error


def _https_address(name: str, text: str) -> str:
    if not text.startswith("https://") or not urlsplit(text).hostname:
        raise ConfigurationError(f"{name} must be an address that starts with https://.")
    return text


def _mail_server(url: str) -> MailServer | None:
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.scheme not in {"smtp", "smtps"} or parts.path not in {"", "/"}:
        raise ConfigurationError("EMAIL_URL must look like smtp://user:password@host:587.")
    return MailServer(
        host=host,
        port=port or (465 if parts.scheme == "smtps" else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls_from_start=parts.scheme == "smtps",
    )


def configuration(environment: Mapping[str, str] = os.environ) -> Configuration:
    """Read the settings from `environment`.

    Raises ConfigurationError for the first one that cannot be used.
    """
    raw = {s.name: environment.get(s.name, "").strip() or s.default for s in SETTINGS}
    return Configuration(
        database=_database(raw["DATABASE_URL"]),
        data_dir=Path(raw["DATA_DIR"]).absolute(),
        port=_number("PORT", raw["PORT"], 1, 65535),
        host=raw["HOST"],
        workers=_number("WORKERS", raw["WORKERS"], 1, 64),
        secret_key=raw["SECRET_KEY"],
        site_hosts=_hosts(raw["SITE_HOSTS"]),
        site_https=_choice("SITE_HTTPS", raw["SITE_HTTPS"], ("yes", "no")) == "yes",
        site_name=raw["SITE_NAME"],
        site_palette=_choice("SITE_PALETTE", raw["SITE_PALETTE"], PALETTES),
        site_contact=_parts(raw["SITE_CONTACT"], "|"),
        exit_url=_https_address("EXIT_URL", raw["EXIT_URL"]),
        digest_hours=tuple(
            _number("DIGEST_HOURS", hour, 0, 23) for hour in _parts(raw["DIGEST_HOURS"], ",")
        ),
        mail_server=_mail_server(raw["EMAIL_URL"]),
        email_from=raw["EMAIL_FROM"],
    )
