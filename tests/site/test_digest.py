"""The digest says nothing, so that nothing can be read from it."""

import datetime as dt
from dataclasses import replace
from smtplib import SMTPException, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from people.desk import at_desk

from unsilenced.cases.digest import DigestState, digest_state, send_digest
from unsilenced.cases.models import DigestOutcome
from unsilenced.demo.samples.store import store_story
from unsilenced.demo.samples.stories import STORIES
from unsilenced.people.models import User
from unsilenced.site import settings as site_settings
from unsilenced.site.jobs import tasks


def sent():
    """The messages, but for what differs in any two messages of any program."""
    whole = [bytes(message.message()).decode() for message in mail.outbox]
    mail.outbox.clear()
    steady = ("Date:", "Message-ID:")
    return [
        "\n".join(line for line in text.splitlines() if not line.startswith(steady))
        for text in whole
    ]


def test_it_is_the_same_with_and_without_news(project, caseworker):
    amara = caseworker("Amara", email="amara@example.org")
    send_digest()
    without = sent()
    store_story(STORIES[0], project, {"Amara": amara.user})
    store_story(STORIES[-1], project, {})
    send_digest()
    assert sent() == without
    assert len(without) == 1


def test_it_holds_no_word_of_what_the_site_is_for_no_number_and_no_link(project, caseworker):
    caseworker("Amara", email="amara@example.org")
    send_digest()
    (message,) = mail.outbox
    said = f"{message.subject} {message.body}".lower()
    for word in ("report", "message from a", "sex", "police", "willow", "case", "http", "unread"):
        assert word not in said
    assert not any(character.isdigit() for character in said)
    assert message.subject == "Fernway"


def test_it_goes_to_each_present_caseworker_who_has_an_address(project, caseworker):
    caseworker("Amara", email="amara@example.org")
    caseworker("Joel")
    caseworker("Gone", email="gone@example.org")
    User.objects.filter(name="Gone").update(removed_on=timezone.localdate())
    send_digest()
    assert [message.to for message in mail.outbox] == [["amara@example.org"]]


def test_without_a_mail_server_it_is_printed_and_the_log_holds_no_address(
    project, caseworker, settings, capsys
):
    caseworker("Amara", email="amara@example.org")
    settings.EMAIL_BACKEND = site_settings.EMAIL_BACKEND
    assert send_digest().unsent == 0
    printed = capsys.readouterr().out
    assert "This is the regular message from Fernway." in printed
    assert "@" not in printed


@pytest.mark.parametrize("fault", [SMTPException("no"), ConnectionRefusedError()])
def test_one_address_that_fails_does_not_keep_it_from_the_others(
    project, caseworker, monkeypatch, fault
):
    caseworker("Amara", email="amara@example.org")
    caseworker("Joel", email="joel@example.org")
    send = EmailBackend.send_messages

    def send_but_not_to_amara(self, messages):
        if messages[0].to == ["amara@example.org"]:
            raise fault
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_but_not_to_amara)
    assert send_digest().unsent == 1
    assert [message.to for message in mail.outbox] == [["joel@example.org"]]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC), ["digest"]),
        (dt.datetime(2026, 1, 15, 10, tzinfo=dt.UTC), []),
        (dt.datetime(2026, 7, 15, 8, tzinfo=dt.UTC), ["digest"]),
        (dt.datetime(2026, 7, 15, 9, tzinfo=dt.UTC), []),
        (dt.datetime(2026, 7, 15, 16, tzinfo=dt.UTC), ["digest"]),
        (dt.datetime(2026, 7, 15, 3, tzinfo=dt.UTC), ["purge", "settle"]),
        (dt.datetime(2026, 1, 15, 4, tzinfo=dt.UTC), ["purge", "settle"]),
    ],
)
@pytest.mark.django_db
def test_hours_are_londons_in_summer_as_in_winter(monkeypatch, moment, expected):
    done = []
    monkeypatch.setattr(tasks, "send_digest_or_say_why", lambda: done.append("digest"))
    monkeypatch.setattr(tasks, "purge", lambda: done.append("purge"))
    monkeypatch.setattr(tasks, "settle_rows", lambda: done.append("settle"))
    tasks.hourly(int(moment.timestamp()))
    assert done == expected


@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 5, 1)])
@pytest.mark.parametrize("hour", range(24))
@pytest.mark.django_db
def test_it_goes_out_once_a_day_also_when_the_clocks_change(monkeypatch, settings, day, hour):
    settings.CONFIGURATION = replace(settings.CONFIGURATION, digest_hours=(hour,))
    sent = []
    monkeypatch.setattr(tasks, "send_digest_or_say_why", lambda: sent.append(moment))
    for each in ("purge", "settle_or_say_why", "warn_of_little_room", "note_jobs_done"):
        monkeypatch.setattr(tasks, each, lambda: None)
    here = timezone.get_default_timezone()
    moment = dt.datetime.combine(day, dt.time(), here).astimezone(dt.UTC)
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), here).astimezone(dt.UTC)
    while moment < end:
        tasks.hourly(int(moment.timestamp()))
        moment += dt.timedelta(hours=1)
    assert len(sent) == 1


