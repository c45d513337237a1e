"""A new recovery sheet: it opens all that the team holds, and the one before opens nothing."""

import uuid

import pytest
from people.desk import Desk, MadeKey, Somebody, at_desk, new_sheet, removal, remove

from unsilenced.people.models import KeyGrant, Organisation, OrganisationKey, User
from unsilenced.sealing import recovery
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.errors import WillNotOpen
from unsilenced.sealing.grants import open_from_recovery
from unsilenced.sealing.recovery import RecoverySheet


@pytest.fixture
def amara(project):
    return at_desk(project)


@pytest.fixture
def bo(project):
    return at_desk(project, "Bo")


@pytest.fixture
def sheet():
    return RecoverySheet.draw()


def error(answer):
    return answer.status_code, answer.json()["error"]["code"]


def lay_down(desk, sheet, somebody=None, **changes):
    return desk.post("team/sheet", {"sheet": {**new_sheet(desk, sheet, somebody), **changes}})


def kept():
    return (
        list(Organisation.objects.values("recovery_public_key", "recovery_secret_hash")),
        list(
            OrganisationKey.objects.values("pk", "recovery_envelope", "retired_on").order_by("pk")
        ),
        sorted(User.objects.active().values_list("name", flat=True)),
    )


def opened_by(sheet, key):
    return open_from_recovery(
        bytes(key.recovery_envelope),
        key=key.pk,
        recovery_private_key=recovery.derive(sheet).private_key,
    )


def try_sheet(project, sheet):
    secret = to_b64u(recovery.derive(sheet).secret)
    return Desk().post("recover/open", {"project": project.project.slug, "secret": secret})


def test_a_removal_seals_every_key_to_the_new_sheet_alone(project, amara, bo):
    new = MadeKey()
    assert remove(amara[0], bo[1].id, new, amara[1]).status_code == 200
    private = {project.key.pk: project.private_key, new.id: new.private_key}
    for key in OrganisationKey.objects.all():
        assert opened_by(new.sheet, key) == private[key.pk]
        with pytest.raises(WillNotOpen):
            opened_by(project.sheet, key)


def test_after_a_removal_the_old_sheet_proves_nothing(project, amara, bo):
    new = MadeKey()
    remove(amara[0], bo[1].id, new, amara[1])
    assert error(try_sheet(project, project.sheet)) == (422, "wrong-sheet")
    assert try_sheet(project, new.sheet).status_code == 200


def test_a_sheet_is_replaced_at_any_time(project, amara, sheet):
    assert lay_down(amara[0], sheet, amara[1]).status_code == 200
    assert opened_by(sheet, OrganisationKey.objects.get()) == project.private_key
    assert error(try_sheet(project, project.sheet)) == (422, "wrong-sheet")
    assert try_sheet(project, sheet).status_code == 200


def test_a_sheet_without_all_keys_of_its_person_is_refused(project, amara, bo, sheet):
    remove(amara[0], bo[1].id, MadeKey(), amara[1])
    before = kept()
    right = new_sheet(amara[0], sheet, amara[1])["envelopes"]
    for envelopes in ([], right[:1], [*right, {**right[0], "key": str(uuid.uuid4())}]):
        assert error(lay_down(amara[0], sheet, envelopes=envelopes)) == (409, "keys-changed")
    answer = lay_down(amara[0], sheet, envelopes=[*right, right[0]])
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "envelopes")
    assert kept() == before


def test_who_holds_fewer_keys_than_the_team_makes_no_sheet(project, amara, bo, sheet):
    chidis, chidi = at_desk(project, "Chidi")
    remove(amara[0], bo[1].id, MadeKey(), amara[1])
    KeyGrant.objects.filter(user=chidi.id, key=project.key.pk).delete()
    before = kept()
    assert error(lay_down(chidis, sheet, chidi)) == (403, "key-not-held")
    assert kept() == before


def test_who_alone_held_an_old_key_can_still_be_removed(project, amara, bo):
    chidis, chidi = at_desk(project, "Chidi")
    remove(amara[0], bo[1].id, MadeKey(), amara[1])
    KeyGrant.objects.filter(user=chidi.id, key=project.key.pk).delete()
    assert remove(chidis, amara[1].id, MadeKey(), chidi).status_code == 200


def test_the_present_sheet_is_no_new_one(project, amara, bo):
    before = kept()
    assert error(lay_down(amara[0], project.sheet)) == (409, "sheet-taken")
    same = MadeKey(project.sheet)
    assert error(remove(amara[0], bo[1].id, same)) == (409, "sheet-taken")
    assert kept() == before


def test_a_removal_without_a_sheet_removes_nobody(amara, bo):
    before = kept()
    members = removal(amara[0], bo[1].id, MadeKey())
    del members["sheet"]
    answer = amara[0].post("team/remove", members)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "sheet")
    assert kept() == before


@pytest.mark.parametrize("field", ["public_key", "secret_hash", "envelopes"])
def test_a_malformed_sheet_changes_nothing(amara, sheet, field):
    before = kept()
    answer = lay_down(amara[0], sheet, **{field: "AAAA"})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert kept() == before


def test_who_was_never_given_the_key_makes_no_sheet(project, amara, sheet):
    daras = Desk().join(project.project, Somebody("Dara"))
    before = kept()
    assert error(lay_down(daras, sheet)) == (403, "key-not-held")
    assert kept() == before


def test_a_new_sheet_changes_nothing_of_another_project(project, other_project, amara, sheet):
    lay_down(amara[0], sheet, amara[1])
    assert try_sheet(other_project, other_project.sheet).status_code == 200
    key = OrganisationKey.objects.get(pk=other_project.key.pk)
    assert opened_by(other_project.sheet, key) == other_project.private_key
