"""An evaluator evaluates for one token each, spends each token once, and keeps nothing else."""

import datetime as dt
import json
import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from evaluator.asking import body, in_process, key_of, outputs, post, spent_on, tokens

from unsilenced.evaluator import calls, spending
from unsilenced.evaluator.keyring import keyring
from unsilenced.evaluator.models import SpentToken
from unsilenced.evaluator.spending import days_that_hold, forget_past_days
from unsilenced.oblivious import client
from unsilenced.sealing.b64u import from_b64u, to_b64u

NUMBER = b"an invented number"
PLATFORM = "platform"


@pytest.fixture
def send(db):
    return in_process(Client(SERVER_NAME="localhost"))


@pytest.fixture
def key(send):
    return key_of(send)[0]


def element(data=NUMBER):
    return client.blind(data).element


def elements(count):
    return [element() for _ in range(count)]


def spent():
    return SpentToken.objects.count()


def test_what_is_finalised_is_what_the_key_holder_alone_would_compute(send):
    assert outputs(send, PLATFORM, [NUMBER, b"other"]) == (
        keyring().current.output(NUMBER),
        keyring().current.output(b"other"),
    )
    assert spent() == 2


def test_the_keys_are_told_with_their_names_and_the_days_token_key(send):
    told = send("/check/keys", None).json
    assert [each["id"] for each in told["evaluation"]] == [keyring().current.key_id]
    today = dt.datetime.now(dt.UTC).date()
    assert told["token"] == {
        "day": str(today),
        "public_key": to_b64u(keyring().token_key(today).public_key),
    }


def test_a_token_is_not_spent_twice(send, key):
    (token,) = tokens(1)
    assert post(send, body(PLATFORM, key, elements(1), [token])).status == 200
    again = post(send, body(PLATFORM, key, elements(1), [token]))
    assert (again.status, again.code) == (409, "token-spent")
    assert spent() == 1


def test_the_same_token_with_the_same_element_is_answered_again(send, key):
    asked = body(PLATFORM, key, elements(2), tokens(2))
    first, again = post(send, asked), post(send, asked)
    assert again.evaluation.evaluated == first.evaluation.evaluated
    assert spent() == 2


def test_one_spent_token_among_others_leaves_the_others_unspent(send, key):
    old, new, newer = tokens(3)
    post(send, body(PLATFORM, key, elements(1), [old]))
    for batch in ([new, old, newer], [old, new, newer], [new, newer, old]):
        refused = post(send, body(PLATFORM, key, elements(3), batch))
        assert refused.code == "token-spent"
        assert spent() == 1
    assert post(send, body(PLATFORM, key, elements(2), [new, newer])).status == 200


def test_a_forged_token_is_refused_and_spends_nothing(send, key):
    good, bad = tokens(2)
    asked = body(PLATFORM, key, elements(2), [good, bad])
    asked["tokens"][1]["mac"] = to_b64u(secrets.token_bytes(32))
    refused = post(send, asked)
    assert (refused.status, refused.code) == (422, "token-wrong")
    asked["tokens"][1] = spent_on(bad, element(), PLATFORM, key)
    assert post(send, asked).code == "token-wrong", "the mac is for another element"
    assert spent() == 0


def test_a_token_that_is_meant_for_the_other_evaluator_is_refused(send, key):
    refused = post(send, body("keyholder", key, elements(1), tokens(1)))
    assert refused.code == "token-wrong"


def test_a_token_that_is_meant_for_another_key_is_refused(send, key):
    (token,), (one,) = tokens(1), elements(1)
    asked = body(PLATFORM, key, [one], [token])
    asked["tokens"] = [spent_on(token, one, PLATFORM, "0" * 16)]
    assert post(send, asked).code == "token-wrong"


@pytest.mark.parametrize("days", [-400, -2, 1])
def test_a_token_of_another_day_is_refused(send, key, days):
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=days)
    refused = post(send, body(PLATFORM, key, elements(1), tokens(1, day)))
    assert (refused.status, refused.code) == (422, "token-day")
    assert spent() == 0


def test_a_token_of_today_that_is_called_yesterdays_is_forged(send, key, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 24, 0, 5, tzinfo=dt.UTC))
    (token,) = tokens(1, dt.date(2026, 11, 24))
    asked = body(PLATFORM, key, elements(1), [token])
    asked["tokens"][0]["day"] = "2026-11-23"
    assert post(send, asked).code == "token-wrong"


def test_yesterdays_tokens_hold_for_ten_minutes_after_midnight(send, key, monkeypatch):
    midnight = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    yesterday = tokens(2, dt.date(2026, 11, 23))
    monkeypatch.setattr(timezone, "now", lambda: midnight + dt.timedelta(minutes=9, seconds=59))
    assert post(send, body(PLATFORM, key, elements(1), yesterday[:1])).status == 200
    monkeypatch.setattr(timezone, "now", lambda: midnight + dt.timedelta(minutes=10))
    assert post(send, body(PLATFORM, key, elements(1), yesterday[1:])).code == "token-day"


