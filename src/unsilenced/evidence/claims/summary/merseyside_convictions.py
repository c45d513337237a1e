"""Claim: in Merseyside, crimes against people in sex work do not go unpunished."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import figure, percent_of, published_percent
from unsilenced.evidence.claims.reading import Row, row, rows
from unsilenced.evidence.claims.rules import wholly_below
from unsilenced.evidence.rates.proportion import share

MODEL = Dataset("claims/merseyside_model.csv")
KILLED = Dataset("claims/uk_sexworker_homicides.csv")
GWENT = Dataset("claims/swlo_gwent_2025.csv")
THERE = "conviction rate for rape, Merseyside"
NATIONAL = "conviction rate for rape, national"
OF_WHAT = "of how many, and of what (reports, charges or trials), is not told"
LOCAL = ("rape conviction rate pct", "rape conviction rate pct, Liverpool")
HALVES = ("first half of 1990-2006", "second half of 1990-2006")


def figures() -> tuple[Figure, ...]:
    """Return the published conviction rates, and shares elsewhere that have counts."""
    national = row(MODEL, measure="comparator: national rape conviction rate pct")
    overall = row(MODEL, measure="overall conviction rate pct, crimes vs sex workers")
    local = (each for measure in LOCAL for each in rows(MODEL, measure=measure))
    return (
        *(_rate(each, THERE, decides=True) for each in local),
        _rate(national, NATIONAL, decides=True),
        _rate(overall, "conviction rate for all crimes against sex workers, Merseyside"),
        _murders(),
        *_gwent(),
        *_convicted(),
    )


def _rate(found: Row, quantity: str, *, decides: bool = False) -> Figure:
    measure = found.text("measure").replace(" pct", "").removeprefix("comparator: ")
    return figure(
        found,
        f"{measure[:1].upper()}{measure[1:]}",
        quantity,
        published_percent(found, "value", OF_WHAT),
        Unit.SHARE,
        counted="",
        decides=decides,
    )


def _murders() -> Figure:
    murders = row(MODEL, measure="sex-worker murders in Liverpool")
    unsolved = row(MODEL, measure="of those unsolved")
    some, all_of_them = unsolved.whole("value"), murders.whole("value")
    return figure(
        unsolved,
        "Murders of people in sex work in Liverpool that were unsolved, before the policy",
        "share of murders unsolved, Liverpool",
        share(some, all_of_them),
        Unit.SHARE,
        counted=f"{some} of {all_of_them} murders",
    )


def _gwent() -> tuple[Figure, ...]:
    reports = row(GWENT, measure="police reports examined").whole("value")
    outcomes = {"charged": "charged pct", "convicted": "convicted pct"}
    return tuple(
        figure(
            found,
            f"Police reports in Gwent after which somebody was {outcome}",
            f"share of police reports after which somebody was {outcome}, Gwent",
            percent_of(found, "value", reports),
            Unit.SHARE,
            counted=f"{found.text('value')} percent of {reports} reports",
            period="2025",
        )
        for outcome, measure in outcomes.items()
        for found in [row(GWENT, measure=measure)]
    )


def _convicted() -> tuple[Figure, ...]:
    measure = "Kinnell: ending in homicide conviction pct"
    return tuple(
        figure(
            found,
            "Homicides of people in sex work, UK, that ended in a conviction for homicide",
            f"share of homicides that ended in a conviction, UK, {half}",
            published_percent(found, "value", "how many were killed in this half is not told"),
            Unit.SHARE,
            counted="",
        )
        for half in HALVES
        for found in [row(KILLED, measure=measure, period=half)]
    )


CLAIM = Claim(
    id="merseyside-convictions",
    title="Merseyside: crimes do not go unpunished",
    wording=(
        "It also included the police putting out a well-publicised message that crimes against sex "
        "workers would not go unpunished."
    ),
    method=(
        "Conviction rates for rape in Merseyside and nationally would be compared by their "
        "intervals. Shares with counts have Clopper and Pearson's."
    ),
    rule=Rule(
        "Supported if every interval for Merseyside is wholly above the national one, contradicted "
        "if wholly below, unclear if they overlap; untestable while either has no denominator.",
        wholly_below(NATIONAL, THERE),
    ),
    chosen=(
        "All rates for rape decide, three for Merseyside and the national one, because only rape "
        "has both. One comparison, which cannot be made."
    ),
    caveats=(
        (
            "The rates are not alike: the local ones are as high as they would be of trials, and "
            "the national one as low as it would be of reports."
        ),
        (
            "One and the same local rate is told of two different periods, and a higher one of "
            "Liverpool in an earlier year."
        ),
        "Even like rates would not show that the label as hate crime made the difference.",
        "The reports of Gwent are of another police force, fifteen years later.",
    ),
    would_settle=(
        "For Merseyside and like forces, by year from 2003: crimes against people in sex work that "
        "were reported, charged, tried and convicted, as numbers."
    ),
    version=1,
    figures=figures,
)
