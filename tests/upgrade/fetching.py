"""Everything that a site answers to whoever comes by: its pages, its calls, its static files."""

import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from site_addresses import every_address

from unsilenced import locale

PATIENCE = 60
"""Seconds after which it is not answered at all."""
LANGUAGES = ("", *(f"/{language}" for language in locale.translations()))
ENCODINGS = ("identity", "gzip", "br")
NONCES = re.compile(rb'nonce="[^"]+"')
TOKENS = re.compile(rb'(name="csrfmiddlewaretoken" value|data-csrf)="[^"]+"')
OF_THE_MOMENT = {"date", "content-security-policy"}
"""Headers that differ from answer to answer; the policy holds the nonce."""


@dataclass(frozen=True)
class Answer:
    """What was answered, without what is drawn each time."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class _NotFollowed(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


_ASKING = urllib.request.build_opener(_NotFollowed)


def ask(address: str, **headers: str) -> Answer:
    asked = urllib.request.Request(
        address, headers={"Accept": "text/html", "Host": "localhost", **headers}
    )
    try:
        answered = _ASKING.open(asked, timeout=PATIENCE)
    except urllib.error.HTTPError as error:
        answered = error
    with answered:
        body = TOKENS.sub(b"token", NONCES.sub(b"nonce", answered.read()))
        told = {name.lower(): value for name, value in answered.headers.items()}
    kept = tuple(sorted(each for each in told.items() if each[0] not in OF_THE_MOMENT))
    return Answer(answered.status, kept, body)


def routes() -> list[str]:
    """Every route, in each language that it has."""
    return [
        language + each.path
        for each, language in product(every_address(), LANGUAGES)
        if each.is_page or not language
    ]


def static_files(folder: Path) -> list[str]:
    """The address of each static file in a folder, but the compressed copies of others."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return sorted(
        f"/static/{each.relative_to(folder).as_posix()}"
        for each in found
        if each.suffix not in {".br", ".gz"}
    )


def crawl(address: str, static: list[str]) -> dict[tuple[str, str], Answer]:
    """Ask for all of it."""
    pages = {(path, ""): ask(address + path) for path in routes()}
    files = {
        (path, encoding): ask(address + path, **{"Accept-Encoding": encoding})
        for path, encoding in product(static, ENCODINGS)
    }
    return pages | files
