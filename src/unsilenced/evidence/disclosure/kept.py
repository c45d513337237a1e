"""Releases tables together, all or none: compares them with a ledger and keeps them in it."""

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
    """Release tables that are ready for publishing, or refuse all if it must refuse one.

    With a `folder` it audits each table with the releases in the folder and with the tables before
    it, by the folder's rule, and adds them to the folder. Without one it looks at nothing earlier,
    and the released tables say so on their face. Raises `BadInput` like `release` and
    `releases_in`.
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
