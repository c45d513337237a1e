"""Shows strangers' text: invisible characters as boxes, and an explanation of the boxes."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from unsilenced.http.strangers import Unseen, has_boxes, parts_of

register = template.Library()


@register.filter
def shown(text: object) -> SafeString:
    """Return a text, escaped, with a box for each invisible character."""
    parts = parts_of(_text(text))
    return mark_safe("".join(map(_part, parts)))  # noqa: S308 - every part is escaped


@register.simple_tag
def box_note(text: object) -> str:
    """Return an explanation of a text's boxes, to stand right after it; nothing without boxes."""
    if not has_boxes(_text(text)):
        return ""
    told = _("“U+” and a number stand for a mark that cannot be seen.")
    return format_html('<p class="hint">{}</p>', told)


def _text(text: object) -> str:
    return "" if text is None else str(text)


def _part(part: str | Unseen) -> str:
    if isinstance(part, Unseen):
        return format_html('<span class="unseen">{}</span>', str(part))
    return conditional_escape(part)
