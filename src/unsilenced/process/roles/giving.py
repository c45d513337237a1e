"""Giving the roles of a site's database all that its settings say they may do."""

from __future__ import annotations

import psycopg

from unsilenced.process.roles.policies import is_separated, separate
from unsilenced.process.roles.rights import grant, is_granted
from unsilenced.process.roles.routines import are_routines_made, make_routines


def give(present: psycopg.Connection) -> None:
    """Give each role its rights, its policies and its functions, in place of what there is."""
    from django.conf import settings  # noqa: PLC0415 - needs Django set up

    with present.transaction():
        grant(present, settings.TABLE_RIGHTS)
        separate(present, settings.TABLE_POLICIES)
        make_routines(present, settings.ROUTINES)


def is_given(present: psycopg.Connection) -> bool:
    """Whether that is so."""
    from django.conf import settings  # noqa: PLC0415 - needs Django set up

    return (
        is_granted(present, settings.TABLE_RIGHTS)
        and is_separated(present, settings.TABLE_POLICIES)
        and are_routines_made(present, settings.ROUTINES)
    )
