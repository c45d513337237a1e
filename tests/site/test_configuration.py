"""Settings are read from the environment, checked one by one, with an error that names them."""

from pathlib import Path

import pytest
from onion_host import ONION, made

from unsilenced.keyholder.configuration import configuration as keyholder_configuration
from unsilenced.process.postgres.embedded import PostgresError, embedded_postgres
from unsilenced.process.settings.environment import ConfigurationError, unusable
from unsilenced.site.configuration import configuration, readers

UNUSABLE = [",", '"', "$HOME", "`id`", "$(id)", "\\", "\n", "\x7f", "\udcff"]
"""What PostgreSQL, or the shell that starts it, does not take in a folder's path."""

OTHER = "b" if ONION[9] == "a" else "a"
WRONG_ONIONS = [
    ONION.removesuffix(".onion"),
    f"http://{ONION}",
    f"{ONION}/",
    f"{ONION}:80",
    f"www.{ONION}",
    f"{ONION[:9]}{OTHER}{ONION[10:]}",
    f"{ONION[1:]}",
    f"{ONION[:55]}1.onion",
    f"{ONION[:55]}é.onion",
    made(version=b"\x02"),
    "expyuzz4wqqyqhjn.onion",
    "fernway.example",
]


def test_nothing_has_to_be_set():
    plain = configuration({})
    assert plain.database == {}
    assert plain.data_dir == Path.cwd() / ".data"
    assert (plain.host, plain.port, plain.workers) == ("127.0.0.1", 8000, 2)
    assert plain.address == "http://localhost:8000"
    assert plain.digest_hours == (9, 17)
    assert plain.mail_server is None
    assert plain.site_contact == ()


def test_an_empty_setting_is_one_that_is_not_set():
    assert configuration({"PORT": "  "}) == configuration({})


def test_lists_are_read_part_by_part():
    read = configuration(
        {"SITE_HOSTS": "a.example, b.example", "SITE_CONTACT": "Call 1 | | Come by"}
    )
    assert read.site_hosts == ("a.example", "b.example")
    assert read.site_contact == ("Call 1", "Come by")


def test_what_a_project_says_about_itself_is_read_by_language():
    read = configuration(
        {"SITE_ABOUT": "en: Us: six people | pt-br: Nós", "SITE_READ_LANGUAGES": "English, Română"}
    )
    assert read.site_about == {"en": "Us: six people", "pt-br": "Nós"}
    assert read.site_read_languages == ("English", "Română")
    assert configuration({}).site_read_when == {}


@pytest.mark.parametrize("text", ["We are six", "en:", "English: Us", "en: Us | en: We"])
def test_what_a_project_says_about_itself_names_each_language_once(text):
    with pytest.raises(ConfigurationError, match="SITE_READ_WHEN"):
        configuration({"SITE_READ_WHEN": text})


def test_behind_https_the_address_is_the_first_host_name():
    read = configuration({"SITE_HOSTS": "a.example,b.example", "SITE_HTTPS": "yes"})
    assert read.address == "https://a.example"


