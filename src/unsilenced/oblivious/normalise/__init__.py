"""Normalising: one spelling for each identifier, as docs/check.md says."""

from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.normalise import email, handle, plate, tel
from unsilenced.oblivious.normalise.kinds import Identifier, IdentifierKind, not_one
from unsilenced.oblivious.normalise.text import cleaned, is_refused

__all__ = ["LONGEST", "LONGEST_TYPED", "Identifier", "IdentifierKind", "normalise"]

LONGEST = 512
"""Bytes of a canonical form."""
LONGEST_TYPED = 1000
"""Characters of what is typed."""


def normalise(kind: str, value: str, *, region: str) -> Identifier:
    """Return what was typed in its canonical form.

    The region (ISO 3166-1 alpha-2) is where a phone number without a country belongs. Raises
    `CheckError` with the codes of docs/check.md.
    """
    known = _kind(kind)
    region = tel.check_region(region)
    if len(value) > LONGEST_TYPED:
        raise _too_long()
    if is_refused(value):
        raise not_one(known)
    text = cleaned(value)
    if not text:
        raise CheckError("empty", "Nothing was given.")
    if len(text) > LONGEST_TYPED:
        # One character can stand for eighteen.
        raise _too_long()
    canonical = _canonical(known, text, region)
    if len(canonical.encode()) > LONGEST:
        raise _too_long()
    return Identifier(known, canonical)


def _kind(kind: str) -> IdentifierKind:
    try:
        return IdentifierKind(kind)
    except ValueError:
        message = f"The kind is not known. Known are: {', '.join(IdentifierKind)}."
        raise CheckError("unknown-kind", message) from None


def _canonical(kind: IdentifierKind, text: str, region: str) -> str:
    match kind:
        case IdentifierKind.TEL:
            return tel.canonical(text, region)
        case IdentifierKind.EMAIL:
            return email.canonical(text)
        case IdentifierKind.PLATE:
            return plate.canonical(text)
        case IdentifierKind.HANDLE:
            return handle.canonical(text)


def _too_long() -> CheckError:
    return CheckError("too-long", "This is too long to be one.")
