"""What a backup holds, by kind: we restore what ours hold, leave some out, refuse the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator

PUT_IN = (
    "TABLE DATA",
    "TABLE",
    "SEQUENCE OWNED BY",
    "SEQUENCE SET",
    "SEQUENCE",
    "DEFAULT",
    "FK CONSTRAINT",
    "CHECK CONSTRAINT",
    "CONSTRAINT",
    "INDEX",
    "FUNCTION",
    "TRIGGER",
    "TYPE",
    "COMMENT",
)
LEFT_OUT = (
    *("DEFAULT ACL", "ACL", "POLICY", "ROW SECURITY"),
    *("EXTENSION", "COMMENT - EXTENSION", "COMMENT - SCHEMA"),
)
"""Rights and policies are made again, and the site needs no extensions."""
MOST_NAMED = 3

_ENTRY = re.compile(r"[0-9]+; [0-9]+ [0-9]+ (.*)")


def to_put_in(listed: str) -> str:
    """Return the lines of `pg_restore --list` that are restored."""
    lines = (line for line in listed.splitlines(keepends=True) if not _is_left_out(line))
    return "".join(lines)


def foreign(listed: str) -> list[str]:
    """Return the kind, schema and name of each thing that our backups never hold."""
    return list(_foreign(listed))


def named(found: list[str]) -> str:
    """Name the first few of many."""
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return "; ".join(each[:200] for each in found[:MOST_NAMED]) + more


def _foreign(listed: str) -> Iterator[str]:
    for line in listed.splitlines():
        if not line or line.startswith(";") or _is_left_out(line):
            continue
        entry = _ENTRY.match(line)
        if entry is None:
            yield line
        elif not entry[1].startswith(tuple(f"{kind} public " for kind in PUT_IN)):
            yield entry[1]


def _is_left_out(line: str) -> bool:
    entry = _ENTRY.match(line)
    if entry is None:
        return False
    told = entry[1]
    return told.startswith((*(f"{kind} " for kind in LEFT_OUT), "SCHEMA - public "))
