"""A site that exists only in a browser window, and serves built code under the real policy."""

import base64
import hashlib
import html
import json
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Route

ORIGIN = "https://site.example"
NONCE = "bm9uY2U"
POLICY = (
    f"default-src 'none'; script-src 'nonce-{NONCE}' 'strict-dynamic' {{wasm}}; style-src 'self';"
    " connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


def integrity(text: str) -> str:
    """Return the integrity attribute of a script."""
    digest = hashlib.sha384(text.encode()).digest()
    return "sha384-" + base64.b64encode(digest).decode()


@dataclass
class Made:
    """Answers every request of a window from `built`, the probe and what a test adds."""

    context: BrowserContext
    built: Path
    probe: str
    wasm: bool = True
    answers: dict = field(default_factory=dict)
    """Path to a function that fulfils or aborts a request."""
    asked: list[str] = field(default_factory=list)
    """Paths asked for, in order."""

    def __post_init__(self) -> None:
        self.manifest = json.loads((self.built / "manifest.json").read_text("utf-8"))
        self.context.route("**/*", self._answer)

    def open(
        self, body: str = "", *, language: str = "en", head: str = "", path: str = "/"
    ) -> Page:
        """Open a page with the probe, and wait until it can be used."""
        self.answers[path] = lambda route: self._page(route, body, language, head)
        page = self.context.new_page()
        page.goto(ORIGIN + path)
        page.wait_for_function("window.loadModule !== undefined")
        return page

    def file(self, entry: str) -> str:
        """Return the path of an entry's own file."""
        return "/built/" + self.manifest["entries"][entry]["file"]

    def _modules(self) -> dict[str, list[list[str]]]:
        entries, chunks = self.manifest["entries"], self.manifest["chunks"]
        return {
            name: [
                ["/built/" + each["file"], each["integrity"]]
                for each in (entry, *(chunks[file] for file in entry["imports"]))
            ]
            for name, entry in entries.items()
        }

    def _page(self, route: Route, body: str, language: str, head: str) -> None:
        page = self.manifest["entries"]["page"]
        modules = html.escape(json.dumps(self._modules()))
        script = f'<script type="module" nonce="{NONCE}" crossorigin="anonymous"'
        route.fulfill(
            content_type="text/html",
            headers={
                "Content-Security-Policy": POLICY.format(
                    wasm="'wasm-unsafe-eval'" if self.wasm else ""
                ),
                "Referrer-Policy": "no-referrer",
            },
            body=(
                f'<!doctype html><html lang="{language}"><head><title>A page</title>{head}'
                f'{script} src="/built/{page["file"]}" integrity="{page["integrity"]}"></script>'
                f'{script} src="/probe.js" integrity="{integrity(self.probe)}"'
                f' data-modules="{modules}"></script></head><body>{body}</body></html>'
            ),
        )

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        self.asked.append(path)
        if path in self.answers:
            self.answers[path](route)
        elif path == "/probe.js":
            route.fulfill(content_type="text/javascript", body=self.probe)
        elif path.startswith("/built/") and (self.built / path[7:]).is_file():
            route.fulfill(path=self.built / path[7:], content_type="text/javascript")
        else:
            route.fulfill(status=404, body="")
