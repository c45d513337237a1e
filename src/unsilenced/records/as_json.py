"""What calls carry of a stored record: the sealed body, with the wrap for the reader."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from typing_extensions import TypedDict

from unsilenced.http.answer import B64u
from unsilenced.records.models import Record
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.context import RecipientKind


class WrappedForProject(TypedDict):
    """A sealed body, with the wrap for its project. The key is null where there is no wrap."""

    key: UUID | None
    body: B64u
    project_wrap: B64u


class WrappedForReporter(TypedDict):
    """A sealed body, with the wrap for its writer."""

    body: B64u
    reporter_wrap: B64u


@dataclass(frozen=True)
class ForProject:
    """A record as its project opens it."""

    key: UUID | None
    body: bytes
    wrap: bytes

    @classmethod
    def of(cls, record: Record) -> ForProject:
        """Return what a project gets of a record."""
        wrap = record.wrap_for(RecipientKind.PROJECT)
        if wrap is None:
            return cls(None, bytes(record.body), b"")
        return cls(wrap.key_id, bytes(record.body), bytes(wrap.sealed))

    def members(self) -> WrappedForProject:
        """Return what a call carries of it."""
        return {
            "key": self.key,
            "body": to_b64u(self.body),
            "project_wrap": to_b64u(self.wrap),
        }


def sealed_for_project(record: Record) -> WrappedForProject:
    """Return what a project's browser opens."""
    return ForProject.of(record).members()


def sealed_for_reporter(record: Record) -> WrappedForReporter:
    """Return what the writer's browser opens."""
    return {"body": to_b64u(record.body), "reporter_wrap": to_b64u(reporter_wrap(record))}


def reporter_wrap(record: Record) -> bytes:
    """Return a record's wrap for its writer as bytes; empty if the record is not for them."""
    wrap = record.wrap_for(RecipientKind.REPORTER)
    return b"" if wrap is None else bytes(wrap.sealed)
