"""Claim: raids have increased in the Olympic host boroughs."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import figure, lacking, published
from unsilenced.evidence.claims.reading import Row, row, rows
from unsilenced.evidence.claims.rules import all_agree, lies_above
from unsilenced.evidence.claims.visits import compared, yearly
from unsilenced.evidence.rates.poisson import rate

ENFORCED = Dataset("claims/london_enforcement_2010_2012.csv")
CLOSED = "brothels closed in Olympic host boroughs, a month"
YEAR = 12
ARRESTS = (
    "arrests connected with sex work",
    "arrests in one 4-night operation",
    "sex workers arrested",
)


def figures() -> tuple[Figure, ...]:
    """Return closures, arrests and visits; no source gives the raids of two periods."""
    increase = lacking(
        ENFORCED,
        "Raids in the host boroughs, compared with before",
        "change of raids in host boroughs",
        Unit.RATIO,
        "no source counts raids in the host boroughs in two periods",
    )
    return (increase, *_closures(), *_arrests(), *yearly(), *compared())


def _closures() -> tuple[Figure, ...]:
    newham = row(ENFORCED, area="Newham", measure="brothels closed by borough police")
    (months,) = newham.wholes("period", r"([0-9]+) months to .*")
    five = row(ENFORCED, area="Five Olympic boroughs", measure="brothels closed")
    rest = row(ENFORCED, area="Rest of London", measure="brothels closed")
    return (
        _closed(newham, months, CLOSED),
        _closed(five, YEAR, CLOSED),
        _closed(rest, YEAR, "brothels closed in the rest of London, a month"),
    )


def _closed(found: Row, months: int, quantity: str) -> Figure:
    brothels = found.whole("value")
    caveat = found.values["caveat"]
    return figure(
        found,
        f"Brothels closed a month, {found.text('area')}",
        quantity,
        rate(brothels, months),
        Unit.RATE,
        counted=f"{brothels} brothels in {months} months" + (f" ({caveat})" if caveat else ""),
    )


def _arrests() -> tuple[Figure, ...]:
    return tuple(
        figure(
            each,
            f"{each.text('area')}: {measure}",
            f"{measure}, {each.text('area')}",
            published(each.whole("value"), "one period, and nothing to compare it with"),
            Unit.COUNT,
            counted=measure,
        )
        for measure in ARRESTS
        for each in rows(ENFORCED, measure=measure)
    )


CLAIM = Claim(
    id="raids-up",
    title="More raids in the Olympic host boroughs",
    wording=(
        "The data I have however reveals that raids have increased significantly overall in the "
        "Olympic host boroughs."
    ),
    method=(
        "Raids in the host boroughs would be compared with those of an earlier period by the ratio "
        "of their rates. Closures and visits are shown as rates with Garwood's interval, each "
        "source and period by itself."
    ),
    rule=Rule(
        "Supported if the ratio of raids in the host boroughs, later against earlier, has an "
        "interval wholly above 1; contradicted if wholly below; untestable while no source counts "
        "them in two periods.",
        all_agree(lies_above(1)),
    ),
    chosen=(
        "One figure decides, and the data do not have it. The visits of SCD9 decide nothing: they "
        "are those of one unit in all London. Two changes of them are shown, of overlapping years."
    ),
    caveats=(
        (
            "Newham alone and five boroughs together are said to have had the same number of "
            "closed brothels, in different periods: one of the sources may have taken it from the "
            "other."
        ),
        "A closure is not a raid, and an arrest is neither.",
        (
            "SCD9's calendar and financial years overlap; 2011/12 ends in mid-March. Borough "
            "police, who did what is claimed, are not in SCD9's figures."
        ),
        (
            "All closures and visits were counted. Their intervals are those of a steady rate "
            "behind the counts, and too narrow where raids come in series."
        ),
    ),
    would_settle=(
        "Raids, visits and closures by month, borough and unit from 2009 to 2012, as a register of "
        "visits would hold them."
    ),
    version=1,
    figures=figures,
)
