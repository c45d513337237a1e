"""Claim: victims from West Africa are missed by the police and met by others."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import figure, published
from unsilenced.evidence.claims.reading import row
from unsilenced.evidence.claims.rules import all_agree, lies_above
from unsilenced.evidence.coverage.analysis import COUNTED, Cell, Coverage, Selection, Test, cover
from unsilenced.evidence.coverage.nationality import western_africa
from unsilenced.evidence.coverage.referrals import AGES, GENDERS, RESPONDERS, read_referrals
from unsilenced.evidence.rates.estimate import LEVEL
from unsilenced.evidence.rates.proportion import share

REFERRED = Dataset("nrm/referrals_detail_2022Q2_2023Q4.csv")
SUPPORTED = Dataset("claims/trafficking_scale_and_nationality.csv")
WOMEN = Selection(GENDERS["female"], AGES["adult"], "Sexual")
PERIOD = "2022 Q2 to 2023 Q4"
WAYS = {"only": "where the only nationality counts", "either": "where either of two counts"}
TESTS = (len(RESPONDERS) - 1) * len(COUNTED)
ALL_TRUE = 1 - (1 - LEVEL) / TESTS
"""The level of each interval, so that all of them hold together as often as `LEVEL` says."""


def figures() -> tuple[Figure, ...]:
    """Return how each responder's referrals compare with the police's, and other counts."""
    found = cover(read_referrals(), western_africa(), WOMEN, level=ALL_TRUE)
    compared = tuple(_odds(found, test) for test in found.tests)
    shares = tuple(map(_share, found.cells))
    return (*compared, *shares, *_charity(), _acumen())


def _odds(found: Coverage, test: Test) -> Figure:
    cells = {(cell.responder, cell.counted): cell for cell in found.cells}
    here, there = (cells[each, test.counted] for each in (test.responder, test.against))
    what = f"West African women among those whom {test.responder} refers, against {test.against}"
    return Figure(
        label=f"{what}, {WAYS[test.counted]}",
        quantity=f"odds ratio, {test.responder} against {test.against}, {WAYS[test.counted]}",
        estimate=test.odds_ratio,
        unit=Unit.RATIO,
        counted=f"{here.events} of {here.trials:,} against {there.events} of {there.trials:,}",
        period=PERIOD,
        said="",
        source=REFERRED.source,
        dataset=REFERRED,
        rows=(),
        decides=True,
    )


def _share(cell: Cell) -> Figure:
    return Figure(
        label=f"West African women among those whom {cell.responder} refers, {WAYS[cell.counted]}",
        quantity=f"share of those whom {cell.responder} refers, {WAYS[cell.counted]}",
        estimate=share(cell.events, cell.trials),
        unit=Unit.SHARE,
        counted=f"{cell.events} of {cell.trials:,} women",
        period=PERIOD,
        said="",
        source=REFERRED.source,
        dataset=REFERRED,
        rows=(),
    )


def _charity() -> tuple[Figure, ...]:
    found = row(SUPPORTED, source="Salvation Army", measure="Albania / Poland / Nigeria")
    countries = found.text("measure").split(" / ")
    people = found.wholes("value", r"([0-9]+) / ([0-9]+) / ([0-9]+)")
    return tuple(
        figure(
            found,
            f"People from {country} whom a charity supported, England and Wales",
            f"people from {country} whom a charity supported",
            published(number, "a count of all kinds of exploitation and both sexes"),
            Unit.COUNT,
            counted=f"{number} people",
        )
        for country, number in zip(countries, people, strict=True)
    )


def _acumen() -> Figure:
    asian = row(SUPPORTED, measure="trafficked who are from Asia")
    trafficked = row(SUPPORTED, measure="of migrants: trafficked")
    part, whole = asian.whole("value"), trafficked.whole("value")
    return figure(
        asian,
        "Trafficked women in off-street prostitution who are from Asia, by the police's estimate",
        "share of trafficked women from Asia, England and Wales",
        published(part / whole, "both are estimates from few interviews, scaled up"),
        Unit.SHARE,
        counted=f"{part:,} of {whole:,}, estimated",
    )


CLAIM = Claim(
    id="west-africans-missed",
    title="Victims from West Africa missed by the police",
    wording=(
        "However while brothel raids discovered largely eastern European and Asian victims, one "
        "sex trafficking referral centre told me that their largest group of victims were from "
        "West Africa."
    ),
    method=(
        "Of adult women referred to the National Referral Mechanism for exploitation that includes "
        "sexual, those of a nationality of Western Africa (UN M49): for each kind of responder the "
        "conditional odds ratio against the police, with its exact interval, where the only "
        "nationality counts and where either of two does."
    ),
    rule=Rule(
        "Supported if, for every other kind of responder and both ways to count nationality, the "
        "odds ratio against the police has an interval wholly above 1; contradicted if all are "
        "wholly below; otherwise unclear.",
        all_agree(lies_above(1)),
    ),
    chosen=(
        f"All {TESTS} comparisons decide, and their intervals are widened so that all hold "
        f"together at {LEVEL:.0%} (Bonferroni). Comparing by Western Africa was chosen after "
        "looking at these figures, so they describe and confirm nothing."
    ),
    caveats=(
        "The referrals are of 2022 and 2023 and of the whole UK; the claim is of 2012 and London.",
        (
            "Who refers is not who finds: responders meet different people, and many victims are "
            "referred by nobody. These figures have nothing on where or how people were exploited."
        ),
        "By how many nationalities count, the answer for one responder can change.",
        "What raids discovered is not in the data by nationality.",
    ),
    would_settle=(
        "Nationality, borough and setting of victims by who found them and how, raids among them, "
        "from 2009 on."
    ),
    version=1,
    figures=figures,
)
