"""Claim: people in sex work are at least 12 times more likely to be murdered."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import figure, published
from unsilenced.evidence.claims.reading import Row, row, rows
from unsilenced.evidence.claims.rules import lies_above, quoted_rightly
from unsilenced.evidence.events.london import london
from unsilenced.evidence.rates.estimate import LEVEL, nothing_known
from unsilenced.evidence.rates.poisson import SMR_METHOD, rate, smr
from unsilenced.evidence.rates.ratio import rate_ratio

TRACED = Dataset("claims/homicide_risk_sources.csv")
COUNTED = Dataset("claims/uk_sexworker_homicides.csv")
RECORDED = Dataset("london/mps_borough_monthly_2010_2023.csv")
LONDONERS = Dataset("london/borough_population_2011_2022.csv")
LATER = ("2011-01", "2011-12")

TIMES = 12
PER = 1000
PER_YEARS = f"per {PER:,} person-years"
MURDER = "the ratio of murder rates"
DEATH = "the ratio of death rates, from all causes"
COHORT = r".*, ([0-9]+) person-years; ([0-9]+) deaths \([0-9]+ AIDS, ([0-9]+) murdered\)"


def figures() -> tuple[Figure, ...]:
    """Return the London cohort's rates and ratios, another's published ratio, and counts."""
    return (*_london(), _londoners(), _elsewhere(), *_counts())


def _london() -> tuple[Figure, ...]:
    traced = row(TRACED, claim="12x")
    years, deaths, murdered = traced.wholes("denominator", COHORT)
    times, _ = traced.numbers("value", r"([0-9.]+)x expected; ([0-9.]+) per 1000 py")
    period = traced.text("population")
    in_time = f"in {years} person-years"
    lowest = rate(murdered, years).low or 0.0
    no_reference = (
        "the data have no rate of murder of women of the same age, place and time; "
        f"the interval would lie above {TIMES} if that rate were below "
        f"{lowest / TIMES * 100_000:.1f} in 100,000 person-years"
    )
    return (
        figure(
            traced,
            "Deaths from all causes, against women of similar age",
            DEATH,
            smr(deaths, deaths / times),
            Unit.RATIO,
            counted=f"{deaths} deaths, {deaths / times:.2g} expected (worked out from the ratio)",
            period=period,
            decides=True,
        ),
        figure(
            traced,
            "Murders, against the national average",
            MURDER,
            nothing_known(no_reference, LEVEL, SMR_METHOD),
            Unit.RATIO,
            counted=f"{murdered} murders {in_time}",
            column="denominator",
            period=period,
            decides=True,
        ),
        figure(
            traced,
            f"Deaths from all causes {PER_YEARS}",
            f"deaths from all causes {PER_YEARS}",
            rate(deaths, years, per=PER),
            Unit.RATE,
            counted=f"{deaths} deaths {in_time}",
            period=period,
        ),
        figure(
            traced,
            f"Murders {PER_YEARS}",
            f"murders {PER_YEARS}",
            rate(murdered, years, per=PER),
            Unit.RATE,
            counted=f"{murdered} murders {in_time}",
            column="denominator",
            period=period,
        ),
    )


def _londoners() -> Figure:
    traced = row(TRACED, claim="12x")
    years, _, murdered = traced.wholes("denominator", COHORT)
    killed = int(london("homicide").window(*LATER).counts.sum())
    people = sum(
        each.whole("2011_Population")
        for each in rows(LONDONERS)
        if each.text("Area name") != "City of London"
    )
    return figure(
        traced,
        "Murders, against homicides of everybody in London twenty years later",
        "the ratio of murder rates, to all Londoners of 2011",
        rate_ratio(murdered, years, killed, people).ratio,
        Unit.RATIO,
        counted=(
            f"{murdered} murders in {years} person-years against {killed} homicides of "
            f"{people:,} people in a year ({RECORDED.name}, {LONDONERS.name})"
        ),
        column="denominator",
        period=f"{traced.text('population')} against 2011",
    )


def _elsewhere() -> Figure:
    other = row(TRACED, claim="18x")
    times = other.amount("value")
    return figure(
        other,
        "Murders of active workers in the US, against women of the same age and race",
        "the ratio of murder rates, in the US",
        published(times.value, "no counts are given", times.how),
        Unit.RATIO,
        counted=other.text("measure"),
        period=f"{other.text('study')}, {other.text('population')}",
    )


def _counts() -> tuple[Figure, ...]:
    measures = ("victims in database", "NPCC count", "UKNSWP count", "Kinnell: homicides")
    return tuple(
        figure(
            each,
            f"Killed in the UK: {each.text('measure')}",
            f"people in sex work killed in the UK, {_until(each)}",
            published(each.whole("value"), "a count of known cases, with nobody's time at risk"),
            Unit.COUNT,
            counted=each.text("measure"),
        )
        for measure in measures
        for each in rows(COUNTED, measure=measure)
    )


def _until(counted: Row) -> str:
    return counted.text("period").removesuffix(" statement")


CLAIM = Claim(
    id="murder-risk",
    title="Murdered at least 12 times as often",
    wording=(
        "There is a group in London who are at least 12 times more likely to be murdered than the "
        "national average."
    ),
    method=(
        "The figure is traced to the study of London that gives it, and what it counts there is "
        "read. Rates have Garwood's exact interval, ratios the exact interval of a standardised "
        "mortality ratio."
    ),
    rule=Rule(
        f"Supported if a ratio for murder has an interval wholly above {TIMES}, contradicted if "
        f"wholly below. If {TIMES} is given for another outcome than murder, it is misquoted and "
        "decides nothing: the claim is unclear unless another ratio for murder decides.",
        quoted_rightly(TIMES, MURDER, lies_above(TIMES)),
    ),
    chosen=(
        "Two figures decide, both of the one London study that could be traced; it was found by "
        "looking for the number. One test, so nothing is adjusted."
    ),
    caveats=(
        (
            "Misquoted is not refuted: the risk can be higher still. Two murders are few, but "
            "their rate is high."
        ),
        (
            "The comparison with all Londoners is of another time, and of both sexes and all ages. "
            "It decides nothing, and shows how rare murder is otherwise."
        ),
        "The four deaths are few, and the expected ones are worked out from the published ratio.",
        (
            "Counts of people killed differ by who counts, until when, and whether the work "
            "counts; their periods overlap, so they are not independent."
        ),
    ),
    would_settle=(
        "Homicides among people in sex work with their time at risk, or a number of people at risk "
        "by year, and the rate of homicide by sex, age and year of everybody in London."
    ),
    version=1,
    figures=figures,
)
