"""The consent ledger: what a reporter agreed to, line by line, and what is active now.

A share asks `require` in the transaction that makes it, or, for many reports at once,
`Report.objects.agreeing_to`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.reports.locking import lock_report
from unsilenced.reports.models import Consent, Report, Scope

WORDINGS = ("2026-11",)
"""Every version of the consents' wording, the newest last. Add one whenever a sentence changes."""

WORDING = WORDINGS[-1]
"""The version that the pages show now."""

MOST_LINES = 200
"""Lines of one report after which nothing more can be given; to withdraw is always possible.

A withdrawal adds a line only to a scope that is given, so there is at most one more for each."""


def record(report: Report, scope: Scope, *, given: bool, wording: str) -> frozenset[Scope]:
    """Write that the reporter gave or withdrew `scope`, and return the scopes now active.

    What the ledger's last line already says is not written twice. Raises refusals: 422 for an
    unknown wording, 404 for a report deleted meanwhile, and 409 `too-many-changes` where there
    are `MOST_LINES` and one more would be given.
    """
    refuse_unknown_wording(wording)
    with transaction.atomic():
        lock_report(report)
        last = _last_lines(report).get(scope)
        if _says_something_new(last, given=given, wording=wording):
            if given:
                _refuse_too_many(report, scope)
            _write(report, scope, after=last, given=given, wording=wording)
        return active(report)


def withdraw_all(report: Report) -> None:
    """Withdraw every active scope, each under the wording it was given under."""
    for scope, line in _last_lines(report).items():
        if line.given:
            _write(report, scope, after=line, given=False, wording=line.wording)


def ledger(report: Report) -> tuple[Consent, ...]:
    """Return every line of the ledger about `report`, the lines of each scope in their order."""
    return tuple(Consent.objects.filter(report=report).order_by("day", "scope", "step"))


def active(report: Report) -> frozenset[Scope]:
    """Return the scopes whose last line says given."""
    return frozenset(scope for scope, line in _last_lines(report).items() if line.given)


def active_after(lines: Iterable[Consent]) -> frozenset[Scope]:
    """Return the scopes that the last of `lines`, all of a report in order, say are given."""
    said = {Scope(line.scope): line.given for line in lines}
    return frozenset(scope for scope, given in said.items() if given)


def require(report: Report, scope: Scope) -> None:
    """Let a share of `report` under `scope` go on; the ledger stays as it is until it is made.

    Raises a 409 refusal `no-consent` unless the scope is active, and a 404 one for a report
    deleted meanwhile. Call it first in the transaction that makes the share.
    """
    lock_report(report)
    if not Report.objects.agreeing_to(scope).filter(pk=report.pk).exists():
        raise Refusal(
            409,
            "no-consent",
            _("The person who reported has not agreed to this, or no longer does."),
        )


def refuse_unknown_wording(wording: str) -> None:
    """Raise a 422 refusal for a wording that was never shown."""
    if wording not in WORDINGS:
        raise Refusal(
            422,
            "unknown-wording",
            _("The text of the choices has changed. Reload the page and choose again."),
            field="wording",
        )


def _refuse_too_many(report: Report, scope: Scope) -> None:
    if Consent.objects.filter(report=report).count() >= MOST_LINES:
        raise Refusal(
            409,
            "too-many-changes",
            _(
                "You have changed your choices too often, so “%(label)s” cannot be allowed here. "
                "Write it to the project in a message. You can still take back what you allowed."
            )
            % {"label": scope.label},
            field="given",
        )


def _last_lines(report: Report) -> dict[Scope, Consent]:
    """Return the last line of each scope that the ledger knows."""
    return {Scope(line.scope): line for line in Consent.objects.last_of(report)}


def _says_something_new(last: Consent | None, *, given: bool, wording: str) -> bool:
    if last is None or not last.given:
        return given
    return not given or last.wording != wording


def _write(
    report: Report, scope: Scope, *, after: Consent | None, given: bool, wording: str
) -> None:
    Consent.objects.create(
        report=report,
        scope=scope,
        given=given,
        wording=wording,
        day=timezone.localdate(),
        step=0 if after is None else after.step + 1,
    )
