"""Nothing of a person is an argument: those stand in logs, in histories and in lists of processes.

A command that takes a telephone number, an address, a name or a mailbox of somebody reads it from
standard input (`unsilenced.process.standard_input`). Whoever adds a parameter that takes any text
says here what it is.
"""

import click
import pytest
from test_documented import EVERY_COMMAND

REFUSED = "refused where it is given"
TEXTS = {
    "check normalise": {
        "kind": "one of four words",
        "value": REFUSED,
        "region": "a country",
    },
    "demo-code": {"name": "a caseworker whom the demo invents"},
    "evidence capture": {"published_at": "an address of the web"},
    "evidence claims run": {"claim_id": "a claim"},
    "evidence disclose": {
        "table": "a file, or the address of a table",
        "rows": "a column",
        "columns": "a column",
        "count": "a column",
        "where": "a column and what a group of people have in it",
        "population": "what a group of people is called",
    },
    "evidence displacement": {
        "contacts": "a file, or the address of a table",
        "published_at": "an address of the web",
    },
    "evidence event": {
        "table": "a file, or the address of a table",
        "treated": "an area",
        "outcome": "a column, or a kind of crime",
        "published_at": "an address of the web",
    },
    "evidence risk": {"table": "a file, or the address of a table", "by": "a column"},
    "evidence yields": {
        "table": "a file, or the address of a table",
        "by": "a column",
        "event": "a column and what a group has in it",
        "count": "a column",
    },
    "invite": {"slug": "an organisation"},
    "organisation add": {"name": "an organisation", "slug": "an organisation"},
    "project add": {"name": "an organisation", "slug": "an organisation"},
}
"""Each parameter that takes any text, and what it is."""

# These can only be one of our own texts, a number, a date or the name of a file.
OTHER_TYPES = (
    click.types.BoolParamType,
    click.types.IntParamType,
    click.types.FloatParamType,
    click.Choice,
    click.DateTime,
    click.Path,
)
NAMED = {each.removeprefix("unsilenced "): command for each, command in EVERY_COMMAND.items()}


def takes_any_text(parameter):
    is_span = type(parameter.type).__name__ == "Span"
    return not is_span and not isinstance(parameter.type, OTHER_TYPES)


@pytest.mark.parametrize("name", NAMED)
def test_every_parameter_that_takes_any_text_is_decided(name):
    texts = {each.name for each in NAMED[name].params if takes_any_text(each)}
    assert texts == set(TEXTS.get(name, {}))


def test_nothing_is_decided_about_what_is_not_there():
    assert set(TEXTS) <= set(NAMED)


@pytest.mark.parametrize(
    ("name", "parameter"),
    [(name, each) for name, texts in TEXTS.items() for each in texts if texts[each] == REFUSED],
)
def test_what_is_about_a_person_is_refused_as_an_argument(name, parameter):
    (refused,) = [each for each in NAMED[name].params if each.name == parameter]
    with pytest.raises(click.UsageError, match="Not on the command line") as said:
        refused.callback(click.Context(NAMED[name]), refused, ("020 7946 0018",))
    assert "7946" not in str(said.value)
    assert refused.callback(click.Context(NAMED[name]), refused, ()) is None
