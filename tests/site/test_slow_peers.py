"""Connections of clients that do not read are reset, and those of people are not."""

import socket
from contextlib import ExitStack

import pytest

from unsilenced.process.serving.slow_peers import GRACE, SLOWEST, Watch, patience_for

ANSWER = bytes(8 * 1024 * 1024)
"""More than the kernel holds for a connection by itself."""


@pytest.fixture
def connected():
    """Make connections to one port: the server's ends, the visitors' ends, and who watches."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        port = listener.getsockname()[1]

        def connect():
            visitor = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            ours, _ = listener.accept()
            stack.enter_context(ours)
            ours.settimeout(0)
            return ours, visitor

        yield connect, Watch(port)


def write(ours):
    """Write as much as the kernel takes."""
    written = 0
    try:
        while True:
            written += ours.send(ANSWER)
    except BlockingIOError:
        return written


def read(visitor, size):
    taken = 0
    while taken < size:
        taken += len(visitor.recv(min(65_536, size - taken)))


def is_open(ours):
    try:
        ours.send(b"")
        return ours.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def was_reset(visitor):
    """Whether what is left to read ends with a reset, and not as an answer ends."""
    try:
        while visitor.recv(1 << 20):
            pass
    except ConnectionResetError:
        return True
    return False


def test_who_reads_nothing_is_reset_when_their_time_is_up(connected):
    connect, watch = connected
    ours, visitor = connect()
    write(ours)
    assert watch.look(0.0) == 0
    assert watch.look(GRACE - 0.1) == 0
    assert is_open(ours)
    assert watch.look(GRACE) == 1
    assert not is_open(ours)
    ours.close()
    assert was_reset(visitor)
    assert watch.look(2 * GRACE) == 0


def test_who_takes_a_little_now_and_then_is_reset_too(connected):
    connect, watch = connected
    ours, visitor = connect()
    write(ours)
    now, ended = 0.0, 0
    # What the kernel of the reader takes by itself counts as read, once.
    for _ in range(int(3 * GRACE)):
        ended += watch.look(now)
        if ended:
            break
        read(visitor, 1)
        now += 1.0
    assert ended == 1
    assert not is_open(ours)


def test_who_reads_as_fast_as_the_slowest_network_is_left_alone(connected):
    connect, watch = connected
    ours, visitor = connect()
    write(ours)
    now = 0.0
    for _ in range(3):
        assert watch.look(now) == 0
        # So much that the kernel tells of it at once.
        read(visitor, 2 * 1024 * 1024)
        write(ours)
        now += GRACE
    assert is_open(ours)


def test_who_has_read_everything_may_stay(connected):
    connect, watch = connected
    ours, visitor = connect()
    for round_ in range(4):
        read(visitor, ours.send(b"a" * 1_000))
        assert watch.look(round_ * GRACE) == 0
    assert is_open(ours)


def test_one_slow_reader_ends_no_other_connection(connected):
    connect, watch = connected
    slow, _unread = connect()
    quiet, _idle = connect()
    write(slow)
    watch.look(0.0)
    assert watch.look(GRACE) == 1
    assert (is_open(slow), is_open(quiet)) == (False, True)


def test_a_connection_to_another_port_is_none_of_ours(connected):
    connect, _watch = connected
    ours, _visitor = connect()
    write(ours)
    other = Watch(ours.getsockname()[1] + 1)
    assert [other.look(0.0), other.look(GRACE)] == [0, 0]
    assert is_open(ours)


@pytest.mark.parametrize("size", [0, 1, 350_000, 512 * 1024])
def test_a_request_may_take_as_long_as_the_slowest_network_needs(size):
    assert patience_for(size) >= size / SLOWEST + GRACE
    assert patience_for(size) < 300
