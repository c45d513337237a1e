"""Rubbish is set aside at once, and deleted for good by two people or after seven days."""

import datetime as dt
from dataclasses import replace
from functools import partial

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone
from people.desk import MadeKey, at_desk, remove
from people.test_at_once import at_once
from reports.writer import Writer, as_json

from unsilenced.cases import removal
from unsilenced.cases.models import SetAside
from unsilenced.http.refusal import Refusal
from unsilenced.people.models import User
from unsilenced.process.utc_day import utc_today
from unsilenced.reports import consent, conversation
from unsilenced.reports.intake import attachments, sealed_report
from unsilenced.reports.models import Consent, Report
from unsilenced.reports.noscript.receipt import keys_of
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.receipt import Receipt
from unsilenced.site.jobs.purge import purge

UNREADABLE = b"[" * 60_000
DAY = dt.timedelta(days=1)


class Team:
    """Two caseworkers of a project, and a report that was sent to it."""

    def __init__(self, project, text=b'{"v":1,"what":"rubbish"}', consents=()):
        self.amaras, self.amara = at_desk(project)
        self.bos, self.bo = at_desk(project, "Bo")
        User.objects.update(joined_on=utc_today() - DAY)
        self.writer = Writer.of(project)
        self.report = self.writer.sent(text=text, consents=consents)

    def path(self, rest=""):
        return f"reports/{self.report.pk}{rest}"

    def ask(self, desk, *, asked=True):
        return desk.post(self.path("/deletion"), {"asked": asked})

    def agree(self, desk):
        return desk.post(self.path("/deletion/agreed"))

    def aside(self, desk):
        """What the inbox says about the report; None if the list shows it like any other."""
        [line] = desk.get("reports").json()["reports"]
        return line["aside"]


@pytest.fixture
def team(project):
    return Team(project)


def code_of(answer):
    return answer.status_code, answer.json()["error"]["code"]


def is_deleted(report):
    return Report.objects.get(pk=report.pk).deleted_on is not None


def test_a_report_is_set_aside_at_once_and_put_back(team):
    assert team.aside(team.amaras) is None
    assert team.amaras.post(team.path("/aside"), {"aside": True}).status_code == 200
    assert team.aside(team.bos) == {"asked_by": None, "asked_on": None, "due_on": None}
    assert team.bos.get(team.path()).status_code == 200
    assert team.bos.post(team.path("/aside"), {"aside": False}).status_code == 200
    assert team.aside(team.amaras) is None


def test_the_writers_conversation_goes_on_while_a_report_is_aside(team, project):
    team.amaras.post(team.path("/aside"), {"aside": True})
    assert team.writer.call("/return/messages", as_json(team.writer.seal())).status_code == 201
    assert team.writer.call("/return/open").status_code == 200
    assert team.writer.call("/return/delete", {}).status_code == 200
    assert not SetAside.objects.exists()


@pytest.mark.parametrize("asked", [False, True])
def test_a_writer_who_writes_again_is_heard(team, asked):
    team.amaras.post(team.path("/aside"), {"aside": True})
    if asked:
        team.ask(team.amaras)
    message = as_json(team.writer.seal())
    assert team.writer.call("/return/messages", message).status_code == 201
    assert team.aside(team.bos) is None
    assert removal.delete_what_is_due(utc_today() + 7 * DAY) == 0
    # Sending the same thing twice makes no new message.
    team.amaras.post(team.path("/aside"), {"aside": True})
    assert team.writer.call("/return/messages", message).status_code == 200
    assert team.aside(team.bos) is not None


def test_a_writer_who_adds_a_photo_is_heard(team):
    team.ask(team.amaras)
    attachments.start(team.report, team.writer.photo(), 1)
    assert team.aside(team.bos) is None


def test_what_the_project_adds_leaves_a_report_aside(team):
    team.ask(team.amaras)
    conversation.add_project_message(team.report, team.writer.seal(kind=RecordKind.PROJECT_MESSAGE))
    assert team.aside(team.bos)["asked_by"] == str(team.amara.id)


def test_what_somebody_asked_who_is_removed_is_void(team):
    team.ask(team.bos)
    assert remove(team.amaras, team.bo.id, MadeKey(), team.amara).status_code == 200
    assert team.aside(team.amaras) == {"asked_by": None, "asked_on": None, "due_on": None}
    assert code_of(team.agree(team.amaras)) == (409, "not-asked")
    assert removal.delete_what_is_due(utc_today() + 7 * DAY) == 0


