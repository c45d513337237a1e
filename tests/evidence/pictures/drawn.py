"""What the tests of all pictures share: reading one, and looking at the page that holds them."""

import csv
import re
from html import escape

from looks.check import AXE, EVERY_RULE

ADDRESS = "https://example.org/counts?of=<all>"


def rows_of(figure):
    """The numbers beside a picture, as they are written."""
    _, *rows = csv.reader(figure.as_csv().splitlines())
    return rows


def description(figure):
    """What a picture says of itself in words."""
    return re.search(r"<desc[^>]*>(.*?)</desc>", figure.svg, re.DOTALL)[1]


def counts_are_public(page):
    """Whether a page says that its counts are public at `ADDRESS`, and who says so."""
    shown = escape(ADDRESS)
    said = f'<a href="{shown}">{shown}</a>, according to whoever ran this, not to this program.'
    return said in page.read_text(encoding="utf-8")


def wrong_with(page, chromium):
    """What a page without a network runs, fetches, lets overflow, or does that axe finds wrong."""
    context = chromium.new_context(offline=True)
    fetched, found = set(), []
    opened = context.new_page()
    opened.on("request", lambda request: fetched.add(request.url))
    for width in (320, 1280):
        opened.set_viewport_size({"width": width, "height": 800})
        opened.goto(page.as_uri())
        if opened.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"wider than {width} pixels")
        opened.evaluate(f"{AXE};0")
        found += opened.evaluate(EVERY_RULE)
    scripts = opened.locator("script").count()
    context.close()
    return [*found, *fetched - {page.as_uri()}, *["a script"] * scripts]
