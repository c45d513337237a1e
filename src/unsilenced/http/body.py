"""Reading the body of a call: a JSON object that a frozen dataclass describes (`fields.py`).

A reader is total: any bytes give a value or a refusal that names what is wrong, never a fault.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from types import UnionType
from typing import (
    Annotated,
    Any,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from unsilenced.http import fields
from unsilenced.http.refusal import Refusal
from unsilenced.sealing.reading import is_within_bounds

MOST_DEPTH = 16
MOST_MARKS = 32_768
"""Objects and lists in one another, and marks `{`, `[` and `,`, in the body of a call."""

_Body = TypeVar("_Body")
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Empty:
    """A body without members. A call that takes it must be JSON all the same."""


def body(model: type, *, most: int | None = None) -> Callable[[View], View]:
    """Hand the view what its call's body says, after the request and who makes it.

    The decorator stands below the gate. `most` is how many bytes the body may have, where that is
    fewer than any call may have.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def reading(request: HttpRequest, *who: object, **places: object) -> HttpResponse:
            if most is not None:
                _refuse_longer(request, most)
            return view(request, *who, read(model, request.body), **places)

        reading.body = model  # type: ignore[attr-defined]
        return reading

    return decorate


def read(model: type[_Body], body: bytes) -> _Body:
    """Read a body. Raises refusals: 400 `not-json`, 422 for a member that is wrong."""
    return from_members(model, members_of(body))


def from_members(model: type[_Body], members: dict[str, Any]) -> _Body:
    """Read members that are parsed already. Raises a 422 refusal that names the wrong one."""
    try:
        found: _Body = _adapter(cast(Any, model)).validate_python(members)
    except ValidationError as error:
        raise _refusal(model, error) from None
    return found


def members_of(body: bytes) -> dict[str, Any]:
    """Return the members of a JSON object. Raises a 400 refusal for anything else.

    How deep it is and how many values it has is judged before anything is parsed.
    """
    try:
        text = body.decode()
        is_small = is_within_bounds(text, MOST_DEPTH, MOST_MARKS)
        members = json.loads(text, object_pairs_hook=_object) if is_small else None
    except ValueError:
        members = None
    if not isinstance(members, dict):
        raise Refusal(400, "not-json", _("This call must be a JSON object in UTF-8."))
    return members


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object. Raises `ValueError` for a name with half of a character, as no text has."""
    found = dict(pairs)
    "".join(found).encode()
    return found


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _refuse_longer(request: HttpRequest, most: int) -> None:
    """Raise a 413 refusal for a body that is longer than that, before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > most:
        raise Refusal(
            413, "too-large", _("This is too large to send. Make it shorter and try again.")
        )


def _refusal(model: type, error: ValidationError) -> Refusal:
    """Return the refusal of the first member that is wrong, in the words of its kind."""
    first = error.errors(include_url=False, include_input=False)[0]
    name, words = _named(model, first["loc"])
    fault = first.get("ctx", {}).get("error")
    if isinstance(fault, fields.Unfit):
        words = fault.words
    elif first["type"] == "string_unicode":
        words = fields.half_characters
    return Refusal(422, "wrong-member", words(name), field=name)


def _named(model: Any, place: Sequence[int | str]) -> tuple[str, fields.Words]:
    """Return the name of the innermost member on the way to a `place`, and the words of its kind.

    In a list it is the list's, and for the key of an object that has others the object's.
    """
    words: fields.Words = fields.an_object
    name, kind = "", model
    for at, step in enumerate(place):
        if isinstance(step, int):
            kind = get_args(kind)[0]
        elif place[at + 1 : at + 2] == ("[key]",):
            break
        else:
            name = step
            kind, words = _unwrapped(_member(kind, step))
    return name, words


def _member(kind: Any, name: str) -> Any:
    if get_origin(kind) is dict:
        return get_args(kind)[1]
    return _hints(kind)[name]


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _unwrapped(annotation: Any) -> tuple[Any, fields.Words]:
    """Return the type that is annotated, and the words of its kind."""
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(each for each in get_args(annotation) if each is not type(None))
    if get_origin(annotation) is not Annotated:
        return annotation, fields.an_object
    kind, *told = get_args(annotation)
    return kind, next(each.words for each in told if isinstance(each, fields.Member))
