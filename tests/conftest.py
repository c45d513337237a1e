"""What all tests share: a real PostgreSQL in a temporary folder, a project, its caseworkers."""

import os
import shutil
from functools import cache, partial
from hashlib import sha256

from in_memory import folder_for_tests

from unsilenced.keyholder.configuration import SETTINGS as KEYHOLDER_SETTINGS
from unsilenced.site.configuration import SETTINGS

# Django's settings are read once, so the environment is set before anything imports them.
DATA_DIR = folder_for_tests()
for setting in (*SETTINGS, *KEYHOLDER_SETTINGS):
    os.environ.pop(setting.name, None)
os.environ["DATA_DIR"] = str(DATA_DIR)
# All tests together send more than people do. Tests of the limits set their own limits.
os.environ["SENDS_A_MINUTE"] = os.environ["UNOPENED_REPORTS_A_DAY"] = "1000000"
os.environ["DJANGO_SETTINGS_MODULE"] = "unsilenced.site.settings"

from unsilenced.process.postgres.embedded import address  # noqa: E402

POSTGRES = DATA_DIR / "postgres"
os.environ["DATABASE_URL"] = address(POSTGRES)

# Playwright's loop runs in the tests' thread, and Django takes that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

import django  # noqa: E402
import hypothesis  # noqa: E402
import pytest  # noqa: E402
from django.conf import settings  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402
from django.utils import translation  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from whitenoise.middleware import WhiteNoiseMiddleware  # noqa: E402

from unsilenced.evaluator.keys_file import SecretKeys, keep_new  # noqa: E402

django.setup()

# As `unsilenced serve` makes them for a site that has none.
keep_new(settings.CHECK_KEYS_FILE, SecretKeys.draw())

# The time that an example takes on a busy machine says nothing about the tested code.
hypothesis.settings.register_profile("unsilenced", deadline=None)
hypothesis.settings.load_profile("unsilenced")

from as_role import as_role, do_jobs_as_jobs, make_roles  # noqa: E402
from collected import has_no_mark, keep_what_the_version_changes, slow_first  # noqa: E402
from django.core.handlers.base import BaseHandler  # noqa: E402
from emptying import empty  # noqa: E402
from engines.found import left_out  # noqa: E402
from keyholder import holding  # noqa: E402
from recording import RECORDING, Recording, keep_failure  # noqa: E402
from servers import older_programs, the_other_postgres, the_tests_postgres  # noqa: E402
from undone import undone  # noqa: E402

from unsilenced.demo.invented_people import invent_caseworker, invent_project  # noqa: E402
from unsilenced.evaluator.keyring import Keyring, keyring  # noqa: E402
from unsilenced.keyholder.hand_over import HandOver  # noqa: E402
from unsilenced.process.roles.names import Role  # noqa: E402
from unsilenced.sealing import passphrase, stretch  # noqa: E402

do_jobs_as_jobs()


def pytest_addoption(parser):
    parser.addoption(
        "--pictures", action="store_true", help="keep a picture of every page, in build/screenshots"
    )
    parser.addoption(
        "--older-postgres", action="store_true", help="run against an older PostgreSQL (servers.py)"
    )
    parser.addoption(
        "--write-trees", action="store_true", help="write what tests/engines/trees.py compares"
    )
    parser.addoption("--times", type=int, default=1, help="do every test so many times")


def pytest_generate_tests(metafunc):
    times = metafunc.config.getoption("--times")
    if times > 1:
        metafunc.fixturenames.append("_time")
        metafunc.parametrize("_time", range(1, times + 1))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item):
    report = yield
    keep_failure(item, report)
    return report


def pytest_ignore_collect(collection_path, config):
    if config.getoption("--older-postgres") and has_no_mark(collection_path):
        return True
    return None


def pytest_collection_modifyitems(config, items):
    if config.getoption("--older-postgres"):
        keep_what_the_version_changes(config, items)
    slow_first(items)


def pytest_report_header():
    found = older_programs()
    return f"older PostgreSQL: {found or 'none found, so nothing is tested against one'}"


def pytest_terminal_summary(terminalreporter):
    for line in left_out():
        terminalreporter.write_line(line, yellow=True)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    # Each run of pytest closes its own folder to others again, while PostgreSQL runs in it.
    config.option.basetemp = config.option.basetemp or str(DATA_DIR / "tmp")


def pytest_itemcollected(item):
    # After each test, its changes to a world that is made once are undone.
    if "made_once" in item.fixturenames and "db" not in item.fixturenames:
        item.fixturenames.append("db")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes():
    # A worker has its own PostgreSQL, and must not find ours before it reads this file.
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure():
    shutil.rmtree(DATA_DIR, ignore_errors=True)


