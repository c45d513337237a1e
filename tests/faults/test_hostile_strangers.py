"""Sixteen strangers who hold the site or try words, beside 32 people who report.

Nothing here is timed: `benchmarks/hostile.py` tells how long people wait.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import pytest
from faults.calls import Call, make
from faults.hostile import Stranger
from faults.running_site import RunningSite, until
from faults.stories import project_of
from migrated_folder import migrated_folder
from reports.writer import Writer, as_json

from unsilenced.reports.paging import ROOM
from unsilenced.sealing.receipt import Receipt
from unsilenced.site import settings as site_settings

HONEST = 32
BUILT = Path(site_settings.__file__).parent / "static" / "built"
MEBIBYTE = 1024 * 1024
MOST_ANSWER = ROOM * 4 // 3 + 64 * 1024
"""Bytes of an answer: what fits in base64, or the longest record, and what stands beside it."""
MOST_GROWTH = 64 * MEBIBYTE
"""What the serving processes may need more for 16 strangers: 4 MiB each, and less is seen."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    running = RunningSite(tmp_path_factory.mktemp("hostile") / "data")
    try:
        migrated_folder(running.folder)
        running.start()
        yield running
        running.stop()
    finally:
        running.end()


@pytest.fixture(scope="module")
def project(site):
    return project_of(site.invent("willow"))


@pytest.fixture(scope="module")
def stranger(site, project):
    stranger = Stranger(site.port, Writer.of(project))
    stranger.fill()
    yield stranger
    stranger.leave()


def memory(site):
    return sum(each.memory_info().rss for each in site.answering())


def visit(site, project, barrier):
    """Report, come back, add a message, read it: the statuses, and the longest answer."""
    writer = Writer.of(project)
    headers = {"Authorization": writer.authorization}
    barrier.wait()
    answers = [
        make(site.port, call)
        for call in (
            Call.post("/report/send", as_json(writer.submission())),
            Call("GET", "/return/open", headers=headers),
            Call.post("/return/messages", as_json(writer.seal()), **headers),
            Call("GET", "/return/open", headers=headers),
        )
    ]
    assert len(answers[-1].json["messages"]) == 1
    return [answer.status for answer in answers]


def visits(site, project):
    """Everybody's visit at the same moment."""
    barrier = Barrier(HONEST)
    with ThreadPoolExecutor(HONEST) as pool:
        found = pool.map(lambda _: visit(site, project, barrier), range(HONEST))
        return Counter(map(tuple, found))


ALL_WELL = Counter({(201, 200, 201, 200): HONEST})


def test_everybody_reports_beside_sixteen_who_hold_the_site_and_its_memory_stays(
    site, project, stranger
):
    assert visits(site, project) == ALL_WELL
    before = memory(site)
    for _ in range(4):
        stranger.read_nothing()
    # More than the site has threads.
    for _ in range(10):
        stranger.never_finish()
    for _ in range(2):
        stranger.never_ask()
    seen = []
    for _ in range(3):
        assert visits(site, project) == ALL_WELL
        seen.append(memory(site))
    assert max(seen) - before < MOST_GROWTH
    # In the end each of them is cut off, by itself.
    until(lambda: stranger.ended() == len(stranger.connections) == 16)
    assert visits(site, project) == ALL_WELL


def test_many_who_read_nothing_of_the_longest_script_hold_none_of_it(site, project):
    scripts = BUILT.glob("*.js")
    longest = max(scripts, key=lambda path: path.stat().st_size)
    whole = make(site.port, Call("GET", f"/static/built/{longest.name}"))
    assert (whole.status, whole.body) == (200, longest.read_bytes())
    assert whole.headers["Content-Length"] == str(len(whole.body))
    readers = 2 * MOST_GROWTH // longest.stat().st_size
    stranger = Stranger(site.port, Writer.of(project))
    assert visits(site, project) == ALL_WELL
    before = memory(site)
    for _ in range(readers):
        stranger.read_no_file(f"/static/built/{longest.name}")
    # An answer is begun for all of them once those who come later have theirs.
    assert visits(site, project) == ALL_WELL
    assert memory(site) - before < MOST_GROWTH
    stranger.leave()


def try_words(site, barrier):
    """Try words that open nothing, as a browser without JavaScript does; return the status."""
    words = Receipt.draw().canonical
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    body = urlencode({"words": words}).encode()
    barrier.wait()
    # Not `make`: to be told to try again is an answer here.
    with closing(HTTPConnection("127.0.0.1", site.port, timeout=60)) as connection:
        connection.request("POST", "/return/", body, headers)
        answer = connection.getresponse()
        assert words in answer.read().decode()
    return answer.status


def test_everybody_reports_beside_sixteen_who_try_words_without_javascript(site, project):
    barrier = Barrier(16)
    with ThreadPoolExecutor(16) as pool:
        tries = [pool.submit(try_words, site, barrier) for _ in range(16)]
        assert visits(site, project) == ALL_WELL
        told = Counter(each.result() for each in tries)
    assert set(told) <= {404, 503}
    assert told[404]


def test_no_answer_is_longer_than_what_one_may_hold(site, stranger):
    for path in ("/return/open", "/return/messages", f"{stranger.photo}/0"):
        answer = make(site.port, Call("GET", path, headers=stranger.authorization))
        assert answer.status == 200
        assert "Content-Encoding" not in answer.headers
        assert 100_000 < len(answer.body) <= MOST_ANSWER
