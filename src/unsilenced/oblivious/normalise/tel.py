"""Phone numbers: E.164."""

import re
from functools import cache

import phonenumbers
from phonenumbers import (
    NumberParseException,
    PhoneMetadata,
    PhoneNumber,
    PhoneNumberFormat,
    ValidationResult,
)

from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.normalise.extension import without_extension
from unsilenced.oblivious.normalise.kinds import IdentifierKind, Refusal, not_one, refused
from unsilenced.oblivious.normalise.renumbered import renumbered
from unsilenced.oblivious.normalise.text import ascii_digits

SCHEME = r"(?:tel|callto|sms|smsto|mms|mmsto|whatsapp):(?://)?([^?&]*)(?:[?&].*)?"
"""A link to a number, with what it asks for, as expressions for a whole text in small letters."""
ADDRESS = (
    r"(?:https?://)?(?:(?:www\.)?wa\.me/|(?:(?:api|web)\.whatsapp\.com/|whatsapp://)send/?\?"
    r"(?:[^ #]*&)?phone=|viber://(?:chat|add|contact)/?\?number=|signal\.me/#p/)"
    r"(?:\+|%2b)?([0-9]+)/?(?:[?&#][^ ]*)?"
)
"""An address of WhatsApp, Viber or Signal: its number has a country, and often no plus."""
TELEGRAM = r"(?:https?://)?(?:t|telegram)\.me/(?:\+|%2b)([0-9]{7,15})/?(?:[?#][^ ]*)?"
"""An address of Telegram with a number; other letters after the plus invite to a group."""
AMOUNT = r"(\+?[0-9]{7,17})\.0+"
"""What a spreadsheet makes of a number that it takes for an amount."""
ZERO_IN_BRACKETS = r"[([] ?0 ?[)\]]"
_SCHEME, _ADDRESS, _TELEGRAM, _AMOUNT, _ZERO_IN_BRACKETS = map(
    re.compile, (SCHEME, ADDRESS, TELEGRAM, AMOUNT, ZERO_IN_BRACKETS)
)
_BETWEEN = re.compile(
    "[ ()\\[\\]./~_\\-\u00b7\u2010-\u2015\u2022\u2027\u2053\u2212\u2219\u223c\u22c5\u30fc]"
)
_NUMBER = re.compile(r"(\+*)([0-9]{3,25})")
ITALY = 39
"""The calling code of Italy and the Vatican, whose landlines have a zero and mobiles none."""
ITALIAN_MOBILE = "3[0-9]{9}|0[0-9]*"
"""Italian numbers that have no zero more: ten digits of a mobile, or a zero already."""
PASSES = 4
"""How often a number is read until reading it again changes nothing."""


