"""Python satisfies every shared vector; TypeScript reads the same files."""

import json
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from two_recipients import open_body, open_for_project, open_for_reporter
from vectors import make

from unsilenced.sealing import chunks, context, grants, passphrase, receipt, record, recovery
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.sealing.context import FOR_PROJECT_ALONE, RecipientKind, RecordKind
from unsilenced.sealing.errors import ReceiptError, SealingError, SheetError, WillNotOpen
from unsilenced.sealing.header import HEADER
from unsilenced.sealing.keys import check_public_key, fingerprint, public_key_of
from unsilenced.sealing.padding import LARGEST, SIZES, pad, unpad
from unsilenced.sealing.stretch import stretch

HERE = Path(make.__file__).parent
SAME_AT_EVERY_RUN = ("padding", "contexts", "receipt", "chunks")
BY_EITHER_LANGUAGE = ("records.json", "from_browser.json")


def read(name):
    return json.loads((HERE / name).read_text(encoding="utf-8"))


PADDING, CONTEXTS, RECEIPT = read("padding.json"), read("contexts.json"), read("receipt.json")
PASSPHRASE, RECOVERY, GRANTS = read("passphrase.json"), read("recovery.json"), read("grants.json")
RECORDS, CHUNKS = read("records.json"), read("chunks.json")


def rows(vectors):
    return [pytest.param(row, id=row.get("name")) for row in vectors]


def binary(row, *names):
    return [from_b64u(row[name]) for name in names]


def refused(row):
    return pytest.raises(SealingError, check=lambda error: error.code == row["error"])


def test_every_file_is_committed_and_none_is_left_over():
    by_hand = {"opened.json", "shown_report.json", "strangers_text.json"}
    known = {f"{name}.json" for name in make.FILES} | {"from_browser.json"} | by_hand
    assert {path.name for path in HERE.glob("*.json")} == known


@pytest.mark.parametrize("name", SAME_AT_EVERY_RUN)
def test_what_holds_nothing_random_is_made_again_to_the_letter(name):
    assert make.text_of(make.FILES[name]()) == (HERE / f"{name}.json").read_text("ascii")


def test_padding_knows_the_sizes():
    assert PADDING["sizes"] == list(SIZES)
    assert PADDING["largest"] == LARGEST


@pytest.mark.parametrize("row", rows(PADDING["pad"]))
def test_padding_gives_the_bytes(row):
    data = bytes([row["byte"]]) * row["length"]
    padded = pad(data)
    assert len(padded) == row["size"]
    assert to_b64u(sha256(padded).digest()) == row["sha256"]
    assert unpad(padded) == data


@pytest.mark.parametrize("row", rows(PADDING["bad"]))
def test_bad_padding_is_refused(row):
    start, end = binary(row, "start", "end")
    padded = start + bytes(row["size"] - len(start) - len(end)) + end
    with refused(row):
        unpad(padded)


def test_too_much_is_not_padded():
    with refused(PADDING["too_large"]):
        pad(bytes(PADDING["too_large"]["length"]))


def place(row):
    return RecordKind(row["kind"]), UUID(row["report"]), UUID(row["record"])


CONTEXT_OF = {
    "body": lambda row: context.body_context(*place(row)),
    "project": lambda row: context.key_context(
        *place(row), RecipientKind.PROJECT, UUID(row["key"])
    ),
    "reporter": lambda row: context.key_context(*place(row), RecipientKind.REPORTER, None),
    "chunk": lambda row: context.chunk_context(
        UUID(row["report"]), UUID(row["record"]), row["index"], row["count"]
    ),
    "grant": lambda row: context.grant_context(UUID(row["key"]), UUID(row["user"])),
    "recovery": lambda row: context.recovery_context(UUID(row["key"])),
    "private-key": lambda row: context.private_key_context(UUID(row["user"])),
}


@pytest.mark.parametrize("row", rows(CONTEXTS["contexts"]))
def test_contexts_are_spelt_alike(row):
    assert CONTEXT_OF[row["of"]](row) == row["context"].encode("ascii")


@pytest.mark.parametrize("row", rows(RECEIPT["receipts"]))
def test_a_receipt_gives_its_keys(row):
    keys = receipt.derive(receipt.Receipt(tuple(row["words"])))
    assert to_b64u(keys.lookup_secret) == row["lookup_secret"]
    assert to_b64u(receipt.lookup_hash(keys.lookup_secret)) == row["lookup_hash"]
    assert to_b64u(keys.private_key) == row["private_key"]
    assert to_b64u(keys.public_key) == row["public_key"]


@pytest.mark.parametrize("row", rows(RECEIPT["reads"]))
def test_a_receipt_is_read_however_it_is_typed(row):
    assert receipt.parse_receipt(row["text"]) == receipt.Receipt(tuple(row["words"]))


