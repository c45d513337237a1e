"""A caseworker's browser, as a test drives it: the calls of the desk, and the keys it holds."""

import json
import secrets
import time
import uuid
from copy import deepcopy
from dataclasses import dataclass, field

import pyotp
from django.middleware.csrf import CSRF_SESSION_KEY
from django.test import Client
from django.utils.crypto import get_random_string
from two_recipients import seal_record

from unsilenced.http.body import from_members
from unsilenced.people.factors import recovery_codes, totp
from unsilenced.people.keys import grants as project_keys
from unsilenced.people.keys.key_fields import NewPerson
from unsilenced.people.models import Totp
from unsilenced.people.organisations import enrolment
from unsilenced.reports import conversation
from unsilenced.reports.intake import attachments, sealed_report
from unsilenced.reports.models import Report, SealedBy
from unsilenced.reports.records import SealedForBoth
from unsilenced.sealing import grants, keys, passphrase, recovery
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.sealing.chunks import seal_chunks
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.passphrase import PassphraseKeys
from unsilenced.sealing.recovery import RecoverySheet


@dataclass
class Somebody:
    """A person and what only they and their browser know. The passphrase is not stretched: a
    test that needs that says so."""

    name: str
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
            "user": str(self.id),
            "name": self.name,
            "salt": to_b64u(self.salt),
            "secret": to_b64u(self.derived.log_in_secret),
            "public_key": to_b64u(self.public_key),
            "wrapped_private_key": to_b64u(self.wrapped()),
        }

    def log_in_members(self):
        return {"name": self.name, "secret": to_b64u(self.derived.log_in_secret)}


@dataclass
class MadeKey:
    """A project key made in a browser."""

    sheet: RecoverySheet = field(default_factory=RecoverySheet.draw)
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    private_key: bytes = field(default_factory=keys.generate_private_key)

    def members(self):
        recovering = recovery.derive(self.sheet)
        return {
            "id": str(self.id),
            "public_key": to_b64u(keys.public_key_of(self.private_key)),
            "recovery_envelope": to_b64u(
                grants.seal_for_recovery(
                    self.private_key, key=self.id, recovery_public_key=recovering.public_key
                )
            ),
        }

    def envelope_for(self, user_id, public_key):
        sealed = grants.grant(
            self.private_key,
            key=self.id,
            user=uuid.UUID(str(user_id)),
            user_public_key=public_key,
        )
        return to_b64u(sealed)


