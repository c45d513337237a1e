"""Every address of the site, from the URL resolver itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter, UUIDConverter
from django.urls.resolvers import LocalePrefixPattern

SAMPLES = {
    IntConverter: "1",
    SlugConverter: "willow",
    UUIDConverter: "6f1f6a52-5f7e-4c39-9c33-3c1f7f0f4c11",
}


@dataclass(frozen=True)
class Address:
    """One route, with something in place of each of its parameters."""

    path: str
    is_page: bool


def every_address() -> list[Address]:
    """Return every route that the site answers, in its own language."""
    return sorted(set(_walk(get_resolver(), "/", is_page=False)), key=lambda each: each.path)


def _walk(resolver: URLResolver, before: str, *, is_page: bool) -> Iterator[Address]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield Address(before + _filled(each.pattern), is_page)
        else:
            translated = isinstance(each.pattern, LocalePrefixPattern)
            inner = "" if translated else _filled(each.pattern)
            yield from _walk(each, before + inner, is_page=is_page or translated)


def _filled(pattern) -> str:
    path = str(pattern)
    for name, converter in pattern.converters.items():
        sample = SAMPLES[type(converter)]
        start, end = path.index("<"), path.index(">") + 1
        assert path[start:end].endswith(f"{name}>")
        path = path[:start] + sample + path[end:]
    return path
