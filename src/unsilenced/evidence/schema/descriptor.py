"""Reading a Frictionless Table Schema (https://datapackage.org/standard/table-schema/).

`data.csv` has its schema in `data.schema.json`. This module refuses anything in a schema that it
does not understand. Otherwise it would accept rows that the schema forbids. Beyond the standard, a
category may have `valid_from` and `valid_to`. A field may have `valid_on`: the column of the date
to compare them with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, get_args

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema import properties
from unsilenced.evidence.schema.field import FALSE, TRUE, Bound, Code, Field, Type
from unsilenced.evidence.schema.sheet import LARGEST_COUNT
from unsilenced.evidence.schema.values import DATE

LARGEST_SCHEMA: Final = 1 << 20
"""The most bytes of a schema: a table given by mistake, or a device, is refused."""

MOST_FIELDS: Final = 1000

_UNTOLD: Final = "the schema names it, and tells nothing of it"

_TYPES: Final[tuple[Type, ...]] = get_args(Type)
_ITEMS: Final = tuple(each for each in _TYPES if each != "list")
_EITHER: Final = frozenset({"required", "unique"})
_CONSTRAINTS_OF: Final[Mapping[str, frozenset[str]]] = {
    "string": _EITHER | {"pattern", "enum", "minLength", "maxLength"},
    "integer": _EITHER | {"pattern", "enum", "minimum", "maximum"},
    "number": _EITHER | {"pattern", "enum", "minimum", "maximum"},
    "boolean": _EITHER,
    "date": _EITHER | {"pattern", "enum", "minimum", "maximum"},
    "list": _EITHER | {"minLength", "maxLength"},
}


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns whose values must be in another table: `resource` is its name, "" for this one."""

    fields: tuple[str, ...]
    resource: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of a table, and the rules for several columns together.

    `keys` are columns that together differ in each row.
    """

    fields: tuple[Field, ...]
    keys: tuple[tuple[str, ...], ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(field.name for field in self.fields)


def schema_of(path: Path) -> Path:
    """Return the path of a data file's schema."""
    return path.with_suffix(".schema.json")


def read_schema(path: Path) -> Schema:
    """Read a schema; raise `BadInput` if it says something that we do not understand."""
    return schema_from(read_json(path), path.name)