def test_a_removal_leaves_what_others_asked(team):
    team.ask(team.amaras)
    assert remove(team.amaras, team.bo.id, MadeKey(), team.amara).status_code == 200
    assert team.aside(team.amaras)["asked_by"] == str(team.amara.id)


def test_a_yes_needs_somebody_who_was_here_the_day_before(team, project):
    team.ask(team.amaras)
    seconds, _second = at_desk(project, "A second self")
    told = {
        desk: desk.get(team.path()).json()["may_agree"] for desk in (team.amaras, team.bos, seconds)
    }
    assert list(told.values()) == [False, True, False]
    assert code_of(team.agree(seconds)) == (403, "joined-later")
    assert not is_deleted(team.report)
    assert team.agree(team.bos).status_code == 200


def test_a_colleagues_yes_deletes_at_once(team):
    assert team.ask(team.amaras).status_code == 200
    today = utc_today()
    assert team.aside(team.bos) == {
        "asked_by": str(team.amara.id),
        "asked_on": today.isoformat(),
        "due_on": (today + 7 * DAY).isoformat(),
    }
    assert team.agree(team.bos).status_code == 200
    assert is_deleted(team.report)
    assert not team.report.records.exists()
    assert team.bos.get("reports").json()["reports"] == []
    assert team.bos.get(team.path()).status_code == 404


def test_nobody_says_yes_to_themselves(team):
    team.ask(team.amaras)
    assert code_of(team.agree(team.amaras)) == (403, "own-request")
    assert not is_deleted(team.report)


def test_who_asks_as_well_has_not_said_yes(team):
    team.ask(team.amaras)
    team.ask(team.bos)
    assert team.aside(team.bos)["asked_by"] == str(team.amara.id)
    assert not is_deleted(team.report)


def test_nothing_is_deleted_that_nobody_asks_for(team):
    assert code_of(team.agree(team.bos)) == (409, "not-asked")
    team.ask(team.amaras)
    assert team.ask(team.bos, asked=False).status_code == 200
    assert code_of(team.agree(team.bos)) == (409, "not-asked")
    assert team.aside(team.bos) == {"asked_by": None, "asked_on": None, "due_on": None}


def test_it_goes_after_seven_days_in_which_nobody_keeps_it(team):
    team.ask(team.amaras)
    assert removal.delete_what_is_due(utc_today() + 6 * DAY) == 0
    assert not is_deleted(team.report)
    assert removal.delete_what_is_due(utc_today() + 7 * DAY) == 1
    assert is_deleted(team.report)
    assert removal.delete_what_is_due(utc_today() + 8 * DAY) == 0


def test_the_nightly_job_deletes_what_is_due(team):
    team.ask(team.amaras)
    SetAside.objects.update(deletion_asked_on=utc_today() - 7 * DAY)
    purge()
    assert is_deleted(team.report)


@pytest.mark.parametrize("change", ["keep", "put back"])
def test_what_somebody_keeps_stays_for_good(team, change):
    team.ask(team.amaras)
    if change == "keep":
        team.ask(team.bos, asked=False)
    else:
        team.bos.post(team.path("/aside"), {"aside": False})
    assert removal.delete_what_is_due(utc_today() + 100 * DAY) == 0
    assert not is_deleted(team.report)


def test_who_works_alone_waits_seven_days(project):
    desk, _amara = at_desk(project)
    report = Writer.of(project).sent()
    desk.post(f"reports/{report.pk}/deletion", {"asked": True})
    assert code_of(desk.post(f"reports/{report.pk}/deletion/agreed")) == (403, "own-request")
    assert removal.delete_what_is_due(utc_today() + 7 * DAY) == 1


def test_a_report_that_cannot_be_read_is_removed_as_well(project):
    team = Team(project, UNREADABLE)
    team.ask(team.amaras)
    assert team.agree(team.bos).status_code == 200
    assert is_deleted(team.report)


def test_permissions_are_withdrawn_first_and_their_ledger_stays(project):
    team = Team(project, consents=["warn", "count"])
    team.ask(team.amaras)
    team.agree(team.bos)
    assert consent.active(team.report) == frozenset()
    assert Consent.objects.filter(report=team.report).count() == 4


