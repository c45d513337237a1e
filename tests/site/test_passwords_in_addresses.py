"""No part of a password that stands unescaped in an address is told to anybody."""

import psycopg
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from psycopg.conninfo import make_conninfo

from unsilenced.process.settings.environment import ConfigurationError, unusable
from unsilenced.site.configuration import configuration, readers

# Parts that no message has by itself, with what takes an address apart between them.
PARTS = ("Qx7Zk", "vW9jQ", "90817", "7193", "J3qqX")
PART = st.sampled_from(PARTS)
SIGN = st.sampled_from([*"@/?#:%&=[],; '\"\\$`+|~!*()<>{}^", "%zz", "%4", "://", "&J3qqX=", "é"])
PASSWORD = st.lists(st.tuples(PART, SIGN), min_size=1, max_size=4).map(
    lambda pairs: "".join(part + sign for part, sign in pairs)
)
PASSWORDS = st.tuples(PASSWORD, PART).map("".join)


def tells(text, password):
    return [each for each in PARTS if each in password and each in text]


def refused(url, name="DATABASE_URL"):
    """What is told of a setting, by whatever reads it; nothing where it can be used."""
    told = "".join(unusable(readers({name: url})).values())
    if told:
        with pytest.raises(ConfigurationError) as raised:
            configuration({name: url})
        assert str(raised.value) == told
    return told


DATABASES = [
    "postgresql://site:{}@127.0.0.1:1/site",
    "postgres://site:{}@127.0.0.1:1/site?sslmode=disable",
    "postgresql://site:{}@127.0.0.1:1/site?sslmod=disable",
    "postgresql://site:{}@/site?host=/nowhere",
    "postgresql://127.0.0.1:1/site?user=site&password={}",
]


@pytest.mark.parametrize("form", DATABASES)
@given(password=PASSWORDS)
@example(password="Qx7Zk@vW9jQ")
@example(password="Qx7Zk/vW9jQ")
@example(password="7193/908170?application_name=Qx7Zk")
@example(password="Qx7Zk?vW9jQ&J3qqX=1")
@example(password="Qx7Zk?vW9jQ%zz")
@settings(max_examples=60)
def test_a_database_s_address_tells_nothing_of_its_password(form, password):
    url = form.format(password)
    told = refused(url)
    if told:
        assert told.startswith("DATABASE_URL must ")
    else:
        # What doctor, migrate and serve then print is PostgreSQL's own message.
        words = configuration({"DATABASE_URL": url}).database
        with pytest.raises(psycopg.Error) as failed:
            psycopg.connect(make_conninfo(**words))
        told = str(failed.value)
    assert tells(told, password) == []


@given(password=PASSWORDS.filter(lambda each: "@" not in each))
def test_nor_where_the_host_was_left_out(password):
    told = refused(f"postgresql://site:Qx7Zk{password}")
    assert told.startswith("DATABASE_URL must ")
    assert tells(told, password) == []


MAIL = [
    "smtp://alice:{}@mail.example:587",
    "smtps://alice:{}@mail.example",
    "smtp://alice:{}@mail.example:587/",
]


@pytest.mark.parametrize("form", MAIL)
@given(password=PASSWORDS)
@example(password="7193#vW9jQ")
@example(password="7193?vW9jQ")
@example(password="90817/vW9jQ")
@example(password="Qx7Zk@vW9jQ")
@settings(max_examples=60)
def test_a_mail_servers_address_tells_nothing_of_its_password(form, password):
    url = form.format(password)
    told = refused(url, "EMAIL_URL")
    assert not told or told.startswith("EMAIL_URL must ")
    assert tells(told, password) == []
    if not told:
        assert configuration({"EMAIL_URL": url}).mail_server.host == "mail.example"
