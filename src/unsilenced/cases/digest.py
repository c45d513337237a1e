"""The digest: a message at fixed hours that says nothing, so that nothing can be read from it.

It goes out whether or not there is news. Who sees a mailbox, or the mail on its way, learns
neither what the site is for nor whether anything happened. Where the site runs out of room or has
refused what was sent, one more sentence says that somebody should look, and nothing of why.
"""

from __future__ import annotations

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from unsilenced.people.models import User
from unsilenced.reports import quotas, storage
from unsilenced.reports.storage import Stored


def send_digest() -> int:
    """Send the message to each caseworker who has an address; return to how many it failed."""
    addresses = User.objects.active().exclude(email="").values_list("email", flat=True)
    return sum(not _send(address) for address in addresses.order_by("email"))


def _regular() -> str:
    return _(
        "This is the regular message from %(site)s.\n\n"
        "It comes at the same hours every day, whether or not there is something new. "
        "Please log in to look. It never holds a link: type the address yourself."
    )


def _news_of_the_site() -> list[str]:
    news = []
    if storage.is_short(Stored.PHOTO):
        news.append(
            _("The storage is nearly full. Please tell the person who looks after the site.")
        )
    if quotas.was_reached():
        news.append(_("The limit of a day was reached. Please log in today."))
    return news


def _send(address: str) -> bool:
    site = settings.CONFIGURATION.site_name
    message = EmailMessage(
        subject=site,
        body="\n\n".join([_regular() % {"site": site}, *_news_of_the_site()]),
        to=[address],
        connection=get_connection(),
    )
    try:
        message.send()
    except (SMTPException, OSError):
        return False
    return True
