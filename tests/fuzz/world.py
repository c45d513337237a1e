"""A small world to send odd things to: a project with a report, its people, and its neighbour.

It is made once, and put back whenever something odd turned out to be something good.
"""

import uuid
from dataclasses import dataclass
from functools import cache, cached_property
from http.cookies import SimpleCookie

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection
from django.utils import timezone
from evaluator import asking
from people.desk import (
    Desk,
    MadeKey,
    SheetHolder,
    Somebody,
    at_desk,
    new_report,
    sealed_for,
    send_photo,
    send_report,
    sheet_members,
)
from people.member_browser import Browser, Person, as_member, invite_both, sealed_settings
from reports.writer import Writer, as_json
from warned import asker
from warned.warner import KeyHolder, Warner, blinded, in_days

from unsilenced.demo.invented_people import invent_project
from unsilenced.evaluator.keyring import keyring
from unsilenced.oblivious import client
from unsilenced.people.models import CameIn, RecoveryRequest, User
from unsilenced.reports.consent import WORDING
from unsilenced.reports.models import Report
from unsilenced.sealing import recovery
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.chunks import seal_chunks
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.receipt import Receipt, derive
from unsilenced.sealing.record import draw_content_key
from unsilenced.sealing.recovery import RecoverySheet
from unsilenced.warnings.check.epochs import open_epochs
from unsilenced.warnings.releases.publishing import publish

ROLES = ("anonymous", "half session", "caseworker", "member")

INVITED = uuid.uuid4()
"""What the invitations are known by, of either kind."""

CHANGES_WITH_A_REFUSAL = {"people_failedtries", "reports_failedlookups", "django_session"}
"""Failures are counted, and a passkey's challenge in the session is used up by a wrong answer."""

OF_A_WARNING = "desk/api/warnings/"
ON_DRAFT = ("/draft", "/discard", "/approve")
"""How the addresses end that are about a warning's draft; others are about one that stands."""

_INSERT = 'INSERT INTO public."{0}" OVERRIDING SYSTEM VALUE SELECT * FROM kept."{0}"'


