"""Profiles: `platform:name`."""

import re
from urllib.parse import unquote

from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.normalise.kinds import IdentifierKind, Refusal, not_one, refused
from unsilenced.oblivious.normalise.platforms import (
    INVITATION,
    NOT_NAMES,
    PHONE_HOSTS,
    PHONES,
    PLATFORMS,
    SUBDOMAIN,
)
from unsilenced.oblivious.normalise.tel import named_in_address
from unsilenced.oblivious.normalise.text import WRAPPING, is_refused, settled

BEFORE = " .'*`|\u00b7\u2022"
"""Signs that go in front of a profile, beside what wraps it."""
AFTER = " .!'*`|{}~"
"""Signs that go at its end, beside what wraps it."""
NEVER_IN_A_NAME = " /@?#%"

_ADDRESS = re.compile(r"(?:https?://)?([^ /:@?#]+\.[^ /:@?#]+)([/?#].*)?")
_NAMED = re.compile(r"([^ /:@]+)(?: ?: ?@?| @ ?)(.+)")
_SUBDOMAIN = re.compile(SUBDOMAIN)
_INVITATION = re.compile(INVITATION)
_NUMBER = re.compile("[+][0-9]+")
LONGEST_NAME = 100
"""Characters of a name."""

_BY_HOST = {host: name for name, each in PLATFORMS.items() for host in each.hosts}
_HOSTS = {*_BY_HOST, *PHONE_HOSTS}
_BY_ALIAS = {alias: name for name, each in PLATFORMS.items() for alias in (name, *each.aliases)}


def canonical(text: str) -> str:
    """Return the canonical form of a cleaned profile.

    Raises `CheckError` (`not-a-handle`, `unknown-platform`, `phone-number`, `invitation-link`).
    """
    folded = settled(text, _bare)
    if named_in_address(folded):
        raise refused(Refusal.PHONE_NUMBER)
    if _INVITATION.fullmatch(folded):
        raise refused(Refusal.INVITATION_LINK)
    if found := _ADDRESS.fullmatch(folded):
        platform = _known(_platform_of(found[1]))
        name = _name_in(platform, found[2] or "")
    elif found := _NAMED.fullmatch(folded):
        platform, name = _known(_by_alias(found[1])), found[2]
    else:
        raise not_one(IdentifierKind.HANDLE)
    wrong = {*WRAPPING, *NEVER_IN_A_NAME} & set(name)
    if not 1 <= len(name) <= LONGEST_NAME or wrong or name.startswith("+"):
        is_number = _NUMBER.fullmatch(name)
        raise refused(Refusal.PHONE_NUMBER) if is_number else not_one(IdentifierKind.HANDLE)
    return f"{platform}:{name}"


def _bare(text: str) -> str:
    without = text.rstrip(WRAPPING + AFTER).lstrip(WRAPPING + BEFORE)
    return without.casefold()


def _by_alias(alias: str) -> str | None:
    if alias in PHONES:
        raise refused(Refusal.PHONE_NUMBER)
    return _BY_ALIAS.get(alias)


def _known(platform: str | None) -> str:
    if platform is None:
        message = f"The platform is not known. Known are: {', '.join(PLATFORMS)}."
        raise CheckError("unknown-platform", message)
    return platform


def _platform_of(host: str) -> str | None:
    """Return the platform of a host, of its site for phones or of its site in one language."""
    while host not in _HOSTS and (found := _SUBDOMAIN.match(host)):
        host = host[found.end() :]
    if host in PHONE_HOSTS:
        raise refused(Refusal.PHONE_NUMBER)
    return _BY_HOST.get(host)


def _name_in(platform: str, rest: str) -> str:
    """Return the name in what follows the host; names of the platform's own pages do not count."""
    path, question, query = rest.partition("#")[0].partition("?")
    path = path.rstrip("/").replace("%40", "@")
    for shape in PLATFORMS[platform].addresses:
        for address in (path, f"{path}{question}{query}"):
            found = re.fullmatch(shape, address)
            if found and found[1] not in NOT_NAMES:
                return _decoded(found[1]).removeprefix("@").rstrip(WRAPPING + AFTER)
    raise not_one(IdentifierKind.HANDLE)


def _decoded(name: str) -> str:
    try:
        decoded = unquote(name, errors="strict")
    except UnicodeDecodeError:
        raise not_one(IdentifierKind.HANDLE) from None
    if is_refused(decoded):
        raise not_one(IdentifierKind.HANDLE)
    return settled(decoded, str.casefold)
