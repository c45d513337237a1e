"""Handing over many messages within a limited time, each independent of the others."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from unsilenced.process.mailing.faults import HUNG_UP, Fault, fault_of

LONGEST = 300.0
"""Seconds after which it begins no further message."""

_WRONG = (smtplib.SMTPException, OSError, ValueError)

TOO_LONG = Fault(
    "too-long", "The mail server took so long that not all messages could be handed over."
)


@dataclass(frozen=True)
class Delivery:
    """The result: how many messages the server refused, and each reason once."""

    unsent: int
    faults: tuple[Fault, ...]


def deliver(
    messages: Sequence[EmailMessage], clock: Callable[[], float] = time.monotonic
) -> Delivery:
    """Hand each message over, on one connection.

    It asks an unreachable server once, not once for each message. If a server refuses some
    messages, it still gets the others.
    """
    until = clock() + LONGEST
    connection = get_connection()
    faults: list[Fault] = []
    sent = 0
    for message in messages:
        if clock() >= until:
            faults.append(TOO_LONG)
            break
        try:
            is_new = connection.open()
        except _WRONG as error:
            faults.append(_fault(error))
            break
        fault = _sent(connection, message)
        if fault and fault.code == HUNG_UP and not is_new:
            # A server may limit messages on one connection, or time.
            fault = _sent(connection, message)
        if fault:
            faults.append(fault)
        else:
            sent += 1
    _hang_up(connection)
    return Delivery(len(messages) - sent, tuple(dict.fromkeys(faults)))


def _sent(connection: BaseEmailBackend, message: EmailMessage) -> Fault | None:
    """Send on `connection`; where that fails, end it, so that the next begins another."""
    try:
        connection.send_messages([message])
    except _WRONG as error:
        _hang_up(connection)
        return _fault(error)
    return None


def _fault(error: Exception) -> Fault:
    return fault_of(error, settings.EMAIL_HOST, settings.EMAIL_PORT)


def _hang_up(connection: BaseEmailBackend) -> None:
    with suppress(*_WRONG):
        connection.close()
