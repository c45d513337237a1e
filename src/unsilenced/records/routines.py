"""A new record's place among those of its subject, even where others' records cannot be seen.

Somebody who asks for a review also draws a uid, and could draw that of a report of another project.
"""

from __future__ import annotations

from unsilenced.process.roles.routines import Routine

NEXT_POSITION = Routine(
    name="unsilenced_next_position",
    takes="asked_subject uuid",
    gives="next_position integer",
    does="SELECT coalesce(max(position) + 1, 0) FROM records_record WHERE subject = asked_subject",
)

ROUTINES = (NEXT_POSITION,)
