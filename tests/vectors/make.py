"""Writes the vectors that Python and TypeScript must both satisfy.

`PYTHONPATH=tests python tests/vectors/make.py` writes every file that is missing. What holds random
nonces or ephemeral keys is never the same twice: delete a file only to renew it for both languages.
Binary is b64u. `error` is the code that the reader must give.
"""

import json
import unicodedata
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from mnemonic import Mnemonic
from two_recipients import SealedForBoth, seal_record

from unsilenced.sealing import chunks, context, grants, passphrase, receipt, record, recovery
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.box import seal_box
from unsilenced.sealing.context import FOR_PROJECT_ALONE, RecipientKind, RecordKind
from unsilenced.sealing.envelope import seal_key
from unsilenced.sealing.errors import WordsError
from unsilenced.sealing.header import HEADER
from unsilenced.sealing.keys import fingerprint, public_key_of
from unsilenced.sealing.padding import LARGEST, SIZES, pad
from unsilenced.sealing.stretch import stretch
from unsilenced.sealing.words import WORDS

HERE = Path(__file__).parent

Vectors = dict[str, Any]


def secret(name: str) -> bytes:
    """Return 32 bytes that are the same at every run."""
    return sha256(f"vector {name}".encode()).digest()


def identifier(name: str) -> UUID:
    """Return an identifier that is the same at every run, in the form of version 4."""
    return UUID(bytes=uuid5(UUID(int=0), name).bytes, version=4)


REPORT, OTHER_REPORT = identifier("report"), identifier("other report")
KEY, OTHER_KEY = identifier("key"), identifier("other key")
USER, OTHER_USER = identifier("user"), identifier("other user")
STAND_ALONE = {RecordKind.REPORT, RecordKind.REVIEW_REQUEST}
PROJECT, REPORTER, CASEWORKER = secret("project"), secret("reporter"), secret("caseworker")


def padding() -> Vectors:
    lengths = [0, 1, 500]
    for size in SIZES:
        lengths += [size - 5, size - 4, size - 3]
    return {
        "about": "data is `length` bytes of value `byte`; padded has SHA-256 `sha256`",
        "sizes": list(SIZES),
        "largest": LARGEST,
        "pad": [
            {
                "length": length,
                "byte": 0x61,
                "size": len(padded),
                "sha256": to_b64u(sha256(padded).digest()),
            }
            for length in lengths
            if length <= LARGEST
            for padded in [pad(b"a" * length)]
        ],
        "too_large": {"length": LARGEST + 1, "error": "too-large"},
        "bad_about": "padded is `start`, then zeros, then `end`: `size` bytes in all",
        "bad": [
            {"name": name, "start": to_b64u(start), "end": to_b64u(end), "size": size}
            | {"error": "padding"}
            for name, start, end, size in [
                ("nothing", b"", b"", 0),
                ("three bytes", b"\0\0\0", b"", 3),
                ("a size that is not one of the four", b"\0\0\0\1a", b"", 4_095),
                ("one byte over a size", b"\0\0\0\1a", b"", 4_097),
                ("twice the largest size", b"\0\0\0\1a", b"", 524_288),
                ("a length one over what fits", (4_093).to_bytes(4, "big"), b"", 4_096),
                ("a length over every size", b"\xff\xff\xff\xff", b"", 262_144),
                ("a length with its top bit set", b"\x80\0\0\1a", b"", 4_096),
                ("a smaller size would have held it", b"\0\0\0\1a", b"", 16_384),
                ("the smaller size holds it exactly", (4_092).to_bytes(4, "big"), b"", 16_384),
                ("a byte right after the data", b"\0\0\0\1aa", b"", 4_096),
                ("a byte at the very end", b"\0\0\0\1a", b"\1", 4_096),
            ]
        ],
    }


