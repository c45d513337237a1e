"""Messages where there is no mail server: printed, without whom they would have gone to."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.core.mail.backends import console


class EmailBackend(console.EmailBackend):
    """Django's own, but for the head of a message: a service's output is kept as its log."""

    def write_message(self, message: EmailMessage) -> None:
        """Print what a message says."""
        self.stream.write(f"{message.subject}\n\n{message.body}\n{'-' * 79}\n")
