"""A page that shows every pattern of the styles, in place of an address that the site lacks."""

import re
from pathlib import Path

from django.template import engines
from django.test import RequestFactory
from looks.check import Scene

TEMPLATE = Path(__file__).with_name("specimen.html")


def specimen() -> str:
    """Return the page's HTML. Its scripts are left out: their nonce would belong to no answer."""
    request = RequestFactory().get("/specimen/")
    request.csp_nonce = "none"
    request.user = None
    html = engines["django"].from_string(TEMPLATE.read_text(encoding="utf-8"))
    return re.sub(r"<script.*?</script>", "", html.render(request=request), flags=re.DOTALL)


def show_specimen(scene: Scene) -> None:
    """Answer `/specimen/` with the specimen."""
    html = specimen()
    scene.context.route(
        "**/specimen/",
        lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"),
    )
