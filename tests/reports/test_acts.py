"""What the buttons of plain pages ask for: no cut-off name asks for something else."""

import ast
import re
from itertools import permutations
from pathlib import Path

import unsilenced
from unsilenced.reports.noscript.returning import ACTS

PROGRAM = Path(unsilenced.__file__).parent
BUTTON = re.compile(r'name="do"[^>]*? value="([^"]*)"|value="([^"]*)"[^>]*? name="do"')
PLACE = re.compile(r"\{\{.*?\}\}")
"""Where a template puts what a view names."""


def of_templates():
    """The name of every button that a template holds."""
    for path in PROGRAM.rglob("templates/**/*.html"):
        for found in BUTTON.findall(path.read_text(encoding="utf-8")):
            name = "".join(found)
            if not PLACE.search(name):
                yield name


def of_views():
    """Every name that a view compares `do` with, or has a template put in a button."""
    for path in PROGRAM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and re.search(r"\.get\('do'", ast.unparse(node.left)):
                yield from (each.value for each in node.comparators)
            elif isinstance(node, ast.Dict):
                yield from (
                    value.value
                    for key, value in zip(node.keys, node.values, strict=True)
                    if isinstance(key, ast.Constant)
                    and key.value == "do"
                    and isinstance(value, ast.Constant)
                )


def test_no_act_is_the_beginning_of_another():
    names = {*of_templates(), *of_views(), *ACTS}
    assert {"open", "erase", "send", "form", "words", "save"} <= names
    assert "" not in names
    assert [(one, other) for one, other in permutations(names, 2) if other.startswith(one)] == []
