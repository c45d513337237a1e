"""An analysis as JSON, and as lines to read."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from unsilenced.evidence.capture.analysis import Analysis, Ranked
from unsilenced.evidence.capture.table import OverlapTable

_SHOWN = 10


def document(found: Analysis) -> dict[str, Any]:
    """Return what `--json` prints; docs/evidence.md describes its keys."""
    question, fit = found.question, found.fit
    return {
        "lists": list(found.table.lists),
        "cases": found.table.cases,
        "method": question.method,
        "max_order": question.max_order,
        "criterion": question.criterion,
        "estimate": fit and fit.estimate,
        "interval": _ends(found.interval()),
        "interval_80": _ends(found.interval(0.8)),
        "interval_method": fit and ("bca" if question.replicates else "given the model"),
        "interval_given_model": _ends(fit.interval()) if fit else None,
        "best_model": found.model,
        "best_model_terms": _terms(found.table, found.model),
        "criterion_value": found.criterion_value,
        "bic": fit and fit.bic,
        "aic": fit and fit.aic,
        "deviance": fit and fit.deviance,
        "models": sum(found.codes.values()),
        "admissible": found.codes.get(0, 0),
        "codes": {str(code): found.codes.get(code, 0) for code in range(4)},
        "ranked": [_ranked(one) for one in found.ranked],
        "replicates": question.replicates,
        "seed": question.seed,
        "bootstrap": _bootstrap(found),
    }


def _ends(interval: tuple[float, float] | None) -> list[float] | None:
    return interval and list(interval)


def _terms(table: OverlapTable, model: str | None) -> list[str]:
    words = model.strip("[]").split(",") if model else []
    return [":".join(table.lists[int(digit) - 1] for digit in word) for word in words]


def _ranked(one: Ranked) -> dict[str, Any]:
    return {
        "model": one.model,
        "estimate": one.estimate,
        "criterion_value": one.criterion_value,
        "difference": one.difference,
        "weight": one.weight,
        "chosen": one.chosen,
    }


def _bootstrap(found: Analysis) -> dict[str, Any] | None:
    drawn = found.bootstrap
    if drawn is None:
        return None
    return {
        "unknown": drawn.unknown(),
        "failed": drawn.failed,
        "bias_correction": _finite(drawn.bias_correction),
        "acceleration": _finite(drawn.acceleration),
        "ranks": found.ranks and {str(first): number for first, number in found.ranks.items()},
        "models": [{"model": model, "chosen": number} for model, number in found.often],
        "estimates": [_finite(one) for one in drawn.estimates.tolist()],
    }


def _finite(number: float) -> float | None:
    return number if isfinite(number) else None


def lines(found: Analysis) -> Iterator[str]:
    """Yield what is printed for people: the estimate, its intervals, the ten best models."""
    question, fit = found.question, found.fit
    yield f"{found.table.cases:,} cases on {len(found.table.lists)} lists"
    if fit is None:
        yield "Unknown: no model has an estimate that exists and is unique."
        return
    yield f"Estimate    {fit.estimate:,.0f}, of whom {fit.estimate - fit.cases:,.0f} on no list"
    if question.replicates:
        yield f"Interval    {_shown(found.interval())} 95%, the choice of the model counted"
        yield f"            {_shown(found.interval(0.8))} 80%"
        yield f"            {_shown(fit.interval())} 95%, were this model known to be right"
    else:
        yield f"Interval    {_shown(fit.interval())} 95%, were this model known to be right;"
        yield "            too narrow: --replicates counts the choice of the model"
    if found.bootstrap and (unknown := found.bootstrap.unknown()):
        yield f"            unknown because {unknown}"
    yield f"Model       {found.model}: {', '.join(_terms(found.table, found.model))}"
    yield (
        f"Chosen      {question.method}, {question.criterion.upper()} {found.criterion_value:.3f}; "
        f"{found.codes.get(0, 0):,} of {sum(found.codes.values()):,} models admissible"
    )
    if found.bootstrap and found.bootstrap.failed:
        yield f"Failed      {found.bootstrap.failed:,} of {question.replicates:,} replicates"
    yield ""
    yield f"{'estimate':>12}  {question.criterion.upper():>12}  {'weight':>6}  {'chosen':>6}  model"
    for one in found.ranked[:_SHOWN]:
        weight = "" if one.weight is None else f"{one.weight:.3f}"
        chosen = "" if one.chosen is None else f"{one.chosen:,}"
        yield (
            f"{one.estimate:>12,.0f}  {one.criterion_value:>12.3f}  {weight:>6}  {chosen:>6}  "
            f"{one.model}"
        )


def _shown(interval: tuple[float, float] | None) -> str:
    return f"[{interval[0]:,.0f}, {interval[1]:,.0f}]" if interval else "unknown"
