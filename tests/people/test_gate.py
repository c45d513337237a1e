"""Every address of the desk is behind the gate, and refuses everybody who may not enter."""

import re
import uuid
from dataclasses import dataclass
from io import BytesIO

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from people.desk import Desk, MadeKey, Somebody, at_desk, remove, send_photo, send_report
from people.kinds import OTHER_KINDS, at_desk_of
from people.member_browser import as_member, invite_both
from warned import asker
from warned.warner import KeyHolder, Warner

from unsilenced.demo.invented_people import InventedProject, invent_project
from unsilenced.people.models import Organisation, User
from unsilenced.people.permissions import Permission
from unsilenced.reports.models import Report

OUTSIDE = {
    "desk/api/log-in",
    "desk/api/log-in/salt",
    "desk/api/invitation",
    "desk/api/enrol",
    "desk/api/recover",
    "desk/api/recover/open",
    "desk/api/recover/ask",
    "desk/api/recover/keys",
    "desk/log-in/",
    "desk/invitation/",
    "desk/recover/",
}
HALF = {
    "desk/api/log-in/totp",
    "desk/api/log-in/recovery-code",
    "desk/api/log-in/passkey",
    "desk/api/log-in/passkey/options",
}
CHOOSING = {
    "desk/api/factors/totp",
    "desk/api/factors/totp/begin",
    "desk/api/factors/passkey",
    "desk/api/factors/passkey/begin",
}
BEFORE_SET_UP = {
    "desk/api/factors",
    "desk/api/factors/recovery-codes",
    "desk/api/factors/<slug:factor>",
    "desk/api/digest",
    "desk/api/keys",
    "desk/api/passphrase",
    "desk/api/set-up",
    "desk/set-up/",
}
HOLDING_KEY = {
    "desk/api/team/invitations",
    "desk/api/team/invitations/<uuid:invitation>",
    "desk/api/team/grants",
    "desk/api/team/remove",
    "desk/api/team/sheet",
    "desk/api/team/recovery",
    "desk/api/team/recovery/known",
    "desk/api/members",
    "desk/api/members/<uuid:member>",
    "desk/api/member-invitations",
    "desk/api/member-invitations/<uuid:invitation>",
    "desk/api/warnings",
    "desk/api/warnings/<uuid:uid>",
    "desk/api/warnings/<uuid:uid>/draft",
    "desk/api/warnings/<uuid:uid>/discard",
    "desk/api/warnings/<uuid:uid>/approve",
    "desk/api/warnings/<uuid:uid>/renew",
    "desk/api/warnings/<uuid:uid>/take-down",
    "desk/api/warnings/<uuid:uid>/entries",
    "desk/api/four-eyes",
    "desk/api/tokens",
    "desk/api/review-requests",
    "desk/api/review-requests/<uuid:uid>/close",
    "desk/api/reports/<uuid:report>/warnings",
    "desk/api/reports",
    "desk/api/reports/messages",
    "desk/api/reports/<uuid:report>",
    "desk/api/reports/<uuid:report>/earlier",
    "desk/api/reports/<uuid:report>/opened",
    "desk/api/reports/<uuid:report>/messages",
    "desk/api/reports/<uuid:report>/notes",
    "desk/api/reports/<uuid:report>/assignment",
    "desk/api/reports/<uuid:report>/aside",
    "desk/api/reports/<uuid:report>/deletion",
    "desk/api/reports/<uuid:report>/deletion/agreed",
    "desk/api/reports/<uuid:report>/attachments/<uuid:uid>/<int:index>",
}


