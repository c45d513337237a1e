"""Addresses of the people app's calls."""

from django.urls import include, path

from unsilenced.people.gate import by_method
from unsilenced.people.views import digest, factors, joining, log_in, recovery, team

urlpatterns = [
    path("desk/api/log-in/salt", by_method(POST=log_in.salt)),
    path("desk/api/log-in", by_method(POST=log_in.passphrase)),
    path("desk/api/log-in/totp", by_method(POST=log_in.one_time_password)),
    path("desk/api/log-in/recovery-code", by_method(POST=log_in.recovery_code)),
    path("desk/api/log-in/passkey/options", by_method(POST=log_in.passkey_options)),
    path("desk/api/log-in/passkey", by_method(POST=log_in.passkey)),
    path("desk/api/log-out", by_method(POST=log_in.log_out)),
    path("desk/api/invitation", by_method(POST=joining.invitation)),
    path("desk/api/enrol", by_method(POST=joining.enrol)),
    path("desk/api/set-up", by_method(POST=joining.first_key)),
    path("desk/api/recover/open", by_method(POST=recovery.open_sheet)),
    path("desk/api/recover/ask", by_method(POST=recovery.ask)),
    path("desk/api/recover/keys", by_method(POST=recovery.keys)),
    path("desk/api/recover", by_method(POST=recovery.recover)),
    path("desk/api/factors/totp/begin", by_method(POST=factors.begin_totp)),
    path("desk/api/factors/totp", by_method(POST=factors.add_totp)),
    path("desk/api/factors/passkey/begin", by_method(POST=factors.begin_passkey)),
    path("desk/api/factors/passkey", by_method(POST=factors.add_passkey)),
    path("desk/api/factors/recovery-codes", by_method(POST=factors.new_recovery_codes)),
    path("desk/api/factors", by_method(GET=factors.factors)),
    path("desk/api/factors/<slug:factor>", by_method(DELETE=factors.remove)),
    path("desk/api/passphrase", by_method(POST=factors.new_passphrase)),
    path("desk/api/digest", by_method(GET=digest.address, POST=digest.choose)),
    path("desk/api/keys", by_method(GET=team.keys)),
    path("desk/api/team", by_method(GET=team.team)),
    path("desk/api/team/invitations", by_method(POST=team.invite)),
    path("desk/api/team/invitations/<uuid:invitation>", by_method(DELETE=team.withdraw_invitation)),
    path("desk/api/team/grants", by_method(POST=team.grant)),
    path("desk/api/team/recovery", by_method(POST=recovery.answer)),
    path("desk/api/team/recovery/news", by_method(GET=recovery.news)),
    path("desk/api/team/recovery/known", by_method(POST=recovery.acknowledge)),
    path("desk/api/team/sheet", by_method(POST=team.replace_sheet)),
    path("desk/api/team/remove", by_method(POST=team.remove)),
    path("", include("unsilenced.people.members.calls")),
    path("", include("unsilenced.people.members.desk_calls")),
]
