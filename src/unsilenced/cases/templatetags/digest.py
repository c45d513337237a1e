"""The notice on every desk page while a digest is owed: people who rely on it must know."""

from __future__ import annotations

from django import template

from unsilenced.cases.digest import digest_state

register = template.Library()


@register.inclusion_tag("cases/parts/digest_notice.html")
def digest_notice() -> dict[str, object]:
    """Tell that the last digest did not reach everybody."""
    return {"state": digest_state()}
