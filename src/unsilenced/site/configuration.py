"""The settings of an organisation that runs the site, read once from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from unsilenced.places import shipped
from unsilenced.places.errors import PlacesError
from unsilenced.places.place_list import PlaceList
from unsilenced.process.database import url
from unsilenced.process.serving.processes import Address
from unsilenced.process.settings import environment as env
from unsilenced.process.settings.environment import ConfigurationError, Setting
from unsilenced.process.settings.onion_address import onion_host
from unsilenced.sealing.b64u import from_b64u

_DATA_DIR = ".data"
DATA_DIR = Path(_DATA_DIR).absolute()
"""The data folder where none is set."""

PALETTES = ("slate", "moss", "plum", "clay")
LOG_KEY_SIZE = 32
NO_SERVICE = "-"
"""The word for no push service at all: an empty setting means the default."""

_MOST = 10**9
_AMOUNTS = {
    "SENDS_A_MINUTE": 1,
    "UNOPENED_REPORTS_A_DAY": 1,
    "UNOPENED_PHOTOS_A_DAY": 1,
    "FREE_DISK_FOR_PHOTOS": 0,
    "FREE_DISK_FOR_REPORTS": 0,
    "DATABASE_SIZE": 0,
}
"""Settings that are amounts, and the least of each."""

NEARBY = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts that browsers trust without HTTPS."""

_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII)

SETTINGS = (
    Setting(
        "DATABASE_URL", "", "PostgreSQL to use. Empty: an embedded one in DATA_DIR.", secret=True
    ),
    Setting(
        "DATA_DIR", _DATA_DIR, "Folder for the embedded database and the generated secret key."
    ),
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
    Setting("ONION_HOST", "", "Host name of the site's onion service. Empty: there is none."),
    Setting("SITE_HTTPS", "no", "`yes` when the proxy serves HTTPS: cookies and HSTS follow."),
    Setting("SITE_NAME", "Fernway", "Name in titles and headings. Keep it neutral."),
    Setting("SITE_PALETTE", "slate", f"Colours: one of {', '.join(PALETTES)}."),
    Setting(
        "PLACES",
        shipped.USUAL,
        f"Places to choose from: one of {', '.join(shipped.NAMES)}, or a .json file.",
    ),
    Setting("SITE_CONTACT", "", "Lines shown as ways to reach a person, separated by `|`."),
    Setting("SITE_ABOUT", "", "Who the project is, in its own words: `en: … | pt-br: …`."),
    Setting("SITE_READ_WHEN", "", "When somebody reads what is sent: `en: … | pt-br: …`."),
    Setting(
        "SITE_READ_LANGUAGES", "", "Languages that readers speak, each by its name, with commas."
    ),
    Setting(
        "SOURCE_URL", "", "Where visitors find the source of what runs here (AGPL, section 13)."
    ),
    Setting(
        "SENDS_A_MINUTE",
        "120",
        "Reports and photos a minute, of everybody, past which a browser must do some work first.",
    ),
    Setting("UNOPENED_REPORTS_A_DAY", "200", "Reports a day that a project may leave unopened."),
    Setting(
        "UNOPENED_PHOTOS_A_DAY", "1024", "MiB of photos a day of a project's unopened reports."
    ),
    Setting("FREE_DISK_FOR_PHOTOS", "2048", "MiB of free disk below which photos are refused."),
    Setting("FREE_DISK_FOR_REPORTS", "512", "MiB of free disk below which all is refused."),
    Setting(
        "DATABASE_SIZE", "", "MiB that the database may grow to. Empty: its disk is not known."
    ),
    Setting("EXIT_URL", "https://www.bbc.co.uk/weather", "Where the quick exit ends."),
    Setting(
        "DIGEST_HOURS", "9,17", "Hours (the places' time zone) at which the e-mail digest goes out."
    ),
    Setting(
        "RECOVERY_WAIT_HOURS",
        "72",
        "Hours that a recovery sheet waits for a colleague's yes before it opens without.",
    ),
    Setting(
        "EMAIL_URL",
        "",
        "Mail server: `smtp://user:password@host:587`. Empty: digests go to the log.",
        secret=True,
    ),
    Setting("EMAIL_FROM", "post@localhost", "Sender of the digest."),
    Setting(
        "CHECK_KEYS_FILE", "", "File with the check's secret keys. Empty: generated into DATA_DIR."
    ),
    Setting("KEYHOLDER_URL", "", "Address of the key holder's site. Empty: nobody can check."),
    Setting("KEYHOLDER_LOG_KEY", "", "The key holder's public log key, as it gave it to you."),
    Setting(
        "RELEASE_HOUR",
        "5",
        "Hour (the places' time zone) from which the day's release is published.",
    ),
    Setting(
        "PUSH_SERVICES",
        "fcm.googleapis.com,updates.push.services.mozilla.com,push.apple.com,notify.windows.com",
        "Push services that may be called: host names, also of their parts, with commas.",
    ),
)


