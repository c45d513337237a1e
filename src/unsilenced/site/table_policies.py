"""Which rows of each table a request sees and changes: those of whom it acts for.

`people/separation.py` sets for whom that is. Each table of a site has a policy here, or stands in
`OPEN` with the reason why none of its rows belongs to an organisation; a test compares. A row that
has no organisation of its own belongs where its parent does.
"""

# ruff: noqa: S608 - every name is ours

from __future__ import annotations

from unsilenced.process.roles.policies import Policy, TablePolicies


def _set(name: str, kind: str) -> str:
    # In a SELECT of its own it is read once a statement, not once a row.
    return f"(SELECT NULLIF(current_setting('unsilenced.{name}', true), '')::{kind})"


_ORGANISATION = _set("organisation", "bigint")
_MEMBER = _set("member", "uuid")
_MEMBERS_ORGANISATION = _set("members_organisation", "bigint")
_REPORT = _set("report", "uuid")

_NAME = _set("name", "text")
_USER = _set("user", "uuid")
_SESSION = _set("session", "text")
_LINK = f"(SELECT decode({_set('link', 'text')}, 'hex'))"
_RECEIPT = f"(SELECT decode({_set('receipt', 'text')}, 'hex'))"
_REQUEST = _set("request", "uuid")
_SLUGS = f"string_to_array({_set('addressed', 'text')}, ',')"
_ADDRESSED = f"ANY(ARRAY(SELECT id FROM public.people_organisation WHERE slug = ANY({_SLUGS})))"

_REPORTS_PROJECT = f"(SELECT project_id FROM public.reports_report WHERE uid = {_REPORT})"


def _of_organisation(column: str = "organisation_id") -> str:
    return f"{column} = {_ORGANISATION}"


def _of_report(column: str = "report_id") -> str:
    return (
        f"{column} = {_REPORT} OR EXISTS (SELECT FROM public.reports_report AS parent"
        f" WHERE parent.uid = {column} AND parent.project_id = {_ORGANISATION})"
    )


def _of_person(column: str = "user_id") -> str:
    return (
        "EXISTS (SELECT FROM public.people_user AS parent"
        f" WHERE parent.id = {column} AND parent.organisation_id = {_ORGANISATION})"
    )


def _of_member(column: str = "member_id") -> str:
    return (
        f"{column} = {_MEMBER} OR EXISTS (SELECT FROM public.people_member AS parent"
        f" WHERE parent.id = {column} AND parent.organisation_id = {_ORGANISATION})"
    )


def _of_parent(table: str, key: str, column: str) -> str:
    """Belong where the parent does, by the parent's own policy."""
    return f"EXISTS (SELECT FROM public.{table} AS parent WHERE parent.{key} = {column})"


_PROJECTS = (
    f"project_id = {_ORGANISATION} OR project_id = {_REPORTS_PROJECT} OR project_id = {_ADDRESSED}"
)
_DRAFT_OF_REPORT = (
    "(kind = 'warning' AND subject IN"
    f" (SELECT uid FROM public.warnings_warning WHERE report_id = {_REPORT}))"
)
_WARNINGS = (
    f"project_id = {_ORGANISATION} OR (project_id = {_REPORTS_PROJECT} AND report_id = {_REPORT})"
)
# Not by the warning's own policy, which shows it to members.
_OF_WARNING = (
    "EXISTS (SELECT FROM public.warnings_warning AS parent"
    f" WHERE parent.uid = warning_id AND ({_WARNINGS}))"
)

