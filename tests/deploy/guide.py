"""The guide's commands, taken out of its chapters."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import click
from deploy.shipped import ROOT

from unsilenced.site.commands.main import unsilenced

DOCS = ROOT / "docs"
CHAPTERS = [DOCS / "deployment.md", *sorted((DOCS / "deployment").glob("*.md"))]
BLOCK = re.compile(r"^```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
PROGRAM = "unsilenced"
STANDS_FOR = re.compile(r"^(…|\.\.\.|ID|DIR|TABLE|FILE)$")
"""Words that readers replace with their own."""


@dataclass(frozen=True)
class Said:
    """A command of the program on a page: a whole command, or a mention of a part of it."""

    page: Path
    line: str
    is_whole: bool

    def __str__(self) -> str:
        return f"{self.page.name}: {self.line}"

    @property
    def words(self) -> list[str]:
        line = re.sub(r"\$\([^)]*\)", "X", self.line)
        return shlex.split(line, comments=True)[1:]


def blocks(page: Path) -> list[str]:
    """What stands in a block of code on a page, in order."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def block_with(page: Path, text: str) -> str:
    """The one block that has `text` in it."""
    (found,) = [each for each in blocks(page) if text in each]
    return found


def mentions(page: Path) -> list[str]:
    """What stands in code type within the sentences of a page."""
    return CODE.findall(BLOCK.sub("", page.read_text(encoding="utf-8")))


def commands(page: Path) -> list[Said]:
    """Every command of the program on a page, whether to run or only mentioned."""
    lines = "\n".join(blocks(page)).replace("\\\n", " ").splitlines()
    whole = [line.strip() for line in lines]
    return [
        *(Said(page, line, is_whole=True) for line in whole if _is_command(line)),
        *(Said(page, line, is_whole=False) for line in mentions(page) if _is_command(line)),
    ]


def faults(words: list[str], *, is_whole: bool) -> list[str]:
    """What is wrong with a command, by the program's own tree; a mention may leave words out."""
    command, context = unsilenced, click.Context(unsilenced, info_name=PROGRAM)
    words = [word for word in words if word not in {"-h", "--help"}]
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
        context = click.Context(command, context, info_name=command.name)
    if isinstance(command, click.Group) and not command.invoke_without_command:
        own = {option for each in command.params for option in each.opts}
        unknown = [word for word in words if word not in own and not STANDS_FOR.match(word)]
        return [*unknown, *(["no command"] if is_whole and not words else [])]
    known = {option for each in command.params for option in (*each.opts, *each.secondary_opts)}
    given = {word.partition("=")[0] for word in words if word.startswith("-")}
    if given - known or not is_whole:
        return sorted(given - known)
    values, extra, _ = command.make_parser(context).parse_args(words)
    needed = {each.name for each in command.params if each.required}
    return [*extra, *(name for name in needed if values.get(name) is None)]


def _is_command(line: str) -> bool:
    return line.startswith(f"{PROGRAM} ")


def to_root(script: str, root: Path) -> str:
    """The same commands with all the machine's paths below `root`; tests run only these."""
    moved = re.sub(r"(?<![\w./])/(?=(?:etc|srv|usr|var|run)/)", f"{root}/", script)
    paths = re.findall(r"(?<![\w./:])/\w[\w./-]*", moved)
    left = {each for each in paths if not each.startswith(f"{root}/")} - {"/dev/stdin"}
    assert not left, f"these would be changed on this machine: {left}"
    return moved