class Desk:
    """One browser: its cookies and the token of its session."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
        self.csrf = ""
        self.recovery_codes = []

    def again(self):
        """The same browser, whose cookies another test cannot have changed."""
        desk = Desk()
        desk.client.cookies = deepcopy(self.client.cookies)
        desk.csrf, desk.recovery_codes = self.csrf, list(self.recovery_codes)
        return desk

    def call(self, method, path, members=None, **headers):
        answer = self.client.generic(
            method,
            f"/desk/api/{path}",
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

    def enrol(self, project, somebody):
        token, _kept = enrolment.invite(project)
        done = self.post("enrol", {"token": to_b64u(token), **somebody.members()})
        assert done.status_code == 201, done.content

    def add_totp(self):
        secret = self.post("factors/totp/begin").json()["secret"]
        done = self.post("factors/totp", {"code": pyotp.TOTP(secret).now()})
        assert done.status_code == 201, done.content
        self.recovery_codes = done.json().get("recovery_codes", self.recovery_codes)
        return secret

    def join(self, project, somebody):
        self.enrol(project, somebody)
        self.add_totp()
        return self

    def begin_log_in(self, somebody):
        return self.post("log-in", somebody.log_in_members())

    def log_in(self, somebody, recovery_code):
        self.begin_log_in(somebody)
        done = self.post("log-in/recovery-code", {"code": recovery_code})
        assert done.status_code == 200, done.content
        return self

    def project_key(self, somebody, key_id):
        """Open the project's private key with the person's own."""
        for grant in self.get("keys").json()["grants"]:
            if grant["key"] == str(key_id):
                return grants.open_grant(
                    from_b64u(grant["envelope"]),
                    key=uuid.UUID(grant["key"]),
                    user=somebody.id,
                    user_private_key=somebody.private_key,
                )
        raise LookupError(key_id)


def sheet_members(sheet):
    """What the server is told of a recovery sheet."""
    recovering = recovery.derive(sheet)
    return {
        "public_key": to_b64u(recovering.public_key),
        "secret_hash": to_b64u(recovery.secret_hash(recovering.secret)),
    }


def new_sheet(desk, sheet, somebody=None):
    """A sheet in the place of another, with all keys that the person of `desk` holds.

    Their private halves are sealed to it where `somebody` tells whose desk it is.
    """
    envelopes = []
    for granted in desk.get("keys").json()["grants"]:
        raw = desk.project_key(somebody, granted["key"]) if somebody else secrets.token_bytes(32)
        old = MadeKey(sheet, id=uuid.UUID(granted["key"]), private_key=raw)
        envelope = old.members()["recovery_envelope"]
        envelopes.append({"key": granted["key"], "recovery_envelope": envelope})
    return {**sheet_members(sheet), "envelopes": envelopes}


@dataclass
class SheetHolder:
    """Somebody with the words of a recovery sheet, in a browser that knows nothing."""

    slug: str
    sheet: RecoverySheet
    somebody: Somebody
    desk: Desk = field(default_factory=Desk)

    @property
    def proof(self):
        secret = recovery.derive(self.sheet).secret
        return {"project": self.slug, "secret": to_b64u(secret)}

    @property
    def both(self):
        """The sheet and the passphrase of the account to be."""
        return {**self.proof, "log_in_secret": to_b64u(self.somebody.derived.log_in_secret)}

    def open(self):
        return self.desk.post("recover/open", self.proof)

    def asking(self):
        members = self.somebody.members()
        members.pop("secret")
        return {**members, **self.both}

    def ask(self):
        return self.desk.post("recover/ask", self.asking())

    def keys(self):
        return self.desk.post("recover/keys", self.both)

    def opened(self):
        """The private keys that the sheet opens, by their identifiers."""
        private_key = recovery.derive(self.sheet).private_key
        return {
            uuid.UUID(one["id"]): grants.open_from_recovery(
                from_b64u(one["recovery_envelope"]),
                key=uuid.UUID(one["id"]),
                recovery_private_key=private_key,
            )
            for one in self.keys().json()["keys"]
        }

    def grants_of(self, private_keys):
        made = [MadeKey(self.sheet, id=key, private_key=raw) for key, raw in private_keys.items()]
        to = (self.somebody.id, self.somebody.public_key)
        return [{"key": str(key.id), "envelope": key.envelope_for(*to)} for key in made]

    def come_in(self, private_keys=None):
        sealed = self.grants_of(self.opened() if private_keys is None else private_keys)
        return self.desk.post("recover", {**self.both, "grants": sealed})


def removal(desk, removed_id, key, somebody=None):
    """The members that remove a person: a new key for everybody who stays, and its sheet."""
    staying = [m for m in desk.get("team").json()["members"] if m["id"] != str(removed_id)]
    granted = [
        {"user": m["id"], "envelope": key.envelope_for(m["id"], from_b64u(m["public_key"]))}
        for m in staying
    ]
    return {
        "user": str(removed_id),
        "key": {**key.members(), "grants": granted},
        "sheet": new_sheet(desk, key.sheet, somebody),
    }


def remove(desk, removed_id, key, somebody=None):
    """Remove a person."""
    return desk.post("team/remove", removal(desk, removed_id, key, somebody))


def new_report(key_id, public_key, text=b"what happened"):
    """The members of a new report, and the reporter's private key."""
    uid = uuid.uuid4()
    reporter = keys.generate_private_key()
    sealed = seal_record(
        text,
        kind=RecordKind.REPORT,
        report=uid,
        record=uid,
        key=key_id,
        project_public_key=public_key,
        reporter_public_key=keys.public_key_of(reporter),
    )
    return {
        "uid": str(uid),
        "key": str(key_id),
        "body": to_b64u(sealed.body),
        "project_wrap": to_b64u(sealed.project_wrap),
        "reporter_wrap": to_b64u(sealed.reporter_wrap),
        "reporter_public_key": to_b64u(keys.public_key_of(reporter)),
        "lookup_hash": to_b64u(secrets.token_bytes(32)),
        "consents": ["warn"],
        "wording": "2026-11",
    }, reporter


