"""Every route as everybody, with correct bodies: people get what is theirs and nothing else.

tests/people/test_gate.py shows who may enter each address of the desk. Here calls are complete
and correct, so that only their sender is wrong; and what they name belongs to somebody else.
"""

import uuid

import pytest
from fuzz.routes import every_route
from fuzz.world import OF_A_WARNING, World
from people.desk import Desk, MadeKey, Somebody, at_desk, new_sheet, remove
from people.kinds import OTHER_KINDS, at_desk_of
from people.member_browser import as_member, invite_both
from reports.stored import everything
from reports.writer import Writer, as_json
from roles.making import (
    BEFORE_SESSION,
    CHUNK,
    HALF,
    NOT_ENOUGH,
    TOLD_WITHOUT_KEY,
    WITH_KEY,
    calls,
    make,
    place_of,
    role_of,
)

from unsilenced.people.models import Organisation
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.context import RecordKind

OPEN = {200, 201}

# What people of every kind of organisation have: their own account, their keys and their people.
OF_EVERY_KIND = (
    *BEFORE_SESSION,
    *HALF,
    *("log-out", "keys", "passphrase", "set-up", "digest", "factors", "team"),
)
# Of that, what names somebody or something of an organisation.
NAMES_SOMEBODY = {
    "team/grants",
    "team/remove",
    "team/recovery",
    "team/recovery/known",
    "team/invitations/<uuid:invitation>",
}


@pytest.fixture
def world(transactional_db, keyholder):
    made = World(keyholder)
    yield made
    made.end()


@pytest.fixture
def roles(world):
    """Browsers of everybody who is not a caseworker of the project, by who they are."""
    fresh = Desk()
    fresh.enrol(world.willow.project, Somebody("Fresh"))
    not_set_up = Desk().join(
        Organisation.objects.create(slug="empty", name="Empty Project (invented)"), Somebody("Eve")
    )
    removed, gone = at_desk(world.willow, "Gone")
    assert remove(world.inside, gone.id, MadeKey()).status_code == 200
    return {
        "nobody": world.nobody,
        "half a session": world.half,
        "enrolled without a second factor": fresh,
        "of a project that is not set up": not_set_up,
        "removed": removed,
        "a member": world.kestrels,
    }


@pytest.fixture
def other_kinds(world):
    """Browsers of people of each other kind of organisation, which is set up, by who they are."""
    return {kind.label: at_desk_of(kind, f"Eve {kind}", kind) for kind in OTHER_KINDS}


@pytest.fixture
def outsiders(world, roles, other_kinds):
    """Browsers of everybody who is not a member, by who they are."""
    left, gone = (as_member(world.willow, name)[0] for name in ("Left", "Gone away"))
    assert left.post("leave").status_code == 200
    (listed,) = (
        each
        for each in world.inside.get("members").json()["members"]
        if each["pseudonym"] == "Gone away"
    )
    assert world.inside.delete(f"members/{listed['id']}").status_code == 200
    del roles["a member"]
    return {
        **roles,
        **other_kinds,
        "a caseworker": world.inside,
        "another project's caseworker": world.theirs.desk,
        "a member who left": left,
        "a member who was removed": gone,
    }


@pytest.fixture
def keyless(world):
    """Somebody who joined the project but has no key yet."""
    return Desk().join(world.willow.project, Somebody("Dara"))


def test_a_caseworker_may_do_everything_that_is_documented(world, subtests):
    for route, method in calls(world, "desk"):
        with subtests.test(f"{method} {route}"):
            if route.pattern.endswith("<int:index>"):
                put_chunk(world)
            answer = make(world, world.browser(role_of(route)), route, method)
            wanted = NOT_ENOUGH.get(route.pattern)
            assert answer.status_code in ({wanted} if wanted else OPEN), answer.content
            world.put_back(world.changes())


def test_a_member_may_do_everything_that_is_documented(world, subtests):
    for route, method in calls(world, "members"):
        with subtests.test(f"{method} {route}"):
            answer = make(world, world.browser(role_of(route)), route, method)
            assert answer.status_code in OPEN, answer.content
            world.put_back(world.changes())


def test_nobody_else_may_do_any_of_what_members_do(world, outsiders, subtests):
    before = everything()
    for who, browser in outsiders.items():
        for route, method in calls(world, "members"):
            if place_of(route) in BEFORE_SESSION:
                continue
            with subtests.test(f"{who}: {method} {route}"):
                answer = make(world, browser, route, method, receipt=world.writer.authorization)
                assert answer.status_code == 401, answer.content
    assert everything() == before


