"""The shapes of what a report's writer and its project seal (docs/formats.md, Reading)."""

from __future__ import annotations

from dataclasses import dataclass

from unsilenced.reports.forms import ANSWERS, KINDS, WHEN, Answers, Known
from unsilenced.sealing.reading import Inside

MOST_TEXT = 20_000
MOST_WHEN_WORDS = 200
MOST_KNOWN = 50
MOST_VALUE = 2_000
MOST_CONTACT = 500
MOST_BY = 100
"""Characters of each text that are read, and how many things known of who did it."""


@dataclass(frozen=True)
class TeamMessage:
    """A message of the project; `by` is the identifier of who wrote it, or an older one's name."""

    text: str
    by: str


def report(inside: Inside) -> Answers:
    """Read a report."""
    return Answers(
        what=inside.words("what", MOST_TEXT),
        when=inside.choice("when", WHEN),
        when_words=inside.words("when_words", MOST_WHEN_WORDS),
        borough=inside.code("borough"),
        who=inside.first("who", MOST_KNOWN, _known),
        answer=inside.choice("answer", ANSWERS),
        contact=inside.words("contact", MOST_CONTACT),
    )


def _known(inside: Inside) -> Known:
    return Known(inside.choice("kind", KINDS), inside.words("value", MOST_VALUE))


def reporter_message(inside: Inside) -> str:
    """Read a message of the writer: whose it is, the record's kind says, and nothing in it."""
    return inside.words("text", MOST_TEXT)


def team_message(inside: Inside) -> TeamMessage:
    """Read a message of the project."""
    return TeamMessage(inside.words("text", MOST_TEXT), inside.words("by", MOST_BY))
