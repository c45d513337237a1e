"""What reporters and a caseworker do while the site is killed, and what must be left.

A story is one report and everything done to it, in order. Every step can be done again.
"""

import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace

from faults.calls import Call
from faults.running_site import RunningSite
from migrated_folder import migrated_folder
from reports.writer import Writer, as_json

from unsilenced.reports.consent import WORDING
from unsilenced.reports.models import Scope
from unsilenced.sealing.b64u import from_b64u
from unsilenced.sealing.chunks import seal_chunks
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.record import draw_content_key

SCOPES = [scope.value for scope in Scope]
PHOTO_SIZE = 300_000
"""Bytes: two chunks."""


def project_of(told):
    """The invented project as `invent.py` told of it."""
    key = SimpleNamespace(id=uuid.UUID(told["key"]), public_key=from_b64u(told["public_key"]))
    return SimpleNamespace(
        project=SimpleNamespace(slug=told["slug"]),
        key=key,
        private_key=from_b64u(told["private_key"]),
    )


@contextmanager
def served(folder):
    """A running site with one invented project, its `project`."""
    running = RunningSite(folder)
    try:
        migrated_folder(running.folder)
        running.start()
        running.project = project_of(running.invent("willow"))
        yield running
        running.stop()
    finally:
        running.end()


@dataclass
class Deed:
    """Something sent. `confirmed` once the site said that it is done."""

    kind: str
    call: Call
    sent: object = None
    confirmed: bool = False
    unknown: bool = False


@dataclass
class Story:
    """One report; `is_told` once that was confirmed."""

    writer: Writer
    text: bytes
    consents: frozenset
    deeds: list[Deed] = field(default_factory=list)
    texts: dict = field(default_factory=dict)
    photo: bytes = b""
    content_key: bytes = field(default_factory=draw_content_key)
    is_told: bool = False

    @classmethod
    def draw(cls, project, chance):
        """Make one up, with everything that is to be sent sealed already."""
        writer = Writer.of(project)
        consents = frozenset(scope for scope in SCOPES if chance.random() < 0.5)
        text = chance.randbytes(chance.randrange(5000)).hex().encode()
        story = cls(writer, text, consents)
        submission = writer.submission(text, consents=consents)
        report = Deed("report", Call.post("/report/send", as_json(submission)), submission)
        further = [
            story._message(RecordKind.REPORTER_MESSAGE, chance),
            story._message(RecordKind.REPORTER_MESSAGE, chance),
            story._message(RecordKind.PROJECT_MESSAGE, chance),
            story._consent(chance),
        ]
        chance.shuffle(further)
        photo = story._photo(chance) if chance.random() < 0.2 else []
        ending = [story._ending()] if chance.random() < 0.1 else []
        story.deeds = [report, *further, *photo, *ending]
        return story

    @property
    def _desk_path(self):
        return f"/desk/api/reports/{self.writer.report}/messages"

    @property
    def is_to_be_deleted(self):
        return self.deeds[-1].kind == "delete"

    def of(self, *kinds):
        return [deed for deed in self.deeds if deed.kind in kinds]

    def _own(self, path, members):
        return Call.post(path, members, Authorization=self.writer.authorization)

    def _message(self, kind, chance):
        text = chance.randbytes(chance.randrange(3000)).hex().encode()
        new = self.writer.seal(text, kind)
        self.texts[new.uid] = text
        if kind is RecordKind.REPORTER_MESSAGE:
            return Deed(kind.value, self._own("/return/messages", as_json(new)), new)
        # The session is put in when it is known.
        return Deed(kind.value, Call.post(self._desk_path, as_json(new)), new)

    def _consent(self, chance):
        members = {
            "scope": chance.choice(SCOPES),
            "given": chance.random() < 0.5,
            "wording": WORDING,
        }
        return Deed("consent", self._own("/return/consents", members), members)

    def _photo(self, chance):
        self.photo = chance.randbytes(PHOTO_SIZE)
        new = self.writer.photo(self.content_key)
        chunks = seal_chunks(
            self.photo, content_key=self.content_key, report=self.writer.report, record=new.uid
        )
        members = {**as_json(new), "chunks": 2}
        start = Deed("attachment", self._own("/return/attachments", members), new)
        return [start, *(self._chunk(new.uid, *each) for each in enumerate(chunks))]

    def _chunk(self, uid, index, sealed):
        headers = {
            "Authorization": self.writer.authorization,
            "Content-Type": "application/octet-stream",
        }
        call = Call("PUT", f"/return/attachments/{uid}/{index}", sealed, headers)
        return Deed("chunk", call, (uid, index, sealed))

    def _ending(self):
        return Deed("delete", self._own("/return/delete", {}))
