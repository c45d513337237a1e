"""Forged members, one at a time, in every call that takes them: refused by name, nothing stored."""

import json
import uuid

import pytest
from django.test import Client
from fuzz.asking import Asked, ask
from fuzz.routes import Route, every_route
from reports.writer import Writer, as_json
from roles.making import role_of
from warned.warner import in_days

from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.chunks import open_chunks, seal_chunks
from unsilenced.sealing.errors import SealingError
from unsilenced.sealing.record import draw_content_key

SEALED_SIZES = [size + 31 for size in (4096, 16384, 65536, 262144)]
HEADER = b"\x01\x00\x01"


def sealed(size, header=HEADER):
    return to_b64u(header + bytes(size - len(header)))


def forged(size):
    """What is not something sealed of `size` bytes, or is so in another way than we know."""
    return {
        "a byte short": sealed(size - 1),
        "a byte long": sealed(size + 1),
        "version 2": sealed(size, b"\x02\x00\x01"),
        "suite 2": sealed(size, b"\x01\x00\x02"),
        "only a header": to_b64u(HEADER),
        "nothing": "",
        "padded base64": sealed(size) + "=",
        "plain base64": sealed(size)[:-1] + "+",
        "spaced": sealed(size) + "\n",
        "bytes as numbers": [1, 0, 1],
    }


def sized(size):
    """What is not bytes of that size."""
    return {
        "a byte short": to_b64u(bytes(size - 1)),
        "a byte long": to_b64u(bytes(size + 1)),
        "nothing": "",
        "hex": bytes(range(size)).hex(),
        "number": 0,
    }


RANDOM = uuid.UUID("6f1f6a52-5f7e-4c39-9c33-3c1f7f0f4c11")
NO_UUID = {
    "version 1": "b54adc00-67f9-11d9-9669-0800200c9a66",
    "version 7": "01890a5d-ac96-774b-bcce-b302099a8057",
    "version 4 of another variant": "6f1f6a52-5f7e-4c39-1c33-3c1f7f0f4c11",
    "nil": str(uuid.UUID(int=0)),
    "upper case": str(RANDOM).upper(),
    "no hyphens": RANDOM.hex,
    "in braces": f"{{{RANDOM}}}",
    "as an address": RANDOM.urn,
    "wide digits": str(RANDOM).replace("6", "\uff16"),
    "NUL": f"{RANDOM}\0",
    "number": RANDOM.int,
    "surrogate": "\ud800" * 36,
}
NO_TEXT = {
    "NUL": "a\0b",
    "surrogate": "a\ud800b",
    "empty": "",
    "number": 7,
    "list": ["a"],
    "endless": "x" * 100_000,
}
NO_FLAG = {"text": "true", "number": 1, "null": None}
NO_OBJECTS = {
    "object": {},
    "text": "",
    "of texts": [""],
    "of nothing": [{}],
    "endless": [0] * 6000,
}
NO_DAY = {
    "no day of the year": "2026-02-30",
    "without hyphens": "20261124",
    "of a week": "2026-W48-2",
    "with an hour": "2026-11-24T10",
    "number": 20261124,
    "NUL": "2026-11-2\0",
    "wide digits": "\uff12\uff10\uff12\uff16-11-24",
}
NO_SCOPES = {
    "unknown": ["everything"],
    "twice": ["warn", "warn"],
    "text": "warn",
    "object": {"warn": True},
    "nested": [["warn"]],
    "null": [None],
}
NO_COUNT = {
    "text": "1",
    "none": 0,
    "less than none": -1,
    "no power of two": 3,
    "too many": 128,
    "past any integer": 2**80,
    "true": True,
    "fraction": 1.0,
}
NO_BODY = {
    f"{size} bytes": sealed(size) for each in SEALED_SIZES for size in (each - 1, each + 1)
} | forged(SEALED_SIZES[0])
SMALL_ORDER = {
    "all zero": to_b64u(bytes(32)),
    "one": to_b64u(b"\x01" + bytes(31)),
    "of order 8": "4Ot6fDtBuK4WVuP68Z_EatoJjeucMrH9hmIFFl9JuAA",
}

