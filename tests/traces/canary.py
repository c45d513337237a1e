"""A whole report with marked words in every field, in a browser that keeps its profile on disk."""

import io
import os
import secrets
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from journeys.reporter import go_on, see
from PIL import Image
from playwright.sync_api import expect
from traces.searching import Searcher

AGENT = "Mozilla/5.0 (Canary; distinctive 7.31) Chromium"
FORWARDED = "203.0.113.77"

UNSEALED = """
    // The same code with the one cipher of the sealed formats made to do nothing.
    const TAG = 16;
    SubtleCrypto.prototype.encrypt = async function (algorithm, key, data) {
        const plain = new Uint8Array(data.buffer ?? data, data.byteOffset, data.byteLength);
        const unsealed = new Uint8Array(plain.length + TAG);
        unsealed.set(plain);
        return unsealed.buffer;
    };
    SubtleCrypto.prototype.decrypt = async function (algorithm, key, data) {
        const sealed = new Uint8Array(data.buffer ?? data, data.byteOffset, data.byteLength);
        return sealed.slice(0, sealed.length - TAG).buffer;
    };
"""


def _word() -> str:
    return "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(12))


@dataclass
class Canary:
    """What is typed: each begins with a mark of its own, drawn for each journey."""

    mark: str = field(default_factory=_word)
    number: str = field(
        default_factory=lambda: "".join(secrets.choice("0123456789") for _ in range(14))
    )

    @property
    def answers(self) -> dict[str, str]:
        """The fields of the page, by their ids, and what is typed into them."""
        return {
            "what": f"{self.mark} what" + f"\nMás de una línea. {self.mark}" * 40,
            "when_words": f"{self.mark} when",
            "who_tel-1": self.number,
            "who_email-1": f"{self.mark}@example.org",
            "who_plate-1": f"{self.mark} plate",
            "who_profile-1": f"https://example.org/{self.mark}",
            "who_description-1": f"{self.mark} description",
            "contact": f"{self.mark} contact",
        }

    @property
    def message(self) -> str:
        return f"{self.mark} message"

    def photo(self) -> dict:
        """A file with a place, a camera's owner and a name that all are marked."""
        picture = Image.effect_noise((700, 500), 80).convert("RGB")
        exif = Image.Exif()
        exif[0x013B] = f"{self.mark} artist"
        exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)})
        file = io.BytesIO()
        picture.save(file, "JPEG", exif=exif)
        return {"name": f"{self.mark}.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}

    def searcher(self, **others) -> Searcher:
        return Searcher({"mark": self.mark, "number": self.number, **others})


@contextmanager
def browser(chromium, folder: Path, *arguments: str, script: str = "", scripts: bool = True):
    """A browser that keeps its profile in `folder`, as a person's does; not a private window."""
    kind = chromium.browser_type
    context = kind.launch_persistent_context(
        folder,
        executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", *arguments],
        user_agent=AGENT,
        extra_http_headers={"X-Forwarded-For": FORWARDED},
        ignore_https_errors=True,
        java_script_enabled=scripts,
        locale="en-GB",
    )
    if script:
        context.add_init_script(script)
    try:
        yield context
    finally:
        context.close()


def write(page, canary: Canary, until: str = "") -> None:
    """Answer each question, up to the list of answers or to the heading `until`."""
    page.get_by_role("button", name="Start", exact=True).click()
    for heading, ids in QUESTIONS.items():
        see(page, heading)
        if heading == until:
            return
        for each in ids:
            page.locator(f"#{each}").fill(canary.answers[each])
        if heading == "How can the project answer you?":
            page.get_by_label("They may contact me").check()
            page.locator("#contact").fill(canary.answers["contact"])
        if heading == "Do you have photos to add?":
            page.locator("#photos").set_input_files([canary.photo()])
            expect(page.get_by_alt_text("Photo 1")).to_be_visible()
        go_on(page)
    see(page, "Check your answers")


QUESTIONS = {
    "What happened?": ["what"],
    "Roughly when?": ["when_words"],
    "In which part of London?": [],
    "What do you know about who did it?": [
        "who_tel-1",
        "who_email-1",
        "who_plate-1",
        "who_profile-1",
        "who_description-1",
    ],
    "What may the project do with it?": [],
    "How can the project answer you?": [],
    "Do you have photos to add?": [],
}


def wait_until_kept(page) -> None:
    """Have the page keep what it shows, as each key does, and wait until it has."""
    before = page.evaluate("sessionStorage.getItem('draft')")
    page.evaluate("document.querySelector('#questions').dispatchEvent(new Event('input'))")
    page.wait_for_function("before => sessionStorage.getItem('draft') !== before", arg=before)
