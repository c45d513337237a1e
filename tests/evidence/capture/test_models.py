"""All hierarchical models are there once, and are written as the literature writes them."""

from itertools import chain, combinations

import numpy as np
import pytest
from capture_tables import REFERENCE, table_named

from unsilenced.evidence.capture.models import Terms, all_models
from unsilenced.evidence.errors import BadInput

COUNTED = [
    (len(table_named(name).lists), each["max_order"], each["models"])
    for name, found in REFERENCE["exhaustive"].items()
    for each in found
]


def is_hierarchical(terms):
    return all(part in terms for term in terms for part in range(term) if part & term == part)


@pytest.mark.parametrize(("lists", "order", "models"), COUNTED)
def test_there_are_as_many_models_as_published(lists, order, models):
    assert len(all_models(Terms.up_to(lists, order))) == models


@pytest.mark.parametrize(("lists", "order", "models"), [(4, 3, 113), (3, 1, 1), (6, 2, 32768)])
def test_there_are_as_many_models_as_known(lists, order, models):
    assert len(all_models(Terms.up_to(lists, order))) == models


@pytest.mark.parametrize(("lists", "order"), [(3, 2), (4, 2), (4, 3)])
def test_the_models_are_every_set_of_terms_that_holds_all_parts(lists, order):
    terms = Terms.up_to(lists, order)
    every = chain.from_iterable(
        combinations(range(len(terms.codes)), size) for size in range(len(terms.codes) + 1)
    )
    masks = [sum(1 << bit for bit in chosen) for chosen in every]
    hierarchical = {mask for mask in masks if is_hierarchical(set(terms.of(mask).tolist()))}
    found = all_models(terms).tolist()
    assert len(found) == len(set(found))
    assert set(found) == hierarchical


def test_models_with_fewer_terms_come_first():
    sizes = np.bitwise_count(all_models(Terms.up_to(5, 4)))
    assert (np.diff(sizes.astype(int)) >= 0).all()


def test_every_model_reads_back_as_it_is_written():
    terms = Terms.up_to(4, 3)
    for mask in all_models(terms).tolist():
        assert terms.read(terms.written(mask)) == mask


@pytest.mark.parametrize("written", ["[1,23,45]", "[123,25,34]", "[12,15,23,24,25,35,45]"])
def test_a_model_is_written_as_published(written):
    terms = Terms.up_to(5, 4)
    assert terms.written(terms.read(written)) == written


@pytest.mark.parametrize("order", [0, 3, -1])
def test_an_order_out_of_range_is_refused_with_the_range(order):
    with pytest.raises(BadInput, match="from 1 to 2"):
        Terms.up_to(3, order)


@pytest.mark.parametrize(("lists", "order", "number"), [(7, 3, r"10\^11"), (8, 2, "268,435,456")])
def test_more_models_than_can_be_compared_are_refused_with_their_number(lists, order, number):
    with pytest.raises(BadInput, match=number):
        all_models(Terms.up_to(lists, order))


@pytest.mark.parametrize("written", ["[1x]", "[]", "[11]", "[16]", "[1234]", "[0]"])
def test_what_is_no_model_is_refused(written):
    with pytest.raises(BadInput):
        Terms.up_to(5, 3).read(written)
