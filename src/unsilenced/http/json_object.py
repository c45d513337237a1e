"""Reading the members of a JSON call, each with a refusal that names it."""

from __future__ import annotations

import builtins
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.sealing.b64u import from_b64u
from unsilenced.sealing.reading import is_within_bounds

_MOST_DEPTH = 16
_MOST_MARKS = 32_768
"""Objects and lists in one another, and marks `{`, `[` and `,`, in the body of a call."""


@dataclass(frozen=True)
class JsonObject:
    """The members of a JSON object that a caller sent."""

    values: dict[str, Any]

    @classmethod
    def parse(cls, body: bytes) -> JsonObject:
        """Read a call's body. Raise a 400 refusal for anything but a JSON object.

        How deep it is and how many values it has is judged before anything is parsed.
        """
        try:
            text = body.decode()
            values = json.loads(text) if is_within_bounds(text, _MOST_DEPTH, _MOST_MARKS) else None
        except ValueError:
            values = None
        if not isinstance(values, dict):
            raise Refusal(400, "not-json", _("This call must be a JSON object in UTF-8."))
        return cls(values)

    def _wrong(self, name: str, message: str) -> Refusal:
        return Refusal(422, "wrong-member", message, field=name)

    def text(self, name: str, *, most: int, least: int = 1) -> str:
        """A string of `least` to `most` characters, without NUL."""
        value = self.values.get(name)
        if not isinstance(value, str) or not least <= len(value) <= most or "\0" in value:
            raise self._wrong(
                name,
                _("“%(name)s” must be text of %(least)d to %(most)d characters.")
                % {"name": name, "least": least, "most": most},
            )
        if any("\ud800" <= c <= "\udfff" for c in value):
            raise self._wrong(name, _("“%(name)s” has broken characters.") % {"name": name})
        return value

    def bytes(self, name: str, *, size: int | None = None, most: int = 1 << 19) -> bytes:
        """Binary as b64u, of exactly `size` bytes where that is given."""
        value = self.values.get(name)
        try:
            data = from_b64u(value) if isinstance(value, str) else None
        except ValueError:
            data = None
        if data is None or (size is not None and len(data) != size) or len(data) > most:
            raise self._wrong(
                name, _("“%(name)s” is not sealed data of the right size.") % {"name": name}
            )
        return data

    def byte_strings(self, name: str, *, least: int, most: int) -> tuple[builtins.bytes, ...]:
        """A list of `least` to `most` pieces of binary, each as b64u of any size."""
        value = self.values.get(name)
        try:
            found = [from_b64u(each) for each in value] if isinstance(value, list) else []
        except (TypeError, ValueError):
            found = []
        if not least <= len(found) <= most:
            raise self._wrong(
                name,
                _("“%(name)s” must be a list of %(least)d to %(most)d pieces of sealed data.")
                % {"name": name, "least": least, "most": most},
            )
        return tuple(found)

    def uuid(self, name: str) -> uuid.UUID:
        """A random UUID in lower case with hyphens (version 4, RFC 9562)."""
        value = self.values.get(name)
        try:
            parsed = uuid.UUID(value) if isinstance(value, str) else None
        except ValueError:
            parsed = None
        if parsed is None or str(parsed) != value or parsed.version != 4:  # noqa: PLR2004
            raise self._wrong(name, _("“%(name)s” is not a random UUID.") % {"name": name})
        return parsed

    def choice(self, name: str, choices: Sequence[str]) -> str:
        """One of `choices`."""
        value = self.values.get(name)
        if not isinstance(value, str) or value not in choices:
            raise self._wrong(
                name,
                _("“%(name)s” must be one of: %(choices)s.")
                % {"name": name, "choices": ", ".join(choices)},
            )
        return value

    def choices(self, name: str, choices: Sequence[str]) -> tuple[str, ...]:
        """A list of some of `choices`, each at most once."""
        value = self.values.get(name)
        if (
            not isinstance(value, list)
            or any(not isinstance(v, str) or v not in choices for v in value)
            or len(set(value)) != len(value)
        ):
            raise self._wrong(
                name,
                _("“%(name)s” must be a list of some of: %(choices)s.")
                % {"name": name, "choices": ", ".join(choices)},
            )
        return tuple(value)

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self.values.get(name)
        if not isinstance(value, bool):
            raise self._wrong(name, _("“%(name)s” must be true or false.") % {"name": name})
        return value

    def number(self, name: str, *, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        value = self.values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self._wrong(
                name,
                _("“%(name)s” must be a whole number from %(least)d to %(most)d.")
                % {"name": name, "least": least, "most": most},
            )
        return value

    def object(self, name: str) -> JsonObject:
        """An object within the object."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise self._wrong(name, _("“%(name)s” must be an object.") % {"name": name})
        return JsonObject(value)

    def objects(self, name: str, *, most: int) -> tuple[JsonObject, ...]:
        """A list of at most `most` objects."""
        value = self.values.get(name)
        if (
            not isinstance(value, list)
            or len(value) > most
            or any(not isinstance(v, dict) for v in value)
        ):
            raise self._wrong(
                name,
                _("“%(name)s” must be a list of at most %(most)d objects.")
                % {"name": name, "most": most},
            )
        return tuple(JsonObject(v) for v in value)
