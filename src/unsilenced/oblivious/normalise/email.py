"""E-mail addresses: lower case, their domains in Unicode, without what wraps them."""

import re
from urllib.parse import unquote

from unsilenced.oblivious.normalise.kinds import IdentifierKind, Refusal, not_one, refused
from unsilenced.oblivious.normalise.text import WRAPPING, cleaned, is_refused, settled

BEFORE = " .\u00b7\u2022"
"""Signs that go in front of an address, beside what wraps it."""
AFTER = " .!?/'*_|`{}=&#^~$%+"
"""Signs that go at its end, beside what wraps it: a domain ends with a letter or a digit."""
PAIRS = "'`*_~|"
"""Marks that go in front only if the same one goes at the end: an address may begin with them."""
NEVER_IN_A_LOCAL_PART = " /"
"""What a local part never has, beside what wraps an address."""

_LINK = re.compile("[^@]*?mailto:(.*)", re.ASCII | re.IGNORECASE)
_FIELD = re.compile("[^@:]*:")
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_PUNYCODE = "xn--"
_IDEOGRAPHIC_STOP = "\N{IDEOGRAPHIC FULL STOP}"
# Of ASCII, a label has letters, digits and hyphens.
_NEVER_IN_A_LABEL = re.compile("[\0-,./:-`{-\x7f]")
_NUMBER = re.compile("[0-9]+")


def canonical(text: str) -> str:
    """Return the canonical form of a cleaned address.

    Raises `CheckError` (`not-an-email`, `several-addresses`).
    """
    address = settled(text, _bare)
    if address.count("@") > 1:
        raise refused(Refusal.SEVERAL_ADDRESSES)
    local, _, domain = address.rpartition("@")
    labels = domain.replace(_IDEOGRAPHIC_STOP, ".").split(".")
    wrong = {*WRAPPING, *NEVER_IN_A_LOCAL_PART} & set(local)
    if not local or wrong or len(labels) == 1:
        raise not_one(IdentifierKind.EMAIL)
    labels = [_label(label) for label in labels]
    if _NUMBER.fullmatch(labels[-1]):
        raise not_one(IdentifierKind.EMAIL)
    return f"{local}@{'.'.join(labels)}"


def _bare(text: str) -> str:
    return _named(_unwrapped(text)).lower()


def _named(text: str) -> str:
    """Return the address after a name, as in `Anna <anna@example.org`, if the name is no other."""
    name, _, address = text.rpartition("<")
    address = _unwrapped(address)
    is_other = "@" in name and _unwrapped(name).lower() != address.lower()
    return text if is_other or "@" not in address else address


def _unwrapped(text: str) -> str:
    before = None
    while text != before:
        before, text = text, _without_signs(text)
        if link := _LINK.fullmatch(text):
            text = _decoded_link(link[1])
        elif field := _FIELD.match(text):
            text = text[field.end() :]
    return text


def _without_signs(text: str) -> str:
    while text:
        if len(text) > 1 and text[0] == text[-1] and text[0] in PAIRS:
            text = text[1:-1]
        elif text[-1] in WRAPPING + AFTER:
            text = text[:-1]
        elif text[0] in WRAPPING + BEFORE:
            text = text[1:]
        else:
            break
    return text


def _decoded_link(link: str) -> str:
    """Return the address of a `mailto:` link (RFC 6068), without its query."""
    address = link.partition("?")[0]
    try:
        decoded = unquote(address, errors="strict")
    except UnicodeDecodeError:
        raise not_one(IdentifierKind.EMAIL) from None
    if _STRAY_PERCENT.search(address) or is_refused(decoded):
        raise not_one(IdentifierKind.EMAIL)
    return decoded


def _lower(text: str) -> str:
    return settled(text, str.lower)


def _label(label: str) -> str:
    if label.isascii() and label.startswith(_PUNYCODE):
        label = _lower(cleaned(_decoded(label.removeprefix(_PUNYCODE))))
    wrong = _NEVER_IN_A_LABEL.search(label) or {_IDEOGRAPHIC_STOP, *WRAPPING} & set(label)
    if not label or label.startswith((_PUNYCODE, "-")) or label.endswith("-") or wrong:
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
