"""The kinds of things that can be checked, and one of them in its canonical form."""

from dataclasses import dataclass, field
from enum import StrEnum

from unsilenced.oblivious.errors import CheckError


class IdentifierKind(StrEnum):
    """What an identifier is."""

    TEL = "tel"
    EMAIL = "email"
    PLATE = "plate"
    HANDLE = "handle"


@dataclass(frozen=True, slots=True)
class Identifier:
    """One thing that can be checked; `canonical` is its one spelling, 1 to 512 bytes of UTF-8."""

    kind: IdentifierKind
    canonical: str = field(repr=False)


NOT_ONE = {
    IdentifierKind.TEL: ("not-a-number", "This is not a phone number, or it lacks digits."),
    IdentifierKind.EMAIL: ("not-an-email", "This is not an e-mail address."),
    IdentifierKind.PLATE: (
        "not-a-plate",
        "This is not a number plate: 2 to 12 letters and digits.",
    ),
    IdentifierKind.HANDLE: (
        "not-a-handle",
        "This is not a profile: give its address, or the platform and the name, platform:name.",
    ),
}
"""The code and the message of each kind's refusal."""


class Refusal(StrEnum):
    """Refusals that say more than that it is not one of its kind."""

    SEVERAL_ADDRESSES = "several-addresses"
    ZERO_IN_BRACKETS = "zero-in-brackets"
    PHONE_NUMBER = "phone-number"
    INVITATION_LINK = "invitation-link"


MESSAGES = {
    Refusal.SEVERAL_ADDRESSES: "There is more than one @: give one address at a time.",
    Refusal.ZERO_IN_BRACKETS: "It may be another number with the zero or without: leave the "
    "brackets out, and the zero too if it is not dialled from abroad.",
    Refusal.PHONE_NUMBER: "This names a phone number: give it as one, kind tel.",
    Refusal.INVITATION_LINK: "This invites to a group or a channel: give a person's profile.",
}


def refused(refusal: Refusal) -> CheckError:
    """Return a refusal that says more."""
    return CheckError(refusal.value, MESSAGES[refusal])


def not_one(kind: IdentifierKind) -> CheckError:
    """Return the refusal of what cannot be read as that kind."""
    return CheckError(*NOT_ONE[kind])
