"""What was found around visits, as JSON and as lines to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from unsilenced.evidence.displacement.analysis import RULE, Change, Displacement
from unsilenced.evidence.events.printed import (
    randomised_json,
    randomised_text,
    ratio_text,
    reach_json,
    reach_text,
    study_json,
    study_lines,
    verdict_of,
)
from unsilenced.evidence.events.ratio import answer_of, detectable

DEALT = "ways to deal the visits to units"


def document(found: Displacement) -> dict[str, object]:
    """Return what `--json` prints; docs/evidence.md describes its keys."""
    level = found.question.level
    return {
        **_change(found.change),
        "fragile": found.fragile,
        "changes": list(found.changes),
        "detectable": reach_json(detectable(found.change.error, level)),
        "randomisation": found.randomised and randomised_json(found.randomised),
        "shorter": [_change(other) for other in found.shorter],
        "event_study": study_json(found.study, found.pre_trend),
        "used": {**asdict(found.used), "outside": found.outside},
        "permutations": found.question.permutations,
        "seed": found.question.seed,
        "statement": found.statement,
        "rule": RULE,
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "before": change.span.before,
        "after": change.span.after,
        **change.ratio.as_json(),
        "log_ratio": change.log_ratio,
        "standard_error": change.error,
        "answer": answer_of(change.ratio),
    }


def lines(found: Displacement) -> Iterator[str]:
    """Yield the result line by line, for people to read."""
    span = found.change.span
    yield f"Contacts from the visit on, {span.after} periods after, to {span.before} before"
    yield f"  Ratio       {ratio_text(found.change.ratio)}  {verdict_of(found)}"
    for change in found.changes:
        yield f"              {change}"
    yield found.statement
    yield RULE
    yield ""
    if found.randomised:
        yield f"  p           {randomised_text(found.randomised, DEALT)}"
    reach = detectable(found.change.error, found.question.level)
    if reach:
        yield f"  Detectable  {reach_text(reach)}"
    for number, other in enumerate(found.shorter):
        spanned = f"{other.span.before} before, {other.span.after} after"
        yield f"  {'' if number else 'Spans':<10}  {spanned}  {ratio_text(other.ratio)}"
    yield from study_lines(found.study, found.pre_trend, DEALT)
    yield ""
    yield from _left_out(found)


def _left_out(found: Displacement) -> Iterator[str]:
    used = found.used
    for number, why in (
        (found.outside, "of periods that the contacts do not have"),
        (used.too_near_the_ends, "too near the ends of the contacts"),
        (used.follow_another, "that follow another of the same unit too soon"),
        (used.nobody_beside, "beside which no unit was free of visits"),
        (used.no_contacts, "of units without contacts in the span"),
    ):
        if number:
            yield f"Left out: {number} visits {why}."
    if used.followed:
        yield (
            f"{used.followed} visits are followed by another of the same unit within the span; "
            "what that did is in the ratios too."
        )
