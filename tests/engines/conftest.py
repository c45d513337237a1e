"""Chromium, Firefox and WebKit before one running site."""

from functools import partial

import pytest
from django.core.cache import cache
from engines import found
from engines.started import FirefoxEngine, PlaywrightEngine, WebKitEngine, screen
from engines.trees import Trees


@pytest.fixture(scope="session")
def in_chromium(chromium, live_server):
    return PlaywrightEngine(chromium, live_server.url, keeps_trees=True)


@pytest.fixture(scope="session")
def in_firefox(playwright, live_server, tmp_path_factory):
    path = found.firefox()
    if not path:
        pytest.skip(f"there is no Firefox here: {found.INSTALL['Firefox']}")
    if path == found.PLAYWRIGHTS:
        with playwright.firefox.launch() as browser:
            yield PlaywrightEngine(browser, live_server.url)
        return
    engine = FirefoxEngine(path, live_server.url, tmp_path_factory.mktemp("firefox") / "log")
    yield engine
    engine.stop()


@pytest.fixture(scope="session")
def in_webkit(playwright, live_server):
    path = found.webkit()
    if not path:
        pytest.skip(f"there is no WebKit here: {found.INSTALL['WebKit']}")
    if path == found.PLAYWRIGHTS:
        with playwright.webkit.launch() as browser:
            yield PlaywrightEngine(browser, live_server.url)
        return
    with screen() as display:
        yield WebKitEngine(path, display, live_server.url)


@pytest.fixture(params=["chromium", "firefox", "webkit"], scope="session")
def engine(request):
    """Each browser engine after the other."""
    return request.getfixturevalue(f"in_{request.param}")


@pytest.fixture
def person(transactional_db, engine):
    """Somebody in a new window."""
    cache.clear()
    return engine.person


@pytest.fixture
def trees(request):
    """The kept accessibility trees of the journey of that name."""
    return partial(Trees, write=request.config.getoption("--write-trees"))
