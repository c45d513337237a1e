"""A journey that leaves its traces, once with sealing and once with a cipher that does nothing."""

from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pyotp
import pytest
from faults.running_site import RunningSite, until
from journeys.reporter import go_on, press, save_and_send, see, words_on
from migrated_folder import migrated_folder
from playwright.sync_api import Error, expect
from traces import plain
from traces.canary import AGENT, UNSEALED, Canary, browser, wait_until_kept, write
from traces.searching import Searcher, dump_of, files_of
from traces.wire import tapped, weather

from unsilenced.sealing.b64u import from_b64u

expect.set_options(timeout=30_000)


@dataclass
class Places:
    """Where a journey may have left something, each with what was found there."""

    sent: set
    dump: set
    printed: set
    data_files: dict
    profile_half_way: dict
    profile_in_the_end: dict


@dataclass
class Journey:
    """What was typed and drawn on a journey, and where it was found again."""

    canary: Canary
    profile: Path
    words: str = ""
    draft_keys: list = field(default_factory=list)
    asked: set = field(default_factory=set)
    after_leaving: dict = field(default_factory=dict)
    restored: list = field(default_factory=list)
    sessions: int | None = None
    report: str = ""
    places: Places | None = None

    @property
    def secrets(self):
        """What must be found nowhere, besides the marks."""
        words = {
            f"words joined by {joint!r}": joint.join(self.words.split())
            for joint in (" ", "\n", "-", "+", ",", ", ", '","', '", "', "', '")
            if self.words
        }
        keys = {
            f"{how} {number}": key
            for number, text in enumerate(self.draft_keys)
            for how, key in (("draft key", text), ("draft key's bytes", from_base64(text)))
        }
        return words | keys


def from_base64(text):
    return from_b64u(text.rstrip("=").replace("+", "-").replace("/", "_"))


@dataclass
class Stage:
    """Everything that journeys need: a site, its project, a line to it and a way out of it."""

    site: RunningSite
    project: dict
    line: object
    out: object
    chromium: object
    folder: Path

    @property
    def address(self):
        return f"http://127.0.0.1:{self.line.server_address[1]}"

    @property
    def weather(self):
        return self.site.settings["EXIT_URL"]


@pytest.fixture(scope="session")
def stage(tmp_path_factory, chromium):
    folder = tmp_path_factory.mktemp("traces")
    with ExitStack() as stack:
        out = stack.enter_context(weather(folder))
        exit_url = f"https://localhost:{out.server_address[1]}/weather"
        site = RunningSite(migrated_folder(folder / "data"), {"EXIT_URL": exit_url})
        stack.callback(site.end)
        site.start()
        line = stack.enter_context(tapped(site.port))
        yield Stage(site, site.invent("willow", "Amara"), line, out, chromium, folder)
        site.stop()


@pytest.fixture(scope="session")
def sealed_journey(stage):
    """A journey as everybody makes it; then a caseworker answers."""
    made = travel(stage, "sealed")
    with psycopg.connect(stage.site.database) as connection:
        (made.report,) = connection.execute("SELECT uid FROM reports_report").fetchone()
        (made.sessions,) = connection.execute("SELECT count(*) FROM django_session").fetchone()
    answer(stage, made.canary.mark)
    search(stage, made)
    return made


@pytest.fixture(scope="session")
def unsealed_journey(stage, sealed_journey):
    """The same with a cipher that does nothing: whatever is sealed elsewhere lies open."""
    made = travel(stage, "unsealed", script=UNSEALED)
    search(stage, made)
    return made


@pytest.fixture(scope="session")
def plain_journey(stage):
    """The whole way without JavaScript, so that the server reads along for a moment."""
    journey = Journey(Canary(), stage.folder / "profile-plain")
    with browser(stage.chromium, journey.profile, scripts=False) as context:
        page = context.pages[0]
        page.goto(f"{stage.address}/report/")
        plain.report(page, journey)
        plain.add_to_it(page, journey)
        page.goto(f"{stage.address}/review/")
        plain.ask_for_a_review(page, journey)
        page.locator("#leave").click()
        page.wait_for_url(stage.weather)
    journey.places = Places(set(), set(), set(), {}, {}, {})
    search(stage, journey)
    return journey


@pytest.fixture(scope="session")
def kept_journey(stage):
    """The same as far as the words, with forms that a browser keeps."""
    journey = Journey(Canary(), stage.folder / "profile-kept")
    with browser(stage.chromium, journey.profile, scripts=False) as context:
        page = context.pages[0]
        page.route("**/report/**", plain.without_what_keeps_forms_off_the_disk)
        page.goto(f"{stage.address}/report/")
        plain.write(page, journey)
        journey.words = words_on(page)
        press(page, "Send")
        see(page, "Please look at this first")
    journey.places = Places(set(), set(), set(), {}, {}, {})
    search(stage, journey)
    return journey