@pytest.mark.parametrize("row", rows(RECEIPT["refused"]))
def test_what_is_no_receipt_is_told_apart(row):
    with pytest.raises(ReceiptError) as told:
        receipt.parse_receipt(row["text"])
    assert_tells(told.value, row)


def assert_tells(error, row):
    assert (error.code, error.count) == (row["error"], row["count"])
    assert (error.position, error.word) == (row["position"], row["word"])


@pytest.mark.parametrize("row", rows(PASSPHRASE["passphrases"]))
def test_a_passphrase_gives_its_keys(row):
    keys = passphrase.derive(row["passphrase"], from_b64u(row["salt"]))
    assert to_b64u(keys.log_in_secret) == row["log_in_secret"]
    assert to_b64u(keys.wrapping_key) == row["wrapping_key"]


@pytest.mark.parametrize("row", rows(PASSPHRASE["wrapped"]))
def test_a_wrapped_private_key_opens(row):
    private_key, wrapped, key = binary(row, "private_key", "wrapped", "wrapping_key")
    user = UUID(row["user"])
    assert passphrase.unwrap_private_key(wrapped, wrapping_key=key, user=user) == private_key


@pytest.mark.parametrize("row", rows(PASSPHRASE["bad"]))
def test_a_bad_wrapped_private_key_does_not_open(row):
    wrapped, key = binary(row, "wrapped", "wrapping_key")
    with refused(row):
        passphrase.unwrap_private_key(wrapped, wrapping_key=key, user=UUID(row["user"]))


@pytest.mark.parametrize("row", rows(RECOVERY["sheets"]))
def test_a_recovery_sheet_gives_its_keys(row):
    sheet = recovery.parse_sheet(" ".join(row["words"]))
    keys = recovery.derive(sheet)
    assert to_b64u(sheet.entropy) == row["entropy"]
    assert list(sheet.words) == row["words"]
    assert to_b64u(keys.secret) == row["secret"]
    assert to_b64u(recovery.secret_hash(keys.secret)) == row["secret_hash"]
    assert to_b64u(keys.private_key) == row["private_key"]
    assert to_b64u(keys.public_key) == row["public_key"]


@pytest.mark.parametrize("row", rows(RECOVERY["reads"]))
def test_a_recovery_sheet_is_read_however_it_is_typed(row):
    assert to_b64u(recovery.parse_sheet(row["text"]).entropy) == row["entropy"]


@pytest.mark.parametrize("row", rows(RECOVERY["refused"]))
def test_what_is_no_recovery_sheet_is_told_apart(row):
    with pytest.raises(SheetError) as told:
        recovery.parse_sheet(row["text"])
    assert_tells(told.value, row)


def open_from_recovery(row):
    envelope, private_key = binary(row, "envelope", "recovery_private_key")
    return grants.open_from_recovery(
        envelope, key=UUID(row["key"]), recovery_private_key=private_key
    )


@pytest.mark.parametrize("row", rows(RECOVERY["envelopes"]))
def test_a_recovery_envelope_opens(row):
    assert to_b64u(open_from_recovery(row)) == row["project_private_key"]


@pytest.mark.parametrize("row", rows(RECOVERY["bad"]))
def test_a_bad_recovery_envelope_does_not_open(row):
    with refused(row):
        open_from_recovery(row)


@pytest.mark.parametrize("row", rows(GRANTS["keys"]))
def test_keys_and_fingerprints_agree(row):
    public_key = public_key_of(from_b64u(row["private_key"]))
    assert to_b64u(public_key) == row["public_key"]
    assert fingerprint(public_key) == row["fingerprint"]


@pytest.mark.parametrize("public_key", GRANTS["small_order_public_keys"])
def test_public_keys_of_small_order_are_refused(public_key):
    with refused({"error": "public-key"}):
        check_public_key(from_b64u(public_key))


def open_grant(row):
    envelope, private_key = binary(row, "envelope", "user_private_key")
    key, user = UUID(row["key"]), UUID(row["user"])
    return grants.open_grant(envelope, key=key, user=user, user_private_key=private_key)


@pytest.mark.parametrize("row", rows(GRANTS["grants"]))
def test_a_grant_opens(row):
    assert to_b64u(open_grant(row)) == row["project_private_key"]


@pytest.mark.parametrize("row", rows(GRANTS["bad"]))
def test_a_bad_grant_does_not_open(row):
    with refused(row):
        open_grant(row)


def where(row):
    return dict(zip(("kind", "report", "record"), place(row), strict=True))


