"""Invented members with real keys, as browsers make them."""

from __future__ import annotations

import json
import uuid

from unsilenced.people.keys.key_fields import NewMember
from unsilenced.people.members import joining
from unsilenced.people.models import Member, Organisation
from unsilenced.sealing import keys, passphrase
from unsilenced.sealing.box import seal_box
from unsilenced.sealing.padding import pad
from unsilenced.sealing.stretch import derive_key


def invent_member(project: Organisation, pseudonym: str, words: str) -> Member:
    """Store a member who can log in and unlock; `words` is the passphrase."""
    member = uuid.uuid4()
    salt = passphrase.draw_salt()
    derived = passphrase.derive(words, salt)
    private_key = keys.generate_private_key()
    return joining.add(
        project,
        NewMember(
            member=member,
            pseudonym=pseudonym,
            public_key=keys.public_key_of(private_key),
            salt=salt,
            secret=derived.log_in_secret,
            wrapped_private_key=passphrase.wrap_private_key(
                private_key, wrapping_key=derived.wrapping_key, user=member
            ),
            settings=first_settings(member, private_key),
        ),
    )


def first_settings(member: uuid.UUID, private_key: bytes) -> bytes:
    """Seal the settings of a member who never logged in: their first browser pins the keys."""
    inside = json.dumps({"v": 1, "areas": [], "pins": None}).encode()
    return seal_box(
        pad(inside),
        key=derive_key(private_key, "unsilenced/1/member/settings"),
        context=f"unsilenced/1/member-settings/{member}".encode("ascii"),
    )