# What each address needs, and by which method: one that is not here makes a test fail.
NEEDED = {
    Permission.ACCOUNT_OWN: {
        "GET desk/",
        "GET desk/account/",
        "GET desk/api/digest",
        "POST desk/api/digest",
        "GET desk/api/factors",
        "DELETE desk/api/factors/<slug:factor>",
        "POST desk/api/factors/recovery-codes",
        "GET desk/api/keys",
        "POST desk/api/passphrase",
    },
    Permission.ORGANISATION_SET_UP: {"GET desk/set-up/", "POST desk/api/set-up"},
    Permission.PEOPLE_READ: {
        "GET desk/team/",
        "GET desk/api/team",
        "GET desk/api/team/recovery/news",
    },
    Permission.PEOPLE_INVITE: {
        "POST desk/api/team/invitations",
        "DELETE desk/api/team/invitations/<uuid:invitation>",
    },
    Permission.PEOPLE_REMOVE: {"POST desk/api/team/remove"},
    Permission.KEYS_GRANT: {
        "POST desk/api/team/grants",
        "POST desk/api/team/recovery",
        "POST desk/api/team/recovery/known",
    },
    Permission.SHEET_REPLACE: {"POST desk/api/team/sheet"},
    Permission.MEMBERS_INVITE: {
        "GET desk/api/members",
        "POST desk/api/member-invitations",
        "DELETE desk/api/member-invitations/<uuid:invitation>",
    },
    Permission.MEMBERS_REMOVE: {"DELETE desk/api/members/<uuid:member>"},
    Permission.REPORT_READ: {
        "GET desk/reports/<uuid:report>/",
        "GET desk/api/reports",
        "GET desk/api/reports/messages",
        "GET desk/api/reports/<uuid:report>",
        "GET desk/api/reports/<uuid:report>/earlier",
        "POST desk/api/reports/<uuid:report>/opened",
        "GET desk/api/reports/<uuid:report>/attachments/<uuid:uid>/<int:index>",
    },
    Permission.REPORT_ADD: {"GET desk/new/", "POST desk/api/reports"},
    Permission.REPORT_ANSWER: {
        "POST desk/api/reports/<uuid:report>/messages",
        "POST desk/api/reports/<uuid:report>/notes",
        "POST desk/api/reports/<uuid:report>/assignment",
    },
    Permission.REPORT_REMOVE: {
        "POST desk/api/reports/<uuid:report>/aside",
        "POST desk/api/reports/<uuid:report>/deletion",
        "POST desk/api/reports/<uuid:report>/deletion/agreed",
    },
    Permission.WARNING_READ: {
        "GET desk/warnings/",
        "GET desk/api/warnings",
        "GET desk/api/warnings/<uuid:uid>",
    },
    Permission.WARNING_DRAFT: {
        "GET desk/reports/<uuid:report>/warning/",
        "POST desk/api/reports/<uuid:report>/warnings",
        "POST desk/api/warnings/<uuid:uid>/draft",
        "POST desk/api/warnings/<uuid:uid>/discard",
    },
    Permission.WARNING_APPROVE: {
        "POST desk/api/warnings/<uuid:uid>/approve",
        "POST desk/api/warnings/<uuid:uid>/renew",
        "POST desk/api/warnings/<uuid:uid>/take-down",
        "POST desk/api/warnings/<uuid:uid>/entries",
        "POST desk/api/four-eyes",
    },
    Permission.REVIEW_READ: {"GET desk/review-requests/", "GET desk/api/review-requests"},
    Permission.REVIEW_CLOSE: {"POST desk/api/review-requests/<uuid:uid>/close"},
    Permission.TOKENS_ISSUE: {"POST desk/api/tokens"},
}
FOR_EVERYBODY = {
    Permission.ACCOUNT_OWN,
    Permission.ORGANISATION_SET_UP,
    Permission.PEOPLE_READ,
    Permission.PEOPLE_INVITE,
    Permission.PEOPLE_REMOVE,
    Permission.KEYS_GRANT,
    Permission.SHEET_REPLACE,
}

INVITED = uuid.uuid4()
ANYWHERE = {
    "report": uuid.UUID(int=4),
    "invitation": uuid.UUID(int=4),
    "member": uuid.UUID(int=4),
    "uid": uuid.UUID(int=4),
    "index": 0,
    "factor": "totp-1",
}


@dataclass(frozen=True)
class Door:
    """One method of one address, and the gate that stands before it."""

    route: str
    method: str
    gate: str
    permission: Permission | None = None

    def __str__(self):
        return f"{self.method} {self.route}"

    @property
    def is_page(self):
        return not self.route.startswith("desk/api/")

    def path(self, places=ANYWHERE):
        return "/" + re.sub(r"<\w+:(\w+)>", lambda place: str(places[place[1]]), self.route)

    def knock(self, desk, *, csrf=True, places=ANYWHERE, **headers):
        token = {"X-CSRFToken": desk.csrf} if csrf else {}
        return desk.client.generic(
            self.method,
            self.path(places),
            b"{}",
            content_type="application/json",
            headers={
                "Accept": "text/html" if self.is_page else "application/json",
                **token,
                **headers,
            },
        )


