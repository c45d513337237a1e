"""Reading the address of a PostgreSQL from a setting, so that no message repeats a password."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from unsilenced.process.settings.environment import ConfigurationError

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
_HALF_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def read(name: str, url: str) -> dict[str, str]:
    """Take the address of a PostgreSQL apart into libpq's words; empty for none.

    PostgreSQL's library repeats hosts, ports and options in its messages. So no part of a password
    may be read as one of these, and no message of this module repeats any.
    """
    authority, query = _taken_apart(name, url)
    try:
        words = {word: str(value) for word, value in conninfo_to_dict(url).items()}
    except (ProgrammingError, UnicodeError) as error:
        # The text after the first colon may hold the password, so libpq's message is not repeated.
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
    """Return an address's part with user and host, and its options; nothing if it is no URL.

    Raises ConfigurationError if an @ or a / of a password is not escaped: libpq would read the rest
    as the host, the port or the database.
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
    """Say which part of an address libpq does not read, if that is no secret."""
    options = {each.partition("=")[0] for each in query.split("&") if each}
    unknown = sorted(each for each in options - _OPTIONS if each.isidentifier())
    # Without the @, a password stands in the place of the port and perhaps of the options.
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
    """Raise ConfigurationError for an option with a value that PostgreSQL's library refuses."""
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
