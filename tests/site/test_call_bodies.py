"""The body of every call is described, and read by a total reader."""

import json
import re
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unsilenced.http.body import MOST_DEPTH, MOST_MARKS, from_members, read
from unsilenced.http.every_call import every_call
from unsilenced.http.fields import (
    AnyObject,
    Bytes,
    ByteStrings,
    Flag,
    Number,
    Objects,
    OneOf,
    SomeOf,
    Text,
    Unfit,
    Uuid,
)
from unsilenced.http.refusal import Refusal
from unsilenced.reports.models import Scope
from unsilenced.sealing.b64u import to_b64u

CALLS = every_call()
BODIES = sorted({call.body for call in CALLS if call.body}, key=lambda body: body.__qualname__)

NOT_READ = {
    "desk/api/log-in/passkey/options": "asks for something, and says nothing",
    "desk/api/log-out": "the session says who",
    "desk/api/factors/totp/begin": "asks for something, and says nothing",
    "desk/api/factors/passkey/begin": "asks for something, and says nothing",
    "desk/api/factors/recovery-codes": "asks for something, and says nothing",
    "return/attachments/<uuid:uid>/<int:index>": "takes the bytes of a sealed chunk as they are",
    "members/api/log-out": "the session says who",
    "desk/api/reports/<uuid:report>/opened": "the address says all",
    "desk/api/reports/<uuid:report>/deletion/agreed": "the address says all",
}
"""Calls that could have a body and never look at it, and why they need none."""


@dataclass(frozen=True)
class Inner:
    key: Uuid
    size: Annotated[bytes, Bytes(size=3)]


@dataclass(frozen=True)
class Everything:
    """A member of every kind."""

    name: Annotated[str, Text(most=5)]
    count: Annotated[int, Number(0, 9)]
    yes: Annotated[bool, Flag()]
    came: Annotated[Scope, OneOf(Scope)]
    ways: Annotated[tuple[Scope, ...], SomeOf(Scope)]
    blinded: Annotated[tuple[bytes, ...], ByteStrings(1, 2)]
    inner: Inner
    list: Annotated[tuple[Inner, ...], Objects(3, once="key")]
    nobody: Uuid | None
    credential: Annotated[dict[str, Any], AnyObject()]


def whole():
    inner = {"key": str(uuid4()), "size": "AAAA"}
    return {
        "name": "x",
        "count": 1,
        "yes": True,
        "came": "warn",
        "ways": ["warn"],
        "blinded": ["AAAA"],
        "inner": inner,
        "list": [inner],
        "nobody": None,
        "credential": {"id": [1]},
    }


def refused(model, members):
    with pytest.raises(Refusal) as told:
        from_members(model, members)
    assert (told.value.status, told.value.code) == (422, "wrong-member")
    return told.value


def test_every_call_that_sends_something_has_a_body_or_a_reason():
    without = {
        call.pattern for call in CALLS if call.method in {"POST", "PUT", "PATCH"} and not call.body
    }
    assert without == NOT_READ.keys()


def test_a_whole_body_is_read():
    members = whole()
    found = from_members(Everything, members | {"nobody knows it": [{}]})
    assert found.inner == found.list[0] == Inner(found.inner.key, bytes(3))
    assert str(found.inner.key) == members["inner"]["key"]
    assert (found.came, found.ways, found.nobody) == (Scope.WARN, (Scope.WARN,), None)
    assert found.credential == {"id": [1]}