def walk(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        elif route.startswith("desk/"):
            yield route, pattern.callback


ROUTES = list(walk(get_resolver().url_patterns))
DOORS = [
    Door(route, method, gate, view.permissions[method])
    for route, view in ROUTES
    for method, gate in getattr(view, "gates", {}).items()
]


def doors(*gates):
    found = [door for door in DOORS if not gates or door.gate in gates]
    return pytest.mark.parametrize("door", found, ids=str)


def inner_doors():
    return doors(*{door.gate for door in DOORS} - {"anonymous"})


def code_of(answer):
    return answer.json()["error"]["code"]


def routes_of(gate):
    return {door.route for door in DOORS if door.gate == gate}


@dataclass(frozen=True)
class Willow:
    """A project, and the browsers of those who stand before its doors."""

    invented: InventedProject
    inside: Desk
    half: Desk
    """Of somebody who has a second factor and has not given it yet."""
    fresh: Desk
    """Of somebody who has just enrolled."""
    keyless: Desk
    """Of somebody who joined, and whom nobody has given the key."""
    not_set_up: Desk
    """Of somebody whose project is not set up."""


@pytest.fixture(scope="module")
def willow(made_once):
    invented = invent_project("Willow Project (invented)", "willow")
    hal, half, fresh = Somebody("Hal"), Desk(), Desk()
    Desk().join(invented.project, hal)
    half.begin_log_in(hal)
    fresh.enrol(invented.project, Somebody("Fay"))
    empty = Organisation.objects.create(slug="empty", name="Empty Project (invented)")
    return Willow(
        invented,
        inside=at_desk(invented)[0],
        half=half,
        fresh=fresh,
        keyless=Desk().join(invented.project, Somebody("Dara")),
        not_set_up=Desk().join(empty, Somebody("Sam")),
    )


@pytest.fixture(scope="module")
def removed_once(made_once):
    """Somebody who was removed from a project of their own."""
    hazel = invent_project("Hazel Project (invented)", "hazel")
    colleague, (desk, bo) = at_desk(hazel, "Joel")[0], at_desk(hazel, "Bea")
    remove(colleague, bo.id, MadeKey())
    return desk


@pytest.fixture
def somebody():
    return Somebody("Noor")


@pytest.fixture
def project(willow):
    return willow.invented


@pytest.fixture
def half(willow):
    return willow.half.again()


@pytest.fixture
def fresh(willow):
    return willow.fresh.again()


@pytest.fixture
def not_set_up(willow):
    return willow.not_set_up.again()


@pytest.fixture
def inside(willow):
    return willow.inside.again()


@pytest.fixture
def keyless(willow):
    return willow.keyless.again()


@pytest.fixture
def removed(removed_once):
    return removed_once.again()


def assert_shut(door, answer, status, code, leads_to="/desk/log-in/"):
    if door.is_page:
        assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)
    else:
        assert (answer.status_code, code_of(answer)) == (status, code)


@pytest.mark.parametrize(("route", "view"), ROUTES, ids=[route for route, _view in ROUTES])
def test_every_address_of_the_desk_is_behind_the_gate(route, view):
    assert view.gates


def test_only_what_must_be_is_before_the_full_gate():
    assert routes_of("anonymous") == OUTSIDE
    assert routes_of("half_session") == HALF
    assert routes_of("choosing_factor") == CHOOSING
    assert routes_of("with_project_key") == HOLDING_KEY
    assert routes_of("enrolling") == BEFORE_SET_UP
    assert routes_of("any_session") == {"desk/api/log-out"}


def test_each_address_needs_the_permission_that_is_written_here():
    needed = {str(door): door.permission for door in DOORS if door.permission}
    assert needed == {door: permission for permission, all_ in NEEDED.items() for door in all_}
    assert set(NEEDED) == set(Permission)