def read_json(path: Path) -> Any:
    """Read a small JSON file; raise `BadInput` if it is too large or no JSON."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_SCHEMA + 1)
        too_large = len(content) > LARGEST_SCHEMA
        told = None if too_large else json.loads(content.decode("utf-8-sig"))
        json.dumps(told, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        reason = "cannot be read: it has half of a character, written as an escape such as \\ud800"
        raise BadInput(reason, file=path.name) from error
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput(f"cannot be read: {error}", file=path.name) from error
    if too_large:
        reason = f"has more than {LARGEST_SCHEMA:,} bytes, the most that are read of a schema"
        raise BadInput(reason, file=path.name)
    return told


def schema_from(told: object, name: str) -> Schema:
    """Return the schema that stands in JSON that was read, which messages call `name`."""
    fields = told.get("fields") if isinstance(told, dict) else None
    if (
        not isinstance(told, dict)
        or not isinstance(fields, list)
        or not all(map(_is_field, fields))
    ):
        reason = "is no Table Schema: its fields are a list, each with a name and a type"
        raise BadInput(reason, file=name)
    if len(fields) > MOST_FIELDS:
        raise BadInput(f"has more than {MOST_FIELDS:,} fields", file=name)
    properties.OF_A_SCHEMA.check(told, name)
    missing = _missing(told.get("missingValues", [""]), name)
    primary = _columns(told["primaryKey"], "a key", name) if "primaryKey" in told else ()
    found = _fields([_Told(each, name) for each in fields], missing, primary)
    schema = Schema(found, _keys(told, primary, found, name), _references(told, name))
    _check_names(schema, name)
    return schema


def _fields(
    told: Sequence[_Told], missing: frozenset[str], primary: tuple[str, ...]
) -> tuple[Field, ...]:
    found = [each.field(missing) for each in told]
    by_name = {field.name: field for field in found}
    return tuple(
        replace(
            field,
            required=field.required or field.name in primary,
            valid_on=each.valid_on(by_name),
        )
        for each, field in zip(told, found, strict=True)
    )


def _is_field(field: object) -> bool:
    return (
        isinstance(field, dict)
        and _are_texts([field.get("name"), field.get("type")])
        and bool(field["name"].strip())
        and isinstance(field.get("constraints", {}), dict)
    )


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(each, str) for each in values)


def _missing(values: object, name: str, column: str | None = None) -> frozenset[str]:
    if not isinstance(values, list) or not _are_texts(values):
        raise BadInput("missingValues are a list of texts", file=name, column=column)
    return frozenset(values)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a schema says about one field."""

    field_: dict[str, Any]
    file: str

    @property
    def name(self) -> str:
        return str(self.field_["name"])

    @property
    def type(self) -> Type:
        return self.field_["type"]  # type: ignore[no-any-return]  # checked before

    def field(self, missing: frozenset[str]) -> Field:
        """Return the field; raise `BadInput` for anything unknown or impossible."""
        constraints: dict[str, Any] = self.field_.get("constraints", {})
        self._check_understood(constraints)
        for name, value in constraints.items():
            self._check(name, value, _POSSIBLE[name](value, self.type))
        self._check_order("minimum", "maximum", lambda value: _bound(value, self.type))
        self._check_order("minLength", "maxLength", lambda value: value)
        true, false = self._texts("trueValues", TRUE), self._texts("falseValues", FALSE)
        self._check(
            "trueValues and falseValues", sorted({*true} & {*false}), {*true}.isdisjoint(false)
        )
        enum = constraints.get("enum")
        return Field(
            self.name,
            self.type,
            required=constraints.get("required", False),
            unique=constraints.get("unique", False),
            pattern=constraints.get("pattern"),
            enum=None if enum is None else tuple(map(str, enum)),
            minimum=_bound(constraints.get("minimum"), self.type),
            maximum=_bound(constraints.get("maximum"), self.type),
            min_length=constraints.get("minLength"),
            max_length=constraints.get("maxLength"),
            missing=self._missing(missing),
            true_values=true,
            false_values=false,
            item_type=self._one_of("itemType", _ITEMS),
            delimiter=self._delimiter(),
            codes=self._codes(),
        )

    def _check_understood(self, constraints: Iterable[str]) -> None:
        known = _CONSTRAINTS_OF.get(self.type)
        other: set[str] = {self.type} if known is None else set(constraints) - known
        if self.field_.get("categories") is not None and self.type not in {"string", "list"}:
            other.add("categories")
        other |= properties.OF_A_FIELD.unknown(self.field_)
        properties.refuse(other, self.file, self.name)

    def _check(self, name: str, value: object, possible: object) -> None:
        if not possible:
            raise self._bad(f"the schema says {name}: {str(value)[:40]}, which cannot be")

    def _check_order(self, least: str, most: str, read: Callable[[object], Any]) -> None:
        constraints: Mapping[str, object] = self.field_.get("constraints", {})
        if least in constraints and most in constraints:
            above = read(constraints[least]) > read(constraints[most])
            self._check(f"{least} above {most}", constraints[least], not above)

    def _bad(self, reason: str) -> BadInput:
        return BadInput(reason, file=self.file, column=self.name)

    def _missing(self, usual: frozenset[str]) -> frozenset[str]:
        told = self.field_.get("missingValues")
        return usual if told is None else _missing(told, self.file, self.name)

    def _texts(self, name: str, usual: tuple[str, ...]) -> tuple[str, ...]:
        told = self.field_.get(name, list(usual))
        self._check(name, told, told and _are_texts(told))
        return tuple(told)

    def _one_of(self, name: str, known: tuple[Type, ...]) -> Type:
        told: Type = self.field_.get(name, "string")
        self._check(name, told, told in known)
        return told

    def _delimiter(self) -> str:
        told = self.field_.get("delimiter", ",")
        self._check("delimiter", told, isinstance(told, str) and len(told) == 1)
        return str(told)

    def _codes(self) -> tuple[Code, ...]:
        told = self.field_.get("categories") or []
        self._check("categories", told, isinstance(told, list))
        codes = tuple(map(self._code, told))
        self._check("categories", told, len({each.text for each in codes}) == len(codes))
        return codes

    def _code(self, told: object) -> Code:
        if isinstance(told, str):
            return Code(told)
        self._check("categories", told, isinstance(told, dict) and _is_category(told))
        category: dict[str, Any] = told  # type: ignore[assignment]  # checked above
        properties.OF_A_CATEGORY.check(category, self.file, self.name)
        ends = [_date(category.get(name)) for name in ("valid_from", "valid_to")]
        return Code(category["value"], category.get("label", ""), *ends)

    def valid_on(self, fields: Mapping[str, Field]) -> Field | None:
        """Return, out of all the schema's columns, the dates on which codes must be valid."""
        told = self.field_.get("valid_on")
        if told is None:
            return None
        self._check("valid_on", told, isinstance(told, str))
        if told not in fields:
            raise BadInput(_UNTOLD, file=self.file, column=told)
        if fields[told].type != "date":
            reason = "codes are valid on a date, and it is none"
            raise BadInput(reason, file=self.file, column=told)
        return fields[told]


