"""What the server does for browsers without JavaScript leaves threads free for everybody else."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from unsilenced.http.refusal import Refusal
from unsilenced.process.serving.workers import THREADS
from unsilenced.reports.noscript import receipt
from unsilenced.reports.puzzle import refuse_unless_solved
from unsilenced.sealing.receipt import Receipt, derive


@pytest.fixture
def puzzle():
    """The refusal that asks for work."""
    with pytest.raises(Refusal) as caught:
        refuse_unless_solved(b"words", None, "Wait a minute.")
    return caught.value


@pytest.fixture
def go_on(monkeypatch):
    """Have one request stretch words until this event, and the other places be waited in."""
    begun, go_on = Event(), Event()

    def held(receipt):
        begun.set()
        assert go_on.wait(60)
        return derive(receipt)

    monkeypatch.setattr(receipt, "derive", held)
    places = receipt._places  # noqa: SLF001 - nothing else tells who waits
    with ThreadPoolExecutor(1) as pool:
        one = pool.submit(receipt.keys_of, Receipt.draw())
        assert begun.wait(60)
        others = [places.acquire(blocking=False) for _ in range(receipt.AT_MOST - 1)]
        assert all(others)
        yield go_on
        for _ in others:
            places.release()
        go_on.set()
        assert one.result(60).public_key


def test_past_half_the_threads_everybody_is_told_at_once_to_try_again(go_on, puzzle):
    assert receipt.AT_MOST * 2 <= THREADS
    for act in (
        lambda: receipt.keys_of(Receipt.draw()),
        lambda: receipt.solved(puzzle),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert (caught.value.status, caught.value.code) == (503, "busy")
    assert not go_on.is_set()


def test_a_place_is_free_again_after_each_turn_whatever_came_of_it(puzzle, monkeypatch):
    def fail(_receipt):
        raise MemoryError

    for _ in range(receipt.AT_MOST + 1):
        with monkeypatch.context() as patched:
            patched.setattr(receipt, "derive", fail)
            with pytest.raises(MemoryError):
                receipt.keys_of(Receipt.draw())
    assert receipt.solved(puzzle).works
    assert receipt.keys_of(Receipt.draw()).public_key
