"""A passkey device in software (Web Authentication, level 2): P-256, no attestation."""

import hashlib
import json
import secrets

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from unsilenced.sealing.b64u import from_b64u, to_b64u

USER_PRESENT = 0x01
USER_VERIFIED = 0x04
ATTESTED = 0x40


class Authenticator:
    """One credential of one device, asked by a page of `origin`."""

    def __init__(self, origin="http://localhost", rp_id="localhost"):
        self.origin = origin
        self.rp_id = rp_id
        self.id = secrets.token_bytes(32)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.count = 0

    def create(self, options):
        """Answer `navigator.credentials.create`."""
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self._cose()
        statement = {
            "fmt": "none",
            "attStmt": {},
            "authData": self._authenticator_data(ATTESTED) + attested,
        }
        return self._credential(
            clientDataJSON=self._client_data("webauthn.create", options),
            attestationObject=cbor2.dumps(statement),
        )

    def get(self, options):
        """Answer `navigator.credentials.get`."""
        self.count += 1
        data = self._authenticator_data()
        client_data = self._client_data("webauthn.get", options)
        signed = data + hashlib.sha256(client_data).digest()
        return self._credential(
            clientDataJSON=client_data,
            authenticatorData=data,
            signature=self.key.sign(signed, ec.ECDSA(hashes.SHA256())),
        )

    def _authenticator_data(self, flags=0):
        flags |= USER_PRESENT | USER_VERIFIED
        rp_id_hash = hashlib.sha256(self.rp_id.encode()).digest()
        return rp_id_hash + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client_data(self, kind, options):
        challenge = to_b64u(from_b64u(options["challenge"]))
        told = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(told).encode()

    def _credential(self, **response):
        return {
            "id": to_b64u(self.id),
            "rawId": to_b64u(self.id),
            "type": "public-key",
            "response": {name: to_b64u(value) for name, value in response.items()},
        }

    def _cose(self):
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