@pytest.fixture(autouse=True)
def _own_language():
    """Reset the language: a request leaves it in the thread until another request changes it."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def chosen_postgres(pytestconfig):
    """How to run, on a folder, a PostgreSQL of the version that this test run uses."""
    return partial(the_tests_postgres, config=pytestconfig)


@pytest.fixture(scope="session")
def unchosen_postgres(chosen_postgres, pytestconfig):
    """How to run a PostgreSQL of the other version."""
    return partial(the_other_postgres, config=pytestconfig)


@pytest.fixture(scope="session")
def postgres(chosen_postgres):
    """The address of a PostgreSQL that lives as long as the tests, started when first needed."""
    with chosen_postgres(POSTGRES) as url:
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres):
    """Start the server before pytest-django makes its database on it."""


@pytest.fixture(scope="session")
def django_db_keepdb():
    """Drop no database at the end: a browser may still hold a thread of the live server, and so a
    connection. The whole server goes with its folder."""
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Give the database that pytest-django made its roles."""
    with django_db_blocker.unblock():
        make_roles()


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    """A transaction around all tests of a module, in which its fixtures make their world once.

    Each test has `db`, which undoes the test's changes to that world. Not for modules with tests
    that need `transactional_db`.
    """
    with django_db_blocker.unblock(), undone():
        yield


@pytest.fixture(scope="session", autouse=True)
def _answered_as_serve():
    """Answer every request under the role for requests, so that a missing right shows up."""
    answer = BaseHandler.get_response

    def answer_as_serve(handler, request):
        with as_role(Role.SERVE):
            return answer(handler, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseHandler, "get_response", answer_as_serve)
        yield


@pytest.fixture(scope="session", autouse=True)
def _emptied_quickly():
    """Empty the database in our way instead of Django's, after each live server."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: empty())
        yield


@pytest.fixture(scope="session", autouse=True)
def _stretched_once():
    """Stretch no secret twice: Argon2id is slow by design, and always gives the same result."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretch, "hash_secret_raw", cache(stretch.hash_secret_raw))
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_found_once():
    """Let each client serve the files that the first one found: to look for them, as the site does
    when it starts, takes three times as long as most requests."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def look_once(serving):
        if not found:
            look(serving)
            found.update(serving.files)
        serving.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


@pytest.fixture(scope="session")
def keyholder_keys() -> Keyring:
    """The secret keys of the tests' key holder, for evaluating without a process."""
    return HandOver.of(keyring()).initialise(DATA_DIR / "keyholder" / "keys.json")


@pytest.fixture(scope="session")
def keyholder_process(postgres, keyholder_keys):
    """A key holder that runs as long as the tests, and its own database."""
    database = holding.made_database(postgres, "keyholder")
    settings = {"KEYHOLDER_DATABASE_URL": database, "KEYHOLDER_SOURCE_URL": holding.SOURCE}
    with holding.holding(DATA_DIR / "keyholder", **settings) as running:
        yield running, database


@pytest.fixture(scope="module")
def modules_keyholder(keyholder_process):
    """The running key holder, whose log is empty when a module's tests begin."""
    running, database = keyholder_process
    holding.empty(database)
    return running


@pytest.fixture
def keyholder(keyholder_process, settings):
    """A running key holder with an empty log, which the platform's settings name."""
    running, database = keyholder_process
    holding.empty(database)
    settings.CONFIGURATION = running.named_by(settings.CONFIGURATION)
    return running


@pytest.fixture(scope="session")
def playwright():
    """Playwright, started once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright):
    """An installed Chromium (script/test tells which), or the one that Playwright brought.

    Its headless shell is best: the same engine with half the work, because it draws no window
    around a page. Tests that need a profile on the disk start the whole browser themselves.
    """
    named = os.environ.get("CHROMIUM_SHELL") or os.environ.get("CHROMIUM")
    installed = named or shutil.which("chromium")
    browser = playwright.chromium.launch(
        executable_path=installed,
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    )
    yield browser
    browser.close()


@pytest.fixture
def recording(request):
    """Records browser windows; the recordings of failed tests are in build/traces."""
    wanted = Recording(snapshots=request.config.getoption("--pictures"))
    return request.node.stash.setdefault(RECORDING, wanted)


@pytest.fixture
def project(db):
    """A project that can receive reports: `.project`, `.key`, `.private_key`, `.sheet`."""
    return invent_project("Willow Project (invented)", "willow")


@pytest.fixture
def other_project(db):
    """A second project, which must never see the first one's."""
    return invent_project("Harbour Project (invented)", "harbour")


@pytest.fixture
def caseworker(project, monkeypatch):
    """Make a caseworker: `.user`, `.passphrase`, `.private_key`, `.totp_secret`, codes.

    A name always has the same passphrase and salt, so that we stretch them only once.
    """

    def make(name="amara", words="", of=None, email=""):
        with monkeypatch.context() as patch:
            patch.setattr(passphrase, "draw_salt", lambda: sha256(name.encode()).digest()[:16])
            return invent_caseworker(of or project, name, words or f"words of {name}", email)

    return make
