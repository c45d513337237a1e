"""The faults of handing over a message, each with the setting to look at.

A line never repeats what the server said: that may hold somebody's address.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass

HUNG_UP = "hung-up"
_FOR_GOOD = 500
"""From here on an answer is a refusal; below it the server asks for another try (RFC 5321)."""

_CLOSING = 421
"""What a server answers that is about to hang up (RFC 5321, section 3.8)."""


class NoStartTlsError(smtplib.SMTPException):
    """The server offers no encryption, so we sent it nothing."""


@dataclass(frozen=True)
class Fault:
    """What went wrong: a fixed name, and a line for the administrator."""

    code: str
    line: str


def fault_of(error: Exception, host: str, port: int) -> Fault:
    """Return what `error` means, from a mail server that should be at `host` and `port`."""
    where = f"{host}:{port}"
    # smtplib calls a server that fell silent disconnected, too.
    cause = error.__context__ if isinstance(error, smtplib.SMTPServerDisconnected) else None
    found = _of_message(error) or _of_tls(error, where) or _of_network(cause or error, where)
    return found or Fault("other", f"The mail server {where} failed: {type(error).__name__}.")


def _of_message(error: Exception) -> Fault | None:
    """Return what a server's answer means, other than that it is about to hang up."""
    answered = _answered(error)
    if answered == _CLOSING and not isinstance(error, smtplib.SMTPRecipientsRefused):
        found = None
    elif answered and answered < _FOR_GOOD and not isinstance(error, smtplib.SMTPConnectError):
        found = Fault(
            "not-now",
            f"The mail server takes a message or more only later ({answered}). Nobody's address "
            "is wrong. What is due goes out with the next digest; if this comes again and again, "
            "ask whoever runs that server.",
        )
    elif isinstance(error, smtplib.SMTPAuthenticationError):
        found = Fault(
            "log-in",
            f"The mail server refuses the log-in ({answered}). "
            "Look at the user and the password in EMAIL_URL.",
        )
    elif isinstance(error, smtplib.SMTPSenderRefused):
        found = Fault(
            "sender",
            f"The mail server refuses the sender ({answered}). Look at EMAIL_FROM, "
            "and at whether the user in EMAIL_URL may send for it.",
        )
    # smtplib raises the second if it knows none of the methods that the server offers.
    elif isinstance(error, smtplib.SMTPNotSupportedError) or type(error) is smtplib.SMTPException:
        found = Fault(
            "no-log-in",
            "The mail server takes no log-in. Leave user and password out of EMAIL_URL, "
            "or name another port.",
        )
    elif isinstance(error, smtplib.SMTPDataError):
        found = Fault("message", f"The mail server refuses a message ({answered}).")
    elif isinstance(error, smtplib.SMTPRecipientsRefused) or _is_unwritable(error):
        found = Fault(
            "recipient",
            "The mail server refuses an address or more. "
            "Ask each of the team to look at theirs on the Account page.",
        )
    else:
        found = None
    return found


def _answered(error: Exception) -> int | None:
    """Return the code of an answer; of several, that of a permanent refusal."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _words in error.recipients.values())
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None


def _is_unwritable(error: Exception) -> bool:
    """Whether an address cannot be put into a message."""
    return isinstance(error, ValueError) and not isinstance(error, OSError)


def _of_tls(error: Exception, where: str) -> Fault | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Fault(
            "certificate",
            f"The certificate of the mail server {where} is not right: "
            f"{error.verify_message.rstrip('.')}. Look at the host in EMAIL_URL, "
            "or tell whoever runs that server.",
        )
    if isinstance(error, NoStartTlsError):
        return Fault(
            "no-starttls",
            f"The mail server {where} offers no encryption (STARTTLS), so it was sent nothing. "
            "Look at the port in EMAIL_URL, or begin it with smtps://.",
        )
    if isinstance(error, ssl.SSLError):
        return Fault(
            "no-tls",
            f"The mail server {where} does not encrypt from the start. "
            "Begin EMAIL_URL with smtp://, or name another port.",
        )
    return None


def _of_network(error: BaseException, where: str) -> Fault | None:
    if isinstance(error, socket.gaierror):
        return Fault(
            "host-unknown",
            f"The host of {where} is not known. Look at the host in EMAIL_URL, "
            "and at whether this machine can look names up.",
        )
    if isinstance(error, ConnectionRefusedError):
        return Fault(
            "closed",
            f"Nothing listens at {where}: the port is closed. Look at the port in EMAIL_URL.",
        )
    if isinstance(error, TimeoutError):
        return Fault(
            "no-answer",
            f"The mail server {where} does not answer. It is off, a firewall is between, "
            "or the port in EMAIL_URL wants smtps://.",
        )
    if isinstance(
        error, smtplib.SMTPServerDisconnected | smtplib.SMTPResponseException | ConnectionError
    ):
        return Fault(HUNG_UP, f"The mail server {where} hangs up in the middle.")
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        return Fault(
            "no-way",
            f"There is no way from this machine to {where}. Look at the host in EMAIL_URL, "
            "and at this machine's network.",
        )
    return None
