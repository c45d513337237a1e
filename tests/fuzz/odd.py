"""Strategies for odd requests: paths, headers and bodies that no page of ours would send."""

import json
import uuid
from urllib.parse import quote

from hypothesis import strategies as st

from unsilenced.sealing.b64u import to_b64u

TEXT = st.text(st.characters(exclude_categories=[]), max_size=40)
SIZES = (0, 1, 2, 16, 31, 32, 33, 63, 82, 83, 84, 4127, 16415, 65567, 262175)
ODD_VALUES = st.one_of(
    st.sampled_from(
        [
            None,
            True,
            False,
            0,
            -1,
            64,
            2**31,
            2**63,
            10**40,
            0.5,
            float("inf"),
            float("nan"),
            "",
            "\0",
            "a\0b",
            "\ud800",
            "1",
            "null",
            "٣",
            "x" * 10_000,
            [],
            {},
            [[]],
            [{}],
            [None],
            ["warn", "warn"],
            ["warn", "everything"],
            {"user": None},
            "00000000-0000-0000-0000-000000000000",
            str(uuid.UUID(int=7)),
            str(uuid.uuid1()),
            str(uuid.uuid4()).upper(),
            uuid.uuid4().hex,
        ]
    ),
    st.sampled_from([to_b64u(bytes(size)) for size in SIZES]),
    st.sampled_from([to_b64u(b"\1\0\1" + bytes(size - 3)) for size in SIZES if size > 3]),
    TEXT,
    st.integers(),
)
ANY_JSON = st.recursive(
    ODD_VALUES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=8,
)
MEMBER = st.sampled_from(
    [
        *("uid", "project", "key", "body", "project_wrap", "reporter_wrap", "reporter_public_key"),
        *("lookup_hash", "consents", "wording", "name", "secret", "code", "token", "user", "salt"),
        *("public_key", "grants", "credential", "chunks", "scope", "given", "email"),
        *("do", "words", "message", "saved", "what", "when", "who_tel", "add", "p"),
    ]
)

PLACES = {
    "int": ["0", "1", "64", "00", str(2**31), str(2**63 - 1), str(2**63), "9" * 30, "9" * 5000],
    "slug": ["willow", "nobody", "-", "_" * 300, "totp-1", "passkey-9" + "9" * 30, "totp-x"],
    "uuid": [str(uuid.uuid4()), str(uuid.UUID(int=0)), str(uuid.uuid1())],
}
SEGMENTS = ["", ".", "..", "-1", "+1", "1.0", "٣", "%00", "%ff", "%ED%A0%80", "a b", "'\"<", "\n"]
PREFIXES = ["", "", "", "/pt-br", "/xx", "/en", "/PT-BR", "/pt-br/pt-br"]
QUERIES = ["", "", "p=willow", "p=%00", "p=%ff&p=", "before=1", "before=%D9%A3", "before=-1"]
QUERIES += ["before=" + "9" * 400, "before=" + "9" * 18, "&&==", "a=1&" * 500, "\xff"]

CONTENT_TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nothing",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "x" * 500,
    "application/json; charset=utf-7",
    "application/octet-stream",
    "text/plain",
    "",
    "a",
    ";;;",
]
HEADERS = {
    "Accept": ["application/json", "text/html", "*/*", "", ",;q=9", "text/html;q=x"],
    "Accept-Language": ["pt-br", "xx", "*", "", ";q=", "a" * 5000, "en;q=1e9", "pt-BR-x-\xe9"],
    "Accept-Encoding": ["gzip", "gzip;q=0", "identity"],
    "Puzzle": ["", " ", "a b", "a" * 300 + " 1", "1:2:3 \xe9", "é é"],
    "Sec-Fetch-Site": ["same-origin", "none", "\xe9", ""],
    "Host": ["localhost", "127.0.0.1:1", "other.example", "localhost:x", "[::1", ""],
    "Range": ["bytes=0-0", "bytes=-1", "x"],
    "If-None-Match": ['"x"', "*", "\xff"],
    "If-Modified-Since": ["Thu, 01 Jan 1970 00:00:00 GMT", "x", "Thu, 99 Jan 9999 99:99:99 GMT"],
    "X-Forwarded-Host": ["other.example"],
    "X-Forwarded-For": ["203.0.113.7"],
    "Cookie": [
        "s=",
        "s=aaaaaaaaaaaaaaaa",
        's="\\000aaaaaaaaaaaa"',
        's="\\377\\377aaaaaaaa"',
        "s=" + "a" * 4000,
        "django_language=pt-br",
        'django_language="\\000"',
        "csrftoken=x; ;=;;",
    ],
}
AUTHORIZATIONS = [
    "",
    "Receipt",
    "Receipt ",
    "Receipt  ",
    "Receipt é",
    "Receipt " + "A" * 44,
    "Bearer x",
    "Receipt =",
    *(f"Receipt {to_b64u(bytes(size))}" for size in (0, 1, 31, 32, 33, 10_000)),
]


