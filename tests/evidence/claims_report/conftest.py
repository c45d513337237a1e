"""A report on claims of the tests' own, made once."""

import pytest
from evidence.claims_report.invented_claims import BOTH, DAY, released_claim

from unsilenced.evidence.claims.report.publish import write_report


@pytest.fixture(scope="session")
def findings():
    return [released_claim(claim) for claim in BOTH]


@pytest.fixture(scope="session")
def report(findings, tmp_path_factory):
    """The folder with the report in it."""
    out = tmp_path_factory.mktemp("report") / "out"
    write_report(findings, out, DAY)
    return out