class World:
    """All that there is, with the keys to it.

    One warning stands, and is in the first release; another one is a draft. A rotation has begun.
    One uid names a photo and a request for review.
    """

    def __init__(self, keyholder):
        self._keys_of_keyholder = KeyHolder(keyholder.keys.evaluators).told()
        self.willow = invent_project("Willow Project (invented)", "willow")
        self.harbour = invent_project("Harbour Project (invented)", "harbour")
        self.receipt = Receipt.draw()
        self.writer = Writer.of(self.willow, derive(self.receipt))
        self.report = self.writer.sent(consents=["warn"])
        self.photo = self.writer.photo(draw_content_key())
        self.theirs = Theirs.of(self.harbour, self._keys_of_keyholder)
        self.inside, self.amara = at_desk(self.willow)
        self.joels = Warner.at(self.willow, self._keys_of_keyholder, "Joel")
        self.half = Desk()
        self.half.begin_log_in(self.amara)
        self.nobody = Desk()
        self.token, self.members_token = invite_both(self.willow.project, INVITED)
        self.kestrels, self.kestrel = as_member(self.willow)
        self.wren = as_member(self.willow, "Wren")[1]
        started = self.writer.call("/return/attachments", {**as_json(self.photo), "chunks": 2})
        assert started.status_code == 201
        self._warn()
        self._recover()
        self.keep()

    def _recover(self):
        """Let somebody with the sheet have waited long enough, and Joel have come in so."""
        self.nadia = SheetHolder("willow", self.willow.sheet, Somebody("Nadia"))
        assert self.nadia.ask().status_code == 201
        RecoveryRequest.objects.update(goes_on=timezone.localdate())
        User.objects.filter(pk=self.joels.person.id).update(came_in=CameIn.NEW)

    def _warn(self):
        self.warning = self.joels.compose(self.report)
        assert self._amaras.approve(self.warning).status_code == 200
        publish()
        new = KeyHolder.with_keys().evaluators
        self._keys_of_keyholder = KeyHolder((*self._keys_of_keyholder.evaluators, *new)).told()
        self.draft = self.joels.compose(self.report)
        ask_for_review(self.photo.uid, self.willow)
        assert self.kestrels.post("push", subscription()).status_code == 201

    @property
    def _amaras(self):
        return Warner(self.willow, self.inside, self.amara, self._keys_of_keyholder)

    def browser(self, role):
        """A browser with the session that `role` began, to which a fault is an answer of 500."""
        began = {
            "anonymous": self.nobody,
            "half session": self.half,
            "caseworker": self.inside,
            "member": self.kestrels,
        }
        self._browser.client.cookies = SimpleCookie(began[role].client.cookies)
        self._browser.csrf = began[role].csrf
        return self._browser

    @cached_property
    def _browser(self):
        # One for all: each new client loads the middleware again.
        desk = Desk()
        desk.client.raise_request_exception = False
        return desk

    def places_of(self, route):
        """What stands in the path of `route` where something is."""
        return {
            "number": "1",
            "report": str(self.report.uid),
            "uid": str(self._uid_in(route)),
            "index": "0",
            "slug": "willow",
            "factor": f"totp-{self.amara_totp}",
            "invitation": str(INVITED),
            "member": str(self.wren.id),
        }

    def _uid_in(self, route):
        if not route.pattern.startswith(OF_A_WARNING):
            return self.photo.uid
        return self.draft if route.pattern.endswith(ON_DRAFT) else self.warning

    @cached_property
    def amara_totp(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM people_totp WHERE user_id = %s", [self.amara.id])
            return cursor.fetchone()[0]

    def members(self, route):
        """What a call of `route` is documented to take, whole and right (docs/http.md)."""
        return self.members_of(route.pattern)

    def members_of(self, pattern):
        """The same for the route of that pattern."""
        make = self._members.get(pattern)
        return None if make is None else make()

    def form(self, route):
        """The fields of a page's form, whole and right, for the pages that take one."""
        forms = {"report/": self._questions, "return/": self._words, "review/": self._asking}
        return forms.get(route.pattern, dict)()

    def _asking(self):
        return {**asker.ASKED, "uid": str(uuid.uuid4())}

    def _questions(self):
        sealed = as_json(Writer.of(self.willow).submission())
        del sealed["project"], sealed["consents"]
        words = {"words": self.receipt.canonical, "saved": "yes", "do": "send"}
        return {"what": "x", "when": "day", "who_tel": "1", "answer": "receipt", **sealed, **words}

    def _words(self):
        own = {"words": self.receipt.canonical, "do": "message", "message": "x"}
        return {
            **own,
            "uid": str(uuid.uuid4()),
            "scope": "full",
            "given": "yes",
            "wording": WORDING,
        }

    @property
    def documented(self):
        """The routes that take JSON."""
        return set(self._members)

    @cached_property
    def _members(self):
        code = {"code": "123456"}
        return {
            "report/send": lambda: as_json(Writer.of(self.willow).submission(consents=["warn"])),
            "return/messages": lambda: as_json(self.writer.seal()),
            "return/consents": lambda: {"scope": "full", "given": True, "wording": WORDING},
            "return/delete": dict,
            "return/attachments": lambda: {**as_json(self.writer.photo()), "chunks": 2},
            "desk/api/log-in/salt": lambda: {"name": "Amara"},
            "desk/api/log-in": self.amara.log_in_members,
            "desk/api/log-in/totp": lambda: code,
            "desk/api/log-in/recovery-code": lambda: code,
            "desk/api/log-in/passkey/options": dict,
            "desk/api/log-in/passkey": lambda: {"credential": credential()},
            "desk/api/log-out": dict,
            "desk/api/invitation": lambda: {"token": to_b64u(self.token)},
            "desk/api/enrol": lambda: {"token": to_b64u(self.token), **Somebody("Noor").members()},
            "desk/api/set-up": self._set_up,
            "desk/api/recover/open": self._sheet,
            "desk/api/recover/ask": SheetHolder(
                "harbour", self.harbour.sheet, Somebody("Noor")
            ).asking,
            "desk/api/recover/keys": lambda: self.nadia.both,
            "desk/api/recover": self._coming_in,
            "desk/api/factors/totp/begin": dict,
            "desk/api/factors/totp": lambda: code,
            "desk/api/factors/passkey/begin": dict,
            "desk/api/factors/passkey": lambda: {"credential": credential(), "name": "Phone"},
            "desk/api/factors/recovery-codes": dict,
            "desk/api/passphrase": self._passphrase,
            "desk/api/digest": lambda: {"email": "amara@example.org"},
            "desk/api/team/invitations": dict,
            "desk/api/team/grants": lambda: {
                "grants": [{"user": str(self.amara.id), **self._grant_of("key")}]
            },
            "desk/api/team/remove": self._removal,
            "desk/api/team/recovery": lambda: {"user": str(self.nadia.somebody.id), "yes": True},
            "desk/api/team/recovery/known": lambda: {"user": str(self.joels.person.id)},
            "desk/api/team/sheet": lambda: {"sheet": self._new_sheet(RecoverySheet.draw())},
            "desk/api/member-invitations": dict,
            "members/api/invitation": lambda: {"token": to_b64u(self.members_token)},
            "members/api/join": lambda: {
                "token": to_b64u(self.members_token),
                **Person("Heron").members(),
            },
            "members/api/log-in/salt": lambda: {"pseudonym": "Kestrel"},
            "members/api/log-in": self.kestrel.log_in_members,
            "members/api/settings": lambda: {"settings": sealed_settings()},
            "members/api/passphrase": lambda: self.kestrel.new_passphrase()[0],
            "members/api/log-out": dict,
            "members/api/leave": dict,
            "members/api/push": subscription,
            "members/api/tokens": lambda: {"blinded": [to_b64u(one) for one in blinded(30)]},
            "check/evaluate": evaluation,
            "review/send": lambda: asker.request_to(self.willow, self.harbour),
            **self._about_warnings,
            "desk/api/reports": lambda: new_report(*self._sealing_key)[0],
            "desk/api/reports/<uuid:report>/opened": dict,
            "desk/api/reports/<uuid:report>/messages": lambda: as_json(
                self.writer.seal(kind=RecordKind.PROJECT_MESSAGE)
            ),
            "desk/api/reports/<uuid:report>/notes": lambda: sealed_for(
                self.willow, self.report.uid, RecordKind.NOTE
            ),
            "desk/api/reports/<uuid:report>/assignment": lambda: {"user": str(self.amara.id)},
            "desk/api/reports/<uuid:report>/aside": lambda: {"aside": True},
            "desk/api/reports/<uuid:report>/deletion": lambda: {"asked": True},
            "desk/api/reports/<uuid:report>/deletion/agreed": dict,
        }

    @property
    def _about_warnings(self):
        one = "desk/api/warnings/<uuid:uid>"
        return {
            "desk/api/reports/<uuid:report>/warnings": lambda: self.joels.sealed(self.report.uid),
            f"{one}/draft": self._draft,
            f"{one}/discard": dict,
            f"{one}/approve": lambda: self._amaras.approval(self.draft),
            f"{one}/renew": lambda: {"review_on": in_days(100)},
            f"{one}/take-down": dict,
            f"{one}/entries": self._missing_entries,
            "desk/api/four-eyes": lambda: {"on": False},
            "desk/api/tokens": lambda: {
                "batch": 9,
                "blinded": [to_b64u(each) for each in blinded(100)],
            },
            "desk/api/review-requests/<uuid:uid>/close": dict,
        }

    def _draft(self):
        sealed = self.joels.sealed(self.report.uid, self.draft)
        del sealed["uid"]
        return sealed

    def _missing_entries(self):
        _present, coming = open_epochs()
        return {"entries": self._amaras.entries(self.warning, epochs=[coming])}

    @property
    def _sealing_key(self):
        return self.willow.key.pk, bytes(self.willow.key.public_key)

    def _grant_of(self, member):
        key = MadeKey(self.willow.sheet, id=self.willow.key.pk, private_key=self.willow.private_key)
        envelope = key.envelope_for(self.amara.id, self.amara.public_key)
        return {member: str(self.willow.key.pk), "envelope": envelope}

    def _set_up(self):
        key = MadeKey(self.willow.sheet)
        grant = key.envelope_for(self.amara.id, self.amara.public_key)
        return {"key": {**key.members(), "grant": grant}, "recovery": sheet_members(key.sheet)}

    def _sheet(self):
        secret = recovery.derive(self.willow.sheet).secret
        return {"project": "willow", "secret": to_b64u(secret)}

    def _coming_in(self):
        keys = {self.willow.key.pk: self.willow.private_key}
        return {**self.nadia.both, "grants": self.nadia.grants_of(keys)}

    def _passphrase(self):
        members = self.amara.members()
        del members["user"], members["name"], members["public_key"]
        return {"old_secret": members["secret"], **members}

    def _new_sheet(self, sheet):
        key = MadeKey(sheet, id=self.willow.key.pk, private_key=self.willow.private_key)
        envelope = key.members()["recovery_envelope"]
        envelopes = [{"key": str(key.id), "recovery_envelope": envelope}]
        return {**sheet_members(sheet), "envelopes": envelopes}

    def _removal(self):
        key = MadeKey()
        grants = [
            {
                "user": str(self.amara.id),
                "envelope": key.envelope_for(self.amara.id, self.amara.public_key),
            }
        ]
        return {
            "user": str(self.joels.person.id),
            "key": {**key.members(), "grants": grants},
            "sheet": self._new_sheet(key.sheet),
        }

    def keep(self):
        """Keep a copy of every row, in a schema of its own."""
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE")
            cursor.execute("CREATE SCHEMA kept")
            for table in _tables():
                cursor.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')
        self._kept = dict(_digests(_tables()))

    def moment(self):
        """Equal at two moments between which nobody has written anything."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
            return cursor.fetchone()[0]

    def changes(self):
        """The tables that are not as they were in the beginning."""
        return {table for table, digest in _digests(_tables()) if digest != self._kept[table]}

    def put_back(self, changed):
        """Have every row of the changed tables as it was in the beginning."""
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for table in changed:
                # Of few rows, this takes a fraction of what emptying all tables at once does.
                cursor.execute(f'DELETE FROM public."{table}"')
                cursor.execute(_INSERT.format(table))
            cursor.execute("SET session_replication_role = origin")

    def end(self):
        """Remove the copy."""
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA kept CASCADE")


@dataclass(frozen=True)
class Theirs:
    """What another project has: a report, its caseworker and its member.

    One uid names a photo and a request for review.
    """

    report: Report
    uid: uuid.UUID
    draft: uuid.UUID
    desk: Desk
    person: Somebody
    browser: Browser
    member: Person

    @classmethod
    def of(cls, project, keys_of_keyholder):
        report_uid, reporter = send_report(project)
        report = Report.objects.get(pk=report_uid)
        uid = send_photo(project, report_uid, reporter)
        bos = Warner.at(project, keys_of_keyholder, "Bo")
        draft = bos.compose(report)
        ask_for_review(uid, project)
        return cls(report, uid, draft, bos.desk, bos.person, *as_member(project, "Merlin"))


def ask_for_review(uid, project):
    """Send a request for review to that project alone."""
    request = {"uid": str(uid), "sealed": [asker.sealed_for(uid, project)]}
    assert asker.send(request).status_code == 201


def credential():
    """An answer of a passkey, in its shape only."""
    return {
        "id": "AAAA",
        "rawId": "AAAA",
        "type": "public-key",
        "response": {
            "clientDataJSON": "e30",
            "attestationObject": "oA",
            "authenticatorData": to_b64u(bytes(37)),
            "signature": "AAAA",
        },
        "clientExtensionResults": {},
    }


def subscription():
    """A browser's subscription at a push service."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return {
        "endpoint": f"https://fcm.googleapis.com/fcm/send/{uuid.uuid4()}",
        "p256dh": to_b64u(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)),
        "auth": to_b64u(bytes(16)),
    }


def evaluation():
    """A blinded element, and a token of today for it."""
    element = client.blind(b"anything").element
    return asking.body("platform", keyring().current.key_id, [element], asking.tokens(1))


def chunk():
    """A sealed chunk of nothing in particular."""
    return next(
        seal_chunks(b"", content_key=bytes(32), report=uuid.UUID(int=0), record=uuid.UUID(int=0))
    )


def _digests(tables):
    """Return a hash of each table's rows."""
    each = (
        f"SELECT '{table}', md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM {table} AS t"
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return cursor.fetchall()


@cache
def _tables():
    # The types of content and their permissions are made once for all tests.
    other = {"django_migrations", "django_content_type", "auth_permission"}
    return sorted(set(connection.introspection.table_names()) - other)
