"""A caseworker's browser that warns: it seals drafts and enters identifiers as the desk does."""

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from hashlib import sha256

from django.utils import timezone
from people.desk import Desk, Somebody, at_desk
from two_recipients import open_for_project, seal_record

from unsilenced.demo.invented_people import InventedProject
from unsilenced.evaluator.keyring import keyring
from unsilenced.oblivious import client
from unsilenced.oblivious.combined import combine
from unsilenced.oblivious.element import input_of
from unsilenced.oblivious.evaluator import EVALUATION_INFO, Evaluator
from unsilenced.oblivious.normalise import normalise
from unsilenced.oblivious.record import Label, seal_label
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.sealing.context import RecordKind
from unsilenced.warnings.check.epochs import Epoch, open_epochs
from unsilenced.warnings.models import KeyHolderKey

KIND_NUMBERS = {"violence": 1, "robbery": 3}

PHONE, EMAIL = ("tel", "07700 900123"), ("email", "somebody@example.org")


@dataclass(frozen=True)
class KeyHolder:
    """The key holder's evaluation keys, the current one first, as this site knows them."""

    evaluators: tuple[Evaluator, ...]

    @classmethod
    def with_keys(cls, count=1):
        """Draw that many keys, in place of those that were known."""
        drawn = tuple(
            Evaluator.from_seed(sha256(uuid.uuid4().bytes).digest(), EVALUATION_INFO)
            for _each in range(count)
        )
        return cls(drawn).told()

    def told(self):
        KeyHolderKey.objects.all().delete()
        for order, each in enumerate(self.evaluators):
            KeyHolderKey.objects.create(order=order, public_key=each.public_key)
        return self

    def derived(self, epoch: Epoch, identifier):
        """What an identifier comes to in an epoch."""
        data = input_of(normalise(*identifier, region="GB"))
        ours = {each.public_key: each for each in keyring().evaluators}
        theirs = {each.public_key: each for each in self.evaluators}
        return combine(ours[epoch.platform].output(data), theirs[epoch.keyholder].output(data))


def in_days(count):
    return str(timezone.localdate() + dt.timedelta(days=count))


def said(**changes):
    """What a warning says, and when it is looked at again."""
    return {
        "kind": "robbery",
        "areas": ["E09000030", "E09000012"],
        "months": {"from": "2026-09", "to": "2026-10"},
        "original": "en",
        "texts": {"en": "He takes the money back.", "pt-br": "Ele pega o dinheiro de volta."},
        "review_on": in_days(90),
        **changes,
    }


@dataclass
class Warner:
    """One caseworker's browser, and the project whose key it holds."""

    of: InventedProject
    desk: Desk
    person: Somebody
    keyholder: KeyHolder

    @classmethod
    def at(cls, invented, keyholder, name="Amara"):
        return cls(invented, *at_desk(invented, name), keyholder)

    def sealed(self, report_uid, uid=None, **inside):
        """The members that carry a draft."""
        uid = uid or uuid.uuid4()
        sealed = seal_record(
            json.dumps({"v": 1, **said(), **inside}).encode(),
            kind=RecordKind.WARNING,
            report=report_uid,
            record=uid,
            key=self.of.key.id,
            project_public_key=bytes(self.of.key.public_key),
        )
        return {
            "uid": str(uid),
            "key": str(self.of.key.id),
            "body": to_b64u(sealed.body),
            "project_wrap": to_b64u(sealed.project_wrap),
        }

    def compose(self, report, **inside):
        """Keep a draft beside a report; return its uid."""
        members = self.sealed(report.uid, **inside)
        answer = self.desk.post(f"reports/{report.uid}/warnings", members)
        assert answer.status_code == 201, answer.content
        return uuid.UUID(members["uid"])

    def rewrite(self, uid, **inside):
        members = self.sealed(uuid.UUID(self.listed(uid)["report"]["uid"]), uid, **inside)
        del members["uid"]
        return self.desk.post(f"warnings/{uid}/draft", members)

    def listing(self):
        answer = self.desk.get("warnings")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def listed(self, uid):
        return next(each for each in self.listing()["warnings"] if each["uid"] == str(uid))

    def opened(self, uid):
        """Open a draft as the desk's page does."""
        listed = self.listed(uid)
        return json.loads(
            open_for_project(
                from_b64u(listed["body"]),
                from_b64u(listed["project_wrap"]),
                kind=RecordKind.WARNING,
                report=uuid.UUID(listed["report"]["uid"]),
                record=uid,
                key=uuid.UUID(listed["key"]),
                private_key=self.of.private_key,
            )
        )

    def entries(self, uid, identifiers=(PHONE, EMAIL), epochs=None, kind="robbery"):
        """Each identifier's record in each open epoch."""
        label = Label(KIND_NUMBERS[kind], uid.bytes[:7])
        made = []
        for epoch in open_epochs() if epochs is None else epochs:
            for identifier in identifiers:
                derived = self.keyholder.derived(epoch, identifier)
                record = seal_label(derived, label)
                made.append(
                    {
                        "epoch": epoch.id,
                        "place": to_b64u(derived.place_bytes),
                        "record": to_b64u(record),
                    }
                )
        return made

    def approval(self, uid, **changes):
        """The members that approve a draft."""
        body = from_b64u(self.listed(uid)["body"])
        return {
            "draft": to_b64u(sha256(body).digest()),
            **said(),
            "entries": self.entries(uid),
            **changes,
        }

    def approve(self, uid, **changes):
        return self.desk.post(f"warnings/{uid}/approve", self.approval(uid, **changes))


def blinded(count):
    """So many blinded nonces, of which this forgets how they were blinded."""
    return [client.blind(uuid.uuid4().bytes).element for _each in range(count)]
