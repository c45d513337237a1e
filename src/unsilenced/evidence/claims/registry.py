"""All claims that are examined, in the order of the summary."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim
from unsilenced.evidence.claims.summary import murder_risk, raids_up, share_attacked
from unsilenced.evidence.errors import BadInput

CLAIMS: tuple[Claim, ...] = (
    murder_risk.CLAIM,
    share_attacked.CLAIM,
    raids_up.CLAIM,
)


def by_id(name: str) -> Claim:
    """Return the claim of that id; raise `BadInput` where there is none."""
    for claim in CLAIMS:
        if claim.id == name:
            return claim
    known = ", ".join(claim.id for claim in CLAIMS)
    raise BadInput(f"there is no claim “{name}”; there are: {known}")
