"""What a page says to people: its words, and what it says by labels and titles."""

from html.parser import HTMLParser

SPOKEN = {"alt", "aria-label", "content", "data-empty", "data-label", "placeholder", "title"}
"""Attributes that somebody sees or hears."""

WORDLESS = {"code", "pre", "script", "style"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class _Texts(HTMLParser):
    def __init__(self):
        super().__init__()
        self.said, self.silent = [], []

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag != "meta":
            self.said += [found[name] for name in SPOKEN & found.keys() if found[name]]
        if tag not in VOID and (self.silent or tag in WORDLESS or found.get("translate") == "no"):
            self.silent.append(tag)

    def handle_endtag(self, tag):
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data):
        if not self.silent:
            self.said.append(data)


def texts_of(html: str) -> set[str]:
    """Return each text of a page by itself, in single spaces, without code and secret words."""
    reading = _Texts()
    reading.feed(html)
    return {" ".join(text.split()) for text in reading.said} - {""}
