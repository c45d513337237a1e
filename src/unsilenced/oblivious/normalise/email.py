"""E-mail addresses: lower case, their domains in Unicode."""

import re

from unsilenced.oblivious.normalise.kinds import IdentifierKind, not_one
from unsilenced.oblivious.normalise.text import cleaned, is_refused, settled

_SCHEME = re.compile("^(?:mailto: ?)+")
_PUNYCODE = "xn--"
_IDEOGRAPHIC_STOP = "\N{IDEOGRAPHIC FULL STOP}"
_NEVER_IN_A_LABEL = frozenset(f" @.{_IDEOGRAPHIC_STOP}")


def canonical(text: str) -> str:
    """Return the canonical form of a cleaned address; raises `CheckError` (`not-an-email`)."""
    local, _, domain = settled(text, _bare).rpartition("@")
    labels = domain.replace(_IDEOGRAPHIC_STOP, ".").removesuffix(".").split(".")
    if not local or " " in local or len(labels) == 1:
        raise not_one(IdentifierKind.EMAIL)
    return f"{local}@{'.'.join(map(_label, labels))}"


def _bare(text: str) -> str:
    return _SCHEME.sub("", text.lower())


def _lower(text: str) -> str:
    return settled(text, str.lower)


def _label(label: str) -> str:
    if label.isascii() and label.startswith(_PUNYCODE):
        label = _lower(cleaned(_decoded(label.removeprefix(_PUNYCODE))))
    if not label or label.startswith(_PUNYCODE) or _NEVER_IN_A_LABEL & set(label):
        raise not_one(IdentifierKind.EMAIL)
    return label


def _decoded(punycode: str) -> str:
    """Return what Punycode (RFC 3492) stands for, if it is the one way to write that."""
    try:
        decoded = punycode.encode().decode("punycode")
        is_the_one = decoded.encode("punycode").decode() == punycode
    except UnicodeError:
        raise not_one(IdentifierKind.EMAIL) from None
    if not is_the_one or decoded.isascii() or is_refused(decoded):
        raise not_one(IdentifierKind.EMAIL)
    return decoded
