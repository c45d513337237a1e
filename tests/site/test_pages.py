import datetime as dt
import re
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.urls import path
from django.utils import translation
from site_addresses import every_address

from unsilenced.people.models import Organisation
from unsilenced.sealing.keys import fingerprint
from unsilenced.site.built import manifest

PAGE = {"Accept": "text/html,application/xhtml+xml"}
OURS = ["/", "/about/", "/transparency/"]
SUBJECT = re.compile(
    r"\b(sex|sexual|rap\w+|assault\w*|abus\w+|violen\w+|victim\w*|crime\w*|prostitut\w+|brothel\w*"
    r"|escort\w*|traffick\w+|attack\w*|police|unsilenced)\b",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


@pytest.fixture
def of_the_site(settings):
    """Change what the organisation has set."""

    def change(**values):
        settings.CONFIGURATION = replace(settings.CONFIGURATION, **values)

    return change


def html_of(client, address, status=200):
    answer = client.get(address, headers=PAGE)
    assert answer.status_code == status
    return answer.content.decode()


def words_of(html):
    """The words that stand on the screen."""
    html = re.sub(r"<(script|style|head)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_first_page_offers_the_two_ways_and_says_who_reads(client, project):
    html = html_of(client, "/")
    assert 'href="/report/"' in html
    assert 'href="/return/"' in html
    assert project.project.name in words_of(html)
    assert "They are not the police." in words_of(html)


def test_where_no_project_is_set_up_the_first_page_says_that_nobody_can_read(client, db):
    Organisation.objects.create(slug="later", name="Later Project")
    words = words_of(html_of(client, "/"))
    assert "Nobody can read anything here yet" in words
    assert "Later Project" not in words


@pytest.mark.parametrize("address", [*OURS, "/nowhere/"])
def test_titles_headings_addresses_and_the_icon_never_name_the_subject(client, project, address):
    html = html_of(client, address, 404 if address == "/nowhere/" else 200)
    [title] = re.findall(r"<title>(.*?)</title>", html, re.DOTALL)
    headings = re.findall(r"<h[1-6][^>]*>(.*?)</h[1-6]>", html, re.DOTALL)
    links = re.findall(r'(?:href|src|content)="([^"]*)"', html)
    for seen in [title, *headings, *links]:
        assert not SUBJECT.search(seen), seen


@pytest.mark.parametrize("address", [*OURS, "/report/", "/return/", "/review/", "/pt-br/return/"])
def test_no_two_elements_of_a_page_have_one_identifier(client, project, address):
    found = re.findall(r'\sid="([^"]*)"', html_of(client, address))
    assert sorted(found) == sorted(set(found))


def test_no_address_of_a_page_names_the_subject():
    assert [each.path for each in every_address() if SUBJECT.search(each.path)] == []


def test_a_title_is_the_sites_own_name(client, db, of_the_site):
    of_the_site(site_name="Larkfield")
    assert "<title>Larkfield</title>" in html_of(client, "/")
    assert "<title>About · Larkfield</title>" in html_of(client, "/about/")


@pytest.mark.parametrize("address", [*OURS, "/nowhere/"])
def test_every_page_has_the_quick_exit_as_a_plain_link(client, db, address):
    html = html_of(client, address, 404 if address == "/nowhere/" else 200)
    [leave] = re.findall(r'<a [^>]*id="leave"[^>]*>', html)
    assert 'href="/leave/"' in leave
    assert 'rel="noreferrer"' in leave


def test_leaving_clears_what_the_browser_holds_and_goes_to_the_neutral_page(client, of_the_site):
    of_the_site(exit_url="https://weather.example/")
    answer = client.get("/leave/")
    assert answer.status_code == 303
    assert answer["Location"] == "https://weather.example/"
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'


@pytest.mark.parametrize("address", [*OURS, "/report/", "/return/"])
def test_a_page_leads_to_itself_in_every_language_by_the_languages_own_name(
    client, project, address
):
    html = html_of(client, address)
    assert '<html lang="en" dir="ltr"' in html
    link = f'<a href="/pt-br{address}" hreflang="pt-br" lang="pt-br">Português (Brasil)</a>'
    assert link in html
    there = html_of(client, f"/pt-br{address}")
    assert '<html lang="pt-br" dir="ltr"' in there
    assert f'<a href="{address}" hreflang="en" lang="en">English</a>' in there


def test_the_choice_of_language_keeps_the_choice_of_project(client, project, other_project):
    html = html_of(client, "/report/?p=willow")
    assert 'href="/pt-br/report/?p=willow" hreflang="pt-br"' in html


def test_from_a_page_that_is_not_there_the_language_leads_to_the_start(client, db):
    assert '<a href="/pt-br/" hreflang="pt-br"' in html_of(client, "/nowhere/", 404)


def test_links_between_pages_stay_in_the_language(client, project):
    html = html_of(client, "/pt-br/")
    for page in ("report/", "return/", "about/", "transparency/"):
        assert f'href="/pt-br/{page}"' in html
        assert f'href="/{page}"' not in html


def test_a_language_written_from_the_right_turns_the_page(client, db, settings):
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    try:
        assert '<html lang="ar" dir="rtl"' in html_of(client, "/ar/")
    finally:
        translation.activate("en")


def test_the_demonstration_says_on_every_page_that_it_is_one(client, project):
    for address in OURS:
        assert "Everything here is invented." in words_of(html_of(client, address))


def test_a_real_site_does_not_say_that_it_is_invented(client, project):
    Organisation.objects.update(invented=False)
    assert "invented." not in words_of(html_of(client, "/about/"))


def test_whether_projects_are_invented_is_asked_once_and_remembered(
    client, project, django_assert_num_queries
):
    html_of(client, "/nowhere/", 404)
    with django_assert_num_queries(0):
        html_of(client, "/nowhere/", 404)


def test_a_page_about_a_fault_stands_where_the_database_does_not(client, db, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr("unsilenced.people.models.Organisation.objects.filter", broken)
    words = words_of(html_of(client, "/nowhere/", 404))
    assert "This page is not here." in words


def test_an_error_says_what_happened_and_where_to_go_on(client, db):
    html = html_of(client, "/pt-br/nowhere/", 404)
    assert 'href="/pt-br/"' in html
    assert 'href="/pt-br/return/"' in html
    assert 'id="leave"' in html


def test_a_fault_says_that_it_was_ours_and_nothing_of_what_broke(client, db, settings):
    settings.ROOT_URLCONF = type("Broken", (), {"urlpatterns": [path("", _breaks)]})
    answer = client.get("/", headers=PAGE)
    assert answer.status_code == 500
    words = words_of(answer.content.decode())
    assert "That was our fault" in words
    assert "Please try again." in words
    assert "the secret" not in words


def _breaks(request):
    raise ValueError("the secret")


def test_numbers_in_the_lines_of_contact_can_be_called_and_words_stay_words(
    client, db, of_the_site
):
    of_the_site(site_contact=("Call 020 7946 0018, 10 to 6", "<b>Write</b> +44 (0)20 7946 0000"))
    html = html_of(client, "/")
    assert '<a href="tel:02079460018">020 7946 0018</a>, 10 to 6' in html
    assert "&lt;b&gt;Write&lt;/b&gt; " in html
    assert html.count("tel:") == 5  # each line on the page and at its foot, and 999


def test_the_first_page_says_who_reads_when_and_in_which_languages(client, project, of_the_site):
    plain = words_of(html_of(client, "/"))
    assert "An answer may take some days." in plain
    assert "You can write in any language." in plain
    of_the_site(
        site_read_when={"en": "On <i>Mondays</i>", "pt-br": "Às segundas"},
        site_read_languages=("English", "Română"),
    )
    html = html_of(client, "/")
    assert "On &lt;i&gt;Mondays&lt;/i&gt;" in html
    assert "English, Română" in html
    assert "Às segundas" in html_of(client, "/pt-br/")
    assert "On &lt;i&gt;Mondays" in html_of(client, "/about/")


def test_the_page_about_us_says_who_the_project_is_in_its_own_words(client, project, of_the_site):
    of_the_site(site_about={"en": "We are <b>six</b>."})
    assert "We are &lt;b&gt;six&lt;/b&gt;." in html_of(client, "/about/")
    assert "We are &lt;b&gt;six&lt;/b&gt;." in html_of(client, "/pt-br/about/")


def test_who_only_wants_to_ask_has_a_way_in(client, project):
    assert "I only want to ask" in words_of(html_of(client, "/"))


def test_the_number_for_an_emergency_can_be_called(client, project):
    for address in ("/", "/report/?p=" + project.project.slug):
        assert '<a href="tel:999"><strong>999</strong></a>' in html_of(client, address), address


def test_the_hashes_of_files_are_folded(client, project):
    html = html_of(client, "/transparency/")
    table = html.index("<table")
    assert html.rindex("<details>", 0, table) > html.rindex("</p>", 0, table)
    assert html.index("</table>") < html.index("</details>")


def test_the_palette_is_the_organisations(client, db, of_the_site):
    of_the_site(site_palette="plum")
    assert 'data-palette="plum"' in html_of(client, "/")


def test_transparency_shows_every_built_file_with_its_hash_and_size(client, project):
    html = html_of(client, "/transparency/")
    files = manifest().files
    assert files
    for file in files:
        assert f"<code>{file.name}</code>" in html
        assert f"<code>{file.integrity}</code>" in html
        assert f">{file.size}</td>" in html


def test_transparency_shows_the_key_that_new_reports_are_sealed_to_and_its_day(
    client, project, other_project
):
    project.key.made_on = dt.date(2026, 3, 9)
    project.key.save()
    other_project.key.retired_on = dt.date(2026, 4, 1)
    other_project.key.save()
    html = html_of(client, "/transparency/")
    assert fingerprint(bytes(project.key.public_key)) in html
    assert "9 March 2026" in html
    assert fingerprint(bytes(other_project.key.public_key)) not in html


def test_about_says_openly_what_cannot_be_protected(client, project):
    words = words_of(html_of(client, "/about/"))
    for promise in ("What we cannot protect", "JavaScript is off", "cannot find them again"):
        assert promise in words


def test_pages_without_a_form_take_no_post(client, db):
    for address in (*OURS, "/leave/"):
        answer = client.post(address, headers=PAGE)
        assert answer.status_code == 405
        assert "This address does not take that kind of call." in answer.content.decode()


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("path", "asked", "site", "leads"),
    [
        ("/", "pt-BR,pt;q=0.9,en;q=0.5", "none", "/pt-br/"),
        ("/", "pt", "cross-site", "/pt-br/"),
        ("/", "en-GB,pt;q=0.5", "none", ""),
        ("/", "xx", "none", ""),
        ("/", "pt-BR", "same-origin", ""),
        ("/pt-br/", "en", "none", ""),
    ],
)
def test_the_first_page_comes_in_the_language_of_the_browser(client, path, asked, site, leads):
    headers = {"Accept-Language": asked, "Sec-Fetch-Site": site}
    answer = client.get(path, headers=headers)
    assert answer.headers.get("Location", "") == leads
    assert {"Accept-Language", "Sec-Fetch-Site"} <= set(answer.headers["Vary"].split(", "))
    assert "I was invited" in html_of(client, "/")
