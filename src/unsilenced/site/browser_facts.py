"""Writes what the browser code knows of the program: a `generated.ts` in rooms of web/.

Numbers, codes and the shapes of what is read are defined in Python. `script/facts` writes these
files, and a test compares them with what Python says.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from unsilenced.cases.inbox import Status
from unsilenced.evaluator.calls import MOST_ELEMENTS
from unsilenced.oblivious import record, tokens
from unsilenced.oblivious.combined import LABEL_KEY_SIZE, LOCATOR_SIZE, PLACE_SIZE
from unsilenced.oblivious.evaluator import ELEMENT_SIZE, PROOF_SIZE
from unsilenced.oblivious.merkle import HASH_SIZE
from unsilenced.oblivious.normalise import LONGEST, LONGEST_TYPED
from unsilenced.oblivious.normalise.kinds import IdentifierKind
from unsilenced.reports import forms, opened
from unsilenced.reports.intake import attachments
from unsilenced.sealing import chunks, keys, padding, passphrase, reading, receipt, recovery, words
from unsilenced.sealing.context import FOR_PROJECT_ALONE, SealedKind
from unsilenced.sealing.reading import Code, FirstOf, OneOf, Shape, Words
from unsilenced.sealing.stretch import Cost
from unsilenced.warnings.approval import approving
from unsilenced.warnings.check.entries import MOST_IDENTIFIERS
from unsilenced.warnings.days import LATEST_REVIEW
from unsilenced.warnings.models import MOST_TEXT, EndedBecause, State, WarningKind
from unsilenced.warnings.reviews.noscript import MOST_READ

WIDTH, WIDTH_OF_LIST = 100, 80
"""Characters of a line, as the formatter of web/ has it, and of a list that something precedes."""

SHAPES: dict[str, Shape] = {
    "KNOWN": opened.KNOWN,
    "REPORT": opened.REPORT,
    "REPORTER_MESSAGE": opened.REPORTER_MESSAGE,
    "TEAM_MESSAGE": opened.TEAM_MESSAGE,
    "REVIEW_REQUEST": {name: Words(most) for name, most in MOST_READ.items()},
}

BEGINNING = "// Written by script/facts from what Python defines. Change it there.\n\n"


def files() -> dict[str, str]:
    """Return the files by their paths from web/."""
    texts = {
        "sealing/generated.ts": _lines(_sealing()),
        "oblivious/generated.ts": _lines(_oblivious()),
        "report/generated.ts": _lines(_report()),
        # By itself: a page that reads no report loads none of it.
        "report/generated-shapes.ts": _shapes(),
        "warning/generated.ts": _lines(_warning()),
        "desk/generated.ts": _lines([_type("Status", Status)]),
    }
    return {path: BEGINNING + text for path, text in texts.items()}


def write(web: Path) -> None:
    """Write the files."""
    for path, text in files().items():
        (web / path).write_text(text, encoding="utf-8")


def _sealing() -> Iterable[str]:
    yield _number("KEY_SIZE", keys.KEY_SIZE)
    yield _constant("SIZES: readonly number[]", _numbers(padding.SIZES))
    yield _number("LARGEST", padding.LARGEST)
    yield _number("CHUNK", chunks.CHUNK)
    yield _number("MOST_CHUNKS", chunks.MOST_CHUNKS)
    yield _number("RECEIPT_WORDS", receipt.COUNT)
    yield _constant("RECEIPT_COST", _cost(receipt.COST))
    yield _number("SHEET_WORDS", recovery.COUNT)
    yield _number("MOST_TYPED", words.MOST_TYPED)
    yield _number("SALT_SIZE", passphrase.SALT_SIZE)
    yield _constant("PASSPHRASE_COST", _cost(passphrase.COST))
    yield _number("MOST_DEPTH", reading.MOST_DEPTH)
    yield _number("MOST_MARKS", reading.MOST_MARKS)
    yield _type("RecordKind", SealedKind)
    yield _type("OwnKind", (kind for kind in SealedKind if kind in FOR_PROJECT_ALONE))


def _oblivious() -> Iterable[str]:
    yield _number("LONGEST", LONGEST)
    yield _number("LONGEST_TYPED", LONGEST_TYPED)
    yield _constant("IDENTIFIER_KINDS", _codes(IdentifierKind), const=True)
    # Their numbers begin at 1.
    yield _constant("WARNING_KINDS", _codes([None, *WarningKind.values]), const=True)
    yield _number("RECORD_SIZE", record.RECORD_SIZE)
    yield _number("REFERENCE_SIZE", record.REFERENCE_SIZE)
    yield _number("PLACE_SIZE", PLACE_SIZE)
    yield _number("LOCATOR_SIZE", LOCATOR_SIZE)
    yield _number("LABEL_KEY_SIZE", LABEL_KEY_SIZE)
    yield _number("HASH_SIZE", HASH_SIZE)
    yield _number("ELEMENT_SIZE", ELEMENT_SIZE)
    yield _number("PROOF_SIZE", PROOF_SIZE)
    yield _number("NONCE_SIZE", tokens.NONCE_SIZE)
    yield _number("MOST_ELEMENTS", MOST_ELEMENTS)
    yield _number("MEMBER_BATCH", tokens.MEMBER_BATCH)
    yield _number("CASEWORKER_BATCH", tokens.CASEWORKER_BATCH)
    yield _number("CASEWORKER_BATCHES", tokens.CASEWORKER_BATCHES)


def _report() -> Iterable[str]:
    yield _number("MOST_ROWS", forms.MOST_ROWS)
    yield _number("MOST_PHOTOS", attachments.MOST)


def _warning() -> Iterable[str]:
    yield _number("MOST_TEXT", MOST_TEXT)
    yield _number("MOST_TEXTS", approving.MOST_TEXTS)
    yield _number("MOST_AREAS", approving.MOST_AREAS)
    yield _number("MOST_IDENTIFIERS", MOST_IDENTIFIERS)
    yield _number("REVIEW_AT_MOST", LATEST_REVIEW.days)
    yield _type("State", State.values)
    yield _type("EndedBecause", EndedBecause.values)


def _shapes() -> str:
    shapes = (f"export const {name} = object({_shape(shape)});\n" for name, shape in SHAPES.items())
    imports = 'import { choice, code, firstItems, object, words } from "./reading.ts";\n'
    return "\n".join([imports, *shapes])


def _lines(statements: Iterable[str]) -> str:
    return "".join(f"{statement}\n" for statement in statements)


def _number(name: str, value: int) -> str:
    return _constant(name, f"{value:_}")


def _constant(name: str, value: str, *, const: bool = False) -> str:
    return f"export const {name} = {value}{' as const' if const else ''};"


def _numbers(values: Iterable[int]) -> str:
    return f"[{', '.join(f'{value:_}' for value in values)}]"


def _codes(values: Iterable[str | None]) -> str:
    """Return a list of codes; one that does not fit a line has a line for each."""
    texts = [f'"{value}"' if value else "null" for value in values]
    line = f"[{', '.join(texts)}]"
    if len(line) <= WIDTH_OF_LIST:
        return line
    return "[\n" + "".join(f"  {text},\n" for text in texts) + "]"


def _type(name: str, codes: Iterable[str]) -> str:
    texts = [f'"{code}"' for code in codes]
    line = f"export type {name} = {' | '.join(texts)};"
    if len(line) <= WIDTH:
        return line
    return f"export type {name} =\n" + "\n".join(f"  | {text}" for text in texts) + ";"


def _cost(cost: Cost) -> str:
    return f"{{ memory: {cost.memory:_}, passes: {cost.passes} }}"


def _shape(shape: Shape) -> str:
    members = [f"{name}: {_reader(member)}" for name, member in shape.items()]
    return "{\n" + "".join(f"  {member},\n" for member in members) + "}"


def _reader(member: Words | OneOf | Code | FirstOf[object]) -> str:
    match member:
        case Words(most):
            return f"words({most:_})"
        case OneOf(codes):
            return f"choice({_codes(codes)})"
        case Code():
            return "code"
        case FirstOf(most, each):
            name = next(name for name, shape in SHAPES.items() if shape is each)
            return f"firstItems({name}, {most:_})"
