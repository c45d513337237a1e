"""Every claim of the summary is tested by its rule, on figures that stand where it says."""

import shutil
from dataclasses import replace

import pytest

from unsilenced.evidence.claims import dataset
from unsilenced.evidence.claims.claim import Unit, Verdict, examine
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.reading import rows
from unsilenced.evidence.claims.registry import CLAIMS, by_id
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.rates.estimate import Estimate
from unsilenced.evidence.rates.poisson import rate, smr
from unsilenced.evidence.rates.proportion import share
from unsilenced.evidence.rates.ratio import rate_ratio

IDS = [claim.id for claim in CLAIMS]
LONGEST_QUOTE = 40
INTERVALS = [
    Estimate((low + high) / 2, low, high, 0.95, "by hand")
    for value in (0.001, 0.02, 0.3, 0.75, 0.95, 2.0, 100.0)
    for low, high in ((0.999 * value, 1.001 * value), (0.0, value))
]

FOUND = {
    "murder-risk": Verdict.UNCLEAR,
    "share-attacked": Verdict.UNCLEAR,
    "distrust": Verdict.UNTESTABLE,
    "willing-to-report": Verdict.UNTESTABLE,
    "olympic-funds": Verdict.UNCLEAR,
    "trafficking-games": Verdict.UNCLEAR,
    "prostitution-fell": Verdict.UNTESTABLE,
    "raids-up": Verdict.UNTESTABLE,
    "raids-find-few": Verdict.UNTESTABLE,
    "hidden-scale": Verdict.UNCLEAR,
    "chose-sex-work": Verdict.UNTESTABLE,
    "west-africans-missed": Verdict.UNCLEAR,
    "not-organised": Verdict.UNTESTABLE,
    "without-complaint": Verdict.UNTESTABLE,
    "seven-officers": Verdict.UNTESTABLE,
    "displacement": Verdict.UNCLEAR,
    "crime-first": Verdict.UNTESTABLE,
    "reporting-decline": Verdict.UNTESTABLE,
    "merseyside-convictions": Verdict.UNTESTABLE,
    "hate-crime-reporting": Verdict.UNTESTABLE,
}


@pytest.fixture(scope="module")
def findings():
    return {claim.id: examine(claim) for claim in CLAIMS}


@pytest.fixture(scope="module")
def figures(findings):
    return [(name, figure) for name, found in findings.items() for figure in found.figures]


@pytest.fixture
def changed(tmp_path, monkeypatch):
    """Change a data file: replace each given text, which must occur once, with another."""
    shutil.copytree(dataset.DATA, tmp_path / "data")
    monkeypatch.setattr(dataset, "DATA", tmp_path / "data")

    def change(name, texts):
        path = tmp_path / "data" / "claims" / name
        text = path.read_text(encoding="utf-8")
        for old, new in texts.items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    return change


def figure_of(found, label):
    (figure,) = (each for each in found.figures if each.label == label)
    return figure


def ends(estimate):
    return estimate.value, estimate.low, estimate.high


def test_each_claim_has_an_id_of_its_own_and_is_found_by_it():
    assert len(set(IDS)) == len(IDS)
    assert all(by_id(claim.id) is claim for claim in CLAIMS)
    with pytest.raises(BadInput, match="there is no claim “all-of-it”; there are: murder-risk"):
        by_id("all-of-it")


def test_the_data_say_this_of_each_claim(findings):
    assert {name: found.verdict for name, found in findings.items()} == FOUND


@pytest.mark.parametrize("name", IDS)
def test_each_claim_says_all_that_a_reader_needs(name):
    claim = by_id(name)
    told = (claim.title, claim.method, claim.rule.words, claim.chosen, claim.would_settle)
    assert all(told)
    assert claim.caveats
    assert 0 < len(claim.wording.split()) <= LONGEST_QUOTE


def test_each_figure_has_an_interval_or_says_why_not(figures):
    for name, figure in figures:
        estimate = figure.estimate
        assert (estimate.low is None) <= bool(estimate.unknown), (name, figure.label)
        assert (estimate.value is None) <= bool(estimate.unknown), (name, figure.label)
        assert figure.source, (name, figure.label)


