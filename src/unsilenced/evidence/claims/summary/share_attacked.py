"""Claim: three quarters are subjected to violence, assault and rape."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import figure, published_percent
from unsilenced.evidence.claims.reading import row
from unsilenced.evidence.claims.rules import all_agree, lies_around
from unsilenced.evidence.rates.proportion import share

TRACED = Dataset("claims/homicide_risk_sources.csv")
LIVERPOOL = Dataset("claims/merseyside_model.csv")
GWENT = Dataset("claims/swlo_gwent_2025.csv")
STREET = Dataset("claims/policing_violence_effects.csv")

LEAST, MOST = 0.65, 0.85
ATTACKED = "share ever attacked"
SURVEY = r"[0-9]+% \(([0-9]+)/([0-9]+)\); indoor [0-9]+%, street [0-9]+%; .*"


def figures() -> tuple[Figure, ...]:
    """Return the shares that surveys found; those with counts decide."""
    return (*_counted(), *_percentages())


def _counted() -> tuple[Figure, ...]:
    london = row(TRACED, claim="assault")
    assaulted, asked = london.wholes("value", SURVEY)
    interviewed = row(GWENT, measure="sex workers interviewed")
    violence = row(GWENT, measure="with client violence")
    events, trials = violence.whole("value"), interviewed.whole("value")
    return (
        figure(
            london,
            "Ever assaulted, London",
            ATTACKED,
            share(assaulted, asked),
            Unit.SHARE,
            counted=f"{assaulted} of {asked} asked",
            period=london.text("study"),
            decides=True,
        ),
        figure(
            violence,
            "Met violence by clients, Gwent",
            ATTACKED,
            share(events, trials),
            Unit.SHARE,
            counted=f"{events} of {trials} interviewed",
            period="2025",
            decides=True,
        ),
    )


def _percentages() -> tuple[Figure, ...]:
    office = row(TRACED, claim="three quarters")
    raped = row(TRACED, claim="over half")
    street = row(LIVERPOOL, measure="street sex workers ever attacked at work pct")
    return (
        figure(
            office,
            "Physically assaulted, UK",
            ATTACKED,
            published_percent(office, "value"),
            Unit.SHARE,
            counted=office.text("measure"),
            period=office.text("study"),
            decides=True,
        ),
        figure(
            raped,
            "Raped or seriously sexually assaulted, UK",
            "share ever raped or seriously sexually assaulted",
            published_percent(raped, "value"),
            Unit.SHARE,
            counted=raped.text("measure"),
            period=raped.text("study"),
        ),
        figure(
            street,
            "Attacked at work, on the street, Liverpool",
            ATTACKED,
            published_percent(street, "value"),
            Unit.SHARE,
            counted=street.text("measure"),
            decides=True,
        ),
    )


CLAIM = Claim(
    id="share-attacked",
    title="Three quarters attacked",
    wording=(
        "Approximately three quarters of those within this category will also be subjected to "
        "violence, assault and rape."
    ),
    method="Shares of those asked, each survey by itself, with Clopper and Pearson's interval.",
    rule=Rule(
        "“Approximately three quarters” is taken as 65% to 85%. Supported if every survey with "
        "counts has its interval within that, contradicted if every one has it outside; otherwise "
        "unclear. A percentage without a denominator decides nothing.",
        all_agree(lies_around(LEAST, MOST)),
    ),
    chosen=(
        "All surveys in the data that ask for attacks of any kind are in; those with counts "
        "decide, two of four. The limits of “approximately” were chosen after seeing the figures."
    ),
    caveats=(
        (
            "The surveys ask different people different things: ever or at work, by clients or by "
            "anybody, on the street or indoors. None is a random sample."
        ),
        (
            "The claim joins violence, assault and rape. No survey here counts who met all three; "
            "for rape the source says over half, without a denominator."
        ),
        "The Home Office's figure is told by a page that quotes it, without the survey behind it.",
    ),
    would_settle=(
        "A survey of people in sex work in London, on the street and indoors, with its sampling, "
        "numbers asked, and violence, assault and rape counted separately and together."
    ),
    version=1,
    figures=figures,
)