def test_a_database_address_is_taken_apart():
    read = configuration({"DATABASE_URL": "postgresql://u:p%40ss@db/name?sslmode=require"})
    assert read.database == {
        "user": "u",
        "password": "p@ss",
        "host": "db",
        "dbname": "name",
        "sslmode": "require",
    }


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://a:5432,b/name?target_session_attrs=read-write",
        "postgresql://[::1]:5432/name?connect_timeout=5",
        "postgresql:///name?host=/run/postgresql",
        "postgresql://u@h/?service=site",
        "host=h dbname=d user=u password='p@s/s'",
        "postgres://u:Xy?z#:&=@h/name",
    ],
)
def test_all_that_libpq_takes_for_a_database_is_taken(url):
    assert configuration({"DATABASE_URL": url}).database


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://u:p%40ss@mail.example", ("mail.example", 587, "u", "p@ss", "later")),
        ("smtps://mail.example", ("mail.example", 465, "", "", "at once")),
        ("smtp://mail.example:2525/", ("mail.example", 2525, "", "", "later")),
    ],
)
def test_a_mail_server_has_a_host_a_port_and_a_way_of_encryption(url, expected):
    read = configuration({"EMAIL_URL": url}).mail_server
    encryption = "at once" if read.tls_from_start else "later"
    assert (read.host, read.port, read.user, read.password, encryption) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "eighty"),
        ("PORT", "\uff18\uff10"),
        ("WORKERS", "0"),
        ("WORKERS", "65"),
        ("SITE_HTTPS", "true"),
        ("SITE_PALETTE", "pink"),
        ("DIGEST_HOURS", "9,24"),
        ("DIGEST_HOURS", "9;17"),
        ("EXIT_URL", "http://news.example"),
        ("EXIT_URL", "https://"),
        ("EXIT_URL", "javascript:alert(1)"),
        ("DATABASE_URL", "a secret that is no address"),
        *(("DATA_DIR", f"/srv/a{sign}b") for sign in UNUSABLE),
        ("DATA_DIR", "~/data"),
        ("DATA_DIR", "~site/data"),
        ("EMAIL_URL", "mail.example"),
        ("EMAIL_URL", "https://mail.example"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp://mail.example:port"),
        ("EMAIL_URL", "smtp://mail.example/folder"),
        ("SITE_HOSTS", ","),
        ("SITE_HOSTS", "https://fernway.example"),
        ("SITE_HOSTS", "fernway.example:8000"),
        ("SITE_HOSTS", "fernway.example/report"),
        ("SITE_HOSTS", "*"),
        ("SITE_HOSTS", "*.fernway.example"),
        ("SITE_HOSTS", ".fernway.example"),
        ("SITE_HOSTS", "fernway.example,b\u00fcro.example"),
        ("SECRET_KEY", "x"),
        ("SECRET_KEY", "abc" * 30),
        ("DIGEST_HOURS", ","),
        ("EMAIL_FROM", "fernway.example"),
        ("EMAIL_FROM", "@fernway.example"),
        ("EMAIL_FROM", "post@"),
        ("EMAIL_FROM", "post @fernway.example"),
        ("EMAIL_FROM", "post@fernway.example, b@fernway.example"),
        ("EMAIL_FROM", "<post@fernway.example"),
        ("EMAIL_FROM", "Fernway, Inc <post@fernway.example>"),
        ("EMAIL_FROM", "us: post@fernway.example;"),
        ("EMAIL_FROM", f"post@{'a' * 64}.example"),
        ("EMAIL_FROM", "post@fernway..example"),
        ("DATABASE_URL", "postgresql://u@h/n?sslmode=requir"),
        ("DATABASE_URL", "postgresql://u@h/n?target_session_attrs=x"),
        ("DATABASE_URL", "postgresql://u@h/n?connect_timeout=x"),
        ("DATABASE_URL", "postgresql://u@h/n?keepalives_idle=1s"),
        ("DATABASE_URL", "postgresql://u@h:0/n"),
        ("DATABASE_URL", "postgresql://u@h:port/n"),
        ("DATABASE_URL", "postgresql://u@/n?host=h&port=65536"),
        ("DATABASE_URL", "postgresql://u@h"),
        ("DATABASE_URL", "postgresql://u:p@/?host=/nowhere&port=5432"),
        ("DATABASE_URL", "host=h user=u"),
        ("DATABASE_URL", "postgresql://u:p@ss@h/n"),
        ("DATABASE_URL", "postgresql://u:p/ss@h/n"),
        ("DATABASE_URL", "postgresql://u:p%90@h/n"),
        ("DATABASE_URL", "postgresql://u:p\udc90@h/n"),
        ("EMAIL_URL", "smtp://u:1#p@mail.example"),
        ("EMAIL_URL", "smtp://u:1?p@mail.example"),
        ("EMAIL_URL", "smtp://u:p@mail.example?x=y"),
        ("SITE_HOSTS", f"fernway.example,{ONION}"),
        *(("ONION_HOST", wrong) for wrong in WRONG_ONIONS),
        ("KEYHOLDER_URL", "keys.example"),
        ("KEYHOLDER_URL", "http://keys.example"),
        ("KEYHOLDER_URL", "https://keys.example/path"),
        ("KEYHOLDER_URL", "https://keys.example?x"),
        ("KEYHOLDER_URL", "https://"),
        ("KEYHOLDER_URL", "javascript:alert(1)"),
        ("KEYHOLDER_LOG_KEY", "AAAA"),
        ("KEYHOLDER_LOG_KEY", "not b64u!"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_the_settings_name(name, value):
    with pytest.raises(ConfigurationError, match=f"^{name} must"):
        configuration({name: value})


@pytest.mark.parametrize("sign", UNUSABLE)
def test_a_key_holders_folder_is_refused_the_same(sign):
    with pytest.raises(ConfigurationError, match=r"^KEYHOLDER_DATA_DIR must"):
        keyholder_configuration({"KEYHOLDER_DATA_DIR": f"/srv/a{sign}b"})


@pytest.mark.parametrize("sign", UNUSABLE)
def test_no_folder_that_a_shell_would_read_something_in_is_given_to_postgresql(tmp_path, sign):
    """Wherever the path comes from: that of the working folder is a part of it too."""
    with (
        pytest.raises(PostgresError, match="cannot work with the path"),
        embedded_postgres(tmp_path / "data" / f"a{sign}b"),
    ):
        pass
    assert not any(each.is_dir() for each in (tmp_path / "data").iterdir())


@pytest.mark.parametrize(
    "sign", ["a b", "'", "%41", ";", "#", "&=?", "{}", ":", "é", "(", "!", "*"]
)
def test_all_other_signs_may_stand_in_a_folders_path(sign):
    folder = f"/srv/a{sign}b"
    assert configuration({"DATA_DIR": folder}).data_dir == Path(folder)


def test_an_onion_service_is_named_as_tor_writes_it():
    assert configuration({}).onion_host == ""
    assert configuration({"ONION_HOST": f" {ONION.upper()} "}).onion_host == ONION
    # Tor's own project, whose address this program did not make.
    known = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"
    assert configuration({"ONION_HOST": known}).onion_host == known


def test_no_secret_shows_when_the_configuration_is_printed_or_refused():
    read = configuration(
        {
            "DATABASE_URL": "postgresql://u:canary1@db/name",
            "SECRET_KEY": "canary2 0123456789 abcdefghijklmnopqrstuvwxyz 0123456789",
            "EMAIL_URL": "smtp://u:canary3@mail.example",
        }
    )
    assert "canary" not in repr(read)
    with pytest.raises(ConfigurationError) as refused:
        configuration({"DATABASE_URL": "canary4 canary5"})
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://keys.example", "https://keys.example"),
        ("https://keys.example:8443/", "https://keys.example:8443"),
        ("http://localhost:8001", "http://localhost:8001"),
    ],
)
def test_a_key_holder_has_an_origin_and_a_log_key(url, origin):
    read = configuration({"KEYHOLDER_URL": url, "KEYHOLDER_LOG_KEY": "A" * 43})
    assert (read.keyholder_url, read.keyholder_log_key) == (origin, bytes(32))
    assert read.can_check
    assert not configuration({}).can_check


