"""What Chromium shows of each way through the site, from first to last, in each language.

Also in one that is made up and added to the others by one folder and one line, as any would be.
"""

import re
import shutil
import subprocess
from pathlib import Path

import made_up
import pytest
from django.core.cache import cache
from django.utils import translation
from journeys.desk import log_in
from journeys.members import PASSPHRASE, invitation
from journeys.warnings import NUMBER, agreed_report, ask_for_review
from looks.check import OVERFLOW
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer
from reports.writer import Writer
from test_translations import LANGUAGES, messages_of, pairs_of
from warned.warner import KeyHolder, Warner

from unsilenced import locale
from unsilenced.people.models import Organisation
from unsilenced.reports import places
from unsilenced.site import built, catalogues, language_folders
from unsilenced.site.templatetags import built as built_tags
from unsilenced.warnings.models import Warning
from unsilenced.warnings.releases import publishing

LONG = 20
"""Letters from which on an English message cannot stand inside another text by chance."""


EVERY = [*LANGUAGES, made_up.CODE]
WEB = Path(__file__).parents[2] / "web"
WORD = re.compile(r"[^\W\d_]{3,}")


@pytest.fixture(scope="module")
def with_one_more(tmp_path_factory):
    """All languages and the made-up one, and the browser code built for them."""
    folder = tmp_path_factory.mktemp("languages")
    shutil.copytree(locale.FOLDER, folder / "locale")
    made_up.add_to(folder / "locale")
    built_into = folder / "static" / "built"
    command = ["node", WEB / "build.mjs", built_into, folder / "locale"]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture
def site_with_one_more(with_one_more, settings, monkeypatch):
    """A site that offers the made-up language, too."""
    settings.LANGUAGES = locale.languages(with_one_more / "locale")
    settings.LOCALE_PATHS = [with_one_more / "locale"]
    settings.STATICFILES_DIRS = [with_one_more / "static", *settings.STATICFILES_DIRS]
    there = with_one_more / "static" / "built"
    monkeypatch.setattr(built_tags, "manifest", lambda: built.manifest(there))
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def address(request, live_server, language):
    """Where a site runs that offers the language."""
    is_one_more = language == made_up.CODE
    return request.getfixturevalue("site_with_one_more").url if is_one_more else live_server.url


@pytest.fixture
def page(chromium, project, recording, address):
    """A page of the running site, as narrow as the narrowest phone."""
    cache.clear()
    context = recording.of(
        chromium.new_context(
            base_url=address,
            viewport={"width": 320, "height": 640},
            reduced_motion="reduce",
        )
    )
    yield context.new_page()
    recording.close(context)
    translation.activate("en")


def assert_no_english(page, language):
    shown = page.locator("body").inner_text()
    lines = {" ".join(line.split()) for line in shown.splitlines()}
    said = [
        pair
        for domain in catalogues.DOMAINS
        for each in messages_of(language, domain)
        for pair in pairs_of(each)
    ]
    assert [english for english, text in said if english in lines and text not in lines] == []
    assert [english for english, _text in said if len(english) > LONG and english in shown] == []
    assert page.evaluate(OVERFLOW) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if language == made_up.CODE:
        assert plain_words(page) == set()


SHOWN = """(() => {
  const apart = "select, textarea, code, bdi, [translate=no], [lang]:not(html), [dir=auto], .brand";
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, data } = walker.currentNode;
    if (parent.checkVisibility() && !parent.closest(apart)) texts.push(data);
  }
  return texts.join("\\n");
})()"""
"""What a page shows, but not what people wrote, secret words, lists of names, other languages."""
NAMES = {"amara", "joel", "bea", "azul", "abandn", "abandon", "brand", "zoo"}
"""Of people in these tests, and English words of a receipt: the same in every language."""


def plain_words(page):
    """The words on a page without an accent: no catalogue holds them."""
    project = Organisation.objects.get().name
    ours = " ".join([project, *places.place_list().names.values(), *made_up.MONTHS.values()])
    same = NAMES | {word.lower() for word in WORD.findall(ours)}
    words = [each for each in WORD.findall(page.evaluate(SHOWN)) if each.isascii()]
    # A reference has capitals alone.
    return {each for each in words if each.lower() not in same and not each.isupper()}


@pytest.mark.parametrize("language", EVERY)
def test_a_report_and_the_way_back_show_no_english(page, language):
    def look():
        assert_no_english(page, language)

    def go_on():
        look()
        page.locator("#steps [type=submit]").click()

    page.goto(f"/{language}/report/")
    expect(page.locator("#start")).to_be_visible()
    look()
    page.locator("#start").click()
    go_on()
    expect(page.locator("#what-error")).to_be_visible()
    look()
    page.locator("#what").fill("1")
    for _question in range(7):
        go_on()
    expect(page.locator("#check")).to_be_visible()
    look()
    page.locator("#accept").click()
    expect(page.locator("#words li")).to_have_count(7)
    words = page.locator("#words li").all_inner_texts()
    page.locator("#send-button").click(force=True)
    expect(page.locator("#send-failed")).to_be_visible()
    look()
    page.locator("#saved").check()
    page.locator("#send-button").click()
    expect(page.locator("#sent")).to_be_visible(timeout=60_000)
    look()

    page.goto(f"/{language}/return/")
    page.locator("#words").fill("abandn zoo")
    page.locator("#words-form [value=open]").click()
    expect(page.locator("#words-error")).to_be_visible()
    look()
    page.locator("#words").fill(" ".join(words))
    page.locator("#words-form [value=open]").click()
    expect(page.locator("#message-form")).to_be_visible(timeout=60_000)
    look()
    consent = page.locator("form.consent").first
    consent.locator("[name=given]").check()
    consent.locator("button").click()
    expect(page.locator("#ledger li")).to_have_count(1)
    page.locator("#message").fill("2")
    page.locator("#message-form button").click()
    expect(page.locator("#talk li")).to_have_count(1)
    look()
    page.locator("#erase-ask button").click()
    look()
    page.locator("#erase [value=erase]").click()
    expect(page.locator("#erased")).to_be_visible()
    look()


