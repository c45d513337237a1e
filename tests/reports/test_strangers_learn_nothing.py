"""Somebody who sends, reads and deletes between other people's reports learns nothing of them."""

import re

import pytest
from django.db import transaction
from django.test import Client
from reports.writer import Writer, as_json

from unsilenced.reports import conversation
from unsilenced.reports.consent import WORDING
from unsilenced.reports.intake.sealed_report import submit
from unsilenced.reports.models import Report
from unsilenced.reports.reference import reference_of
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.receipt import Receipt, derive

pytestmark = pytest.mark.django_db

DRAWN = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|nonce="[^"]*"')
"""A page draws the identifier of the next message and what its scripts need when it is loaded."""


class Stranger:
    """Somebody who makes the same calls, byte for byte, as often as they like."""

    def __init__(self, project):
        writer = Writer.of(project)
        submission, message = as_json(writer.submission()), as_json(writer.seal())
        own = {"Authorization": writer.authorization}
        photo = {**as_json(writer.photo()), "chunks": 1}
        at_photo = f"/return/attachments/{photo['uid']}"
        consent = {"scope": "warn", "given": True, "wording": WORDING}
        self.calls = [
            ("/report/send", submission, {}),
            ("/report/send", submission, {}),
            ("/return/open", None, own),
            ("/return/messages", message, own),
            ("/return/attachments", photo, own),
            (at_photo, None, own),
            ("/return/consents", consent, own),
            ("/return/consents", {**consent, "given": False}, own),
            ("/return/open", None, own),
            ("/return/messages", message, own),
            ("/return/delete", {}, own),
            ("/return/open", None, own),
            ("/report/send", submission, {}),
        ]

    def told(self, between):
        """All that is answered, while others do what `between` does before each call."""
        return [self._answer(*call, between) for call in self.calls]

    def _answer(self, path, body, headers, between):
        between()
        client = Client(headers=headers)
        if body is None:
            answer = client.get(path)
        else:
            answer = client.post(path, body, content_type="application/json")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return path, answer.status_code, dict(answer.headers), content


class Others:
    """People who send, are read, are answered and delete, in the same project and another one."""

    def __init__(self, *projects):
        self.projects = projects

    def __call__(self):
        for project in self.projects:
            writer = Writer.of(project)
            report = writer.sent(consents=["count"])
            conversation.add_reporter_message(report, writer.seal())
            conversation.mark_opened(report)
            conversation.add_project_message(report, writer.seal(kind=RecordKind.PROJECT_MESSAGE))
            conversation.delete_everything(Writer.of(project).sent())


def test_whatever_others_do_each_answer_is_the_same_byte_for_byte(project, other_project):
    stranger = Stranger(project)
    with transaction.atomic():
        alone = stranger.told(lambda: None)
        transaction.set_rollback(True)
    assert {status for _path, status, _headers, _content in alone} == {200, 201, 404, 409}
    among_others = stranger.told(Others(project, other_project, other_project))
    assert Report.objects.count() > 70
    assert among_others == alone


def test_the_page_without_javascript_is_the_same(project, other_project):
    receipt = Receipt.draw()
    writer = Writer.of(project, derive(receipt))
    submission = writer.submission()

    def page(between):
        submit(submission)
        between()
        answer = Client().post("/return/", {"words": receipt.canonical, "do": "open"})
        assert answer.status_code == 200
        assert writer_calls_it in answer.content.decode()
        return DRAWN.sub("", answer.content.decode())

    writer_calls_it = reference_of(writer.report)
    with transaction.atomic():
        alone = page(lambda: None)
        transaction.set_rollback(True)
    Others(project, other_project)()
    assert page(Others(project, other_project)) == alone
