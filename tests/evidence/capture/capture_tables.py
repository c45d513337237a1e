"""Tables that the tests of capture-recapture share, and the values to agree with."""

import json
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

import unsilenced.evidence
from unsilenced.evidence.capture.table import read_table

DATA = Path(unsilenced.evidence.__file__).parent / "data" / "capture"
REFERENCE = json.loads((DATA / "reference.json").read_text())
ESTIMATE = REFERENCE["tolerance"]["estimate_relative"]
BIC = REFERENCE["tolerance"]["bic_absolute"]

# Table 2 of Chan, Silverman and Vincent (2021): A 40, B 30, C 20, A and B 6, nobody else.
ARTIFICIAL = np.array([0, 40, 30, 6, 20, 0, 0, 0])


def table_named(name):
    return read_table(DATA / f"{name}.csv")


@st.composite
def sparse_counts(draw, fewest=3, most=5):
    """Counts by pattern, most of them zero or small, for as many lists as asked."""
    lists = draw(st.integers(fewest, most))
    count = st.one_of(st.just(0), st.integers(0, 5), st.integers(0, 2000))
    counts = draw(st.lists(count, min_size=2**lists - 1, max_size=2**lists - 1).filter(any))
    return np.array([0, *counts], np.int64)
