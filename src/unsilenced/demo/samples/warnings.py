"""The invented warnings: what each says, and storing it as two caseworkers' browsers do."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.utils import timezone

from unsilenced.demo.invented_people import InventedProject
from unsilenced.demo.samples.somewhere import REGION, several
from unsilenced.evaluator.keyring import Keyring, keyring
from unsilenced.oblivious.combined import combine
from unsilenced.oblivious.element import input_of
from unsilenced.oblivious.normalise import normalise
from unsilenced.oblivious.record import Label, seal_label
from unsilenced.people.models import User
from unsilenced.reports.models import Report
from unsilenced.reports.records import NewRecord
from unsilenced.sealing.context import RecipientKind, RecordKind
from unsilenced.sealing.record import Recipient, seal_record
from unsilenced.warnings import models
from unsilenced.warnings.approval.approving import Approval, approve
from unsilenced.warnings.check.entries import NewEntry
from unsilenced.warnings.check.epochs import open_epochs
from unsilenced.warnings.drafting.composing import compose
from unsilenced.warnings.models import WarningKind

REVIEWED_IN = dt.timedelta(days=90)
_REFERENCE_SIZE = 7


@dataclass(frozen=True)
class Sample:
    """One invented warning: the index of its story, and what it says. It may stay a draft."""

    story: int
    kind: str
    areas: tuple[str, ...]
    original: str
    texts: dict[str, str]
    identifiers: tuple[tuple[str, str], ...]
    composed_by: str
    is_draft: bool = False


SAMPLES = (
    Sample(
        story=0,
        kind="robbery",
        areas=("E09000012", "E09000030"),
        original="en",
        texts={
            "en": "(Invented.) Books for an hour, then takes bag and phone instead of paying. "
            "Pushes. Grey beard, about 40. Comes in a dark car.",
            "pt-br": "(Inventado.) Marca uma hora e, em vez de pagar, leva a bolsa e o telefone. "
            "Empurra. Barba grisalha, uns 40 anos. Vem em um carro escuro.",
        },
        identifiers=(("tel", "07700 900123"), ("plate", "ZZ01 ZZZ")),
        composed_by="Amara",
    ),
    Sample(
        story=1,
        kind="not-paying",
        areas=("E09000025",),
        original="pt-br",
        texts={
            "pt-br": "(Inventado.) Não paga e ameaça contar para quem aluga o apartamento.",
            "en": "(Invented.) Does not pay, and threatens to tell whoever lets the flat.",
        },
        identifiers=(("handle", "instagram:invented_fox"),),
        composed_by="Joel",
    ),
    Sample(
        story=2,
        kind="threats",
        areas=("E09000030",),
        original="en",
        texts={"en": "(Invented.) One books, two come. They kick the door when not let in."},
        identifiers=(("tel", "07700 900456"), ("tel", "07700 900789")),
        composed_by="Joel",
        is_draft=True,
    ),
)


@dataclass(frozen=True)
class Desk:
    """The invented project at work: its caseworkers, and the demo's own key holder's keys."""

    project: InventedProject
    people: dict[str, User]
    key_holder: Keyring


def store_sample(sample: Sample, report: Report, desk: Desk) -> None:
    """Have one caseworker compose the warning and, unless it is to wait, another approve it."""
    composer = desk.people[sample.composed_by]
    today = timezone.localdate()
    draft = _sealed(sample, report, today, desk.project)
    warning = compose(report, composer, draft).warning
    if sample.is_draft:
        return
    approver = next(person for person in desk.people.values() if person != composer)
    approve(
        warning,
        approver,
        Approval(
            draft=sha256(draft.body).digest(),
            kind=WarningKind(sample.kind),
            areas=tuple(several(sample.areas)),
            months=(today.replace(day=1), today.replace(day=1)),
            original=sample.original,
            texts=sample.texts,
            review_on=today + REVIEWED_IN,
            entries=tuple(_entries(sample, warning, desk.key_holder)),
        ),
    )


def _sealed(sample: Sample, report: Report, today: dt.date, to: InventedProject) -> NewRecord:
    uid = uuid.uuid4()
    inside = {
        "v": 1,
        "kind": sample.kind,
        "areas": several(sample.areas),
        "months": {"from": f"{today:%Y-%m}", "to": f"{today:%Y-%m}"},
        "original": sample.original,
        "texts": sample.texts,
        "identifiers": [
            {"kind": kind, "value": normalise(kind, value, region=REGION).canonical}
            for kind, value in sample.identifiers
        ],
        "review_on": f"{today + REVIEWED_IN}",
    }
    sealed = seal_record(
        json.dumps(inside, ensure_ascii=False).encode(),
        kind=RecordKind.WARNING,
        subject=report.uid,
        record=uid,
        recipients=[Recipient(RecipientKind.PROJECT, to.key.id, bytes(to.key.public_key))],
    )
    return NewRecord(uid, to.key.id, sealed.body, sealed.wrap_for(RecipientKind.PROJECT), None)


def _entries(sample: Sample, warning: models.Warning, key_holder: Keyring) -> Iterator[NewEntry]:
    number = models.WarningKind.values.index(sample.kind) + 1
    label = Label(number, warning.uid.bytes[:_REFERENCE_SIZE])
    ours = {each.public_key: each for each in keyring().evaluators}
    theirs = {each.public_key: each for each in key_holder.evaluators}
    for epoch in open_epochs():
        for kind, value in sample.identifiers:
            data = input_of(normalise(kind, value, region=REGION))
            outputs = ours[epoch.platform].output(data), theirs[epoch.keyholder].output(data)
            derived = combine(*outputs)
            yield NewEntry(epoch.id, derived.place_bytes, seal_label(derived, label))
