"""An onion service's address of a test's own, and a client of it."""

from base64 import b32encode
from dataclasses import replace
from hashlib import sha3_256

from django.test import Client

DOMAIN = "fernway.example"
THROUGH_PROXY = {"X-Forwarded-Proto": "https"}


def made(key=bytes(range(32)), version=b"\x03"):
    """Make an address as rend-spec-v3 says, section 6."""
    checksum = sha3_256(b".onion checksum" + key + version).digest()[:2]
    return b32encode(key + checksum + version).decode().lower() + ".onion"


ONION = made()


def beside_a_domain(settings):
    """Have the site serve a domain over HTTPS, and an onion service beside it."""
    settings.CONFIGURATION = replace(
        settings.CONFIGURATION, site_hosts=(DOMAIN,), onion_host=ONION, site_https=True
    )
    settings.ALLOWED_HOSTS = [DOMAIN, ONION]
    settings.SESSION_COOKIE_SECURE = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def at_domain():
    return Client(headers={"Host": DOMAIN, "Accept": "text/html", **THROUGH_PROXY})


def at_onion(**headers):
    return Client(headers={"Host": ONION, "Accept": "text/html", **headers})