POLICIES: TablePolicies = {
    "people_organisation": Policy(
        owns=f"id = {_ORGANISATION}",
        # Who sends something to a project holds its row meanwhile.
        locks=f"id IN ({_MEMBERS_ORGANISATION}, {_REPORTS_PROJECT}) OR slug = ANY({_SLUGS})",
        # Anybody may know which there are.
        reads="true",
    ),
    "people_organisationkey": Policy(
        owns=_of_organisation(),
        # Anybody may seal something to a current key.
        reads="retired_on IS NULL",
    ),
    "people_user": Policy(
        owns=_of_organisation(),
        # A writer is told who may have answered.
        reads=f"folded_name = {_NAME} OR id = {_USER} OR organisation_id = {_REPORTS_PROJECT}",
    ),
    "people_recoveryrequest": Policy(owns=_of_organisation(), reads=f"folded_name = {_NAME}"),
    "people_keygrant": Policy(owns=_of_person()),
    "people_totp": Policy(owns=_of_person()),
    "people_passkey": Policy(owns=_of_person()),
    "people_recoverycode": Policy(owns=_of_person()),
    "people_invitation": Policy(owns=_of_organisation(), reads=f"token_hash = {_LINK}"),
    "people_memberinvitation": Policy(
        owns=_of_organisation(),
        reads=f"token_hash = {_LINK}",
        removes=f"token_hash = {_LINK}",
    ),
    "people_member": Policy(
        owns=f"{_of_organisation()}"
        f" OR (id = {_MEMBER} AND organisation_id = {_MEMBERS_ORGANISATION})",
        # Their session is looked up first, and names them.
        reads=f"folded_pseudonym = {_NAME} OR id = {_MEMBER}",
    ),
    "people_membersession": Policy(
        owns=_of_member(),
        reads=f"session_id = {_SESSION}",
        # A session is ended by its cookie, without looking whose it is.
        removes=f"session_id = {_SESSION}",
    ),
    "reports_report": Policy(
        owns=f"{_of_organisation('project_id')} OR uid = {_REPORT}",
        reads=f"lookup_hash = {_RECEIPT}",
    ),
    "records_record": Policy(
        owns=f"{_of_organisation()} OR (organisation_id = {_REPORTS_PROJECT}"
        f" AND (subject = {_REPORT} OR {_DRAFT_OF_REPORT}))",
        reads=f"kind = 'review-request' AND subject = {_REQUEST}",
        adds=f"kind = 'review-request' AND subject = {_REQUEST} AND organisation_id = {_ADDRESSED}",
    ),
    "records_wrap": Policy(owns=_of_parent("records_record", "uid", "record_id")),
    "reports_attachment": Policy(owns=_of_parent("records_record", "uid", "record_id")),
    "reports_chunk": Policy(owns=_of_parent("reports_attachment", "record_id", "attachment_id")),
    "reports_consent": Policy(owns=_of_report()),
    "reports_photosremoved": Policy(owns=_PROJECTS),
    "reports_closedhour": Policy(
        owns=_PROJECTS,
        # The page of questions says it.
        reads="shown",
    ),
    "cases_case": Policy(owns=_of_report()),
    "cases_setaside": Policy(owns=_of_report()),
    "warnings_warning": Policy(
        owns=_WARNINGS,
        reads=f"published_on IS NOT NULL AND {_MEMBER} IS NOT NULL",
    ),
    "warnings_entry": Policy(owns=_OF_WARNING),
    # What was published is the same for every member.
    "warnings_releasedwarning": Policy(owns=_OF_WARNING, reads="true"),
    "warnings_releasedrecord": Policy(owns=_OF_WARNING, reads="true"),
    "warnings_projectwarnings": Policy(owns=_of_organisation("project_id")),
    "warnings_membertokens": Policy(owns=_of_member()),
    "warnings_tokensissued": Policy(
        owns=f"{_of_organisation('project_id')} OR project_id = {_MEMBERS_ORGANISATION}"
    ),
    "warnings_caseworkertokens": Policy(owns=_of_person()),
    "warnings_reviewrequest": Policy(
        owns=_of_organisation("project_id"),
        reads=f"uid = {_REQUEST}",
        adds=f"uid = {_REQUEST} AND project_id = {_ADDRESSED}",
    ),
    "warnings_pushsubscription": Policy(owns=_of_member()),
}

_NOT_SERVED = "Nothing that a request does touches it."
_OF_EVERY_RELEASE = "What was published of all warnings together."

OPEN = {
    "django_migrations": _NOT_SERVED,
    "django_content_type": _NOT_SERVED,
    "auth_permission": _NOT_SERVED,
    "auth_group": _NOT_SERVED,
    "auth_group_permissions": _NOT_SERVED,
    "procrastinate_events": _NOT_SERVED,
    "procrastinate_jobs": _NOT_SERVED,
    "procrastinate_periodic_defers": _NOT_SERVED,
    "procrastinate_workers": _NOT_SERVED,
    "django_session": "It is looked up by its key, before anybody is known, and has no other name.",
    "site_jobsdone": "A day of the site's jobs, of no organisation.",
    "people_failedtries": "A keyed hash of what was tried and a count, of no organisation.",
    "reports_failedlookups": "A count of everybody together.",
    "cases_digestoutcome": "Whether the digest of all organisations went out.",
    "evaluating_spenttoken": "Blind: it leads to nobody.",
    "warnings_release": _OF_EVERY_RELEASE,
    "warnings_bucket": _OF_EVERY_RELEASE,
    "warnings_keyholderkey": "The public keys of the key holder.",
}
"""Tables without a policy, and why."""
