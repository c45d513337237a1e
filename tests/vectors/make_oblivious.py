"""Writes the vectors of the private check that Python and TypeScript must both satisfy.

`python tests/vectors/make_oblivious.py` writes every file that is missing. Only `evaluation`
holds what is random (proofs): delete it only to renew it for both languages. Binary is b64u.
`error` is the code that the reader must give. `rfc9497.json` is the standard's own.
"""

import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from unsilenced.oblivious import merkle, tokens
from unsilenced.oblivious.client import blind
from unsilenced.oblivious.combined import Derived, bucket_of, combine
from unsilenced.oblivious.element import input_of
from unsilenced.oblivious.evaluator import EVALUATION_INFO, Evaluator, epoch_id
from unsilenced.oblivious.normalise import Identifier, IdentifierKind
from unsilenced.oblivious.record import Label
from unsilenced.oblivious.release import Entry, Manifest
from unsilenced.oblivious.signing import Purpose, public_key_of, sign
from unsilenced.oblivious.texts import canonical_warning, texts_hash, texts_of
from unsilenced.sealing.b64u import to_b64u

HERE = Path(__file__).parent / "oblivious"

Vectors = dict[str, Any]

DAY = date(2026, 11, 24)


def secret(name: str, size: int = 32) -> bytes:
    """Return up to 64 bytes that are the same at every run."""
    first = sha256(f"vector {name}".encode()).digest()
    return (first + sha256(first).digest())[:size]


PLATFORM = Evaluator.from_seed(secret("platform"), EVALUATION_INFO)
KEYHOLDER = Evaluator.from_seed(secret("key holder"), EVALUATION_INFO)

IDENTIFIERS = [
    Identifier(IdentifierKind.TEL, "+447700900123"),
    Identifier(IdentifierKind.EMAIL, "someone@example.org"),
    Identifier(IdentifierKind.EMAIL, "jos\u00e9@b\u00fccher.example"),
    Identifier(IdentifierKind.PLATE, "AB12CDE"),
    Identifier(IdentifierKind.HANDLE, "instagram:some.one"),
    Identifier(IdentifierKind.HANDLE, "x:" + "\U0001f33b" * 4),
    Identifier(IdentifierKind.EMAIL, "a" * 500 + "@example.org"),
]


def inputs() -> Vectors:
    return {
        "inputs": [
            {"kind": one.kind, "canonical": one.canonical, "input": to_b64u(input_of(one))}
            for one in IDENTIFIERS
        ],
        "bad": [
            {"kind": "email", "canonical": "", "error": "empty"},
            {"kind": "email", "canonical": "a" * 513, "error": "too-long"},
            {"kind": "handle", "canonical": "x:" + "\u00e9" * 256, "error": "too-long"},
        ],
    }


def keys() -> Vectors:
    return {
        "info": EVALUATION_INFO.decode(),
        "keys": [
            {
                "name": name,
                "seed": to_b64u(secret(name)),
                "public_key": to_b64u(evaluator.public_key),
                "id": evaluator.key_id,
            }
            for name, evaluator in [("platform", PLATFORM), ("key holder", KEYHOLDER)]
        ],
        "epoch": epoch_id(PLATFORM.public_key, KEYHOLDER.public_key),
        "the_other_way_round": epoch_id(KEYHOLDER.public_key, PLATFORM.public_key),
    }


