"""Claim: many trafficking victims are migrant women who chose sex work."""

from __future__ import annotations

from dataclasses import replace

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import count, figure, lacking, published, published_percent
from unsilenced.evidence.claims.reading import row
from unsilenced.evidence.claims.rules import all_agree, lies_above

ESTIMATED = Dataset("claims/trafficking_scale_and_nationality.csv")
SEEN = Dataset("claims/open_doors_2009_10.csv")
MANY = 0.25
MEASURES = (
    "women in off-street prostitution, England and Wales",
    "of whom migrants",
    "of migrants: trafficked",
)
ASKED = "women interviewed"
VULNERABLE = "of migrants: vulnerable"
SCALED_UP = "scaled up from few interviews, without an interval"
ELSEWHERE = r"same \(press elsewhere: ([0-9]+)\)"
WOMEN = ("female interviewees feeling exploited pct", "female interviewees deceived and forced pct")
FROM = ("Brazilian pct", "Eastern European pct", "White UK and Irish pct")


def figures() -> tuple[Figure, ...]:
    """Return estimates and interviews; the data do not say what victims chose."""
    chose = lacking(
        ESTIMATED,
        "Victims of trafficking who chose sex work",
        "share of victims who chose sex work",
        Unit.SHARE,
        "no source asks those counted as victims what they chose",
    )
    return (chose, *_estimated(), *_vulnerable(), *_interviewed(), *_seen())


def _estimated() -> tuple[Figure, ...]:
    rows = [row(ESTIMATED, measure=measure) for measure in MEASURES]
    asked = row(ESTIMATED, measure=ASKED)
    estimates = (count(each, each.text("measure"), SCALED_UP) for each in rows)
    return (*estimates, count(asked, ASKED, "a count of all"))


def _vulnerable() -> tuple[Figure, ...]:
    found = row(ESTIMATED, measure=VULNERABLE)
    (other,) = found.wholes("source_url", ELSEWHERE)
    told = count(found, VULNERABLE, SCALED_UP)
    elsewhere = replace(
        told,
        estimate=published(other, SCALED_UP),
        said=found.text("source_url"),
        source=f"the press, told beside {found.source}",
    )
    return (told, elsewhere)


def _interviewed() -> tuple[Figure, ...]:
    return tuple(
        figure(
            found,
            found.text("measure").removesuffix(" pct"),
            found.text("measure").removesuffix(" pct"),
            published_percent(
                found, "value", "how many of those interviewed are women is not told"
            ),
            Unit.SHARE,
            counted="migrants interviewed in London",
        )
        for measure in WOMEN
        for found in [row(ESTIMATED, measure=measure)]
    )


def _seen() -> tuple[Figure, ...]:
    whole = row(SEEN, measure="people served (on and off street)").text("value")
    return tuple(
        figure(
            found,
            f"People seen by an East London health project: {name}",
            f"share seen: {name}",
            published_percent(found, "value", f"the whole is only said to be {whole}"),
            Unit.SHARE,
            counted="",
            period="2009/10",
        )
        for found in [row(SEEN, measure=measure) for measure in FROM]
        for name in [found.text("measure").removesuffix(" pct")]
    )


CLAIM = Claim(
    id="chose-sex-work",
    title="Many victims are migrants who chose sex work",
    wording=(
        "Both my interviews with service providers who work with sex workers and with academics "
        "highlighted that many sex trafficked victims are migrant women who choose to be sex "
        "workers."
    ),
    method="The share of victims who chose sex work, with Clopper and Pearson's interval.",
    rule=Rule(
        f"“Many” is taken as {MANY:.0%}. Supported if the share of victims who chose sex work has "
        "an interval wholly above that, contradicted if wholly below; untestable while nobody "
        "asked victims.",
        all_agree(lies_above(MANY)),
    ),
    chosen=(
        "One figure decides, and the data do not have it. What is shown is of migrants in sex "
        "work, most of whom are no victims."
    ),
    caveats=(
        (
            "The estimates are scaled up from few interviews, and their source gives no interval. "
            "How many are vulnerable differs by who tells it."
        ),
        "Who counts as trafficked differs between the sources. Their numbers cannot be added.",
        "Of the migrants interviewed, how many were women is not in the data.",
    ),
    would_settle=(
        "Interviews with people who were recognised as victims: what they chose, what they were "
        "told, and when they understood that they were exploited."
    ),
    version=1,
    figures=figures,
)
