"""Settings from environment variables: what they are called, and reading them with care."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError, InvalidHeaderDefect
from email.headerregistry import AddressHeader, HeaderRegistry
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from unsilenced.running.postgres import UNUSABLE, is_usable

_SCHEMES = ("postgresql", "postgres")
_CHOICES = {
    "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "sslnegotiation": ("postgres", "direct"),
    "channel_binding": ("disable", "prefer", "require"),
    "gssencmode": ("disable", "prefer", "require"),
    "load_balance_hosts": ("disable", "random"),
    "target_session_attrs": (
        "any",
        "read-write",
        "read-only",
        "primary",
        "standby",
        "prefer-standby",
    ),
}
"""Options that take one of some words."""

_NUMBERS = (
    "connect_timeout",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
)
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_LAST_PORT = 65535
_OPTIONS = frozenset(each.keyword.decode() for each in Conninfo.get_defaults())
_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", re.ASCII)
LEAST_KEY = 50
LEAST_LETTERS = 12
"""Fewer different characters in so many are not random."""
_HALF_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


class ConfigurationError(ValueError):
    """A setting that cannot be used; the message says which, and what to do."""


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, its default and what it is for."""

    name: str
    default: str
    purpose: str
    secret: bool = False


def read(settings: tuple[Setting, ...], environment: Mapping[str, str]) -> dict[str, str]:
    """Return the text of each setting; one that is empty counts as not set."""
    return {each.name: environment.get(each.name, "").strip() or each.default for each in settings}


def parts(text: str, separator: str) -> tuple[str, ...]:
    """Take a list apart, without what is empty."""
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def number(name: str, text: str, low: int, high: int) -> int:
    """Read a whole number from `low` to `high`."""
    if not (text.isascii() and text.isdecimal()) or not low <= int(text) <= high:
        raise ConfigurationError(
            f"{name} must be a whole number from {low} to {high}, not {text!r}."
        )
    return int(text)


def choice(name: str, text: str, choices: tuple[str, ...]) -> str:
    """Read one of `choices`."""
    if text not in choices:
        raise ConfigurationError(f"{name} must be one of {', '.join(choices)}, not {text!r}.")
    return text


def hosts(name: str, text: str) -> tuple[str, ...]:
    """Read host names with commas between, at least one."""
    found = parts(text, ",")
    if not found:
        raise ConfigurationError(f"{name} must name at least one host.")
    for each in found:
        if not _HOST.fullmatch(each) and not _is_ip(each):
            raise ConfigurationError(
                f"{name} must be host names alone, like fernway.example: without https://, port, "
                f"path or *. This is none: {each!r}."
            )
    return found


def _is_ip(text: str) -> bool:
    try:
        ip_address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def signing_key(name: str, text: str) -> str:
    """Read a key that something is signed with; empty for none."""
    if text and (len(text) < LEAST_KEY or len(set(text)) < LEAST_LETTERS):
        raise ConfigurationError(
            f"{name} must be {LEAST_KEY} or more random characters. Leave it out, and the program "
            "makes one."
        )
    return text


def email_address(name: str, text: str) -> str:
    """Read one e-mail address that messages can come from, with or without a name before it."""
    address = parseaddr(text)[1]
    person, at, domain = address.rpartition("@")
    # What reads addresses leaves blanks out that stand inside one.
    is_whole = person and at and domain and address in text and text.isprintable()
    if not is_whole or not _is_one_sender(text, domain):
        raise ConfigurationError(
            f"{name} must be one e-mail address like post@fernway.example, or one with a name, "
            'which stands in quotes if it has a comma: "Fernway, Inc" <post@fernway.example>.'
        )
    return text


def _is_one_sender(text: str, domain: str) -> bool:
    """Whether `text` can stand as it is in a message's From, and its domain in a greeting."""
    try:
        domain.encode("idna")
        read = HeaderRegistry()("from", text)
    except (ValueError, IndexError, HeaderParseError):
        return False
    if not isinstance(read, AddressHeader) or [each.display_name for each in read.groups] != [None]:
        return False
    return not any(isinstance(each, InvalidHeaderDefect) for each in read.defects)


Readers = Mapping[str, Callable[[], Any]]
"""How each field of a configuration is read from the text of the settings."""


def read_each(readers: Readers) -> dict[str, Any]:
    """Read each field. Raises ConfigurationError for the first that cannot be used."""
    return {field: read() for field, read in readers.items()}


