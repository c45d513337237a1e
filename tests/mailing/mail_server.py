"""A mail server of a test's own, in this process, with a certificate of its own."""

import socket
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from free_ports import free_port

from unsilenced.process.mailing.backend import EmailBackend


@dataclass
class Taken:
    """What the server took and was greeted with, and what it answers to those it refuses."""

    refused: dict = field(default_factory=dict)
    messages: list = field(default_factory=list)
    greetings: set = field(default_factory=set)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.greetings.add(session.host_name)
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refused:
            return self.refused[address]
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if "DATA" in self.refused:
            return self.refused["DATA"]
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append((envelope.rcpt_tos, message))
        return "250 OK"


def _context(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@contextmanager
def serving(certificate, *, handler=None, tls_from_start=False, **how):
    """Yield what a server takes, and its port; without a certificate it offers no encryption."""
    taken = handler or Taken()
    if certificate:
        how["ssl_context" if tls_from_start else "tls_context"] = _context(certificate)
    controller = Controller(taken, hostname="127.0.0.1", port=free_port(), **how)
    controller.start()
    try:
        yield taken, controller.port
    finally:
        controller.stop()


def only(user, password):
    """Let in one user."""

    def authenticate(server, session, envelope, mechanism, data):
        right = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return authenticate


@dataclass
class Silent:
    """A server that takes connections and says `banner` and no more; it counts them."""

    port: int
    calls: list = field(default_factory=list)


@contextmanager
def silent(banner=b"", *, hangs_up=False):
    """Yield a server that never answers, or hangs up at once."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Silent(listening.getsockname()[1])

        def take():
            while True:
                try:
                    connection, _address = listening.accept()
                except OSError:
                    return
                connection.sendall(banner)
                server.calls.append(connection)
                if hangs_up:
                    connection.close()

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in server.calls:
                connection.close()


def use(settings, port, *, tls_from_start=False, user="", host="localhost", timeout=20):
    """Have the site hand its messages over there."""
    settings.EMAIL_BACKEND = f"{EmailBackend.__module__}.{EmailBackend.__name__}"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = host, port, timeout
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = tls_from_start, not tls_from_start
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = user, "secret" if user else ""
    settings.DEFAULT_FROM_EMAIL = "Fernway <post@fernway.example>"