@pytest.mark.parametrize(
    ("member", "wrong", "words"),
    [
        ("name", [1, "", "sixsix", "a\0", None], "must be text of 1 to 5 characters"),
        ("name", ["\ud800"], "has broken characters"),
        ("count", [-1, 10, True, 1.0, "1", 10**40, float("nan")], "a whole number from 0 to 9"),
        ("yes", [0, 1, "true", None], "must be true or false"),
        ("came", ["", "old", True, [], 0], "must be one of: warn, count, "),
        ("ways", ["warn", ["warn", "warn"], ["old"], {"warn": 1}, [None], ["warn"] * 9], "some of"),
        ("blinded", [[], ["AAAA"] * 3, [7], ["A"], "AAAA", {"AAAA": 1}], "1 to 2 pieces"),
        ("inner", [[], "", 7, None], "must be an object"),
        ("list", [{}, "", [0] * 6000, [[]], None], "a list of at most 3 objects"),
        ("nobody", ["", 7, str(uuid4()).upper()], "is not a random UUID"),
        ("credential", [[], "", None], "must be an object"),
    ],
)
def test_whatever_is_wrong_is_named_in_its_own_words(member, wrong, words):
    missing = {name: value for name, value in whole().items() if name != member}
    cases = [whole() | {member: each} for each in wrong]
    for members in cases if "broken" in words else [*cases, missing]:
        refusal = refused(Everything, members)
        assert refusal.field == member
        assert f"“{member}” " in refusal.message
        assert words in refusal.message


def test_what_is_wrong_inside_is_named_by_its_own_name():
    inner = whole()["inner"]
    for name in ("inner", "list"):
        wrong = inner | {"size": "AAA"}
        members = whole() | {name: [wrong] if name == "list" else wrong}
        assert refused(Everything, members).field == "size"


def test_nothing_is_told_twice():
    inner = whole()["inner"]
    assert "names the same twice" in refused(Everything, whole() | {"list": [inner] * 2}).message


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=[]), max_size=40)
    | st.sampled_from(["AAAA", str(uuid4()), "A" * 43, "2026-11-24", "2026-11", "en"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=[]), max_size=3)
            | st.sampled_from(["key", "grants", "envelopes", "user", "id", "en", "from", "to"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("model", BODIES, ids=lambda model: model.__qualname__)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_anything_is_read_or_refused(model, data):
    names = st.sampled_from(sorted(model.__dataclass_fields__) or ["x"])
    members = data.draw(st.dictionaries(names, JSON) | st.dictionaries(st.text(), JSON))
    try:
        found = from_members(model, members)
    except Refusal as refusal:
        found = refusal
    assert isinstance(found, model) or (found.status == 422 and found.field)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"a"',
        b"{",
        b"\xff",
        b'{"a":' * 17 + b"1" + b"}" * 17,
        b"1" * 6000,
        b'{"\\ud800":1}',
        b'{"a":[{"\\udfff":1}]}',
    ],
)
def test_what_is_no_object_is_refused(body):
    with pytest.raises(Refusal) as told:
        read(Inner, body)
    assert (told.value.status, told.value.code) == (400, "not-json")


def test_depth_and_marks_are_judged_before_anything_is_parsed():
    deep = json.dumps({"a": eval("[" * (MOST_DEPTH - 1) + "]" * (MOST_DEPTH - 1))}).encode()
    many = json.dumps({"a": [0] * (MOST_MARKS - 2)}).encode()
    for body in (deep, many):
        assert refused_with(body) == "wrong-member"
    for body in (deep.replace(b"[]", b"[[]]"), many.replace(b"[", b"[0,0,")):
        assert refused_with(body) == "not-json"


def refused_with(body):
    with pytest.raises(Refusal) as told:
        read(Inner, body)
    return told.value.code


@pytest.mark.parametrize("size", [None, 1, 2, 3, 32])
@given(text=st.from_regex("[A-Za-z0-9_-]{0,8}", fullmatch=True), data=st.binary(max_size=64))
def test_the_pattern_of_binary_is_what_is_read(size, text, data):
    kind = Bytes(size)
    pattern = kind.schema()["pattern"]
    for each in (text, to_b64u(data), to_b64u(bytes(size or 0)), "A", "AB", "AAB", "A" * 43 + "B"):
        try:
            kind.read(each)
        except ValueError:
            is_read = False
        else:
            is_read = True
        assert bool(re.fullmatch(pattern, each)) == is_read, each


def test_other_words_are_translated_when_they_are_said():
    assert Unfit(lambda name: f"no {name}").words("key") == "no key"