def contexts() -> Vectors:
    record_id = identifier("record")
    rows: list[Vectors] = []

    def add(of: str, text: bytes, **parts: object) -> None:
        named = {name: v if isinstance(v, int) else str(v) for name, v in parts.items()}
        rows.append({"of": of, **named, "context": text.decode()})

    for kind in RecordKind:
        where = (kind, REPORT, REPORT if kind in STAND_ALONE else record_id)
        parts = dict(zip(("kind", "report", "record"), where, strict=True))
        add("body", context.body_context(*where), **parts)
        add("project", context.key_context(*where, RecipientKind.PROJECT, KEY), **parts, key=KEY)
        add("reporter", context.key_context(*where, RecipientKind.REPORTER, None), **parts)
    for index, count in [(0, 1), (3, 4), (10, 16), (63, 64)]:
        text = context.chunk_context(REPORT, record_id, index, count)
        add("chunk", text, report=REPORT, record=record_id, index=index, count=count)
    add("grant", context.grant_context(KEY, USER), key=KEY, user=USER)
    add("recovery", context.recovery_context(KEY), key=KEY)
    add("private-key", context.private_key_context(USER), user=USER)
    return {"contexts": rows}


def words_at(start: int, step: int, count: int) -> list[str]:
    return [WORDS[(start + step * place) % len(WORDS)] for place in range(count)]


def receipts() -> Vectors:
    drawn = [
        words_at(0, 0, 7),
        words_at(2047, 0, 7),
        words_at(5, 291, 7),
        ["act", "add", "age", "zoo", "actor", "address", "agent"],
    ]
    usual = drawn[2]
    line = " ".join(usual)
    short = " ".join(word[:4] for word in usual)
    numbered = "\r\n".join(f"{place}. {word.upper()}" for place, word in enumerate(usual, 1))
    wide = line.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    reads = [
        line,
        line.upper(),
        line.title(),
        short,
        short.upper(),
        f"  {line} \n",
        ", ".join(usual) + ".",
        "-".join(usual),
        "\n".join(usual),
        "\u00a0\u2003".join(usual),
        "\u200e" + "\u200b".join(usual) + "\u200f",
        numbered,
        "".join(f"({place}){word}" for place, word in enumerate(usual, 1)),
        wide,
        unicodedata.normalize("NFD", line.replace("a", "\u00e1")),
        line.ljust(2_000) + "blurgh",
        "\U0001f648" * (2_000 - len(line)) + line + "blurgh",
    ]
    others = [
        ("\u0130sland " + " ".join(usual[1:]), ["island", *usual[1:]]),
        ("act ADD 3 age zoo acto addr agen", drawn[3]),
    ]
    refused = [
        "",
        "   \n",
        "1. 2. 3.",
        " ".join(usual[:6]),
        " ".join([*usual, "zoo"]),
        " ".join([*usual[:3], "blurgh", *usual[4:]]),
        " ".join(["aban7", *usual[1:]]),
        " ".join([*usual[:6], "ab"]),
        " ".join(["aba", *usual[1:]]),
        " ".join(["abandonn", *usual[1:]]),
        " ".join(["abanxyz", *usual[1:]]),
        " ".join([*usual[:5], "\u0431\u0430\u043d\u043a", usual[6]]),
        "my words: " + line,
        "\U0001f648",
        " " * 1_998 + line,
        "a" + "\u0315\u0316" * 60_000,
    ]
    return {
        "receipts": [
            {
                "words": words,
                "stretched": to_b64u(
                    stretch(
                        " ".join(words).encode(),
                        salt=b"unsilenced/1/receipt" + bytes(12),
                        cost=receipt.COST,
                    )
                ),
                "lookup_secret": to_b64u(keys.lookup_secret),
                "lookup_hash": to_b64u(receipt.lookup_hash(keys.lookup_secret)),
                "private_key": to_b64u(keys.private_key),
                "public_key": to_b64u(keys.public_key),
            }
            for words in drawn
            for keys in [receipt.derive(receipt.Receipt(tuple(words)))]
        ],
        "reads": [{"text": text, "words": usual} for text in reads]
        + [{"text": text, "words": words} for text, words in others],
        "refused": [refusal_of(receipt.parse_receipt, text) for text in refused],
    }


