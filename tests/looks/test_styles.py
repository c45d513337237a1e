"""What the styles promise, read from their source."""

import gzip
import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

from unsilenced.evidence import pages
from unsilenced.site.built import FOLDER, manifest
from unsilenced.site.configuration import PALETTES

STYLES = Path(__file__).parents[2] / "web" / "styles"
TOKENS = Path(pages.__file__).with_name("tokens.css")
DARK = "@media (prefers-color-scheme: dark) {"
TEXT, LARGE_OR_EDGE = 4.5, 3.0

PAIRS = [
    *(
        (ink, ground, TEXT)
        for ink in ("ink", "soft", "accent", "danger")
        for ground in ("ground", "surface")
    ),
    *((ink, "sunk", TEXT) for ink in ("ink", "soft")),
    *((ink, "warm-tint", TEXT) for ink in ("ink", "warm")),
    *(("warm", ground, LARGE_OR_EDGE) for ground in ("ground", "surface")),
    *((ink, "tint", TEXT) for ink in ("ink", "soft", "accent", "accent-deep")),
    ("accent-deep", "ground", TEXT),
    ("accent-deep", "surface", TEXT),
    *(("on-fill", fill, TEXT) for fill in ("fill", "fill-deep", "danger-fill", "danger-fill-deep")),
    *((fill, "ground", LARGE_OR_EDGE) for fill in ("fill", "danger-fill")),
    *(
        (ink, tint, TEXT)
        for ink in ("ink", "accent")
        for tint in ("good-tint", "wait-tint", "danger-tint")
    ),
    *((name, f"{name}-tint", TEXT) for name in ("good", "wait", "danger")),
    *(("edge", ground, LARGE_OR_EDGE) for ground in ("ground", "surface")),
    *(
        ("focus", ground, LARGE_OR_EDGE)
        for ground in ("ground", "surface", "tint", "sunk", "good-tint", "wait-tint", "danger-tint")
    ),
]


SHEETS = {each.name: each for each in (TOKENS, *STYLES.glob("*.css"))}
every_sheet = pytest.mark.parametrize("sheet", sorted(SHEETS))


def source(name):
    return re.sub(r"/\*.*?\*/", "", SHEETS[name].read_text(encoding="utf-8"), flags=re.DOTALL)


def colours(palette, scheme):
    """The colours that hold under a palette and a scheme, as the cascade would have them."""
    light, dark = source("tokens.css").split(DARK, 1)
    found = {}
    for css in [light] if scheme == "light" else [light, dark]:
        for selector in (":root", f'[data-palette="{palette}"]'):
            for block in re.findall(rf"{re.escape(selector)} \{{(.*?)\}}", css, re.DOTALL)[:1]:
                found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    return found


def luminance(colour):
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_contrast_that_the_standard_names():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize(("palette", "scheme"), list(product(PALETTES, ("light", "dark"))))
def test_every_palette_can_be_read_in_light_and_dark(palette, scheme):
    of = colours(palette, scheme)
    weak = {
        (ink, ground): round(contrast(of[ink], of[ground]), 2)
        for ink, ground, least in PAIRS
        if contrast(of[ink], of[ground]) < least
    }
    assert weak == {}


def test_each_palette_has_an_accent_of_its_own():
    for scheme in ("light", "dark"):
        accents = {colours(palette, scheme)["accent"] for palette in PALETTES}
        assert len(accents) == len(PALETTES)


def test_the_browser_bar_has_the_colour_of_the_ground():
    html = (Path(settings.HERE) / "templates" / "base.html").read_text(encoding="utf-8")
    for scheme in ("light", "dark"):
        ground = colours("slate", scheme)["ground"]
        assert f'content="{ground}" media="(prefers-color-scheme: {scheme})"' in html


def test_the_dark_changes_nothing_but_what_the_palettes_name():
    sheets = "".join(map(source, SHEETS))
    _, dark = sheets.split("prefers-color-scheme: dark")
    rules = dark[dark.index("{") + 1 : re.search(r"^\}", dark, re.MULTILINE).start()]
    declared = [
        each for rule in re.findall(r"\{(.*?)\}", rules, re.DOTALL) for each in rule.split(";")
    ]
    assert len(declared) > 20
    assert [each for each in declared if each.strip() and not each.strip().startswith("--")] == []


def test_only_the_styles_ask_whether_it_is_dark():
    web, src = STYLES.parent, Path(settings.HERE).parent
    code = [each for each in web.rglob("*.ts") if "node_modules" not in each.parts]
    templates = [each for each in src.rglob("*.html") if each.name != "base.html"]
    assert len(code) > 20
    assert len(templates) > 20
    asking = "prefers-color-scheme"
    assert [each for each in code + templates if asking in each.read_text(encoding="utf-8")] == []


PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right|top|bottom|width|height"
    r"|(?:min|max)-(?:width|height)|float|clear)\s*:"
    r"|text-align:\s*(?:left|right)|(?<![\w-])translate(?:X|3d)?\("
)


@every_sheet
def test_styles_know_no_left_and_right(sheet):
    # A media query asks about the window, whose width has no direction.
    css = re.sub(r"@media[^{]*", "", source(sheet))
    assert PHYSICAL.findall(css) == []


@every_sheet
def test_four_sided_values_are_the_same_on_both_sides(sheet):
    sides = (
        r"(?<![\w-])(?:margin|padding|border-width|inset): ([^\s(]+) ([^\s(]+) ([^\s(]+) ([^\s(]+);"
    )
    assert [each for each in re.findall(sides, source(sheet)) if each[1] != each[3]] == []


@every_sheet
def test_colours_stand_only_in_the_palettes(sheet):
    rules = re.sub(r"--[\w-]+:[^;]*;", "", source(sheet))
    # What ends in a brace is a selector: `#feed` is no colour there.
    values = " ".join(re.findall(r":[^;{}]*;", rules))
    stray = re.findall(r"#[0-9a-fA-F]{3,8}\b", values)
    # A code to scan is black on white whatever the palette.
    assert set(stray) <= {"#ffffff", "#000000"}


def test_the_public_styles_are_at_most_six_kilobytes_on_the_wire():
    built = (FOLDER / manifest().style("site").name).read_bytes()
    assert len(gzip.compress(built, 9)) <= 6 * 1024
