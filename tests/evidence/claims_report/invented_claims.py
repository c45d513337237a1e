"""Claims of the tests' own, about figures that are shipped."""

from dataclasses import replace
from datetime import date

import pytest

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit, Verdict
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.disclosure import public
from unsilenced.evidence.rates.estimate import Estimate, nothing_known
from unsilenced.evidence.rates.proportion import share

DAY = date(2026, 11, 28)
REPORTS = Dataset("claims/num_reports.csv")
VISITS = Dataset("claims/scd9_brothel_visits.csv")
MARKUP = "<b> & #panic() *x* $y$ `z` [w] @a \\ \"q\" <!-- 'r'"
ALSO = f"The others {MARKUP} are shown."

LONDON = "http://glaconservatives.co.uk/blog/london-one-sex-worker-attacked-every-week-yet-two-thirds-wont-go-to-police/"
UK = "http://glaconservatives.co.uk/blog/more-than-one-sex-worker-attacked-every-day-in-the-uk-yet-three-quarters-wont-go-to-police/"
REPLY = "http://glaconservatives.co.uk/silence-on-violence/scd9-data/ (SCD9 reply 15-16 Mar 2012)"

ONE = Figure(
    label="Told the police, London",
    quantity="share who told the police",
    estimate=share(18, 58),
    unit=Unit.SHARE,
    counted="18 of 58 reports",
    period="Jul 2012-Mar 2013",
    said="31 (18 of 58)",
    source=LONDON,
    dataset=REPORTS,
    rows=(4,),
    decides=True,
)
OTHER = replace(
    ONE,
    label="Told the police, UK",
    estimate=Estimate(0.28, None, None, 0.95, "as published", "no counts are given"),
    counted="28 percent",
    period="Jul 2012-Jul 2013",
    said="28",
    source=UK,
    rows=(5,),
    decides=False,
)
UNKNOWN = replace(
    ONE,
    label="Places visited",
    quantity="places visited",
    estimate=nothing_known("nobody has counted", 0.95, "exact"),
    unit=Unit.COUNT,
    counted="visits",
    period="2010",
    said="173",
    source=REPLY,
    dataset=VISITS,
    rows=(4,),
    decides=False,
)
TIMES = replace(
    UNKNOWN,
    label="Visits, against the year after",
    quantity="ratio of visits",
    estimate=Estimate(2.3, 1.8, None, 0.95, "exact"),
    unit=Unit.RATIO,
)


def decide(figures):
    return Verdict.UNCLEAR, (f"{len(figures)} figure decides, and {MARKUP} does not.", ALSO)


CLAIM = Claim(
    id="reports",
    title=f"One in three tells the police {MARKUP}",
    wording=f"Much less willing {MARKUP}",
    method=f"Counts {MARKUP}",
    rule=Rule(f"Supported if {MARKUP}", decide),
    chosen=f"Before {MARKUP}",
    caveats=(f"Few reports {MARKUP}", "A second caveat."),
    would_settle=f"More reports {MARKUP}",
    version=2,
    figures=lambda: (ONE, OTHER, UNKNOWN, TIMES),
)
BARE = replace(
    CLAIM,
    id="bare",
    title="Nothing is known of this",
    rule=Rule("Untestable.", lambda _: (Verdict.UNTESTABLE, ("Nobody has counted.",))),
    caveats=(),
    figures=lambda: (),
)
BOTH = (CLAIM, BARE)


def with_figures(*figures):
    return replace(CLAIM, figures=lambda: figures)


def released_claim(claim):
    """What is released of a claim of the tests' own, as if it were one of the registry's."""
    with pytest.MonkeyPatch.context() as registry:
        registry.setattr(public, "CLAIMS", (claim,))
        return public.release_claim(claim)
