"""Web push: known services alone are called, with the same sealed words for everybody."""

import dataclasses
import time

import pytest
from cryptography.exceptions import InvalidSignature
from django.db import connection
from django.utils.translation import get_language
from people.desk import at_desk
from people.member_browser import as_member
from push_service import Phone, PushService
from py_vapid import jwt

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keys_file import SecretKeys
from unsilenced.process.settings.environment import ConfigurationError
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.site.configuration import configuration
from unsilenced.warnings import push
from unsilenced.warnings.models import PushSubscription
from unsilenced.warnings.push import message, sending, subscriptions, vapid
from unsilenced.warnings.push.services import endpoint_of

ENDPOINT = "https://fcm.googleapis.com/fcm/send/dZ0:APA91b-x_y"


@pytest.fixture
def service(settings):
    """A push service that this site may call, in the place of the usual ones."""
    made = PushService()
    trust(settings, made.origin)
    yield made
    made.stop()


def trust(settings, *services):
    settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, push_services=services)


def subscribed(browser, service, **headers):
    phone = Phone(service)
    answer = browser.call("POST", "push", phone.members(), **headers)
    assert answer.status_code == 201, answer.content
    return phone


def error(answer):
    return answer.status_code, answer.json()["error"]["code"], answer.json()["error"].get("field")


def public_key(browser):
    return browser.get("push").json()["public_key"]


# What is sent


def test_a_subscribed_browser_is_told_that_there_is_something_new_and_nothing_else(
    project, service
):
    browser, _kestrel = as_member(project)
    phone = subscribed(browser, service)
    push.send_all()
    assert phone.shown() == [{"title": "Fernway", "body": "There is something new to read."}]


def test_it_is_told_in_the_language_of_the_page_it_subscribed_on(project, service):
    browser, _kestrel = as_member(project)
    subscribed(browser, service, **{"Accept-Language": "pt-br"})
    subscribed(browser, service, **{"Accept-Language": "en"})
    languages = list(
        PushSubscription.objects.order_by("member__pseudonym", "turn").values_list(
            "language", flat=True
        )
    )
    assert languages == ["pt-br", "en"]


def test_messages_have_the_same_length_in_every_language(project, service, monkeypatch):
    monkeypatch.setattr(
        message, "_", lambda text: "É novo. " * 9 if get_language() == "pt-br" else text
    )
    browser, _kestrel = as_member(project)
    phones = [subscribed(browser, service, **{"Accept-Language": each}) for each in ("pt-br", "en")]
    push.send_all()
    told = [phone.shown()[0]["body"] for phone in phones]
    assert told == ["É novo. " * 9, "There is something new to read."]
    assert len({len(each.body) for each in service.posted}) == 1


def test_everybody_is_told_once_and_each_under_keys_of_their_own(project, other_project, service):
    phones = [
        subscribed(as_member(of, name)[0], service)
        for of, name in ((project, "Kestrel"), (project, "Wren"), (other_project, "Merlin"))
    ]
    push.send_all()
    assert [len(phone.posted()) for phone in phones] == [1, 1, 1]
    bodies = [each.body for each in service.posted]
    # Salt and sender's key (RFC 8188, section 2.1) are new each time.
    assert len({body[:16] for body in bodies}) == len({body[21:86] for body in bodies}) == 3


def test_who_did_not_ask_is_not_told(project, service):
    as_member(project)
    push.send_all()
    assert service.posted == []


def test_the_order_of_messages_says_nothing_of_who_came_first(project, service, monkeypatch):
    monkeypatch.setattr(subscriptions, "MOST", 30)
    browser, _kestrel = as_member(project)
    for _ in range(20):
        subscribed(browser, service)
    orders = {tuple(each.pk for each in sending.in_random_order()) for _ in range(3)}
    assert len(orders) == 3
    assert len({frozenset(order) for order in orders}) == 1


def test_the_service_is_told_how_to_keep_a_message_and_nothing_of_whose_it_is(project, service):
    browser, kestrel = as_member(project)
    subscribed(browser, service)
    push.send_all()
    (posted,) = service.posted
    authorization = posted.headers.pop("Authorization")
    del posted.headers["Host"], posted.headers["Content-Length"]
    assert posted.headers == {
        "Accept-Encoding": "identity",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": "86400",
        "Topic": "new",
        "Urgency": "normal",
    }
    for word in (str(kestrel.id), "Kestrel", "willow", "Willow"):
        assert word not in authorization
        assert word.encode() not in posted.body


# Who sends (RFC 8292)


def signed(posted):
    scheme, parts = posted.headers["Authorization"].split(" ")
    members = dict(part.split("=", 1) for part in parts.split(","))
    assert scheme == "vapid"
    return members["t"], members["k"]


