"""The private check between Python and the browser's code, both running, with fresh secrets."""

import json
import secrets
import subprocess
from datetime import date
from pathlib import Path

import pytest

from unsilenced.oblivious import merkle, signing
from unsilenced.oblivious.client import blind, finalise
from unsilenced.oblivious.combined import combine
from unsilenced.oblivious.element import input_of
from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.evaluator import EVALUATION_INFO, Evaluation, Evaluator, epoch_id
from unsilenced.oblivious.manifest import Entry, Manifest
from unsilenced.oblivious.normalise import Identifier, IdentifierKind
from unsilenced.oblivious.record import RECORD_SIZE, Label, find, seal_label
from unsilenced.oblivious.tokens import MEMBER_BATCH, day_evaluator, is_genuine
from unsilenced.sealing.b64u import from_b64u, to_b64u

ROOT = Path(__file__).parents[2]
NODE = ROOT / ".venv" / "bin" / "node"
ROUNDS = 60
TODAY = date(2026, 11, 24)


class RefusedError(Exception):
    """The browser's code refused with this code."""


class Peer:
    """The browser's code in a process of its own."""

    def __init__(self, process):
        self._process = process

    def __call__(self, call, **given):
        self._process.stdin.write(json.dumps({"call": call, **given}) + "\n")
        self._process.stdin.flush()
        answered = json.loads(self._process.stdout.readline())
        if "refusal" in answered:
            raise RefusedError(answered["refusal"])
        return answered["answer"]


@pytest.fixture(scope="module")
def browser():
    command = [NODE, "tests/oblivious_peer.ts"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT / "web", **pipes) as process:
        yield Peer(process)
        process.stdin.close()


@pytest.fixture
def seed():
    return secrets.token_bytes(32)


@pytest.fixture
def evaluator(seed):
    return Evaluator.from_seed(seed, EVALUATION_INFO)


def texts(many):
    return [to_b64u(each) for each in many]


def written(evaluation, public_key):
    return {
        "evaluated": texts(evaluation.evaluated),
        "proof": to_b64u(evaluation.proof),
        "public_key": to_b64u(public_key),
    }


def read(evaluation):
    evaluated = tuple(from_b64u(each) for each in evaluation["evaluated"])
    return Evaluation(evaluated, from_b64u(evaluation["proof"]))


def some_inputs():
    """Return 1 to 8 inputs of 1 to 600 bytes."""
    count = 1 + secrets.randbelow(8)
    return [secrets.token_bytes(1 + secrets.randbelow(600)) for _ in range(count)]


def turned(data):
    """Return `data` with one bit of it turned, anywhere."""
    at = secrets.randbelow(len(data))
    return data[:at] + bytes([data[at] ^ 1 << secrets.randbelow(8)]) + data[at + 1 :]


def outputs():
    return {name: secrets.token_bytes(64) for name in ("platform", "keyholder")}


def as_texts(pair):
    return {name: to_b64u(output) for name, output in pair.items()}


def derived_of(pair):
    return combine(pair["platform"], pair["keyholder"])


def test_what_the_browser_blinds_and_the_wheel_evaluates_is_finalised_by_the_browser(browser):
    for _ in range(ROUNDS):
        evaluator = Evaluator.from_seed(secrets.token_bytes(32), EVALUATION_INFO)
        inputs = some_inputs()
        elements = browser("blind", inputs=texts(inputs))
        evaluation = evaluator.evaluate([from_b64u(element) for element in elements])
        finalised = browser("finalise", **written(evaluation, evaluator.public_key))
        assert finalised == texts(evaluator.output(each) for each in inputs)


def test_what_the_wheel_blinds_and_the_browser_evaluates_is_finalised_by_the_wheel(browser):
    for _ in range(ROUNDS):
        seed = secrets.token_bytes(32)
        evaluator = Evaluator.from_seed(seed, EVALUATION_INFO)
        inputs = some_inputs()
        blinded = [blind(each) for each in inputs]
        answer = browser(
            "evaluate",
            seed=to_b64u(seed),
            info=EVALUATION_INFO.decode(),
            elements=texts(each.element for each in blinded),
        )
        assert answer["public_key"] == to_b64u(evaluator.public_key)
        expected = tuple(evaluator.output(each) for each in inputs)
        assert finalise(blinded, read(answer), evaluator.public_key) == expected


def test_the_browser_refuses_a_proof_of_the_wheel_with_a_bit_turned(browser, evaluator):
    for _ in range(ROUNDS):
        elements = browser("blind", inputs=texts(some_inputs()))
        good = evaluator.evaluate([from_b64u(element) for element in elements])
        bad = Evaluation(good.evaluated, turned(good.proof))
        with pytest.raises(RefusedError, match="wrong-proof"):
            browser("finalise", **written(bad, evaluator.public_key))


def test_the_wheel_refuses_a_proof_of_the_browser_with_a_bit_turned(browser, seed, evaluator):
    for _ in range(ROUNDS):
        blinded = [blind(each) for each in some_inputs()]
        elements = texts(each.element for each in blinded)
        info = EVALUATION_INFO.decode()
        good = read(browser("evaluate", seed=to_b64u(seed), info=info, elements=elements))
        bad = Evaluation(good.evaluated, turned(good.proof))
        with pytest.raises(CheckError) as refused:
            finalise(blinded, bad, evaluator.public_key)
        assert refused.value.code == "wrong-proof"