def refusal_of(parse: Callable[[str], object], text: str) -> Vectors:
    try:
        parse(text)
    except WordsError as error:
        return {
            "text": text,
            "error": error.code,
            "count": error.count,
            "position": error.position,
            "word": error.word,
        }
    raise AssertionError(text)


def passphrases() -> Vectors:
    rows = [
        ("correct horse battery staple", bytes(16)),
        ("four small rivers", bytes(range(16))),
        (" spaces stay ", bytes(range(16))),
        ("ma\u00e7\u00e3 a\u00e7a\u00ed", bytes(range(16))),
        ("mac\u0327a\u0303 ac\u0327ai\u0301", bytes(range(16))),
        ("\uff46\uff4f\uff55\uff52 \ufb01sh \U0001f41f", b"\xff" * 16),
    ]
    wrapping_key = secret("wrapping key")
    sealed = passphrase.wrap_private_key(CASEWORKER, wrapping_key=wrapping_key, user=USER)

    def bad(name: str, error: str, wrapped: bytes, **other: object) -> Vectors:
        return {
            "name": name,
            "error": error,
            "user": str(other.get("user", USER)),
            "wrapping_key": to_b64u(other.get("wrapping_key", wrapping_key)),  # type: ignore[arg-type]
            "wrapped": to_b64u(wrapped),
        }

    return {
        "passphrases": [
            {
                "passphrase": text,
                "salt": to_b64u(salt),
                "stretched": to_b64u(
                    stretch(
                        unicodedata.normalize("NFKC", text).encode(),
                        salt=salt,
                        cost=passphrase.COST,
                    )
                ),
                "log_in_secret": to_b64u(keys.log_in_secret),
                "wrapping_key": to_b64u(keys.wrapping_key),
            }
            for text, salt in rows
            for keys in [passphrase.derive(text, salt)]
        ],
        "wrapped": [
            {
                "user": str(USER),
                "wrapping_key": to_b64u(wrapping_key),
                "private_key": to_b64u(CASEWORKER),
                "wrapped": to_b64u(sealed),
            }
        ],
        "bad": [
            bad("another user", "will-not-open", sealed, user=OTHER_USER),
            bad("another key", "will-not-open", sealed, wrapping_key=secret("other")),
            *[bad(name, error, changed) for name, error, changed in misshapen(sealed)],
        ],
    }


def misshapen(sealed: bytes) -> list[tuple[str, str, bytes]]:
    return [
        ("nothing", "size", b""),
        ("the header alone", "size", sealed[:3]),
        ("one byte short", "size", sealed[:-1]),
        ("one byte more", "size", sealed + b"\0"),
        ("version 0", "version", b"\0" + sealed[1:]),
        ("version 2", "version", b"\2" + sealed[1:]),
        ("suite 0x0000", "suite", b"\1\0\0" + sealed[3:]),
        ("suite 0x0101", "suite", b"\1\1\1" + sealed[3:]),
        ("its first byte changed", "will-not-open", flipped(sealed, 3)),
        ("its last byte changed", "will-not-open", flipped(sealed, len(sealed) - 1)),
    ]


def flipped(sealed: bytes, place: int) -> bytes:
    return sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]


