"""A report on claims of the tests' own, made once."""

from datetime import date

import pytest
from evidence.claims_report.invented_claims import BOTH

from unsilenced.evidence.claims.report.publish import write_report
from unsilenced.evidence.disclosure.public import release_claim

DAY = date(2026, 11, 28)


@pytest.fixture(scope="session")
def findings():
    return [release_claim(claim) for claim in BOTH]


@pytest.fixture(scope="session")
def report(findings, tmp_path_factory):
    """The folder with the report in it."""
    out = tmp_path_factory.mktemp("report") / "out"
    write_report(findings, out, DAY)
    return out