def test_each_figure_stands_in_the_rows_it_names(figures):
    for name, figure in figures:
        lines = figure.dataset.path.read_text(encoding="utf-8").splitlines()
        named = " ".join(lines[line - 1] for line in figure.rows)
        for part in figure.said.split("; "):
            assert part in named, (name, figure.label)
        if figure.estimate.value is not None:
            assert bool(figure.rows) == bool(figure.said), (name, figure.label)


def test_every_file_of_claims_is_used(figures):
    used = {figure.dataset.name for _, figure in figures}
    assert {f"claims/{path.name}" for path in (dataset.DATA / "claims").glob("*.csv")} <= used


def test_a_share_is_a_share(figures):
    for name, figure in figures:
        if figure.unit is Unit.SHARE:
            numbers = [each for each in ends(figure.estimate) if each is not None]
            assert all(0 <= each <= 1 for each in numbers), (name, figure.label)


def test_what_decides_is_marked(findings):
    for name, found in findings.items():
        deciding = [each for each in found.figures if each.decides]
        assert deciding, name
        assert found.claim.rule.decide(deciding) == (found.verdict, found.why), name


def test_why_is_a_sentence_for_each_thing_and_none_is_said_twice(findings):
    for name, found in findings.items():
        assert found.why, name
        assert len(set(found.why)) == len(found.why), name
        assert all(each.endswith(".") for each in found.why), name
    deciding = [each for each in findings["trafficking-games"].figures if each.decides]
    assert len(findings["trafficking-games"].why) == len(deciding) == 5


def test_a_verdict_is_never_more_than_the_intervals_say(findings):
    """If no deciding figure has an interval, nothing is supported or contradicted."""
    for name, found in findings.items():
        bare = [
            replace(each, estimate=replace(each.estimate, low=None, high=None))
            for each in found.figures
            if each.decides
        ]
        verdict, _ = found.claim.rule.decide(bare)
        assert verdict in {Verdict.UNCLEAR, Verdict.UNTESTABLE}, name


@pytest.mark.parametrize("name", IDS)
def test_no_claim_has_one_verdict_whatever_the_figures(name, findings):
    found = findings[name]
    deciding = [each for each in found.figures if each.decides]
    quantities = [each.quantity for each in deciding]
    by_quantity = [each == quantities[0] for each in quantities]
    by_position = [at == 0 for at in range(len(deciding))]
    verdicts = {
        found.claim.rule.decide(
            [
                replace(each, estimate=one if is_first else other, source=f"source {at}")
                for at, (each, is_first) in enumerate(zip(deciding, firsts, strict=True))
            ]
        )[0]
        for firsts in (by_quantity, by_position)
        for one in INTERVALS
        for other in INTERVALS
    }
    assert Verdict.SUPPORTED in verdicts
    assert len(verdicts) > 1


@pytest.mark.parametrize(
    ("name", "supporting"),
    [
        ("distrust", {"share who distrust the police": (0.6, 0.7)}),
        (
            "willing-to-report",
            {
                "share of reports to Ugly Mugs that go to the police in full, London": (0.1, 0.2),
                "share of crimes that the public reports to the police": (0.4, 0.5),
            },
        ),
        ("prostitution-fell", {"change of prostitution in London": (0.5, 0.9)}),
        ("raids-up", {"change of raids": (1.5, 2)}),
        ("raids-find-few", {"share of London's": (0.01, 0.05), "traffickers": (0.0, 0.05)}),
        ("chose-sex-work", {"share of victims who chose": (0.3, 0.4)}),
        ("not-organised", {"share of victims exploited": (0.1, 0.2)}),
        ("without-complaint", {"share of visits": (0.1, 0.2)}),
        ("seven-officers", {"officers": (6.5, 8)}),
        ("crime-first", {"share of reports": (0.1, 0.2)}),
        ("reporting-decline", {"change in the share": (0.5, 0.9)}),
        (
            "merseyside-convictions",
            {
                "conviction rate for rape, Merseyside": (0.5, 0.8),
                "conviction rate for rape, national": (0.05, 0.08),
            },
        ),
        ("hate-crime-reporting", {"change of how many": (2, 9)}),
    ],
)
def test_each_rule_asks_for_what_its_claim_says(name, supporting, findings):
    """Data that would settle a claim do settle it, in the right direction."""
    found = findings[name]
    told = []
    for figure in (each for each in found.figures if each.decides):
        ((low, high),) = (
            interval for start, interval in supporting.items() if figure.quantity.startswith(start)
        )
        estimate = Estimate((low + high) / 2, low, high, 0.95, "by hand")
        told.append(replace(figure, estimate=estimate, source="a survey"))
    assert found.claim.rule.decide(told)[0] is Verdict.SUPPORTED