def test_days_are_counted_in_utc_whatever_the_clocks_of_the_place():
    in_summer = dt.datetime(2026, 7, 1, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert days_that_hold(in_summer) == {dt.date(2026, 6, 30)}


@pytest.mark.parametrize(
    "day", ["", "yesterday", "20261124", "2026-W48-2", "2026-11-31", "2026-1-1", 20261124]
)
def test_a_day_that_is_none_is_refused(send, key, day):
    asked = body(PLATFORM, key, elements(1), tokens(1))
    asked["tokens"][0]["day"] = day
    assert post(send, asked).status == 422


def test_a_batch_with_fewer_tokens_than_elements_or_more_is_refused(send, key):
    asked = body(PLATFORM, key, elements(3), tokens(3))
    for changed in ({"tokens": asked["tokens"][:2]}, {"elements": asked["elements"][:2]}):
        refused = post(send, asked | changed)
        assert (refused.status, refused.code) == (422, "token-count")
    assert spent() == 0


def test_the_same_token_twice_in_a_batch_is_refused_even_for_the_same_element(send, key):
    (token,), (one,) = tokens(1), elements(1)
    for two in ([one, element()], [one, one]):
        assert post(send, body(PLATFORM, key, two, [token, token])).code == "token-count"
    assert spent() == 0


def test_with_thirty_tokens_thirty_of_ten_thousand_elements_are_evaluated(send, key):
    day = tokens(30)
    many = elements(32)
    at_once = {
        "key": key,
        "elements": [to_b64u(each) for each in many] * 313,
        "tokens": body(PLATFORM, key, many[:30], day)["tokens"],
    }
    assert post(send, at_once).status == 413
    assert spent() == 0
    answered = 0
    for each in elements(60):
        token = day[answered % 30]
        answered += post(send, body(PLATFORM, key, [each], [token])).status == 200
    assert answered == spent() == 30


def test_33_elements_are_more_than_a_call_takes(send, key):
    refused = post(send, body(PLATFORM, key, elements(33), tokens(33)))
    assert (refused.status, refused.code) == (422, "wrong-member")
    most = post(send, body(PLATFORM, key, elements(32), tokens(32)))
    assert most.status == 200, "and 32 fit into the longest body"


@pytest.mark.parametrize(
    "wrong",
    [bytes(32), b"\xff" * 32, b"", b"short", element() + b"\0", b"\x01" + bytes(31)],
    ids=["the identity", "no number", "nothing", "too short", "too long", "no element"],
)
def test_what_is_no_element_leaves_every_token_unspent(send, key, wrong):
    refused = post(send, body(PLATFORM, key, [element(), wrong], tokens(2)))
    assert (refused.status, refused.code) == (422, "wrong-element")
    assert spent() == 0


@pytest.mark.parametrize("name", ["0" * 16, "x", "é" * 16])
def test_a_key_that_is_not_held_is_not_here(send, name):
    refused = post(send, body(PLATFORM, "0" * 16, elements(1), tokens(1)) | {"key": name})
    assert (refused.status, refused.code) == (404, "no-such-key")


@pytest.mark.parametrize(
    "changed",
    [
        {"elements": None},
        {"elements": []},
        {"elements": ["not b64u!"]},
        {"elements": [7]},
        {"tokens": None},
        {"tokens": [7]},
        {"tokens": [{}]},
        {"key": None},
    ],
)
def test_a_call_of_another_shape_is_refused_with_the_members_name(send, key, changed):
    refused = post(send, body(PLATFORM, key, elements(1), tokens(1)) | changed)
    assert refused.status == 422
    assert refused.json["error"]["field"]
    assert spent() == 0


def test_what_is_too_large_is_refused_before_it_is_read(db):
    class Unread:
        def readline(self, *size):
            raise AssertionError("the body was read")

        def read(self, *size):
            raise AssertionError("the body was read")

    browser = Client(SERVER_NAME="localhost")
    answer = browser.post(
        "/check/evaluate",
        **{"CONTENT_LENGTH": str(calls.LONGEST_BODY + 1), "wsgi.input": Unread()},
    )
    assert answer.status_code == 413


def test_a_browser_may_send_it_as_plain_text_from_our_own_pages_and_no_cookie_is_touched(db):
    send = in_process(Client(SERVER_NAME="localhost"))
    browser = Client(SERVER_NAME="localhost", headers={"Sec-Fetch-Site": "same-origin"})
    browser.cookies["s"] = "c" * 32
    asked = body(PLATFORM, key_of(send)[0], elements(1), tokens(1))
    answer = browser.generic("POST", "/check/evaluate", json.dumps(asked), "text/plain")
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["Cache-Control"] == "no-store"
    other = Client(SERVER_NAME="localhost", headers={"Sec-Fetch-Site": "cross-site"})
    assert other.generic("POST", "/check/evaluate", "{}", "text/plain").status_code == 403


def test_of_concurrent_double_spends_exactly_one_wins(transactional_db):
    key = keyring().current.key_id
    shared, others = tokens(1), tokens(8)
    ready = Barrier(8)

    def race(own):
        # Half of them in the other order, which must not end in a deadlock.
        batch = [*shared, own] if others.index(own) % 2 else [own, *shared]
        ready.wait()
        try:
            send = in_process(Client(SERVER_NAME="localhost"))
            return post(send, body(PLATFORM, key, elements(2), batch)).status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(race, others))
    assert sorted(statuses) == [200] + [409] * 7
    assert spent() == 2


