"""Reading anything that was typed or sealed."""

import json
import string

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from unsilenced.reports import forms, opened, places
from unsilenced.reports.forms import Answers, Known
from unsilenced.reports.models import Scope
from unsilenced.sealing.padding import pad
from unsilenced.sealing.reading import read

trimmed = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=60)
trimmed = trimmed.map(str.strip)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=20,
)
answers = st.builds(
    Answers,
    what=trimmed.filter(bool),
    when=st.sampled_from(["", *forms.WHEN]),
    when_words=trimmed,
    borough=st.sampled_from(["", *sorted(places.codes())]),
    who=st.lists(
        st.builds(Known, st.sampled_from(forms.KINDS), trimmed.filter(bool)), max_size=9
    ).map(lambda known: tuple(sorted(known, key=lambda each: forms.KINDS.index(each.kind)))),
    consents=st.sets(st.sampled_from(Scope.values)).map(
        lambda given: tuple(scope for scope in Scope.values if scope in given)
    ),
    answer=st.sampled_from(forms.ANSWERS),
    contact=trimmed,
)


def posted(given):
    post = QueryDict(mutable=True)
    for name in ("what", "when", "when_words", "answer", "contact"):
        post[name] = getattr(given, name).replace("\n", "\r\n")
    post["place"] = given.borough
    post.setlist("consents", given.consents)
    for known in given.who:
        post.appendlist(f"who_{known.kind}", known.value.replace("\n", "\r\n"))
    return post


@given(answers)
def test_what_a_browser_posts_is_what_was_typed(given):
    assert Answers.from_post(posted(given)) == given


@given(answers)
def test_what_is_sealed_comes_back(given):
    inside = json.dumps(given.to_seal("en")).encode()
    back = read(inside, opened.report).value
    assert back.what == given.what
    assert back.who == given.who
    assert back.contact == (given.contact if given.answer == "contact" else "")


@given(st.dictionaries(st.sampled_from(list(Answers().to_seal("en"))), anything))
def test_whatever_a_sealed_report_holds_can_be_shown(inside):
    reading = read(json.dumps({**inside, "v": 1}).encode(), opened.report)
    for question, lines in forms.report_rows(reading.value) if reading else ():
        assert question
        assert all(isinstance(line, str) and line for line in lines)


@given(st.dictionaries(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=3)))
def test_whatever_is_posted_is_answered(fields):
    post = QueryDict(mutable=True)
    for name, values in fields.items():
        post.setlist(name, values)
    typed = Answers.from_post(post)
    assert ("what" in forms.faults(typed)) == (not typed.what)


def test_the_longest_report_without_faults_can_be_sealed():
    widest = "\N{LINEAR B SYLLABLE B008 A}"
    who = tuple(
        Known(
            kind, widest * (forms.MOST_DESCRIPTION if kind == "description" else forms.MOST_VALUE)
        )
        for kind in forms.KINDS
        for _ in range(forms.MOST_ROWS)
    )
    longest = Answers(
        what='"' * forms.MOST_WHAT,
        when_words=widest * forms.MOST_WHEN_WORDS,
        who=who,
        answer="contact",
        contact=widest * forms.MOST_CONTACT,
    )
    assert forms.faults(longest) == {}
    assert pad(json.dumps(longest.to_seal("pt-br"), ensure_ascii=False).encode())


def test_there_are_32_boroughs_and_the_city():
    names = places.place_list().names
    assert len(names) == 33
    assert list(names.values()) == sorted(names.values())
    assert {code[:-2] for code in names} == {"E090000"}
    assert {int(code[-2:]) for code in names} == set(range(1, 34))
    assert names["E09000012"] == "Hackney"


def test_an_unknown_borough_has_no_name_and_is_shown_as_its_code():
    assert places.name("E09000033") == "Westminster"
    assert places.name("outside") == "Outside London"
    assert not places.name("")
    assert not places.name(string.ascii_letters)
    assert places.shown("E09000033") == "Westminster"
    assert places.shown("RJ-1") == "RJ-1"
    assert not places.shown("")
