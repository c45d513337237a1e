"""A filter for what strangers wrote: what is not seen in it is shown."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from unsilenced.strangers import Unseen, parts_of

register = template.Library()


@register.filter
def shown(text: object) -> SafeString:
    """Return a text, escaped, with a box for each character that is not seen."""
    parts = parts_of("" if text is None else str(text))
    return mark_safe("".join(map(_part, parts)))  # noqa: S308 - every part is escaped


def _part(part: str | Unseen) -> str:
    if isinstance(part, Unseen):
        return format_html('<span class="unseen">{}</span>', str(part))
    return conditional_escape(part)