def sheets() -> Vectors:
    drawn = [bytes(32), b"\xff" * 32, b"\x7f" * 32, secret("sheet")]
    line = " ".join(recovery.RecoverySheet(drawn[3]).words)
    words = line.split()
    swapped = [words[1], words[0], *words[2:]]
    key = recovery.derive(recovery.RecoverySheet(drawn[3]))
    envelope = grants.seal_for_recovery(PROJECT, key=KEY, recovery_public_key=key.public_key)

    def bad(name: str, error: str, sealed: bytes, **other: Any) -> Vectors:
        return {
            "name": name,
            "error": error,
            "key": str(other.get("key", KEY)),
            "recovery_private_key": to_b64u(other.get("private_key", key.private_key)),
            "envelope": to_b64u(sealed),
        }

    grant = grants.grant(PROJECT, key=KEY, user=USER, user_public_key=key.public_key)
    return {
        "sheets": [
            {
                "entropy": to_b64u(entropy),
                "words": list(sheet.words),
                "secret": to_b64u(keys.secret),
                "secret_hash": to_b64u(recovery.secret_hash(keys.secret)),
                "private_key": to_b64u(keys.private_key),
                "public_key": to_b64u(keys.public_key),
            }
            for entropy in drawn
            for sheet in [recovery.RecoverySheet(entropy)]
            for keys in [recovery.derive(sheet)]
        ],
        "reads": [
            {"text": text, "entropy": to_b64u(drawn[3])}
            for text in [
                line,
                line.upper(),
                " ".join(word[:4] for word in words),
                "\n".join(f"{place}. {word}" for place, word in enumerate(words, 1)),
            ]
        ],
        "refused": [
            refusal_of(recovery.parse_sheet, text)
            for text in [
                "",
                " ".join(words[:23]),
                line + " zoo",
                " ".join([*words[:11], "blurgh", *words[12:]]),
                " ".join(swapped),
                Mnemonic("english").to_mnemonic(bytes(16)),
            ]
        ],
        "envelopes": [
            {
                "key": str(KEY),
                "recovery_private_key": to_b64u(key.private_key),
                "project_private_key": to_b64u(PROJECT),
                "envelope": to_b64u(envelope),
            }
        ],
        "bad": [
            bad("another project key", "will-not-open", envelope, key=OTHER_KEY),
            bad("another sheet", "will-not-open", envelope, private_key=CASEWORKER),
            bad("a grant in its place", "will-not-open", grant),
            *[bad(name, error, changed) for name, error, changed in misshapen(envelope)],
        ],
    }


def granted() -> Vectors:
    public_key = public_key_of(CASEWORKER)
    envelope = grants.grant(PROJECT, key=KEY, user=USER, user_public_key=public_key)
    recovery_envelope = grants.seal_for_recovery(PROJECT, key=KEY, recovery_public_key=public_key)

    def bad(name: str, error: str, sealed: bytes, **other: Any) -> Vectors:
        return {
            "name": name,
            "error": error,
            "key": str(other.get("key", KEY)),
            "user": str(other.get("user", USER)),
            "user_private_key": to_b64u(other.get("private_key", CASEWORKER)),
            "envelope": to_b64u(sealed),
        }

    return {
        "keys": [
            {
                "private_key": to_b64u(private_key),
                "public_key": to_b64u(public_key_of(private_key)),
                "fingerprint": fingerprint(public_key_of(private_key)),
            }
            for private_key in (PROJECT, REPORTER, CASEWORKER)
        ],
        "small_order_public_keys": [to_b64u(bytes(32)), to_b64u(b"\1" + bytes(31))],
        "grants": [
            {
                "key": str(KEY),
                "user": str(USER),
                "user_private_key": to_b64u(CASEWORKER),
                "project_private_key": to_b64u(PROJECT),
                "envelope": to_b64u(envelope),
            }
        ],
        "bad": [
            bad("another project key", "will-not-open", envelope, key=OTHER_KEY),
            bad("another user", "will-not-open", envelope, user=OTHER_USER),
            bad("another private key", "will-not-open", envelope, private_key=REPORTER),
            bad("a recovery envelope in its place", "will-not-open", recovery_envelope),
            *[bad(name, error, changed) for name, error, changed in misshapen(envelope)],
        ],
    }


def place_of(kind: RecordKind) -> dict[str, Any]:
    record_id = REPORT if kind in STAND_ALONE else identifier(f"record {kind}")
    return {"kind": kind, "report": REPORT, "record": record_id}


