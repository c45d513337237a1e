"""Profiles: `platform:name`."""

import re
from urllib.parse import unquote

from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.normalise.kinds import IdentifierKind, not_one
from unsilenced.oblivious.normalise.platforms import NOT_NAMES, PLATFORMS
from unsilenced.oblivious.normalise.text import is_refused, settled

_ADDRESS = re.compile(r"(?:https?://)?([^ /:@?#]+\.[^ /:@?#]+)([/?#].*)?")
_NAMED = re.compile(r"([^ /:@]+)(?: ?: ?@?| @ ?)(.+)")
_NAME = re.compile(r'[^ /@:?#%\\<>"]{1,100}')
_SUBDOMAIN = re.compile(r"^(?:(?:www|m|mobile|[a-z]{2}(?:-[a-z]{2})?)\.)+")

_BY_HOST = {host: name for name, each in PLATFORMS.items() for host in each.hosts}
_BY_ALIAS = {alias: name for name, each in PLATFORMS.items() for alias in (name, *each.aliases)}


def canonical(text: str) -> str:
    """Return the canonical form of a cleaned profile.

    Raises `CheckError` (`not-a-handle`, `unknown-platform`).
    """
    folded = settled(text, str.casefold)
    if found := _ADDRESS.fullmatch(folded):
        platform = _known(_platform_of(found[1]))
        name = _name_in(platform, found[2] or "")
    elif found := _NAMED.fullmatch(folded):
        platform, name = _known(_BY_ALIAS.get(found[1])), found[2]
    else:
        raise not_one(IdentifierKind.HANDLE)
    if not _NAME.fullmatch(name):
        raise not_one(IdentifierKind.HANDLE)
    return f"{platform}:{name}"


def _known(platform: str | None) -> str:
    if platform is None:
        message = f"The platform is not known. Known are: {', '.join(PLATFORMS)}."
        raise CheckError("unknown-platform", message)
    return platform


def _platform_of(host: str) -> str | None:
    """Return the platform of a host, of its site for phones or of its site in one language."""
    return _BY_HOST.get(host) or _BY_HOST.get(_SUBDOMAIN.sub("", host))


def _name_in(platform: str, rest: str) -> str:
    """Return the name in what follows the host; names of the platform's own pages do not count."""
    path, question, query = rest.partition("#")[0].partition("?")
    path = path.rstrip("/").replace("%40", "@")
    for shape in PLATFORMS[platform].addresses:
        for address in (path, f"{path}{question}{query}"):
            found = re.fullmatch(shape, address)
            if found and found[1] not in NOT_NAMES:
                return _decoded(found[1]).removeprefix("@")
    raise not_one(IdentifierKind.HANDLE)


def _decoded(name: str) -> str:
    try:
        decoded = unquote(name, errors="strict")
    except UnicodeDecodeError:
        raise not_one(IdentifierKind.HANDLE) from None
    if is_refused(decoded):
        raise not_one(IdentifierKind.HANDLE)
    return settled(decoded, str.casefold)
