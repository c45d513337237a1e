"""Claim: raids have not led to many traffickers caught or victims found."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import NO_DENOMINATOR, count, figure, lacking, published
from unsilenced.evidence.claims.reading import row
from unsilenced.evidence.claims.rules import every_link, lies_below
from unsilenced.evidence.rates.poisson import rate
from unsilenced.evidence.rates.proportion import share

RAIDED = Dataset("claims/raids_effectiveness.csv")
LONDON = Dataset("claims/london_enforcement_2010_2012.csv")
UPPER_BOUND = "estimated share of brothel raids finding a trafficking victim (percent; upper bound)"
MOST = 0.1
FOUND = "share of raids that found a victim"
LONDON_FOUND = "share of London's raids that found a victim"
CAUGHT = "traffickers caught in London's raids"


def figures() -> tuple[Figure, ...]:
    """Return what raids found: London's before the Games, and other operations beside them."""
    caught = lacking(
        LONDON,
        "Raids in London that caught a trafficker",
        CAUGHT,
        Unit.SHARE,
        "no source counts traffickers caught in these raids",
    )
    return (_london(), caught, *_others_found(), *_pentameter(), *_later())


def _london() -> Figure:
    found = row(LONDON, measure=UPPER_BOUND)
    bound = published(found.whole("value") / 100, NO_DENOMINATOR, "less than")
    return figure(
        found,
        "Raids in London that found a victim",
        LONDON_FOUND,
        bound,
        Unit.SHARE,
        counted=found.text("caveat"),
        decides=True,
    )


def _others_found() -> tuple[Figure, ...]:
    none = row(RAIDED, measure="share finding no victim")
    unreferred = row(RAIDED, measure="pct with no victim referred to support")
    without = none.amount("value")
    return (
        figure(
            none,
            "Raids in the press, UK, that found a victim",
            FOUND,
            published(1 - without.value / 100, NO_DENOMINATOR, without.how),
            Unit.SHARE,
            counted=f"{without.how} {without.value:g}% found none",
        ),
        figure(
            unreferred,
            "Raids in the press, UK, after which a victim was referred to support",
            "share of raids after which a victim was referred",
            published(1 - unreferred.amount("value").value / 100, NO_DENOMINATOR),
            Unit.SHARE,
            counted=f"after {unreferred.text('value')}% none was",
        ),
    )


def _pentameter() -> tuple[Figure, ...]:
    found = row(RAIDED, operation="Pentameter 2", measure="victims identified")
    raided = row(RAIDED, operation="Pentameter 2", measure="premises raided")
    victims, premises = found.whole("value"), raided.whole("value")
    convicted = row(
        RAIDED,
        measure="men convicted of importing and forcing, of whom detected by Pentameter",
    )
    men, detected = convicted.wholes("value", r"([0-9]+); ([0-9]+)")
    scotland = row(RAIDED, operation="Scotland share of P2")
    presumed, confirming, _ = scotland.wholes("value", r"([0-9]+) / ([0-9]+) / ([0-9]+)")
    arrests = ("arrests announced", "real arrests")
    return (
        figure(
            found,
            "Victims identified for each of the premises raided, Pentameter 2, UK",
            "victims identified for each of the premises raided, Pentameter 2",
            rate(victims, premises),
            Unit.RATE,
            counted=f"{victims} victims, {premises} premises",
        ),
        figure(
            convicted,
            "Men convicted of importing and forcing women whom Pentameter 2 had detected, UK",
            "share of those convicted who were detected by Pentameter 2",
            share(detected, men),
            Unit.SHARE,
            counted=f"{detected} of {men} men",
        ),
        figure(
            scotland,
            "Women presumed to be victims who said so, Scotland, Pentameter 2",
            "share of presumed victims who confirm it, Scotland",
            share(confirming, presumed),
            Unit.SHARE,
            counted=f"{confirming} of {presumed} women",
        ),
        *(
            count(
                row(RAIDED, operation="Pentameter 2", measure=measure),
                "arrests of Pentameter 2, UK",
                "a count of all",
            )
            for measure in arrests
        ),
    )


def _later() -> tuple[Figure, ...]:
    soho = row(RAIDED, operation="Op Lanhydrock Soho")
    premises, _, charges = soho.wholes("value", r"([0-9]+) / ([0-9]+) / ([0-9]+)")
    week = row(RAIDED, operation="MPS 9-borough week")
    met, exploited = week.wholes("value", r"([0-9]+) / ([0-9]+)")
    return (
        figure(
            soho,
            "Trafficking charges for each of the premises raided, Soho",
            "trafficking charges for each of the premises raided, Soho",
            rate(charges, premises),
            Unit.RATE,
            counted=f"{charges} charges, {premises} premises",
        ),
        figure(
            week,
            "Women met by the police who they suspected were exploited, Newham",
            "share of women met who were suspected to be exploited, Newham",
            share(exploited, met),
            Unit.SHARE,
            counted=f"{exploited} of {met} women",
        ),
    )


CLAIM = Claim(
    id="raids-find-few",
    title="Raids found few victims and traffickers",
    wording=(
        "This has not led to a large numbers of sex traffickers being caught nor victims found."
    ),
    method=(
        "Yields of raids: shares with Clopper and Pearson's interval, rates for each of the "
        "premises with Garwood's. Operations differ in what they count, so each is by itself."
    ),
    rule=Rule(
        "“Large” is taken as one raid in ten. Supported if, of London's raids before the Games, "
        "both the share that found a victim and the share that caught a trafficker have intervals "
        "wholly below that; contradicted if one is wholly above; untestable if neither has an "
        "interval; otherwise unclear.",
        every_link({LONDON_FOUND: lies_below(MOST), CAUGHT: lies_below(MOST)}),
    ),
    chosen=(
        "Only raids in London before the Games decide, since the claim is about those; two "
        "figures. One in ten was chosen after seeing the figures. Seven yields and two counts of "
        "other operations are shown and decide nothing."
    ),
    caveats=(
        (
            "London's figure is the report author's own, as a newspaper tells it. A study of raids "
            "in the press says that most found a victim: other raids, other years, and another "
            "meaning of victim."
        ),
        (
            "Who is counted as a victim is what the police believed at the time. Exploitation is "
            "often understood late, and not told to police who raid."
        ),
        "The arrests that were announced for Pentameter 2 were later said to be too many.",
        "One of the premises can have several victims, so Pentameter's rate is no share.",
    ),
    would_settle=(
        "For each raid its borough, day, trigger, people met, victims identified and later "
        "confirmed, arrests, charges and convictions, as a register of visits would hold them."
    ),
    version=1,
    figures=figures,
)
