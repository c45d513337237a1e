"""What a call answers when it is done: JSON whose members a `TypedDict` describes, or bytes.

The return type of a view says it, and mypy compares it with what the view returns:

    def key(request: HttpRequest, slug: str) -> Done[PublicKey]:
        return Done({"id": current.pk, "public_key": to_b64u(current.public_key)})

`http/every_call.py` reads the same return type, and docs/openapi.json and the browser's types are
made from it. Nothing of this costs a call any time: a `TypedDict` is a plain `dict`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Generic, TypeVar, get_args, get_origin, get_type_hints

from django.http import HttpResponse, JsonResponse
from pydantic import WithJsonSchema
from typing_extensions import TypedDict

from unsilenced.http.fields import b64u_schema

Members = TypeVar("Members")

B64u = Annotated[str, WithJsonSchema(b64u_schema())]
"""Binary, in an answer."""


class Nothing(TypedDict):
    """No members: it is done, and there is nothing to say."""


class Done(JsonResponse, Generic[Members]):
    """It is done."""

    statuses: ClassVar[tuple[int, ...]] = (200,)

    def __init__(self, members: Members, *, status: int = 200) -> None:
        super().__init__(members, status=status)


class Made(Done[Members]):
    """Something was made."""

    statuses = (201,)

    def __init__(self, members: Members) -> None:
        super().__init__(members, status=201)


class Stored(Done[Members]):
    """Something was made, or the same was there before."""

    statuses = (200, 201)

    def __init__(self, members: Members, *, created: bool) -> None:
        super().__init__(members, status=201 if created else 200)


class Octets(HttpResponse):
    """Sealed bytes, or others that are no JSON."""

    statuses: ClassVar[tuple[int, ...]] = (200,)

    def __init__(self, content: bytes) -> None:
        super().__init__(content, content_type="application/octet-stream")


@dataclass(frozen=True)
class Answer:
    """What a call answers: with which statuses, and members of which type; None for bytes."""

    statuses: tuple[int, ...]
    members: Any


def answer_of(view: Callable[..., HttpResponse]) -> Answer:
    """Return what a view answers. Raises `TypeError` for one whose return type does not say it."""
    inner = inspect.unwrap(view)
    returned = get_type_hints(inner, include_extras=True)["return"]
    if returned is Octets:
        return Answer(Octets.statuses, None)
    kind = get_origin(returned)
    if not (isinstance(kind, type) and issubclass(kind, Done)):
        raise TypeError(f"{inner.__module__}.{inner.__qualname__} does not say what it answers.")
    (members,) = get_args(returned)
    return Answer(kind.statuses, members)
