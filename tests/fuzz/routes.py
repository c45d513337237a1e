"""Every route that the URL resolver knows, so that new routes are tried automatically."""

import re
from dataclasses import dataclass

from django.urls import URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

PLACE = re.compile(r"<(\w+):(\w+)>")
SIDES = ("public", "desk", "members")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Route:
    """One route, as it is written in the URL configuration; `is_page` where it has languages."""

    pattern: str
    is_page: bool

    def __str__(self):
        return f"/{self.pattern}"

    @property
    def side(self):
        """Whose session it is behind: `desk`, `members`, or `public` for none."""
        first = self.pattern.split("/")[0]
        return first if first in SIDES else "public"

    @property
    def places(self):
        """The names and the kinds of what stands in the path."""
        return {name: kind for kind, name in PLACE.findall(self.pattern)}

    def path(self, places):
        """The path with `places` (text, as it stands in the address) filled in."""
        return "/" + PLACE.sub(lambda found: places[found[2]], self.pattern)


def every_route():
    """Return every route of the site."""
    return sorted(set(_walk(get_resolver(), "", is_page=False)), key=str)


def _walk(resolver, before, *, is_page):
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            translated = isinstance(each.pattern, LocalePrefixPattern)
            inner = "" if translated else str(each.pattern)
            yield from _walk(each, before + inner, is_page=is_page or translated)
        else:
            yield Route(before + str(each.pattern), is_page)
