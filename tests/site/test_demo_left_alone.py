"""The demo touches nothing that is not its own."""

import pytest
from django.db import connection

from unsilenced.demo import demonstration
from unsilenced.demo.demonstration import DemonstrationError
from unsilenced.people.models import Organisation
from unsilenced.site.configuration import configuration


@pytest.fixture
def set_up(tmp_path):
    return configuration({"DATA_DIR": str(tmp_path)})


def test_a_real_project_is_left_alone(db, set_up):
    Organisation.objects.create(slug="real", name="Real")
    with pytest.raises(DemonstrationError, match="holds an organisation of your own"):
        demonstration.prepare(set_up)
    with pytest.raises(DemonstrationError, match="holds an organisation of your own"):
        demonstration.clear()
    assert Organisation.objects.get().slug == "real"


def test_a_reset_leaves_another_programs_tables_alone(db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE ledger_entry (id int)")
        cursor.execute("INSERT INTO ledger_entry VALUES (7)")
        with pytest.raises(DemonstrationError, match="another program's tables"):
            demonstration.clear()
        cursor.execute("SELECT id FROM ledger_entry")
        assert cursor.fetchone() == (7,)


def test_a_reset_leaves_tables_alone_that_are_named_like_ours_without_our_projects(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_organisation RENAME TO people_town")
        with pytest.raises(DemonstrationError, match="another program's tables"):
            demonstration.clear()
        cursor.execute("SELECT count(*) FROM people_town")
        assert cursor.fetchone() == (0,)


def test_a_code_is_given_for_invented_people_only(project, caseworker):
    caseworker("Amara")
    assert demonstration.code("amara") is not None
    assert demonstration.code("nobody") is None
    Organisation.objects.update(invented=False)
    assert demonstration.code("amara") is None
