"""Options of the commands that draw, and what they ask the gate for before they begin."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.new_folder import check_new

if TYPE_CHECKING:
    from unsilenced.evidence.disclosure.gate import Refused, Released
    from unsilenced.evidence.disclosure.public import ReleasedFile

_Released = TypeVar("_Released", bound="Released | ReleasedFile")
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
    return lambda command: pictures(published_at(command))


def asked_for(
    release: Callable[[str | None], _Released | Refused],
    pictures: Path | None,
    published_at: str | None,
) -> _Released | Refused | None:
    """Ask the gate for what pictures are made from, before anything that takes its time."""
    from unsilenced.evidence.disclosure.gate import Refused  # noqa: PLC0415

    if pictures is None:
        if published_at is not None:
            raise BadInput("--published-at says what --pictures may show, and there are none")
        return None
    answer = release(published_at)
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


def say(lines: Iterable[str], pictures: Path | None, written: tuple[str, ...] | None) -> None:
    """Print an answer for people to read, and which pictures were written."""
    click.echo("\n".join(lines))
    if written:
        click.echo(f"\nWritten to {pictures}: {', '.join(written)}")


def told(
    answer: Released | ReleasedFile | Refused | None, written: tuple[str, ...] | None
) -> dict[str, object]:
    """Return what `--json` says of pictures."""
    from unsilenced.evidence.disclosure.gate import Refused, Released  # noqa: PLC0415
    from unsilenced.evidence.pictures.publish import RUNNER  # noqa: PLC0415

    source = answer.source if isinstance(answer, Released) else None
    return {
        "pictures": written,
        "refused": answer.reason if isinstance(answer, Refused) else None,
        "published_at": source and {"address": source, "according_to": RUNNER},
    }