def test_only_the_state_of_the_session_matters_where_no_permission_is_needed():
    without = {door.gate for door in DOORS if door.permission is None}
    assert without == {"anonymous", "half_session", "any_session", "choosing_factor"}


def assert_not_here(door, answer):
    assert answer.status_code == 404
    if not door.is_page:
        assert code_of(answer) == "not-here"


FOR_PROJECTS = [door for door in DOORS if door.permission and door.permission not in FOR_EVERYBODY]


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_what_projects_do_is_not_here_for_people_of_other_kinds(db, subtests, kind):
    desk = at_desk_of(kind, "Eve")
    for door in FOR_PROJECTS:
        with subtests.test(str(door)):
            assert_not_here(door, door.knock(desk))


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_nor_before_they_have_set_up_their_organisation(db, subtests, kind):
    organisation = Organisation.objects.create(kind=kind, slug="empty", name="Empty (invented)")
    desk = Desk().join(organisation, Somebody("Eve"))
    for door in FOR_PROJECTS:
        with subtests.test(str(door)):
            assert_not_here(door, door.knock(desk))


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_their_account_their_keys_and_their_people_are_here(db, subtests, kind):
    desk = at_desk_of(kind, "Eve")
    for door in DOORS:
        if door.permission in FOR_EVERYBODY and "<" not in door.route:
            with subtests.test(str(door)):
                answer = door.knock(desk)
                assert answer.status_code in {200, 201, 302, 409, 422}
                assert answer.headers.get("Location") in {None, "/desk/team/"}


@inner_doors()
@pytest.mark.django_db
def test_nobody_enters_without_logging_in(door):
    assert_shut(door, door.knock(Desk()), 401, "log-in")


@doors("choosing_factor", "enrolling", "logged_in", "with_project_key")
def test_half_a_log_in_opens_nothing(door, half):
    assert_shut(door, door.knock(half), 423, "second-factor")


@doors("enrolling", "logged_in", "with_project_key")
def test_who_has_just_enrolled_must_add_a_second_factor_first(door, fresh):
    assert_shut(door, door.knock(fresh), 423, "second-factor")


@doors("logged_in", "with_project_key")
def test_a_project_must_be_set_up_first(door, not_set_up):
    assert_shut(door, door.knock(not_set_up), 423, "set-up", leads_to="/desk/set-up/")


@doors("with_project_key")
def test_who_was_not_given_the_projects_key_cannot_act_for_it(door, keyless):
    assert_shut(door, door.knock(keyless), 403, "key-not-held")


def test_who_waits_for_the_key_sees_what_the_waiting_page_needs(keyless):
    assert keyless.client.get("/desk/").status_code == 200
    held = keyless.get("keys").json()
    assert (held["grants"], held["project"]["current"] is None) == ([], False)
    assert keyless.get("team").status_code == 200


@doors("half_session")
def test_a_second_factor_cannot_be_tried_without_the_passphrase(door, inside):
    assert_shut(door, door.knock(inside), 401, "log-in")


@inner_doors()
def test_who_was_removed_enters_no_more(door, removed):
    assert_shut(door, door.knock(removed), 401, "log-in")


class SlowBody(BytesIO):
    """A body during whose arrival something happens."""

    def __init__(self, happens):
        super().__init__(b"{}")
        self.happens = happens

    def read(self, *size):
        self.happens()
        self.happens = lambda: None
        return super().read(*size)


@pytest.mark.parametrize(
    "door",
    [
        d
        for d in DOORS
        if d.method == "POST" and d.gate in {"enrolling", "logged_in", "with_project_key"}
    ],
    ids=str,
)
def test_who_is_removed_while_their_call_arrives_does_not_enter(door, project, inside):
    desk, bo = at_desk(project, "Bo")
    body = SlowBody(lambda: remove(inside, bo.id, MadeKey()))
    answer = desk.client.post(
        door.path(),
        "{}",
        content_type="application/json",
        headers={"X-CSRFToken": desk.csrf},
        **{"wsgi.input": body},
    )
    assert not User.objects.get(pk=bo.id).is_active
    assert (answer.status_code, code_of(answer)) == (401, "log-in")