def test_what_was_made_of_it_is_told(team):
    told = []
    conversation.erased.connect(lambda report, **_about: told.append(report.pk), weak=False)
    team.ask(team.amaras)
    team.agree(team.bos)
    assert told == [team.report.pk]


def test_the_writer_is_told_that_the_project_deleted_it(team):
    team.ask(team.amaras)
    team.agree(team.bos)
    kept = Report.objects.get(pk=team.report.pk)
    assert kept.reporter_public_key is None
    for path, body in [
        ("/return/open", None),
        ("/return/messages", as_json(team.writer.seal())),
    ]:
        answer = team.writer.call(path, body)
        assert code_of(answer) == (410, "deleted-by-project")
        assert "The project deleted this report." in answer.json()["error"]["message"]


def deleted_for_words(project, receipt):
    """A report with words of its own, which its project has deleted."""
    team = Team(project)
    team.writer = Writer.of(project, keys_of(receipt))
    team.report = team.writer.sent()
    team.ask(team.amaras)
    team.agree(team.bos)
    return team


def test_its_writer_ends_what_is_left_of_it(team):
    team.ask(team.amaras)
    team.agree(team.bos)
    assert team.writer.call("/return/delete", {}).status_code == 200
    kept = Report.objects.get(pk=team.report.pk)
    assert kept.lookup_hash is None
    for path, body in [("/return/open", None), ("/return/delete", {})]:
        assert code_of(team.writer.call(path, body)) == (404, "no-such-receipt")
    assert team.bos.get("reports").json()["deleted"] == 0


def test_its_writer_ends_it_though_the_project_deletes_it_meanwhile(team):
    seen = Report.objects.get(pk=team.report.pk)
    team.ask(team.amaras)
    team.agree(team.bos)
    conversation.delete_everything(seen)
    assert Report.objects.get(pk=seen.pk).lookup_hash is None
    with pytest.raises(Refusal, match="This report was deleted"):
        conversation.delete_everything(seen)


def test_its_writer_ends_it_without_javascript(project):
    receipt = Receipt.draw()
    team = deleted_for_words(project, receipt)
    browser = Client(headers={"Accept": "text/html"})
    page = browser.post("/return/", {"words": receipt.canonical}).content.decode()
    assert f'name="words" value="{receipt.canonical}"' in page
    page = browser.post("/return/", {"words": receipt.canonical, "do": "erase"})
    assert page.status_code == 200
    assert "Everything is deleted" in page.content.decode()
    assert Report.objects.get(pk=team.report.pk).lookup_hash is None
    page = browser.post("/return/", {"words": receipt.canonical})
    assert "No report has these words." in page.content.decode()


def test_its_writer_is_told_for_half_a_year_and_no_longer(team, monkeypatch):
    team.ask(team.amaras)
    team.agree(team.bos)
    last = timezone.localdate() + conversation.TOLD_FOR
    for today, status in [(last, 410), (last + DAY, 404)]:
        monkeypatch.setattr(timezone, "localdate", lambda today=today: today)
        purge()
        assert team.writer.call("/return/open").status_code == status
    assert team.bos.get("reports").json()["deleted"] == 0


def test_what_nobody_deleted_is_found_after_half_a_year(team, monkeypatch):
    later = timezone.localdate() + conversation.TOLD_FOR + DAY
    monkeypatch.setattr(timezone, "localdate", lambda: later)
    purge()
    assert team.writer.call("/return/open").status_code == 200


def test_the_writer_is_told_without_javascript(project):
    receipt = Receipt.draw()
    deleted_for_words(project, receipt)
    browser = Client(headers={"Accept": "text/html"})
    page = browser.post("/return/", {"words": receipt.canonical})
    assert page.status_code == 410
    assert "The project deleted your report" in page.content.decode()
    assert "</textarea>" not in page.content.decode()
    page = browser.post("/return/", {"words": receipt.canonical, "do": "message", "message": "x"})
    assert page.status_code == 410
    shown = page.content.decode()
    assert "The project deleted your report" in shown
    assert ">x</textarea>" in shown
    assert "Try again" not in shown
    assert 'href="/report/"' in shown


def test_the_writer_is_told_whom_else_to_ask(client, project, settings):
    contact = ("Willow telephone: 020 7946 0000",)
    settings.CONFIGURATION = replace(settings.CONFIGURATION, site_contact=contact)
    shown = client.get("/return/").content.decode()
    removed = shown[shown.index('id="removed"') : shown.index("<template")]
    assert "020 7946 0000" in removed
    assert "<strong>999</strong>" in removed
    assert "rubbish" not in removed


