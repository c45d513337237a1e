"""`unsilenced evidence audit`: what can be worked out from a table as it would be published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unsilenced.evidence.commands.command import Answer, command
from unsilenced.evidence.commands.options import ROUNDING, TABLE, known_beside
from unsilenced.evidence.commands.progress import stages
from unsilenced.evidence.disclosure import THRESHOLD
from unsilenced.evidence.disclosure.published import read_published

if TYPE_CHECKING:
    from unsilenced.evidence.disclosure.audit import Audit, Found


@command()
@click.argument("table", type=TABLE)
@click.option(
    "--width",
    default=1,
    show_default=True,
    help="How far the ends of every suppressed cell's range must be apart, at least.",
)
@click.option(
    "--threshold",
    default=THRESHOLD,
    show_default=True,
    help="With --earlier: an increase by fewer than this, but not by none, must not be known. "
    "With --as-the-gate: the gate's.",
)
@click.option(
    "--rounded",
    default=1,
    show_default=True,
    type=ROUNDING,
    help="All counts, in all tables, are rounded to the nearest multiple of this.",
)
@click.option(
    "--as-the-gate",
    is_flag=True,
    help="Take it to be known, too, how disclose hides: no zero is, so that every suppressed cell "
    "holds at least 1, and nothing below --threshold is shown but zeros.",
)
@known_beside
def audit(  # noqa: PLR0913 - one argument an option
    *,
    table: Path,
    width: int,
    threshold: int,
    rounded: int,
    as_the_gate: bool,
    beside: tuple[Path, ...],
    earlier: tuple[Path, ...],
) -> Answer:
    """Work out what a reader of TABLE can work out.

    The first column of TABLE holds the rows' labels, its header the columns'; its last row and
    column are Total. A suppressed cell is written x. Ends with 1 if the table is unsafe.
    """
    from unsilenced.evidence.disclosure.audit import Ledger, Rule  # noqa: PLC0415 - as scipy
    from unsilenced.evidence.disclosure.audit import audit as audited  # noqa: PLC0415 - is slow

    published = read_published(table, rounded_to=rounded)
    ledger = Ledger(
        tuple(read_published(each, rounded_to=rounded) for each in beside),
        tuple(read_published(each, rounded_to=rounded) for each in earlier),
        threshold if as_the_gate else None,
    )
    with stages() as stage:
        found = audited(published, ledger, Rule(width, threshold), stage("Auditing"))
    return Answer(found.as_json(), [told(found)], is_no=not found.safe)


def told(found: Audit) -> str:
    """Return the audit and its verdict for people to read."""
    verdict = f"Unsafe: {len(found.unsafe)} to hide better." if found.unsafe else "Safe."
    return "\n".join([*lines_of(found), verdict])


def lines_of(found: Audit, *, unsafe_alone: bool = False) -> list[str]:
    """Return what can be worked out, a line each, for people to read.

    With `unsafe_alone`, leave out what is safe, unless everything is.
    """
    told = [each for each in found.found if each.target.since is None or each.unsafe]
    if unsafe_alone and found.unsafe:
        told = list(found.unsafe)
    lines = [_line(each) for each in told]
    width = max((len(label) for label, _ in lines), default=0)
    return [f"{label:<{width}}  {says}" for label, says in lines]


def _line(each: Found) -> tuple[str, str]:
    label = ", ".join(each.labels)
    if each.target.since is not None:
        label = f"{label}, more than in {each.target.since.name}"
    else:
        label = f"{each.target.table.name}: {label}"
    low, high = each.range.low, each.range.high
    says = f"exactly {low}" if each.range.exact else f"{low} or more" if high is None else ""
    says = says or f"{low} to {high}"
    return label, f"{says}  UNSAFE" if each.unsafe else says