@dataclass(frozen=True)
class MailServer:
    """The mail server for the digest (`EMAIL_URL`), with STARTTLS or TLS from the start."""

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
    onion_host: str
    site_https: bool
    site_name: str
    site_palette: str
    places: PlaceList
    site_contact: tuple[str, ...]
    site_about: dict[str, str]
    site_read_when: dict[str, str]
    site_read_languages: tuple[str, ...]
    source_url: str
    exit_url: str
    sends_a_minute: int
    unopened_reports_a_day: int
    unopened_photos_a_day: int
    free_disk_for_photos: int
    free_disk_for_reports: int
    database_size: int
    digest_hours: tuple[int, ...]
    recovery_wait_hours: int
    release_hour: int
    mail_server: MailServer | None
    email_from: str
    check_keys_file: Path | None
    keyholder_url: str
    keyholder_log_key: bytes
    push_services: tuple[str, ...]

    @property
    def address(self) -> str:
        """Where people find the site: its first host name."""
        host = self.site_hosts[0]
        return f"https://{host}" if self.site_https else f"http://{host}:{self.port}"

    @property
    def onion_address(self) -> str:
        """Where people find the site through Tor; empty where there is no onion service."""
        return self.onion_host and f"http://{self.onion_host}"

    @property
    def listens_on(self) -> Address:
        """Where the site listens."""
        return Address(self.host, self.port)

    @property
    def postgres_folder(self) -> Path:
        """Where the embedded PostgreSQL keeps its database."""
        return self.data_dir / "postgres"

    @property
    def keys_file(self) -> Path:
        """Where the check's secret keys are."""
        return self.check_keys_file or self.data_dir / "check-keys.json"

    @property
    def can_check(self) -> bool:
        """Whether there is a key holder; without one, nobody can check."""
        return bool(self.keyholder_url)


def _site_hosts(text: str) -> tuple[str, ...]:
    hosts = env.hosts("SITE_HOSTS", text)
    if any(host.lower().endswith(".onion") for host in hosts):
        raise ConfigurationError(
            "SITE_HOSTS must not name an onion service, which works without HTTPS: "
            "name it in ONION_HOST."
        )
    return hosts


def _place_list(named: str) -> PlaceList:
    try:
        return shipped.place_list(named)
    except PlacesError as error:
        raise ConfigurationError(f"PLACES must name a list that can be used. {error}") from error


def _mail_server(url: str) -> MailServer | None:
    if not url:
        return None
    if "?" in url or "#" in url:
        # The rest would be dropped, and the part before read as the host.
        raise ConfigurationError(
            "EMAIL_URL must hold no ? and no #. In a password, ? is written %3F, # is %23, / is "
            "%2F, @ is %40 and % is %25."
        )
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


def _keyholder_url(text: str) -> str:
    parts = urlsplit(text)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in NEARBY)
    if text and (not is_safe or not parts.hostname or text.rstrip("/") != _origin(text)):
        raise ConfigurationError(
            "KEYHOLDER_URL must be an address like https://keys.example, without a path."
        )
    return text.rstrip("/")


def _origin(text: str) -> str:
    parts = urlsplit(text)
    return f"{parts.scheme}://{parts.netloc}"


def _log_key(text: str, url: str) -> bytes:
    try:
        key = from_b64u(text)
    except ValueError:
        key = b""
    if (text or url) and len(key) != LOG_KEY_SIZE:
        raise ConfigurationError(
            "KEYHOLDER_LOG_KEY must be the 43 characters that `unsilenced keyholder keys` prints."
        )
    return key


