"""Strangers who connect to stop or fill the site: they read nothing, or never finish sending."""

import socket
from dataclasses import dataclass, field

from faults.calls import Call, make
from reports.writer import Writer, as_json

from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.chunks import seal_chunks
from unsilenced.sealing.record import draw_content_key

LONG = b"a" * 200_000
ESTABLISHED = 1
"""Linux's number for a connection that neither side has ended."""

PIPELINED = 50
"""Requests that a reader sends at once, over one connection."""


@dataclass
class Stranger:
    """A report that holds as much as a stranger can put into it, and connections to the site."""

    port: int
    writer: Writer
    photo: str = ""
    connections: list = field(default_factory=list)

    @property
    def authorization(self):
        return {"Authorization": f"Receipt {to_b64u(self.writer.keys.lookup_secret)}"}

    def fill(self):
        """Store all that is taken: a long report, long messages, a photo."""
        sent = [self._post("/report/send", as_json(self.writer.submission(LONG)))]
        while sent[-1] == 201:
            sent.append(self._post("/return/messages", as_json(self.writer.seal(LONG))))
        content_key = draw_content_key()
        new = self.writer.photo(content_key)
        chunks = seal_chunks(
            bytes(500_000), content_key=content_key, report=self.writer.report, record=new.uid
        )
        chunks = [*chunks]
        self._post("/return/attachments", {**as_json(new), "chunks": len(chunks)})
        self.photo = f"/return/attachments/{new.uid}"
        for index, sealed in enumerate(chunks):
            headers = {**self.authorization, "Content-Type": "application/octet-stream"}
            make(self.port, Call("PUT", f"{self.photo}/{index}", sealed, headers))
        return sent

    def read_nothing(self):
        """Ask for the longest answers again and again, and take none."""
        paths = ["/return/open", "/return/messages", f"{self.photo}/0"] * PIPELINED
        head = f"Host: 127.0.0.1\r\nAuthorization: {self.authorization['Authorization']}\r\n\r\n"
        wanted = "".join(f"GET {path} HTTP/1.1\r\n{head}" for path in paths[:PIPELINED])
        self._connect(wanted.encode())

    def read_no_file(self, path):
        """Ask for a file without words, and take none of it."""
        self._connect(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())

    def never_finish(self, size=2_000):
        """Say that so many bytes follow, and send one."""
        self._connect(
            b"POST /report/send HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n{" % size
        )

    def never_ask(self):
        """Send half of a request's head."""
        self._connect(b"POST /report/send HTTP/1.1\r\nHost: 127")

    def ended(self):
        """Return how many of the connections the site has ended."""
        return sum(_is_ended(each) for each in self.connections)

    def leave(self):
        for each in self.connections:
            each.close()

    def _connect(self, data):
        connection = socket.socket()
        # As little as the kernel allows: what is not read stays with the site.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        connection.connect(("127.0.0.1", self.port))
        connection.sendall(data)
        self.connections.append(connection)

    def _post(self, path, members):
        return make(self.port, Call.post(path, members, **self.authorization)).status


def _is_ended(connection):
    """Whether the site has ended a connection: what it sent before need not be read to know."""
    return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != ESTABLISHED