@st.composite
def paths(draw, route, places):
    """A path of `route`: of what is there, of what is not, or of what could not be."""
    filled = {}
    for name, kind in route.places.items():
        there, odd = st.just(places[name]), st.sampled_from(PLACES[kind])
        could_not_be = st.sampled_from(SEGMENTS).map(lambda text: quote(text, safe="%"))
        filled[name] = draw(st.one_of(there, there, there, odd, odd, could_not_be))
    prefix = draw(st.sampled_from(PREFIXES)) if route.is_page else ""
    return prefix + route.path(filled)


@st.composite
def headers(draw, authorization):
    """Headers: mostly none that are odd."""
    names = draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=3, unique=True))
    chosen = {name: draw(st.sampled_from(HEADERS[name])) for name in names}
    return chosen | {"Authorization": draw(st.sampled_from([authorization] * 10 + AUTHORIZATIONS))}


@st.composite
def near(draw, members):
    """A right body with one thing changed, somewhere in it."""
    if not members:
        return json.dumps(draw(st.dictionaries(MEMBER, ODD_VALUES, max_size=2))).encode()
    name = draw(st.sampled_from(sorted(members)))
    how = draw(st.sampled_from(["replace", "replace", "replace", "remove", "twice", "inside"]))
    if how == "twice":
        again = json.dumps({name: draw(ODD_VALUES)})[1:]
        return (json.dumps(members)[:-1] + ", " + again).encode()
    changed = dict(members)
    if how == "remove":
        del changed[name]
    elif how == "inside" and isinstance(members[name], dict):
        changed[name] = json.loads(draw(near(members[name])))
    elif how == "inside" and isinstance(members[name], list) and members[name]:
        changed[name] = [*members[name], draw(ODD_VALUES)]
    elif how == "inside" and isinstance(members[name], str) and members[name]:
        at = draw(st.integers(0, len(members[name]) - 1))
        changed[name] = members[name][:at] + draw(st.sampled_from("A_-=+/é\0")) + members[name][at:]
    else:
        changed[name] = draw(ODD_VALUES)
    return json.dumps(changed).encode()


def forms(fields):
    """A form with the fields of a page, of which some are odd, missing, or there twice."""
    odd = st.sampled_from(
        ["", "yes", "send", "change", "ask-to-erase", "message", "consent", "add"]
    )
    coded = st.sampled_from(["%00", "%ff", "%ED%A0%80", "+", "%F0%9F%90%88"])
    values = st.one_of(odd, coded, TEXT.map(lambda text: quote(text, errors="replace")))
    names = st.sampled_from(sorted(fields)) if fields else MEMBER
    usual = [f"{name}={quote(value)}" for name, value in fields.items()]
    changes = st.lists(st.builds("{}={}".format, names | MEMBER, values), max_size=3)

    def written(changed, dropped):
        own = [each for each in usual if each.partition("=")[0] not in dropped]
        return "&".join([*own, *changed]).encode()

    return st.builds(written, changes, st.sets(names, max_size=2))


RAW = st.one_of(
    st.binary(max_size=300),
    st.sampled_from(
        [
            b"",
            b"null",
            b"[]",
            b'"',
            b"{",
            b"\xff\xfe{\0}\0",
            b"\xef\xbb\xbf{}",
            b"[" * 100_000,
            b'{"a":' * 50_000,
            b"1" * 6000,
            b'{"chunks": 1e400}',
            b'{"uid": "\\ud800"}',
            b'{"uid": 1, "uid": 2}',
            b'--x\r\nContent-Disposition: form-data; name="words"; filename="a"\r\n\r\nb\r\n--x--',
            b"--x\r\n\r\n",
            bytes(512 * 1024 + 1),
        ]
    ),
)


def bodies(members, form):
    """A body: near the documented one of the route, or of any kind."""
    likely = [near(members)] * 6 if members is not None else [forms(form)] * 6 if form else []
    anything = [RAW, forms({}), ANY_JSON.map(lambda value: json.dumps(value).encode())]
    return st.one_of(*likely, *anything)


def content_types(*, is_form):
    """A content type, mostly the right one."""
    right = "application/x-www-form-urlencoded" if is_form else "application/json"
    return st.sampled_from([*[right] * 20, *CONTENT_TYPES])


def queries(needed):
    """A query, mostly the one that is needed."""
    return st.sampled_from([*[needed] * 10, *QUERIES])
