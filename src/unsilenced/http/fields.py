"""What the members of a call's body may be: each with its reader, its words, and its schema.

A body is a frozen dataclass whose members are annotated with these (`body.py` reads it):

    uid: Uuid
    name: Annotated[str, Text(most=200)]

They are as strict as they look: nothing is taken for something else, as "1" for 1 would be.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema
from typing_extensions import override

from unsilenced.sealing.b64u import from_b64u
from unsilenced.sealing.errors import Malformed

MOST_BYTES = 1 << 19
"""Bytes of one member: a whole body may not measure more."""

_SIGN = "[A-Za-z0-9_-]"
_LAST_OF_ONE = "[AQgw]"
_LAST_OF_TWO = "[AEIMQUYcgkosw048]"
"""The last sign for one or two bytes that are left over: bits beyond them are not set."""
_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"

JsonSchema = dict[str, Any]
Words = Callable[[str], str]
"""The sentence that says what a member of that name must be, in the language of the call."""


class Unfit(ValueError):  # noqa: N818 - pydantic turns a ValueError into an answer
    """Raised by a reader for a value that needs other words than its kind has."""

    def __init__(self, words: Words) -> None:
        super().__init__("unfit")
        self.words = words


class Member(ABC):
    """What a member must be. In `Annotated[...]` it also tells pydantic how to read it."""

    @abstractmethod
    def words(self, name: str) -> str:
        """Say what the member `name` must be."""

    @abstractmethod
    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema: ...


class Read(Member):
    """A member that a function reads. It raises `ValueError` for what cannot be read."""

    taken: ClassVar[type] = str
    """What JSON must have in its place; `read` is given nothing else."""

    @abstractmethod
    def read(self, value: Any) -> object:
        """Return what the value says."""

    @abstractmethod
    def schema(self) -> JsonSchema:
        """Return what JSON Schema can say of it."""

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        taken = core_schema.is_instance_schema(self.taken)
        return core_schema.no_info_after_validator_function(self.read, taken)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        return self.schema()


@dataclass(frozen=True)
class Text(Member):
    """A string of `least` to `most` characters, without NUL and half characters."""

    most: int
    least: int = 1

    @override
    def words(self, name: str) -> str:
        return _("“%(name)s” must be text of %(least)d to %(most)d characters.") % {
            "name": name,
            "least": self.least,
            "most": self.most,
        }

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = core_schema.str_schema(strict=True, min_length=self.least, max_length=self.most)
        return core_schema.no_info_after_validator_function(_without_nul, text)


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError
    return text


def half_characters(name: str) -> str:
    """Say that a text has surrogates, which no text of ours has."""
    return _("“%(name)s” has broken characters.") % {"name": name}


@dataclass(frozen=True)
class Bytes(Read):
    """Binary as b64u, of exactly `size` bytes where that is given."""

    size: int | None = None
    most: int = MOST_BYTES

    @override
    def words(self, name: str) -> str:
        return _("“%(name)s” is not sealed data of the right size.") % {"name": name}

    @override
    def read(self, value: str) -> bytes:
        data = from_b64u(value)
        if len(data) > self.most or (self.size is not None and len(data) != self.size):
            raise ValueError
        return data

    @override
    def schema(self) -> JsonSchema:
        found = b64u_schema(self.size)
        if self.size is not None:
            found["minLength"] = _length(self.size)
        found["maxLength"] = _length(self.most if self.size is None else self.size)
        return found


@dataclass(frozen=True, kw_only=True)
class WellFormed(Bytes):
    """Binary as b64u that `check` lets pass: it raises `Malformed` for any other."""

    check: Callable[[bytes], None]

    @override
    def read(self, value: str) -> bytes:
        data = super().read(value)
        try:
            self.check(data)
        except Malformed:
            raise Unfit(not_well_formed) from None
        return data


def b64u_schema(size: int | None = None) -> JsonSchema:
    """Return the schema of b64u, of exactly `size` bytes where that is given."""
    return {"type": "string", "contentEncoding": "base64url", "pattern": _pattern(size)}


def _pattern(size: int | None) -> str:
    """Return the regular expression of b64u, of exactly `size` bytes where that is given."""
    ends = ("", f"{_SIGN}{_LAST_OF_ONE}", f"{_SIGN}{{2}}{_LAST_OF_TWO}")
    if size is None:
        return f"^(?:{_SIGN}{{4}})*(?:{ends[1]}|{ends[2]})?$"
    return f"^(?:{_SIGN}{{4}}){{{size // 3}}}{ends[size % 3]}$"


def _length(size: int) -> int:
    """Return how many characters of b64u stand for so many bytes."""
    return -(-size * 4 // 3)


def not_well_formed(name: str) -> str:
    """Say that binary is of the right kind, and yet nothing that could be used."""
    return _("“%(name)s” is not a key, or not sealed as it should be.") % {"name": name}


@dataclass(frozen=True)
class RandomUuid(Read):
    """A random UUID in lower case with hyphens (version 4, RFC 9562)."""

    @override
    def words(self, name: str) -> str:
        return _("“%(name)s” is not a random UUID.") % {"name": name}

    @override
    def read(self, value: str) -> UUID:
        found = UUID(value)
        if str(found) != value or found.version != 4:  # noqa: PLR2004
            raise ValueError
        return found

    @override
    def schema(self) -> JsonSchema:
        return {"type": "string", "format": "uuid", "pattern": _UUID}


def iso_day(text: str) -> dt.date:
    """Return a day that is written `YYYY-MM-DD`. Raises `ValueError` for any other spelling."""
    day = dt.date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError
    return day


DAY_SCHEMA: JsonSchema = {"type": "string", "format": "date"}


class Flag(Member):
    """True or false."""

    @override
    def words(self, name: str) -> str:
        return _("“%(name)s” must be true or false.") % {"name": name}

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.bool_schema(strict=True)


@dataclass(frozen=True)
class Number(Member):
    """A whole number from `least` to `most`."""

    least: int
    most: int

    @override
    def words(self, name: str) -> str:
        return _("“%(name)s” must be a whole number from %(least)d to %(most)d.") % {
            "name": name,
            "least": self.least,
            "most": self.most,
        }

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.int_schema(strict=True, ge=self.least, le=self.most)


@dataclass(frozen=True)
class OneOf(Member):
    """One code of an enumeration, whose member it becomes."""

    choices: type[Enum]

    @override
    def words(self, name: str) -> str:
        return _("“%(name)s” must be one of: %(choices)s.") % {
            "name": name,
            "choices": _listed(self.choices),
        }

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return handler(source)


@dataclass(frozen=True)
class SomeOf(Member):
    """A list of some codes of an enumeration, each at most once."""

    choices: type[Enum]

    @override
    def words(self, name: str) -> str:
        return _("“%(name)s” must be a list of some of: %(choices)s.") % {
            "name": name,
            "choices": _listed(self.choices),
        }

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            _each_once, _short_list(handler(source), len(self.choices))
        )


@dataclass(frozen=True)
class ByteStrings(Member):
    """A list of `least` to `most` pieces of binary."""

    least: int
    most: int

    @override
    def words(self, name: str) -> str:
        return _("“%(name)s” must be a list of %(least)d to %(most)d pieces of sealed data.") % {
            "name": name,
            "least": self.least,
            "most": self.most,
        }

    def __get_pydantic_core_schema__(
        self, _source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        found = _short_list(handler.generate_schema(tuple[Sealed, ...]), self.most)
        return {**found, "min_length": self.least}


class AnyObject(Member):
    """An object of which nothing is said, for a library that reads it."""

    @override
    def words(self, name: str) -> str:
        return an_object(name)

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.dict_schema()


@dataclass(frozen=True)
class Objects(Member):
    """A list of at most `most` objects; no two have the same `once`, where that is named."""

    most: int
    once: str | None = None

    @override
    def words(self, name: str) -> str:
        return _("“%(name)s” must be a list of at most %(most)d objects.") % {
            "name": name,
            "most": self.most,
        }

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        found = _short_list(handler(source), self.most)
        if self.once is None:
            return found
        return core_schema.no_info_after_validator_function(self._refuse_twice, found)

    def _refuse_twice(self, objects: tuple[object, ...]) -> tuple[object, ...]:
        if len({getattr(each, self.once or "") for each in objects}) != len(objects):
            raise Unfit(lambda name: _("“%(name)s” names the same twice.") % {"name": name})
        return objects


def _listed(choices: type[Enum]) -> str:
    return ", ".join(each.value for each in choices)


def an_object(name: str) -> str:
    """Say that a member must be an object."""
    return _("“%(name)s” must be an object.") % {"name": name}


def _short_list(found: CoreSchema, most: int) -> CoreSchema:
    """Return the schema of a list (read as a tuple), whose reading ends with the first fault."""
    return {**found, "max_length": most, "fail_fast": True}


def _each_once(items: tuple[object, ...]) -> tuple[object, ...]:
    if len(set(items)) != len(items):
        raise ValueError
    return items


Uuid = Annotated[UUID, RandomUuid()]
Sealed = Annotated[bytes, Bytes()]
"""Something sealed, of any size: what stores it looks at its shape."""
