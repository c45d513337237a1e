"""Claim: raids displace people from their support, which puts lives and health at risk."""

from __future__ import annotations

from dataclasses import replace

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import figure, lacking, published, published_interval
from unsilenced.evidence.claims.reading import Row, row
from unsilenced.evidence.claims.rules import every_link, lies_above, lies_below
from unsilenced.evidence.rates.ratio import rate_ratio

STUDIED = Dataset("claims/policing_violence_effects.csv")
SEEN = Dataset("claims/open_doors_2009_10.csv")
IRELAND = Dataset("claims/uglymugs_ie_reports.csv")
PLATT = "Platt et al 2018 PLoS Med"
WALKER = "Walker et al 2024 Sci Rep"
DISPLACED = "contacts with support after raids, against before"
LINKS = (
    (WALKER, "police displacement", "client violence"),
    (PLATT, "repressive policing", "sexual/physical violence"),
    (PLATT, "repressive policing", "HIV/STI"),
    (PLATT, "repressive policing", "condomless sex"),
)
BESIDE = (
    (WALKER, "homelessness", "client violence"),
    (WALKER, "homelessness", "displacement"),
)
MODELLED = ("end homelessness and displacement", "halve policing rate")


def figures() -> tuple[Figure, ...]:
    """Return the known links of the claim, and figures to show beside them."""
    first = lacking(
        SEEN,
        "Contacts with support after raids, against before",
        DISPLACED,
        Unit.RATIO,
        "no source counts contacts before and after raids",
    )
    links = (replace(_odds(*each), decides=True) for each in LINKS)
    beside = (_odds(*each) for each in BESIDE)
    return (first, *links, *beside, *_modelled(), *_asked(), *_ireland(), _seen())


def _quantity(exposure: str, outcome: str) -> str:
    return f"odds of {outcome} with {exposure}"


def _odds(study: str, exposure: str, outcome: str) -> Figure:
    found = row(STUDIED, study=study, exposure=exposure, outcome=outcome)
    (value,) = found.numbers("estimate", r"OR ([0-9.]+)")
    return figure(
        found,
        f"{exposure.capitalize()} and {outcome}",
        _quantity(exposure, outcome),
        published_interval(found, "ci95", value),
        Unit.RATIO,
        counted=f"odds ratio, {study}, {found.text('setting')}",
        column="estimate",
        period=study,
    )


def _modelled() -> tuple[Figure, ...]:
    found = [row(STUDIED, study=WALKER, exposure=exposure) for exposure in MODELLED]
    return tuple(
        _reduction(each, each.numbers("estimate", r"([0-9.]+)%")[0] / 100) for each in found
    )


def _reduction(found: Row, value: float) -> Figure:
    in_percent = published_interval(found, "ci95", value * 100)
    low, high = (None if end is None else end / 100 for end in (in_percent.low, in_percent.high))
    what = found.text("exposure")
    return figure(
        found,
        f"Less violence in a model: {what}",
        f"reduction of violence in a model: {what}",
        replace(in_percent, value=value, low=low, high=high),
        Unit.SHARE,
        counted=f"{WALKER}, {found.text('setting')}",
        column="estimate",
        period=WALKER,
    )


def _asked() -> tuple[Figure, ...]:
    found = row(STUDIED, study=WALKER, exposure="baseline")
    outcomes = found.text("outcome").split(" / ")
    shares = found.numbers("estimate", r"([0-9]+)% / ([0-9]+)% / ([0-9]+)%")
    return tuple(
        figure(
            found,
            f"London street workers: {outcome}",
            f"share of London street workers: {outcome}",
            published(percent / 100, "how many were asked is not in the data"),
            Unit.SHARE,
            counted="",
            column="estimate",
            period=WALKER,
        )
        for outcome, percent in zip(outcomes, shares, strict=True)
    )