def test_raids_in_the_press_mostly_found_a_victim(findings):
    found = findings["raids-find-few"]
    press = figure_of(found, "Raids in the press, UK, that found a victim")
    assert press.estimate.value == 0.75
    assert press.said == "about 25%"
    assert press.estimate.unknown.startswith("its source says “about”")


def test_the_murder_figure_is_one_of_all_deaths(findings):
    found = findings["murder-risk"]
    assert found.why[0] == (
        "Misquoted: its source gives 12 for the ratio of death rates, from all causes, "
        "not the ratio of murder rates."
    )
    deaths = figure_of(found, "Deaths from all causes, against women of similar age")
    assert ends(deaths.estimate) == ends(smr(4, 4 / 12))
    murders = figure_of(found, "Murders per 1,000 person-years")
    assert ends(murders.estimate) == ends(rate(2, 675, per=1000))
    reference = figure_of(found, "Murders, against the national average")
    assert "below 3.0 in 100,000 person-years" in reference.estimate.unknown


def test_the_rate_of_murder_that_would_do_is_the_one_where_the_interval_reaches_twelve():
    lowest = rate(2, 675).low
    assert smr(2, 675 * lowest / 12).low == pytest.approx(12)


def test_a_figure_that_is_not_misquoted_is_not_called_so(changed):
    changed("homicide_risk_sources.csv", {"12x expected": "9x expected"})
    found = examine(by_id("murder-risk"))
    assert found.verdict is Verdict.UNTESTABLE
    assert not any("Misquoted" in each for each in found.why)


def test_three_quarters_is_supported_where_both_surveys_say_so(changed):
    changed("homicide_risk_sources.csv", {"112/193": "145/193"})
    changed(
        "swlo_gwent_2025.csv",
        {
            "sex workers interviewed,15": "sex workers interviewed,150",
            "violence,14": "violence,112",
        },
    )
    assert examine(by_id("share-attacked")).verdict is Verdict.SUPPORTED


def test_three_quarters_is_contradicted_where_both_surveys_say_less(changed):
    changed("homicide_risk_sources.csv", {"112/193": "60/193"})
    changed("swlo_gwent_2025.csv", {"with client violence,14": "with client violence,3"})
    assert examine(by_id("share-attacked")).verdict is Verdict.CONTRADICTED


def test_money_is_supported_where_the_sources_agree(changed):
    changed(
        "london_enforcement_2010_2012.csv",
        {"Olympic money GBP,600000": "Olympic money GBP,500000"},
    )
    assert examine(by_id("olympic-funds")).verdict is Verdict.SUPPORTED


def test_a_broken_link_contradicts_a_chain(changed):
    changed("policing_violence_effects.csv", {"OR 1.42": "OR 0.6", "1.03-1.94": "0.40-0.90"})
    assert examine(by_id("displacement")).verdict is Verdict.CONTRADICTED


def test_a_row_that_went_missing_is_named(changed):
    changed("raids_effectiveness.csv", {"victims identified": "people identified"})
    wanted = "operation “Pentameter 2”, measure “victims identified”"
    with pytest.raises(BadInput, match=f"claims/raids_effectiveness.csv: 0 rows have {wanted}"):
        examine(by_id("raids-find-few"))


