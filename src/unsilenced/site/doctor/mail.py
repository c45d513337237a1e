"""Looking at the mail server: one message to one address, if the administrator asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from unsilenced.process.doctor.finding import Code, Finding, fine, look, mend
from unsilenced.process.doctor.patient import Patient
from unsilenced.process.settings.environment import unusable
from unsilenced.site.configuration import Configuration, readers

PATIENCE = 10
"""Seconds to wait for the mail server each time."""


def of_settings(set_up: Configuration) -> Iterator[Finding]:
    """Look whether there is a mail server."""
    if set_up.mail_server is None:
        yield look(
            Code.MAIL_NONE,
            "There is no mail server, so digests go to nobody.",
            "Set EMAIL_URL and EMAIL_FROM.",
        )
    else:
        yield fine("mail", "There is a mail server. `unsilenced doctor --mail` tries it.")


def of_message(set_up: Configuration, patient: Patient, recipient: str) -> Iterator[Finding]:
    """Send one message that says nothing. No finding names its recipient."""
    if set_up.mail_server is None or unusable(readers()):
        yield from of_settings(set_up)
        return
    patient.read_settings()
    from django.conf import settings  # noqa: PLC0415 - set up only now
    from django.core.mail import EmailMessage  # noqa: PLC0415

    from unsilenced.process.mailing.delivery import deliver  # noqa: PLC0415

    settings.EMAIL_TIMEOUT = PATIENCE
    name = set_up.site_name
    delivery = deliver([EmailMessage(subject=name, body=name, to=[recipient])])
    for fault in delivery.faults:
        yield mend(Code.MAIL_FAILED, fault.line, f"What failed is called {fault.code}.")
    if not delivery.unsent:
        yield fine("mail", "The mail server took the message. See whether it arrived.")
