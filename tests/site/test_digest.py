"""The digest says nothing, so that nothing can be read from it."""

import datetime as dt
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from unsilenced.cases.digest import send_digest
from unsilenced.people.models import User
from unsilenced.site import settings as site_settings
from unsilenced.site import tasks
from unsilenced.site.samples.store import store_story
from unsilenced.site.samples.stories import STORIES


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
    assert send_digest() == 0
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
    assert send_digest() == 1
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
    monkeypatch.setattr(tasks, "send_digest", lambda: done.append("digest") or 0)
    monkeypatch.setattr(tasks, "purge", lambda: done.append("purge"))
    monkeypatch.setattr(tasks, "settle_rows", lambda: done.append("settle"))
    tasks.hourly(int(moment.timestamp()))
    assert done == expected


def test_what_is_logged_of_a_failure_names_nobody(project, caseworker, monkeypatch, caplog):
    caseworker("Amara", email="amara@example.org")
    monkeypatch.setattr(tasks, "send_digest", lambda: 1)
    tasks.hourly(int(dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC).timestamp()))
    assert caplog.messages == ["The digest could not be sent to 1 people."]
