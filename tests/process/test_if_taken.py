"""Only a value that another row has is told as taken."""

import pytest
from django.db import IntegrityError, transaction

from unsilenced.people.models import Organisation
from unsilenced.process.database.taken import if_taken


class TakenError(Exception):
    """What is told."""


def store(**values):
    with if_taken(TakenError), transaction.atomic():
        Organisation.objects.create(**values)


def test_a_value_that_another_row_has_is_taken(db):
    store(slug="willow", name="Willow")
    with pytest.raises(TakenError):
        store(slug="willow", name="Another")
    assert Organisation.objects.get().name == "Willow"


def test_a_row_that_breaks_another_rule_is_a_fault(db):
    with pytest.raises(IntegrityError, match="null value"):
        store(slug="willow", name=None)
    assert not Organisation.objects.exists()
