"""Addresses of the people app's pages."""

from django.urls import path

from unsilenced.people.gate import by_method
from unsilenced.people.views import pages

urlpatterns = [
    path("desk/log-in/", by_method(GET=pages.log_in), name="log-in"),
    path("desk/invitation/", by_method(GET=pages.invitation), name="invitation"),
    path("desk/recover/", by_method(GET=pages.recover), name="recover"),
    path("desk/set-up/", by_method(GET=pages.set_up), name="set-up"),
    path("desk/team/", by_method(GET=pages.team), name="team"),
    path("desk/account/", by_method(GET=pages.account), name="account"),
]
