"""Messages handed to a real mail server: what they tell, and what is said of each fault."""

import errno
import socket

import pytest
from django.core.mail import DNS_NAME, EmailMessage
from free_ports import free_port
from local_certificate import local_certificate
from mailing.mail_server import Taken, only, serving, silent, use

from unsilenced.process.mailing.delivery import LONGEST, deliver

USER = "amara@example.org"
PEOPLE = ["amara@example.org", "bo@example.org", "dara@example.org"]
HEADERS = {
    "auto-submitted",
    "content-transfer-encoding",
    "content-type",
    "date",
    "from",
    "message-id",
    "mime-version",
    "subject",
    "to",
}


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A certificate that this machine trusts."""
    made = local_certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    return made


def messages(people=PEOPLE):
    return [EmailMessage(subject="Fernway", body="Hello", to=[each]) for each in people]


def only_fault(delivery):
    (fault,) = delivery.faults
    assert "\n" not in fault.line
    assert "@" not in fault.line
    return fault.code


@pytest.mark.parametrize("tls_from_start", [False, True])
def test_each_person_gets_a_message_of_their_own_over_tls(settings, own, tls_from_start):
    with serving(own, tls_from_start=tls_from_start) as (taken, port):
        use(settings, port, tls_from_start=tls_from_start)
        assert deliver(messages()).unsent == 0
    assert [to for to, _message in taken.messages] == [[each] for each in PEOPLE]
    assert [message["To"] for _to, message in taken.messages] == PEOPLE


def test_nothing_tells_of_the_machine_the_process_or_the_program(settings, own, monkeypatch):
    monkeypatch.setattr(socket, "getfqdn", lambda *_name: "box7.hosting.example")
    monkeypatch.setattr(DNS_NAME, "_fqdn", "box7.hosting.example", raising=False)
    with serving(own) as (taken, port):
        use(settings, port)
        deliver(messages())
    assert taken.greetings == {"fernway.example"}
    for _to, message in taken.messages:
        assert {name.lower() for name in message} == HEADERS
        assert message["Auto-Submitted"] == "auto-generated"
        random, _at, domain = message["Message-ID"].strip("<>").partition("@")
        assert (len(bytes.fromhex(random)), domain) == (16, "fernway.example")
        assert "box7" not in message.as_string()
    assert len({message["Message-ID"] for _to, message in taken.messages}) == len(PEOPLE)


def test_a_sender_without_a_domain_names_no_machine(settings, own):
    with serving(own) as (taken, port):
        use(settings, port)
        settings.DEFAULT_FROM_EMAIL = "post"
        deliver(messages())
    assert taken.greetings == {"localhost"}


def test_a_refused_address_keeps_the_message_from_nobody_else(settings, own):
    refusing = Taken(refused={"bo@example.org": "550 no bo@example.org here"})
    with serving(own, handler=refusing) as (taken, port):
        use(settings, port)
        delivery = deliver(messages())
    assert (delivery.unsent, only_fault(delivery)) == (1, "recipient")
    assert [to for to, _message in taken.messages] == [["amara@example.org"], ["dara@example.org"]]


def test_an_address_that_cannot_be_written_is_as_one_that_is_refused(settings, own):
    with serving(own) as (taken, port):
        use(settings, port)
        delivery = deliver(messages(["amara@" + "ü" * 80 + ".example", "bo@example.org"]))
    assert (delivery.unsent, only_fault(delivery)) == (1, "recipient")
    assert [to for to, _message in taken.messages] == [["bo@example.org"]]


@pytest.mark.parametrize(
    ("refused", "code"),
    [
        ({"post@fernway.example": "553 not yours"}, "sender"),
        ({"DATA": "554 smells like spam to amara@example.org"}, "message"),
    ],
)
def test_a_refused_sender_and_a_refused_message_are_told_apart(settings, own, refused, code):
    with serving(own, handler=Taken(refused=refused)) as (_taken, port):
        use(settings, port)
        delivery = deliver(messages())
    assert (delivery.unsent, only_fault(delivery)) == (len(PEOPLE), code)


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        ("bo@example.org", "451 4.7.1 greylisted, bo@example.org may come again"),
        ("bo@example.org", "421 4.7.0 try again later"),
        ("DATA", "432 4.3.2 concurrent connections limit exceeded"),
        ("post@fernway.example", "450 4.7.1 slow down"),
    ],
)
def test_what_is_refused_for_now_is_nobody_s_fault(settings, own, at, answer):
    with serving(own, handler=Taken(refused={at: answer})) as (_taken, port):
        use(settings, port)
        delivery = deliver(messages(["bo@example.org"]))
    assert (delivery.unsent, only_fault(delivery)) == (1, "not-now")
    assert "Account page" not in delivery.faults[0].line


class OneEach(Taken):
    """A server that takes one message on a connection."""

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if getattr(session, "had_one", False):
            server.transport.close()
        session.had_one = True
        return await super().handle_MAIL(server, session, envelope, address, options)


def test_a_server_that_takes_one_message_on_a_connection_is_called_again(settings, own):
    with serving(own, handler=OneEach()) as (taken, port):
        use(settings, port)
        assert deliver(messages()).unsent == 0
    assert len(taken.messages) == len(PEOPLE)


def test_a_user_is_let_in(settings, own):
    with serving(own, auth_required=True, authenticator=only(USER, "secret")) as (taken, port):
        use(settings, port, user=USER)
        assert deliver(messages()).unsent == 0
    assert len(taken.messages) == len(PEOPLE)


def test_a_refused_log_in_says_so_and_not_whose(settings, own):
    with serving(own, authenticator=only(USER, "other")) as (_taken, port):
        use(settings, port, user=USER)
        assert only_fault(deliver(messages())) == "log-in"


def test_a_server_that_takes_no_log_in_says_so(settings, own):
    with serving(own, auth_exclude_mechanism=["LOGIN", "PLAIN"]) as (_taken, port):
        use(settings, port, user=USER)
        assert only_fault(deliver(messages())) == "no-log-in"


@pytest.mark.parametrize("tls_from_start", [False, True])
@pytest.mark.parametrize("why", ["unknown issuer", "another host", "expired"])
def test_a_certificate_that_is_not_right_says_why(
    settings, tmp_path, monkeypatch, why, tls_from_start
):
    host = "mail.example" if why == "another host" else "localhost"
    made = local_certificate(tmp_path, host, days=-1 if why == "expired" else 1)
    if why != "unknown issuer":
        monkeypatch.setenv("SSL_CERT_FILE", str(made))
    with serving(made, tls_from_start=tls_from_start) as (taken, port):
        use(settings, port, tls_from_start=tls_from_start)
        delivery = deliver(messages())
    assert (only_fault(delivery), taken.messages) == ("certificate", [])
    said = {"unknown issuer": "self-signed", "another host": "mismatch", "expired": "expired"}
    assert said[why] in delivery.faults[0].line


def test_a_server_without_encryption_is_sent_nothing(settings):
    with serving(None) as (taken, port):
        use(settings, port, user=USER)
        assert only_fault(deliver(messages())) == "no-starttls"
    assert taken.greetings == set()


def test_a_server_that_does_not_encrypt_from_the_start_says_so(settings, own):
    with serving(own) as (_taken, port):
        use(settings, port, tls_from_start=True)
        assert only_fault(deliver(messages())) == "no-tls"


def test_a_closed_port_says_so(settings):
    use(settings, free_port())
    assert only_fault(deliver(messages())) == "closed"


def test_a_host_that_does_not_exist_says_so(settings):
    use(settings, 25, host="mail.invalid")
    assert only_fault(deliver(messages())) == "host-unknown"


def test_a_host_to_which_no_way_leads_says_so(settings, monkeypatch):
    def no_way(*_address, **_how):
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket, "create_connection", no_way)
    use(settings, 25)
    assert only_fault(deliver(messages())) == "no-way"


@pytest.mark.parametrize(
    ("server", "code"),
    [
        (silent(), "no-answer"),
        (silent(b"220 mail.example ESMTP\r\n"), "no-answer"),
        (silent(hangs_up=True), "hung-up"),
    ],
    ids=["says nothing", "says its name", "hangs up"],
)
def test_a_dead_server_is_called_once_however_many_wait(settings, server, code):
    with server as dead:
        use(settings, dead.port, host="127.0.0.1", timeout=0.2)
        delivery = deliver(messages([f"person{each}@example.org" for each in range(40)]))
    assert (delivery.unsent, only_fault(delivery), len(dead.calls)) == (40, code, 1)


def test_after_some_minutes_no_further_message_is_begun(settings, own):
    passing = iter([0.0, 1.0, LONGEST])
    with serving(own) as (taken, port):
        use(settings, port)
        delivery = deliver(messages(), clock=lambda: next(passing))
    assert (delivery.unsent, only_fault(delivery), len(taken.messages)) == (2, "too-long", 1)
