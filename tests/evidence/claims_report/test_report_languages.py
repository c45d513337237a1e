"""The pages of the report in another language: their own words in it, what they show marked."""

import re
from html import unescape

import pytest
from babel.messages.pofile import read_po
from evidence.claims_report.invented_claims import CLAIM, DAY

from unsilenced import locale
from unsilenced.evidence.claims.report.publish import files_of
from unsilenced.evidence.language import languages

OTHERS = [each for each in languages() if each != locale.SOURCE_LANGUAGE]
MARKED = re.compile(r'<(\w+)[^>]* lang="en">.*?</\1>', re.DOTALL)


@pytest.fixture(scope="module", params=OTHERS)
def translated(request, findings):
    """A language, and the report in it."""
    return request.param, files_of(findings, DAY, language=request.param)


def pages(files):
    return {name: text.decode() for name, text in files.items() if name.endswith(".html")}


def text_of(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", "\n", html)).split())


def catalogue(language):
    file = locale.folder_of(language) / "LC_MESSAGES" / "evidence.po"
    with file.open("rb") as opened:
        return {each.id: each.string for each in read_po(opened) if each.id}


def test_there_is_another_language():
    assert OTHERS


def test_every_page_is_in_the_language_and_what_is_in_english_says_so(translated):
    language, files = translated
    said = catalogue(language)
    for name, page in pages(files).items():
        assert f'<html lang="{language}">' in page
        assert said["All claims"] in text_of(page)
        own = text_of(MARKED.sub("", page))
        # A long message cannot stand there by chance.
        english = [each for each in said if len(each) > 14 and "%" not in each and "{" not in each]
        assert [each for each in english if each in own and said[each] != each] == [], name


def test_what_a_claim_says_stays_as_it_was_said(translated):
    _, files = translated
    page = pages(files)["claims/reports.html"]
    assert f'<blockquote lang="en"><p>{CLAIM.wording.partition("<")[0]}' in page
    assert CLAIM.title.partition("<")[0] in text_of(page)


def test_only_pages_differ_from_those_in_english(translated, findings):
    language, files = translated
    english = files_of(findings, DAY)
    assert english.keys() == files.keys()
    differ = {name for name in files if files[name] != english[name]}
    told_of_all = {"provenance.json", "SHA256SUMS"}
    assert differ == {*pages(files), *told_of_all}, language