@pytest.mark.parametrize("canonical", ["+447700900123", "josé@bücher.example", "x:🌻", "a" * 512])
def test_both_make_the_same_input(browser, canonical):
    for kind in IdentifierKind:
        made = input_of(Identifier(kind, canonical))
        assert browser("input", kind=kind, canonical=canonical) == to_b64u(made)


def test_both_derive_the_same_from_both_outputs(browser):
    for _ in range(ROUNDS):
        pair = outputs()
        derived = derived_of(pair)
        expected = texts([derived.place_bytes, derived.locator, derived.label_key])
        assert browser("combine", **as_texts(pair)) == expected


def test_a_record_sealed_by_one_is_found_by_the_other(browser):
    for _ in range(ROUNDS):
        pair = outputs()
        derived = derived_of(pair)
        label = Label(1 + secrets.randbelow(9), secrets.token_bytes(7))
        as_json = {"kind": label.kind, "reference": label.reference.hex()}
        theirs = from_b64u(browser("seal", label=as_json, **as_texts(pair)))
        ours = seal_label(derived, label)
        records = secrets.token_bytes(RECORD_SIZE) + theirs + ours
        assert find(derived, records) == (label, label)
        assert browser("find", records=to_b64u(records), **as_texts(pair)) == [as_json, as_json]
        assert browser("find", records=to_b64u(turned(ours)), **as_texts(pair)) == []


def test_tokens_of_a_member_are_issued_by_python_and_genuine_when_spent(browser, seed, evaluator):
    day_key = day_evaluator(seed, TODAY)
    private_key = to_b64u(secrets.token_bytes(32))
    blinded = browser("tokens", private_key=private_key, day=TODAY.isoformat())
    assert len(set(blinded)) == MEMBER_BATCH
    assert browser("tokens", private_key=private_key, day=TODAY.isoformat()) == blinded
    evaluation = day_key.evaluate([from_b64u(element) for element in blinded])
    issued = {"day": TODAY.isoformat(), **written(evaluation, day_key.public_key)}
    elements = [blind(bytes([at])).element for at in range(MEMBER_BATCH)]
    on = {"evaluator": "keyholder", "key": evaluator.key_id, "elements": texts(elements)}
    spent = browser("spend", issued=issued, **on)
    for element, token in zip(elements, spent, strict=True):
        nonce, mac = from_b64u(token["nonce"]), from_b64u(token["mac"])
        assert is_genuine(day_key, nonce, mac, "keyholder", evaluator.key_id, element)
        assert not is_genuine(day_key, nonce, mac, "platform", evaluator.key_id, element)


class Published:
    """A release of a few buckets, signed and logged in Python."""

    def __init__(self, count):
        self.buckets = [secrets.token_bytes(RECORD_SIZE * 1_000) for _ in range(count)]
        self.leaves = [merkle.leaf_of(bucket) for bucket in self.buckets]
        self.keys = [
            Evaluator.from_seed(secrets.token_bytes(32), EVALUATION_INFO).public_key
            for _ in range(2)
        ]
        self.release_seed, self.log_seed = secrets.token_bytes(32), secrets.token_bytes(32)
        self.manifest = Manifest(
            number=3,
            day=TODAY,
            previous=secrets.token_bytes(32),
            platform_key=self.keys[0],
            keyholder_key=self.keys[1],
            bucket_count=count,
            bucket_records=1_000,
            root=merkle.root(self.leaves),
            texts=secrets.token_bytes(32),
            rolled_back_to=1,
        )

    def as_answers(self):
        manifest = self.manifest.to_bytes()
        entry = Entry(
            number=3,
            day=TODAY,
            release=self.manifest.hash(),
            previous=b"",
            public_key=self.keys[1],
        ).to_bytes()
        log = {
            "entry": to_b64u(entry),
            "signature": to_b64u(signing.sign(self.log_seed, signing.Purpose.LOG, entry)),
        }
        signature = signing.sign(self.release_seed, signing.Purpose.RELEASE, manifest)
        answer = {"manifest": to_b64u(manifest), "signature": to_b64u(signature), "entry": log}
        pins = {
            "release": to_b64u(signing.public_key_of(self.release_seed)),
            "log": to_b64u(signing.public_key_of(self.log_seed)),
        }
        return {"answer": answer, "log": log, "pins": pins, "today": TODAY.isoformat()}

    def served(self):
        paths = (b"".join(path) for path in merkle.paths(self.leaves))
        return [path + bucket for path, bucket in zip(paths, self.buckets, strict=True)]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 11])
def test_a_release_made_in_python_is_verified_by_the_browser(browser, count):
    published = Published(count)
    verified = browser("release", **published.as_answers(), buckets=texts(published.served()))
    assert verified["epoch"] == epoch_id(*published.keys)
    assert verified["buckets"] == texts(published.buckets)
    altered = [*published.served()[:-1], turned(published.served()[-1])]
    with pytest.raises(RefusedError, match="wrong-bucket"):
        browser("release", **published.as_answers(), buckets=texts(altered))
