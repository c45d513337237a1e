"""Tables that are released together: all or none, compared with a ledger and kept in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from unsilenced.evidence.disclosure import THRESHOLD
from unsilenced.evidence.disclosure.about import About
from unsilenced.evidence.disclosure.audit import Rule
from unsilenced.evidence.disclosure.gate import Refused, Released, release
from unsilenced.evidence.disclosure.published import PublishedTable
from unsilenced.evidence.disclosure.releases import releases_in


def release_in(
    folder: Path | None, tables: Sequence[tuple[PublishedTable, About]]
) -> tuple[Released, ...] | Refused:
    """Release tables that are ready for publishing, or refuse them all if one is refused.

    With a `folder` each is audited with what that holds and with those before it, by the rule that
    the folder has, and they are added to it. Without one nothing earlier is looked at, which what
    is released says on its face. Raises `BadInput` as `release` and `releases_in` do.
    """
    released: list[Released] = []
    if folder is None:
        for table, _ in tables:
            answer = release(table)
            if isinstance(answer, Refused):
                return answer
            released.append(answer)
        return tuple(released)
    with releases_in(folder) as releases:
        for table, about in tables:
            known = releases.record
            rule = Rule(known.width or THRESHOLD, known.threshold or THRESHOLD)
            answer = release(table, releases.ledger_for(table, about, rule), rule)
            if isinstance(answer, Refused):
                return answer
            released.append(answer)
            releases = releases.joined(answer, about)  # noqa: PLW2901 - one more each time
        releases.write()
    return tuple(released)
