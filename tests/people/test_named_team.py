"""Which names are shown: only those of the project's people, as the server knows them."""

import uuid

import pytest
from people.desk import at_desk, send_report
from reports.writer import Writer

from unsilenced.demo.invented_people import invent_caseworker, invent_project
from unsilenced.people.models import User
from unsilenced.people.organisations.team import Person, commitments, name_of, people_of
from unsilenced.reports import conversation
from unsilenced.sealing.context import RecordKind

JOEL = Person(uuid.UUID("7a0e4a9e-6f6e-4f55-8d1f-3f1d1f5d2a10"), "Joel")
BEA = Person(uuid.UUID("0d9a3f3e-51c4-4a0c-8a53-7f0d2b9f6a11"), "Bea")


@pytest.mark.parametrize(
    ("by", "name"),
    [
        (JOEL.by, "Joel"),
        (str(JOEL.id), "Joel"),
        (f"{BEA.id} Joel", None),
        ("Bea", "Bea"),
        ("joel", None),
        ("Joel ", None),
        ("The police", None),
        (str(uuid.UUID(int=0)), None),
        ("", None),
    ],
)
def test_a_name_is_one_of_the_team_or_none(by, name):
    assert name_of([JOEL, BEA], by) == name


def test_an_identifier_is_never_taken_for_a_name_that_looks_like_it():
    assert name_of([Person(BEA.id, str(JOEL.id)), JOEL], str(JOEL.id)) == "Joel"


@pytest.mark.django_db
def test_the_desk_is_told_who_is_and_was_of_the_project(project):
    desk, person = at_desk(project)
    gone = invent_caseworker(project, "Gone").user
    User.objects.filter(pk=gone.pk).update(removed_on=gone.joined_on)
    invent_caseworker(invent_project("Another", "another"), "Stranger")
    number, _reporter = send_report(project, b"it was raining")
    team = desk.get(f"reports/{number}").json()["team"]
    known = {(str(gone.pk), "Gone"), (str(person.id), "Amara")}
    assert {(each["id"], each["name"]) for each in team} == known
    assert team == sorted(team, key=lambda each: each["id"])


@pytest.mark.django_db
def test_a_writer_learns_no_name_of_the_team_but_from_an_answer(project):
    joel = invent_caseworker(project, "Joel").user
    writer = Writer.of(project)
    report = writer.sent()
    writer.call("/return/messages", {})
    conversation.add_note(report, writer.seal(b"Call on Monday.", RecordKind.NOTE))
    assert writer.call("/return/open").json()["team"] == []
    conversation.add_project_message(report, writer.seal(b"Hello", RecordKind.PROJECT_MESSAGE))
    answer = writer.call("/return/open")
    assert people_of(project.project) == (Person(joel.pk, "Joel"),)
    assert answer.json()["team"] == commitments(people_of(project.project))
    assert b"Joel" not in answer.content
    assert str(joel.pk).encode() not in answer.content


def test_a_commitment_is_what_a_browser_makes_of_an_answer():
    # web/tests/team.test.ts has the same.
    assert commitments([JOEL]) == ["ptREss4Ltp4bGVr0rlrf2lIKh03KzHjdbFg-e_hqM9k"]
