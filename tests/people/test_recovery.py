"""The recovery sheet: it opens nothing while a colleague could say no, and nothing after a no."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone
from people.desk import (
    Desk,
    MadeKey,
    SheetHolder,
    Somebody,
    at_desk,
    new_sheet,
    remove,
    send_report,
)

from unsilenced.people.keys import recovery
from unsilenced.people.models import KeyGrant, Organisation, RecoveryRequest, User
from unsilenced.people.organisations import enrolment
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.sealing.recovery import RecoverySheet

WAIT = dt.timedelta(hours=72)


@pytest.fixture
def amara(project):
    return at_desk(project)


@pytest.fixture
def nadia(project):
    """Somebody with the sheet."""
    return SheetHolder(project.project.slug, project.sheet, Somebody("Nadia"))


@pytest.fixture
def other(project):
    """Somebody else with the same sheet."""
    return SheetHolder(project.project.slug, project.sheet, Somebody("Other"))


def error(answer):
    return answer.status_code, answer.json()["error"]["code"]


def wait_until_it_goes_on(project):
    """Let the waiting time pass, as the database sees it."""
    RecoveryRequest.objects.filter(organisation=project.project).update(
        goes_on=timezone.localdate()
    )


def say(desk, holder, *, yes):
    return desk.post("team/recovery", {"user": str(holder.somebody.id), "yes": yes})


def seen_by(desk):
    return desk.get("team").json()["recovery"]


def no_key_in(answer, project):
    """Whether neither the key's identifier nor its envelope is in an answer."""
    text = answer.content.decode()
    return str(project.key.pk) not in text and to_b64u(project.key.recovery_envelope) not in text


def test_a_sheet_alone_opens_no_key(project, amara, nadia):
    answer = nadia.open()
    assert answer.json() == {"project": project.project.name, "state": "free"}
    assert no_key_in(answer, project)
    assert error(nadia.keys()) == (409, "recovery-not-asked")
    assert error(nadia.come_in({project.key.pk: project.private_key})) == (
        409,
        "recovery-not-asked",
    )


def test_who_asks_waits_and_no_key_leaves_meanwhile(project, amara, nadia):
    asked = nadia.ask()
    assert (asked.status_code, asked.json()["state"]) == (201, "waiting")
    answers = [
        nadia.open(),
        nadia.keys(),
        nadia.come_in({project.key.pk: project.private_key}),
    ]
    assert answers[0].json()["state"] == "waiting"
    assert [error(answer) for answer in answers[1:]] == [(403, "recovery-waits")] * 2
    assert all(no_key_in(answer, project) for answer in [asked, *answers])
    assert not User.objects.filter(name="Nadia").exists()


def test_a_colleagues_yes_lets_who_asked_in_with_every_key(project, amara, nadia):
    number, _reporter = send_report(project)
    nadia.ask()
    assert say(amara[0], nadia, yes=True).json()["recovery"]["state"] == "open"
    assert nadia.opened() == {project.key.pk: project.private_key}
    assert nadia.come_in().status_code == 201
    nadia.desk.add_totp()
    assert nadia.desk.project_key(nadia.somebody, project.key.pk) == project.private_key
    assert nadia.desk.get(f"reports/{number}").status_code == 200
    assert Desk().begin_log_in(nadia.somebody).status_code == 200
    assert seen_by(amara[0]) is None


def test_a_no_ends_it_and_the_sheet_stays_shut_until_it_is_replaced(project, amara, nadia, other):
    nadia.ask()
    assert amara[0].get("team/recovery/news").json()["recovery"] == seen_by(amara[0])
    assert say(amara[0], nadia, yes=False).json()["recovery"]["state"] == "refused"
    wait_until_it_goes_on(project)
    for holder in (nadia, other):
        assert holder.open().json()["state"] == "refused"
        assert error(holder.ask()) == (409, "recovery-asked")
    assert error(nadia.keys()) == (403, "recovery-refused")
    assert error(nadia.come_in({project.key.pk: project.private_key})) == (403, "recovery-refused")
    sheet = RecoverySheet.draw()
    members = {"sheet": new_sheet(amara[0], sheet, amara[1])}
    assert amara[0].post("team/sheet", members).status_code == 200
    assert error(nadia.open()) == (422, "wrong-sheet")
    again = SheetHolder(project.project.slug, sheet, Somebody("Nadia"))
    assert again.open().json()["state"] == "free"


def test_a_no_may_follow_a_yes_and_a_yes_no_no(project, amara, nadia):
    nadia.ask()
    say(amara[0], nadia, yes=True)
    assert nadia.keys().status_code == 200
    assert say(amara[0], nadia, yes=False).status_code == 200
    assert error(nadia.keys()) == (403, "recovery-refused")
    assert error(say(amara[0], nadia, yes=True)) == (409, "recovery-refused")
    assert error(nadia.come_in({project.key.pk: project.private_key})) == (403, "recovery-refused")


