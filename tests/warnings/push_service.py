"""A push service on this machine, and browsers that subscribe at it and read what it is given."""

import json
import secrets
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from unsilenced.sealing.b64u import to_b64u


@dataclass(frozen=True)
class Posted:
    """What the service was asked."""

    path: str
    headers: dict
    body: bytes


@dataclass
class PushService:
    """Takes in messages and answers 201, or what `answers` says for a path."""

    posted: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)

    def __post_init__(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.posted.append(Posted(self.path, dict(self.headers), body))
                status = service.answers.get(self.path, 201)
                if status is None:  # hang up
                    self.close_connection = True
                    return
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", f"{service.origin}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self):
                self.do_POST()

            def log_message(self, *anything):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@dataclass
class Phone:
    """A browser's subscription: its address at the service and the keys that it keeps."""

    service: PushService
    name: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    private_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def path(self):
        return f"/push/{self.name}"

    def members(self):
        point = self.private_key.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return {
            "endpoint": self.service.origin + self.path,
            "p256dh": to_b64u(point),
            "auth": to_b64u(self.auth),
        }

    def posted(self):
        return [each for each in self.service.posted if each.path == self.path]

    def read(self):
        """The messages that came, decrypted (RFC 8291)."""
        return [
            http_ece.decrypt(
                each.body,
                private_key=self.private_key,
                auth_secret=self.auth,
                version="aes128gcm",
            )
            for each in self.posted()
        ]

    def shown(self):
        return [json.loads(each) for each in self.read()]
