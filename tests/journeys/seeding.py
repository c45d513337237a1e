"""A browser that is logged in already: its session cookie is set and its keys are in the vault.

What a log-in by hand leaves behind, without the form and without stretching the passphrase. The
journeys of log-in and of joining do it by hand.
"""

from base64 import b64encode

from django.conf import settings
from people.member_browser import Person
from playwright.sync_api import Page

from unsilenced.demo.invented_people import InventedCaseworker
from unsilenced.sealing.stretch import derive_key

EMPTY_PAGE = "/empty-page-of-the-tests"
"""A page of the site's origin that the test answers itself, so that nothing of the site runs."""

PUT_INTO_VAULT = """
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const put = (name, keys) => new Promise((resolve, reject) => {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("vault");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const transaction = opening.result.transaction("vault", "readwrite");
    const store = transaction.objectStore("vault");
    store.clear();
    store.put(crypto.randomUUID(), "mark");
    store.put(keys, "keys");
    store.put(Date.now(), "seen");
    transaction.oncomplete = () => { opening.result.close(); resolve(); };
    transaction.onabort = () => reject(transaction.error);
  };
});
"""

SEED_DESK = (
    "async ({user, privateKey, publicKey}) => {"
    + PUT_INTO_VAULT
    + """
  const raw = bytes(privateKey);
  // RFC 8410, section 7: what PKCS #8 has before the 32 bytes of an X25519 private key.
  const pkcs8 = new Uint8Array([...bytes("MC4CAQAwBQYDK2VuBCIEIA=="), ...raw]);
  const own = {
    privateKey: await crypto.subtle.importKey("pkcs8", pkcs8, "X25519", false, ["deriveBits"]),
    publicKey: await crypto.subtle.importKey("raw", bytes(publicKey), "X25519", true, []),
  };
  // The page adds the project's keys itself, from the grants.
  await put("desk", {user, own, projectKeys: new Map()});
}"""
)

SEED_MEMBER = (
    "async ({member, settings, tokens}) => {"
    + PUT_INTO_VAULT
    + """
  const own = (key, algorithm, uses) =>
    crypto.subtle.importKey("raw", bytes(key), algorithm, false, uses);
  await put("members", {
    member,
    settings: await own(settings, "AES-GCM", ["encrypt", "decrypt"]),
    tokens: await own(tokens, "HKDF", ["deriveBits"]),
  });
}"""
)


def seed(page: Page, client, script: str, keys: dict, address: str = "") -> None:
    """Give the page's browser the session of `client`, and put `keys` into its vault."""
    page.route(f"**{EMPTY_PAGE}", lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto(address + EMPTY_PAGE)
    page.unroute(f"**{EMPTY_PAGE}")
    session = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": page.evaluate("location.origin"),
        "httpOnly": True,
        "sameSite": settings.SESSION_COOKIE_SAMESITE,
    }
    page.context.add_cookies([session])
    page.evaluate(script, keys)


def base64(raw: bytes) -> str:
    return b64encode(raw).decode()


def keys_of_caseworker(who: InventedCaseworker) -> dict:
    """What the desk keeps of somebody, with the keys as their bytes."""
    return {
        "user": str(who.user.pk),
        "privateKey": base64(who.private_key),
        "publicKey": base64(bytes(who.user.public_key)),
    }


def keys_of_member(who: Person) -> dict:
    """What members' pages keep of somebody, with the keys as their bytes."""
    return {
        "member": str(who.id),
        "settings": base64(derive_key(who.private_key, "unsilenced/1/member/settings")),
        "tokens": base64(derive_key(who.private_key, "unsilenced/1/member/tokens")),
    }
