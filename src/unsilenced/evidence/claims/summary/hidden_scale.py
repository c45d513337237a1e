"""Claim: there is less trafficking than suggested, or policing misses it."""

from __future__ import annotations

from unsilenced.evidence.capture.analysis import Analysis, Question, analyse
from unsilenced.evidence.capture.table import read_table
from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import count, figure, lacking
from unsilenced.evidence.claims.reading import row
from unsilenced.evidence.claims.rules import every_link, lies_below
from unsilenced.evidence.rates.estimate import LEVEL, Estimate

OVERLAPS = Dataset("capture/UKdat_5.csv")
ESTIMATED = Dataset("claims/trafficking_scale_and_nationality.csv")
HALF = 0.5
REPLICATES = 200
KNOWN = "share of victims in the UK who are known to an agency, {}"
LONDON = "share of victims of sex trafficking in London who are known to an agency"
ALL = "victims in the UK, known and unknown"
CHOICES = {
    "all pairs, by BIC": Question(replicates=REPLICATES),
    "all pairs, by AIC": Question(replicates=REPLICATES, criterion="aic"),
    "stepwise": Question(replicates=REPLICATES, method="stepwise"),
}
"""The ways to choose a model; we do not know which is right."""


def figures() -> tuple[Figure, ...]:
    """Return estimates of how many victims there are, by each way to choose a model."""
    table = read_table(OVERLAPS.path)
    found = {choice: analyse(table, asked) for choice, asked in CHOICES.items()}
    here = lacking(
        OVERLAPS,
        "Victims of sex trafficking in London who are known to an agency",
        LONDON,
        Unit.SHARE,
        "no table of overlaps is of sex trafficking, or of London",
    )
    known = (_known(choice, each) for choice, each in found.items())
    every = (_all(choice, each) for choice, each in found.items())
    return (here, *known, *every, _published(), _suggested())


def _known(choice: str, found: Analysis) -> Figure:
    cases, total = found.table.cases, _total(found)
    value, low, high = (
        None if each is None else cases / each for each in (total.value, total.high, total.low)
    )
    estimate = Estimate(value, low, high, LEVEL, total.method, total.unknown)
    label = f"Victims in the UK who are known to an agency, {choice}"
    return _figure(found, label, KNOWN.format(choice), estimate, Unit.SHARE, decides=True)


def _all(choice: str, found: Analysis) -> Figure:
    return _figure(found, f"Victims in the UK, {choice}", ALL, _total(found), Unit.COUNT)


def _total(found: Analysis) -> Estimate:
    method = f"BCa, {found.question.replicates} replicates with the choice of the model"
    ends = found.interval(LEVEL)
    if found.fit is None or ends is None:
        return Estimate(None, None, None, LEVEL, method, "no model has an estimate and an interval")
    return Estimate(found.fit.estimate, ends[0], ends[1], LEVEL, method)


def _figure(  # noqa: PLR0913 - as in figures
    found: Analysis,
    label: str,
    quantity: str,
    estimate: Estimate,
    unit: Unit,
    *,
    decides: bool = False,
) -> Figure:
    return Figure(
        label=label,
        quantity=quantity,
        estimate=estimate,
        unit=unit,
        counted=f"{found.table.cases:,} known, of all kinds of exploitation; model {found.model}",
        period="2013",
        said="",
        source=OVERLAPS.source,
        dataset=OVERLAPS,
        rows=(),
        decides=decides,
    )


def _published() -> Figure:
    found = row(ESTIMATED, source="Silverman")
    low, high = found.numbers("value", r"([0-9]+)-([0-9]+)")
    only = Estimate(None, low, high, LEVEL, "range as published", "its source gives a range only")
    return figure(
        found, "Victims in the UK, as published", ALL, only, Unit.COUNT, counted="all kinds"
    )


def _suggested() -> Figure:
    found = row(ESTIMATED, measure="of migrants: trafficked")
    return count(
        found,
        "migrants trafficked in off-street prostitution, England and Wales",
        "scaled up from few interviews, without an interval",
    )


CLAIM = Claim(
    id="hidden-scale",
    title="Less trafficking than suggested, or policing misses it",
    wording=(
        "This suggests that either sex trafficking is not taking place on as large a scale as "
        "suggested or, more worryingly, that the way we are policing sex trafficking could be more "
        "effective."
    ),
    method=(
        "Multiple systems estimation from the overlaps of five lists: all hierarchical models with "
        "pairs of lists, by BIC and by AIC, and stepwise. The interval is the bootstrap's BCa, "
        "with the model chosen again in each replicate. Those known are divided by it."
    ),
    rule=Rule(
        "The second possibility needs most victims to be unknown. Supported if the share known is "
        "wholly below half by every way to choose the model, in the UK and for sex trafficking in "
        "London; contradicted if one is wholly above; otherwise unclear.",
        every_link(
            {
                LONDON: lies_below(HALF),
                **{KNOWN.format(choice): lies_below(HALF) for choice in CHOICES},
            }
        ),
    ),
    chosen=(
        "Three ways to choose a model were tried and all are shown. Five lists were taken, as in "
        "the later literature, because pairs overlap too little in six."
    ),
    caveats=(
        "The lists hold all kinds of exploitation, in the whole UK, after the Games.",
        (
            "The number moves by more than twice with the choice of the model, and the lists do "
            "not say which is right."
        ),
        (
            "All models take cases on several lists to be linked without error, and nobody to come "
            "or go. An agency that passes its cases on makes its list depend on another."
        ),
        (
            "That many are unknown does not show that policing could find them, nor that the scale "
            "that was suggested is right: no source says what was suggested."
        ),
        (
            f"{REPLICATES} replicates leave the ends uncertain by a few percent. The command "
            "`unsilenced evidence capture` draws more."
        ),
    ),
    would_settle=(
        "Overlaps of lists of victims of sex trafficking in London, by year, with how they were "
        "linked and who passed cases to whom."
    ),
    version=1,
    figures=figures,
)