def fail(monkeypatch, fault, *, for_address=None):
    """Have messages refused, all or those for one address."""
    send = EmailBackend.send_messages

    def refuse(self, messages):
        if for_address in {None, *messages[0].to}:
            raise fault
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def london(day, hour, minute=0):
    return dt.datetime(2026, 1, day, hour, minute, tzinfo=dt.UTC)


REFUSED = SMTPRecipientsRefused({"amara@example.org": (550, b"no amara@example.org here")})


def test_what_is_logged_of_a_failure_names_nobody(project, caseworker, monkeypatch, caplog):
    caseworker("Amara", email="amara@example.org")
    fail(monkeypatch, REFUSED)
    tasks.hourly(int(london(15, 9).timestamp()))
    assert caplog.messages[0] == "The digest could not be sent to 1 people."
    assert caplog.messages[1].startswith("The mail server refuses an address or more.")
    assert "@" not in "".join(caplog.messages)


def test_nothing_is_owed_before_the_first_and_after_one_that_went_out(project, caseworker):
    caseworker("Amara", email="amara@example.org")
    assert digest_state(london(15, 8)) == DigestState(None, is_owed=False, fault="")
    send_digest(london(15, 9))
    sent = DigestState(dt.date(2026, 1, 15), is_owed=False, fault="")
    assert digest_state(london(15, 9, 30)) == digest_state(london(15, 17, 5)) == sent


def test_one_that_failed_is_owed_until_the_next_goes_out(project, caseworker, monkeypatch):
    caseworker("Amara", email="amara@example.org")
    send_digest(london(14, 17))
    with monkeypatch.context() as failing:
        fail(failing, ConnectionRefusedError())
        send_digest(london(15, 9))
    owed = DigestState(dt.date(2026, 1, 14), is_owed=True, fault="closed")
    assert digest_state(london(15, 9, 1)) == digest_state(london(15, 16)) == owed
    send_digest(london(15, 17))
    assert digest_state(london(15, 18)) == DigestState(
        dt.date(2026, 1, 15), is_owed=False, fault=""
    )


@pytest.mark.parametrize(
    ("now", "owed"),
    [((16, 9, 10), False), ((16, 9, 16), True), ((17, 3), True), ((16, 8, 59), False)],
)
def test_one_is_owed_where_the_site_was_off_at_its_hour(project, caseworker, now, owed):
    caseworker("Amara", email="amara@example.org")
    send_digest(london(15, 17))
    assert digest_state(london(*now)).is_owed is owed


def test_the_next_one_says_that_one_was_missed_and_the_one_after_does_not(
    project, caseworker, monkeypatch
):
    caseworker("Amara", email="amara@example.org")
    caseworker("Bo", email="bo@example.org")
    with monkeypatch.context() as failing:
        fail(failing, REFUSED, for_address="amara@example.org")
        send_digest(london(15, 9))
    send_digest(london(15, 17))
    send_digest(london(16, 9))
    said = ["did not reach everybody" in message.body for message in mail.outbox]
    assert said == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (ConnectionRefusedError(), "The last regular message was not sent."),
        (REFUSED, "the mail server refuses an address"),
    ],
)
def test_every_desk_page_says_that_one_is_owed(project, monkeypatch, fault, words):
    desk, somebody = at_desk(project)
    User.objects.filter(pk=somebody.id).update(email="amara@example.org")
    pages = ["/desk/", "/desk/team/", "/desk/account/", "/desk/warnings/"]
    shown = [words in desk.client.get(page).content.decode() for page in pages]
    assert not any(shown)
    fail(monkeypatch, fault)
    send_digest()
    shown = [words in desk.client.get(page).content.decode() for page in pages]
    assert all(shown)


def test_what_is_kept_of_digests_is_two_rows_whatever_happens(project, caseworker, monkeypatch):
    caseworker("Amara", email="amara@example.org")
    for day in (14, 15):
        send_digest(london(day, 9))
        with monkeypatch.context() as failing:
            fail(failing, REFUSED)
            send_digest(london(day, 17))
    kept = DigestOutcome.objects.values_list("day", "hour", "fault").order_by("hour")
    today = dt.date(2026, 1, 15)
    assert list(kept) == [(today, 9, ""), (today, 17, "recipient")]
