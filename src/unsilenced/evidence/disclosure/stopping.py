"""What stops a release even with everything hidden, and what would help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from unsilenced.evidence.disclosure.audit import Audit, Found, Ledger, Rule, audit
from unsilenced.evidence.disclosure.counts import Counts
from unsilenced.evidence.disclosure.published import PublishedTable
from unsilenced.evidence.disclosure.system import Place
from unsilenced.evidence.errors import BadInput

ADVICE = (
    "Merge labels, or leave the table out. Of levels, release the finest first: the coarser then "
    "hide what they must."
)


def stopped(counts: Counts, ledger: Ledger, rule: Rule) -> tuple[str, Audit] | None:
    """Return why no hiding helps, and an audit of the table with all hidden that can be.

    The audit's table hides only what must be hidden. `None` if no range is too narrow then.
    """
    every = [place for place in counts.places() if counts.at(place)]
    table, small = counts.published(every), counts.small(rule.threshold)
    found = audit(table, ledger, rule)
    needed = (
        each
        for each in found.found
        if each.target.is_group or each.target.table is not table or each.target.place in small
    )
    found = replace(found, found=tuple(needed))
    if found.safe:
        return None
    first, *others = found.unsafe
    said = [f"However much of it is hidden, {_known(first)}"]
    said.append(_because(first, found))
    if others:
        said.append(f" {len(others)} more {'is' if len(others) == 1 else 'are'} known as closely.")
    return f"{''.join(said)} {ADVICE}", found


def _known(found: Found) -> str:
    low, high = found.range.low, found.range.high
    said = f"exactly {low}" if low == high else f"{low} to {high}"
    return f"{' and '.join(found.labels)} is known to be {said}"


def _because(found: Found, seen: Audit) -> str:
    """Say which earlier releases reveal it, and which of their cells if it is part of one."""
    if found.target.since is not None:
        return f" more than in {found.target.since.name}."
    telling = list(_telling(found, seen))
    parts = [
        (len(unknowns), each, place)
        for each in telling
        for place, unknowns in _shown_with(found, seen, each)
    ]
    if parts:
        _, table, place = min(parts, key=lambda part: part[0])
        cell = " and ".join(table.labels(place))
        count = table.cells[place[0]][place[1]]
        return f": it is part of “{cell}”, which {table.name} shows as {count:,}."
    if telling:
        return f": {', '.join(each.name for each in telling)} would tell it together with this."
    return "."


def _telling(found: Found, seen: Audit) -> Iterator[PublishedTable]:
    """Yield each earlier release without which readers would not know it so closely."""
    for at, each in enumerate(seen.ledger.earlier):
        try:
            without = audit(seen.table, _without(seen.ledger, at), seen.rule)
        except BadInput:
            # The others cannot be linked without it, so it reveals something.
            yield each
            continue
        if found.labels not in {other.labels for other in without.unsafe}:
            yield each


def _without(ledger: Ledger, at: int) -> Ledger:
    """Return the ledger without one of its earlier releases."""
    return replace(
        ledger,
        earlier=ledger.earlier[:at] + ledger.earlier[at + 1 :],
        instants=ledger.instants[:at] + ledger.instants[at + 1 :],
        wheres=ledger.wheres[:at] + ledger.wheres[at + 1 :],
    )


def _shown_with(
    found: Found, seen: Audit, table: PublishedTable
) -> Iterator[tuple[Place, frozenset[int]]]:
    """Yield the shown cells of a release that contain the people of `found`."""
    universe = seen.ledger.universe(seen.table)
    wanted = frozenset(found.target.unknowns.tolist())
    for release in seen.ledger.releases(seen.table):
        if release.table is not table:
            continue
        for place in release.places():
            if table.cells[place[0]][place[1]] is None:
                continue
            unknowns = frozenset(release.summed(universe, place).tolist())
            if wanted <= unknowns:
                yield place, unknowns
