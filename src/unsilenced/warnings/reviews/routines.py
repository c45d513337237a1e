"""What a stranger's request for review must know about a project's requests: how many it has."""

from __future__ import annotations

from unsilenced.process.roles.routines import Routine

REQUESTS = Routine(
    name="unsilenced_review_requests",
    takes="asked_project bigint, today date",
    gives="of_today bigint, still_open bigint",
    does="""
        SELECT count(*) FILTER (WHERE day = today), count(*) FILTER (WHERE closed_on IS NULL)
        FROM warnings_reviewrequest WHERE project_id = asked_project
    """,
)

ROUTINES = (REQUESTS,)
