"""The months in dates, for the catalogues: Django's Portuguese begins them with a capital.

Our own catalogue comes before Django's, wherever a date is written.
"""

from django.utils.translation import gettext_lazy as _

MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)
