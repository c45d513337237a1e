"""What stands between a browser and the site: a line that is listened to, and the way out."""

import http.server
import select
import socket
import socketserver
import ssl
import threading
from contextlib import contextmanager, suppress

from local_certificate import local_certificate


class _Line(socketserver.ThreadingTCPServer):
    """Passes on what comes, to a port of this machine, and keeps what the browser sends."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, port):
        super().__init__(("127.0.0.1", 0), _PassOn)
        self.to = port
        self.heard = bytearray()


class _PassOn(socketserver.BaseRequestHandler):
    def handle(self):
        with (
            suppress(OSError),
            socket.create_connection(("127.0.0.1", self.server.to)) as site,
        ):
            while True:
                for end in select.select([self.request, site], [], [])[0]:
                    data = end.recv(65536)
                    if not data:
                        return
                    if end is self.request:
                        self.server.heard += data
                    (site if end is self.request else self.request).sendall(data)


@contextmanager
def tapped(port):
    """Yield a server whose port leads to `port`; `heard` is every byte that was sent there."""
    with _Line(port) as line, _serving(line):
        yield line


class _Weather(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, self.headers))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Weather</title><p>Rain later.</p>")

    def log_message(self, *_):
        pass


@contextmanager
def weather(folder):
    """Yield a server of a neutral page over HTTPS; `asked` is every request it had."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Weather) as server:
        server.asked = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(local_certificate(folder, "localhost"))
        server.socket = context.wrap_socket(server.socket, server_side=True)
        with _serving(server):
            yield server


@contextmanager
def _serving(server):
    thread = threading.Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
