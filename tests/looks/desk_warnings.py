"""The pages about warnings, each as a caseworker has it before them."""

import datetime as dt

from journeys.desk import press, see
from journeys.warnings import agreed_report, ask_for_review, fill_in, store_draft
from looks.check import Look, Scene
from looks.desk import at_desk, open_newest
from playwright.sync_api import Page, expect

from unsilenced.warnings.models import (
    EndedBecause,
    KeyHolderKey,
    State,
    Warning,
)

REVEALING = "At 9pm he took my money near the hotel. Marcela knows him."
PORTUGUESE = "Recusa a camisinha e depois fica violento."


def report_to_warn_from(scene: Scene) -> None:
    """A report whose writer agrees to warn."""
    at_desk(scene)
    agreed_report(
        scene.project,
        what="Marcela saw him. He took my money and hit me.",
        who=[
            {"kind": "tel", "value": "07700 900123"},
            {"kind": "profile", "value": "not a profile at all"},
            {"kind": "description", "value": "Tall, grey coat, a scar on the left hand."},
        ],
    )


def half_written(page: Page) -> None:
    """A warning with words that tell too much."""
    open_newest(page)
    page.get_by_role("link", name="Write a warning").click()
    see(page, "Warn others")
    fill_in(page, REVEALING)
    page.get_by_role("button", name="Add another").click()
    page.get_by_label("As you know it").fill("12")
    page.get_by_text("Translations", exact=True).click()
    expect(page.locator("#findings")).to_be_visible()


def asked_about_words(page: Page) -> None:
    half_written(page)
    page.get_by_role("button", name="Remove").click()
    press(page, "Keep as a draft")
    see(page, "Keep these words?")


def without_permission(scene: Scene) -> None:
    """A report whose writer does not agree."""
    at_desk(scene)
    agreed_report(scene.project, consents=())


def not_agreed(page: Page) -> None:
    open_newest(page)
    page.goto(f"{page.url}warning/")
    see(page, "They have not agreed to a warning")


def warnings_of_all_kinds(scene: Scene) -> None:
    """Drafts of one's own and of a colleague, and warnings in every state."""
    at_desk(scene)
    [amara] = scene.project.project.people.filter(name="amara")
    bea = scene.caseworker("bea").user
    today = dt.datetime.now(tz=dt.UTC).date()
    number = agreed_report(scene.project, what="He would not leave, and he hit me.")
    KeyHolderKey.objects.create(order=0, public_key=bytes(range(32)))
    store_draft(scene.project, number, amara)
    store_draft(scene.project, number, bea, texts={"en": REVEALING, "pt-br": PORTUGUESE})
    for state, days in [(State.LIVE, 5), (State.LIVE, 60), (State.APPROVED, 90), (State.ENDED, 0)]:
        warning = store_draft(scene.project, number, bea)
        Warning.objects.filter(pk=warning.pk).update(
            state=state,
            ended_because=EndedBecause.CONSENT if state == State.ENDED else "",
            ended_on=today if state == State.ENDED else None,
            approved_by=amara,
            four_eyes=days != 60,
            month_from=today.replace(day=1),
            month_to=today.replace(day=1),
            published_on=today if state == State.LIVE else None,
            review_on=today + dt.timedelta(days=days),
        )


def listed(page: Page) -> None:
    expect(page.locator("#ended > li")).to_be_visible()


def reading(page: Page) -> None:
    """A colleague's draft, opened beside its report."""
    page.locator("#to-approve li").filter(has_text="hotel").get_by_role("button").click()
    see(page, "Look at the draft")
    expect(page.locator("#findings")).to_be_visible()


def changing(page: Page) -> None:
    reading(page)
    page.get_by_label("Text in English").fill("Refuses the condom.")
    see(page, "You have changed it")


def asked_to_take_down(page: Page) -> None:
    page.locator("#live").get_by_role("button", name="Take down").first.click()
    see(page, "Take the warning down?")


def asked_to_renew(page: Page) -> None:
    page.locator("#due").get_by_role("button", name="Renew").click()
    see(page, "Renew the warning")


def requests_for_review(scene: Scene) -> None:
    """A request that one of the warnings names, and one that none does."""
    warnings_of_all_kinds(scene)
    ask_for_review(scene.project, "07700 900123")
    ask_for_review(scene.project, "a-rather-long-address-of-somebody@example.org")


def searched(page: Page) -> None:
    page.get_by_label("Search your own warnings").fill("07700 900124")
    press(page, "Search")
    expect(page.locator("#find-text")).not_to_be_empty()


def opened_report(page: Page) -> None:
    open_newest(page)
    expect(page.locator("#warn-list li").first).to_be_visible()


WARNING_LOOKS = [
    Look("warning-new", "/desk/", before=report_to_warn_from, after=half_written),
    Look("warning-words", "/desk/", before=report_to_warn_from, after=asked_about_words),
    Look("warning-not-agreed", "/desk/", before=without_permission, after=not_agreed),
    Look("warnings", "/desk/warnings/", before=warnings_of_all_kinds, after=listed),
    Look("warning-reading", "/desk/warnings/", before=warnings_of_all_kinds, after=reading),
    Look("warning-changing", "/desk/warnings/", before=warnings_of_all_kinds, after=changing),
    Look(
        "warning-ending", "/desk/warnings/", before=warnings_of_all_kinds, after=asked_to_take_down
    ),
    Look("warning-renewing", "/desk/warnings/", before=warnings_of_all_kinds, after=asked_to_renew),
    Look("warning-report", "/desk/", before=warnings_of_all_kinds, after=opened_report),
    Look("review-requests", "/desk/review-requests/", before=requests_for_review, after=searched),
]
