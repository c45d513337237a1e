"""Spent tokens. No column holds a time, and none says who had a token."""

from __future__ import annotations

from django.db import models


class SpentToken(models.Model):
    """A token that has been spent here, and a hash of what it was spent on.

    The nonce was blinded when the token was issued, so it leads to no person.
    """

    pk = models.CompositePrimaryKey("day", "nonce")
    day = models.DateField()
    nonce = models.BinaryField(max_length=32)
    use = models.BinaryField(max_length=32, help_text="SHA-256(key id || blinded element)")
