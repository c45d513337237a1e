"""For whom a request acts: PostgreSQL shows it the rows of that one, and no others.

What is set here lasts for one transaction, so nothing of it is left when the next request uses the
same connection. The policies that read it are in `site/table_policies.py`. A known person acts for
an organisation, as a member, or for a report. An unknown person sees what they can name: the name
of a log-in, a session, the token of a link, a receipt. Without any of this a connection sees
nothing of an organisation.

This protects against a filter that a programmer forgets, but not against somebody who controls the
connection: they can set what they like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.http import Http404, HttpResponse

from unsilenced.http.refusal import Refusal

View = Callable[..., HttpResponse]
Asked = ParamSpec("Asked")
Answered = TypeVar("Answered")

ACTING = ("organisation", "member", "members_organisation", "report")
"""What is set for a known person."""

NAMED = ("name", "user", "session", "link", "receipt", "request", "addressed")
"""What an unknown person names: a folded name, the user of a session, a session, the hash of a
link's token, the look-up hash of a receipt, a request for review, the short names of projects to
which something is sent."""

PREFIX = "unsilenced."

_NOBODY = dict.fromkeys(ACTING + NAMED, "")

_is_first = ContextVar("whether nothing was set yet in this transaction", default=False)


def separated(view: Callable[Asked, Answered]) -> Callable[Asked, Answered]:
    """Answer a request in one transaction, in which code can set for whom it acts.

    A refusal is raised after the transaction is committed: what a refused call counted stays
    counted. Changes that must not stay are made in a transaction of their own inside.

    So what one call locks stays locked until it is answered. Code that locks several rows locks
    them in this order: failed tries, a report, its organisation, a person or a member, a warning,
    sessions. While tries are counted, nothing else is locked: see `in_steps`.
    """

    @wraps(view)
    def answer(*asked: Asked.args, **places: Asked.kwargs) -> Answered:
        with apart():
            try:
                with _refused_whole():
                    return view(*asked, **places)
            except (Refusal, Http404) as refused:
                refusal = refused
        raise refusal

    return answer


def in_steps(view: View) -> View:
    """Let a view begin its own transactions, each of which says for whom it acts.

    This is for a call that judges a secret. A try is counted and committed before the secret is
    judged: so it stays counted whatever happens, and nothing is locked at that time. The gate's
    decorator stands above this one.
    """
    view.in_steps = True  # type: ignore[attr-defined]
    return view


def is_in_steps(view: Callable[..., object]) -> bool:
    """Whether a view begins its own transactions."""
    return getattr(view, "in_steps", False)


@contextmanager
def apart() -> Iterator[None]:
    """Begin a transaction in which nobody is known; at its end, forget who was set in it."""
    is_inside = connection.in_atomic_block
    begun = _is_first.set(True)
    try:
        with transaction.atomic():
            if is_inside:
                _set({})
            with _refused_whole():
                yield
            if is_inside and not connection.needs_rollback:
                _set(_NOBODY)
    finally:
        _is_first.reset(begun)


@contextmanager
def _refused_whole() -> Iterator[None]:
    """If a refusal's transaction was lost with the connection, raise that fault instead."""
    try:
        yield
    except (Refusal, Http404) as refused:
        if connection.needs_rollback:
            raise TransactionManagementError("The transaction was lost.") from refused
        raise


def act_for(organisation: int) -> None:
    """Act for an organisation (its key) until the transaction ends."""
    _set({"organisation": str(organisation)})


def act_as_member(member: UUID, organisation: int) -> None:
    """Act as a member of an organisation until the transaction ends."""
    _set({"member": str(member), "members_organisation": str(organisation)})


def act_for_report(report: UUID) -> None:
    """Act for a report, as its writer does, until the transaction ends."""
    _set({"report": str(report)})


def name(**named: str) -> None:
    """Name something (`NAMED`) until the transaction ends."""
    _set(named)


@contextmanager
def naming(**named: str) -> Iterator[None]:
    """Name something in the present transaction, or in a short one if there is none."""
    if connection.in_atomic_block:
        _set(named)
        yield
    else:
        with apart():
            _set(named)
            yield


def _set(values: dict[str, str]) -> None:
    # Outside a transaction the setting would end at once.
    if not connection.in_atomic_block:
        return
    if _is_first.get():
        # Foreign SQL may have set something for the whole session: it must not hold here.
        values = _NOBODY | values
        _is_first.set(False)
    calls = ", ".join("set_config(%s, %s, true)" for _value in values)
    words = [word for key, value in values.items() for word in (PREFIX + key, value)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", words)
