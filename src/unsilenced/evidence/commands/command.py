"""The frame of every evidence command: JSON or words, pictures if it draws, exit codes.

A command is a function that returns an `Answer`. Its module needs no registering.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeVar, overload

import click

from unsilenced.evidence.commands.compared import compared_json
from unsilenced.evidence.commands.group import REFUSED, Command, evidence
from unsilenced.evidence.commands.pictures import Drawing, options_for

_Made = TypeVar("_Made", bound=click.Command)

JSON: Final = "--json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command says, and how it ends.

    `compared` is what it says of earlier releases if it has compared none. A command that draws
    leaves it out, because its pictures say it. `text` replaces `lines` if the answer is data.
    `aside` goes to standard error. With `is_no` the command ends with 1.
    """

    document: Mapping[str, object]
    lines: Iterable[str] = ()
    compared: str | None = None
    text: str | None = None
    aside: str | None = None
    is_no: bool = False


@overload
def command(
    group: click.Group = evidence, *, cls: type[_Made], draws: str | None = None, **more: Any
) -> Callable[[Callable[..., Answer | None]], _Made]: ...


@overload
def command(
    group: click.Group = evidence, *, draws: str | None = None, **more: Any
) -> Callable[[Callable[..., Answer | None]], click.Command]: ...


def command(
    group: click.Group = evidence,
    *,
    cls: type[click.Command] = Command,
    draws: str | None = None,
    **more: Any,
) -> Callable[[Callable[..., Answer | None]], click.Command]:
    """Return what makes a function a command of `group`, of the class `cls` with what it takes.

    It adds options below those of the function: `--json`, and the options that ask for pictures
    if `draws` names the argument whose counts to draw. The function then gets a `drawing`, with
    which it asks the gate and writes. A function that returns nothing prints nothing.
    """

    def made(answer: Callable[..., Answer | None]) -> click.Command:
        @wraps(answer)
        def run(*, as_json: bool, **given: Any) -> None:
            drawing = None
            if draws is not None:
                drawing = given["drawing"] = Drawing.of(given)
            said = answer(**given)
            if said is not None:
                _print(said, drawing, as_json=as_json)

        found = click.command(cls=cls, **more)(run)
        if draws is not None:
            found.params += options_for(draws)
        found.params.append(click.Option([JSON, "as_json"], is_flag=True, help="Print JSON."))
        group.add_command(found)
        return found

    return made


def _print(answer: Answer, drawing: Drawing | None, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_document(answer, drawing), ensure_ascii=False, allow_nan=False))
    elif answer.text is not None:
        click.echo(answer.text, nl=False)
    elif lines := [*answer.lines, *_below(answer, drawing)]:
        click.echo("\n".join(lines))
    if answer.aside is not None and not as_json:
        click.echo(answer.aside, err=True)
    if answer.is_no or (drawing is not None and drawing.is_refused):
        raise click.exceptions.Exit(REFUSED)


def _document(answer: Answer, drawing: Drawing | None) -> dict[str, object]:
    compared = {} if answer.compared is None else compared_json(answer.compared)
    drawn = {} if drawing is None else drawing.document()
    return {**answer.document, **compared, **drawn}


def _below(answer: Answer, drawing: Drawing | None) -> list[str]:
    compared = [] if answer.compared is None else ["", answer.compared]
    return compared if drawing is None else drawing.lines()
