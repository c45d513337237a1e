"""What the key holder's processes may do with each table; with any other table, nothing."""

from __future__ import annotations

from unsilenced.process.roles.rights import ALL, APPEND, NOTHING, READ, Rights, TableRights

RIGHTS: TableRights = {
    "django_migrations": Rights(serve=NOTHING, jobs=READ),
    "evaluating_spenttoken": Rights(serve="SELECT, INSERT, UPDATE (use)", jobs=ALL),
    "keyholder_logentry": Rights(serve=APPEND, jobs=APPEND),
}
