"""What a member's call must know about the other members of their project: how many there are."""

from __future__ import annotations

from unsilenced.process.roles.routines import Routine

MEMBERS = Routine(
    name="unsilenced_members",
    takes="asked_project bigint",
    gives="members bigint",
    does="SELECT count(*) FROM people_member WHERE organisation_id = asked_project",
)

ROUTINES = (MEMBERS,)