def unusable(readers: Readers) -> dict[str, str]:
    """Return what cannot be used, by its field, and what is told of it."""
    found = {}
    for field, read in readers.items():
        try:
            read()
        except ConfigurationError as error:
            found[field] = str(error)
    return found


def data_folder(name: str, text: str) -> Path:
    """Read the folder that the embedded PostgreSQL is in."""
    if text.startswith("~"):
        # systemd leaves it as it is, and a folder of that name would be made.
        raise ConfigurationError(f"{name} must be written out, without ~.")
    folder = Path(text).absolute()
    if not is_usable(folder):
        raise ConfigurationError(
            f"{name} must be a folder with another path: PostgreSQL takes no control characters "
            f"in it, and none of {' '.join(sorted(UNUSABLE))}."
        )
    return folder


def https_address(name: str, text: str) -> str:
    """Read an address that browsers are sent to."""
    if not text.startswith("https://") or not urlsplit(text).hostname:
        raise ConfigurationError(f"{name} must be an address that starts with https://.")
    return text


def database(name: str, url: str) -> dict[str, str]:
    """Take the address of a PostgreSQL apart into libpq's words; empty for none.

    PostgreSQL's library repeats hosts, ports and options in its messages. So nothing that may be a
    part of a password is left to be taken for one, and no message from here repeats any.
    """
    authority, query = _taken_apart(name, url)
    try:
        words = {word: str(value) for word, value in conninfo_to_dict(url).items()}
    except (ProgrammingError, UnicodeError) as error:
        # What follows the first colon may hold the password, so what libpq said is not repeated.
        wrong = _wrong_in(authority, query)
        raise ConfigurationError(
            f"{name} must look like postgresql://user:password@host/name.{wrong}"
        ) from error
    _refuse_values(name, words)
    if words and not words.get("dbname") and "service" not in words:
        raise ConfigurationError(
            f"{name} must name the database, as in postgresql://user:password@host/name."
        )
    return words


def _taken_apart(name: str, url: str) -> tuple[str, str]:
    """Return who and where of an address, and its options; nothing where it is no URL.

    Raises ConfigurationError where an @ or a / of a password is not escaped: what follows it would
    be taken for the host, the port or the database.
    """
    scheme, found, rest = url.partition("://")
    if not found or scheme not in _SCHEMES:
        return "", ""
    who, at, after = rest.rpartition("@")
    if "@" in who or (at and "/" in who):
        raise ConfigurationError(
            f"{name} must have one @, before the host. In a user's name, a password or an option, "
            "@ is written %40, / is %2F, % is %25 and ? is %3F."
        )
    path, _, query = after.partition("?")
    return f"{who}{at}{path.partition('/')[0]}", query


def _wrong_in(authority: str, query: str) -> str:
    """Say what of an address libpq does not read, where that is no secret."""
    options = {each.partition("=")[0] for each in query.split("&") if each}
    unknown = sorted(each for each in options - _OPTIONS if each.isidentifier())
    # With the @ left out, a password stands where a port would, and may go on as options.
    is_secret = "password" in query or ("@" not in authority and ":" in authority)
    if unknown and not is_secret:
        return f" PostgreSQL's library knows no option {', '.join(unknown)}."
    if unknown:
        return " PostgreSQL's library does not know all of its options."
    if (
        _HALF_ESCAPE.search(authority)
        or not unquote_to_bytes(authority.encode(errors="replace")).isascii()
    ):
        return " A % in a password is written %25."
    return ""


def _refuse_values(name: str, words: Mapping[str, str]) -> None:
    """Raise ConfigurationError for an option whose value PostgreSQL's library does not take."""
    for option, choices in _CHOICES.items():
        if words.get(option, choices[0]) not in choices:
            raise ConfigurationError(
                f"{name} must have another {option}: one of {', '.join(choices)}."
            )
    for option in _NUMBERS:
        if not _NUMBER.fullmatch(words.get(option, "0")):
            raise ConfigurationError(f"{name} must have another {option}: a whole number.")
    ports = words.get("port", "").split(",")
    if not all(not each or _is_port(each) for each in ports):
        raise ConfigurationError(
            f"{name} must have another port: a whole number from 1 to {_LAST_PORT}. In a password, "
            "/ is written %2F."
        )


def _is_port(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and 1 <= int(text) <= _LAST_PORT
