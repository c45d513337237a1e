"""What the invented reports say. No person and no thing in them exists.

Telephone numbers are from the range that Ofcom keeps for drama; example.org is reserved for
examples.
"""

from __future__ import annotations

from dataclasses import dataclass

from unsilenced.reports.forms import Answers, Known
from unsilenced.reports.models import Scope, SealedBy
from unsilenced.sealing.context import RecordKind


@dataclass(frozen=True)
class Turn:
    """A message or note after the report, `days_ago`; `by` is a caseworker, or empty."""

    kind: RecordKind
    days_ago: int
    text: str
    by: str = ""


@dataclass(frozen=True)
class Change:
    """A consent given or withdrawn, `days_ago`."""

    scope: Scope
    given: bool
    days_ago: int


@dataclass(frozen=True)
class Story:
    """One invented report and all that came after it."""

    days_ago: int
    answers: Answers
    changes: tuple[Change, ...] = ()
    turns: tuple[Turn, ...] = ()
    language: str = "en"
    sealed_by: SealedBy = SealedBy.BROWSER
    opened_days_ago: int | None = None
    assigned_to: str = ""
    has_photo: bool = False


def _asked(days_ago: int, text: str) -> Turn:
    return Turn(RecordKind.REPORTER_MESSAGE, days_ago, text)


def _answered(by: str, days_ago: int, text: str) -> Turn:
    return Turn(RecordKind.PROJECT_MESSAGE, days_ago, text, by)


def _noted(by: str, days_ago: int, text: str) -> Turn:
    return Turn(RecordKind.NOTE, days_ago, text, by)


def _given(days_ago: int, *scopes: Scope) -> tuple[Change, ...]:
    return tuple(Change(scope, given=True, days_ago=days_ago) for scope in scopes)


STORIES = (
    Story(
        days_ago=41,
        answers=Answers(
            what=(
                "(Invented.) A man booked for an hour. When I asked for the money he took my bag "
                "and pushed me against the door. He got away with my phone. My arm was bruised."
            ),
            when="week",
            borough="E09000012",
            who=(
                Known("tel", "07700 900123"),
                Known("plate", "ZZ01 ZZZ"),
                Known("description", "About 40, grey beard, says he is called Dan."),
            ),
        ),
        changes=(
            *_given(41, Scope.WARN, Scope.COUNT),
            Change(Scope.CONVERSATION, given=True, days_ago=37),
            Change(Scope.CONVERSATION, given=False, days_ago=30),
        ),
        turns=(
            _answered(
                "Amara",
                40,
                "Thank you for telling us. I am Amara. Are you safe now? We can help you get a "
                "new phone this week.",
            ),
            _asked(38, "I am safe. I would like the phone. I took a photo of his car."),
            _noted("Amara", 37, "Phone from the hardship fund. Joel to check the plate for warn."),
            _answered(
                "Amara", 37, "The phone is here for you. Come by, or tell me where to bring it."
            ),
            _asked(30, "I do not want to talk to the police after all."),
            _answered("Amara", 30, "That is fine. You have switched it off and it stays off."),
        ),
        opened_days_ago=40,
        assigned_to="Amara",
        has_photo=True,
    ),
    Story(
        days_ago=23,
        answers=Answers(
            what=(
                "(Inventado.) Um cliente não quis pagar e me ameaçou. Disse que ia contar para "
                "o dono do apartamento. Tenho medo de perder a casa."
            ),
            when="day",
            borough="E09000025",
            who=(Known("profile", "example.org/u/invented-fox"),),
        ),
        changes=_given(23, Scope.WARN),
        turns=(
            _answered(
                "Joel",
                22,
                "Obrigado por escrever. Sou o Joel. Conhecemos alguém que pode ajudar com a casa. "
                "Quer que a gente marque uma conversa?",
            ),
            _asked(21, "Quero sim. De manhã é melhor."),
        ),
        language="pt-br",
        opened_days_ago=22,
        assigned_to="Joel",
    ),
    Story(
        days_ago=17,
        answers=Answers(
            what=(
                "(Invented.) Two men came together although one had booked. I did not let them "
                "in and they kicked the door for ten minutes."
            ),
            when="week",
            borough="E09000030",
            who=(Known("tel", "07700 900456"), Known("tel", "07700 900789")),
            answer="contact",
            contact="Text 07700 900987 after noon. Say it is about the library book.",
        ),
        changes=_given(17, Scope.WARN, Scope.COUNT, Scope.INTELLIGENCE),
        turns=(_noted("Joel", 16, "Sent a text as asked. She will come in on Thursday."),),
        opened_days_ago=16,
        assigned_to="Joel",
    ),
    Story(
        days_ago=12,
        answers=Answers(
            what=(
                "(Invented.) Somebody keeps sending me messages from new numbers. He knows which "
                "bus I take. It has gone on since the summer."
            ),
            when="longer",
            when_words="Since about July",
            borough="unsure",
            who=(Known("email", "nobody@example.org"),),
        ),
        changes=_given(12, Scope.COUNT),
        turns=(
            _answered("Amara", 11, "This is stalking, and it is not your fault. Shall we talk?"),
            _asked(5, "Yes please. He wrote again yesterday."),
        ),
        opened_days_ago=11,
        assigned_to="Amara",
    ),
    Story(
        days_ago=9,
        answers=Answers(
            what="(Invented.) I was robbed on the way home. I want it counted, nothing more.",
            when="month",
            borough="E09000033",
        ),
        changes=_given(9, Scope.COUNT),
        sealed_by=SealedBy.SERVER,
        opened_days_ago=8,
    ),
    Story(
        days_ago=4,
        answers=Answers(
            what=(
                "(Invented.) Told to Joel by phone: a driver who said he was a police officer "
                "asked for money. She does not believe that he was one."
            ),
            when="week",
            borough="E09000002",
            who=(Known("description", "Young, dark blue jacket, a badge on a lanyard."),),
        ),
        changes=_given(4, Scope.WARN, Scope.INTELLIGENCE),
        sealed_by=SealedBy.CASEWORKER,
        opened_days_ago=4,
        assigned_to="Joel",
    ),
    Story(
        days_ago=1,
        answers=Answers(
            what=(
                "(Invented.) The man in your warning from the spring is back. Same car, new "
                "number. Nothing happened to me, I left."
            ),
            when="day",
            borough="E09000012",
            who=(Known("tel", "07700 900321"), Known("plate", "ZZ01 ZZZ")),
        ),
        changes=_given(1, Scope.WARN),
    ),
    Story(
        days_ago=0,
        answers=Answers(
            what="(Invented.) I do not know if this is something to report. Can I just ask?",
            when="unsure",
        ),
    ),
)