def test_no_address_of_members_names_anybody_so_each_reaches_their_own_alone(world):
    assert not [route for route, _method in calls(world, "members") if route.places]
    own = [
        browser.get("account").json()["member"]["id"]
        for browser in (world.kestrels, world.theirs.browser)
    ]
    assert own == [str(world.kestrel.id), str(world.theirs.member.id)]


def test_a_caseworker_without_the_key_cannot_act_for_the_project(world, keyless, subtests):
    before = everything()
    for route, method in calls(world, "desk"):
        place = place_of(route)
        if place.startswith(WITH_KEY) and place not in TOLD_WITHOUT_KEY:
            with subtests.test(f"{method} {route}"):
                answer = make(world, keyless, route, method)
                assert answer.status_code == 403, answer.content
                assert answer.json()["error"]["code"] == "key-not-held"
    assert everything() == before


def put_chunk(world):
    browser = world.browser("anonymous")
    route = next(each for each in every_route() if each.pattern == CHUNK)
    answer = make(world, browser, route, "PUT", receipt=world.writer.authorization)
    assert answer.status_code == 201


def test_nobody_else_may_do_any_of_it_not_even_with_a_receipt(world, roles, subtests):
    before = everything()
    for who, browser in roles.items():
        for route, method in calls(world, "desk"):
            if is_for(who, route):
                continue
            with subtests.test(f"{who}: {method} {route}"):
                answer = make(world, browser, route, method, receipt=world.writer.authorization)
                assert answer.status_code in {401, 423}, answer.content
    assert everything() == before


def test_people_of_other_kinds_of_organisation_may_do_none_of_casework(
    world, other_kinds, subtests
):
    before = everything()
    for who, browser in other_kinds.items():
        for route, method in calls(world, "desk"):
            if not place_of(route).startswith(OF_EVERY_KIND):
                with subtests.test(f"{who}: {method} {route}"):
                    answer = make(world, browser, route, method, receipt=world.writer.authorization)
                    assert answer.status_code == 404, answer.content
                    assert answer.json()["error"]["code"] == "not-here"
    assert everything() == before


def test_nor_do_anything_with_a_projects_people_and_keys(world, other_kinds, subtests):
    before = everything()
    for who, browser in other_kinds.items():
        for route, method in calls(world, "desk"):
            if place_of(route) in NAMES_SOMEBODY:
                with subtests.test(f"{who}: {method} {route}"):
                    answer = make(world, browser, route, method, receipt=world.writer.authorization)
                    assert answer.status_code in {403, 404, 409}, answer.content
    assert everything() == before


def is_for(who, route):
    """Whether that route is for people who are not caseworkers of a project that is set up."""
    place = place_of(route)
    if place in BEFORE_SESSION or place == "leave/":
        return True
    begun = who in {"half a session", "enrolled without a second factor"}
    if place == "log-out" or place in HALF:
        return begun or who == "of a project that is not set up"
    if place.startswith("factors") and not place.startswith(("factors/recovery", "factors/<")):
        return who in {"enrolled without a second factor", "of a project that is not set up"}
    own = {"keys", "passphrase", "set-up", "digest", "factors/recovery-codes"}
    if place in own or place.startswith("factors/<"):
        return who == "of a project that is not set up"
    return False


def theirs_in(world, route):
    """What another project has that the `uid` in a route can name."""
    is_warning = route.pattern.startswith(OF_A_WARNING)
    return world.theirs.draft if is_warning else world.theirs.uid


def test_another_projects_things_are_not_here(world, subtests):
    theirs = {
        "report": str(world.theirs.report.uid),
        "index": "0",
        "factor": "passkey-1",
        "invitation": str(uuid.uuid4()),
        "member": str(world.theirs.member.id),
    }
    invite_both(world.harbour.project, theirs["invitation"])
    before = everything()
    for route, method in calls(world, "desk"):
        if route.places:
            with subtests.test(f"{method} {route}"):
                uid = theirs_in(world, route)
                places = theirs | {"uid": str(uid)}
                answer = make(world, world.inside, route, method, places=places)
                assert answer.status_code == 404, answer.content
    assert everything() == before


