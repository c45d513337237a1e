"""Settings from environment variables: their names, and reading them with care."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from email.errors import HeaderParseError, InvalidHeaderDefect
from email.headerregistry import AddressHeader, HeaderRegistry
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from unsilenced.process.postgres.embedded import UNUSABLE, is_usable

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", re.ASCII)
LEAST_KEY = 50
LEAST_LETTERS = 12
"""A key with fewer different characters is not random."""


if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


class ConfigurationError(ValueError):
    """A setting that cannot be used; the message says which, and what to do."""


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, its default and its purpose."""

    name: str
    default: str
    purpose: str
    secret: bool = False


def read(settings: tuple[Setting, ...], environment: Mapping[str, str]) -> dict[str, str]:
    """Return the text of each setting; one that is empty counts as not set."""
    return {each.name: environment.get(each.name, "").strip() or each.default for each in settings}


def parts(text: str, separator: str) -> tuple[str, ...]:
    """Split a list, and drop empty parts."""
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def by_language(name: str, text: str) -> dict[str, str]:
    """Read a text in several languages: `en: Hello | pt-br: Olá`, the first for all others."""
    found: dict[str, str] = {}
    for part in parts(text, "|"):
        language, colon, words = part.partition(":")
        if not colon or not _LANGUAGE.fullmatch(language.strip()) or not words.strip():
            raise ConfigurationError(
                f"{name} must name the language of each text, as in `en: Hello | pt-br: Olá`:"
                f" {part!r} does not."
            )
        if found.setdefault(language.strip(), words.strip()) != words.strip():
            raise ConfigurationError(f"{name} has two texts for {language.strip()!r}.")
    return found


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
    """Read a signing key; empty for none."""
    if text and (len(text) < LEAST_KEY or len(set(text)) < LEAST_LETTERS):
        raise ConfigurationError(
            f"{name} must be {LEAST_KEY} or more random characters. Leave it out, and the program "
            "makes one."
        )
    return text


def email_address(name: str, text: str) -> str:
    """Read the e-mail address of a sender, with or without a name before it."""
    address = parseaddr(text)[1]
    person, at, domain = address.rpartition("@")
    # The parser of addresses drops blanks inside an address.
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
    """Return the fields that cannot be used, each with its error."""
    found = {}
    for field, read in readers.items():
        try:
            read()
        except ConfigurationError as error:
            found[field] = str(error)
    return found


def despite(readers: Readers, usual: T) -> T:
    """Return a configuration, with the `usual` value for each field that cannot be used."""
    wrong = unusable(readers)
    return replace(usual, **{name: read() for name, read in readers.items() if name not in wrong})


def data_folder(name: str, text: str) -> Path:
    """Read the folder that the embedded PostgreSQL is in."""
    if text.startswith("~"):
        # systemd does not replace `~`, and a folder of that name would be made.
        raise ConfigurationError(f"{name} must be written out, without ~.")
    folder = Path(text).absolute()
    if not is_usable(folder):
        raise ConfigurationError(
            f"{name} must be a folder with another path: PostgreSQL takes no control characters "
            f"in it, and none of {' '.join(sorted(UNUSABLE))}."
        )
    return folder


def https_address(name: str, text: str) -> str:
    """Read an address for browsers."""
    if not text.startswith("https://") or not urlsplit(text).hostname:
        raise ConfigurationError(f"{name} must be an address that starts with https://.")
    return text
