"""Options of the commands that draw, and what they ask the gate for before they begin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import click

from unsilenced.evidence.commands.compared import ALONE, LEDGER, PUBLIC, WORKING, compared_json
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.new_folder import check_new

if TYPE_CHECKING:
    from unsilenced.evidence.disclosure.gate import Refused, Released
    from unsilenced.evidence.disclosure.public import ReleasedFile

    Answer: TypeAlias = Released | Sequence[Released | ReleasedFile] | Refused | None

_Released = TypeVar("_Released", bound="Released | Sequence[Released | ReleasedFile]")
_Command = TypeVar("_Command", bound=Callable[..., Any])


def _new(_context: click.Context, _option: click.Parameter, folder: Path | None) -> Path | None:
    if folder is not None:
        check_new(folder)
    return folder


def _address(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    if given is not None:
        from unsilenced.evidence.disclosure.gate import check_publication  # noqa: PLC0415

        check_publication(given)
    return given


def drawing(table: str) -> Callable[[_Command], _Command]:
    """Return what adds the options that ask for pictures of the counts in the argument `table`."""
    pictures = click.option(
        "--pictures",
        type=click.Path(file_okay=False, path_type=Path),
        callback=_new,
        help=f"A new or empty folder for pictures, with their tables and a page, if {table} may "
        "be published.",
    )
    published_at = click.option(
        "--published-at",
        callback=_address,
        help=f"The address where the counts in {table} are public already, small ones too.",
    )
    return lambda command: pictures(published_at(LEDGER(command)))


def asked_for(
    release: Callable[[str | None, Path | None], _Released | Refused],
    pictures: Path | None,
    published_at: str | None,
    ledger: Path | None,
) -> _Released | Refused | None:
    """Ask the gate for what pictures are made from, before anything that takes its time."""
    from unsilenced.evidence.disclosure.gate import Refused  # noqa: PLC0415

    if pictures is None:
        if published_at is not None:
            raise BadInput("--published-at says what --pictures may show, and there are none")
        if ledger is not None:
            raise BadInput("--ledger keeps what --pictures shows, and there are none")
        return None
    if published_at is not None and ledger is not None:
        raise BadInput("--ledger keeps what this releases; what is public already is not released")
    answer = release(published_at, ledger)
    if isinstance(answer, Refused):
        click.echo(
            f"No pictures. {answer.reason} If these counts are public already, say where: "
            "--published-at",
            err=True,
        )
    return answer


def drawn(
    write: Callable[[_Released, Path], tuple[str, ...]],
    answer: _Released | Refused | None,
    pictures: Path | None,
) -> tuple[str, ...] | None:
    """Return the files that `write` writes of what was released; none where nothing is drawn."""
    from unsilenced.evidence.disclosure.gate import Refused  # noqa: PLC0415

    if pictures is None or answer is None or isinstance(answer, Refused):
        return None
    return write(answer, pictures)


def say(
    lines: Iterable[str],
    answer: Answer,
    pictures: Path | None,
    written: tuple[str, ...] | None,
    ledger: Path | None,
) -> None:
    """Print an answer for people to read, which pictures were written, and what was compared."""
    click.echo("\n".join(lines))
    if written:
        click.echo(f"\nWritten to {pictures}: {', '.join(written)}")
    click.echo(f"\n{_compared(answer, ledger)[1]}")


def told(
    answer: Answer,
    written: tuple[str, ...] | None,
    ledger: Path | None,
) -> dict[str, object]:
    """Return what `--json` says of pictures."""
    from unsilenced.evidence.disclosure.gate import Refused, Released  # noqa: PLC0415
    from unsilenced.evidence.pictures.publish import RUNNER  # noqa: PLC0415

    sources = [each.source for each in _each(answer) if isinstance(each, Released)]
    source = sources[0] if sources else None
    how, said = _compared(answer, ledger)
    return {
        "pictures": written,
        "refused": answer.reason if isinstance(answer, Refused) else None,
        "published_at": source and {"address": source, "according_to": RUNNER},
        **compared_json(said, how),
    }


def _compared(answer: Answer, ledger: Path | None) -> tuple[str, str]:
    """Return what was compared, as `--json` calls it, and in words."""
    from unsilenced.evidence.disclosure.gate import Released  # noqa: PLC0415

    released = _each(answer)
    if not released:
        return "none", WORKING
    if ledger is not None:
        return "ledger", f"Compared with what {ledger} holds, and added to it."
    audited = any(isinstance(each, Released) and each.audit for each in released)
    return "none", ALONE if audited else PUBLIC


def _each(
    answer: Answer,
) -> Sequence[Released | ReleasedFile]:
    from unsilenced.evidence.disclosure.gate import Refused, Released  # noqa: PLC0415

    if answer is None or isinstance(answer, Refused):
        return ()
    return (answer,) if isinstance(answer, Released) else answer
