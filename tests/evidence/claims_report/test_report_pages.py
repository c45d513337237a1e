"""The report's pages hold everything about a claim, run nothing, fetch nothing, and fit."""

import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from evidence.claims_report.invented_claims import (
    ALSO,
    BARE,
    CLAIM,
    LONDON,
    MARKUP,
    REPLY,
    REPORTS,
    UK,
)
from looks.check import AXE, OVERFLOW, WIDTHS
from markupsafe import escape

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'"
EMPTY = {"meta", "link", "img", "source", "br"}
# Axe fetches style sheets to look into them, which the pages' policy refuses.
AXE_RUN = """axe.run(document, {resultTypes: ["violations"], preload: false}).then(
  ({violations}) => violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html)}`))"""


class Read(HTMLParser):
    """A page as a browser parses it: tags in order, words, attributes, and unclosed tags."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.open, self.words = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def pages(report):
    return sorted(report.rglob("*.html"))


def read(path):
    return Read(path.read_text(encoding="utf-8"))


def test_there_is_a_page_for_each_claim_and_for_what_they_share(report):
    assert {each.relative_to(report).as_posix() for each in pages(report)} == {
        "index.html",
        "methods.html",
        "data.html",
        "claims/reports.html",
        "claims/bare.html",
    }


def test_every_tag_is_closed_and_every_page_has_one_title_and_headings_in_order(report):
    for path in pages(report):
        page = read(path)
        assert page.open == []
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert len(page.all("title")) == 1
        assert page.all("html") == [{"lang": "en"}]


def test_a_page_allows_no_script_no_style_of_its_own_and_nothing_from_elsewhere(report):
    for path in pages(report):
        page = read(path)
        assert {"http-equiv": "Content-Security-Policy", "content": POLICY} in page.all("meta")
        assert not {"script", "style", "iframe", "form", "object", "svg"} & {
            t for t, _ in page.tags
        }
        for _, attributes in page.tags:
            assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_every_link_within_the_report_leads_to_a_file_of_it(report):
    for path in pages(report):
        page = read(path)
        named = [each["href"] for tag in ("a", "link") for each in page.all(tag)]
        named += [each["src"] for each in page.all("img")]
        named += [each["srcset"] for each in page.all("source")]
        anchors = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
        for way in named:
            parts = urlsplit(way)
            if parts.scheme:
                assert parts.scheme in {"http", "https"}
                continue
            if not parts.path:
                assert parts.fragment in anchors
                continue
            assert not way.startswith("/")
            target = path.parent / parts.path
            assert target.is_file(), way
            if parts.fragment:
                assert f'id="{parts.fragment}"' in target.read_text(encoding="utf-8")


def test_the_first_page_lists_every_claim_with_its_verdict_and_why(report):
    page = read(report / "index.html")
    assert "1 of 2. There are figures, but they do not decide." in page.text
    assert "0 of 2. The figures agree with the claim." in page.text
    after = page.text.partition(CLAIM.title)[2]
    assert after.split()[:2] == ["Unclear", "1"]
    assert f"{BARE.title} Untestable Nobody has counted." in page.text


@pytest.mark.parametrize("path", ["index.html", "claims/reports.html"])
def test_why_is_a_list_of_sentences(report, path):
    text = (report / path).read_text(encoding="utf-8")
    sentences = (f"1 figure decides, and {MARKUP} does not.", ALSO)
    assert "<ul>\n" + "".join(f"<li>{escape(each)}</li>\n" for each in sentences) in text


@pytest.mark.parametrize(
    "words",
    [
        CLAIM.title,
        CLAIM.wording,
        CLAIM.rule.words,
        CLAIM.method,
        CLAIM.chosen,
        *CLAIM.caveats,
        CLAIM.would_settle,
        f"1 figure decides, and {MARKUP} does not.",
        "This is version 2 of the test.",
        "unsilenced evidence claims run reports",
        "31.0% 19.5% to 44.5% (95%) Clopper-Pearson 18 of 58 reports, Jul 2012-Mar 2013",
        "“31 (18 of 58)”, line 4 of num_reports.csv",
        "28.0% Unknown: no counts are given",
        "Unknown: nobody has counted",
        "2.3 1.8 to no upper end (95%)",
        "Sources differ.",
        LONDON,
        REPORTS.licence,
        REPORTS.sha256,
    ],
)
def test_the_page_of_a_claim_says_what_was_found_and_what_it_rests_on(report, words):
    assert words in read(report / "claims/reports.html").text


def test_only_quantities_on_which_sources_differ_are_marked(report):
    text = (report / "claims/reports.html").read_text(encoding="utf-8")
    before, _, after = text.partition("Sources differ.")
    assert "Sources differ." not in after
    assert before.rfind("<h3>Share who told the police</h3>") > before.rfind("<h2>")


def test_the_sources_of_what_is_known_are_listed_in_full(report):
    text = (report / "claims/reports.html").read_text(encoding="utf-8")
    listed = text.partition("Where the figures are from")[2].partition("</ul>")[0]
    assert [unescape(each) for each in re.findall(r'<a href="([^"]+)">', listed)] == [
        LONDON,
        UK,
        REPLY.partition(" ")[0],
    ]


def test_a_claim_without_figures_says_so_and_draws_nothing(report):
    page = read(report / "claims/bare.html")
    assert "The figures There are none." in page.text
    assert not page.all("img")
    assert not page.all("table")


def test_a_table_with_the_same_numbers_stands_below_every_picture(report):
    text = (report / "claims/reports.html").read_text(encoding="utf-8")
    drawn = re.findall(r'<img src="[^"]+" alt="([^"]+)">.*?(<table.*?</table>)', text, re.DOTALL)
    assert len(drawn) == 2
    for alternative, table in drawn:
        numbers = re.findall(r"[0-9]+\.[0-9]+%?", alternative)
        assert numbers
        assert all(number in unescape(table) for number in numbers)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_opened_from_a_folder_are_whole_fit_and_axe_finds_nothing(report, chromium, scheme):
    found, loaded = [], set()
    context = chromium.new_context(color_scheme=scheme)
    context.on("console", lambda message: found.append(message.text))
    context.on("request", lambda request: loaded.add(urlsplit(request.url).scheme))
    for path in pages(report):
        page = context.new_page()
        page.goto(path.as_uri())
        below = context.new_cdp_session(page)  # below the page's own policy, which stays in force
        evaluate(below, f"{AXE};0")
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            found += [(path.name, width, each) for each in evaluate(below, OVERFLOW)]
            found += [(path.name, width, each) for each in evaluate(below, AXE_RUN)]
            widths = evaluate(below, "[...document.images].map((each) => each.naturalWidth)")
            assert all(widths)
    context.close()
    assert not found
    assert loaded == {"file"}


def evaluate(session, expression):
    answer = session.send(
        "Runtime.evaluate",
        {"expression": expression, "awaitPromise": True, "returnByValue": True},
    )
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")


def test_the_way_past_the_links_at_the_top_is_the_first_thing_that_takes_the_focus(
    report, chromium
):
    context = chromium.new_context()
    page = context.new_page()
    page.goto((report / "index.html").as_uri())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html#main")
    context.close()


def test_pages_name_nothing_of_the_machine_that_made_them(report):
    for path in pages(report):
        text = path.read_text(encoding="utf-8")
        assert str(Path.home()) + "/" not in text
        assert str(report) not in text
