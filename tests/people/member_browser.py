"""A member's browser, as a test drives it: the calls of members, and the keys it holds."""

import json
import secrets
import uuid
from copy import deepcopy
from dataclasses import dataclass, field

from django.test import Client

from unsilenced.people.members import invitations
from unsilenced.people.models import Invitation, MemberInvitation
from unsilenced.people.organisations import enrolment
from unsilenced.sealing import keys, passphrase
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.box import seal_box
from unsilenced.sealing.padding import pad
from unsilenced.sealing.passphrase import PassphraseKeys


@dataclass
class Person:
    """A member and what only they and their browser know; the passphrase is not stretched."""

    pseudonym: str
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    salt: bytes = field(default_factory=passphrase.draw_salt)
    derived: PassphraseKeys = field(
        default_factory=lambda: PassphraseKeys(secrets.token_bytes(32), secrets.token_bytes(32))
    )
    private_key: bytes = field(default_factory=keys.generate_private_key)

    @property
    def public_key(self):
        return keys.public_key_of(self.private_key)

    def wrapped(self, derived=None):
        wrapping_key = (derived or self.derived).wrapping_key
        return passphrase.wrap_private_key(
            self.private_key, wrapping_key=wrapping_key, user=self.id
        )

    def members(self):
        return {
            "member": str(self.id),
            "pseudonym": self.pseudonym,
            "salt": to_b64u(self.salt),
            "secret": to_b64u(self.derived.log_in_secret),
            "public_key": to_b64u(self.public_key),
            "wrapped_private_key": to_b64u(self.wrapped()),
            "settings": sealed_settings(),
        }

    def log_in_members(self):
        return {"pseudonym": self.pseudonym, "secret": to_b64u(self.derived.log_in_secret)}

    def new_passphrase(self):
        """The members that change the passphrase, and the person with it."""
        changed = Person(self.pseudonym, self.id, private_key=self.private_key)
        return {
            "old_secret": to_b64u(self.derived.log_in_secret),
            "salt": to_b64u(changed.salt),
            "secret": to_b64u(changed.derived.log_in_secret),
            "wrapped_private_key": to_b64u(changed.wrapped()),
        }, changed


def sealed_settings(**values):
    """Settings sealed under a key of nobody in particular."""
    padded = pad(json.dumps({"v": 1, **values}).encode())
    return to_b64u(seal_box(padded, key=secrets.token_bytes(32), context=b"settings"))


class Browser:
    """One browser: its cookies and the token of its session."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
        self.csrf = ""

    def again(self):
        """The same browser, whose cookies another test cannot have changed."""
        browser = Browser()
        browser.client.cookies = deepcopy(self.client.cookies)
        browser.csrf = self.csrf
        return browser

    def call(self, method, path, members=None, **headers):
        answer = self.client.generic(
            method,
            f"/members/api/{path}",
            b"" if members is None else json.dumps(members).encode(),
            content_type="application/json",
            headers={"X-CSRFToken": self.csrf, **headers},
        )
        if answer.headers.get("Content-Type") == "application/json":
            self.csrf = answer.json().get("csrf", self.csrf)
        return answer

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, members=None):
        return self.call("POST", path, members or {})

    def delete(self, path):
        return self.call("DELETE", path)

    def join(self, project, person):
        token, _kept = invitations.make(project)
        done = self.post("join", {"token": to_b64u(token), **person.members()})
        assert done.status_code == 201, done.content
        return self

    def log_in(self, person):
        done = self.post("log-in", person.log_in_members())
        assert done.status_code == 200, done.content
        return self


def invite_both(project, known_by):
    """Invite a colleague and a member who are known by one identifier."""
    token, invitation = enrolment.invite(project)
    members_token, for_member = invitations.make(project)
    Invitation.objects.filter(pk=invitation.pk).update(id=known_by)
    MemberInvitation.objects.filter(pk=for_member.pk).update(id=known_by)
    return token, members_token


def as_member(invented, pseudonym="Kestrel", **known):
    """A member of an invented project, logged in."""
    person = Person(pseudonym, **known)
    return Browser().join(invented.project, person), person