def _is_category(told: Mapping[str, Any]) -> bool:
    dates = [told[name] for name in ("valid_from", "valid_to") if told.get(name) is not None]
    return (
        isinstance(told.get("value"), str)
        and isinstance(told.get("label", ""), str)
        and all(_date(each) is not None for each in dates)
    )


def _date(told: object) -> date | None:
    if not isinstance(told, str) or not re.fullmatch(DATE, told):
        return None
    return date.fromisoformat(told)


def _is_pattern(value: object, _: Type) -> bool:
    try:
        re.compile(str(value))
    except (re.error, OverflowError, RecursionError):  # numbers and brackets without end
        return False
    return isinstance(value, str)


def _is_bound(value: object, kind: Type) -> bool:
    return _bound(value, kind) is not None


def _bound(value: object, kind: Type) -> Bound | None:
    if kind == "date":
        return _date(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not abs(value) <= LARGEST_COUNT:
        return None
    if kind == "number":
        return Decimal(str(value)) if isinstance(value, float) else value
    return value if isinstance(value, int) else None


def _is_enum(value: object, kind: Type) -> bool:
    """Whether values may be listed like this: each as a text, or as a JSON number."""
    numbers: dict[Type, tuple[type, ...]] = {"integer": (int,), "number": (int, float)}
    written = (str, *numbers.get(kind, ()))
    return isinstance(value, list) and bool(value) and all(type(each) in written for each in value)


def _is_length(value: object, _: Type) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_COUNT


def _is_either(value: object, _: Type) -> bool:
    return isinstance(value, bool)


_POSSIBLE: Final[Mapping[str, Callable[[object, Type], bool]]] = {
    "required": _is_either,
    "unique": _is_either,
    "pattern": _is_pattern,
    "enum": _is_enum,
    "minimum": _is_bound,
    "maximum": _is_bound,
    "minLength": _is_length,
    "maxLength": _is_length,
}


def _keys(
    told: Mapping[str, Any], primary: tuple[str, ...], fields: tuple[Field, ...], name: str
) -> tuple[tuple[str, ...], ...]:
    several = told.get("uniqueKeys", [])
    if not isinstance(several, list):
        raise BadInput("uniqueKeys are a list of lists of columns", file=name)
    found = [primary] if primary else []
    found += [_columns(each, "a key", name) for each in several]
    found += [(field.name,) for field in fields if field.unique]
    return tuple(dict.fromkeys(found))


def _columns(told: object, what: str, name: str) -> tuple[str, ...]:
    columns = [told] if isinstance(told, str) else told
    if not columns or not isinstance(columns, list) or not _are_texts(columns):
        raise BadInput(f"{what} is a column, or a list of columns", file=name)
    return tuple(columns)


def _references(told: Mapping[str, Any], name: str) -> tuple[Reference, ...]:
    listed = told.get("foreignKeys", [])
    if not isinstance(listed, list) or not all(map(_is_reference, listed)):
        reason = "foreignKeys are a list, each with fields and a reference to fields"
        raise BadInput(reason, file=name)
    for each in listed:
        properties.OF_A_FOREIGN_KEY.check(each, name)
        properties.OF_A_REFERENCE.check(each["reference"], name)
    return tuple(
        Reference(
            _columns(each["fields"], "a foreign key", name),
            each["reference"].get("resource", ""),
            _columns(each["reference"]["fields"], "a foreign key's reference", name),
        )
        for each in listed
    )


def _is_reference(told: object) -> bool:
    return (
        isinstance(told, dict)
        and "fields" in told
        and isinstance(told.get("reference"), dict)
        and "fields" in told["reference"]
        and isinstance(told["reference"].get("resource", ""), str)
    )


def _check_names(schema: Schema, name: str) -> None:
    """Raise `BadInput` unless all named columns exist, and each is described once."""
    for column in schema.names:
        if schema.names.count(column) > 1:
            raise BadInput("the schema tells of it twice", file=name, column=column)
    keys = {column for key in schema.keys for column in key}
    pointing = {column for each in schema.references for column in each.fields}
    for column in sorted(keys | pointing):
        if column not in schema.names:
            raise BadInput(_UNTOLD, file=name, column=column)
    for each in schema.references:
        if len(each.fields) != len(each.keys):
            raise BadInput("a foreign key has as many columns as its reference", file=name)
