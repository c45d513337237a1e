"""One small world for all tests of a module, as it was in the beginning for each of them."""

import pytest
from django.conf import settings
from django.test import override_settings
from emptying import empty
from fuzz.world import World


@pytest.fixture(scope="module")
def made_world(django_db_setup, django_db_blocker, modules_keyholder):
    """A world that stands in the database, so that other connections see it, too."""
    running = modules_keyholder
    with django_db_blocker.unblock():
        try:
            with override_settings(CONFIGURATION=running.named_by(settings.CONFIGURATION)):
                made = World(running)
            yield made
            made.end()
        finally:
            empty()


@pytest.fixture
def transactional_db(made_world):
    """The database, which no test here empties: what it changed is put back."""
    yield
    made_world.put_back(made_world.changes())


@pytest.fixture
def world(transactional_db, made_world, keyholder):
    return made_world
