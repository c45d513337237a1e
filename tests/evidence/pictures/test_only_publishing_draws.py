"""A picture can only be drawn by a module that publishes, which takes only what is released."""

import ast
from pathlib import Path

import pytest

import unsilenced

PACKAGE = Path(unsilenced.__file__).parent
PICTURES = "unsilenced.evidence.pictures"
DRAWS = {
    "vl_convert",
    f"{PICTURES}.figure",
    f"{PICTURES}.svg",
    "unsilenced.evidence.pages.rendering",
}
"""The modules that make what people see out of values."""

DRAWN_BY = {PACKAGE / "evidence/pictures" / name for name in ("svg.py", "figure.py", "page.py")}
REPORT = PACKAGE / "evidence/claims/report"


def imported(module):
    """All that a module imports, in full, and the packages that it is in."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            start = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            for each in node.names:
                names = f"{start}{each.name}".split(".")
                yield from (".".join(names[:end]) for end in range(1, len(names) + 1))


@pytest.mark.parametrize(
    "line",
    [
        "import unsilenced.evidence.pictures.figure",
        "from unsilenced.evidence.pictures import figure",
        "from unsilenced.evidence.pictures.figure import Figure as Drawn",
        "from unsilenced.evidence.pictures import svg",
        "from unsilenced.evidence.pictures.svg import accessible_svg",
        "from unsilenced.evidence.pages import rendering",
        "import vl_convert as drawer",
    ],
)
def test_every_way_to_import_what_draws_is_seen(tmp_path, line):
    module = tmp_path / "module.py"
    module.write_text(f"if True:\n    {line}\n", encoding="utf-8")
    assert DRAWS & set(imported(module))


def test_no_module_draws_but_those_that_publish():
    drawing = [each for each in PACKAGE.rglob("*.py") if DRAWS & set(imported(each))]
    assert PACKAGE / "evidence/capture/publish.py" in drawing
    assert PACKAGE / "evidence/disclosure/publish.py" in drawing
    for module in drawing:
        publishes = module.stem == "publish" or REPORT in module.parents
        assert publishes or module in DRAWN_BY, module