def _hours(name: str, text: str) -> tuple[int, ...]:
    hours = tuple(env.number(name, hour, 0, 23) for hour in env.parts(text, ","))
    if not hours:
        raise ConfigurationError(f"{name} must name at least one full hour, such as 9.")
    return hours


def _push_services(text: str) -> tuple[str, ...]:
    services = () if text == NO_SERVICE else env.parts(text, ",")
    if not all(_HOST.fullmatch(each) or _is_nearby(each) for each in services):
        raise ConfigurationError(
            "PUSH_SERVICES must be host names like push.example.org, with commas between."
        )
    return services


def _is_nearby(text: str) -> bool:
    """Whether `text` is the origin of a service on the same machine, to try things out."""
    parts = urlsplit(text)
    return parts.scheme == "http" and parts.hostname in NEARBY and text == _origin(text)


def configuration(environment: Mapping[str, str] = os.environ) -> Configuration:
    """Read the settings from `environment`.

    Raises ConfigurationError for the first one that cannot be used.
    """
    return Configuration(**env.read_each(readers(environment)))


def readers(environment: Mapping[str, str] = os.environ) -> env.Readers:
    """Return how each field is read from `environment`."""
    raw = env.read(SETTINGS, environment)
    return {
        "database": lambda: url.read("DATABASE_URL", raw["DATABASE_URL"]),
        "data_dir": lambda: env.data_folder("DATA_DIR", raw["DATA_DIR"]),
        "port": lambda: env.number("PORT", raw["PORT"], 1, 65535),
        "host": lambda: raw["HOST"],
        "workers": lambda: env.number("WORKERS", raw["WORKERS"], 1, 64),
        "secret_key": lambda: env.signing_key("SECRET_KEY", raw["SECRET_KEY"]),
        "site_hosts": lambda: _site_hosts(raw["SITE_HOSTS"]),
        "onion_host": lambda: raw["ONION_HOST"] and onion_host("ONION_HOST", raw["ONION_HOST"]),
        "site_https": lambda: env.choice("SITE_HTTPS", raw["SITE_HTTPS"], ("yes", "no")) == "yes",
        "site_name": lambda: raw["SITE_NAME"],
        "site_palette": lambda: env.choice("SITE_PALETTE", raw["SITE_PALETTE"], PALETTES),
        "places": lambda: _place_list(raw["PLACES"]),
        "site_contact": lambda: env.parts(raw["SITE_CONTACT"], "|"),
        "site_about": lambda: env.by_language("SITE_ABOUT", raw["SITE_ABOUT"]),
        "site_read_when": lambda: env.by_language("SITE_READ_WHEN", raw["SITE_READ_WHEN"]),
        "site_read_languages": lambda: env.parts(raw["SITE_READ_LANGUAGES"], ","),
        "source_url": lambda: (
            raw["SOURCE_URL"] and env.https_address("SOURCE_URL", raw["SOURCE_URL"])
        ),
        "exit_url": lambda: env.https_address("EXIT_URL", raw["EXIT_URL"]),
        **{
            name.lower(): partial(env.number, name, raw[name] or "0", least, _MOST)
            for name, least in _AMOUNTS.items()
        },
        "recovery_wait_hours": lambda: env.number(
            "RECOVERY_WAIT_HOURS", raw["RECOVERY_WAIT_HOURS"], 24, 720
        ),
        "release_hour": lambda: env.number("RELEASE_HOUR", raw["RELEASE_HOUR"], 0, 23),
        "digest_hours": lambda: _hours("DIGEST_HOURS", raw["DIGEST_HOURS"]),
        "mail_server": lambda: _mail_server(raw["EMAIL_URL"]),
        "email_from": lambda: env.email_address("EMAIL_FROM", raw["EMAIL_FROM"]),
        "check_keys_file": lambda: (
            Path(raw["CHECK_KEYS_FILE"]).absolute() if raw["CHECK_KEYS_FILE"] else None
        ),
        "keyholder_url": lambda: _keyholder_url(raw["KEYHOLDER_URL"]),
        "keyholder_log_key": lambda: _log_key(raw["KEYHOLDER_LOG_KEY"], raw["KEYHOLDER_URL"]),
        "push_services": lambda: _push_services(raw["PUSH_SERVICES"]),
    }
