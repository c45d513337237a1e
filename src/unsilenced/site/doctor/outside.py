"""Looking at the site as a visitor's browser does, and at the key holder's."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

from unsilenced.http.health import HEALTH, WELL
from unsilenced.oblivious import signing
from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.signing import Purpose
from unsilenced.process.doctor.finding import Code, Finding, fine, look, mend
from unsilenced.process.doctor.machine import of_certificate
from unsilenced.process.network import WORDS, Seen, Way, fetch, is_proxy_alone
from unsilenced.sealing.b64u import from_b64u
from unsilenced.site.configuration import Configuration

LOG = "/check/log"
_CERTIFICATES = frozenset(
    {Way.CERTIFICATE_EXPIRED, Way.CERTIFICATE_NAME, Way.CERTIFICATE_UNTRUSTED}
)
KEY_HOLDER = {
    Way.NO_HOST: (
        Code.KEYHOLDER_NO_HOST,
        "Compare KEYHOLDER_URL with what they gave you, and look at this machine's DNS.",
    ),
    Way.CLOSED: (
        Code.KEYHOLDER_CLOSED,
        "Tell them that their proxy does not run, or that KEYHOLDER_URL has another port.",
    ),
    Way.SILENT: (
        Code.KEYHOLDER_SILENT,
        "Tell them: their machine is off, or a firewall is between.",
    ),
    Way.NO_TLS: (
        Code.KEYHOLDER_NO_TLS,
        "Compare KEYHOLDER_URL with what they gave you.",
    ),
    Way.CERTIFICATE_EXPIRED: (
        Code.KEYHOLDER_CERTIFICATE_EXPIRED,
        "Tell them to look at what renews it.",
    ),
    Way.CERTIFICATE_NAME: (
        Code.KEYHOLDER_CERTIFICATE_NAME,
        "Compare KEYHOLDER_URL with what they gave you; else tell them.",
    ),
    Way.CERTIFICATE_UNTRUSTED: (
        Code.KEYHOLDER_CERTIFICATE_UNTRUSTED,
        "Tell them. If they are right, somebody stands between: do not go on.",
    ),
    Way.OTHER: (
        Code.KEYHOLDER_OTHER,
        "Compare KEYHOLDER_URL with what they gave you; else tell them.",
    ),
}


def of_site(set_up: Configuration) -> Iterator[Finding]:
    """Look at the site's own host, if it is served over HTTPS."""
    if not set_up.site_https:
        return
    seen = fetch(set_up.address, HEALTH)
    if seen.way in _CERTIFICATES:
        yield mend(
            Code.SITE_CERTIFICATE,
            f"A browser would refuse {set_up.address}: {WORDS[seen.way]} ({seen.told}).",
            "Look at what renews it: `journalctl -u caddy`, `systemctl list-timers`.",
        )
    elif seen.way is not Way.ANSWERED:
        yield mend(
            Code.SITE_UNREACHABLE,
            f"{set_up.address} cannot be reached from this machine: {WORDS[seen.way]}.",
            "Look at the proxy and at the host's DNS. Some networks do not let a machine reach "
            "itself by its public name: then look from elsewhere.",
        )
    else:
        yield from _answer_of_site(set_up, seen)


def _answer_of_site(set_up: Configuration, seen: Seen) -> Iterator[Finding]:
    now = dt.datetime.now(dt.UTC)
    if seen.body == WELL:
        yield fine("site", f"{set_up.address} answers, and is well.")
    else:
        yield mend(
            Code.SITE_NOT_WELL,
            f"{set_up.address} answers that it is not well, or something else (status "
            f"{seen.status}).",
            "What else is found here says why. If nothing else is, the proxy reaches no program "
            "or another one.",
        )
    code = Code.SITE_CERTIFICATE_ENDS
    yield from of_certificate(seen.certificate_ends, now, set_up.address, code)


def key_holder(set_up: Configuration) -> Seen | None:
    """Ask the key holder's site whether it is well; None where there is no key holder."""
    return fetch(set_up.keyholder_url, HEALTH) if set_up.keyholder_url else None


def of_key_holder(set_up: Configuration, seen: Seen | None) -> Iterator[Finding]:
    """Look at the answer of the key holder's site."""
    if seen is None:
        yield look(
            Code.KEYHOLDER_NONE,
            "There is no key holder, so nobody can check.",
            "See docs/deployment/key-holder.md.",
        )
    elif seen.way is Way.ANSWERED:
        yield from _answer_of_key_holder(set_up, seen)
    else:
        code, do = KEY_HOLDER[seen.way]
        where = f"The key holder does not answer at {set_up.keyholder_url}"
        yield mend(code, f"{where}: {WORDS[seen.way]} ({seen.told}).", do)


def _answer_of_key_holder(set_up: Configuration, seen: Seen) -> Iterator[Finding]:
    where = f"The key holder at {set_up.keyholder_url}"
    if seen.body == WELL:
        yield from _log_key(set_up)
    elif seen.body.startswith(b"not well"):
        yield mend(
            Code.KEYHOLDER_NOT_WELL,
            f"{where} says that it is not well.",
            "Tell them to run: unsilenced keyholder doctor",
        )
    elif is_proxy_alone(seen.status):
        yield mend(
            Code.KEYHOLDER_BEHIND_PROXY,
            f"{where}: the proxy there answers, and the program behind it does not (status "
            f"{seen.status}).",
            "Tell them to start their service.",
        )
    else:
        yield mend(
            Code.KEYHOLDER_OTHER,
            f"{where} is something else, or an earlier version (status {seen.status}).",
            "Compare KEYHOLDER_URL with what they gave you; else ask them to upgrade.",
        )
    now = dt.datetime.now(dt.UTC)
    code = Code.KEYHOLDER_CERTIFICATE_ENDS
    yield from of_certificate(seen.certificate_ends, now, "the key holder", code)


def _log_key(set_up: Configuration) -> Iterator[Finding]:
    """Look whether its log is signed with the key that is pinned here."""
    seen = fetch(set_up.keyholder_url, LOG)
    if _is_signed(seen, set_up.keyholder_log_key):
        yield fine("key holder", "The key holder answers, and is well.")
    else:
        yield mend(
            Code.KEYHOLDER_LOG_KEY,
            "The key holder's log is not signed with the key in KEYHOLDER_LOG_KEY.",
            "Compare the key with them over the telephone: `unsilenced keyholder keys` prints it. "
            "If they are the same, somebody stands between.",
        )


def _is_signed(seen: Seen, log_key: bytes) -> bool:
    """Whether the answer is an entry of that log, or says that there is none yet."""
    try:
        members = json.loads(seen.body)
        if seen.status == 404:  # noqa: PLR2004
            return bool(members["error"]["code"] == "no-release")
        entry, signature = from_b64u(members["entry"]), from_b64u(members["signature"])
        signing.verify(log_key, Purpose.LOG, entry, signature)
    except (ValueError, TypeError, KeyError, RecursionError, CheckError):
        return False
    return True
