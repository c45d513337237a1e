"""Rules by which figures become a verdict: small ones, and ways to join them.

A rule sees only deciding figures, and says no more than they do. A figure decides nothing if it
has no interval or nothing to compare it with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from math import inf

from unsilenced.evidence.claims.claim import Figure, Judgement, Verdict, written
from unsilenced.evidence.claims.words import source_name

Decide = Callable[[Sequence[Figure]], Judgement]


def lies_above(threshold: float) -> Decide:
    """Supported by an interval wholly above `threshold`, contradicted by one wholly below."""

    def decide(figures: Sequence[Figure]) -> Judgement:
        figure = _only(figures)
        low, high = figure.estimate.low, figure.estimate.high
        if low is None:
            return Verdict.UNTESTABLE, (f"{figure.label}: {figure.as_text()}.",)
        said = f"{figure.label}: {figure.as_text()}"
        limit = written(threshold, figure.unit)
        if low > threshold:
            return Verdict.SUPPORTED, (f"{said}, wholly above {limit}.",)
        if high is not None and high < threshold:
            return Verdict.CONTRADICTED, (f"{said}, wholly below {limit}.",)
        return Verdict.UNCLEAR, (f"{said}, on both sides of {limit}.",)

    return decide


def lies_below(threshold: float) -> Decide:
    """Supported by an interval wholly below `threshold`, contradicted by one wholly above."""
    return opposite(lies_above(threshold))


def lies_around(least: float, most: float) -> Decide:
    """Supported by an interval within the two limits, contradicted by one outside of them."""

    def decide(figures: Sequence[Figure]) -> Judgement:
        figure = _only(figures)
        low, high = figure.estimate.low, figure.estimate.high
        if low is None or high is None:
            return Verdict.UNTESTABLE, (f"{figure.label}: {figure.as_text()}.",)
        limits = f"{written(least, figure.unit)} to {written(most, figure.unit)}"
        said = f"{figure.label}: {figure.as_text()}"
        if least <= low and high <= most:
            return Verdict.SUPPORTED, (f"{said}, within {limits}.",)
        if high < least or most < low:
            return Verdict.CONTRADICTED, (f"{said}, outside {limits}.",)
        return Verdict.UNCLEAR, (f"{said}, in part within {limits}.",)

    return decide


def opposite(rule: Decide) -> Decide:
    """Supported where `rule` is contradicted, and the other way round."""
    turned = {
        Verdict.SUPPORTED: Verdict.CONTRADICTED,
        Verdict.CONTRADICTED: Verdict.SUPPORTED,
    }

    def decide(figures: Sequence[Figure]) -> Judgement:
        verdict, why = rule(figures)
        return turned.get(verdict, verdict), why

    return decide


def all_agree(rule: Decide) -> Decide:
    """Applies `rule` to each figure: the verdict if all agree, else unclear.

    It leaves out figures that it cannot use, and says so. If no other is left, the claim is
    untestable.
    """

    def decide(figures: Sequence[Figure]) -> Judgement:
        given = [rule([figure]) for figure in figures]
        why = _all(said for _, said in given)
        verdicts = {verdict for verdict, _ in given} - {Verdict.UNTESTABLE}
        if not verdicts:
            return Verdict.UNTESTABLE, why or ("No figure bears on it.",)
        if len(verdicts) == 1:
            return verdicts.pop(), why
        return Verdict.UNCLEAR, ("The figures do not agree.", *why)

    return decide


def every_link(links: Mapping[str, Decide]) -> Decide:
    """Applies each rule to the figures of its quantity: the links of a chain.

    Supported if all are; contradicted if one is; untestable if all are; else unclear.
    """

    def decide(figures: Sequence[Figure]) -> Judgement:
        given = [
            all_agree(rule)([each for each in figures if each.quantity == quantity])
            for quantity, rule in links.items()
        ]
        return _joined([verdict for verdict, _ in given]), _all(said for _, said in given)

    return decide


def wholly_below(one: str, other: str) -> Decide:
    """Supported where every interval of quantity `one` is wholly below every one of `other`.

    Contradicted where every one is wholly above; untestable where either has no interval.
    """

    def decide(figures: Sequence[Figure]) -> Judgement:
        why = tuple(map(_sourced, figures))
        ends = [
            [
                (each.estimate.low, inf if each.estimate.high is None else each.estimate.high)
                for each in figures
                if each.quantity == quantity and each.estimate.low is not None
            ]
            for quantity in (one, other)
        ]
        if not all(ends):
            return Verdict.UNTESTABLE, why
        if all(high < other_low for _, high in ends[0] for other_low, _ in ends[1]):
            return Verdict.SUPPORTED, why
        if all(low > other_high for low, _ in ends[0] for _, other_high in ends[1]):
            return Verdict.CONTRADICTED, why
        return Verdict.UNCLEAR, why

    return decide


def sources_agree() -> Decide:
    """Supported where two sources or more give the same value; unclear otherwise."""

    def decide(figures: Sequence[Figure]) -> Judgement:
        known = [each for each in figures if each.estimate.value is not None]
        why = tuple(map(_sourced, known))
        if not known:
            return Verdict.UNTESTABLE, ("No source gives a figure.",)
        values = {each.estimate.value for each in known}
        if len(values) > 1:
            return Verdict.UNCLEAR, ("The sources do not agree.", *why)
        if len({each.source for each in known}) == 1:
            return Verdict.UNCLEAR, ("There is one source only.", *why)
        return Verdict.SUPPORTED, why

    return decide


def told_by_others(source: str, rule: Decide) -> Decide:
    """Applies `rule` to the figures of sources other than `source`; untestable if there is none."""

    def decide(figures: Sequence[Figure]) -> Judgement:
        others = [each for each in figures if each.source != source]
        if not others:
            why = f"Nobody but the report itself ({source}) tells of it."
            return Verdict.UNTESTABLE, (why,)
        return rule(others)

    return decide


def quoted_rightly(number: float, quantity: str, rule: Decide) -> Decide:
    """Applies `rule` to the figures of `quantity`, and says if `number` is given for another.

    A number decides nothing if its source gives it for something else than what is claimed. Without
    another figure the claim is unclear, because it can still be true.
    """

    def decide(figures: Sequence[Figure]) -> Judgement:
        about = [each for each in figures if each.quantity == quantity]
        others = [each for each in figures if each.quantity != quantity]
        misquoted = [each for each in others if each.estimate.value == number]
        verdict, why = all_agree(rule)(about)
        if misquoted and verdict is Verdict.UNTESTABLE:
            verdict = Verdict.UNCLEAR
        return verdict, (*(_misquoted(each, number, quantity) for each in misquoted), *why)

    return decide


def _sourced(figure: Figure) -> str:
    source = "" if figure.estimate.value is None else f" ({source_name(figure.source)})"
    return f"{figure.label}: {figure.as_text()}{source}."


def _misquoted(figure: Figure, number: float, quantity: str) -> str:
    given = written(number, figure.unit)
    return f"Misquoted: its source gives {given} for {figure.quantity}, not {quantity}."


def _all(given: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(given))


def _joined(verdicts: Sequence[Verdict]) -> Verdict:
    if Verdict.CONTRADICTED in verdicts:
        return Verdict.CONTRADICTED
    return verdicts[0] if len(set(verdicts)) == 1 else Verdict.UNCLEAR


def _only(figures: Sequence[Figure]) -> Figure:
    (figure,) = figures
    return figure
