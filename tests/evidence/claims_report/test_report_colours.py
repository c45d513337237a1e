"""Pages and print have the same colours as their pictures, defined in one place."""

import re
from pathlib import Path

import pytest

from unsilenced.evidence.claims.report import colours
from unsilenced.evidence.pictures import page, theme

FOLDER = Path(colours.__file__).parent
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}\b")


@pytest.mark.parametrize("name", ["style.css", "report.typ"])
def test_no_colour_is_written_where_it_is_used(name):
    assert not COLOUR.findall((FOLDER / name).read_text(encoding="utf-8"))


def test_the_page_of_pictures_takes_its_colours_from_the_theme():
    known = {theme.INK, theme.SOFT, theme.LINE, theme.GROUND, theme.BLUE}
    assert set(COLOUR.findall(page.page("Title", [], []))) == known


def test_ink_lines_and_grounds_are_those_of_pictures(report):
    light = (report / "style.css").read_text(encoding="utf-8").partition("@media")[0]
    told = dict(re.findall(r"--([\w-]+): (#\w+);", light))
    shared = {"ink": theme.INK, "soft": theme.SOFT, "line": theme.LINE, "accent": theme.BLUE}
    assert told.items() >= {**shared, "picture": theme.GROUND}.items()


def test_every_colour_that_is_used_is_told_and_every_one_told_is_used(report):
    text = (report / "style.css").read_text(encoding="utf-8")
    used = set(re.findall(r"var\(--([\w-]+)\)", text))
    assert used == set(colours.LIGHT)
    assert set(colours.DARK) == set(colours.LIGHT) - {"picture"}