@pytest.mark.parametrize("name", BY_EITHER_LANGUAGE)
def test_records_open_for_project_and_reporter(name):
    vectors = read(name)
    project, reporter = vectors["project"], vectors["reporter"]
    assert {row["kind"] for row in vectors["records"]} == set(RecordKind)
    for row in vectors["records"]:
        body, project_wrap = binary(row, "body", "project_wrap")
        opened = open_for_project(
            body,
            project_wrap,
            **where(row),
            key=UUID(project["key"]),
            private_key=from_b64u(project["private_key"]),
        )
        assert opened.decode() == row["plaintext"]
        content_key = from_b64u(row["content_key"])
        assert open_body(body, **where(row), content_key=content_key) == opened
        assert (row["reporter_wrap"] is None) == (row["kind"] in FOR_PROJECT_ALONE)
        if row["reporter_wrap"]:
            wrap, private_key = from_b64u(row["reporter_wrap"]), from_b64u(reporter["private_key"])
            again = open_for_reporter(body, wrap, **where(row), private_key=private_key)
            assert again == opened


@pytest.mark.parametrize("row", rows(read("recipients.json")["records"]))
def test_a_record_opens_for_each_of_its_recipients_and_with_no_key_of_another(row):
    place = {"kind": RecordKind(row["kind"])}
    place |= {"subject": UUID(row["report"]), "record": UUID(row["record"])}
    for to in row["to"]:
        recipient, key = RecipientKind(to["recipient"]), to["key"] and UUID(to["key"])
        spelt = context.key_context(*place.values(), recipient, key)
        assert spelt == to["context"].encode("ascii")
        wrap = record.Wrap(recipient, key, from_b64u(to["wrap"]))
        for other in row["to"]:
            opening = {"private_key": from_b64u(other["private_key"]), **place}
            if other is to:
                opened = record.open_record(from_b64u(row["body"]), wrap, **opening)
                assert opened.decode() == row["plaintext"]
                assert record.open_wrap(wrap, **opening) == from_b64u(row["content_key"])
            else:
                with pytest.raises(WillNotOpen):
                    record.open_wrap(wrap, **opening)


def test_a_receipt_drawn_in_the_browser_gives_the_same_keys_here():
    reporter = read("from_browser.json")["reporter"]
    keys = receipt.derive(receipt.parse_receipt(" ".join(reporter["words"])))
    assert to_b64u(keys.private_key) == reporter["private_key"]
    assert to_b64u(keys.public_key) == reporter["public_key"]


@pytest.mark.parametrize("row", rows(RECORDS["bad"]))
def test_a_bad_record_does_not_open(row):
    body, wrap = binary(row, "body", "wrap")
    private_key = from_b64u(RECORDS[row["opener"]]["private_key"])
    with refused(row):
        if row["opener"] == "project":
            key = UUID(row["key"])
            open_for_project(body, wrap, **where(row), key=key, private_key=private_key)
        else:
            open_for_reporter(body, wrap, **where(row), private_key=private_key)


@pytest.mark.parametrize("row", rows(CHUNKS["counts"]))
def test_a_file_takes_so_many_chunks(row):
    assert chunks.chunk_count(row["size"]) == row["count"]


def test_too_large_a_file_takes_none():
    with refused(CHUNKS["too_large"]):
        chunks.chunk_count(CHUNKS["too_large"]["size"])


def sealed_chunks():
    one = CHUNKS["attachment"]
    content = bytes(place % 251 for place in range(one["size"]))
    for row in one["chunks"]:
        start = row["index"] * CHUNKS["chunk"]
        piece = content[start : start + CHUNKS["chunk"]].ljust(CHUNKS["chunk"], b"\0")
        cipher = AESGCM(from_b64u(one["content_key"]))
        nonce = from_b64u(row["nonce"])
        yield HEADER + nonce + cipher.encrypt(nonce, piece, row["context"].encode("ascii"))


def test_chunks_open_to_the_file():
    one = CHUNKS["attachment"]
    sealed = list(sealed_chunks())
    assert [to_b64u(sha256(chunk).digest()) for chunk in sealed] == [
        row["sha256"] for row in one["chunks"]
    ]
    pieces = chunks.open_chunks(
        sealed,
        size=one["size"],
        content_key=from_b64u(one["content_key"]),
        report=UUID(one["report"]),
        record=UUID(one["record"]),
    )
    assert to_b64u(sha256(b"".join(pieces)).digest()) == one["sha256"]


@pytest.mark.parametrize("row", rows(CHUNKS["bad"]))
def test_a_chunk_out_of_place_does_not_open(row):
    chunk = list(sealed_chunks())[row["chunk"]]
    with refused(row):
        chunks.open_chunk(
            chunk,
            content_key=from_b64u(CHUNKS["attachment"]["content_key"]),
            report=UUID(row["report"]),
            record=UUID(row["record"]),
            index=row["index"],
            count=row["count"],
        )


def test_stretching_alone_gives_the_middle_values():
    row = PASSPHRASE["passphrases"][0]
    password, salt = row["passphrase"].encode(), from_b64u(row["salt"])
    assert to_b64u(stretch(password, salt=salt, cost=passphrase.COST)) == row["stretched"]