def _ireland() -> tuple[Figure, ...]:
    pairs = (
        ("2015-2017 (2y pre-law)", "2017-2019 (2y post-law)", "incidents"),
        ("same period 2016", "5 months after Mar 2017", "reports involving violence"),
    )
    changes = tuple(_change(before, after, measure) for before, after, measure in pairs)
    return (*changes, *_crimes())


def _crimes() -> tuple[Figure, ...]:
    found = row(IRELAND, measure="crime reports change pct")
    first, later = found.wholes("value", r"([0-9]+) \(later press release: ([0-9]+)\)")
    told = ((first, found.source), (later, f"a later press release, told beside {found.source}"))
    return tuple(
        replace(
            figure(
                found,
                "Ireland, crimes reported to a warning scheme after the law, against before",
                "change of crimes reported to the Irish scheme",
                published(1 + increase / 100, "neither number behind it is told"),
                Unit.RATIO,
                counted=f"an increase of {increase}%",
            ),
            source=source,
        )
        for increase, source in told
    )


def _change(before: str, after: str, measure: str) -> Figure:
    earlier = row(IRELAND, period=before, measure=measure)
    later = row(IRELAND, period=after, measure=measure)
    counts = later.whole("value"), earlier.whole("value")
    change = figure(
        later,
        f"Ireland, {measure} to a warning scheme after a law that punishes buying sex",
        f"change of {measure} to the Irish scheme",
        rate_ratio(counts[0], 1, counts[1], 1).ratio,
        Unit.RATIO,
        counted=f"{counts[0]:,} against {counts[1]:,} in equally long periods",
        period=f"{after} against {before}",
    )
    return replace(change, rows=(earlier.line, later.line))


def _seen() -> Figure:
    people = row(SEEN, measure="people served (on and off street)")
    off_street = row(SEEN, measure="off-street")
    whole, part = people.amount("value"), off_street.whole("value")
    return figure(
        off_street,
        "People whom an East London health project saw and who work off the street",
        "share seen who work off the street",
        published(part / whole.value, f"the whole is only said to be {whole.how} {whole.value:,g}"),
        Unit.SHARE,
        counted=f"{part:,} of {people.text('value')} people",
        period="2009/10",
    )


CLAIM = Claim(
    id="displacement",
    title="Raids displace people and put them at risk",
    wording=(
        "Second, NHS projects had noted that 'brothel' raids and visits had led to the "
        "displacement of sex workers away from their support networks, which led to their lives "
        "and health being at increasing risk."
    ),
    method=(
        "The claim is a chain. Its first link, fewer contacts after raids, would be a ratio of "
        "rates; the others are published odds ratios with their intervals."
    ),
    rule=Rule(
        "Supported if every link is: contacts after raids wholly below those before, and all odds "
        "ratios of violence and of harm to health wholly above 1. Contradicted if a link is, "
        "untestable if no link has a figure. Otherwise unclear.",
        every_link(
            {
                DISPLACED: lies_below(1),
                **{_quantity(exposure, outcome): lies_above(1) for _, exposure, outcome in LINKS},
            }
        ),
    ),
    chosen=(
        "All odds ratios of policing in the data decide, four, of two studies; one link has no "
        "figure. Their intervals are as published, not adjusted for being four."
    ),
    caveats=(
        "The odds ratios are associations. They do not show that displacement was the cause.",
        (
            "The London study is of people who work on the street; the claim is of brothels. The "
            "review joins studies from many countries."
        ),
        (
            "More reports to a scheme can mean more harm, or more people who use it: in Ireland "
            "both the law and the scheme changed."
        ),
        "The first link is not known, and it is the one about raids.",
        ("Reports to a scheme come in clusters, so the intervals of their changes are too narrow."),
    ),
    would_settle=(
        "Outreach contacts by week and borough beside dated raids and visits, as the register of "
        "visits and its contacts would hold them."
    ),
    version=1,
    figures=figures,
)
