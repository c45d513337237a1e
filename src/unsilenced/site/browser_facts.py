"""Writes the facts that Python and the browser code share: a `generated.ts` in rooms of web/.

Numbers, codes and the shapes of what is read are defined in Python. `script/facts` writes these
files, and a test compares them with what Python says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from textwrap import indent

from unsilenced.evaluator.calls import MOST_ELEMENTS
from unsilenced.oblivious import manifest, record, tokens
from unsilenced.oblivious.combined import LABEL_KEY_SIZE, LOCATOR_SIZE, PLACE_SIZE
from unsilenced.oblivious.evaluator import ELEMENT_SIZE, PROOF_SIZE
from unsilenced.oblivious.merkle import HASH_SIZE
from unsilenced.oblivious.normalise import (
    LONGEST,
    LONGEST_TYPED,
    email,
    extension,
    handle,
    plate,
    plate_shapes,
    platforms,
    renumbered,
    tel,
    text,
)
from unsilenced.oblivious.normalise.kinds import NOT_ONE, IdentifierKind, Refusal
from unsilenced.oblivious.normalise.platforms import NOT_NAMES, PLATFORMS, Platform
from unsilenced.reports import forms, opened
from unsilenced.reports.intake import attachments
from unsilenced.sealing import (
    chunks,
    hurtful,
    keys,
    padding,
    passphrase,
    reading,
    receipt,
    recovery,
    words,
)
from unsilenced.sealing.context import FOR_PROJECT_ALONE, RecipientKind, RecordKind
from unsilenced.sealing.reading import Code, FirstOf, OneOf, Shape, Words
from unsilenced.sealing.stretch import Cost
from unsilenced.site.browser_calls import WIDTH, choice, types
from unsilenced.warnings.approval import approving
from unsilenced.warnings.check.entries import MOST_IDENTIFIERS
from unsilenced.warnings.days import LATEST_REVIEW
from unsilenced.warnings.models import MOST_TEXT, WarningKind
from unsilenced.warnings.reviews.noscript import MOST_READ

WIDTH_OF_LIST = 80
"""Characters of a list that something precedes; `WIDTH` is a whole line's."""

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
        "oblivious/normalise/generated.ts": _lines(_normalise()),
        "report/generated.ts": _lines(_report()),
        # In a file of its own: a page that reads no report loads none of it.
        "report/generated-shapes.ts": _shapes(),
        "warning/generated.ts": _lines(_warning()),
        "session/generated-calls.ts": types(),
    }
    return {path: BEGINNING + text for path, text in texts.items()}


def write(web: Path) -> None:
    """Write the files."""
    for path, contents in files().items():
        (web / path).write_text(contents, encoding="utf-8")


def _sealing() -> Iterable[str]:
    yield _number("KEY_SIZE", keys.KEY_SIZE)
    yield _constant("SIZES: readonly number[]", _numbers(padding.SIZES))
    yield _number("LARGEST", padding.LARGEST)
    yield _number("CHUNK", chunks.CHUNK)
    yield _number("MOST_CHUNKS", chunks.MOST_CHUNKS)
    yield _number("RECEIPT_WORDS", receipt.COUNT)
    yield _constant("HURTFUL", f'"{" ".join(sorted(hurtful.HURTFUL))}"')
    yield _constant("RECEIPT_COST", _cost(receipt.COST))
    yield _number("SHEET_WORDS", recovery.COUNT)
    yield _number("MOST_TYPED", words.MOST_TYPED)
    yield _number("SALT_SIZE", passphrase.SALT_SIZE)
    yield _constant("PASSPHRASE_COST", _cost(passphrase.COST))
    yield _number("MOST_DEPTH", reading.MOST_DEPTH)
    yield _number("MOST_MARKS", reading.MOST_MARKS)
    yield choice("RecordKind", RecordKind)
    yield choice("RecipientKind", RecipientKind)
    yield choice("OwnKind", (kind for kind in RecordKind if kind in FOR_PROJECT_ALONE))


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
    yield _number("KEY_SIZE", manifest.KEY_SIZE)
    yield _number("NONCE_SIZE", tokens.NONCE_SIZE)
    yield _number("MOST_ELEMENTS", MOST_ELEMENTS)
    yield _number("MEMBER_BATCH", tokens.MEMBER_BATCH)
    yield _number("CASEWORKER_BATCH", tokens.CASEWORKER_BATCH)
    yield _number("CASEWORKER_BATCHES", tokens.CASEWORKER_BATCHES)


