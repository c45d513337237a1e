"""Reading and answering the calls that issue tokens."""

from __future__ import annotations

from unsilenced.evaluator.calls import evaluation_as_json
from unsilenced.http.json_object import JsonObject
from unsilenced.sealing.b64u import to_b64u
from unsilenced.warnings.check.tokens import Issued


def blinded(members: JsonObject, count: int) -> tuple[bytes, ...]:
    """Read exactly `count` blinded nonces. Raises a 422 refusal."""
    return members.byte_strings("blinded", least=count, most=count)


def issued_as_json(issued: Issued) -> dict[str, object]:
    """Return the members that tell a day's tokens."""
    return {
        "day": issued.day,
        **evaluation_as_json(issued.evaluation),
        "public_key": to_b64u(issued.public_key),
        "again": issued.again,
    }
