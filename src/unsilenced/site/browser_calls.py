"""Writes the TypeScript types of calls: each body and answer, and the two of each path."""

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
    "Desk": ("/desk/api/",),
    "Members": ("/members/api/",),
    "Reporter": ("/report/", "/return/", "/review/"),
}
"""Names for the calls of each surface, and where they begin; one beginning is left out."""

METHODS = {"GET": "Gets", "POST": "Posts"}

_PLACE = re.compile(r"\{\w+\}")
_NO_MEMBERS = "Readonly<Record<string, never>>"
_TYPES = {"string": "string", "integer": "number", "boolean": "boolean", "null": "null"}


def types() -> str:
    """Return the types of what is sent and answered, each once, and the calls of each surface."""
    calls = [each for each in every_call() if each.method in METHODS and each.answer.members]
    surfaces = {
        name: sorted((each for each in calls if each.path.startswith(roots)), key=_narrowest_first)
        for name, roots in SURFACES.items()
    }
    references, schemas = schemas_of(call for some in surfaces.values() for call in some)
    interfaces = (_interface(name, schema) for name, schema in schemas.items())
    lists = (
        _list(name, method, [each for each in some if each.method == method], references)
        for name, some in surfaces.items()
        for method in METHODS
    )
    return "\n".join([*interfaces, *lists])


def _narrowest_first(call: Call) -> tuple[int, int, str]:
    """Sort a path before those that it fits too: a place in one may stand for all that follows."""
    return -call.path.count("/"), call.path.count("{"), call.path


def _list(name: str, method: str, calls: list[Call], references: dict[Any, Schema]) -> str:
    roots = SURFACES[name]
    root = roots[0] if len(roots) == 1 else ""
    lines = "".join(f"  {_call(call, root, references)},\n" for call in calls)
    about = f"/** Each {method}, and what it answers. The first path that fits is meant. */"
    return f"{about}\nexport type {name}{METHODS[method]} = [\n{lines}];\n"


def _call(call: Call, root: str, references: dict[Any, Schema]) -> str:
    path = call.path.removeprefix(root)
    quoted = f"`{_PLACE.sub('${string}', path)}`" if "{" in path else f'"{path}"'
    answer = f"path: {quoted}, answer: {_type(references[call.answer.members])}"
    if call.body is None:
        return f"[{answer}]"
    body = _type(references[call.body])
    return f"[{answer}, body{'?' if body == 'Empty' else ''}: {body}]"


def _interface(name: str, schema: Schema) -> str:
    about = f"/** {schema.get('description', name).partition(chr(10))[0]} */\n"
    members = schema.get("properties", {})
    if "enum" in schema:
        return about + choice(name, schema["enum"]) + "\n"
    if not members:
        return about + f"export type {name} = {_NO_MEMBERS};\n"
    required = schema.get("required", ())
    lines = "".join(
        f"  readonly {member}{'' if member in required else '?'}: {_type(each)};\n"
        for member, each in members.items()
    )
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
    codes = [schema["const"]] if "const" in schema else schema.get("enum")
    if codes:
        return " | ".join(f'"{code}"' for code in codes)
    if "anyOf" in schema:
        return " | ".join(map(_type, schema["anyOf"]))
    if schema["type"] == "array":
        items = _type(schema["items"])
        return f"readonly {f'({items})' if ' ' in items else items}[]"
    if schema["type"] == "object":
        return _object(schema)
    return _TYPES[schema["type"]]


def _object(schema: Schema) -> str:
    if "patternProperties" in schema:
        (each,) = schema["patternProperties"].values()
        return f"Readonly<Record<string, {_type(each)}>>"
    if isinstance(each := schema.get("additionalProperties"), dict):
        return f"Readonly<Record<string, {_type(each)}>>"
    if "properties" not in schema:
        return "object"
    members = (f"readonly {name}: {_type(each)}" for name, each in schema["properties"].items())
    return f"{{ {'; '.join(members)} }}"