def test_without_an_answer_it_goes_on_when_the_waiting_time_is_over(project, amara, nadia):
    nadia.ask()
    wait_until_it_goes_on(project)
    assert nadia.open().json()["state"] == "open"
    assert nadia.come_in().status_code == 201


@pytest.mark.parametrize("hour", [0, 1, 12, 23])
def test_the_wait_is_never_shorter_than_the_setting_and_tells_no_hour(
    project, amara, nadia, monkeypatch, hour
):
    moment = dt.datetime(2026, 11, 26, hour, 59, 59, tzinfo=timezone.get_current_timezone())
    monkeypatch.setattr(recovery.timezone, "now", lambda: moment)
    goes_on = dt.date.fromisoformat(nadia.ask().json()["goes_on"])
    midnight = dt.datetime.combine(goes_on, dt.time(), timezone.get_current_timezone())
    assert WAIT <= midnight - moment <= WAIT + dt.timedelta(days=1)
    assert goes_on == dt.date(2026, 11, 30)


def test_where_nobody_is_left_nobody_is_waited_for(project, nadia):
    assert nadia.ask().json()["state"] == "open"
    assert nadia.come_in().status_code == 201


def test_where_the_only_account_is_lost_the_wait_is_kept(project, amara, nadia):
    KeyGrant.objects.filter(user=amara[1].id).delete()
    assert nadia.ask().json()["state"] == "waiting"
    wait_until_it_goes_on(project)
    assert nadia.come_in().status_code == 201


def test_asking_again_changes_nothing_and_begins_no_wait_anew(project, amara, nadia, other):
    nadia.ask()
    RecoveryRequest.objects.update(goes_on=timezone.localdate() + dt.timedelta(days=1))
    before = RecoveryRequest.objects.values().get()
    for holder in (nadia, other):
        assert error(holder.ask()) == (409, "recovery-asked")
    assert RecoveryRequest.objects.values().get() == before


def test_what_one_waited_for_no_other_with_the_same_words_can_use(project, amara, nadia, other):
    nadia.ask()
    say(amara[0], nadia, yes=True)
    refused = other.keys()
    assert error(refused) == (422, "wrong-passphrase")
    assert no_key_in(refused, project)
    assert error(other.come_in({project.key.pk: project.private_key})) == (422, "wrong-passphrase")
    assert nadia.come_in().status_code == 201
    assert sorted(User.objects.values_list("name", flat=True)) == ["Amara", "Nadia"]


def test_guessing_the_passphrase_of_who_waits_is_slowed_down(project, amara, nadia, other):
    nadia.ask()
    wait_until_it_goes_on(project)
    answers = [error(other.keys()) for _ in range(6)]
    assert answers == [(422, "wrong-passphrase")] * 5 + [(429, "slow-down")]


def test_every_colleague_sees_who_waits_and_another_project_does_not(
    project, other_project, amara, nadia
):
    bos, _bo = at_desk(project, "Bo")
    eves, _eve = at_desk(other_project, "Eve")
    nadia.ask()
    for desk in (amara[0], bos):
        seen = seen_by(desk)
        assert (seen["name"], seen["state"], seen["answered_by"]) == ("Nadia", "waiting", None)
        assert from_b64u(seen["public_key"]) == nadia.somebody.public_key
        assert "Nadia" in desk.client.get("/desk/account/").content.decode()
    assert seen_by(eves) is None
    assert "Nadia" not in eves.client.get("/desk/account/").content.decode()
    assert error(say(eves, nadia, yes=True)) == (404, "not-here")
    say(bos, nadia, yes=False)
    assert seen_by(amara[0])["answered_by"] == "Bo"


def test_who_holds_no_key_has_no_say(project, amara, nadia):
    daras = Desk().join(project.project, Somebody("Dara"))
    nadia.ask()
    for yes in (True, False):
        assert error(say(daras, nadia, yes=yes)) == (403, "key-not-held")
    assert seen_by(daras)["state"] == "waiting"


def test_an_answer_is_for_whom_it_names(project, amara, nadia, other):
    nadia.ask()
    assert error(say(amara[0], other, yes=True)) == (404, "not-here")
    assert nadia.open().json()["state"] == "waiting"


def test_a_removal_meanwhile_ends_the_request_with_the_sheet(project, amara, nadia):
    _bos, bo = at_desk(project, "Bo")
    nadia.ask()
    say(amara[0], nadia, yes=True)
    remove(amara[0], bo.id, MadeKey(), amara[1])
    for answer in (nadia.open(), nadia.keys(), nadia.come_in({})):
        assert error(answer) == (422, "wrong-sheet")
    assert not RecoveryRequest.objects.exists()
    assert seen_by(amara[0]) is None


