"""Messages without a mail server: printed, without their recipients."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.core.mail.backends import console


class EmailBackend(console.EmailBackend):
    """Django's own without the headers: a service's output stays in its log."""

    def write_message(self, message: EmailMessage) -> None:
        """Print the text of a message."""
        self.stream.write(f"{message.subject}\n\n{message.body}\n{'-' * 79}\n")
