"""A project that warns: two caseworkers, a key holder's keys, and a reporter who agrees."""

import pytest
from people.member_browser import as_member
from reports.writer import Writer
from warned.warner import KeyHolder, Warner


@pytest.fixture
def keys_of_keyholder(db):
    """The key holder's keys, with which entries are made."""
    return KeyHolder.with_keys()


@pytest.fixture
def amara(project, keys_of_keyholder):
    return Warner.at(project, keys_of_keyholder)


@pytest.fixture
def joel(project, keys_of_keyholder):
    return Warner.at(project, keys_of_keyholder, "Joel")


@pytest.fixture
def bo(other_project, keys_of_keyholder):
    """A caseworker of another project."""
    return Warner.at(other_project, keys_of_keyholder, "Bo")


@pytest.fixture
def writer(project):
    """A reporter who agreed to a warning when they sent their report."""
    writer = Writer.of(project)
    writer.sent(consents=["warn"])
    return writer


@pytest.fixture
def report(writer):
    return writer.to.project.reports.get(uid=writer.report)


@pytest.fixture
def draft(amara, report):
    """A draft that Amara composed."""
    return amara.compose(report)


@pytest.fixture
def approved(amara, joel, draft):
    """A warning that Amara composed and Joel approved."""
    answer = joel.approve(draft)
    assert answer.status_code == 200, answer.content
    return draft


@pytest.fixture
def kestrel(project):
    """A member's browser."""
    return as_member(project)[0]
