"""A figure, its interval and its source are written briefly, and unknowns are not left out."""

import doctest
from dataclasses import replace

from evidence.claims_report.invented_claims import ONE, REPLY, TIMES, UNKNOWN

from unsilenced.evidence.claims import words
from unsilenced.evidence.rates.estimate import Estimate


def test_the_examples_run():
    assert doctest.testmod(words).attempted
    assert not doctest.testmod(words).failed


def test_a_figure_and_its_interval_are_written_as_their_unit_is():
    assert (words.value_of(ONE), words.interval_of(ONE)) == ("31.0%", "19.5% to 44.5% (95%)")
    assert words.interval_of(TIMES) == "1.8 to no upper end (95%)"
    wide = replace(ONE, estimate=replace(ONE.estimate, level=1 - 0.05 / 6))
    assert words.interval_of(wide).endswith("(99.17%)")


def test_what_is_unknown_says_so_and_why():
    assert words.value_of(UNKNOWN) == "Unknown: nobody has counted"
    assert words.interval_of(UNKNOWN) == "None"
    bounded = replace(ONE, estimate=Estimate(None, 0.1, 0.9, 0.95, "bounds", "not told"))
    assert words.value_of(bounded) == "Unknown: not told"
    assert words.interval_of(bounded) == "10.0% to 90.0% (95%)"


def test_a_figure_names_its_lines_and_how_it_is_written_there():
    assert words.lines_of(ONE) == "“31 (18 of 58)”, line 4 of num_reports.csv"
    two = replace(ONE, rows=(4, 5), said="31; 28")
    assert words.lines_of(two) == "“31; 28”, lines 4, 5 of num_reports.csv"
    assert not words.lines_of(replace(ONE, rows=()))


def test_a_source_is_known_by_its_host_or_the_beginning_of_its_name():
    assert words.source_name(REPLY) == "glaconservatives.co.uk (SCD9 reply 15-16 Mar 2012)"
    assert words.source_name("executive-summary.txt") == "the report itself"
    assert words.source_name("told beside https://a.org/b/c") == "told beside a.org"
    long = words.source_name("Home Office, statistics: " + "by quarter, " * 20)
    assert len(long) <= 80
    assert long.endswith(" …")
