"""The key holder's keys as last fetched, so that the desk works while its site is away."""

from __future__ import annotations

from django.db import transaction

from unsilenced.warnings.models import KeyHolderKey
from unsilenced.warnings.releases import key_holder_site


def refresh() -> None:
    """Fetch and store the key holder's keys. Raises KeyHolderError; the known keys then stay."""
    keys = key_holder_site.evaluation_keys()
    with transaction.atomic():
        KeyHolderKey.objects.filter(order__gte=len(keys)).delete()
        for order, public_key in enumerate(keys):
            KeyHolderKey.objects.update_or_create(order=order, defaults={"public_key": public_key})
