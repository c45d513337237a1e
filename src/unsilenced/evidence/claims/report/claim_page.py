"""The page of one claim: what it says, what we found and why, and what that rests on."""

from __future__ import annotations

from unsilenced.evidence.claims.report.page import Page
from unsilenced.evidence.claims.report.pictures import Picture, pictures_of
from unsilenced.evidence.claims.report.quantity import quantities_of, sources_of
from unsilenced.evidence.disclosure.public import ReleasedFinding

FOLDER = "claims"
PICTURES = "pictures"
DATA = "data"


def page_of(released: ReleasedFinding) -> Page:
    """Return the page of a claim. Its folder is beside the folders of pictures and data."""
    claim = released.finding.claim
    drawn = {each.quantity.number: _shown(released, each) for each in pictures_of(released)}
    quantities = [(each, drawn.get(each.number)) for each in quantities_of(released)]
    values = {
        "claim": claim,
        "finding": released.finding,
        "quantities": quantities,
        "sources": sources_of(released),
        "files": released.files,
    }
    return Page(f"{FOLDER}/{claim.id}.html", "claim.html", values)


def picture_name(released: ReleasedFinding, picture: Picture, size: str = "") -> str:
    """Return the name of the file of one of the finding's pictures."""
    return f"{released.finding.claim.id}-{picture.quantity.number}{size}.svg"


def _shown(released: ReleasedFinding, picture: Picture) -> dict[str, str]:
    return {
        "wide": picture_name(released, picture),
        "narrow": picture_name(released, picture, "-narrow"),
        "alternative": picture.alternative,
    }
