"""The properties that a schema, a field or a package may have; any other is refused by its name.

They are the properties of Table Schema 1 and 2 and of Data Package 2
(https://datapackage.org/standard/). We skip those that only tell people something. Of those that
say how to read a table, we accept only the usual value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from unsilenced.evidence.errors import BadInput


@dataclass(frozen=True, slots=True)
class Properties:
    """The `known` names; those that say how to read must have one of the values `read_as`."""

    known: frozenset[str]
    read_as: Mapping[str, tuple[object, ...]] = field(default_factory=dict)

    def unknown(self, told: Mapping[str, Any]) -> set[str]:
        """Return the names that are unknown, or whose value asks for something we do not do."""
        otherwise = {
            name
            for name, values in self.read_as.items()
            if name in told and not any(_is_same(told[name], each) for each in values)
        }
        return (told.keys() - self.known) | otherwise

    def check(self, told: Mapping[str, Any], file: str, column: str | None = None) -> None:
        """Raise a `BadInput` that names what we do not understand."""
        refuse(self.unknown(told), file, column)


def refuse(names: Iterable[str], file: str, column: str | None = None) -> None:
    """Raise a `BadInput` that names what we do not understand, if there is anything."""
    if named := ", ".join(each[:40] for each in sorted(names)):
        reason = f"the schema says {named}, which is not understood"
        raise BadInput(reason, file=file, column=column)


def _is_same(told: object, value: object) -> bool:
    """Whether two JSON values are the same; 1 is not the same as true."""
    return type(told) is type(value) and told == value


_TOLD: Final = frozenset({"$schema", "profile", "name", "title", "description"})

OF_A_SCHEMA: Final = Properties(
    _TOLD
    | {
        "fields",
        "fieldsMatch",
        "missingValues",
        "primaryKey",
        "uniqueKeys",
        "foreignKeys",
    },
    {
        "fieldsMatch": ("exact", ["exact"]),
    },
)
OF_A_FIELD: Final = Properties(
    _TOLD
    | {
        "bareNumber",
        "categories",
        "categoriesOrdered",
        "constraints",
        "decimalChar",
        "delimiter",
        "example",
        "falseValues",
        "format",
        "groupChar",
        "itemType",
        "missingValues",
        "rdfType",
        "trueValues",
        "type",
        "valid_on",
    },
    {
        "format": ("default",),
        "decimalChar": (".",),
        "bareNumber": (True,),
        "groupChar": (None,),
    },
)
OF_A_CATEGORY: Final = Properties(
    frozenset({"value", "label", "description", "valid_from", "valid_to"})
)
OF_A_FOREIGN_KEY: Final = Properties(frozenset({"fields", "reference"}))
OF_A_REFERENCE: Final = Properties(frozenset({"fields", "resource"}))
OF_A_PACKAGE: Final = Properties(
    _TOLD
    | {
        "contributors",
        "created",
        "homepage",
        "id",
        "image",
        "keywords",
        "licenses",
        "resources",
        "sources",
        "version",
    }
)
OF_A_RESOURCE: Final = Properties(
    _TOLD
    | {
        "bytes",
        "dialect",
        "encoding",
        "format",
        "hash",
        "homepage",
        "licenses",
        "mediatype",
        "path",
        "schema",
        "sources",
        "type",
    },
    {
        "encoding": ("utf-8", "UTF-8"),
        "format": ("csv",),
        "type": ("table",),
    },
)
OF_A_DIALECT: Final = Properties(
    _TOLD
    | {
        "caseSensitiveHeader",
        "commentChar",
        "commentRows",
        "csvddfVersion",
        "delimiter",
        "doubleQuote",
        "escapeChar",
        "header",
        "headerRows",
        "lineTerminator",
        "nullSequence",
        "quoteChar",
        "skipInitialSpace",
    },
    {
        "commentChar": ("#", None),
        "commentRows": ([], None),
        "delimiter": (",",),
        "doubleQuote": (True,),
        "escapeChar": (None,),
        "header": (True,),
        "headerRows": ([1],),
        "nullSequence": (None,),
        "quoteChar": ('"',),
    },
)
