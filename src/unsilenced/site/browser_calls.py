"""Writes the TypeScript types of what the browser code sends: each call's body, by its path."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from unsilenced.http.every_call import Call, every_call
from unsilenced.site.api_document import schemas_of

Schema = dict[str, Any]

WIDTH = 100
"""Characters of a line, as the formatter of web/ has it."""

SURFACES = {
    "DeskPost": ("/desk/api/",),
    "MembersPost": ("/members/api/",),
    "ReporterPost": ("/report/", "/return/", "/review/"),
}
"""Names for what each surface sends, and where its calls begin; one beginning is left out."""

_PLACE = re.compile(r"\{\w+\}")
_NO_MEMBERS = "Readonly<Record<string, never>>"
_ANY_MEMBERS = "Readonly<Record<string, unknown>>"
_TYPES = {"string": "string", "integer": "number", "boolean": "boolean", "null": "null"}


def posts() -> str:
    """Return the types of what is sent, each once, and of the calls of each surface."""
    calls = [each for each in every_call() if each.method == "POST"]
    surfaces = {
        name: [each for each in calls if each.path.startswith(roots)]
        for name, roots in SURFACES.items()
    }
    references, schemas = schemas_of(call for some in surfaces.values() for call in some)
    interfaces = (_interface(name, schema) for name, schema in schemas.items())
    unions = (_union(name, SURFACES[name], some, references) for name, some in surfaces.items())
    return "\n".join([*interfaces, *unions])


def _union(
    name: str, roots: tuple[str, ...], calls: list[Call], references: dict[Any, Schema]
) -> str:
    root = roots[0] if len(roots) == 1 else ""
    lines = "".join(f"\n  | {_call(call, root, references)}" for call in calls)
    return f"/** A call, with the body that it sends. */\nexport type {name} ={lines};\n"


def _call(call: Call, root: str, references: dict[Any, Schema]) -> str:
    path = call.path.removeprefix(root)
    quoted = f"`{_PLACE.sub('${string}', path)}`" if "{" in path else f'"{path}"'
    if not call.body:
        return f"[path: {quoted}, body?: {_ANY_MEMBERS}]"
    body = _type(references[call.body])
    return f"[path: {quoted}, body{'?' if body == 'Empty' else ''}: {body}]"


def _interface(name: str, schema: Schema) -> str:
    about = f"/** {schema.get('description', name).partition(chr(10))[0]} */\n"
    members = schema.get("properties", {})
    if "enum" in schema:
        return about + choice(name, schema["enum"]) + "\n"
    if not members:
        return about + f"export type {name} = {_NO_MEMBERS};\n"
    lines = "".join(f"  readonly {member}: {_type(each)};\n" for member, each in members.items())
    return about + f"export interface {name} {{\n{lines}}}\n"


def choice(name: str, codes: Iterable[str]) -> str:
    """Return a type of codes; where they do not fit a line, each has its own."""
    texts = [f'"{code}"' for code in codes]
    line = f"export type {name} = {' | '.join(texts)};"
    if len(line) <= WIDTH:
        return line
    return f"export type {name} =\n" + "\n".join(f"  | {text}" for text in texts) + ";"


def _type(schema: Schema) -> str:
    """Return the TypeScript of a schema. Sizes and patterns are the server's to judge."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return " | ".join(f'"{code}"' for code in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(map(_type, schema["anyOf"]))
    if schema["type"] == "array":
        return f"readonly {_type(schema['items'])}[]"
    if schema["type"] == "object":
        return _object(schema)
    return _TYPES[schema["type"]]


def _object(schema: Schema) -> str:
    if "patternProperties" in schema:
        (each,) = schema["patternProperties"].values()
        return f"Readonly<Record<string, {_type(each)}>>"
    if "properties" not in schema:
        return "object"
    members = (f"readonly {name}: {_type(each)}" for name, each in schema["properties"].items())
    return f"{{ {'; '.join(members)} }}"
