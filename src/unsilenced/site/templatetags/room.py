"""A tag for how many characters a field takes: the numbers by which the calls judge it."""

from __future__ import annotations

from django import template

from unsilenced.people.accounts import digest_address, names
from unsilenced.people.views.log_in import LONGEST_CODE
from unsilenced.warnings.reviews.noscript import MOST_READ

register = template.Library()

MOST = {
    "name": names.MOST,
    "email": digest_address.MOST,
    "recovery-code": LONGEST_CODE,
    "identifier": MOST_READ["identifier"],
    "code": 9,  # six digits, and spaces between them
    "passphrase": 1024,  # never sent
    "receipt": 400,  # seven words, and what is written between them
    "search": 200,  # never sent
    "place": 100,  # never sent
}


@register.simple_tag
def room_for(what: str) -> int:
    """Return how many characters a field for that takes."""
    return MOST[what]
