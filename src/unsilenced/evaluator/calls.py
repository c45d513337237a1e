"""The calls of an evaluator (docs/check.md): no cookie, no session, nothing about who asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from typing_extensions import TypedDict

from unsilenced.evaluator.keyring import Keyring, keyring
from unsilenced.evaluator.spending import Token, days_that_hold, spend, wrong_day
from unsilenced.http.answer import B64u, Done
from unsilenced.http.body import body
from unsilenced.http.by_method import by_method
from unsilenced.http.fields import ByteStrings, Objects, Text
from unsilenced.http.refusal import Refusal
from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.evaluator import Evaluation, Evaluator
from unsilenced.oblivious.tokens import is_genuine
from unsilenced.process.utc_day import utc_today
from unsilenced.sealing.b64u import to_b64u

MOST_ELEMENTS = 32
LONGEST_BODY = 16 * 1024
LONGEST_NAME = 64


@dataclass(frozen=True)
class Asked:
    """What a call asks to evaluate, and the tokens that it brings."""

    key: Annotated[str, Text(most=LONGEST_NAME)]
    elements: Annotated[tuple[bytes, ...], ByteStrings(1, MOST_ELEMENTS)]
    tokens: Annotated[tuple[Token, ...], Objects(MOST_ELEMENTS)]


class Evaluated(TypedDict):
    """The evaluations of elements, with one proof for all."""

    evaluated: list[B64u]
    proof: B64u


class EvaluatorKey(TypedDict):
    """A public evaluation key."""

    id: str
    public_key: B64u


class TokenKey(TypedDict):
    """The public key of the tokens of a day (UTC)."""

    day: dt.date
    public_key: B64u


class EvaluatorsKeys(TypedDict):
    """The public evaluation keys, the current one first, and the day's token key."""

    evaluation: list[EvaluatorKey]
    token: TokenKey


@body(Asked, most=LONGEST_BODY)
def evaluate(request: HttpRequest, asked: Asked) -> Done[Evaluated]:
    """Evaluate blinded elements, for one token each.

    Everything is checked before anything is spent. The body may be `text/plain`, so that browsers
    need no preflight request.
    """
    keys = keyring()
    evaluator = keys.evaluator(asked.key)
    if evaluator is None:
        raise Refusal(404, "no-such-key", _("The keys have changed. Reload the page to go on."))
    _refuse_unless_one_each(asked)
    _refuse_other_days(asked.tokens)
    _refuse_forged(asked, keys)
    evaluation = _evaluated(evaluator, asked.elements)
    spend(asked.tokens, asked.key, asked.elements)
    return Done(evaluation_as_json(evaluation))


def keys(request: HttpRequest) -> Done[EvaluatorsKeys]:
    """Answer the public keys: evaluation keys, the current first, and the day's token key."""
    day = utc_today()
    here = keyring()
    return Done(
        {
            "evaluation": [_key_as_json(each) for each in here.evaluators],
            "token": {"day": day, "public_key": to_b64u(here.token_key(day).public_key)},
        }
    )


def evaluation_as_json(evaluation: Evaluation) -> Evaluated:
    """Return an evaluation's members of the answer."""
    return {
        "evaluated": [to_b64u(element) for element in evaluation.evaluated],
        "proof": to_b64u(evaluation.proof),
    }


urlpatterns = [
    path("check/evaluate", by_method(POST=evaluate)),
    path("check/keys", by_method(GET=keys)),
]


def _key_as_json(evaluator: Evaluator) -> EvaluatorKey:
    return {"id": evaluator.key_id, "public_key": to_b64u(evaluator.public_key)}


def _refuse_unless_one_each(asked: Asked) -> None:
    nonces = {token.nonce for token in asked.tokens}
    if not len(nonces) == len(asked.tokens) == len(asked.elements):
        raise Refusal(
            422,
            "token-count",
            _("Each check must be counted. Reload the page and try again."),
            field="tokens",
        )


def _refuse_other_days(tokens: Sequence[Token]) -> None:
    if not {token.day for token in tokens} <= days_that_hold(timezone.now()):
        raise wrong_day()


def _refuse_forged(asked: Asked, here: Keyring) -> None:
    name = settings.CHECK_EVALUATOR
    for token, element in zip(asked.tokens, asked.elements, strict=True):
        day_key = here.token_key(token.day)
        if not is_genuine(day_key, token.nonce, token.mac, name, asked.key, element):
            raise Refusal(
                422,
                "token-wrong",
                _("This check could not be counted. Reload the page and try again."),
                field="tokens",
            )


def _evaluated(evaluator: Evaluator, elements: Sequence[bytes]) -> Evaluation:
    try:
        return evaluator.evaluate(elements)
    except CheckError as error:
        raise Refusal(
            422,
            error.code,
            _("The browser sent something we could not read. Go back and try again."),
            field="elements",
        ) from error