def _normalise() -> Iterable[str]:
    yield 'import type { Platform } from "./platforms.ts";\n'
    yield _number("MOST_WITH_EXT", extension.MOST_WITH_EXT)
    yield _number("MOST_NAMED", extension.MOST_NAMED)
    yield _number("MOST_MARKED", extension.MOST_MARKED)
    yield _number("MOST_BARE", extension.MOST_BARE)
    yield _number("LONGEST_NAME", extension.LONGEST_NAME)
    yield _number("NUMBER_PASSES", tel.PASSES)
    yield _number("TEXT_PASSES", text.PASSES)
    for name in ("SCHEME", "ADDRESS", "TELEGRAM", "AMOUNT", "ITALIAN_MOBILE", "ITALIAN_SERVICES"):
        yield _constant(name, _expression(f"(?:{getattr(tel, name)})"))
    yield _constant("ZERO_IN_BRACKETS", f"/{tel.ZERO_IN_BRACKETS}/")
    yield _constant("ITALY", f'"{tel.ITALY}"')
    rules = [f'[{_expression(form)}, "{number}"]' for form, number in renumbered.RULES]
    yield _constant("RENUMBERED: readonly (readonly [RegExp, string])[]", _list(rules))
    yield _constant("UNSURE", _expression(renumbered.UNSURE))
    yield _constant("WRAPPING", json.dumps(text.WRAPPING).replace(r"\"", r"\u0022"))
    yield _constant("BEFORE_AN_ADDRESS", json.dumps(email.BEFORE))
    yield _constant("AFTER_AN_ADDRESS", json.dumps(email.AFTER))
    yield _constant("PAIRS_AROUND_AN_ADDRESS", json.dumps(email.PAIRS))
    yield _constant("NEVER_IN_A_LOCAL_PART", json.dumps(email.NEVER_IN_A_LOCAL_PART))
    yield _constant("BEFORE_A_PROFILE", json.dumps(handle.BEFORE))
    yield _constant("AFTER_A_PROFILE", json.dumps(handle.AFTER))
    yield _constant("NEVER_IN_A_NAME", json.dumps(handle.NEVER_IN_A_NAME))
    yield _number("LONGEST_PROFILE_NAME", handle.LONGEST_NAME)
    yield _constant("SUBDOMAIN", f"/^{platforms.SUBDOMAIN}/")
    yield _constant("INVITATION", _expression(platforms.INVITATION))
    yield _constant("PHONES", _codes(platforms.PHONES))
    yield _constant("PHONE_HOSTS", _codes(platforms.PHONE_HOSTS))
    yield _number("SHORTEST_PLATE", plate.SHORTEST)
    yield _number("LONGEST_PLATE", plate.LONGEST)
    yield _constant("TYPED_ALIKE", json.dumps("".join(map(chr, plate.ALIKE))))
    yield _constant("ALIKE", json.dumps("".join(map(chr, plate.ALIKE.values()))))
    shapes = [json.dumps(shape, ensure_ascii=True) for shape in plate_shapes.SHAPES]
    yield _constant("PLATE_SHAPES", _list(shapes))
    yield _number("MOST_PLATE_SIGNS", plate_shapes.MOST_SIGNS)
    refusals = {kind.value: json.dumps(code) for kind, (code, _) in NOT_ONE.items()}
    yield _constant("NOT_ONE", _members(refusals), const=True)
    yield choice("Refusal", Refusal)
    known = {name: _platform(each) for name, each in PLATFORMS.items()}
    yield _constant("PLATFORMS: Readonly<Record<string, Platform>>", _members(known))
    yield _constant("NOT_NAMES: ReadonlySet<string>", f"new Set({_codes(sorted(NOT_NAMES))})")


def _platform(platform: Platform) -> str:
    lists = {
        "hosts": _codes(platform.hosts),
        "addresses": _list(map(_expression, platform.addresses), WIDTH - len("    addresses: ,")),
        "aliases": _codes(platform.aliases),
    }
    return _members(lists)


def _expression(python: str) -> str:
    """Return an expression for a whole text, with a backslash before each slash outside of []."""
    parts = re.split(r"(\[[^]]*\])", python)
    marked = [part if part.startswith("[") else part.replace("/", r"\/") for part in parts]
    return f"/^{''.join(marked)}$/"


def _report() -> Iterable[str]:
    yield _number("MOST_ROWS", forms.MOST_ROWS)
    yield _number("MOST_PHOTOS", attachments.MOST)


def _warning() -> Iterable[str]:
    yield _number("MOST_TEXT", MOST_TEXT)
    yield _number("MOST_TEXTS", approving.MOST_TEXTS)
    yield _number("MOST_AREAS", approving.MOST_AREAS)
    yield _number("MOST_IDENTIFIERS", MOST_IDENTIFIERS)
    yield _number("MOST_OF_IDENTIFIER", MOST_READ["identifier"])
    yield _number("REVIEW_AT_MOST", LATEST_REVIEW.days)


def _shapes() -> str:
    shapes = (f"export const {name} = object({_shape(shape)});\n" for name, shape in SHAPES.items())
    imports = 'import { choice, code, firstItems, object, words } from "./reading.ts";\n'
    return "\n".join([imports, *shapes])


def _lines(statements: Iterable[str]) -> str:
    return "".join(f"{statement}\n" for statement in statements)


def _number(name: str, value: int) -> str:
    return _constant(name, f"{value:_}")


def _constant(name: str, value: str, *, const: bool = False) -> str:
    line = f"export const {name} = {value}{' as const' if const else ''};"
    fits = len(line.partition("\n")[0]) <= WIDTH
    return line if fits else line.replace(" = ", " =\n  ", 1)


def _numbers(values: Iterable[int]) -> str:
    return f"[{', '.join(f'{value:_}' for value in values)}]"


def _codes(values: Iterable[str | None]) -> str:
    return _list(f'"{value}"' if value else "null" for value in values)


def _list(values: Iterable[str], width: int = WIDTH_OF_LIST) -> str:
    """Return a list; one that does not fit a line has a line for each value."""
    texts = list(values)
    line = f"[{', '.join(texts)}]"
    if len(line) <= width:
        return line
    return "[\n" + "".join(f"  {text},\n" for text in texts) + "]"


def _cost(cost: Cost) -> str:
    return f"{{ memory: {cost.memory:_}, passes: {cost.passes} }}"


def _shape(shape: Shape) -> str:
    return _members({name: _reader(member) for name, member in shape.items()})


def _members(texts: Mapping[str, str]) -> str:
    """Return an object, a line or more for each member."""
    lines = "".join(f"{name}: {text},\n" for name, text in texts.items())
    return "{\n" + indent(lines, "  ") + "}"


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
