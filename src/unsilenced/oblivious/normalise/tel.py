"""Phone numbers: E.164."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberFormat, ValidationResult

from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.normalise.extension import without_extension
from unsilenced.oblivious.normalise.kinds import IdentifierKind, not_one
from unsilenced.oblivious.normalise.text import ascii_digits

_SCHEME = "tel:"
# An address of WhatsApp names the number with its country, and without a plus.
_WHATSAPP = re.compile(
    r"(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=)(?:\+|%2b)?([0-9]+)/?"
    r"(?:[?&#][^ ]*)?"
)
_BETWEEN = re.compile(
    "[ ()\\[\\]./~_\\-\u00b7\u2010-\u2015\u2022\u2027\u2053\u2212\u2219\u223c\u22c5\u30fc]"
)
_NUMBER = re.compile(r"(\+*)([0-9]{3,25})")
PASSES = 4
"""How often a number is read until reading it again changes nothing."""


def check_region(region: str) -> str:
    """Return a region in capitals; raises `CheckError` (`unknown-region`)."""
    known = region.upper() if region.isascii() else ""
    if known not in phonenumbers.SUPPORTED_REGIONS:
        message = "The region is not known: give the two letters of a country, such as GB."
        raise CheckError("unknown-region", message)
    return known


def canonical(text: str, region: str) -> str:
    """Return the canonical form of a cleaned number; raises `CheckError` (`not-a-number`)."""
    number = _dialled(text)
    for _ in range(PASSES):
        before, number = number, _read(number, region)
        if number == before:
            return number
    raise not_one(IdentifierKind.TEL)


def _dialled(text: str) -> str:
    """Return the digits, after a plus where one was typed, without the extension."""
    typed = ascii_digits(text).lower().removeprefix(_SCHEME)
    if named := _WHATSAPP.fullmatch(typed):
        typed = f"+{named[1]}"
    found = _NUMBER.fullmatch(_BETWEEN.sub("", without_extension(typed)))
    if not found:
        raise not_one(IdentifierKind.TEL)
    plus, digits = found.groups()
    if not plus:
        return digits
    # Some people write both “+” and “00”.
    digits = digits.removeprefix("00")
    if digits.startswith("0"):
        raise not_one(IdentifierKind.TEL)
    return f"+{digits}"


def _read(number: str, region: str) -> str:
    if _lacks_plus(number, region):
        number = f"+{number}"
    try:
        read = phonenumbers.parse(number, region)
    except NumberParseException:
        raise not_one(IdentifierKind.TEL) from None
    if phonenumbers.is_possible_number_with_reason(read) != ValidationResult.IS_POSSIBLE:
        raise not_one(IdentifierKind.TEL)
    return phonenumbers.format_number(read, PhoneNumberFormat.E164)


def _lacks_plus(number: str, region: str) -> bool:
    """Tell whether a number begins with the region's calling code and is none of its own.

    Both libraries have rules of their own for these, which differ.
    """
    own = re.fullmatch(_plan(region), number)
    return number.startswith(str(phonenumbers.country_code_for_region(region))) and not own


def _plan(region: str) -> str:
    plan = PhoneMetadata.metadata_for_region(region).general_desc  # type: ignore[union-attr]
    return plan.national_number_pattern  # type: ignore[union-attr,return-value]
