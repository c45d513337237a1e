"""The report as its writer fills it in: its questions, their choices, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unsilenced.reports import places
from unsilenced.reports.models import Scope

MOST_WHAT = 20_000
MOST_WHEN_WORDS = 200
MOST_VALUE = 500
MOST_DESCRIPTION = 2_000
MOST_CONTACT = 500
MOST_MESSAGE = 20_000
MOST_HANDOVER = 5_000
MOST_ROWS = 10
"""Characters of each answer, of a message or note and of the note of a handover; and how many rows
of each kind the form takes about the person who did it."""

ROOM = 2
"""A field in the browser takes this many times as much as is allowed.

So the page can say that a text is too long, and the browser does not cut it off. The field must not
take more than this: the whole form could get larger than what the server reads.
"""

WHEN = ("day", "week", "month", "longer", "unsure")
KINDS = ("tel", "email", "plate", "profile", "description")
ANSWERS = ("receipt", "contact")


def question_names() -> dict[str, str]:
    """Return the questions by their codes, in the order in which the form asks them."""
    return {
        "what": _("What happened?"),
        "when": _("Roughly when?"),
        "place": places.words().question,
        "who": _("What do you know about who did it?"),
        "consents": _("What may the project do with it?"),
        "answer": _("How can the project answer you?"),
        "photos": _("Do you have photos to add?"),
    }


def field_names() -> dict[str, str]:
    """Return the labels of the fields for text, by their ids."""
    return {
        "what": question_names()["what"],
        "when_words": _("In your own words, if you like"),
        "contact": _("How can they reach you safely?"),
        "message": _("Write a message"),
    }


def answer_names() -> list[tuple[str, str]]:
    """Return the ways to be answered, and their names."""
    return list(zip(ANSWERS, [_("Here, with seven words"), _("They may contact me")], strict=True))


def when_names() -> list[tuple[str, str]]:
    """Return the choices of when it happened, and their names."""
    names = [
        _("Today or yesterday"),
        _("In the last week"),
        _("In the last month"),
        _("Longer ago"),
        _("I am not sure"),
    ]
    return list(zip(WHEN, names, strict=True))


@dataclass(frozen=True)
class KnownDetail:
    """Something that may be known of the person who did it, and how its field is labelled."""

    code: str
    name: str
    add: str
    inputmode: str = "text"

    @property
    def field(self) -> str:
        """The name of its field, which may stand more than once."""
        return f"who_{self.code}"


def kinds() -> list[KnownDetail]:
    """Return the kinds in the order in which the form asks for them."""
    return [
        KnownDetail("tel", _("Phone number"), _("Add another phone number"), "tel"),
        KnownDetail("email", _("E-mail address"), _("Add another e-mail address"), "email"),
        KnownDetail("plate", _("Number plate of a car"), _("Add another number plate")),
        KnownDetail("profile", _("Profile name or link"), _("Add another profile")),
        KnownDetail(
            "description", _("What they look or sound like"), _("Describe another person as well")
        ),
    ]


@dataclass(frozen=True)
class ConsentWords:
    """What one consent is called and what it means."""

    scope: str
    label: str
    meaning: str

    @property
    def field(self) -> str:
        """The id of its box, on the page where each consent is changed by itself."""
        return f"consent-{self.scope}"


def consent_words() -> list[ConsentWords]:
    """Return the consents in the order of their scopes.

    If you change a meaning, add a version to `reports.consent.WORDINGS`.
    """
    meanings = {
        Scope.WARN: _(
            "The project may write a short warning about this person for others. "
            "It says nothing about you."
        ),
        Scope.COUNT: _(
            "The project may add this to its numbers, such as “12 in March”. "
            "Nobody can be picked out of the numbers."
        ),
        Scope.INTELLIGENCE: _(
            "The project may tell the police what happened and who did it. "
            "It does not give them your name or a way to reach you."
        ),
        Scope.CONVERSATION: _(
            "A named police officer may ask you questions, and the project passes them on. "
            "You choose what to answer. You do not have to say who you are."
        ),
        Scope.FULL: _(
            "You tell the police yourself, and they will know who you are. "
            "The project helps you get ready and stays with you."
        ),
    }
    return [ConsentWords(scope.value, str(scope.label), meanings[scope]) for scope in Scope]


@dataclass(frozen=True)
class Known:
    """One thing known of the person who did it."""

    kind: str
    value: str


@dataclass(frozen=True)
class Answers:
    """What somebody typed and chose, whether or not it can be sent."""

    what: str = ""
    when: str = ""
    when_words: str = ""
    borough: str = ""  # The code of a place; the sealed format first called it a borough.
    who: tuple[Known, ...] = ()
    consents: tuple[str, ...] = ()
    answer: str = "receipt"
    contact: str = ""

    @classmethod
    def from_post(cls, post: QueryDict) -> Self:
        """Read the form's fields; a browser sends line breaks as CR LF."""
        return cls(
            what=_text(post.get("what")),
            when=post.get("when", ""),
            when_words=_text(post.get("when_words")),
            borough=post.get("place", ""),
            who=tuple(
                Known(kind, _text(value))
                for kind in KINDS
                for value in post.getlist(f"who_{kind}")
                if value.strip()
            ),
            consents=tuple(scope for scope in Scope.values if scope in post.getlist("consents")),
            answer=post.get("answer", "receipt"),
            contact=_text(post.get("contact")),
        )

    @property
    def contact_chosen(self) -> str:
        """How to reach the writer; empty unless they chose this way."""
        return self.contact if self.answer == "contact" else ""

    def to_seal(self, language: str) -> dict[str, object]:
        """Return the JSON object of a report (docs/formats.md, What is inside)."""
        return {
            "v": 1,
            "what": self.what,
            "when": self.when,
            "when_words": self.when_words,
            "borough": self.borough,
            "who": [{"kind": known.kind, "value": known.value} for known in self.who],
            "answer": self.answer,
            "contact": self.contact_chosen,
            "language": language,
            "photos": 0,
        }


