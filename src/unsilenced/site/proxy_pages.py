"""The pages that a proxy shows instead of the site (deploy/page), each in all languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template import Context, Engine
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from unsilenced import locale
from unsilenced.site.django_alone import set_up_translations

DEPLOY = Path(__file__).parents[3] / "deploy"
FOLDER = DEPLOY / "page"
TEMPLATE = DEPLOY / "page.html"


@dataclass(frozen=True)
class ProxyPage:
    """A page: the name of its file, and its text in every language."""

    name: str
    title: Promise
    paragraphs: tuple[Promise, ...]


@dataclass(frozen=True)
class Section:
    """The text of a page in one language."""

    language: str
    leave: str
    title: str
    paragraphs: tuple[str, ...]


PAGES = (
    ProxyPage(
        "unavailable",
        _("This page is not there right now"),
        (
            _(
                "It should be back soon. Wait a few minutes, then reload this page with your "
                "browser’s own button."  # noqa: RUF001
            ),
            _(
                "If you had written something, your browser asks whether to send it again: say "
                "yes. Nothing is sent twice. Do not go back first: what you wrote could be lost."
            ),
        ),
    ),
    ProxyPage(
        "too-large",
        _("This is too large to send"),
        (
            _(
                "Nothing was sent. Use your browser’s Back button, make it shorter, "  # noqa: RUF001
                "and try again."
            ),
        ),
    ),
)


def write(folder: Path = FOLDER) -> Iterator[str]:
    """Write each page, and yield a line about it; an installed program has no such pages."""
    if not DEPLOY.is_dir():
        return
    set_up_translations()
    folder.mkdir(exist_ok=True)
    template = Engine().from_string(TEMPLATE.read_text(encoding="utf-8"))
    for page in PAGES:
        sections = [_in_language(page, code) for code, _name in locale.languages()]
        html = template.render(Context({"sections": sections}))
        (folder / f"{page.name}.html").write_text(html, encoding="utf-8")
        yield f"deploy/page/{page.name}.html: written"


def _in_language(page: ProxyPage, language: str) -> Section:
    with translation.override(language):
        paragraphs = tuple(str(each) for each in page.paragraphs)
        return Section(language, pgettext("quick exit", "Leave"), str(page.title), paragraphs)
