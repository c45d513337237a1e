"""The sealing code is loaded when it is needed, and only if it is what the page says."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Error

RECEIPT = json.loads(
    (Path(__file__).parents[1] / "vectors" / "receipt.json").read_text("utf-8"),
)["receipts"][2]

DERIVE = """async (words) => {
  const { b64u, deriveReceipt } = await loadModule("sealing");
  const keys = await deriveReceipt(words);
  return [b64u(keys.lookupSecret), b64u(keys.publicKey)];
}"""
SEAL_AND_OPEN = """async (words) => {
  const sealing = await loadModule("sealing");
  const { privateKey, publicKey } = await sealing.deriveReceipt(words);
  const report = crypto.randomUUID();
  const place = { kind: "report", report, record: report };
  const project = { id: crypto.randomUUID(), public_key: sealing.b64u(publicKey) };
  const text = sealing.utf8("what happened");
  const sealed = await sealing.sealRecord(text, place, sealing.toBoth(project, publicKey));
  const to = { kind: "reporter" };
  const opened = sealing.openRecord(sealed.body, sealed.wraps[1], place, to, privateKey);
  return sealing.fromUtf8(await opened);
}"""
WITHOUT_X25519 = """
const importKey = SubtleCrypto.prototype.importKey;
const refuse = () => Promise.reject(new DOMException("", "NotSupportedError"));
SubtleCrypto.prototype.importKey = function (format, key, algorithm, ...rest) {
  const name = typeof algorithm === "string" ? algorithm : algorithm.name;
  if (name === "X25519") return refuse();
  return importKey.call(this, format, key, algorithm, ...rest);
};
SubtleCrypto.prototype.generateKey = refuse;
"""


def keys_of(page):
    return page.evaluate(DERIVE, RECEIPT["words"])


EXPECTED = [RECEIPT["lookup_secret"], RECEIPT["public_key"]]


def test_nothing_of_it_is_asked_for_before_it_is_needed(made):
    page = made.open()
    assert made.file("sealing") not in made.asked
    assert keys_of(page) == EXPECTED
    assert made.file("sealing") in made.asked
    assert made.file("fallback-argon2") not in made.asked
    assert made.file("fallback-x25519") not in made.asked


def test_it_is_loaded_once(made):
    page = made.open()
    assert keys_of(page) == keys_of(page) == EXPECTED
    assert made.asked.count(made.file("sealing")) == 1


def test_where_webassembly_is_off_plain_script_gives_the_same_keys(made):
    made.wasm = False
    page = made.open()
    assert keys_of(page) == EXPECTED
    assert made.file("fallback-argon2") in made.asked


def test_where_the_browser_has_no_x25519_plain_script_seals_and_opens(made):
    made.context.add_init_script(WITHOUT_X25519)
    page = made.open()
    assert keys_of(page) == EXPECTED
    assert page.evaluate(SEAL_AND_OPEN, RECEIPT["words"]) == "what happened"
    assert made.file("fallback-x25519") in made.asked


@pytest.mark.parametrize("name", ["sealing", "fallback-argon2"])
def test_a_changed_module_does_not_run(made, name):
    path = made.file(name)
    code = (made.built / path.removeprefix("/built/")).read_text("utf-8")
    changed = f"window.changed = true;{code}"
    made.answers[path] = lambda route: route.fulfill(content_type="text/javascript", body=changed)
    made.wasm = name == "sealing"
    page = made.open()
    with pytest.raises(Error, match="could not be loaded"):
        keys_of(page)
    assert page.evaluate("window.changed") is None


def test_after_the_connection_failed_it_can_be_loaded(made):
    path = made.file("sealing")
    made.answers[path] = lambda route: route.abort()
    page = made.open()
    with pytest.raises(Error, match="could not be loaded"):
        keys_of(page)
    del made.answers[path]
    assert keys_of(page) == EXPECTED


def test_a_module_that_the_page_does_not_name_is_not_loaded(made):
    page = made.open()
    with pytest.raises(Error, match="names no module"):
        page.evaluate("loadModule('another')")
