"""What a person does with a page, whatever drives the browser.

A person goes by what a page says: the name of a field, a button or a link, and headings. A name
may go on with a hint, so its beginning is enough, and of a link any part; a button's and a
heading's name is given whole.
Everything waits until the page is ready for it.
"""

from typing import Protocol

PATIENCE = 60.0
"""Seconds that a person waits for a page."""


class Person(Protocol):
    """Somebody before one browser window, which nothing has opened before."""

    def open(self, path: str) -> None:
        """Go to a page of the site."""

    def see(self, heading: str) -> None:
        """Wait for a heading."""

    def step(self, name: str) -> None:
        """A page is ready: note what a screen reader says here, in the browser where we keep it."""

    def read(self, text: str) -> None:
        """Wait for a text in the page's main part."""

    def listed(self, css: str) -> list[str]:
        """The visible texts of what CSS finds."""

    def fill(self, label: str, text: str) -> None:
        """Write into a field."""

    def tick(self, label: str) -> None:
        """Choose a box or a round one, if it is not chosen yet."""

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""

    def attach(self, label: str, file: str) -> None:
        """Give a field of files a file."""

    def press(self, button: str) -> None:
        """Press a button."""

    def follow(self, link: str) -> None:
        """Follow a link."""

    def evaluate(self, expression: str) -> object:
        """What an expression of JavaScript comes to, for what the page does not say."""