def combined() -> Vectors:
    rows = []
    for one in IDENTIFIERS:
        outputs = PLATFORM.output(input_of(one)), KEYHOLDER.output(input_of(one))
        derived = combine(*outputs)
        rows.append(
            {
                "input": to_b64u(input_of(one)),
                "platform_output": to_b64u(outputs[0]),
                "keyholder_output": to_b64u(outputs[1]),
                "place": to_b64u(derived.place_bytes),
                "locator": to_b64u(derived.locator),
                "label_key": to_b64u(derived.label_key),
            }
        )
    places = [0, 1, (1 << 63) - 1, 1 << 63, (1 << 64) // 3, (1 << 64) // 3 + 1, (1 << 64) - 1]
    return {
        "combined": rows,
        "buckets": [
            {"place": to_b64u(place.to_bytes(8)), "count": count, "bucket": bucket_of(place, count)}
            for place in places
            for count in (1, 2, 3, 22, 1_111, 11_111)
        ],
    }


def derived_of(identifier: Identifier) -> Derived:
    data = input_of(identifier)
    return combine(PLATFORM.output(data), KEYHOLDER.output(data))


def sealed(derived: Derived, label: Label, nonce: bytes) -> bytes:
    """Seal a record with a given nonce, from the document alone."""
    context = b"unsilenced/1/label" + derived.locator
    box = AESGCM(derived.label_key).encrypt(nonce, label.to_bytes(), context)
    return derived.locator + nonce + box


def records() -> Vectors:
    first, second, third = (derived_of(one) for one in IDENTIFIERS[:3])
    labels = [Label(1, secret("warning one", 7)), Label(9, secret("warning two", 7))]
    rows = [
        (derived, label, secret(f"nonce {name}", 12))
        for name, derived, label in [
            ("one", first, labels[0]),
            ("two", first, labels[1]),
            ("three", second, labels[0]),
        ]
    ]
    made = [sealed(*row) for row in rows]
    decoy = first.locator + secret("decoy", 36)
    bucket = b"".join(sorted([*made, decoy, secret("dummy one", 44), secret("dummy two", 44)]))
    mine = [record for record in sorted(made) if record.startswith(first.locator)]
    changed = bytearray(made[0])
    changed[-1] ^= 1
    return {
        "records": [
            {
                "place": to_b64u(derived.place_bytes),
                "locator": to_b64u(derived.locator),
                "label_key": to_b64u(derived.label_key),
                "kind": label.kind,
                "reference": label.reference.hex(),
                "nonce": to_b64u(nonce),
                "record": to_b64u(record),
            }
            for (derived, label, nonce), record in zip(rows, made, strict=True)
        ],
        "find": {
            "about": "what three identifiers find in one bucket, in its order",
            "bucket": to_b64u(bucket),
            "found": [
                {
                    "locator": to_b64u(derived.locator),
                    "label_key": to_b64u(derived.label_key),
                    "labels": [
                        {"kind": label.kind, "reference": label.reference.hex()} for label in found
                    ],
                }
                for derived, found in [
                    (first, [labels[made.index(record)] for record in mine]),
                    (second, [labels[0]]),
                    (third, []),
                ]
            ],
        },
        "not_ours": [
            {"name": name, "record": to_b64u(bytes(record))}
            for name, record in [
                ("a changed byte", changed),
                ("another locator", made[2][:8] + made[0][8:]),
                ("a locator that happens to be the same", decoy),
                ("one byte short", made[0][:-1]),
                ("one byte over", made[0] + b"\0"),
            ]
        ],
        "bad": [{"bucket": to_b64u(bucket[:-1]), "error": "wrong-bucket"}],
    }


def evaluation() -> Vectors:
    rows = []
    for size in (1, 2, 30, 32):
        blinded = [blind(b"%d" % number).element for number in range(size)]
        made = PLATFORM.evaluate(blinded)
        rows.append(
            {
                "blinded": [to_b64u(element) for element in blinded],
                "evaluated": [to_b64u(element) for element in made.evaluated],
                "proof": to_b64u(made.proof),
            }
        )
    return {
        "about": "batches with one proof each, made by the evaluator; each verifies",
        "public_key": to_b64u(PLATFORM.public_key),
        "another_public_key": to_b64u(KEYHOLDER.public_key),
        "evaluations": rows,
        "bad_elements": [
            {"name": name, "element": to_b64u(element), "error": "wrong-element"}
            for name, element in [
                ("the identity", bytes(32)),
                ("not canonical: at least the field's prime", b"\xff" * 32),
                ("negative", b"\x01" + bytes(31)),
                ("one byte short", PLATFORM.public_key[:-1]),
                ("one byte over", PLATFORM.public_key + b"\0"),
                ("empty", b""),
            ]
        ],
    }


def spending() -> Vectors:
    seed, nonce, element = secret("token seed"), secret("nonce"), PLATFORM.public_key
    days = [date(2026, 1, 1), DAY, date(2028, 2, 29)]
    day_keys = [tokens.day_evaluator(seed, day) for day in days]
    output = day_keys[1].output(nonce)
    return {
        "seed": to_b64u(seed),
        "days": [
            {"day": day.isoformat(), "public_key": to_b64u(key.public_key), "id": key.key_id}
            for day, key in zip(days, day_keys, strict=True)
        ],
        "token": {"day": DAY.isoformat(), "nonce": to_b64u(nonce), "output": to_b64u(output)},
        "spends": [
            {
                "evaluator": evaluator,
                "key": key.key_id,
                "element": to_b64u(element),
                "mac": to_b64u(tokens.spend_mac(output, evaluator, key.key_id, element)),
            }
            for evaluator, key in [("platform", PLATFORM), ("keyholder", KEYHOLDER)]
        ],
        "batches": {
            "member": tokens.MEMBER_BATCH,
            "caseworker": tokens.CASEWORKER_BATCH,
            "caseworker_batches": tokens.CASEWORKER_BATCHES,
        },
    }


def trees() -> Vectors:
    def tree(count: int) -> Vectors:
        buckets = [secret(f"bucket {number}", 44) for number in range(count)]
        leaves = [merkle.leaf_of(bucket) for bucket in buckets]
        return {
            "buckets": [to_b64u(bucket) for bucket in buckets],
            "leaves": [to_b64u(leaf) for leaf in leaves],
            "root": to_b64u(merkle.root(leaves)),
            "paths": [[to_b64u(step) for step in path] for path in merkle.paths(leaves)],
        }

    return {
        "about": "leaf of each bucket, the root, and the path of each leaf, lowest first",
        "trees": [tree(count) for count in (1, 2, 3, 4, 5, 7, 8, 11, 22)],
        "bad": "any other index, count, leaf, root, or path (shorter, longer) is wrong-bucket",
    }


MANIFEST = Manifest(
    number=2,
    day=DAY,
    previous=secret("manifest before"),
    rolled_back_to=None,
    platform_key=PLATFORM.public_key,
    keyholder_key=KEYHOLDER.public_key,
    bucket_count=1,
    bucket_records=256,
    root=secret("root"),
    texts=secret("texts"),
)


def manifests() -> Vectors:
    seed = secret("release key")
    first = Manifest(
        1, DAY, b"", PLATFORM.public_key, KEYHOLDER.public_key, 22, 1_088, secret("a"), secret("b")
    )
    back = Manifest(
        3,
        date(2026, 11, 25),
        MANIFEST.hash(),
        PLATFORM.public_key,
        KEYHOLDER.public_key,
        22,
        1_088,
        secret("a"),
        secret("b"),
        rolled_back_to=1,
    )
    return {
        "release_key": {"seed": to_b64u(seed), "public_key": to_b64u(public_key_of(seed))},
        "purpose": Purpose.RELEASE,
        "manifests": [
            {
                "members": json.loads(one.to_bytes()),
                "bytes": to_b64u(one.to_bytes()),
                "signature": to_b64u(sign(seed, Purpose.RELEASE, one.to_bytes())),
                "hash": to_b64u(one.hash()),
            }
            for one in (first, MANIFEST, back)
        ],
        "signed_for_the_log": to_b64u(sign(seed, Purpose.LOG, MANIFEST.to_bytes())),
        "bad": bad_spellings(MANIFEST.to_bytes(), "wrong-manifest", MANIFEST_CHANGES),
    }


MANIFEST_CHANGES: list[tuple[str, str, str]] = [
    ("a count that is not whole", '"count":1,', '"count":1.0,'),
    ("no bucket", '"count":1,', '"count":0,'),
    ("no record", '"records":256', '"records":0'),
    ("a count that is true", '"count":1,', '"count":true,'),
    ("a number over 2^53 - 1", '"number":2,', '"number":9007199254740992,'),
    ("a number as text", '"number":2,', '"number":"2",'),
    ("rolled back to itself", '"rolled_back_to":null', '"rolled_back_to":2'),
    ("rolled back to nothing", '"rolled_back_to":null', '"rolled_back_to":0'),
    ("another version", '"v":1', '"v":2'),
    ("a day that is none", '"2026-11-24"', '"2026-11-31"'),
    ("a day written otherwise", '"2026-11-24"', '"20261124"'),
    ("a day with its time", '"2026-11-24"', '"2026-11-24T00:00"'),
    ("a key that is too short", to_b64u(PLATFORM.public_key), to_b64u(PLATFORM.public_key[:-1])),
    ("a key that is missing", f'"keyholder":"{to_b64u(KEYHOLDER.public_key)}",', ""),
    ("a hash with padding", to_b64u(secret("root")), to_b64u(secret("root")) + "="),
    ("no texts", f'"{to_b64u(secret("texts"))}"', '""'),
    ("a hash before of 31 bytes", to_b64u(MANIFEST.previous), to_b64u(MANIFEST.previous[:-1])),
]

ENTRY_CHANGES: list[tuple[str, str, str]] = [
    ("a number that is not whole", '"number":2,', '"number":2.0,'),
    ("number nought", '"number":2,', '"number":0,'),
    ("another version", '"v":1', '"v":2'),
    ("a day that is none", '"2026-11-24"', '"2026-13-01"'),
    ("a key that is too long", to_b64u(KEYHOLDER.public_key), to_b64u(KEYHOLDER.public_key + b"a")),
    ("no release", f'"release":"{to_b64u(MANIFEST.hash())}"', '"release":""'),
]


def bad_spellings(good: bytes, error: str, changes: list[tuple[str, str, str]]) -> list[Vectors]:
    """Return spellings that no reader may take for `good`, nor for anything else."""
    text = good.decode("ascii")
    spellings = [
        ("nothing", ""),
        ("not JSON", text[:-1]),
        ("a list", f"[{text}]"),
        ("null", "null"),
        ("a space", text.replace(":", ": ", 1)),
        ("a line after it", text + "\n"),
        ("another member", text[:-1] + ',"w":1}'),
        ("a member twice", text[:-1] + ',"v":1}'),
        ("members in another order", '{"v":1,' + text[1:].replace(',"v":1', "")),
        ("an escape without need", text.replace('"number"', '"\\u006eumber"')),
        *((name, text.replace(old, new)) for name, old, new in changes),
    ]
    for name, spelling in spellings:
        if spelling == text:
            raise ValueError(f"{name} changes nothing.")
    rows = [(name, spelling.encode("ascii")) for name, spelling in spellings]
    rows += [("a byte order mark", b"\xef\xbb\xbf" + good), ("UTF-16", text.encode("utf-16"))]
    return [{"name": name, "bytes": to_b64u(data), "error": error} for name, data in rows]


def entries() -> Vectors:
    seed = secret("log key")
    first = Entry(1, DAY, secret("release one"), b"", KEYHOLDER.public_key)
    second = Entry(2, DAY, MANIFEST.hash(), first.hash(), KEYHOLDER.public_key)
    return {
        "log_key": {"seed": to_b64u(seed), "public_key": to_b64u(public_key_of(seed))},
        "purpose": Purpose.LOG,
        "entries": [
            {
                "members": json.loads(one.to_bytes()),
                "bytes": to_b64u(one.to_bytes()),
                "signature": to_b64u(sign(seed, Purpose.LOG, one.to_bytes())),
                "hash": to_b64u(one.hash()),
            }
            for one in (first, second)
        ],
        "bad": bad_spellings(second.to_bytes(), "wrong-entry", ENTRY_CHANGES),
    }


def texts() -> Vectors:
    warnings: list[Vectors] = [
        {
            "reference": secret(f"warning {number}", 7).hex(),
            "kind": "robbery",
            "areas": ["E09000030", "E09000012"],
            "months": {"from": "2026-09", "to": "2026-10"},
            "original": "en",
            "texts": {
                "pt": "Viu uma fac\u0327a? N\u00e3o v\u00e1.",
                "en": 'He says \u201cI pay after\u201d.\n\tThen "nothing" \\ \u20ac0 / \U0001f6ab',
                "ro": "\u007f\u2028\u0001\u001f\u0008\u000c\r",
            },
            "project": "A project & friends <London>",
            "four_eyes": number == 1,
            "published_on": "2026-11-20",
            "review_on": "2027-05-20",
        }
        for number in (1, 2, 3)
    ]
    canonical = {one["reference"]: canonical_warning(one) for one in warnings}
    return {
        "warnings": [
            {"members": one, "canonical": to_b64u(canonical[one["reference"]])} for one in warnings
        ],
        "texts": to_b64u(texts_of(canonical)),
        "hash": to_b64u(texts_hash(texts_of(canonical))),
        "no_warnings": {"texts": to_b64u(texts_of({})), "hash": to_b64u(texts_hash(texts_of({})))},
        "not_text": "half of a surrogate pair in any text is wrong-texts",
    }


FILES: dict[str, Callable[[], Vectors]] = {
    "inputs": inputs,
    "keys": keys,
    "combined": combined,
    "records": records,
    "evaluation": evaluation,
    "tokens": spending,
    "merkle": trees,
    "manifests": manifests,
    "entries": entries,
    "texts": texts,
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
