"""What we found for each outcome, how far it depends on choices, and how often we looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from unsilenced.evidence.events.effect import Effect
from unsilenced.evidence.events.leads import Study
from unsilenced.evidence.events.panel import Panel
from unsilenced.evidence.events.placebo import Placebo
from unsilenced.evidence.events.randomisation import Randomised
from unsilenced.evidence.events.ratio import UNKNOWN, answer_by, answer_of
from unsilenced.evidence.multiplicity import holm

RULE = (
    "An answer is “higher” or “lower” where the interval leaves 1 out, else “no difference”. "
    "A result is fragile if another window, the p-value adjusted for all outcomes, the "
    "randomisation inference or the placebo dates answer otherwise. P-values answer by whether "
    "they are below 1 less the level; randomisation and placebo dates are asked where so small "
    "a p-value could have been had."
)


@dataclass(frozen=True, slots=True)
class Result:
    """What we found for one outcome. `None` stands for a check that we could not make."""

    window: tuple[str, str]
    effect: Effect
    study: Study
    pre_trend: Randomised | None
    """Randomisation inference on the joint test of the leads."""

    randomised: Randomised | None
    placebo: Placebo | None
    windows: tuple[tuple[tuple[str, str], Effect], ...]
    """Other windows, each with the effect in it."""

    adjusted: float | None = None
    """The clustered p-value, adjusted by Holm's method for all outcomes that we tried."""

    @property
    def answer(self) -> str:
        """What the interval says."""
        return answer_of(self.effect.ratio)

    @property
    def changes(self) -> tuple[str, ...]:
        """The checks that contradict the answer, a sentence each; none if there is no answer."""
        usual = self.answer
        if usual == UNKNOWN:
            return ()
        found = [
            f"The window from {first} to {last} answers: {answer_of(other.ratio)}."
            for (first, last), other in self.windows
            if answer_of(other.ratio) != usual
        ]
        if self.adjusted is not None and (said := self._said(self.adjusted)) != usual:
            found.append(f"Adjusted for all outcomes, p answers: {said} (p = {self.adjusted:.2g}).")
        checks = (("Randomisation inference", self.randomised), ("Placebo dates", self.placebo))
        for name, check in checks:
            if check is None or check.least >= 1 - self.effect.ratio.level:
                continue
            if (said := self._said(check.p_value)) != usual:
                verb = "answer" if name.endswith("s") else "answers"
                found.append(f"{name} {verb}: {said} (p = {check.p_value:.2g}).")
        return tuple(found)

    @property
    def fragile(self) -> bool:
        """Whether any check contradicts the answer (see `RULE`)."""
        return bool(self.changes)

    def _said(self, p_value: float) -> str:
        return answer_by(p_value, self.effect.log_ratio, self.effect.ratio.level)


def adjusted(results: Sequence[Result]) -> tuple[Result, ...]:
    """Return the results of all outcomes that we tried, each p-value adjusted for the others."""
    p_values = [each.effect.p_value for each in results]
    found = iter(holm([each for each in p_values if each is not None]))
    return tuple(
        each if each.effect.p_value is None else replace(each, adjusted=next(found))
        for each in results
    )


@dataclass(frozen=True, slots=True)
class Family:
    """The results of all outcomes that we tried, with p-values adjusted for their number."""

    panels: tuple[Panel, ...]
    results: tuple[Result, ...]

    @property
    def statement(self) -> str:
        """How often we looked."""
        number = len(self.results)
        if number == 1:
            return "1 outcome was tried here; any that were looked at elsewhere count as well."
        return f"{number} outcomes were tried, and p-values are adjusted for all of them (Holm)."
