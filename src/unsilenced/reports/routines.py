"""Whether a report's writer agrees to a scope now: an answer for those who may not see the report.

Members are shown warnings only while the writers of the reports behind them agree. A member's call
learns that, and sees no row of a report or of its ledger.
"""

from __future__ import annotations

from unsilenced.process.roles.routines import Routine

AGREES = Routine(
    name="unsilenced_agrees",
    takes="asked_report uuid, asked_scope text",
    gives="agrees boolean",
    does="""
        SELECT deleted_on IS NULL AND coalesce(
            (SELECT given FROM reports_consent
                WHERE report_id = uid AND scope = asked_scope ORDER BY step DESC LIMIT 1),
            false)
        FROM reports_report WHERE uid = asked_report
    """,
)

ROUTINES = (AGREES,)