@pytest.mark.parametrize(
    "door", [door for door in DOORS if door.gate != "anonymous" and door.method != "GET"], ids=str
)
def test_a_call_that_changes_something_needs_the_sessions_token(door, request):
    desk = request.getfixturevalue("half" if door.gate == "half_session" else "inside")
    answer = door.knock(desk, csrf=False)
    assert (answer.status_code, code_of(answer)) == (403, "other-site")


@pytest.mark.parametrize("door", [d for d in DOORS if d.method == "POST"], ids=str)
def test_another_sites_call_is_refused(door, inside):
    answer = door.knock(inside, **{"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, code_of(answer)) == (403, "other-site")


@pytest.mark.parametrize(
    "door", [d for d in DOORS if d.gate == "anonymous" and d.method == "POST"], ids=str
)
@pytest.mark.django_db
def test_a_call_before_log_in_cannot_be_a_form(door):
    answer = Client().post(door.path(), "{}", content_type="text/plain")
    assert (answer.status_code, code_of(answer)) == (400, "not-json")


@dataclass(frozen=True)
class Harbour:
    """Another project, somebody at its desk, and where what it has is found."""

    desk: Desk
    places: dict
    warning: uuid.UUID

    def places_of(self, door):
        is_warnings = door.route.startswith("desk/api/warnings/")
        return self.places | ({"uid": self.warning} if is_warnings else {})


@pytest.fixture(scope="module")
def harbour(made_once):
    """Another project; one uid names a photo and a request for review."""
    invented = invent_project("Harbour Project (invented)", "harbour")
    report_uid, reporter = send_report(invented)
    uid = send_photo(invented, report_uid, reporter)
    invite_both(invented.project, INVITED)
    _browser, member = as_member(invented)
    warner = Warner.at(invented, KeyHolder.with_keys(), "Marcela")
    request = {"uid": str(uid), "sealed": [asker.sealed_for(uid, invented)]}
    assert asker.send(request).status_code == 201
    places = {
        "report": report_uid,
        "invitation": INVITED,
        "member": member.id,
        "uid": uid,
        "index": 0,
    }
    warning = warner.compose(Report.objects.get(pk=report_uid))
    return Harbour(at_desk(invented, "Lior")[0], places, warning)


PLACED = [
    door for door in DOORS if "<" in door.route and door.gate in {"logged_in", "with_project_key"}
]


@pytest.mark.parametrize("door", PLACED, ids=str)
def test_what_belongs_to_another_project_is_not_here(door, harbour, inside):
    assert door.knock(inside, places=harbour.places_of(door)).status_code == 404


@pytest.mark.parametrize("door", [door for door in PLACED if not door.is_page], ids=str)
def test_it_is_here_for_the_project_it_belongs_to(door, harbour):
    assert door.knock(harbour.desk.again(), places=harbour.places_of(door)).status_code != 404


@doors()
def test_a_method_that_an_address_does_not_take_is_refused(door, inside):
    taken = {each.method for each in DOORS if each.route == door.route}
    method = next(m for m in ("PATCH", "PUT") if m not in taken)
    assert Door(door.route, method, door.gate).knock(inside).status_code == 405


@pytest.mark.django_db
def test_no_cookie_is_set_before_log_in(somebody):
    desk = Desk()
    for place in ("log-in/salt", "log-in", "invitation", "recover/open"):
        desk.post(place, somebody.log_in_members())
    assert not desk.client.cookies


def test_the_session_changes_at_each_step_of_a_log_in(project, somebody):
    Desk().join(project.project, somebody)
    desk = Desk()
    desk.begin_log_in(somebody)
    first = desk.client.cookies["s"].value
    desk.begin_log_in(somebody)
    assert desk.client.cookies["s"].value != first


def test_logging_in_anew_ends_the_session_there_was(project, inside, somebody):
    bo = Somebody("Bo")
    Desk().join(project.project, bo)
    inside.begin_log_in(bo)
    assert inside.get("keys").status_code == 423


def test_after_log_out_nothing_is_left_of_the_session(inside):
    old = inside.client.cookies["s"].value
    assert inside.post("log-out").status_code == 200
    assert inside.get("keys").status_code == 401
    again = Desk()
    again.client.cookies["s"] = old
    assert again.get("keys").status_code == 401