def test_the_site_signs_with_the_key_that_browsers_subscribe_with(project, service):
    browser, _kestrel = as_member(project)
    subscribed(browser, service)
    before = time.time()
    push.send_all()
    token, key = signed(service.posted[0])
    assert key == public_key(browser)
    claims = jwt.decode(token, key)
    assert claims.keys() == {"aud", "exp", "sub"}
    assert (claims["aud"], claims["sub"]) == (service.origin, "https://localhost")
    assert before < claims["exp"] <= time.time() + 24 * 60 * 60


def test_another_keys_word_would_not_do(project, service):
    browser, _kestrel = as_member(project)
    subscribed(browser, service)
    push.send_all()
    token, _key = signed(service.posted[0])
    with pytest.raises(InvalidSignature):
        jwt.decode(token, Phone(service).members()["p256dh"])


def test_the_key_stays_as_long_as_the_checks_keys_do(settings, tmp_path):
    settings.CHECK_KEYS_FILE = tmp_path / "one"
    keys = SecretKeys.draw()
    keys_file.keep_new(settings.CHECK_KEYS_FILE, keys)
    first = vapid.public_key()
    assert (len(first), first[0]) == (65, 4)
    settings.CHECK_KEYS_FILE = tmp_path / "rotated"
    later = dataclasses.replace(keys, evaluation=(*keys.evaluation, bytes(32)))
    keys_file.keep_new(settings.CHECK_KEYS_FILE, later)
    assert vapid.public_key() == first
    settings.CHECK_KEYS_FILE = tmp_path / "another"
    keys_file.keep_new(settings.CHECK_KEYS_FILE, SecretKeys.draw())
    assert vapid.public_key() != first


# What becomes of it


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_the_service_no_longer_knows_is_forgotten(project, service, status, caplog):
    browser, _kestrel = as_member(project)
    gone, stays = subscribed(browser, service), subscribed(browser, service)
    service.answers[gone.path] = status
    push.send_all()
    assert [each.endpoint for each in PushSubscription.objects.all()] == [
        stays.members()["endpoint"]
    ]
    push.send_all()
    assert (len(gone.posted()), len(stays.posted())) == (1, 2)
    assert caplog.text == ""


@pytest.mark.parametrize("status", [400, 403, 413, 429, 500, 503, 301, 302, 307, 308, None])
def test_what_fails_is_counted_without_saying_whose_and_the_others_are_told(
    project, service, status, caplog
):
    browser, _kestrel = as_member(project)
    fails, stays = subscribed(browser, service), subscribed(browser, service)
    service.answers[fails.path] = status
    push.send_all()
    assert PushSubscription.objects.count() == 2
    assert len(stays.posted()) == 1
    assert [record.getMessage() for record in caplog.records] == [
        "1 of the messages to browsers could not be handed over."
    ]
    assert not [each for each in service.posted if each.path == "/elsewhere"]


def test_a_service_that_is_not_there_is_counted_too(project, settings, caplog):
    service = PushService()
    trust(settings, service.origin)
    browser, _kestrel = as_member(project)
    subscribed(browser, service)
    service.stop()
    push.send_all()
    assert "1 of the messages" in caplog.text
    assert service.origin not in caplog.text


def test_a_service_that_is_no_longer_trusted_is_not_called(project, service, settings):
    browser, _kestrel = as_member(project)
    subscribed(browser, service)
    trust(settings, "push.example.org")
    push.send_all()
    assert service.posted == []
    assert not PushSubscription.objects.exists()


# Subscribing


def members(**changes):
    return {**Phone(PushedNowhere).members(), "endpoint": ENDPOINT, **changes}


class PushedNowhere:
    """In the place of a service that nobody calls."""

    origin = "https://fcm.googleapis.com"


