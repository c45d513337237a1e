"""A pooler for PostgreSQL, as PgBouncer is one: several clients share a few sessions.

It speaks as much of the protocol as that takes, over Unix sockets and without passwords.
"""

import socket
import threading
from contextlib import contextmanager, suppress

LENGTH = 4
ENCRYPTED = (80877103, 80877104)
"""What a client asks first, in place of beginning: TLS, or GSSAPI."""
IDLE, READY, SYNC, QUERY, END = b"I", b"Z", b"S", b"Q", b"X"


class EndedError(Exception):
    """The other side has gone."""


def exactly(connection, count):
    read = b""
    while len(read) < count:
        more = connection.recv(count - len(read))
        if not more:
            raise EndedError
        read += more
    return read


def message(connection):
    """One message: its kind, and all of its bytes."""
    head = exactly(connection, 1 + LENGTH)
    length = int.from_bytes(head[1:])
    return head[:1], head + exactly(connection, length - LENGTH)


def startup(client):
    """What a client begins with: who it is and which database it wants."""
    while True:
        head = exactly(client, LENGTH)
        body = exactly(client, int.from_bytes(head) - LENGTH)
        if int.from_bytes(body[:LENGTH]) not in ENCRYPTED:
            return head + body
        client.sendall(b"N")


class Pooler:
    """Sessions of the server at `server` (a socket's path), by who asks for them."""

    def __init__(self, server, *, by_transaction):
        self.server = server
        self.by_transaction = by_transaction
        self.idle = {}

    def begun(self, wanted):
        """A new session, and what the server says first."""
        session = socket.socket(socket.AF_UNIX)
        session.connect(self.server)
        session.sendall(wanted)
        said = b""
        while not said.endswith(b"\x05I"):
            said += message(session)[1]
        return session, said

    def take(self, wanted):
        if self.idle.get(wanted):
            return self.idle[wanted].pop()
        return self.begun(wanted)[0]

    def give_back(self, wanted, session):
        self.idle.setdefault(wanted, []).append(session)

    def serve(self, client):
        wanted = startup(client)
        session, said = self.begun(wanted)
        client.sendall(said)
        if self.by_transaction:
            self.give_back(wanted, session)
            session = None
        with suppress(EndedError, OSError):
            while True:
                asked = self.asked(client)
                session = session or self.take(wanted)
                session.sendall(asked)
                if self.answered(session, client) == IDLE and self.by_transaction:
                    self.give_back(wanted, session)
                    session = None
        client.close()
        if session:
            session.close()

    def asked(self, client):
        asked = b""
        while True:
            kind, whole = message(client)
            if kind == END:
                raise EndedError
            asked += whole
            if kind in {SYNC, QUERY}:
                return asked

    def answered(self, session, client):
        """Pass an answer on to its end; whether the session is in a transaction then."""
        while True:
            kind, whole = message(session)
            client.sendall(whole)
            if kind == READY:
                return whole[-1:]


@contextmanager
def pooler(folder, server, *, by_transaction):
    """Have a pooler in `folder`: a client's `host`."""
    pool = Pooler(server, by_transaction=by_transaction)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / ".s.PGSQL.5432"))
        listening.listen()

        def listen():
            with suppress(OSError):
                while True:
                    client, _ = listening.accept()
                    threading.Thread(target=pool.serve, args=[client], daemon=True).start()

        threading.Thread(target=listen, daemon=True).start()
        try:
            yield str(folder)
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            for each in pool.idle.values():
                for session in each:
                    session.close()