FORGED = {
    "uid": NO_UUID,
    "key": NO_UUID,
    "user": NO_UUID,
    "id": NO_UUID,
    "body": NO_BODY,
    "project_wrap": forged(83),
    "reporter_wrap": forged(83),
    "recovery_envelope": forged(83),
    "envelope": forged(83),
    "grant": forged(83),
    "wrapped_private_key": forged(63),
    "reporter_public_key": sized(32) | SMALL_ORDER,
    "public_key": sized(32) | SMALL_ORDER,
    "lookup_hash": sized(32),
    "secret": sized(32),
    "old_secret": sized(32),
    "log_in_secret": sized(32),
    "secret_hash": sized(32),
    "salt": sized(16),
    "token": sized(32),
    "name": NO_TEXT,
    "wording": NO_TEXT,
    "code": NO_TEXT,
    "project": NO_TEXT,
    "scope": NO_TEXT | {"unknown": "everything"},
    "given": NO_FLAG,
    "on": NO_FLAG,
    "yes": NO_FLAG,
    "aside": NO_FLAG,
    "asked": NO_FLAG,
    "consents": NO_SCOPES,
    "chunks": NO_COUNT,
    "grants": NO_OBJECTS,
    "entries": NO_OBJECTS,
    "sealed": NO_OBJECTS,
    "tokens": NO_OBJECTS | {"none": [], "endless": [0] * 33},
    "credential": {"text": "", "list": []},
    "recovery": {"text": "", "empty": {}},
    "sheet": {"text": "", "empty": {}},
    "envelopes": NO_OBJECTS,
    "email": {
        "NUL": "a@b.example\0",
        "no address": "x",
        "list": [],
        "two": "a@b.example,c@d.example",
    },
    "member": NO_UUID,
    "pseudonym": NO_TEXT,
    "settings": forged(4127) | {"four times as long": sealed(16_415)},
    "endpoint": NO_TEXT
    | {
        "elsewhere": "https://push.example.org/1",
        "not https": "http://fcm.googleapis.com/fcm/send/1",
        "with a password": "https://fcm.googleapis.com@example.org/1",
    },
    "p256dh": sized(65) | {"no point": to_b64u(b"\4" + bytes(64))},
    "auth": sized(16),
    "batch": {"text": "1", "less than none": -1, "too many": 10, "true": True, "fraction": 1.0},
    "blinded": {
        "none": [],
        "too few": [to_b64u(bytes(32))] * 29,
        "too many": [to_b64u(bytes(32))] * 101,
        "text": to_b64u(bytes(32)),
        "of numbers": [7] * 30,
        "all zero": [to_b64u(bytes(32))] * 30,
    },
    "elements": {
        "none": [],
        "too many": [to_b64u(bytes(32))] * 33,
        "text": to_b64u(bytes(32)),
        "of numbers": [7],
    },
    "day": NO_DAY | {"tomorrow": in_days(2), "long ago": in_days(-2)},
    "nonce": sized(32),
    "mac": sized(32),
    "epoch": {
        "a digit short": "0" * 15,
        "a digit long": "0" * 17,
        "number": 0,
        "NUL": "0" * 15 + "\0",
    },
    "place": sized(8),
    "record": sized(44),
    "draft": sized(32),
    "kind": NO_TEXT | {"unknown": "everything"},
    "areas": {
        "none": [],
        "unknown": ["E09000099"],
        "twice": ["E09000030", "E09000030"],
        "text": "E09000030",
        "nested": [["E09000030"]],
    },
    "months": {"text": "", "list": [], "empty": {}},
    "from": NO_DAY | {"to come": "2999-01", "of another century": "1999-12", "a day": "2026-11-24"},
    "to": NO_DAY | {"to come": "2999-01", "before the first": "2000-01", "month 13": "2026-13"},
    "original": NO_TEXT | {"of no text": "fr"},
    "texts": {
        "text": "",
        "list": [],
        "upper case": {"en": "x", "EN": "x"},
        "no language": {"en": "x", "../en": "x"},
        "too many": {"en": "x"} | {f"x{letter}": "x" for letter in "abcdefghij"},
    },
    "review_on": NO_DAY
    | {"today": in_days(0), "past": in_days(-1), "in a year": in_days(366), "empty": ""},
}
NO_KEY_ID = {
    "text of another length": "0" * 65,
    "NUL": "0" * 15 + "\0",
    "number": 0,
    "empty": "",
}
"""What is no name of an evaluation key; a name of none is 404."""
# Members whose object is wrong inside are named by what is wrong in it.
INSIDE = {"grants", "recovery", "sheet", "envelopes", "key", "entries", "sealed", "tokens", "day"}
INSIDE |= {"months", "from", "to"}


