"""Two people look at each warning, but for somebody alone who says so; members see which."""

import pytest
from reports.stored import everything
from warned.warner import Warner

from unsilenced.people.models import User
from unsilenced.warnings.models import Warning

pytestmark = pytest.mark.django_db


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


def switch(warner, *, on):
    return warner.desk.post("four-eyes", {"on": on})


def rule(warner):
    listing = warner.listing()
    return listing["four_eyes"], listing["may_switch"]


def test_two_people_look_unless_somebody_alone_switches_that_off(amara, draft):
    assert rule(amara) == (True, True)
    assert code(amara.approve(draft)) == (403, "four-eyes")
    assert switch(amara, on=False).status_code == 200
    assert rule(amara) == (False, True)
    assert amara.approve(draft).status_code == 200
    assert Warning.objects.get().four_eyes is False
    assert amara.listed(draft)["four_eyes"] is False


def test_the_rule_can_be_switched_on_again(amara, draft):
    switch(amara, on=False)
    switch(amara, on=True)
    assert code(amara.approve(draft)) == (403, "four-eyes")


def test_as_soon_as_there_are_two_the_rule_holds_again(amara, project, keys_of_keyholder, draft):
    switch(amara, on=False)
    Warner.at(project, keys_of_keyholder, "Joel")
    assert rule(amara) == (True, False)
    assert code(amara.approve(draft)) == (403, "four-eyes")
    before = everything()
    assert code(switch(amara, on=False)) == (409, "not-alone")
    assert everything() == before


def test_who_was_removed_does_not_count(amara, joel, draft):
    User.objects.filter(pk=joel.person.id).update(removed_on="2026-01-01")
    assert rule(amara) == (True, True)
    assert switch(amara, on=False).status_code == 200


def test_two_people_looked_also_where_one_of_them_has_gone(amara, joel, draft):
    User.objects.filter(pk=amara.person.id).update(removed_on="2026-01-01")
    switch(joel, on=False)
    assert joel.approve(draft).status_code == 200
    assert Warning.objects.get().four_eyes is True


def test_each_project_has_a_rule_of_its_own(amara, bo):
    switch(amara, on=False)
    assert rule(bo) == (True, True)


@pytest.mark.parametrize("on", ["no", None, 0])
def test_the_switch_is_on_or_off(amara, on):
    answer = switch(amara, on=on)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "on")