def test_colleagues_see_who_came_in_with_the_sheet_until_one_knows_them(project, amara, nadia):
    nadia.ask()
    say(amara[0], nadia, yes=True)
    nadia.come_in()
    nadia.desk.add_totp()

    def came_in():
        return {one["name"]: one["came_in"] for one in amara[0].get("team").json()["members"]}

    def notice(desk):
        return "came in with the recovery sheet" in desk.client.get("/desk/").content.decode()

    def news(desk):
        return desk.get("team/recovery/news").json()

    assert came_in() == {"Amara": "", "Nadia": "new"}
    assert news(amara[0]) == {"recovery": None, "came_in": ["Nadia"]}
    assert news(nadia.desk) == {"recovery": None, "came_in": []}
    assert notice(amara[0])
    assert not notice(nadia.desk)
    known = {"user": str(nadia.somebody.id)}
    assert error(nadia.desk.post("team/recovery/known", known)) == (404, "not-here")
    assert amara[0].post("team/recovery/known", known).status_code == 200
    assert came_in() == {"Amara": "", "Nadia": "known"}
    assert not notice(amara[0])
    assert error(amara[0].post("team/recovery/known", known)) == (404, "not-here")


def test_a_request_that_nobody_used_lapses(project, amara, nadia, other):
    nadia.ask()
    say(amara[0], nadia, yes=False)
    today = timezone.localdate()
    RecoveryRequest.objects.update(goes_on=today - recovery.LAPSES_AFTER + dt.timedelta(days=1))
    assert nadia.open().json()["state"] == "refused"
    RecoveryRequest.objects.update(goes_on=today - recovery.LAPSES_AFTER)
    assert nadia.open().json()["state"] == "free"
    assert seen_by(amara[0]) is None
    assert other.ask().json()["state"] == "waiting"
    recovery.forget_lapsed(today)
    assert RecoveryRequest.objects.count() == 1
    recovery.forget_lapsed(today + dt.timedelta(days=40))
    assert not RecoveryRequest.objects.exists()


def test_nobody_takes_the_name_of_who_waits(project, amara, nadia):
    nadia.ask()
    token = to_b64u(enrolment.invite(project.project)[0])
    answer = Desk().post("enrol", {"token": token, **Somebody("nadia").members()})
    assert error(answer) == (409, "name-taken")
    say(amara[0], nadia, yes=True)
    assert nadia.come_in().status_code == 201


def test_a_taken_name_asks_for_nothing(project, amara):
    holder = SheetHolder(project.project.slug, project.sheet, Somebody("amara"))
    assert error(holder.ask()) == (409, "name-taken")
    assert not RecoveryRequest.objects.exists()


def test_coming_in_needs_a_grant_of_the_current_key_and_of_no_others(project, other_project, nadia):
    nadia.ask()
    mine, theirs = (one.key.pk for one in (project, other_project))
    for private_keys in (
        {},
        {uuid.uuid4(): bytes(32)},
        {mine: project.private_key, theirs: bytes(32)},
    ):
        assert error(nadia.come_in(private_keys)) == (409, "keys-changed")
    twice = nadia.grants_of({mine: project.private_key}) * 2
    answer = nadia.desk.post("recover", {**nadia.both, "grants": twice})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "grants")
    assert not User.objects.exists()
    assert not KeyGrant.objects.exists()


def test_another_sheet_an_unknown_project_and_one_without_a_sheet_are_answered_alike(
    project, other_project
):
    Organisation.objects.create(slug="empty", name="Empty Project (invented)")
    answers = [
        SheetHolder(slug, other_project.sheet, Somebody("Nadia")).open()
        for slug in (project.project.slug, "nowhere", "empty")
    ]
    assert error(answers[0]) == (422, "wrong-sheet")
    assert len({answer.content for answer in answers}) == 1


def test_nobody_can_keep_the_right_sheet_out_by_trying_wrong_ones(project, nadia):
    wrong = {"project": "willow", "secret": to_b64u(bytes(32))}
    assert {Desk().post("recover/open", wrong).status_code for _ in range(12)} == {422}
    assert nadia.open().status_code == 200


@pytest.mark.parametrize(
    "field", ["project", "secret", "user", "salt", "log_in_secret", "public_key", "name"]
)
def test_a_malformed_request_asks_for_nothing(project, nadia, field):
    answer = nadia.desk.post("recover/ask", {**nadia.asking(), field: 5})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert not RecoveryRequest.objects.exists()