def shown(answers: Answers) -> Answers:
    """Return what is shown of a report: a way to reach the writer only if they chose that."""
    who = tuple(known for known in answers.who if known.value)
    return replace(answers, who=who, contact=answers.contact_chosen)


def report_rows(answers: Answers) -> list[tuple[str, list[str]]]:
    """Return what a report says, question by question; unanswered questions are not listed."""
    answers, asked = shown(answers), question_names()
    kind_names = {kind.code: kind.name for kind in kinds()}
    when = dict(when_names()).get(answers.when, "")
    answer = dict(answer_names()).get(answers.answer, "")
    rows = [
        (asked["what"], [answers.what]),
        (asked["when"], [when, answers.when_words]),
        (asked["place"], [places.shown(answers.borough)]),
        (asked["who"], [_known_line(known, kind_names) for known in answers.who]),
        (asked["answer"], [answer, answers.contact]),
    ]
    said = [(question, [line for line in lines if line]) for question, lines in rows]
    return [(question, lines) for question, lines in said if lines]


def _known_line(known: Known, kind_names: Mapping[str, str]) -> str:
    name = kind_names.get(known.kind)
    return f"{name}: {known.value}" if name else known.value


def _text(value: str | None) -> str:
    return (value or "").replace("\r\n", "\n").strip()


def faults(answers: Answers) -> dict[str, str]:
    """Return what must be corrected before sending: messages by the id of the faulty field."""
    found: dict[str, str] = {}
    labels = field_names()
    if not answers.what:
        found["what"] = _("Write what happened. A few words are enough.")
    _too_long(found, "what", labels["what"], answers.what, MOST_WHAT)
    if answers.when and answers.when not in WHEN:
        found["when"] = _("Choose when it happened from the list.")
    _too_long(found, "when_words", labels["when_words"], answers.when_words, MOST_WHEN_WORDS)
    if answers.borough and answers.borough not in places.codes():
        found["place"] = places.words().choose
    for kind in kinds():
        values = [known.value for known in answers.who if known.kind == kind.code]
        if len(values) > MOST_ROWS:
            found[kind.field] = _("Put the rest into “what happened”: 10 of a kind fit here.")
        most = MOST_DESCRIPTION if kind.code == "description" else MOST_VALUE
        for row, value in enumerate(values, 1):
            label = kind.name if row == 1 else f"{kind.name} {row}"
            _too_long(found, kind.field, label, value, most)
    if answers.answer not in ANSWERS:
        found["answer"] = _("Choose how we can answer you.")
    if answers.answer == "contact" and not answers.contact:
        found["contact"] = _("Write how to reach you, or choose the seven words.")
    if answers.answer == "receipt" and answers.contact:
        # Without JavaScript the field for it is always visible.
        found["answer"] = _(
            "You wrote how to reach you, and chose only the seven words. "
            "Choose “They may contact me”, or empty the field below."
        )
    _too_long(found, "contact", labels["contact"], answers.contact, MOST_CONTACT)
    return found


def _too_long(found: dict[str, str], field: str, label: str, value: str, most: int) -> None:
    over = len(value) - most
    if over > 0:
        found.setdefault(field, too_long(label, over))


def too_long(label: str, over: int) -> str:
    """Say that the text in the field with this label is `over` characters too long."""
    return ngettext(
        "Your text under “%(label)s” is %(over)d character too long. Make it shorter.",
        "Your text under “%(label)s” is %(over)d characters too long. Make it shorter.",
        over,
    ) % {"label": label, "over": over}


def names() -> dict[str, object]:
    """Return the names of questions and choices, which the templates and scripts show."""
    return {
        "ask": question_names(),
        "labels": field_names(),
        "when_names": when_names(),
        "place_groups": places.groups(),
        "place_words": places.words(),
        "area_groups": places.area_groups(),
        "place_facts": places.facts(),
        "kinds": kinds(),
        "answer_names": answer_names(),
        "consents": consent_words(),
    }