def test_a_crash_between_spending_and_the_end_spends_nothing(transactional_db, monkeypatch):
    class Cut:
        def __init__(self, cursor):
            self.cursor = cursor

        def __enter__(self):
            self.cursor.__enter__()
            return self

        def __exit__(self, *fault):
            return self.cursor.__exit__(*fault)

        def execute(self, *statement):
            self.cursor.execute(*statement)
            raise ConnectionError("cut off")

    send = in_process(Client(SERVER_NAME="localhost"))
    asked = body(PLATFORM, keyring().current.key_id, elements(2), tokens(2))
    cursor = connection.cursor
    monkeypatch.setattr(spending.connection, "cursor", lambda: Cut(cursor()), raising=False)
    assert post(send, asked).status == 500
    monkeypatch.undo()
    assert spent() == 0
    assert post(send, asked).status == 200


def test_a_row_holds_the_day_a_nonce_and_a_hash_and_no_order_time_or_person(send, key):
    (token,), (one,) = tokens(1), elements(1)
    post(send, body(PLATFORM, key, [one], [token]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM evaluating_spenttoken")
        assert [column.name for column in cursor.description] == ["day", "nonce", "use"]
        (row,) = cursor.fetchall()
    assert row == (token.day, token.nonce, sha256(key.encode() + one).digest())


def test_all_that_an_evaluator_sees_is_the_same_whoever_asks_and_whatever_for(send, key):
    """The evaluator could make up everything that it sees by itself, without any member."""
    seen = body(PLATFORM, key, [element(b"x")], tokens(1))
    drawn = body(PLATFORM, key, [element(secrets.token_bytes(32))], tokens(1))

    def shape(value):
        if isinstance(value, dict):
            return {name: shape(each) for name, each in value.items()}
        if isinstance(value, list):
            return [shape(each) for each in value]
        return len(value)

    assert shape(seen) == shape(drawn)
    assert seen["key"] == drawn["key"]
    assert seen["tokens"][0]["day"] == drawn["tokens"][0]["day"]
    # What is left is a uniform element, a nonce that nobody else has seen, and the token's mac,
    # which follows from them. None of these depends on the member or the number.
    first, again = element(b"x"), element(b"x")
    assert first != again
    nonce = from_b64u(seen["tokens"][0]["nonce"])
    mac = calls.is_genuine(
        keyring().token_key(dt.datetime.now(dt.UTC).date()),
        nonce,
        from_b64u(seen["tokens"][0]["mac"]),
        PLATFORM,
        key,
        from_b64u(seen["elements"][0]),
    )
    assert mac


def test_nothing_is_logged_of_who_asks_or_what(send, key, caplog):
    browser = Client(
        SERVER_NAME="localhost",
        REMOTE_ADDR="203.0.113.77",
        headers={"User-Agent": "Canary-Agent/1"},
    )
    asked = body(PLATFORM, key, elements(1), tokens(1))
    with caplog.at_level(logging.DEBUG):
        for sent in (asked, asked | {"tokens": []}, asked | {"key": "0" * 16}):
            browser.generic("POST", "/check/evaluate", json.dumps(sent), "text/plain")
    for trace in ("203.0.113.77", "Canary-Agent"):
        assert trace not in caplog.text
    ours = [each for each in caplog.records if not each.name.startswith("django.db")]
    assert ours == [each for each in ours if each.name == "django.request"]


def test_spent_tokens_of_past_days_are_forgotten_and_those_that_still_hold_stay(db):
    days = [dt.date(2026, 11, day) for day in (22, 23, 24)]
    for day in days:
        SpentToken.objects.create(day=day, nonce=b"n" * 32, use=b"u" * 32)
    forget_past_days(dt.datetime(2026, 11, 24, 0, 9, tzinfo=dt.UTC))
    assert set(SpentToken.objects.values_list("day", flat=True)) == set(days[1:])
    forget_past_days(dt.datetime(2026, 11, 24, 0, 10, tzinfo=dt.UTC))
    assert set(SpentToken.objects.values_list("day", flat=True)) == {days[2]}
