"""Somebody asks for a review in Chromium: sealed on their device, sent once, and told nothing."""

import json
import re

import pytest
from django.test import Client
from journeys.reporter import press, see
from journeys.test_reporter import press_by_keyboard
from playwright.sync_api import expect
from reports.writer import rotated
from stored_records import key_of, project_wrap_of
from warned.asker import opened

from unsilenced.sealing.b64u import to_b64u
from unsilenced.warnings.models import ReviewRequest


def sent_to(project):
    """What the project reads of the one request."""
    row = ReviewRequest.objects.get(project=project.project)
    return opened(
        project,
        {
            "uid": str(row.uid),
            "key": str(key_of(row.record)),
            "body": to_b64u(row.record.body),
            "project_wrap": to_b64u(project_wrap_of(row.record)),
        },
    )


def fill(page, identifier="07700 900123"):
    page.goto("/review/")
    page.get_by_label("What is it about?").fill(identifier)


def test_every_project_reads_what_was_locked_on_the_device(page, project, other_project):
    bodies = []
    page.on("request", lambda request: bodies.append(request.post_data or ""))
    fill(page)
    expect(page.get_by_role("heading", name="Locked on this device")).to_be_visible()
    page.get_by_label("What should we know?").fill("That is my old number.")
    page.get_by_label("How can we reach you").fill("me@example.org")
    press(page, "Send")
    see(page, "Your request is sent")
    for each in (project, other_project):
        assert sent_to(each) == {
            "v": 1,
            "identifier": "07700 900123",
            "what": "That is my old number.",
            "answer": "me@example.org",
        }
    assert not any("900123" in body or "example.org" in body for body in bodies)
    page.reload()
    expect(page.get_by_label("What is it about?")).to_have_value("")


def test_signs_alone_are_about_nothing(page, project):
    fill(page, "!!!???")
    press(page, "Send")
    expect(page.locator("#identifier-error")).to_contain_text("Write the number, address")
    expect(page.get_by_label("What is it about?")).to_have_value("!!!???")
    assert not ReviewRequest.objects.exists()


def test_a_mistake_is_named_and_nothing_typed_is_lost(page, project):
    fill(page, "")
    page.get_by_label("What should we know?").fill("x" * 3_001)
    press(page, "Send")
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#error-list li")).to_have_text(
        [
            "Your text under “What should we know?” is 1 character too long. Make it shorter.",
            "Write the number, address, plate or profile that it is about.",
        ]
    )
    page.locator("#error-list").get_by_role("link", name=re.compile("^Write")).click()
    expect(page.get_by_label("What is it about?")).to_be_focused()
    expect(page.get_by_label("What should we know?")).to_have_value("x" * 3_001)
    assert not ReviewRequest.objects.exists()


@pytest.mark.parametrize("lost", ["question", "answer"])
def test_a_lost_connection_doubles_nothing(page, project, lost):
    tries = []

    def lose_twice(route):
        tries.append(json.loads(route.request.post_data))
        if len(tries) > 2:
            route.continue_()
            return
        if lost == "answer":
            route.fetch()
        route.abort()

    page.route("**/review/send", lose_twice)
    fill(page)
    press(page, "Send")
    expect(page.locator("#error-list")).to_contain_text("The connection failed.")
    expect(page.get_by_label("What is it about?")).to_have_value("07700 900123")
    press(page, "Send")
    see(page, "Your request is sent")
    assert tries[0] == tries[1] == tries[2]
    assert sent_to(project)["identifier"] == "07700 900123"


def test_it_is_sealed_again_where_a_project_has_a_new_key(page, project):
    stale = Client().get("/review/keys").json()
    renewed = rotated(project)
    answers = iter([stale])

    def answer_with_the_old_key_once(route):
        for answer in answers:
            return route.fulfill(json=answer)
        return route.continue_()

    page.route("**/review/keys", answer_with_the_old_key_once)
    fill(page)
    press(page, "Send")
    see(page, "Your request is sent")
    assert sent_to(renewed)["identifier"] == "07700 900123"


def test_it_can_be_sent_with_the_keyboard_alone(page, project):
    page.goto("/review/")
    page.get_by_label("What is it about?").focus()
    page.keyboard.type("AB12 CDE")
    press_by_keyboard(page, "Send")
    see(page, "Your request is sent")
    expect(page.locator("#sent h1")).to_be_focused()
    assert sent_to(project)["identifier"] == "AB12 CDE"


def test_it_can_be_sent_without_javascript(window, project):
    page = window(java_script_enabled=False).new_page()
    fill(page)
    expect(page.get_by_role("heading", name="Locked by our server")).to_be_visible()
    press(page, "Send")
    see(page, "Your request is sent")
    assert sent_to(project)["identifier"] == "07700 900123"


def test_every_page_leads_there(page, project):
    page.goto("/")
    page.get_by_role("link", name="If you think we have written about you").click()
    see(page, "If you think we have written about you")
