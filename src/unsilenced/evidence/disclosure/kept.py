"""Tables that are released together: all or none, compared with a ledger and kept in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from unsilenced.evidence.disclosure.audit import Ledger
from unsilenced.evidence.disclosure.gate import Refused, Released, release
from unsilenced.evidence.disclosure.published import PublishedTable
from unsilenced.evidence.disclosure.releases import releases_in


def release_in(
    folder: Path | None, tables: Sequence[PublishedTable]
) -> tuple[Released, ...] | Refused:
    """Release tables that are ready for publishing, or refuse them all if one is refused.

    With a `folder` each is audited with what that holds, and they are added to it. Without one
    nothing earlier is looked at, which what is released says on its face. Raises `BadInput` as
    `release` and `releases_in` do.
    """
    if folder is None:
        return _all_or_none([release(each) for each in tables])
    with releases_in(folder) as held:
        releases = held
        answer = _all_or_none(
            [
                release(each, Ledger(earlier=releases.linked(each.dimensions), kept=True))
                for each in tables
            ]
        )
        if not isinstance(answer, Refused):
            for each in answer:
                releases.enter(each)
                releases = replace(releases, tables=(*releases.tables, each.table))
        return answer


def _all_or_none(answers: Sequence[Released | Refused]) -> tuple[Released, ...] | Refused:
    released = []
    for each in answers:
        if isinstance(each, Refused):
            return each
        released.append(each)
    return tuple(released)
