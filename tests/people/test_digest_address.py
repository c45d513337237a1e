"""The digest goes where a person wants it, and nowhere unless they say so."""

import pytest
from people.desk import at_desk

from unsilenced.people.models import User


@pytest.fixture
def desk(project):
    return at_desk(project)[0]


def test_nobody_has_an_address_until_they_give_one(desk):
    assert desk.get("digest").json() == {"email": ""}


def test_an_address_is_given_changed_and_taken_back(desk):
    for address in ("amara@example.org", "a.okafor@example.org", ""):
        assert desk.post("digest", {"email": f" {address} "}).json() == {"email": address}
        assert desk.get("digest").json() == {"email": address}


@pytest.mark.parametrize(
    "address",
    [
        "amara",
        "a@b@example.org",
        "a@example.org\nBcc: b@example.org",
        "a" * 250 + "@x.org",
        None,
        3,
    ],
)
def test_what_is_no_address_is_refused_and_the_old_one_kept(desk, address):
    desk.post("digest", {"email": "amara@example.org"})
    refused = desk.post("digest", {"email": address})
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "email")
    assert User.objects.get().email == "amara@example.org"
