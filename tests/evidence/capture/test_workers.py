"""Many small things are each done once, and all stop as soon as one cannot be done."""

import doctest
import importlib
from hashlib import pbkdf2_hmac
from threading import Lock

import pytest

from unsilenced.evidence.capture.threads import Workers

WITH_EXAMPLES = (
    "analysis",
    "exhaustive",
    "existence",
    "models",
    "one_model",
    "overlaps",
    "table",
)


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize(("number", "at_once"), [(10, 3), (9, 3), (1, 5), (0, 5)])
def test_everything_is_done_once_and_told_in_order(threads, number, at_once):
    done, told, lock = [], [], Lock()

    def do(part):
        with lock:
            done.extend(range(part.start, part.stop))

    workers = Workers(threads, lambda so_far, of: told.append((so_far, of)))
    workers.do(do, number, at_once)
    assert sorted(done) == list(range(number))
    assert told == sorted(told)
    assert [so_far for so_far, _ in told[-1:]] == ([number] if number else [])
    assert all(of == number for _, of in told)


def test_what_cannot_be_done_stops_the_rest():
    begun = []

    def work(part):
        begun.append(part.start)
        # Doing everything takes many times as long as noticing that one thing failed.
        pbkdf2_hmac("sha256", b"", b"", 10_000)

    def fail(part):
        work(part)
        raise ArithmeticError("not this one")

    def interrupt(done, number):
        raise KeyboardInterrupt

    with pytest.raises(ArithmeticError, match="not this one"):
        Workers(1).do(fail, 2_000, 1)
    assert len(begun) < 2_000
    begun.clear()
    with pytest.raises(KeyboardInterrupt):
        Workers(1, interrupt).do(work, 2_000, 1)
    assert len(begun) < 2_000


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_of_the_documentation_run(name):
    tried = doctest.testmod(importlib.import_module(f"unsilenced.evidence.capture.{name}"))
    assert tried.attempted
    assert not tried.failed
