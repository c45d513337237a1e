"""What a stranger may validly seal to harm the person who opens it."""

import json

DEEP = b'{"v":1,"what":' + b"[" * 60_000 + b"]" * 60_000 + b"}"
MANY = json.dumps({"v": 1, "who": [{}] * 87_000}, separators=(",", ":")).encode()
METHODS = {"toString": 1, "valueOf": 1, "toJSON": 1, "then": 1, "length": -1}


def _inside(**members: object) -> bytes:
    return json.dumps({"v": 1, **members}).encode()


UNREADABLE = {
    "a value without methods": _inside(
        who=[{"kind": "tel", "value": METHODS}], text=METHODS, identifier=METHODS
    ),
    "a text without methods": _inside(what=METHODS, text=METHODS),
    "60,000 lists in one another": DEEP,
    "260,000 brackets": b"[" * 260_000,
    "87,000 entries": MANY,
    "wrong types": _inside(what=7, text=[1], who="all", when={}, borough=[], answer=None),
    "another version": json.dumps({"v": 2, "what": "x", "text": "x"}).encode(),
    "no version": json.dumps({"what": "x", "text": "x"}).encode(),
    "a list": b"[]",
    "null": b"null",
    "a number": b"1e999",
    "no JSON": b"He hit me.",
    "nothing": b"",
    "bytes": bytes(range(256)) * 4,
}
"""What says that it cannot be read, as a report and as a message; nothing of it is shown."""

TURNED = "\u202eEvil\u202c\u2066 \u200b\U000e0041 \u0007"
TURNED_SHOWN = "U+202EEvilU+202CU+2066 U+200BU+E0041 U+0007"

READABLE = {
    "turned": _inside(what=TURNED, text=TURNED, borough="\u202e", language="\u202e"),
    "members of every object": b'{"v":1,"__proto__":{"what":"no"},"what":"Proto","text":"Proto"}',
    "half characters": b'{"v":1,"what":"Half \\ud800","text":"Half \\udc00"}',
    "unknown codes": _inside(what="Codes", text="Codes", when="constructor", answer="__proto__"),
    "long": _inside(what="Long " + "x" * 120_000, text="Long " + "x" * 120_000),
    "many": _inside(what="Many", text="Many", who=[{"kind": "soul", "value": "y"}] * 300),
}
"""What is shown, each beginning with a word of its own."""
