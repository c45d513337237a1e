"""What the site's processes may do with each table; with any other table, nothing.

`serve` is what a stranger's call can reach if the program has a fault, so it is given only what
some call needs. Rows of an append-only table can be added and read, but no role changes or removes
them.
"""

from __future__ import annotations

from unsilenced.process.roles.rights import (
    ALL,
    APPEND,
    CHANGE,
    NOTHING,
    READ,
    REMOVE,
    Rights,
    TableRights,
)

_QUEUE = Rights(serve=NOTHING, jobs=ALL)
_PUBLISHED = Rights(serve=READ, jobs=ALL)
_BOTH = Rights(serve=ALL, jobs=ALL)

RIGHTS: TableRights = {
    "django_migrations": Rights(serve=NOTHING, jobs=READ),
    "django_content_type": Rights(serve=NOTHING, jobs=NOTHING),
    "auth_permission": Rights(serve=NOTHING, jobs=NOTHING),
    "auth_group": Rights(serve=NOTHING, jobs=NOTHING),
    "auth_group_permissions": Rights(serve=NOTHING, jobs=NOTHING),
    "django_session": _BOTH,
    "site_jobsdone": Rights(serve=READ, jobs=CHANGE),
    "procrastinate_events": _QUEUE,
    "procrastinate_jobs": _QUEUE,
    "procrastinate_periodic_defers": _QUEUE,
    "procrastinate_workers": _QUEUE,
    "people_organisation": Rights(serve="SELECT, UPDATE", jobs=CHANGE),
    "people_organisationkey": Rights(serve=CHANGE, jobs=READ),
    "people_user": Rights(serve=CHANGE, jobs=READ),
    "people_failedtries": _BOTH,
    "people_recoveryrequest": _BOTH,
    "people_keygrant": Rights(serve=REMOVE, jobs=READ),
    "people_totp": Rights(serve=ALL, jobs="SELECT, UPDATE (last_step)"),
    "people_passkey": Rights(serve=REMOVE, jobs=READ),
    "people_recoverycode": Rights(serve=REMOVE, jobs=READ),
    "people_invitation": _BOTH,
    "people_memberinvitation": _BOTH,
    "people_member": _BOTH,
    "people_membersession": _BOTH,
    "records_record": Rights(serve=REMOVE, jobs=REMOVE),
    "records_wrap": Rights(serve=REMOVE, jobs=REMOVE),
    "reports_report": Rights(serve=CHANGE, jobs=CHANGE),
    "reports_attachment": Rights(serve=REMOVE, jobs=REMOVE),
    "reports_chunk": Rights(serve=REMOVE, jobs=REMOVE),
    "reports_consent": Rights(serve=APPEND, jobs=APPEND),
    "reports_failedlookups": _BOTH,
    "reports_photosremoved": _BOTH,
    "reports_closedhour": _BOTH,
    "cases_case": _BOTH,
    "cases_setaside": _BOTH,
    "cases_digestoutcome": _PUBLISHED,
    "evaluating_spenttoken": Rights(serve="SELECT, INSERT, UPDATE (use)", jobs=ALL),
    "warnings_warning": _BOTH,
    "warnings_entry": Rights(serve=REMOVE, jobs=REMOVE),
    "warnings_release": _PUBLISHED,
    "warnings_releasedwarning": Rights(serve="SELECT, DELETE", jobs=ALL),
    "warnings_releasedrecord": Rights(serve="SELECT, UPDATE (entry_id)", jobs=ALL),
    "warnings_bucket": _PUBLISHED,
    "warnings_keyholderkey": _PUBLISHED,
    "warnings_projectwarnings": Rights(serve=ALL, jobs=READ),
    "warnings_membertokens": _BOTH,
    "warnings_tokensissued": _BOTH,
    "warnings_caseworkertokens": _BOTH,
    "warnings_reviewrequest": Rights(serve=CHANGE, jobs=ALL),
    "warnings_pushsubscription": _BOTH,
}

FORMER = (
    "people_project",
    "people_projectkey",
    "reports_record",
    "reports_shut",
    "warnings_pursesissued",
)
"""What tables were called that a migration renames: a database from before it has them still."""
