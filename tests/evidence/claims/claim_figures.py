"""Figures for tests of rules: an estimate, and all else as short as can be."""

from unsilenced.evidence.claims.claim import Figure, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.rates.estimate import Estimate, nothing_known

DATASET = Dataset("claims/num_reports.csv")


def between(low, high, quantity="a share", source="somebody", value=None):
    middle = low if high is None else (low + high) / 2
    estimate = Estimate(middle if value is None else value, low, high, 0.95, "by hand")
    return _figure(estimate, quantity, source)


def without_interval(value, quantity="a share", source="somebody"):
    return _figure(Estimate(value, None, None, 0.95, "by hand", "no counts"), quantity, source)


def unknown(quantity="a share"):
    return _figure(nothing_known("nobody counted", 0.95, "none"), quantity, "nobody")


def _figure(estimate, quantity, source):
    return Figure(
        label=f"figure of {source}",
        quantity=quantity,
        estimate=estimate,
        unit=Unit.RATIO,
        counted="",
        period="",
        said="",
        source=source,
        dataset=DATASET,
        rows=(),
        decides=True,
    )