def test_another_projects_people_and_keys_are_not_here_either(world):
    mine, their_key = str(world.report.uid), str(world.harbour.key.pk)
    their_person, their_desk = str(world.theirs.person.id), world.theirs.desk
    made = MadeKey()
    envelope = made.envelope_for(world.amara.id, world.amara.public_key)
    removal = {**made.members(), "grants": [{"user": str(world.amara.id), "envelope": envelope}]}
    removing = {"key": removal, "sheet": new_sheet(world.inside, made.sheet)}
    before = everything()
    for answer in (
        world.inside.post(f"reports/{mine}/assignment", {"user": their_person}),
        world.inside.post("team/remove", {"user": their_person, **removing}),
        grant(world.inside, their_person, str(world.willow.key.pk), envelope),
        grant(world.inside, str(world.amara.id), their_key, envelope),
        grant(their_desk, str(world.amara.id), str(world.willow.key.pk), envelope),
    ):
        assert answer.status_code == 404, answer.content
    assert everything() == before


def grant(browser, user, key, envelope):
    return browser.post(
        "team/grants", {"grants": [{"user": user, "key": key, "envelope": envelope}]}
    )


def test_lists_hold_ones_own_projects_things_alone(world):
    inside, theirs = world.inside, world.theirs.desk
    listed = [
        {each["uid"] for each in browser.get("reports").json()["reports"]}
        for browser in (inside, theirs)
    ]
    assert listed == [{str(world.report.uid)}, {str(world.theirs.report.uid)}]
    members = [
        {each["name"] for each in browser.get("team").json()["members"]}
        for browser in (inside, theirs)
    ]
    assert members == [{"Amara", "Joel"}, {"Bo"}]
    listed = [
        {each["pseudonym"] for each in browser.get("members").json()["members"]}
        for browser in (inside, theirs)
    ]
    assert listed == [{"Kestrel", "Wren"}, {"Merlin"}]
    listed = [
        {each["uid"] for each in browser.get("warnings").json()["warnings"]}
        for browser in (inside, theirs)
    ]
    assert listed == [{str(world.warning), str(world.draft)}, {str(world.theirs.draft)}]
    listed = [
        {each["uid"] for each in browser.get("review-requests").json()["requests"]}
        for browser in (inside, theirs)
    ]
    assert listed == [{str(world.photo.uid)}, {str(world.theirs.uid)}]
    keys = [
        {each["key"] for each in browser.get("keys").json()["grants"]}
        for browser in (inside, theirs)
    ]
    assert keys == [{str(world.willow.key.pk)}, {str(world.harbour.key.pk)}]


def test_a_reporter_needs_their_receipt_and_a_session_is_none(world, subtests):
    before = everything()
    for route, method in calls(world, "public"):
        if not route.pattern.startswith("return/"):
            continue
        for browser in (world.nobody, world.inside, world.theirs.desk, world.half):
            for receipt in ("", f"Receipt {to_b64u(bytes(32))}"):
                with subtests.test(f"{method} {route}"):
                    answer = make(world, browser, route, method, receipt=receipt)
                    assert answer.status_code == 404
                    assert answer.json()["error"]["code"] == "no-such-receipt"
    assert everything() == before


def test_a_reporter_may_do_everything_that_is_documented(world, subtests):
    for route, method in calls(world, "public"):
        if route.pattern == "leave/":
            continue
        with subtests.test(f"{method} {route}"):
            if route.pattern == CHUNK and method == "GET":
                put_chunk(world)
            answer = make(world, world.nobody, route, method, receipt=world.writer.authorization)
            assert answer.status_code in OPEN, answer.content
            world.put_back(world.changes())


@pytest.mark.parametrize("of", ["willow", "harbour"])
def test_another_reporters_photos_are_not_here(world, subtests, of):
    other = Writer.of(getattr(world, of))
    other.sent()
    put_chunk(world)
    before = everything()
    for route, method in calls(world, "public"):
        if "uid" in route.places:
            with subtests.test(f"{method} {route}"):
                answer = make(world, world.nobody, route, method, receipt=other.authorization)
                assert answer.status_code == 404
    assert everything() == before


def test_another_reporters_identifiers_cannot_be_used_again(world):
    other = Writer.of(world.willow)
    other.sent()
    message = world.writer.seal()
    assert world.writer.call("/return/messages", as_json(message)).status_code == 201
    before = everything()
    for path, taken in (
        ("/return/messages", message.uid),
        ("/return/messages", world.photo.uid),
        ("/return/attachments", world.photo.uid),
        ("/return/messages", world.writer.report),
    ):
        kind = RecordKind.REPORTER_MESSAGE
        forged = {**as_json(other.seal(kind=kind)), "uid": str(taken), "chunks": 1}
        answer = other.call(path, forged)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "uid-taken")
    assert everything() == before
