"""The options of commands that draw, and what these ask of the gate before they begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from unsilenced.evidence.commands.compared import ALONE, PUBLIC, WORKING, compared_json
from unsilenced.evidence.commands.options import LEDGER_HELP
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.new_folder import check_new

if TYPE_CHECKING:
    from unsilenced.evidence.disclosure.gate import Refused, Released
    from unsilenced.evidence.disclosure.public import ReleasedFile

    Answer: TypeAlias = Released | Sequence[Released | ReleasedFile] | Refused | None
    Release: TypeAlias = Callable[[str | None, Path | None], Answer]


def _new(_context: click.Context, _option: click.Parameter, folder: Path | None) -> Path | None:
    if folder is not None:
        check_new(folder)
    return folder


def _address(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    if given is not None:
        from unsilenced.evidence.disclosure.gate import check_publication  # noqa: PLC0415

        check_publication(given)
    return given


def options_for(table: str) -> list[click.Parameter]:
    """Return the options that ask for pictures of the counts in the argument `table`."""
    return [
        click.Option(
            ["--pictures"],
            type=click.Path(file_okay=False, path_type=Path),
            callback=_new,
            help=f"A new or empty folder for pictures, with their tables and a page, if {table} "
            "may be published.",
        ),
        click.Option(
            ["--published-at"],
            callback=_address,
            help=f"The address where the counts in {table} are public already, small ones too.",
        ),
        click.Option(["--ledger"], type=click.Path(path_type=Path), help=LEDGER_HELP),
    ]


@dataclass(slots=True)
class Drawing:
    """Which pictures the user asked for, what the gate said, and what was drawn."""

    folder: Path | None
    published_at: str | None
    ledger: Path | None
    answer: Answer = None
    written: tuple[str, ...] | None = None

    @classmethod
    def of(cls, given: dict[str, Any]) -> Drawing:
        """Take the options about pictures out of all that a command was given."""
        return cls(given.pop("pictures"), given.pop("published_at"), given.pop("ledger"))

    def ask(self, release: Release) -> None:
        """Ask the gate for the pictures' figures, before the long work."""
        from unsilenced.evidence.disclosure.gate import Refused  # noqa: PLC0415

        if self.folder is None:
            if self.published_at is not None:
                raise BadInput("--published-at says what --pictures may show, and there are none")
            if self.ledger is not None:
                raise BadInput("--ledger keeps what --pictures shows, and there are none")
            return
        if self.published_at is not None and self.ledger is not None:
            reason = "--ledger keeps what this releases; what is public already is not released"
            raise BadInput(reason)
        self.answer = release(self.published_at, self.ledger)
        if isinstance(self.answer, Refused):
            click.echo(
                f"No pictures. {self.answer.reason} If these counts are public already, say where: "
                "--published-at",
                err=True,
            )

    def draw(self, write: Callable[[Any, Path], tuple[str, ...]]) -> None:
        """Let `write` draw what was released into the folder, if anything was released."""
        from unsilenced.evidence.disclosure.gate import Refused  # noqa: PLC0415

        if self.folder is not None and not isinstance(self.answer, Refused | None):
            self.written = write(self.answer, self.folder)

    @property
    def is_refused(self) -> bool:
        """Whether the user asked for pictures but there are none."""
        return self.folder is not None and self.written is None

    def lines(self) -> list[str]:
        """Return which pictures were written, and what was compared, for people to read."""
        names = ", ".join(self.written or ())
        written = ["", f"Written to {self.folder}: {names}"] if self.written else []
        return [*written, "", self._compared()[1]]

    def document(self) -> dict[str, object]:
        """Return what `--json` says of pictures."""
        from unsilenced.evidence.disclosure.gate import Refused, Released  # noqa: PLC0415
        from unsilenced.evidence.pictures.publish import RUNNER  # noqa: PLC0415

        sources = [each.source for each in self._released() if isinstance(each, Released)]
        source = sources[0] if sources else None
        how, said = self._compared()
        return {
            "pictures": self.written,
            "refused": self.answer.reason if isinstance(self.answer, Refused) else None,
            "published_at": source and {"address": source, "according_to": RUNNER},
            **compared_json(said, how),
        }

    def _compared(self) -> tuple[str, str]:
        """Return what was compared, in the form of `--json` and in words."""
        from unsilenced.evidence.disclosure.gate import Released  # noqa: PLC0415

        released = self._released()
        if not released:
            return "none", WORKING
        if self.ledger is not None:
            return "ledger", f"Compared with what {self.ledger} holds, and added to it."
        audited = any(isinstance(each, Released) and each.audit for each in released)
        return "none", ALONE if audited else PUBLIC

    def _released(self) -> Sequence[Released | ReleasedFile]:
        from unsilenced.evidence.disclosure.gate import Refused, Released  # noqa: PLC0415

        if self.answer is None or isinstance(self.answer, Refused):
            return ()
        return (self.answer,) if isinstance(self.answer, Released) else self.answer
