"""The digest: a message at fixed hours that says nothing, so that nothing can be read from it.

It goes out whether or not there is news. Somebody who sees a mailbox, or the mail on its way,
learns neither the site's purpose nor whether anything happened. One more sentence says if the site
runs out of room, has refused reports, or could not send the last message. Only people who may read
reports learn that reports were refused.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.cases.models import DigestOutcome
from unsilenced.people.models import User
from unsilenced.people.permissions import Permission, may
from unsilenced.process.mailing.delivery import Delivery, deliver
from unsilenced.reports.intake import quotas, storage
from unsilenced.reports.intake.storage import Stored

SENDING = dt.timedelta(minutes=15)
"""How long after its hour the site may still be sending a digest."""

_HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class DigestState:
    """The day on which a digest last reached everybody, and what is owed since."""

    last_sent: dt.date | None
    is_owed: bool
    fault: str
    """Why the last one did not go out (process/mailing/faults.py); empty if nobody tried."""


def is_due(moment: dt.datetime) -> bool:
    """Whether a digest goes out in the full hour that begins at `moment`.

    In spring the clock skips an hour of the night: its digest goes out in the next hour. In autumn
    an hour comes twice: its digest goes out the first time.
    """
    now, before = (
        timezone.localtime(each).replace(tzinfo=None) for each in (moment, moment - _HOUR)
    )
    begun = {(now - _HOUR * each).hour for each in range((now - before) // _HOUR)}
    return not begun.isdisjoint(settings.CONFIGURATION.digest_hours)


def send_digest(now: dt.datetime | None = None) -> Delivery:
    """Send the message to each person who has an address, and note whether it went out."""
    people = User.objects.active().exclude(email="").select_related("organisation")
    site = settings.CONFIGURATION.site_name
    texts = {may_read: _text(now, of_reports=may_read) for may_read in (False, True)}
    delivery = deliver(
        [
            EmailMessage(
                subject=site, body=texts[may(person, Permission.REPORT_READ)], to=[person.email]
            )
            for person in people.order_by("email")
        ]
    )
    _note(delivery, timezone.localtime(now))
    return delivery


def digest_state(now: dt.datetime | None = None) -> DigestState:
    """Return the day of the last digest, and whether one is owed.

    One is owed if it did not reach everybody, or if the site was off at its hour. Before the first
    try none is owed.
    """
    kept = {each.went_out: each for each in DigestOutcome.objects.all()}
    sent, failed = kept.get(True), kept.get(False)
    last_sent = _hour_of(sent)
    last_tried = max(last_sent, _hour_of(failed))
    is_missed = bool(kept) and last_tried < _last_due(timezone.localtime(now) - SENDING)
    return DigestState(
        last_sent=sent.day if sent else None,
        is_owed=is_missed or last_sent < last_tried,
        fault=failed.fault if failed and not is_missed and last_sent < last_tried else "",
    )


def _note(delivery: Delivery, now: dt.datetime) -> None:
    fault = delivery.faults[0].code if delivery.faults else ""
    DigestOutcome.objects.update_or_create(
        went_out=not delivery.unsent,
        defaults={"day": now.date(), "hour": now.hour, "fault": fault},
    )


def _hour_of(outcome: DigestOutcome | None) -> tuple[dt.date, int]:
    return (outcome.day, outcome.hour) if outcome else (dt.date.min, 0)


def _last_due(now: dt.datetime) -> tuple[dt.date, int]:
    """Return the day and the hour of the last digest that was due at `now`."""
    hours = settings.CONFIGURATION.digest_hours
    today = [hour for hour in hours if hour <= now.hour]
    day = now.date() if today else now.date() - dt.timedelta(days=1)
    return day, max(today or hours)


def _text(now: dt.datetime | None, *, of_reports: bool) -> str:
    said = _(
        "This is the regular message from %(site)s.\n\n"
        "It comes at the same hours every day, whether or not there is something new. "
        "Please log in to look. It never holds a link: type the address yourself."
    )
    regular = said % {"site": settings.CONFIGURATION.site_name}
    return "\n\n".join([regular, *_news_of_the_site(now, of_reports=of_reports)])


def _news_of_the_site(now: dt.datetime | None, *, of_reports: bool) -> list[str]:
    news = []
    if storage.is_short(Stored.PHOTO):
        news.append(
            _("The storage is nearly full. Please tell the person who looks after the site.")
        )
    if of_reports and quotas.was_reached():
        news.append(_("The limit of a day was reached. Please log in today."))
    if digest_state(now).is_owed:
        news.append(_("The message before this one did not reach everybody."))
    return news