def forgeries(members):
    """Each forged body, with the member that is wrong in it and how."""
    for name, value in members.items():
        if isinstance(value, dict) and name in {"key", "recovery", "sheet", "months"}:
            for inner, how, body in forgeries(value):
                yield inner, how, {**members, name: body}
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for inner, how, body in forgeries(value[0]):
                yield inner, how, {**members, name: [body]}
        if not (isinstance(value, dict) and name == "key"):
            wrongs = NO_KEY_ID if name == "key" and "elements" in members else FORGED[name]
            for how, wrong in wrongs.items():
                yield name, how, {**members, name: wrong}
        yield name, "missing", {other: each for other, each in members.items() if other != name}


def test_each_forged_member_of_each_call_is_refused_by_name(world, subtests):
    for route in every_route():
        members = world.members(route)
        if not members:
            continue
        for name, how, body in forgeries(members):
            with subtests.test(f"{route}: {name}, {how}"):
                assert_refused_by_name(world, route, name, body)


def assert_refused_by_name(world, route, name, body):
    sent = {"Authorization": world.writer.authorization}
    path = route.path(world.places_of(route))
    asked = Asked("POST", path, headers=sent, body=json.dumps(body).encode())
    answer = ask(world, role_of(route), route, asked)
    assert answer.status_code == 422, answer.content
    error = answer.json()["error"]
    assert error["field"] == name or name in INSIDE


@pytest.mark.parametrize("size", [0, 1, 31, 33, 64])
def test_a_look_up_secret_of_another_size_opens_nothing(world, size):
    route = Route("return/open", is_page=False)
    sent = {"Authorization": f"Receipt {to_b64u(bytes(size))}"}
    answer = ask(world, "anonymous", route, Asked("GET", "/return/open", headers=sent))
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no-such-receipt")


@pytest.mark.parametrize(
    "index", ["-1", "2", "64", "65535", "65536", "999999999999", "9" * 40, "٣"]
)
def test_there_is_no_chunk_at_an_impossible_index(world, index):
    route = Route("return/attachments/<uuid:uid>/<int:index>", is_page=False)
    sent = {"Authorization": world.writer.authorization}
    path = route.path({**world.places_of(route), "index": index})
    content = "application/octet-stream"
    asked = Asked("PUT", path, "", content, sent, chunk_for(world, world.photo.uid))
    assert ask(world, "anonymous", route, asked).status_code == 404


def chunk_for(world, uid, content_key=bytes(32)):
    return next(seal_chunks(b"x", content_key=content_key, report=world.writer.report, record=uid))


def test_a_chunk_replayed_into_another_photo_does_not_open_there(world):
    content_key = draw_content_key()
    other = world.writer.photo(content_key)
    began = world.writer.call("/return/attachments", {**as_json(other), "chunks": 1})
    assert began.status_code == 201
    replayed = chunk_for(world, world.photo.uid, content_key)
    put = Client(headers={"Authorization": world.writer.authorization}).put(
        f"/return/attachments/{other.uid}/0", replayed, content_type="application/octet-stream"
    )
    assert put.status_code == 201
    with pytest.raises(SealingError):
        b"".join(
            open_chunks(
                [replayed],
                size=1,
                content_key=content_key,
                report=world.writer.report,
                record=other.uid,
            )
        )


def test_of_a_member_that_is_there_twice_one_is_taken_whole(world):
    first, second = (as_json(Writer.of(world.willow).submission()) for _ in range(2))
    twice = json.dumps(first)[:-1] + ", " + json.dumps(second)[1:]
    sent = Client().post("/report/send", twice, content_type="application/json")
    assert sent.status_code == 201
    again = Client().post("/report/send", second, content_type="application/json")
    assert (again.status_code, again.json()) == (200, sent.json())


@pytest.mark.parametrize("prefix", ["/xx", "/en", "/pt", "/PT-BR", "/pt-br/pt-br", "/zz-zz"])
def test_a_language_that_we_do_not_speak_is_not_here(world, prefix):
    for place in ("/", "/report/", "/return/", "/about/"):
        assert Client().get(prefix + place).status_code == 404
