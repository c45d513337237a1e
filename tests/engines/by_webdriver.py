"""A person before a browser that speaks WebDriver: Firefox by Marionette, WebKitGTK by HTTP.

What a field or a button is called is what the browser itself tells screen readers.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from engines.person import PATIENCE
from marionette_driver import errors as marionette
from selenium.common import exceptions as selenium
from selenium.webdriver.support.wait import WebDriverWait

CSS = "css selector"

FIELDS = "input:not([type=hidden]), textarea, select"
BUTTONS = "button, input[type=submit], summary"
HEADINGS = "h1, h2, h3, h4"
LINKS = "a[href]"

PASSING = (marionette.MarionetteException, selenium.WebDriverException)
"""What a page that is changing does to its visitor; it is told if the page stays so."""

Result = TypeVar("Result")


class ByWebDriver(ABC):
    """See `Person`. The two drivers differ in the names of a few calls, which subclasses give."""

    def __init__(self, driver: Any, address: str):
        self.driver = driver
        self.address = address
        self.complaints: list[str] = []

    # What the drivers call differently.

    @abstractmethod
    def go(self, address: str) -> None:
        """Open an address."""

    @abstractmethod
    def name_of(self, element: Any) -> str:
        """Return what a screen reader calls an element."""

    # What a person does.

    def open(self, path: str) -> None:
        self.go(self.address + path)

    def see(self, heading: str) -> None:
        self._wait(f"the heading “{heading}”", lambda: self._called(HEADINGS, heading))

    def step(self, name: str) -> None:  # noqa: B027 - nothing is kept here
        """Only one browser's tree is kept."""

    def read(self, text: str) -> None:
        self._wait(f"the text “{text}”", lambda: text in _plain(self._main().text))

    def listed(self, css: str) -> list[str]:
        return [each.text for each in self._shown(css)]

    def fill(self, label: str, text: str) -> None:
        def write() -> bool:
            field = self._beginning(FIELDS, label)
            field.clear()
            field.send_keys(text)
            return True

        self._wait(f"the field “{label}”", write)

    def tick(self, label: str) -> None:
        def click() -> bool:
            box = self._beginning(FIELDS, label)
            if not box.is_selected():
                box.click()
            return bool(box.is_selected())

        self._wait(f"the box “{label}”", click)

    def choose(self, label: str, option: str) -> None:
        def click() -> bool:
            options = self._beginning(FIELDS, label).find_elements(CSS, "option")
            _only(option, (each for each in options if each.text == option)).click()
            return True

        self._wait(f"“{option}” in “{label}”", click)

    def attach(self, label: str, file: str) -> None:
        def give() -> bool:
            fields = self.driver.find_elements(CSS, "input[type=file]")
            named = (each for each in fields if self.name_of(each).startswith(label))
            _only(label, named).send_keys(file)
            return True

        self._wait(f"the field “{label}”", give)

    def press(self, button: str) -> None:
        self._click(f"the button “{button}”", lambda: self._called(BUTTONS, button))

    def follow(self, link: str) -> None:
        self._click(f"the link “{link}”", lambda: self._holding(LINKS, link))

    def evaluate(self, expression: str) -> object:
        return self.driver.execute_script(f"return {expression}")

    # How.

    def _click(self, what: str, find: Callable[[], Any]) -> None:
        # What was found may have gone when it is pressed; once pressed, it is not pressed again.
        self._wait(what, lambda: find().click() or True)

    def _main(self) -> Any:
        return self.driver.find_element(CSS, "main")

    def _shown(self, css: str) -> list[Any]:
        return [each for each in self.driver.find_elements(CSS, css) if each.is_displayed()]

    def _called(self, css: str, name: str) -> Any:
        shown = self._shown(css)
        return _only(name, (each for each in shown if _plain(self.name_of(each)) == name))

    def _beginning(self, css: str, name: str) -> Any:
        shown = self._shown(css)
        return _only(name, (each for each in shown if _plain(self.name_of(each)).startswith(name)))

    def _holding(self, css: str, text: str) -> Any:
        shown = self._shown(css)
        return _only(text, (each for each in shown if text in _plain(self.name_of(each))))

    def _wait(self, what: str, happens: Callable[[], Result]) -> Result:
        hindrance: list[Exception] = []

        def tried(_driver: object) -> Result | None:
            try:
                return happens()
            except PASSING as error:
                hindrance[:] = [error]
                return None

        try:
            return WebDriverWait(self.driver, PATIENCE, 0.1).until(tried)
        except selenium.TimeoutException as error:
            why = (
                f"{what} was waited for in vain ({hindrance}); the page says:\n{self._main().text}"
            )
            raise AssertionError(why) from error


def _only(name: str, found: Iterable[Any]) -> Any:
    elements = list(found)
    if not elements:
        raise selenium.NoSuchElementException(name)
    assert len(elements) == 1, f"“{name}” stands {len(elements)} times on the page"
    return elements[0]


def _plain(text: str) -> str:
    return " ".join(text.split())


class ByMarionette(ByWebDriver):
    """A person before Firefox."""

    def go(self, address: str) -> None:
        self.driver.navigate(address)

    def name_of(self, element: Any) -> str:
        return str(element.computed_label)


class BySelenium(ByWebDriver):
    """A person before WebKitGTK."""

    def go(self, address: str) -> None:
        self.driver.get(address)

    def name_of(self, element: Any) -> str:
        return str(element.accessible_name)
