"""What we publish of contacts around visits: the event-study plot, its words and its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

import unsilenced
from unsilenced.evidence.disclosure.gate import Released
from unsilenced.evidence.displacement.analysis import METHOD, RULE, Displacement
from unsilenced.evidence.events.counted import is_of
from unsilenced.evidence.events.printed import ratio_text, verdict_of
from unsilenced.evidence.events.publish import study_figure
from unsilenced.evidence.pictures.data import Data
from unsilenced.evidence.pictures.figure import Figure
from unsilenced.evidence.pictures.publish import origin_of, write_page


def figure_of(released: Sequence[Released], found: Displacement) -> Figure:
    """Return the picture of contacts in each period around a visit.

    Raises `TypeError` unless the analysis is of the released contacts.
    """
    # A type checker does not always run, and it cannot tell one table from another.
    if not is_of(released, [found.contacts]):
        raise TypeError("only what the gate has released is published, and what rests on it")
    words = (
        "How many times as many contacts there were as had visited units gone the way of those "
        "free of visits since the period before the visit, the reference, which is 1. Periods "
        f"count from the visit's. From the visit on the ratio is {ratio_text(found.change.ratio)}: "
        f"{verdict_of(found)}."
    )
    title = "Contacts around visits"
    return study_figure(released, title, words, found.study, "visit")


def write_figure(
    released: Sequence[Released], found: Displacement, folder: Path, data: Data
) -> tuple[str, ...]:
    """Write the picture, its table and a page with both; return the files' names.

    `data` is where the contacts come from. Raises `BadInput` if the files cannot be written or
    exist already.
    """
    figure = figure_of(released, found)
    span, question = found.change.span, found.question
    said = (
        Markup(
            "<strong>{}</strong>, {}: contacts from the visit on, {} periods after, to {} before."
        ).format(ratio_text(found.change.ratio), verdict_of(found), span.after, span.before),
        f"{found.statement} {RULE}",
        origin_of(released, data),
        (
            f"Method: {METHOD}, {question.permutations:,} ways to deal the visits asked for, seed "
            f"{question.seed}, version {unsilenced.__version__}."
        ),
    )
    return write_page(released, "Contacts before and after visits", said, [figure], folder)
