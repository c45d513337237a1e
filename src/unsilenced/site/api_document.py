"""Writes docs/openapi.json and the table of docs/http.md from the calls themselves.

Addresses, gates, permissions, bodies and answers are read off the views (`http/every_call.py`).
`script/facts` writes the files, and a test compares them with what the views say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema
from typing_extensions import override

from unsilenced.http.every_call import Call, every_call
from unsilenced.site.every_refusal import every_refusal

Document = dict[str, Any]

BEGIN = "<!-- Written by script/facts from the views. -->"
END = "<!-- Until here. -->"

_SCHEMAS = "#/components/schemas/"
_MEANS = {
    "200": "Done; also where the same was sent before.",
    "201": "Made.",
    "400": "Not JSON.",
    "401": "Log in first.",
    "403": "Not allowed.",
    "404": "Not here.",
    "410": "Deleted by its project.",
    "409": "Clashes with what is stored.",
    "413": "Too large.",
    "422": "A member is wrong.",
    "423": "A second factor or the set-up is missing.",
    "429": "Slow down.",
    "503": "No room.",
}
_REFUSED = "400"

_PLACES = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0},
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "additionalProperties": False,
            "properties": {
                "code": {"type": "string", "description": "A word for programs."},
                "message": {"type": "string", "description": "Translated; says what to do."},
                "field": {"type": "string", "description": "The member that is wrong."},
            },
        }
    },
}


class _Schemas(GenerateJsonSchema):
    """Schemas without the titles that only say the names again; no answer has other members."""

    @override
    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    @override
    def typed_dict_schema(self, schema: core_schema.TypedDictSchema) -> Document:
        return {**super().typed_dict_schema(schema), "additionalProperties": False}


def document() -> Document:
    """Return the OpenAPI document of the site's calls."""
    calls = every_call()
    references, schemas = schemas_of(calls)
    paths: dict[str, Document] = {}
    for call in calls:
        paths.setdefault(call.path, {})[call.method.lower()] = _operation(call, references)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Unsilenced",
            "version": "1",
            "description": "What is meant stands in docs/http.md.",
        },
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Error": _ERROR},
            "responses": {status: _refusal(status) for status in _MEANS if status >= _REFUSED},
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "s"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRFToken"},
                "receipt": {"type": "apiKey", "in": "header", "name": "Authorization"},
            },
        },
    }


def files(docs: Path) -> dict[Path, str]:
    """Return what stands in the files of the folder `docs`."""
    page = docs / "http.md"
    before, _begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return {
        docs / "openapi.json": json.dumps(document(), indent=1, ensure_ascii=False) + "\n",
        page: f"{before}{BEGIN}\n\n{table()}\n{END}{after}",
    }


def write(docs: Path) -> None:
    """Write the files."""
    for path, text in files(docs).items():
        path.write_text(text, encoding="utf-8")


def table() -> str:
    """Return a table of every call: who may make it, what its body says, what it answers."""
    rows = (
        f"| `{call}` | {_who(call)} | {_body(call)} | {_answered(call)} |" for call in every_call()
    )
    return "\n".join(
        ["| call | gate, permission | body | answer |", "|---|---|---|---|", *rows, ""]
    )


def _who(call: Call) -> str:
    gate = call.gate or "none"
    return f"{gate}, `{call.permission}`" if call.permission else gate


def _body(call: Call) -> str:
    return "" if call.body is None else _in_short(call.body)


def _answered(call: Call) -> str:
    statuses = "/".join(map(str, reversed(call.answer.statuses)))
    if call.answer.members is None:
        return f"{statuses} bytes"
    return f"{statuses} {_in_short(call.answer.members)}"


def _in_short(kind: Any) -> str:
    schema = TypeAdapter(kind).json_schema(schema_generator=_Schemas)
    return f"`{_shape(schema, schema.get('$defs', {}))}`"


def _shape(schema: Document, inside: dict[str, Document]) -> str:
    """Return the members of a schema in short, those of objects in it as well."""
    if "$ref" in schema:
        schema = inside[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        shapes = filter(None, (_shape(each, inside) for each in schema["anyOf"]))
        return " or ".join(shapes)
    if schema.get("type") == "array":
        return f"[{_shape(schema['items'], inside)}…]"
    members = schema.get("properties")
    if members is None:
        return "" if schema.get("type") != "object" else "{…}"
    told = (f'"{name}"{_after(_shape(each, inside))}' for name, each in members.items())
    return f"{{{', '.join(told)}}}"


def _after(shape: str) -> str:
    return f": {shape}" if shape and shape != "[…]" else ""


def schemas_of(calls: Iterable[Call]) -> tuple[dict[Any, Document], dict[str, Document]]:
    """Return a reference for each body and answer, and the schemas that these name."""
    kinds = {kind: None for call in calls for kind in (call.body, call.answer.members) if kind}
    found, more = TypeAdapter.json_schemas(
        [(kind, "validation", TypeAdapter(kind)) for kind in kinds],
        ref_template=_SCHEMAS + "{model}",
        schema_generator=_Schemas,
    )
    references = {kind: schema for (kind, _mode), schema in found.items()}
    return references, dict(sorted(more.get("$defs", {}).items()))


def _operation(call: Call, references: dict[Any, Document]) -> Document:
    answers = {
        str(status): _answer(call, str(status), references) for status in call.answer.statuses
    }
    refusals = {
        status: {"$ref": f"#/components/responses/{status}"} for status in sorted(_refusals(call))
    }
    operation: Document = {
        "summary": call.about,
        "operationId": f"{call.method.lower()}:{call.pattern}",
        "x-gate": call.gate or "none",
        "responses": {**answers, **refusals},
    }
    if call.permission:
        operation["x-permission"] = str(call.permission)
    if call.gate == "receipt":
        operation["security"] = [{"receipt": []}]
    elif call.gate not in (None, "anonymous"):
        needed = ("session",) if call.method == "GET" else ("session", "csrf")
        operation["security"] = [{name: [] for name in needed}]
    if call.places:
        operation["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": _PLACES[kind]}
            for name, kind in call.places.items()
        ]
    if call.body:
        content = {"application/json": {"schema": references[call.body]}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _refusals(call: Call) -> set[str]:
    """Return the statuses of refusals that a call may be answered with."""
    found = {"400", "413", "422"} if call.body else set()
    if call.gate == "receipt":
        found |= {"404", "410", "422", "429", "503"}
    elif call.gate in (None, "anonymous"):
        found |= {"404", "429", "503"}
    else:
        found |= {"401", "403", "404", "423"}
    if call.method != "GET":
        found |= {"400", "409", "413", "422", "429", "503"}
    return found


def _answer(call: Call, status: str, references: dict[Any, Document]) -> Document:
    members = call.answer.members
    content: Document = (
        {"application/octet-stream": {}}
        if members is None
        else {"application/json": {"schema": references[members]}}
    )
    return {"description": _MEANS[status], "content": content}


def _refusal(status: str) -> Document:
    codes = [code for code, statuses in every_refusal().items() if int(status) in statuses]
    schema: Document = {
        "allOf": [{"$ref": _SCHEMAS + "Error"}],
        "properties": {"error": {"properties": {"code": {"enum": codes}}}},
    }
    return {"description": _MEANS[status], "content": {"application/json": {"schema": schema}}}