def test_a_count_that_contradicts_itself_is_refused(changed):
    changed("num_reports.csv", {"31 (18 of 58)": "31 (18 of 59)"})
    with pytest.raises(BadInput, match="row 4, column full_police_report_pct: tells of 59"):
        examine(by_id("willing-to-report"))


def test_no_source_tells_of_one_borough_and_measure_in_two_periods():
    """The data really lack what `raids-up` says they lack."""
    told = [
        (each.values["area"], each.values["measure"], each.source)
        for each in rows(Dataset("claims/london_enforcement_2010_2012.csv"))
    ]
    assert len(set(told)) == len(told)


def test_conflicting_sources_are_told_and_kept_apart(findings):
    conflicts = {name: found.conflicts for name, found in findings.items() if found.conflicts}
    assert conflicts == {
        "murder-risk": ("people in sex work killed in the UK, 1990-2016",),
        "share-attacked": ("share ever attacked",),
        "olympic-funds": ("pounds against trafficking for the Games",),
        "raids-up": ("brothels closed in Olympic host boroughs, a month",),
        "raids-find-few": ("arrests of Pentameter 2, UK",),
        "chose-sex-work": ("of migrants: vulnerable",),
        "displacement": ("change of crimes reported to the Irish scheme",),
        "merseyside-convictions": ("conviction rate for rape, Merseyside",),
    }


def test_visits_of_each_period_stay_by_themselves(findings):
    visits = [
        each for each in findings["raids-up"].figures if each.dataset.name.endswith("visits.csv")
    ]
    counted = [each.counted for each in visits[:4]]
    assert counted == [
        "173 premises in 365 days (calendar years)",
        "74 premises in 365 days (calendar years)",
        "149 premises in 365 days (financial years)",
        "78 premises in 350 days (part of a financial year)",
    ]
    assert [each.period for each in visits[4:]] == [
        "2011 against 2010",
        "2011/12 to date against 2010/11",
    ]
    assert not any(each.decides for each in visits)
    assert visits[4].estimate == rate_ratio(74, 365, 173, 365).ratio
    assert visits[5].estimate == rate_ratio(78, 350, 149, 365).ratio


def test_what_came_later_is_compared_with_what_was_before(findings):
    label = "Ireland, incidents to a warning scheme after a law that punishes buying sex"
    change = figure_of(findings["displacement"], label)
    assert change.estimate == rate_ratio(10076, 1, 4278, 1).ratio
    assert change.counted == "10,076 against 4,278 in equally long periods"


def test_conviction_rates_have_no_interval(findings):
    for figure in findings["merseyside-convictions"].figures:
        if figure.quantity.startswith("conviction rate"):
            assert figure.estimate.value is not None
            assert figure.estimate.low is None


def test_referrals_are_compared_both_ways_and_all_are_counted(findings):
    found = findings["west-africans-missed"]
    deciding = [each for each in found.figures if each.decides]
    assert len(deciding) == 6
    assert {round(each.estimate.level, 4) for each in deciding} == {0.9917}
    label = "West African women among those whom police refers, where the only nationality counts"
    assert ends(figure_of(found, label).estimate) == ends(share(6, 357))


def test_the_games_are_what_an_independent_fit_says(findings):
    found = findings["trafficking-games"]
    label = (
        "Recorded misc crimes against society in host boroughs during the Games, against other "
        "boroughs, as if it were the only outcome"
    )
    alone = figure_of(found, label)
    assert ends(alone.estimate) == pytest.approx((1.263, 1.013, 1.574), abs=5e-4)
    assert "fragile" in alone.counted
    deciding = [each for each in found.figures if each.decides]
    assert len(deciding) == 5
    assert {each.estimate.level for each in deciding if each.estimate.value} == {0.9875}


def test_the_known_share_moves_with_the_model(findings):
    found = findings["hidden-scale"]
    known = [
        each for each in found.figures if each.quantity.startswith("share of victims in the UK")
    ]
    assert len(known) == 3
    values = [each.estimate.value for each in known]
    assert max(values) > 2 * min(values)
