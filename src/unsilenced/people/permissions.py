"""What a person may do: the one table from the kind of an organisation and a role to permissions.

Each view of the desk names the permission that it needs (`people/gate.py`). A new permission, role
or kind is a line here, and nothing else decides what a person may do. (`models.RECEIVING_KIND` says
to which kind strangers write.) A role that does not belong to the kind of its organisation may do
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from unsilenced.people.models import Organisation, OrganisationKind, Role, User


class Permission(StrEnum):
    """One thing that somebody may do at the desk."""

    ACCOUNT_OWN = "account-own"
    """See and change one's own account: passphrase, second factors, keys, digest."""
    ORGANISATION_SET_UP = "organisation-set-up"
    """Give the organisation its first key and recovery sheet."""
    PEOPLE_READ = "people-read"
    """See who is of the organisation, and who waits with its recovery sheet."""
    PEOPLE_INVITE = "people-invite"
    PEOPLE_REMOVE = "people-remove"
    KEYS_GRANT = "keys-grant"
    """Pass keys on to colleagues, and say whether somebody with the recovery sheet comes in."""
    SHEET_REPLACE = "sheet-replace"
    MEMBERS_INVITE = "members-invite"
    """See the members, and invite new ones."""
    MEMBERS_REMOVE = "members-remove"
    REPORT_READ = "report-read"
    REPORT_ADD = "report-add"
    """Take in a report that somebody tells a caseworker."""
    REPORT_ANSWER = "report-answer"
    """Write to the reporter, keep notes, and say who has the report in hand."""
    REPORT_REMOVE = "report-remove"
    """Set a report aside, and delete it for good with a colleague."""
    WARNING_READ = "warning-read"
    WARNING_DRAFT = "warning-draft"
    WARNING_APPROVE = "warning-approve"
    """Approve, renew and take down a warning, and keep its entries and the rule of four eyes."""
    REVIEW_READ = "review-read"
    REVIEW_CLOSE = "review-close"
    TOKENS_ISSUE = "tokens-issue"
    """Get tokens of the private check."""


ROLES: Mapping[OrganisationKind, Role] = {
    OrganisationKind.PROJECT: Role.CASEWORKER,
    OrganisationKind.UNIT: Role.LIAISON,
    OrganisationKind.OVERSIGHT: Role.ANALYST,
}
"""The role of a person who joins an organisation of that kind."""

_EVERYBODY = frozenset(
    {
        Permission.ACCOUNT_OWN,
        Permission.ORGANISATION_SET_UP,
        Permission.PEOPLE_READ,
        Permission.PEOPLE_INVITE,
        Permission.PEOPLE_REMOVE,
        Permission.KEYS_GRANT,
        Permission.SHEET_REPLACE,
    }
)
_CASEWORK = frozenset(
    {
        Permission.MEMBERS_INVITE,
        Permission.MEMBERS_REMOVE,
        Permission.REPORT_READ,
        Permission.REPORT_ADD,
        Permission.REPORT_ANSWER,
        Permission.REPORT_REMOVE,
        Permission.WARNING_READ,
        Permission.WARNING_DRAFT,
        Permission.WARNING_APPROVE,
        Permission.REVIEW_READ,
        Permission.REVIEW_CLOSE,
        Permission.TOKENS_ISSUE,
    }
)

PERMISSIONS: Mapping[tuple[str, str], frozenset[Permission]] = {
    (OrganisationKind.PROJECT, Role.CASEWORKER): _EVERYBODY | _CASEWORK,
    (OrganisationKind.UNIT, Role.LIAISON): _EVERYBODY,
    (OrganisationKind.OVERSIGHT, Role.ANALYST): _EVERYBODY,
}

_NONE: frozenset[Permission] = frozenset()


def role_in(organisation: Organisation) -> Role:
    """Return the role of a person who joins the organisation."""
    return ROLES[OrganisationKind(organisation.kind)]


def permissions_of(person: User) -> frozenset[Permission]:
    """Return all that a person may do: nothing once they are removed."""
    if not person.is_active:
        return _NONE
    return PERMISSIONS.get((person.organisation.kind, person.role), _NONE)


def may(person: User, permission: Permission) -> bool:
    """Whether a person may do that."""
    return permission in permissions_of(person)


def first_page(person: User) -> str:
    """Return the name of the address where a person starts after logging in."""
    return "inbox" if may(person, Permission.REPORT_READ) else "team"
