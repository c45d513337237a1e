"""Somebody who thinks that a warning names them, and their browser."""

import json
import uuid

from django.test import Client
from two_recipients import open_for_project, seal_record

from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.sealing.context import RecordKind

ASKED = {"identifier": "07700 900123", "what": "That is my old number.", "answer": ""}


def sealed_for(uid, invented, inside=b"", **asked):
    """What is sent to one project; `inside` in the place of what the page writes."""
    sealed = seal_record(
        inside or json.dumps({"v": 1, **ASKED, **asked}).encode(),
        kind=RecordKind.REVIEW_REQUEST,
        report=uid,
        record=uid,
        key=invented.key.id,
        project_public_key=bytes(invented.key.public_key),
    )
    return {
        "project": invented.project.slug,
        "key": str(invented.key.id),
        "body": to_b64u(sealed.body),
        "project_wrap": to_b64u(sealed.project_wrap),
    }


def request_to(*projects, **asked):
    """The members of a request for review to these projects."""
    uid = uuid.uuid4()
    return {"uid": str(uid), "sealed": [sealed_for(uid, each, **asked) for each in projects]}


def send(members):
    return Client().post("/review/send", members, content_type="application/json")


def opened(invented, request):
    """Open a request as the project's desk is given it."""
    uid = uuid.UUID(request["uid"])
    return json.loads(
        open_for_project(
            from_b64u(request["body"]),
            from_b64u(request["project_wrap"]),
            kind=RecordKind.REVIEW_REQUEST,
            report=uid,
            record=uid,
            key=uuid.UUID(request["key"]),
            private_key=invented.private_key,
        )
    )
