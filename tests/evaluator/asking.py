"""Checking as a member's browser does: tokens, blinding, evaluating, finalising; real crypto."""

import datetime as dt
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unsilenced.evaluator.issuing import issue, token_public_key
from unsilenced.oblivious import client
from unsilenced.oblivious.evaluator import Evaluation
from unsilenced.oblivious.tokens import NONCE_SIZE, spend_mac
from unsilenced.process.utc_day import utc_today
from unsilenced.sealing.b64u import from_b64u, to_b64u


@dataclass(frozen=True)
class Answer:
    """What an evaluator answered."""

    status: int
    json: dict

    @property
    def code(self) -> str:
        return self.json["error"]["code"]

    @property
    def evaluation(self) -> Evaluation:
        assert self.status == 200, self.json
        evaluated = tuple(from_b64u(each) for each in self.json["evaluated"])
        return Evaluation(evaluated, from_b64u(self.json["proof"]))


Send = Callable[[str, bytes | None], Answer]
"""Sends a body to a path of an evaluator (GET without one)."""


@dataclass(frozen=True)
class HeldToken:
    """A token as its owner holds it."""

    day: dt.date
    nonce: bytes
    output: bytes


def tokens(count: int, day: dt.date | None = None) -> list[HeldToken]:
    """Get `count` tokens of a day from the platform, blind, as a member does."""
    day = day or utc_today()
    nonces = [secrets.token_bytes(NONCE_SIZE) for _ in range(count)]
    blinded = [client.blind(nonce) for nonce in nonces]
    evaluation = issue(day, [each.element for each in blinded])
    outputs = client.finalise(blinded, evaluation, token_public_key(day))
    return [HeldToken(day, *pair) for pair in zip(nonces, outputs, strict=True)]


def spent_on(token: HeldToken, element: bytes, evaluator: str, key_id: str) -> dict[str, str]:
    """One token of a call."""
    mac = spend_mac(token.output, evaluator, key_id, element)
    return {"day": str(token.day), "nonce": to_b64u(token.nonce), "mac": to_b64u(mac)}


def body(
    evaluator: str, key_id: str, elements: Sequence[bytes], held: Sequence[HeldToken]
) -> dict[str, object]:
    """The members of a call."""
    pairs = zip(held, elements, strict=True)
    return {
        "key": key_id,
        "elements": [to_b64u(element) for element in elements],
        "tokens": [spent_on(token, element, evaluator, key_id) for token, element in pairs],
    }


def in_process(browser) -> Send:
    """Ask the platform through Django's test client `browser`."""

    def send(path: str, sent: bytes | None) -> Answer:
        if sent is None:
            answer = browser.get(path)
        else:
            answer = browser.generic("POST", path, sent, content_type="text/plain;charset=UTF-8")
        return Answer(answer.status_code, answer.json())

    return send


def key_of(send: Send) -> tuple[str, bytes]:
    """The current evaluation key: its id and the public key."""
    current = send("/check/keys", None).json["evaluation"][0]
    return current["id"], from_b64u(current["public_key"])


def post(send: Send, members: object) -> Answer:
    """Ask for an evaluation."""
    return send("/check/evaluate", json.dumps(members).encode())


def outputs(send: Send, evaluator: str, data: Sequence[bytes]) -> tuple[bytes, ...]:
    """Have `data` evaluated by one evaluator, with fresh tokens, and verify its proof."""
    key_id, public_key = key_of(send)
    blinded = [client.blind(each) for each in data]
    elements = [each.element for each in blinded]
    answer = post(send, body(evaluator, key_id, elements, tokens(len(data))))
    return client.finalise(blinded, answer.evaluation, public_key)
