"""A report on claims of the tests' own, made once."""

import pytest
from evidence.claims_report.invented_claims import BOTH, DAY

from unsilenced.evidence.claims.report.publish import write_report
from unsilenced.evidence.disclosure.public import release_claim


@pytest.fixture(scope="session")
def findings():
    return [release_claim(claim) for claim in BOTH]


@pytest.fixture(scope="session")
def report(findings, tmp_path_factory):
    """The folder with the report in it."""
    out = tmp_path_factory.mktemp("report") / "out"
    write_report(findings, out, DAY)
    return out