def seal(text: str, kind: RecordKind, content_key: bytes) -> SealedForBoth:
    return seal_record(
        text.encode(),
        **place_of(kind),
        key=KEY,
        project_public_key=public_key_of(PROJECT),
        reporter_public_key=None if kind in FOR_PROJECT_ALONE else public_key_of(REPORTER),
        content_key=content_key,
    )


TEXTS = {
    RecordKind.REPORT: '{"v":1,"what":"He would not let me leave. N\u00e3o tive como pedir ajuda. '
    '\u0644\u0645 \u0623\u0633\u062a\u0637\u0639","when":"last week","borough":"E09000030","who":'
    '[{"kind":"tel","value":"+447700900123"}],"answer":"receipt","contact":"","language":"en",'
    '"photos":1}',
    RecordKind.REPORTER_MESSAGE: '{"v":1,"text":"' + "There is more to tell. " * 300 + '"}',
    RecordKind.PROJECT_MESSAGE: '{"v":1,"text":"Thank you for telling us.","by":"Amina"}',
    RecordKind.NOTE: '{"v":1,"text":"Rang back on Tuesday.","by":"Amina"}',
    RecordKind.ATTACHMENT: '{"v":1,"type":"image/jpeg","size":600000,"chunks":4,"name":"Photo 1"}',
    RecordKind.WARNING: '{"v":1,"kind":"robbery","areas":["E09000030"],"months":{"from":"2026-09",'
    '"to":"2026-10"},"original":"en","texts":{"en":"He takes the money back at the door."},'
    '"identifiers":[{"kind":"tel","value":"+447700900123"}],"review_on":"2027-03-01"}',
    RecordKind.REVIEW_REQUEST: '{"v":1,"identifier":"07700 900123","what":"That is my old number.",'
    '"answer":"me@example.org"}',
}


def records() -> Vectors:
    sealed = {kind: seal(text, kind, secret(f"content {kind}")) for kind, text in TEXTS.items()}
    return {
        "about": "`private_key` of project or reporter opens the wraps; `key` is the project key",
        "project": {
            "key": str(KEY),
            "private_key": to_b64u(PROJECT),
            "public_key": to_b64u(public_key_of(PROJECT)),
        },
        "reporter": {
            "private_key": to_b64u(REPORTER),
            "public_key": to_b64u(public_key_of(REPORTER)),
        },
        "records": [
            {name: str(value) for name, value in place_of(kind).items()}
            | {
                "plaintext": TEXTS[kind],
                "content_key": to_b64u(secret(f"content {kind}")),
                "body": to_b64u(one.body),
                "project_wrap": to_b64u(one.project_wrap),
                "reporter_wrap": one.reporter_wrap and to_b64u(one.reporter_wrap),
            }
            for kind, one in sealed.items()
        ],
        "bad": bad_records(sealed),
    }