@pytest.fixture(scope="session")
def private_journey(stage):
    """The same as far as the words, in a private window that is closed then."""
    journey = Journey(Canary(), stage.folder / "profile-private")
    with browser(stage.chromium, journey.profile, "--incognito", scripts=False) as context:
        page = context.pages[0]
        page.goto(f"{stage.address}/report/")
        plain.write(page, journey)
        journey.words = words_on(page)
    journey.places = Places(set(), set(), set(), {}, {}, {})
    search(stage, journey)
    return journey


def travel(stage, name, script=""):
    journey = Journey(Canary(), stage.folder / f"profile-{name}")
    stage.line.heard.clear()
    with browser(stage.chromium, journey.profile, script=script) as context:
        write_half(stage, journey, context.pages[0])
    half_way = journey.canary.searcher(**journey.secrets).found_in_files(files_of(journey.profile))
    with browser(
        stage.chromium, journey.profile, "--restore-last-session", script=script
    ) as context:
        context.on("request", lambda request: journey.asked.add(request.url))
        journey.restored = [all_that_is_shown(page) for page in context.pages]
        write_whole(stage, journey, context.new_page())
    journey.places = Places(set(), set(), set(), {}, half_way, {})
    return journey


def all_that_is_shown(page):
    return page.evaluate(
        """() => {
            const fields = Array.from(document.querySelectorAll("input, textarea, select"));
            return [document.body.innerText, ...fields.map(({ value }) => value)].join(" ");
        }"""
    )


def write_half(stage, journey, page):
    """Write until the consents, reload, and close the browser when the draft is on the disk."""
    canary = journey.canary
    page.goto(f"{stage.address}/report/")
    write(page, canary, until="What may the project do with it?")
    wait_until_kept(page)
    page.reload()
    see(page, "What may the project do with it?")
    expect(page.locator("#who_email-1")).to_have_value(canary.answers["who_email-1"])
    expect(page.locator("#what")).to_have_value(canary.answers["what"])
    wait_until_kept(page)
    journey.draft_keys.append(page.evaluate("window.name"))
    kept = Searcher({"draft": page.evaluate("sessionStorage.getItem('draft')")[:50]})
    until(lambda: kept.found_in_files(files_of(journey.profile)))


def write_whole(stage, journey, page):
    """The whole way: write, save the words, send, come back, add to it, leave."""
    page.goto(f"{stage.address}/report/")
    write(page, journey.canary)
    wait_until_kept(page)
    journey.draft_keys.append(page.evaluate("window.name"))
    go_on(page)
    journey.words = save_and_send(page)
    see(page, "Your report is sent")
    expect(page.get_by_text("1 photo is sent.")).to_be_visible()
    page.get_by_role("link", name="Open my report").click()
    page.get_by_label("Seven words, with a space after each").fill(journey.words)
    press(page, "Open")
    expect(page.get_by_text(journey.canary.answers["contact"])).to_be_visible()
    page.get_by_label("Write a message").fill(journey.canary.message)
    press(page, "Send the message")
    expect(page.get_by_text("Your message is sent.")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(stage.weather)
    journey.after_leaving = what_is_left(stage, page)


def what_is_left(stage, page):
    """What the Back button and the browser's stores hold after leaving."""
    behind = [gone_back(page) for _ in range(page.evaluate("history.length"))]
    page.goto(f"{stage.address}/about/")
    stores = page.evaluate(
        """async () => ({
            tab: sessionStorage.length, name: window.name, local: localStorage.length,
            databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
            cookie: document.cookie,
        })"""
    )
    return {"behind": behind, "stores": stores, "cookies": page.context.cookies()}


def gone_back(page):
    """Press the Back button; what the browser cannot show again is as good as empty."""
    with suppress(Error):
        page.go_back()
    return all_that_is_shown(page)


def answer(stage, said):
    """Log in as the caseworker, open the report and answer it, in a browser of their own."""
    person = stage.project["people"]["Amara"]
    context = stage.chromium.new_context(
        base_url=stage.address, user_agent=f"{AGENT} desk", locale="en-GB"
    )
    page = context.new_page()
    page.goto("/desk/log-in/")
    page.get_by_label("Name", exact=True).fill("Amara")
    page.get_by_label("Passphrase", exact=True).fill(person["passphrase"])
    press(page, "Continue")
    see(page, "Show that it is you")
    page.get_by_label("Six numbers from your app").fill(pyotp.TOTP(person["totp"]).now())
    press(page, "Log in")
    see(page, "Inbox")
    page.get_by_role("link", name=said).click()
    expect(page.locator("#answers")).to_contain_text(said)
    page.get_by_label("Your answer").fill("We believe you.")
    press(page, "Send the answer")
    expect(page.locator("#talk")).to_contain_text("We believe you.")
    context.close()


def search(stage, journey):
    searcher = journey.canary.searcher(**journey.secrets)
    with psycopg.connect(stage.site.database, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    places = journey.places
    places.sent = searcher.found_in(bytes(stage.line.heard))
    places.dump = searcher.found_in(dump_of(stage.site.database))
    places.printed = searcher.found_in("".join(stage.site.output).encode())
    places.data_files = searcher.found_in_files(files_of(stage.site.folder))
    places.profile_in_the_end = searcher.found_in_files(files_of(journey.profile))
