"""Tags for the frame of every page: addresses, languages, contact lines, the demo's banner."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django import template
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest
from django.template.context import Context
from django.urls import Resolver404, get_script_prefix, resolve, translate_url
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unsilenced.people.models import Organisation, User
from unsilenced.people.permissions import Permission, permissions_of
from unsilenced.warnings.waiting import drafts_to_approve, open_requests

register = template.Library()

INVENTED_FOR = 60
"""Seconds for which a process remembers whether a project is invented."""

TELEPHONE = re.compile(r"\+?\d(?:[\s()-]{0,2}\d){6,14}")


@register.simple_tag
def page(path: str = "") -> str:
    """Return the address of a page (docs/http.md, without the first slash) in this language."""
    return _in_language(path, get_language() or settings.LANGUAGE_CODE)


def _in_language(path: str, language: str) -> str:
    prefix = "" if language == settings.LANGUAGE_CODE else f"{language}/"
    return f"{get_script_prefix()}{prefix}{path}"


@dataclass(frozen=True)
class Language:
    """A language of the site, by its own name, and this page's address in it."""

    code: str
    name: str
    address: str
    current: bool


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[Language]:
    """Return the site's languages. From a page that is not there, they lead to the start."""
    request: HttpRequest = context["request"]
    return [
        Language(
            code=code,
            name=name,
            address=_this_page_in(request, code),
            current=code == get_language(),
        )
        for code, name in settings.LANGUAGES
    ]


def _this_page_in(request: HttpRequest, language: str) -> str:
    try:
        resolve(request.path_info)
    except Resolver404:
        return _in_language("", language)
    return translate_url(request.get_full_path(), language)


@dataclass(frozen=True)
class DeskPage:
    """A page in the desk's navigation; `waiting` counts what somebody has to do there."""

    path: str
    name: str
    address: str
    current: bool
    waiting: Callable[[], int]


@register.simple_tag(takes_context=True)
def desk_pages(context: Context) -> list[DeskPage]:
    """Return the pages of the desk that the logged-in person may open."""
    request: HttpRequest = context["request"]
    if not isinstance(request.user, User):
        return []
    pages: tuple[tuple[Permission, str, str, Callable[[User], int]], ...] = (
        (Permission.REPORT_READ, "desk/", _("Inbox"), _nothing),
        (Permission.REPORT_ADD, "desk/new/", _("New report"), _nothing),
        (Permission.WARNING_READ, "desk/warnings/", _("Warnings"), drafts_to_approve),
        (
            Permission.REVIEW_READ,
            "desk/review-requests/",
            _("Requests for review"),
            open_requests,
        ),
        (Permission.PEOPLE_READ, "desk/team/", _("Team"), _nothing),
        (Permission.ACCOUNT_OWN, "desk/account/", _("Account"), _nothing),
    )
    permissions = permissions_of(request.user)
    return [
        DeskPage(path, name, page(path), request.path == page(path), partial(count, request.user))
        for permission, path, name, count in pages
        if permission in permissions
    ]


def _nothing(_person: User) -> int:
    return 0


@register.simple_tag
def anything_invented() -> bool:
    """Whether a project is the demo's. It asks once a minute; without an answer it says no."""
    known = cache.get("anything-invented")
    if known is None:
        try:
            known = Organisation.objects.filter(invented=True).exists()
        except DatabaseError:
            return False
        cache.set("anything-invented", known, INVENTED_FOR)
    return bool(known)


@register.filter
def in_language(names: Mapping[str, str]) -> str:
    """Return the name in the page's language, or else the first name."""
    return names.get(get_language() or "") or next(iter(names.values()))


@register.filter
def with_telephone_links(line: str) -> SafeString:
    """Turn the telephone numbers of a line into links."""
    parts, end = [], 0
    for match in TELEPHONE.finditer(line):
        digits = re.sub(r"[^\d+]", "", match[0])
        parts.append(conditional_escape(line[end : match.start()]))
        parts.append(format_html('<a href="tel:{}">{}</a>', digits, match[0]))
        end = match.end()
    parts.append(conditional_escape(line[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above