def _italian_services() -> str:
    plan = PhoneMetadata.metadata_for_region("IT")
    kinds = ("toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "voicemail")
    patterns = [getattr(plan, kind).national_number_pattern for kind in kinds]
    return "|".join(pattern for pattern in patterns if pattern)


ITALIAN_SERVICES = _italian_services()
"""Italian numbers that begin as landlines do once these lose their zero."""
_ITALIAN_MOBILE, _ITALIAN_SERVICE = re.compile(ITALIAN_MOBILE), re.compile(ITALIAN_SERVICES)


def check_region(region: str) -> str:
    """Return a region in capitals; raises `CheckError` (`unknown-region`)."""
    known = region.upper() if region.isascii() else ""
    if known not in phonenumbers.SUPPORTED_REGIONS:
        message = "The region is not known: give the two letters of a country, such as GB."
        raise CheckError("unknown-region", message)
    return known


def canonical(text: str, region: str) -> str:
    """Return the canonical form of a cleaned number.

    Raises `CheckError` (`not-a-number`, `zero-in-brackets`).
    """
    number = _dialled(text, region)
    for _ in range(PASSES):
        before, number = number, _read(number, region)
        if number == before:
            return number
    raise not_one(IdentifierKind.TEL)


def named_in_address(typed: str) -> str | None:
    """Return the number that an address of WhatsApp, Telegram, Signal or Viber names."""
    found = _ADDRESS.fullmatch(typed) or _TELEGRAM.fullmatch(typed)
    return f"+{found[1]}" if found else None


def _dialled(text: str, region: str) -> str:
    """Return the digits, after a plus where one was typed, without the extension."""
    typed = ascii_digits(text).lower()
    if named := named_in_address(typed):
        typed = named
    elif scheme := _SCHEME.fullmatch(typed):
        typed = scheme[1]
    if amount := _AMOUNT.fullmatch(typed):
        typed = amount[1]
    typed = without_extension(typed)
    number = _digits(typed)
    zero = _ZERO_IN_BRACKETS.search(typed)
    if zero and (before := _BETWEEN.sub("", typed[: zero.start()])):
        return _without_zero(number, before, typed[zero.end() :], region)
    return number


def _digits(typed: str) -> str:
    found = _NUMBER.fullmatch(_BETWEEN.sub("", typed))
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


def _without_zero(number: str, before: str, after: str, region: str) -> str:
    """Return a number without a zero in brackets after its calling code, if that is no digit.

    From abroad one leaves it out; Italy, San Marino and the Ivory Coast dial it always.
    """
    own = _BETWEEN.sub("", after)
    read = _parsed(_digits(f"{before}{own}"), region) if own else None
    if read is None:
        return number
    code = _code(read)
    if _e164(read) != f"+{code}{own}" or not before.endswith(str(code)):
        return number
    fits, fits_with_zero = _fits(code, own), _fits(code, f"0{own}")
    if code == ITALY and fits and fits_with_zero and not _ITALIAN_MOBILE.fullmatch(own):
        if _ITALIAN_SERVICE.fullmatch(own):
            raise refused(Refusal.ZERO_IN_BRACKETS)
        return f"+{code}0{own}"
    return f"+{code}0{own}" if fits_with_zero and not fits else f"+{code}{own}"


def _read(number: str, region: str) -> str:
    read = _parsed(number, region)
    if read is None:
        raise not_one(IdentifierKind.TEL)
    own = phonenumbers.national_significant_number(read)
    code = _code(read)
    if own.startswith("0") and not _fits(code, own) and _fits(code, own[1:]):
        # A zero that this country does not dial.
        own = own[1:]
    one = renumbered(f"+{code}{own}")
    if one != _e164(read):
        return one
    if phonenumbers.is_possible_number_with_reason(read) != ValidationResult.IS_POSSIBLE:
        raise not_one(IdentifierKind.TEL)
    return one


def _parsed(number: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(f"+{number}" if _lacks_plus(number, region) else number, region)
    except NumberParseException:
        return None


def _code(number: PhoneNumber) -> int:
    return number.country_code or 0


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _lacks_plus(number: str, region: str) -> bool:
    """Tell whether a number begins with the region's calling code and is none of its own.

    Both libraries have rules of their own for these, which differ.
    """
    own = re.fullmatch(_plan(region), number)
    return number.startswith(str(phonenumbers.country_code_for_region(region))) and not own


def _plan(region: str) -> str:
    plan = PhoneMetadata.metadata_for_region(region).general_desc  # type: ignore[union-attr]
    return plan.national_number_pattern  # type: ignore[union-attr,return-value]


def _fits(code: int, own: str) -> bool:
    """Tell whether a number fits the plan of a region with this calling code."""
    return any(re.fullmatch(plan, own) for plan in _plans(code))


@cache
def _plans(code: int) -> list[str]:
    regions = phonenumbers.region_codes_for_country_code(code)
    if regions != (phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY,):
        return [_plan(region) for region in regions]
    plan = PhoneMetadata.metadata_for_nongeo_region(code).general_desc  # type: ignore[union-attr]
    return [plan.national_number_pattern]  # type: ignore[union-attr,list-item]
