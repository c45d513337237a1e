"""What a member does on the pages, as a person would: by what the page says."""

from functools import cache

from journeys.desk import STRONG, press, see
from journeys.seeding import SEED_MEMBER, keys_of_member, seed
from people.member_browser import Browser, Person, as_member
from playwright.sync_api import Page, expect

from unsilenced.demo.invented_members import first_settings
from unsilenced.demo.invented_people import InventedProject
from unsilenced.people.members import invitations
from unsilenced.people.models import Member
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.passphrase import PassphraseKeys, derive

NAME = "blue heron"
PASSPHRASE = STRONG
SALT = bytes(16)


def invitation(project: InventedProject) -> str:
    """The path of a link that a project gave somebody."""
    token, _kept = invitations.make(project.project)
    return f"/members/join/#{to_b64u(token)}"


def join(page: Page, project: InventedProject, name: str = NAME, prefix: str = "") -> None:
    """Become a member by a link, up to the check."""
    page.goto(prefix + invitation(project))
    page.get_by_label("A name that is not yours").fill(name)
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    expect(page.get_by_text("Very good")).to_be_visible()
    press(page, "Join")
    see(page, "Check")


@cache
def stretched() -> PassphraseKeys:
    """The keys of `PASSPHRASE`; to stretch it is slow by design."""
    return derive(PASSPHRASE, SALT)


def store_member(project: InventedProject, name: str = NAME) -> tuple[Browser, Person]:
    """Store a member who can log in with `PASSPHRASE`; return their browser without a page, too."""
    browser, person = as_member(project, name, salt=SALT, derived=stretched())
    Member.objects.filter(pk=person.id).update(
        settings=first_settings(person.id, person.private_key)
    )
    return browser, person


def start_as_member(
    page: Page, project: InventedProject, name: str = NAME, prefix: str = ""
) -> None:
    """Stand before the check as a member who has joined, without the work of joining."""
    browser, person = store_member(project, name)
    seed(page, browser.client, SEED_MEMBER, keys_of_member(person), prefix)
    page.goto(f"{prefix}/members/")
    see(page, "Check")


def log_in(page: Page, name: str = NAME, passphrase: str = PASSPHRASE) -> None:
    page.goto("/members/log-in/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    press(page, "Log in")


def to_check(page: Page):
    """The field for what is to be checked."""
    return page.locator("#value")
