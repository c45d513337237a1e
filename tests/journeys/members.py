"""What a member does on the pages, as a person would: by what the page says."""

from journeys.desk import STRONG, press, see
from playwright.sync_api import Page, expect

from unsilenced.demo.invented_people import InventedProject
from unsilenced.http.json_object import to_b64u
from unsilenced.people.members import invitations

NAME = "blue heron"
PASSPHRASE = STRONG


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


def log_in(page: Page, name: str = NAME, passphrase: str = PASSPHRASE) -> None:
    page.goto("/members/log-in/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    press(page, "Log in")


def to_check(page: Page):
    """The field for what is to be checked."""
    return page.locator("#value")
