"""Every code of a refusal with its status, as they stand in the source: for the calls' document.

A refusal is raised where its rule is, as `Refusal(409, "uid-taken", …)`. Here the source is read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import unsilenced

SOURCE = Path(unsilenced.__file__).parent

ELSEWHERE = ("demo", "evidence", "keyholder")
"""Rooms whose refusals no call of the site answers."""

OF_SEALING = ("sealing/*.py", "Malformed", "wrong-{}")
OF_CHECK = ("oblivious/element.py", "CheckError", "{}")
OF_EVALUATING = ("oblivious/evaluator.py", "CheckError", "{}")
"""Where errors stand that calls hand on as a 422 refusal, and what they make of their codes."""


def every_refusal() -> dict[str, set[int]]:
    """Return each code, with its statuses."""
    found: dict[str, set[int]] = {}
    for status, code in (*_refusals(), *_handed_on()):
        found.setdefault(code, set()).add(status)
    return dict(sorted(found.items()))


def _refusals() -> Iterator[tuple[int, str]]:
    for path in SOURCE.rglob("*.py"):
        if path.relative_to(SOURCE).parts[0] in ELSEWHERE:
            continue
        for call in _calls(path, {"Refusal", "refusal"}):
            match call.args:
                case [ast.Constant(int(status)), ast.Constant(str(code)), *_]:
                    yield status, code
                case [_, ast.Constant(int(status)), ast.Constant(str(code))]:
                    yield status, code


def _handed_on() -> Iterator[tuple[int, str]]:
    for files, error, made in (OF_SEALING, OF_CHECK, OF_EVALUATING):
        for path in SOURCE.glob(files):
            for call in _calls(path, {error}):
                match call.args:
                    case [ast.Constant(str(code)), *_]:
                        yield 422, made.format(code)


def _calls(path: Path, names: set[str]) -> Iterator[ast.Call]:
    """Yield the calls of functions of these names in a module, by whatever they are reached."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", None))
            if name in names:
                yield node
