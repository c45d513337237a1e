"""What the report says about itself: plain words, the same in the site and in the PDF.

They are translated where they are shown.
"""

from __future__ import annotations

from typing import Final

from unsilenced.evidence.claims.claim import Verdict
from unsilenced.evidence.language import N_

NAME: Final = N_("The claims, tested")
LEAD: Final = N_(
    "In 2012 a report to the Mayor of London said why people in sex work are attacked, why many "
    "do not tell the police, and what police raids achieve. Here each of its claims is held "
    "against figures that have been published."
)

VERDICTS: Final = {
    Verdict.SUPPORTED: N_("The figures agree with the claim."),
    Verdict.CONTRADICTED: N_("The figures go against the claim."),
    Verdict.UNCLEAR: N_("There are figures, but they do not decide."),
    Verdict.UNTESTABLE: N_("The figures that a test needs are missing."),
}
"""What each verdict means."""

CONFLICT: Final = N_("They do not give the same number. Both are shown, and nothing is averaged.")
NO_FIGURES: Final = N_("There are none.")
NO_PICTURE: Final = N_("No number is known, so there is no picture.")


VERDICT_NAMES: Final = (
    N_("Supported"),
    N_("Contradicted"),
    N_("Unclear"),
    N_("Untestable"),
)
"""The verdicts as they stand beside a claim."""

METHODS: Final = (
    (
        "verdicts",
        N_("Verdicts"),
        (
            N_(
                "Each claim has a rule. It says which figures it reads, and what would make the "
                "claim supported or contradicted. Nobody types a verdict in: a program follows "
                "the rule. Each page also says what was chosen before looking at the figures, "
                "and what after."
            ),
        ),
    ),
    (
        "pictures",
        N_("Pictures"),
        (
            N_(
                "Each point is a figure. The line through it is its interval: the range in "
                "which the true value may well be. A short line means that much is known, a "
                "long one that little is."
            ),
            N_(
                "A filled point is a figure that the rule reads. A hollow point is shown beside "
                "it and decides nothing. An arrow means that nothing limits the figure on that "
                "side. Where a ratio is drawn, the dashed line stands where both are the same."
            ),
            N_("The table below each picture has the same figures."),
        ),
    ),
    (
        "intervals",
        N_("Intervals"),
        (
            N_(
                "An interval is worked out from counts, such as 18 of 58. Where a source gives "
                "a percentage and not the counts, no interval can be worked out, and the page "
                "says so. What is not known is shown as unknown, never as nothing."
            ),
        ),
    ),
    (
        "conflicts",
        N_("Sources that differ"),
        (
            N_(
                "Sources often give different figures for the same thing. They are shown side "
                "by side. They are never added up or averaged."
            ),
        ),
    ),
    (
        "people",
        N_("Nobody can be singled out"),
        (
            N_(
                "Every figure here is made from counts that somebody has published already, and "
                "each names where. No row of the data describes a person. The program refuses "
                "to write a page, a picture or a file from anything else."
            ),
        ),
    ),
    (
        "checking",
        N_("Checking it yourself"),
        (
            N_(
                "Every figure names the file that it was read from, and the line where it "
                "stands in one. Every file has a SHA-256: a number that changes if a single "
                "letter of the file does. SHA256SUMS lists those of all files here. "
                "provenance.json says which claim rests on which file, and which versions of "
                "which programs made this."
            ),
            N_("The same data and the same versions give the same report, byte for byte."),
        ),
    ),
)
"""The parts of the page about methods: an anchor, a title, and paragraphs."""

SHOWN: Final = ("NAME", "LEAD", "VERDICTS", "CONFLICT", "NO_FIGURES", "NO_PICTURE", "METHODS")
"""What templates show."""