def sealed_record(kind, report, key, *, project, reporter=None, text=b"x"):
    """The members of a message or a note, sealed to public keys."""
    uid = uuid.uuid4()
    sealed = seal_record(
        text,
        kind=kind,
        report=uuid.UUID(str(report)),
        record=uid,
        key=uuid.UUID(str(key)),
        project_public_key=project,
        reporter_public_key=reporter,
    )
    members = {
        "uid": str(uid),
        "key": str(key),
        "body": to_b64u(sealed.body),
        "project_wrap": to_b64u(sealed.project_wrap),
    }
    if sealed.reporter_wrap is not None:
        members["reporter_wrap"] = to_b64u(sealed.reporter_wrap)
    return members


def at_desk(invented, name="Amara"):
    """A caseworker of an invented project, logged in and holding its key.

    All is as the calls of `Desk.join` leave it, at a fraction of their cost. test_joining.py and
    test_factors.py make them.
    """
    somebody, desk = Somebody(name), Desk()
    user = enrolment.add_person(invented.project, from_members(NewPerson, somebody.members()))
    step = int(time.time() // totp.STEP)
    Totp.objects.create(user=user, secret=totp.draw_secret(), last_step=step)
    desk.recovery_codes = recovery_codes.renew(user)
    desk.client.force_login(user)
    session = desk.client.session
    desk.csrf = session[CSRF_SESSION_KEY] = get_random_string(32)
    session.save()
    envelope = grants.grant(
        invented.private_key,
        key=invented.key.pk,
        user=somebody.id,
        user_public_key=somebody.public_key,
    )
    project_keys.store([project_keys.NewGrant(somebody.id, invented.key.pk, envelope)])
    return desk, somebody


def send_report(invented, text=b"what happened"):
    """Send a report as its writer would; return its uid and the writer's private key."""
    members, reporter = new_report(invented.key.pk, bytes(invented.key.public_key), text)
    members["project"] = invented.project.slug
    sent = sealed_report.submit(
        from_members(sealed_report.SealedReport, members).submission(
            invented.project.slug, SealedBy.BROWSER
        )
    )
    return sent.uid, reporter


def sealed_for(invented, report, kind, reporter=None, text=b"x"):
    """The members of a record of that report."""
    return sealed_record(
        kind,
        report,
        invented.key.pk,
        project=bytes(invented.key.public_key),
        reporter=reporter and keys.public_key_of(reporter),
        text=text,
    )


def send_photo(invented, of, reporter, size=1):
    """Send a photo of `size` bytes as the writer would; return its uid."""
    members = sealed_for(invented, of, RecordKind.ATTACHMENT, reporter)
    report = Report.objects.get(uid=of)
    attachments.start(report, from_members(SealedForBoth, members).new_record(), 1)
    uid = uuid.UUID(members["uid"])
    chunks = seal_chunks(bytes(size), content_key=bytes(32), report=report.uid, record=uid)
    for index, chunk in enumerate(chunks):
        attachments.store_chunk(report, uid, index, chunk)
    return uid


def reporter_writes(invented, of, reporter):
    """Add a message as the writer would."""
    members = sealed_for(invented, of, RecordKind.REPORTER_MESSAGE, reporter)
    report = Report.objects.get(uid=of)
    conversation.add_reporter_message(report, from_members(SealedForBoth, members).new_record())
