"""The consent ledger: what a reporter agreed to, line by line, and what is active now.

Code that shares a report calls `require` in the transaction of the share. For many reports at once
it uses `agreeing_to` of reports or of warnings.
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
"""After this many lines about one report no consent can be given; withdrawing stays possible.

Only a given consent can be withdrawn, so withdrawals add at most one more line for each scope.
"""


def record(report: Report, scope: Scope, *, given: bool, wording: str) -> frozenset[Scope]:
    """Write that the reporter gave or withdrew `scope`, and return the scopes now active.

    If the ledger's last line already says so, nothing is written. Raises refusals: 422 for an
    unknown wording, 404 for a report that was deleted in the meantime, and 409 `too-many-changes`
    if there are `MOST_LINES` lines and a consent would be given.
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


def withdraw(report: Report, scopes: frozenset[Scope]) -> frozenset[Scope]:
    """Withdraw those of `scopes` that are active, all or none, and return them.

    A withdrawal is never refused for its wording: it is written under the wording of the consent.
    """
    with transaction.atomic():
        lock_report(report)
        lines = [line for scope, line in _last_lines(report).items() if scope in scopes]
        return frozenset(Scope(line.scope) for line in lines if _withdraw_after(report, line))


def withdraw_all(report: Report) -> None:
    """Withdraw every active scope, each under the wording it was given under."""
    for line in _last_lines(report).values():
        _withdraw_after(report, line)


def ledger(report: Report) -> tuple[Consent, ...]:
    """Return every line of the ledger about `report`, with the lines of each scope in order."""
    return tuple(Consent.objects.filter(report=report).order_by("day", "scope", "step"))


def active(report: Report) -> frozenset[Scope]:
    """Return the scopes that are given, by the last line of each."""
    return frozenset(scope for scope, line in _last_lines(report).items() if line.given)


def active_after(lines: Iterable[Consent]) -> frozenset[Scope]:
    """Return the scopes that are given after `lines`: all lines of a report, in their order."""
    said = {Scope(line.scope): line.given for line in lines}
    return frozenset(scope for scope, given in said.items() if given)


def require(report: Report, scope: Scope) -> None:
    """Allow a share of `report` under `scope`, and keep the ledger unchanged until it is made.

    Raises a 409 refusal `no-consent` unless the scope is active, and a 404 refusal for a report
    that was deleted in the meantime. Call it first in the transaction that makes the share.
    """
    lock_report(report)
    if not Report.objects.agreeing_to(scope).filter(pk=report.pk).exists():
        raise Refusal(
            409,
            "no-consent",
            _("The person who reported has not agreed to this, or no longer does."),
        )


def refuse_unknown_wording(wording: str) -> None:
    """Raise a 422 refusal for a wording that the pages never showed."""
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
    """Return the last line of each scope that is in the ledger."""
    return {Scope(line.scope): line for line in Consent.objects.last_of(report)}


def _withdraw_after(report: Report, line: Consent) -> bool:
    """Withdraw the scope of its last line; return False if it is withdrawn already."""
    if line.given:
        _write(report, Scope(line.scope), after=line, given=False, wording=line.wording)
    return line.given


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