@pytest.mark.parametrize(
    "endpoint",
    [
        ENDPOINT,
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA==",
        "https://web.push.apple.com/QGx",
        "https://wns2-am3p.notify.windows.com/w/?token=BQYAAAB%2b",
    ],
)
def test_the_usual_services_are_known(endpoint):
    known = endpoint_of(endpoint)
    assert known.is_https
    assert (f"{known.origin}{known.target}", known.port) == (endpoint, None)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:443/x",
        "https://fcm.googleapis.com",
        "https://FCM.googleapis.com/x",
        "https://a..fcm.googleapis.com/x",
        "https://.fcm.googleapis.com/x",
        f"https://{'a' * 64}.fcm.googleapis.com/x",
        "https://evilfcm.googleapis.com.example.org/x",
        "https://evil-push.apple.com.example.org/x",
        "https://notpush.apple.com/x",
        "https://apple.com/x",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "http://127.0.0.1:8000/desk/",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://fcm.googleapis.com@127.0.0.1/x",
        "https://user:word@fcm.googleapis.com/x",
        "https://127.0.0.1#.fcm.googleapis.com/x",
        "https://127.0.0.1\\.fcm.googleapis.com/x",
        "https://127.0.0.1/.fcm.googleapis.com/x#y",
        "https://fcm.googleapis.com/x y",
        "https://fcm.googleapis.com/x\r\nHost: localhost",
        "https://fcm.googleapis.com/x\n",
        "https://fcm.googleapis.com/\u2028",
        "https://fcm.googleapis.com./x",
        "file:///etc/passwd",
        "//fcm.googleapis.com/x",
        "",
    ],
)
def test_nothing_else_is_ever_called(project, endpoint):
    assert endpoint_of(endpoint) is None
    if endpoint:
        browser, _kestrel = as_member(project)
        answer = browser.post("push", members(endpoint=endpoint))
        assert error(answer) == (422, "unknown-push-service", "endpoint")
        assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("endpoint", None),
        ("endpoint", ""),
        ("endpoint", "https://fcm.googleapis.com/" + "x" * 1024),
        ("p256dh", None),
        ("p256dh", to_b64u(bytes(65))),
        ("p256dh", to_b64u(b"\x04" + bytes(64))),
        ("p256dh", to_b64u(b"\x04" + bytes(63))),
        ("auth", to_b64u(bytes(15))),
        ("auth", "!"),
    ],
)
def test_a_malformed_subscription_names_the_member_at_fault(project, field, value):
    browser, _kestrel = as_member(project)
    answer = browser.post("push", members(**{field: value}))
    assert error(answer) == (422, "wrong-member", field)
    assert not PushSubscription.objects.exists()


def test_the_same_browser_again_is_kept_once_with_its_newest_keys(project, service):
    browser, _kestrel = as_member(project)
    phone = subscribed(browser, service)
    again = dataclasses.replace(Phone(service), name=phone.name)
    assert browser.post("push", again.members()).status_code == 201
    push.send_all()
    assert len(phone.posted()) == 1
    assert again.shown()[0]["title"] == "Fernway"


def test_nobody_takes_anothers_browser_over(project, service):
    phone = subscribed(as_member(project)[0], service)
    taker = dataclasses.replace(Phone(service), name=phone.name)
    assert as_member(project, "Wren")[0].post("push", taker.members()).status_code == 201
    assert bytes(PushSubscription.objects.get(member__pseudonym="Kestrel").p256dh) == from_b64u(
        phone.members()["p256dh"]
    )


def test_of_more_browsers_than_five_the_oldest_is_forgotten(project, service):
    browser, _kestrel = as_member(project)
    phones = [subscribed(browser, service) for _ in range(6)]
    assert [
        each.endpoint for each in PushSubscription.objects.order_by("member__pseudonym", "turn")
    ] == [phone.members()["endpoint"] for phone in phones[1:]]


def test_a_member_forgets_their_browsers_and_nobody_elses(project, service):
    browser, _kestrel = as_member(project)
    wrens, _wren = as_member(project, "Wren")
    phones = [subscribed(browser, service), subscribed(browser, service)]
    stays = subscribed(wrens, service)
    assert browser.delete("push").json() == {}
    push.send_all()
    assert [len(phone.posted()) for phone in (*phones, stays)] == [0, 0, 1]


@pytest.mark.parametrize("how", ["leaving", "being removed"])
def test_subscriptions_go_with_the_member(project, service, how):
    desk, _amara = at_desk(project)
    browser, kestrel = as_member(project)
    subscribed(browser, service)
    if how == "leaving":
        browser.post("leave")
    else:
        desk.delete(f"members/{kestrel.id}")
    assert not PushSubscription.objects.exists()


@pytest.mark.django_db
def test_no_day_and_no_time_of_a_subscription_has_a_column():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = 'warnings_pushsubscription'"
        )
        columns = {name for (name,) in cursor.fetchall()}
    assert columns == {"id", "member_id", "endpoint", "p256dh", "auth", "language", "turn"}


# The setting


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("push.example.org, b.example", ("push.example.org", "b.example")),
        ("http://127.0.0.1:8090", ("http://127.0.0.1:8090",)),
        ("-", ()),
    ],
)
def test_the_services_can_be_replaced(text, services):
    assert configuration({"PUSH_SERVICES": text}).push_services == services


@pytest.mark.parametrize(
    "text", ["https://push.example.org", "http://push.example.org", "org", "a.b/c", "*.b.example"]
)
def test_a_service_that_could_be_anything_is_refused(text):
    with pytest.raises(ConfigurationError, match="PUSH_SERVICES"):
        configuration({"PUSH_SERVICES": text})
