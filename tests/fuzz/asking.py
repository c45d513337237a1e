"""Asking the site something odd, and judging the answer and what it left behind."""

from dataclasses import dataclass, field

from fuzz.answers import assert_plain
from fuzz.world import CHANGES_WITH_A_REFUSAL

from unsilenced.site.every_refusal import every_refusal

CODES = every_refusal()


@dataclass(frozen=True)
class Asked:
    """A request."""

    method: str
    path: str
    query: str = ""
    content_type: str = "application/json"
    headers: dict = field(default_factory=dict)
    body: bytes = b""

    @property
    def wants_page(self):
        return "text/html" in self.headers.get("Accept", "")


def ask(world, role, route, asked):
    """Make the request as `role`; assert that a refusal is plain and leaves no trace.

    What was done is undone.
    """
    desk = world.browser(role)
    before = world.moment()
    answer = desk.client.generic(
        asked.method,
        asked.path,
        asked.body,
        content_type=asked.content_type,
        headers={"X-CSRFToken": desk.csrf, **asked.headers},
        QUERY_STRING=asked.query,
    )
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    changes = set() if world.moment() == before else world.changes()
    if changes:
        world.put_back(changes)
    content_type = answer.headers.get("Content-Type", "")
    assert_plain(answer.status_code, content_type, body, asked=asked, is_page=route.is_page)
    if answer.status_code >= 400:
        if content_type == "application/json" and asked.method != "HEAD":
            assert answer.status_code in CODES[answer.json()["error"]["code"]]
        assert changes <= CHANGES_WITH_A_REFUSAL
    return answer
