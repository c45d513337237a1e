"""Looks at a page as people see it: narrow and wide, light and dark, from the right as well."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, CDPSession, ConsoleMessage, Page

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "screenshots"
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
WIDTHS = {320: 640, 768: 1024, 1280: 900}

# Whether something can be scrolled to sideways, and if so what sticks out.
OVERFLOW = """(() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((each) => {
      const box = each.getBoundingClientRect();
      return box.width > 1 && (box.right > root.clientWidth + 1 || box.left < -1);
    })
    .map((each) => each.outerHTML.slice(0, 120));
})()"""

# WCAG 2.5.8 asks for 24 pixels; a thumb for 44. A link inside a sentence is let off.
SMALL_TARGETS = """[...document.querySelectorAll(
  ".button, .leave, .brand, .input, .choice, .way, .row, summary, nav a, footer a"
)]
  .filter((each) => each.checkVisibility())
  .filter((each) => each.getBoundingClientRect().height < 43.9)
  .map((each) => each.outerHTML.slice(0, 120))"""

# Whether words run over the edge of what holds them.
SPILLING = """[...document.querySelectorAll(".words > li, .button, .tag, .choice, .bubble, .leave")]
  .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.outerHTML.slice(0, 120))"""

# Whether the site's name runs under the quick exit, as a long one on a narrow screen might.
UNDER_THE_EXIT = """(() => {
  const exit = document.querySelector("#leave").getBoundingClientRect();
  const words = document.createRange();
  words.selectNodeContents(document.querySelector(".brand"));
  const name = words.getBoundingClientRect();
  return name.right > exit.left && name.left < exit.right ? ["the site's name"] : [];
})()"""

MEASURED = f"""({{
  "sticks out": {OVERFLOW},
  "spills": {SPILLING},
  "small target": {SMALL_TARGETS},
  "under the exit": {UNDER_THE_EXIT},
}})"""

AXE_RUN = """axe.run(document, {resultTypes: ["violations"], ...CHOSEN}).then(({violations}) =>
  violations.map(({id, nodes}) => `${id}: ${nodes.map(
    ({html, failureSummary}) => html.slice(0, 160) + " " + failureSummary)}`))"""
EVERY_RULE = AXE_RUN.replace("CHOSEN", "{}")
RULES_OF_COLOUR = AXE_RUN.replace("CHOSEN", '{runOnly: ["color-contrast", "link-in-text-block"]}')

# Where the focus stands, and whether it is hidden: nothing of it shows at its top, middle or end.
FOCUS = """(() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const seen = here.closest(".choice") ?? here;
  const box = seen.getBoundingClientRect();
  const shows = [box.top + 4, (box.top + box.bottom) / 2, box.bottom - 4].some((y) =>
    seen.contains(document.elementFromPoint((box.left + box.right) / 2, y)));
  return {name: here.outerHTML.slice(0, 120), hidden: !shows};
})()"""


@dataclass(frozen=True)
class Scene:
    """A running site: its address, a browser window, a project, a maker of caseworkers."""

    address: str
    context: BrowserContext
    project: object
    caseworker: Callable
    pictures: bool
    """Whether a picture of each page is kept."""


@dataclass(frozen=True)
class Look:
    """A page in one state.

    `before` makes what must stand in the database or the browser before the page is opened;
    `after` does what a person does on the page until it looks as it should.
    """

    name: str
    path: str
    before: Callable[[Scene], None] | None = None
    after: Callable[[Page], None] | None = None
    status: int = 200


@dataclass
class Opened:
    """A page on the screen, with the complaints that the browser wrote about it."""

    page: Page
    protocol: CDPSession
    pictures: bool = False
    complaints: list[str] = field(default_factory=list)

    def evaluate(self, expression: str) -> object:
        """Evaluate below the page's own policy, which stays in force."""
        answer = self.protocol.send(
            "Runtime.evaluate",
            {"expression": expression, "awaitPromise": True, "returnByValue": True},
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def size(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def picture(self, name: str) -> None:
        """Keep what is on the screen, if pictures are wanted."""
        if self.pictures:
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def opened(scene: Scene, look: Look) -> Opened:
    """Bring `look` onto the screen."""
    if look.before:
        look.before(scene)
    page = scene.context.new_page()
    shown = Opened(page, scene.context.new_cdp_session(page), scene.pictures)

    def heard(message: ConsoleMessage) -> None:
        # The browser reports the answer's own status as an error of loading.
        if message.type == "error" and f"status of {look.status}" not in message.text:
            shown.complaints.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: shown.complaints.append(str(error)))
    answer = page.goto(scene.address + look.path)
    assert answer.status == look.status
    if look.after:
        look.after(page)
    return shown


def faults(shown: Opened, name: str) -> list[str]:
    """Return everything wrong with a page, at every size, in both schemes and directions."""
    found: list[str] = []
    shown.evaluate(f"{AXE};0")
    for width, height in WIDTHS.items():
        shown.size(width, height)
        for how, wrong in (("light", _light), ("dark", _dark), ("rtl", _from_the_right)):
            found += [
                f"{name}, {width} px, {how}: {each}"
                for each in wrong(shown, f"{name}-{width}-{how}")
            ]
    return found + shown.complaints


def _light(shown: Opened, picture: str) -> list[str]:
    shown.page.emulate_media(color_scheme="light")
    shown.picture(picture)
    return _measured(shown) + shown.evaluate(EVERY_RULE)


def _dark(shown: Opened, picture: str) -> list[str]:
    """Nothing but colours is different in the dark (test_styles.py)."""
    shown.page.emulate_media(color_scheme="dark")
    shown.picture(picture)
    return shown.evaluate(RULES_OF_COLOUR)


def _from_the_right(shown: Opened, picture: str) -> list[str]:
    shown.evaluate('document.documentElement.dir = "rtl"')
    shown.picture(picture)
    found = _measured(shown)
    shown.evaluate('document.documentElement.dir = "ltr"')
    return found


def _measured(shown: Opened) -> list[str]:
    return [f"{kind}: {each}" for kind, found in shown.evaluate(MEASURED).items() for each in found]


def hidden_focus(shown: Opened, key: str, presses: int = 200) -> list[str]:
    """Walk through a page with `key` (Tab, Shift+Tab); return what took the focus unseen."""
    hidden, visited = [], 0
    for _ in range(presses):
        shown.page.keyboard.press(key)
        focus = shown.evaluate(FOCUS)
        if focus is None:
            break
        visited += 1
        if focus["hidden"]:
            hidden.append(focus["name"])
    assert visited, "nothing took the focus"
    return hidden
