"""A reporter with real words and keys, who seals and calls like the browser."""

import uuid
from dataclasses import dataclass, replace
from hashlib import sha256

from django.test import Client
from django.utils import timezone
from stored_records import key_of, project_wrap_of, reporter_wrap_of
from two_recipients import open_for_project, open_for_reporter, seal_record

from unsilenced.demo.invented_people import InventedProject
from unsilenced.people.models import OrganisationKey
from unsilenced.records.models import Record
from unsilenced.reports.consent import WORDING
from unsilenced.reports.intake.sealed_report import Submission, submit
from unsilenced.reports.models import Report, Scope, SealedBy
from unsilenced.reports.records import NewRecord
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.keys import generate_private_key, public_key_of
from unsilenced.sealing.receipt import ReceiptKeys, lookup_hash


def rotated(project: InventedProject) -> InventedProject:
    """Give the project another key, as when a caseworker leaves."""
    private_key = generate_private_key()
    OrganisationKey.objects.filter(pk=project.key.pk).update(retired_on=timezone.localdate())
    key = OrganisationKey.objects.create(
        id=uuid.uuid4(),
        organisation=project.project,
        public_key=public_key_of(private_key),
        recovery_envelope=bytes(83),
        made_on=timezone.localdate(),
    )
    return replace(project, key=key, private_key=private_key)


def fresh_keys() -> ReceiptKeys:
    """Keys as a receipt gives them, without the stretching, which is slow by design."""
    private_key = generate_private_key()
    return ReceiptKeys(
        lookup_secret=sha256(private_key).digest(),
        private_key=private_key,
        public_key=public_key_of(private_key),
    )


@dataclass(frozen=True)
class Writer:
    """One reporter of one report."""

    to: InventedProject
    report: uuid.UUID
    keys: ReceiptKeys

    @classmethod
    def of(cls, project: InventedProject, keys: ReceiptKeys | None = None) -> "Writer":
        return cls(project, uuid.uuid4(), keys or fresh_keys())

    def seal(
        self, text=b"He had a blue van.", kind=RecordKind.REPORTER_MESSAGE, **changes
    ) -> NewRecord:
        record = self.report if kind is RecordKind.REPORT else uuid.uuid4()
        sealed = seal_record(
            text,
            kind=kind,
            report=self.report,
            record=record,
            key=self.to.key.id,
            project_public_key=bytes(self.to.key.public_key),
            reporter_public_key=None if kind is RecordKind.NOTE else self.keys.public_key,
            content_key=changes.pop("content_key", None),
        )
        new = NewRecord(
            record, self.to.key.id, sealed.body, sealed.project_wrap, sealed.reporter_wrap
        )
        return replace(new, **changes)

    def photo(self, content_key=None) -> NewRecord:
        """The record of a photo; give `content_key` to seal chunks under it."""
        return self.seal(b'{"v": 1}', RecordKind.ATTACHMENT, content_key=content_key)

    def submission(self, text=b"It was in March.", consents=(), **changes) -> Submission:
        new = self.seal(text, RecordKind.REPORT)
        submission = Submission(
            uid=self.report,
            project=self.to.project.slug,
            key=new.key,
            body=new.body,
            project_wrap=new.project_wrap,
            reporter_wrap=new.reporter_wrap,
            reporter_public_key=self.keys.public_key,
            lookup_hash=lookup_hash(self.keys.lookup_secret),
            consents=frozenset(map(Scope, consents)),
            wording=WORDING,
            sealed_by=SealedBy.BROWSER,
        )
        return replace(submission, **changes)

    def sent(self, **kwargs) -> Report:
        """Submit, and return what is stored."""
        return Report.objects.get(pk=submit(self.submission(**kwargs)).uid)

    def read(self, record: dict, kind=RecordKind.REPORTER_MESSAGE) -> bytes:
        """Open a record as an answer of the server carries it."""
        return open_for_reporter(
            from_b64u(record["body"]),
            from_b64u(record["reporter_wrap"]),
            kind=kind,
            report=self.report,
            record=uuid.UUID(record["uid"]),
            private_key=self.keys.private_key,
        )

    def read_stored(self, record: Record) -> bytes:
        """Open a stored record as its writer does."""
        return open_for_reporter(
            bytes(record.body),
            reporter_wrap_of(record),
            kind=RecordKind(record.kind),
            report=self.report,
            record=record.uid,
            private_key=self.keys.private_key,
        )

    def read_as_project(self, record: Record) -> bytes:
        """Open a stored record as a caseworker with the project's key does."""
        return open_for_project(
            bytes(record.body),
            project_wrap_of(record),
            kind=RecordKind(record.kind),
            report=self.report,
            record=record.uid,
            key=key_of(record),
            private_key=self.to.private_key,
        )

    @property
    def authorization(self) -> str:
        return f"Receipt {to_b64u(self.keys.lookup_secret)}"

    def call(self, path, body=None, **headers):
        """Call as the page does; `body` of None asks, a dict sends."""
        headers = {"Authorization": self.authorization, **headers}
        return call(path, body, **headers)


def call(path, body=None, **headers):
    client = Client(headers=headers)
    if body is None:
        return client.get(path)
    return client.post(path, body, content_type="application/json")


def as_json(new: NewRecord | Submission) -> dict:
    """The members of a call that carries `new`."""
    members = {
        "uid": str(new.uid),
        "key": str(new.key),
        "body": to_b64u(new.body),
        "project_wrap": to_b64u(new.project_wrap),
    }
    if new.reporter_wrap is not None:
        members["reporter_wrap"] = to_b64u(new.reporter_wrap)
    if isinstance(new, Submission):
        members |= {
            "project": new.project,
            "reporter_public_key": to_b64u(new.reporter_public_key),
            "lookup_hash": to_b64u(new.lookup_hash),
            "consents": sorted(new.consents),
            "wording": new.wording,
        }
    return members
