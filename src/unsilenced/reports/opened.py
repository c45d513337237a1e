"""The shapes of what a report's writer and its project seal (docs/formats.md, Reading).

The browser's shapes are made from these (site/browser_facts.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from unsilenced.reports import forms
from unsilenced.reports.forms import ANSWERS, KINDS, WHEN, Answers, Known
from unsilenced.sealing.reading import Code, FirstOf, Inside, OneOf, Shape, Words

MOST_KNOWN = len(KINDS) * forms.MOST_ROWS
"""Known things about the person who did it: as many as the form takes."""

MOST_BY = 100
"""Characters in the name of the person who wrote a message of the project."""

KNOWN: Shape = {"kind": OneOf(KINDS), "value": Words(forms.MOST_DESCRIPTION)}
REPORT: Shape = {
    "what": Words(forms.MOST_WHAT),
    "when": OneOf(WHEN),
    "when_words": Words(forms.MOST_WHEN_WORDS),
    "borough": Code(),
    "who": FirstOf(MOST_KNOWN, KNOWN, Known),
    "answer": OneOf(ANSWERS),
    "contact": Words(forms.MOST_CONTACT),
}
REPORTER_MESSAGE: Shape = {"text": Words(forms.MOST_MESSAGE)}
TEAM_MESSAGE: Shape = {"text": Words(forms.MOST_MESSAGE), "by": Words(MOST_BY)}


@dataclass(frozen=True)
class TeamMessage:
    """A message of the project; `by` is the writer's identifier, or in older messages the name."""

    text: str
    by: str


def report(inside: Inside) -> Answers:
    """Read a report."""
    return Answers(**inside.members(REPORT))


def reporter_message(inside: Inside) -> str:
    """Read a message of the writer. The record's kind says whose it is; nothing inside does."""
    text: str = inside.members(REPORTER_MESSAGE)["text"]
    return text


def team_message(inside: Inside) -> TeamMessage:
    """Read a message of the project."""
    return TeamMessage(**inside.members(TEAM_MESSAGE))
