"""A picture can only be drawn by a module that publishes, which takes only what is released."""

import ast
from pathlib import Path

import unsilenced

PACKAGE = Path(unsilenced.__file__).parent
DRAWS = {"accessible_svg", "vl_convert", "unsilenced.evidence.pictures.figure"}
DRAWN_BY = {PACKAGE / "evidence/pictures" / name for name in ("svg.py", "figure.py", "page.py")}
REPORT = PACKAGE / "evidence/claims/report"


def imported(module):
    """The names that a module imports, of modules and from them."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module_named = getattr(node, "module", None) or ""
            yield from (module_named, *module_named.split("."))
            for each in node.names:
                yield from each.name.split(".")


def test_no_module_draws_but_those_that_publish():
    drawing = [each for each in PACKAGE.rglob("*.py") if DRAWS & set(imported(each))]
    assert PACKAGE / "evidence/capture/publish.py" in drawing
    for module in drawing:
        publishes = module.stem == "publish" or REPORT in module.parents
        assert publishes or module in DRAWN_BY, module