def test_a_key_holder_without_a_log_key_to_pin_is_refused():
    with pytest.raises(ConfigurationError, match="KEYHOLDER_LOG_KEY must"):
        configuration({"KEYHOLDER_URL": "https://keys.example"})


def test_the_keys_file_is_in_the_data_folder_unless_another_is_named():
    assert configuration({}).keys_file == Path.cwd() / ".data" / "check-keys.json"
    assert configuration({"CHECK_KEYS_FILE": "/keys"}).keys_file == Path("/keys")


@pytest.mark.parametrize(
    "hosts", ["localhost", "127.0.0.1", "[::1]", "Fernway.Example", "xn--bro-hoa.example"]
)
def test_hosts_are_names_or_addresses_alone(hosts):
    assert configuration({"SITE_HOSTS": hosts}).site_hosts == (hosts,)


@pytest.mark.parametrize(
    "sender",
    [
        "post@localhost",
        "Fernway <post@fernway.example>",
        '"Fernway, Inc" <post@fernway.example>',
        "Dr. F. <pöst@münchen.example>",
    ],
)
def test_a_sender_may_have_a_name(sender):
    assert configuration({"EMAIL_FROM": sender}).email_from == sender


def test_all_that_cannot_be_used_is_found_at_once():
    found = unusable(readers({"PORT": "many", "SITE_HOSTS": "*", "EMAIL_FROM": "nobody"}))
    assert list(found) == ["port", "site_hosts", "email_from"]
    assert found["port"].startswith("PORT must")
    assert unusable(readers({})) == {}
