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

_PLACE = re.compile(r"\{\w+\}")
_NO_MEMBERS = "Readonly<Record<string, never>>"
_ANY_MEMBERS = "Readonly<Record<string, unknown>>"
_TYPES = {"string": "string", "integer": "number", "boolean": "boolean", "null": "null"}


def posts(root: str, name: str) -> str:
    """Return types for the calls below `root`: `name` is all of them, each with its body."""
    calls = [each for each in every_call() if each.method == "POST" and each.path.startswith(root)]
    references, schemas = schemas_of(calls)
    lines = [_call(call, root, references) for call in calls]
    used = {
        named for call in calls if call.body for named in _names(references[call.body], schemas)
    }
    interfaces = (_interface(each, schemas[each]) for each in sorted(used))
    head = f"/** A call, with the body that it sends. */\nexport type {name} ="
    told = f" {lines[0]}" if len(lines) == 1 else "".join(f"\n  | {line}" for line in lines)
    return "\n".join([*interfaces, head]) + f"{told};\n"


def _call(call: Call, root: str, references: dict[Any, Schema]) -> str:
    path = call.path.removeprefix(root)
    quoted = f"`{_PLACE.sub('${string}', path)}`" if "{" in path else f'"{path}"'
    if not call.body:
        return f"[path: {quoted}, body?: {_ANY_MEMBERS}]"
    body = _type(references[call.body])
    return f"[path: {quoted}, body{'?' if body == 'Empty' else ''}: {body}]"


def _names(schema: Any, schemas: dict[str, Schema]) -> Iterable[str]:
    """Return the names of all schemas that one refers to, and that those do."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            yield name
            yield from _names(schemas[name], schemas)
        for each in schema.values():
            yield from _names(each, schemas)
    elif isinstance(schema, list):
        for each in schema:
            yield from _names(each, schemas)


def _interface(name: str, schema: Schema) -> str:
    about = f"/** {schema.get('description', name).partition(chr(10))[0]} */\n"
    members = schema.get("properties", {})
    if "enum" in schema:
        return about + _choice(name, schema["enum"])
    if not members:
        return about + f"export type {name} = {_NO_MEMBERS};\n"
    lines = "".join(f"  readonly {member}: {_type(each)};\n" for member, each in members.items())
    return about + f"export interface {name} {{\n{lines}}}\n"


def _choice(name: str, codes: Iterable[str]) -> str:
    """Return a type of codes; where they do not fit a line, each has its own."""
    texts = [f'"{code}"' for code in codes]
    line = f"export type {name} = {' | '.join(texts)};\n"
    if len(line) <= WIDTH:
        return line
    return f"export type {name} =\n" + "\n".join(f"  | {text}" for text in texts) + ";\n"


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
