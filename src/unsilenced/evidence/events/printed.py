"""What we found about an event, as JSON and as lines to read."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Protocol

from unsilenced.evidence.events.analysis import Question
from unsilenced.evidence.events.effect import Effect
from unsilenced.evidence.events.leads import Study
from unsilenced.evidence.events.placebo import Placebo
from unsilenced.evidence.events.randomisation import Randomised
from unsilenced.evidence.events.ratio import POWER, answer_of
from unsilenced.evidence.events.result import RULE, Family, Result
from unsilenced.evidence.rates.estimate import Estimate

_LARGEST = 2**53
"""The largest whole number that every reader of JSON reads exactly."""

SETS = "sets of units"


class Answered(Protocol):
    """A result that has an answer, which may be fragile."""

    @property
    def answer(self) -> str:
        """What the interval says."""

    @property
    def fragile(self) -> bool:
        """Whether any check contradicts the answer."""


def document(found: Family, question: Question) -> dict[str, object]:
    """Return what `--json` prints; docs/evidence.md describes its keys."""
    first = found.results[0]
    return {
        "treated": list(question.treated),
        "event": list(question.event),
        "window": list(first.window),
        "permutations": question.permutations,
        "seed": question.seed,
        "outcomes": [_result(result) for result in found.results],
        "multiplicity": {
            "method": "Holm",
            "tried": len(found.results),
            "statement": found.statement,
        },
        "rule": RULE,
    }


def _result(result: Result) -> dict[str, object]:
    effect = result.effect
    return {
        "outcome": effect.outcome,
        **_effect(effect),
        "p_value": effect.p_value,
        "p_adjusted": result.adjusted,
        "answer": result.answer,
        "fragile": result.fragile,
        "changes": list(result.changes),
        "units": effect.units,
        "treated_units": effect.treated,
        "periods": effect.periods,
        "counted": effect.counted,
        "counted_in_event": effect.counted_in_event,
        "left_out": list(effect.said),
        "detectable": reach_json(effect.detectable()),
        "randomisation": result.randomised and randomised_json(result.randomised),
        "placebo": result.placebo and _placebo(result.placebo),
        "windows": [
            {"window": list(window), **_effect(other), "answer": answer_of(other.ratio)}
            for window, other in result.windows
        ],
        "event_study": study_json(result.study, result.pre_trend),
    }


def _effect(effect: Effect) -> dict[str, object]:
    logarithm = effect.log_ratio if isfinite(effect.log_ratio) else None
    return {**effect.ratio.as_json(), "log_ratio": logarithm, "standard_error": effect.error}


def randomised_json(found: Randomised) -> dict[str, object]:
    """Return what randomisation inference found."""
    return {
        "exact": found.exact,
        "sets": found.sets if found.sets <= _LARGEST else None,
        "drawn": found.drawn,
        "as_far": found.as_far,
        "p_value": found.p_value,
    }


def _placebo(found: Placebo) -> dict[str, object]:
    return {
        "dates": [
            {"event": [names[0], names[-1]], **_effect(other)} for names, other in found.dates
        ],
        "as_far": found.as_far,
        "p_value": found.p_value,
    }


def study_json(study: Study, pre_trend: Randomised | None) -> dict[str, object]:
    """Return leads and lags, and the joint test of the leads."""
    test = study.pre_trend
    return {
        "reference": list(study.reference),
        "terms": [
            {
                "position": term.position,
                "first": term.first,
                "last": term.last,
                **term.ratio.as_json(),
            }
            for term in study.terms
        ],
        "pre_trend": {
            "leads": test.leads,
            "statistic": test.statistic,
            "p_value": test.p_value,
            "unknown": test.unknown,
            "randomisation": pre_trend and randomised_json(pre_trend),
        },
    }


def lines(found: Family, question: Question) -> Iterator[str]:
    """Yield the results line by line, for people to read."""
    window, event = found.results[0].window, question.event
    yield f"Event {event[0]} to {event[-1]} in {', '.join(question.treated)}"
    yield f"Looked at from {window[0]} to {window[1]}, compared with all other units"
    yield ""
    yield from _summary(found)
    for result in found.results:
        yield ""
        yield from _told(result)
    yield ""
    yield from _left_out(found)


def _summary(found: Family) -> Iterator[str]:
    """Yield a line for each outcome, how many we tried, and when we call a result fragile."""
    width = max(len(result.effect.outcome) for result in found.results)
    for result in found.results:
        ratio = ratio_text(result.effect.ratio)
        yield f"{result.effect.outcome:<{width}}  {ratio}  {verdict_of(result)}"
    yield found.statement
    yield RULE


def verdict_of(result: Answered) -> str:
    """Return the answer, and that it is fragile if it is."""
    return f"{result.answer}, FRAGILE" if result.fragile else result.answer


def _left_out(found: Family) -> Iterator[str]:
    """Yield what was left out: only once if it is the same for all outcomes."""
    said = [result.effect.said for result in found.results]
    shared = [each for each in said[0] if all(each in other for other in said)]
    yield from shared
    for result in found.results:
        for each in result.effect.said:
            if each not in shared:
                yield f"{result.effect.outcome}: {each}"


def _told(result: Result) -> Iterator[str]:
    effect = result.effect
    yield effect.outcome
    yield f"  Ratio       {ratio_text(effect.ratio)}  {verdict_of(result)}"
    for change in result.changes:
        yield f"              {change}"
    yield (
        f"  Counted     {effect.counted:,}, of them {effect.counted_in_event:,} in the event; "
        f"{effect.treated} of {effect.units} units treated, {effect.periods} periods"
    )
    p_values = []
    if effect.p_value is not None and result.adjusted is not None:
        p_values += [f"{effect.p_value:.2g} clustered", f"{result.adjusted:.2g} adjusted"]
    if result.randomised:
        p_values.append(randomised_text(result.randomised))
    yield f"  p           {'; '.join(p_values) or 'unknown'}"
    reach = effect.detectable()
    if reach:
        yield f"  Detectable  {reach_text(reach)}"
    if result.placebo:
        yield (
            f"  Placebo     {result.placebo.as_far} of {len(result.placebo.dates)} other dates "
            f"look as far from 1, p = {result.placebo.p_value:.2g}"
        )
    for number, ((first, last), other) in enumerate(result.windows):
        yield f"  {'' if number else 'Windows':<10}  {first} to {last}  {ratio_text(other.ratio)}"
    yield from study_lines(result.study, result.pre_trend)


def study_lines(study: Study, pre_trend: Randomised | None, of: str = SETS) -> Iterator[str]:
    """Yield leads and lags, and the joint test of the leads."""
    test = study.pre_trend
    if test.statistic is None or test.p_value is None:
        said = f"no joint test: {test.unknown}"
    else:
        said = f"{test.leads} leads, F = {test.statistic:.2f}, p = {test.p_value:.2g} clustered"
    if pre_trend:
        said += f"; {randomised_text(pre_trend, of)}"
    yield f"  Before      {said}"
    reference = (study.reference[0], study.reference[1], "1, by definition")
    rows = [(term.first, term.last, ratio_text(term.ratio)) for term in study.terms]
    before = sum(term.position < 0 for term in study.terms)
    rows.insert(before, reference)
    for first, last, text in rows:
        span = first if first == last else f"{first} to {last}"
        yield f"              {span}  {text}"


def randomised_text(found: Randomised, of: str = SETS) -> str:
    """Return a p-value and how it was found."""
    how = "all" if found.exact else f"{found.drawn:,} of"
    sets = f"{found.sets:,}" if found.sets <= _LARGEST else "the"
    return f"{found.p_value:.2g} by randomisation over {how} {sets} {of}"


def reach_json(reach: tuple[float, float] | None) -> dict[str, float] | None:
    """Return which ratios could be detected."""
    return reach and {"power": POWER, "below": reach[0], "above": reach[1]}


def reach_text(reach: tuple[float, float]) -> str:
    """Return which ratios could be detected, for people to read."""
    return f"below {reach[0]:.3f} or above {reach[1]:.3f}, {POWER:.0%} of times"


def ratio_text(ratio: Estimate) -> str:
    """Return a ratio with its interval, to three places."""
    if ratio.low is None or ratio.high is None:
        value = "" if ratio.value is None else f"{ratio.value:.3f}, "
        return f"{value}interval unknown: {ratio.unknown}"
    return f"{ratio.value:.3f} [{ratio.low:.3f}, {ratio.high:.3f}]"