@pytest.mark.parametrize("language", EVERY)
def test_asking_for_a_review_shows_no_english(page, language):
    page.goto(f"/{language}/review/")
    expect(page.locator("[data-with-script]")).to_be_visible()
    assert_no_english(page, language)
    page.locator("#what").fill("1" * 3_001)
    page.locator("#send").click()
    expect(page.locator("#error-list li")).to_have_count(2)
    assert_no_english(page, language)
    page.locator("#what").fill("1")
    page.locator("#identifier").fill(NUMBER)
    page.locator("#send").click()
    expect(page.locator("#sent")).to_be_visible()
    assert_no_english(page, language)


@pytest.fixture
def warned(project, keyholder):
    """A project has warned of a phone number in two languages, and that was published."""
    keys = KeyHolder(keyholder.keys.evaluators).told()
    amara, joel = Warner.at(project, keys), Warner.at(project, keys, "Joel")
    writer = Writer.of(project)
    writer.sent(consents=["warn"])
    uid = amara.compose(project.project.reports.get(uid=writer.report))
    assert joel.approve(uid).status_code == 200
    publishing.publish()
    return Warning.objects.get(pk=uid)


@pytest.mark.parametrize("language", EVERY)
def test_a_member_who_joins_checks_and_leaves_sees_no_english(page, project, warned, language):
    page.goto(f"/{language}{invitation(project)}")
    expect(page.locator("#pseudonym")).to_be_visible()
    assert_no_english(page, language)
    page.locator("#pseudonym").fill("azul")
    page.locator("#new-passphrase").fill(PASSPHRASE)
    page.locator("#join-form [type=submit]").click()
    expect(page.locator("#left")).to_contain_text("30", timeout=60_000)
    expect(page.locator("#feed article")).to_have_count(1)
    assert_no_english(page, language)
    for value, answer in (("12", None), (NUMBER, "found"), ("07700 900124", "nothing")):
        page.locator("#value").fill(value)
        page.locator("#check-form [type=submit]").click()
        if answer:
            expect(page.locator(f'#answer [data-is="{answer}"]')).to_be_visible(timeout=60_000)
        else:
            expect(page.locator("#check-form .error:visible")).to_have_count(1)
        assert_no_english(page, language)
    for kind in ("email", "plate", "handle"):
        page.locator(f'label:has([value="{kind}"])').click()
        page.locator("#value").fill("!")
        page.locator("#check-form [type=submit]").click()
        expect(page.locator("#value[aria-invalid=true]")).to_be_visible()
        assert_no_english(page, language)
    page.locator('.bar a[href$="/members/account/"]').click()
    expect(page.locator("#areas-form")).to_be_visible()
    assert_no_english(page, language)


@pytest.mark.parametrize("language", EVERY)
def test_a_caseworker_who_writes_a_warning_sees_no_english(
    page, project, caseworker, warned, language
):
    report_uid = agreed_report(project)
    ask_for_review(project, NUMBER)
    log_in(page, caseworker("bea"))
    page.goto(f"/{language}/desk/reports/{report_uid}/warning/")
    expect(page.locator("#answers")).to_contain_text("9")
    assert_no_english(page, language)
    page.locator("#keep-draft").click()
    expect(page.locator("#warning-form .error:visible")).not_to_have_count(0)
    assert_no_english(page, language)
    page.locator("#kind").select_option(index=1)
    page.locator("[data-language] textarea:visible").fill("9pm")
    page.locator("#offered input").first.check()
    page.locator("#keep-draft").click()
    expect(page.locator("#keep-words")).to_be_visible()
    assert_no_english(page, language)
    page.locator("#keep-words [value=yes]").click()
    expect(page.locator("[data-step=kept]")).to_be_visible()
    assert_no_english(page, language)
    page.goto(f"/{language}/desk/warnings/")
    expect(page.locator("#to-approve li")).to_have_count(1)
    expect(page.locator("#live li")).to_have_count(1)
    assert_no_english(page, language)
    page.locator("#to-approve button").first.click()
    expect(page.locator("[data-step=review]")).to_be_visible()
    assert_no_english(page, language)
    page.goto(f"/{language}/desk/review-requests/")
    expect(page.locator("#requests > li")).to_have_count(1)
    assert_no_english(page, language)


def test_a_language_is_one_folder_and_one_line(with_one_more, site_with_one_more):
    """With these two, nothing of it is missing."""
    assert language_folders.check(with_one_more / "locale") == []
