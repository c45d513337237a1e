"""The calls of an evaluator (docs/check.md): no cookie, no session, nothing of who asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from unsilenced.evaluator.keyring import Keyring, keyring
from unsilenced.evaluator.spending import Token, days_that_hold, spend
from unsilenced.http.json_object import JsonObject
from unsilenced.http.refusal import Refusal
from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.evaluator import Evaluation, Evaluator
from unsilenced.oblivious.tokens import MAC_SIZE, NONCE_SIZE, is_genuine
from unsilenced.process.utc_day import utc_today
from unsilenced.sealing.b64u import to_b64u

MOST_ELEMENTS = 32
LONGEST_BODY = 16 * 1024
LONGEST_NAME = 64


@dataclass(frozen=True)
class Asked:
    """What a call asks to be evaluated, and the tokens it brings."""

    key_id: str
    elements: tuple[bytes, ...]
    tokens: tuple[Token, ...]

    @classmethod
    def read(cls, members: JsonObject) -> Self:
        """Read a call. Raises a 422 refusal for what cannot be one."""
        return cls(
            key_id=members.text("key", most=LONGEST_NAME),
            elements=members.byte_strings("elements", least=1, most=MOST_ELEMENTS),
            tokens=tuple(map(_token, members.objects("tokens", most=MOST_ELEMENTS))),
        )


@require_POST
def evaluate(request: HttpRequest) -> HttpResponse:
    """Evaluate blinded elements, for one token each.

    Everything is checked before anything is spent. The body may come as `text/plain`, so that a
    browser asks nothing first.
    """
    asked = Asked.read(JsonObject.parse(body_of(request, LONGEST_BODY)))
    keys = keyring()
    evaluator = keys.evaluator(asked.key_id)
    if evaluator is None:
        raise Refusal(404, "no-such-key", _("The keys have changed. Reload the page to go on."))
    _refuse_unless_one_each(asked)
    _refuse_other_days(asked.tokens)
    _refuse_forged(asked, keys)
    evaluation = _evaluated(evaluator, asked.elements)
    spend(asked.tokens, asked.key_id, asked.elements)
    return JsonResponse(evaluation_as_json(evaluation))


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Answer the public keys: evaluation keys, the current first, and the day's token key."""
    day = utc_today()
    here = keyring()
    return JsonResponse(
        {
            "evaluation": [_key_as_json(each) for each in here.evaluators],
            "token": {"day": day, "public_key": to_b64u(here.token_key(day).public_key)},
        }
    )


def body_of(request: HttpRequest, longest: int) -> bytes:
    """Return the body. Raises a 413 refusal, before it is read, if it is longer than that."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > longest:
        raise Refusal(
            413, "too-large", _("This is too large to send. Make it shorter and try again.")
        )
    return request.body


def evaluation_as_json(evaluation: Evaluation) -> dict[str, object]:
    """Return the members that tell an evaluation."""
    return {
        "evaluated": [to_b64u(element) for element in evaluation.evaluated],
        "proof": to_b64u(evaluation.proof),
    }


urlpatterns = [
    path("check/evaluate", evaluate),
    path("check/keys", keys),
]


def _token(members: JsonObject) -> Token:
    return Token(
        day=_day(members.text("day", most=10)),
        nonce=members.bytes("nonce", size=NONCE_SIZE),
        mac=members.bytes("mac", size=MAC_SIZE),
    )


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise _wrong_day() from None
    if day.isoformat() != text:
        raise _wrong_day()
    return day


def _key_as_json(evaluator: Evaluator) -> dict[str, str]:
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
        raise _wrong_day()


def _wrong_day() -> Refusal:
    return Refusal(
        422,
        "token-day",
        _("A new day has begun for checks. Reload the page to go on."),
        field="tokens",
    )


def _refuse_forged(asked: Asked, here: Keyring) -> None:
    name = settings.CHECK_EVALUATOR
    for token, element in zip(asked.tokens, asked.elements, strict=True):
        day_key = here.token_key(token.day)
        if not is_genuine(day_key, token.nonce, token.mac, name, asked.key_id, element):
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