def bad_records(sealed: dict[RecordKind, SealedForBoth]) -> list[Vectors]:
    """Return records that must not open; `opener` tells whose wrap and private key to use."""
    kind = RecordKind.PROJECT_MESSAGE
    one, content_key = sealed[kind], secret(f"content {kind}")
    where = place_of(kind)
    other_record = identifier("other record")
    project_wrap = seal(TEXTS[kind], kind, secret("another content key")).project_wrap
    assert one.reporter_wrap

    def bad(name: str, error: str, **other: Any) -> Vectors:
        opener = other.get("opener", "project")
        wrap = one.project_wrap if opener == "project" else one.reporter_wrap
        place = where | {"key": KEY} | {each: other[each] for each in other if each in PLACE}
        return {
            "name": name,
            "error": error,
            "opener": opener,
            **{part: str(value) for part, value in place.items()},
            "body": to_b64u(other.get("body", one.body)),
            "wrap": to_b64u(other.get("wrap", wrap)),
        }

    def body_of(padded: bytes) -> bytes:
        return seal_box(padded, key=content_key, context=context.body_context(**where))

    elsewhere = context.key_context(kind, REPORT, other_record, RecipientKind.PROJECT, KEY)
    moved_wrap = seal_key(content_key, public_key=public_key_of(PROJECT), context=elsewhere)
    note = sealed[RecordKind.NOTE]
    unpadded = HEADER + bytes(12) + AESGCM(content_key).encrypt(bytes(12), b"short", None)
    return [
        bad("another record", "will-not-open", record=other_record),
        bad("another report", "will-not-open", report=OTHER_REPORT),
        bad("another project key", "will-not-open", key=OTHER_KEY),
        bad("another kind", "will-not-open", kind=RecordKind.REPORTER_MESSAGE),
        bad("another record, by the reporter", "will-not-open", opener="reporter")
        | {"record": str(other_record)},
        bad("another kind, by the reporter", "will-not-open", opener="reporter")
        | {"kind": str(RecordKind.REPORTER_MESSAGE)},
        bad("the reporter's wrap for the project", "will-not-open", wrap=one.reporter_wrap),
        bad("the body of another record", "will-not-open", body=note.body),
        bad("the wrap of another record", "will-not-open", wrap=note.project_wrap),
        bad("a wrap of another content key", "will-not-open", wrap=project_wrap),
        bad(
            "the content key sealed again elsewhere, the body left in place",
            "will-not-open",
            record=other_record,
            wrap=moved_wrap,
        ),
        bad("a byte after the text", "padding", body=body_of(pad(b"text")[:-1] + b"\1")),
        bad("a length that does not fit", "padding", body=body_of(b"\xff" * 4_096)),
        bad(
            "a larger size than needed", "padding", body=body_of(pad(b"text").ljust(16_384, b"\0"))
        ),
        bad("a body without padding", "size", body=unpadded),
        *[
            bad(f"the body: {name}", error, body=changed)
            for name, error, changed in misshapen(one.body)
        ],
        *[
            bad(f"the wrap: {name}", error, wrap=changed)
            for name, error, changed in misshapen(one.project_wrap)
        ],
        *[
            bad(f"the reporter's wrap: {name}", error, wrap=changed, opener="reporter")
            for name, error, changed in misshapen(one.reporter_wrap)
        ],
    ]


def several() -> Vectors:
    """Return records sealed to one recipient, to two of a kind, and to two kinds."""
    asked = TEXTS[RecordKind.REVIEW_REQUEST]
    message = TEXTS[RecordKind.PROJECT_MESSAGE]
    one = _someone("a project", RecipientKind.PROJECT)
    other = _someone("another project", RecipientKind.PROJECT)
    unit = _someone("a unit", RecipientKind.UNIT)
    writer = _someone("a writer", RecipientKind.REPORTER)
    return {
        "about": "each of `to` opens its own wrap with its `private_key`, and no other",
        "records": [
            _sealed_to("one project alone", RecordKind.REVIEW_REQUEST, asked, [one]),
            _sealed_to("two projects", RecordKind.REVIEW_REQUEST, asked, [one, other]),
            _sealed_to(
                "a project, the writer and, later, a unit",
                RecordKind.PROJECT_MESSAGE,
                message,
                [one, writer],
                [unit],
            ),
            _sealed_to(
                "a project and, later, a unit",
                RecordKind.NOTE,
                TEXTS[RecordKind.NOTE],
                [one],
                [unit],
            ),
        ],
    }


def _someone(name: str, kind: RecipientKind) -> tuple[record.Recipient, bytes]:
    key = None if kind is RecipientKind.REPORTER else identifier(f"key of {name}")
    private_key = secret(f"private key of {name}")
    return record.Recipient(kind, key, public_key_of(private_key)), private_key