def test_other_words_still_find_nothing(team):
    team.ask(team.amaras)
    team.agree(team.bos)
    assert code_of(Writer.of(team.writer.to).call("/return/open")) == (404, "no-such-receipt")


def test_what_was_sent_does_not_come_back(team):
    submission = team.writer.submission()
    team.ask(team.amaras)
    team.agree(team.bos)
    with pytest.raises(Refusal):
        sealed_report.submit(submission)
    assert is_deleted(team.report)
    assert not team.report.records.exists()


def test_the_inbox_counts_as_deleted_by_writers_only_what_writers_deleted(team):
    team.ask(team.amaras)
    team.agree(team.bos)
    assert team.bos.get("reports").json()["deleted"] == 0
    conversation.delete_everything(Writer.of(team.writer.to).sent())
    assert team.bos.get("reports").json()["deleted"] == 1


def test_another_projects_report_is_not_here(team, other_project):
    desk, _eve = at_desk(other_project, "Eve")
    team.ask(team.amaras)
    for path, members in [
        ("/aside", {"aside": True}),
        ("/deletion", {"asked": False}),
        ("/deletion/agreed", {}),
    ]:
        assert desk.post(team.path(path), members).status_code == 404
    assert team.aside(team.amaras)["asked_by"] == str(team.amara.id)


@pytest.mark.parametrize(("path", "member"), [("/aside", "aside"), ("/deletion", "asked")])
@pytest.mark.parametrize("value", [None, 1, "true", []])
def test_anything_but_yes_or_no_is_refused_by_name(team, path, member, value):
    answer = team.amaras.post(team.path(path), {member: value})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, member)
    assert team.aside(team.amaras) is None


def test_who_was_removed_meanwhile_decides_nothing(team):
    team.ask(team.amaras)
    bo = User.objects.get(pk=team.bo.id)
    User.objects.filter(pk=bo.pk).update(removed_on=utc_today())
    for decide in (removal.agree_to_delete, removal.keep, removal.put_back, removal.set_aside):
        with pytest.raises(Http404):
            decide(team.report, bo)
    assert team.aside(team.amaras)["asked_by"] == str(team.amara.id)
    assert not is_deleted(team.report)


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_say_yes_at_once_delete_it_once(team, project):
    caras, _cara = at_desk(project, "Cara")
    User.objects.update(joined_on=utc_today() - DAY)
    team.ask(team.amaras)
    answers = at_once(partial(team.agree, team.bos), partial(team.agree, caras))
    assert sorted(answer.status_code for answer in answers) == [200, 404]
    assert is_deleted(team.report)


@pytest.mark.django_db(transaction=True)
def test_a_yes_and_a_keep_at_once_leave_one_or_the_other_whole(project):
    team = Team(project)
    for _each in range(5):
        team.report = Writer.of(project).sent()
        team.ask(team.amaras)
        agreed, kept = at_once(
            partial(team.agree, team.bos), partial(team.ask, team.amaras, asked=False)
        )
        assert (agreed.status_code, kept.status_code) in {(200, 404), (409, 200)}
        assert is_deleted(team.report) == (agreed.status_code == 200)


@pytest.mark.django_db(transaction=True)
def test_a_writer_who_deletes_at_once_is_obeyed(project):
    team = Team(project)
    for _each in range(5):
        team.writer = Writer.of(project)
        team.report = team.writer.sent(consents=["warn"])
        team.ask(team.amaras)
        agreed, erased = at_once(
            partial(team.agree, team.bos), partial(team.writer.call, "/return/delete", {})
        )
        assert (agreed.status_code, erased.status_code) in {(200, 200), (404, 200)}
        assert is_deleted(team.report)
        assert Report.objects.get(pk=team.report.pk).lookup_hash is None
        assert Consent.objects.filter(report=team.report).count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_job_and_a_keep_at_once_leave_one_or_the_other_whole(team):
    team.ask(team.amaras)

    def delete():
        return removal.delete_what_is_due(utc_today() + 7 * DAY)

    went, kept = at_once(delete, partial(team.ask, team.bos, asked=False))
    assert (went, kept.status_code) in {(1, 404), (0, 200)}
    assert is_deleted(team.report) == (went == 1)
