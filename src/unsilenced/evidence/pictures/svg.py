"""A chart as SVG: no script, nothing fetched, and its text alternative inside it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from xml.etree import ElementTree as ET

import vl_convert
from altair.typing import ChartType

from unsilenced.evidence.pictures import theme

_SVG = "http://www.w3.org/2000/svg"
_LENGTH_OF_NAME = 12
_LINE, _SPACE, _SIZE, _LETTER = 24.0, 4.0, 12.0, 9.0

ET.register_namespace("", _SVG)


def accessible_svg(chart: ChartType, title: str, description: str) -> str:
    """Return `chart` as an SVG element, which can stand in a page or in a file of its own.

    The theme decides the look; the chart's own configuration is ignored. `title` is the picture's
    name. `description` says in words and numbers what it shows. A screen reader reads both and
    nothing else. The same chart gives the same text. The names in it are its own, so that several
    pictures can be on one page.

    >>> import altair
    >>> two = [{"year": 2010, "raids": 3}, {"year": 2011, "raids": 9}]
    >>> chart = altair.Chart(altair.Data(values=two)).mark_bar().encode(x="year:O", y="raids:Q")
    >>> drawn = accessible_svg(chart, "Raids", "3 in 2010, 9 in 2011.")
    >>> drawn[:75]
    '<svg xmlns="http://www.w3.org/2000/svg" version="1.1" class="marks" width="'
    """
    # Altair checked the parts as they were made; checking the whole takes longer than drawing it.
    specification = {**chart.to_dict(validate=False), "config": theme.CONFIG}
    drawn = vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])
    picture = ET.fromstring(drawn)  # noqa: S314 - drawn above, from no one else's XML
    for element in picture.iter():
        _say_nothing(element)
    _name_in_order(picture, "")
    name = sha256(ET.tostring(picture) + f"{title}\n{description}".encode()).hexdigest()
    _name_in_order(picture, f"p{name[:_LENGTH_OF_NAME]}")
    _tell(picture, f"p{name[:_LENGTH_OF_NAME]}", title, description)
    return ET.tostring(picture, encoding="unicode") + "\n"


def with_line_below(svg: str, words: str) -> str:
    """Return a picture of `accessible_svg` with a line of words below it, and in its description.

    >>> drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20" viewBox="0 0 90 20"'
    >>> with_line_below(drawn + "><title>t</title><desc>d</desc></svg>", "OLD").count("OLD")
    2
    """
    picture = ET.fromstring(svg)  # noqa: S314 - drawn by this module
    left, top, width, height = map(float, picture.attrib["viewBox"].split())
    wide = max(width, _LETTER * len(words) + 2 * _SPACE)
    picture.attrib |= {
        "viewBox": f"{left:g} {top:g} {wide:g} {height + _LINE:g}",
        "width": f"{wide:g}",
        "height": f"{height + _LINE:g}",
    }
    description = picture.find(f"{{{_SVG}}}desc")
    if description is None:
        raise ValueError("a picture that says nothing of itself")
    description.text = f"{description.text} {words}."
    bottom = top + height
    ground = {"x": left, "y": bottom, "width": wide, "height": _LINE}
    ET.SubElement(picture, f"{{{_SVG}}}rect", {**_numbers(ground), "fill": theme.GROUND})
    at = _numbers({"x": left + _SPACE, "y": bottom + _LINE - 2 * _SPACE, "font-size": _SIZE})
    look = {"fill": theme.INK, "font-weight": "bold", "font-family": theme.FONT}
    ET.SubElement(picture, f"{{{_SVG}}}text", {**at, **look}).text = words
    return ET.tostring(picture, encoding="unicode") + "\n"


def _numbers(named: Mapping[str, float]) -> dict[str, str]:
    return {name: f"{number:g}" for name, number in named.items()}


def _say_nothing(element: ET.Element) -> None:
    for name in list(element.attrib):
        if name == "role" or name.startswith("aria-"):
            del element.attrib[name]


def _name_in_order(picture: ET.Element, name: str) -> None:
    """Renumber the identifiers in the picture's order: the renderer never restarts its count."""
    named = [element for element in picture.iter() if "id" in element.attrib]
    new = {each.attrib["id"]: f"{name}-{number}" for number, each in enumerate(named)}
    for element in picture.iter():
        for key, value in element.attrib.items():
            if key == "id":
                element.attrib[key] = new[value]
            elif value.startswith("url(#") and value.endswith(")"):
                element.attrib[key] = f"url(#{new[value[5:-1]]})"


def _tell(picture: ET.Element, name: str, title: str, description: str) -> None:
    picture.attrib["role"] = "img"
    picture.attrib["aria-labelledby"] = f"{name}-title {name}-desc"
    for place, (tag, words) in enumerate((("title", title), ("desc", description))):
        element = ET.Element(f"{{{_SVG}}}{tag}", {"id": f"{name}-{tag}"})
        element.text = words
        picture.insert(place, element)