def _sealed_to(
    name: str,
    kind: RecordKind,
    text: str,
    now: list[tuple[record.Recipient, bytes]],
    later: Sequence[tuple[record.Recipient, bytes]] = (),
) -> Vectors:
    content_key = secret(f"content {name}")
    record_id = REPORT if kind in STAND_ALONE else identifier(f"record {name}")
    where = {"kind": kind, "subject": REPORT, "record": record_id}
    sealed = record.seal_record(
        text.encode(), **where, recipients=[to for to, _ in now], content_key=content_key
    )
    shared = record.wrap_content_key(content_key, **where, recipients=[to for to, _ in later])
    return {
        "name": name,
        "kind": str(kind),
        "report": str(REPORT),
        "record": str(record_id),
        "plaintext": text,
        "content_key": to_b64u(content_key),
        "body": to_b64u(sealed.body),
        "to": [
            {
                "recipient": str(wrap.recipient),
                "key": wrap.key and str(wrap.key),
                "private_key": to_b64u(private_key),
                "context": context.key_context(
                    kind, REPORT, record_id, wrap.recipient, wrap.key
                ).decode(),
                "wrap": to_b64u(wrap.sealed),
            }
            for wrap, (_, private_key) in zip([*sealed.wraps, *shared], [*now, *later], strict=True)
        ],
    }


PLACE = frozenset({"kind", "report", "record", "key"})


def attachments() -> Vectors:
    size = 600_000
    place = place_of(RecordKind.ATTACHMENT)
    report, record_id = place["report"], place["record"]
    content_key = secret(f"content {RecordKind.ATTACHMENT}")
    count = chunks.chunk_count(size)
    rows = []
    for index in range(count):
        piece = file_of(size)[index * chunks.CHUNK :][: chunks.CHUNK].ljust(chunks.CHUNK, b"\0")
        nonce = secret(f"nonce {index}")[:12]
        text = context.chunk_context(report, record_id, index, count)
        box = HEADER + nonce + AESGCM(content_key).encrypt(nonce, piece, text)
        rows.append(
            {
                "index": index,
                "nonce": to_b64u(nonce),
                "context": text.decode(),
                "tag": to_b64u(box[-16:]),
                "sha256": to_b64u(sha256(box).digest()),
            }
        )
    return {
        "about": "byte i of the file is i mod 251; sealed with `nonce`, a chunk has `sha256`",
        "counts": [
            {"size": length, "count": chunks.chunk_count(length)}
            for length in (1, 262_144, 262_145, 524_288, 524_289, 600_000, 1_048_577, 10_000_000)
        ]
        + [{"size": chunks.LARGEST_FILE, "count": chunks.MOST_CHUNKS}],
        "too_large": {"size": chunks.LARGEST_FILE + 1, "error": "too-large"},
        "chunk": chunks.CHUNK,
        "sealed": chunks.SEALED_SIZE,
        "attachment": {
            "report": str(report),
            "record": str(record_id),
            "content_key": to_b64u(content_key),
            "size": size,
            "count": count,
            "sha256": to_b64u(sha256(file_of(size)).digest()),
            "chunks": rows,
        },
        "bad": [
            {"name": name, "chunk": 0, "index": index, "count": of, "error": "will-not-open"}
            | {"report": str(elsewhere or report), "record": str(other or record_id)}
            for name, index, of, elsewhere, other in [
                ("another index", 1, 4, None, None),
                ("another count", 0, 2, None, None),
                ("another report", 0, 4, OTHER_REPORT, None),
                ("another record", 0, 4, None, identifier("other record")),
            ]
        ],
    }


def file_of(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


FILES: dict[str, Callable[[], Vectors]] = {
    "padding": padding,
    "contexts": contexts,
    "receipt": receipts,
    "passphrase": passphrases,
    "recovery": sheets,
    "grants": granted,
    "records": records,
    "recipients": several,
    "chunks": attachments,
}


def text_of(vectors: Vectors) -> str:
    """Return the JSON text that is committed."""
    return json.dumps(vectors, indent=1, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    for name, make in FILES.items():
        path = HERE / f"{name}.json"
        if not path.exists():
            path.write_text(text_of(make()), encoding="ascii")
            print(path.name)  # noqa: T201 - a script tells what it wrote
