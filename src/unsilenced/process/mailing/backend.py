"""Django's way to a mail server, without facts about the machine and the program.

Django names the machine in what it greets with and in each `Message-ID`, beside the number of the
process. Here both go by the sender's domain, which stands in the message anyway.
"""

from __future__ import annotations

import secrets
import smtplib
from collections.abc import Callable, Sequence
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.utils.encoding import punycode

from unsilenced.process.mailing.faults import NoStartTlsError


class _Encrypting(smtplib.SMTP):
    """A connection with an error of its own for a server that does not encrypt."""

    def starttls(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        """Encrypt from here on."""
        try:
            return super().starttls(*arguments, **named)
        except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException) as error:
            raise NoStartTlsError from error


class EmailBackend(smtp.EmailBackend):
    """Django's own, under the sender's domain, which marks messages as automatic."""

    @property
    def connection_class(self) -> Callable[..., smtplib.SMTP]:  # type: ignore[override]
        """The class with which Django connects."""
        made: type[smtplib.SMTP] = smtplib.SMTP_SSL if self.use_ssl else _Encrypting

        def connected(host: str, port: int, **how: Any) -> smtplib.SMTP:
            return made(host, port, **how | {"local_hostname": sender_domain()})

        return connected

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send messages; raise the error of the first that could not be sent."""
        for message in email_messages:
            message.extra_headers |= {
                "Message-ID": f"<{secrets.token_hex(16)}@{sender_domain()}>",
                "Auto-Submitted": "auto-generated",
            }
        return super().send_messages(email_messages)


def sender_domain() -> str:
    """Return the domain of EMAIL_FROM."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    _person, at, domain = address.rpartition("@")
    return punycode(domain) if at and domain else "localhost"
