"""`unsilenced evidence claims`: what the report claims, and what the data say of each claim."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from unsilenced.evidence.commands.columns import lined_up
from unsilenced.evidence.commands.command import Answer, command
from unsilenced.evidence.commands.compared import PUBLIC
from unsilenced.evidence.commands.group import Group
from unsilenced.evidence.commands.progress import stages
from unsilenced.evidence.progress import each_of

if TYPE_CHECKING:
    from unsilenced.evidence.claims.claim import Claim, Figure, Finding

WIDTH = 96


@command(cls=Group, invoke_without_command=True)
@click.pass_context
def claims(context: click.Context) -> Answer | None:
    """Test what the report claims.

    Alone it lists all claims of the report's executive summary with their verdicts: supported,
    contradicted, unclear or untestable. A verdict follows from a claim's rule alone.
    """
    if context.invoked_subcommand is not None:
        return None
    from unsilenced.evidence.claims.registry import CLAIMS  # noqa: PLC0415 - scipy takes its time

    found = _examined(CLAIMS)
    listed = [lined_up((each.claim.id, str(each.verdict), each.claim.title) for each in found)]
    return Answer({"claims": [_short(each) for each in found]}, listed, PUBLIC)


@command(claims)
@click.argument("claim_id", metavar="ID")
def run(claim_id: str) -> Answer:
    """Show one claim: data, method, estimates, rule and verdict.

    ID is one of those that `unsilenced evidence claims` lists.
    """
    from unsilenced.evidence.claims.registry import by_id  # noqa: PLC0415 - scipy takes its time

    (found,) = _examined([by_id(claim_id)])
    return Answer(found.as_json(), told(found), PUBLIC)


def _examined(asked: Sequence[Claim]) -> list[Finding]:
    from unsilenced.evidence.claims.claim import examine  # noqa: PLC0415 - as above

    with stages() as stage:
        return [examine(claim) for claim in each_of(asked, stage("Examining"))]


def _short(found: Finding) -> dict[str, object]:
    whole = found.as_json()
    return {key: whole[key] for key in ("id", "title", "wording", "verdict", "why", "conflicts")}


def told(found: Finding) -> Iterator[str]:
    """Yield a finding line by line, for people to read."""
    claim = found.claim
    yield f"{claim.title} ({claim.id}, version {claim.version})"
    yield from _wrapped(f"“{claim.wording}”", "  ")
    yield ""
    yield f"Verdict: {found.verdict}"
    for sentence in found.why:
        yield from _wrapped(sentence, "  ", "- ")
    yield ""
    yield from _wrapped(f"Rule: {claim.rule.words}")
    yield from _wrapped(f"Method: {claim.method}")
    yield from _wrapped(f"Chosen: {claim.chosen}")
    yield ""
    yield from _figures(found)
    yield "Caveats:"
    for caveat in claim.caveats:
        yield from _wrapped(caveat, "  ", "- ")
    yield from _wrapped(f"What would settle it: {claim.would_settle}")


def _figures(found: Finding) -> Iterator[str]:
    conflicts = found.conflicts
    apart = [each for each in found.figures if each.quantity not in conflicts]
    groups = [("Figures", apart)] if apart else []
    for quantity in conflicts:
        those = [each for each in found.figures if each.quantity == quantity]
        groups.append((f"Conflicting sources, kept apart: {quantity}", those))
    for title, figures in groups:
        yield f"{title} (* decides)"
        for each in figures:
            yield from _figure(each)
        yield ""


def _figure(figure: Figure) -> Iterator[str]:
    first = "* " if figure.decides else "- "
    yield from _wrapped(f"{figure.label}: {figure.as_text()}", "    ", first)
    estimate = figure.estimate
    level = "" if estimate.low is None else f"{100 * estimate.level:.4g}% interval"
    method = "" if estimate.value is None and not level else estimate.method
    told = (figure.counted, figure.period, level, method)
    yield from _wrapped("; ".join(each for each in told if each), "      ")
    where = f"{figure.dataset.name}" + "".join(f", row {line}" for line in figure.rows)
    yield from _wrapped(f"{where}; {figure.source}", "      ")


def _wrapped(text: str, indent: str = "", first: str = "") -> list[str]:
    start = indent[: len(indent) - len(first)] + first if first else indent
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=start,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
