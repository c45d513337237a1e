"""All claims that we examine, in the order of the summary."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim
from unsilenced.evidence.claims.summary import (
    chose_sex_work,
    crime_first,
    displacement,
    distrust,
    hate_crime_reporting,
    hidden_scale,
    merseyside_convictions,
    murder_risk,
    not_organised,
    olympic_funds,
    prostitution_fell,
    raids_find_few,
    raids_up,
    reporting_decline,
    seven_officers,
    share_attacked,
    trafficking_games,
    west_africans_missed,
    willing_to_report,
    without_complaint,
)
from unsilenced.evidence.errors import BadInput

CLAIMS: tuple[Claim, ...] = (
    murder_risk.CLAIM,
    share_attacked.CLAIM,
    distrust.CLAIM,
    willing_to_report.CLAIM,
    olympic_funds.CLAIM,
    trafficking_games.CLAIM,
    prostitution_fell.CLAIM,
    raids_up.CLAIM,
    raids_find_few.CLAIM,
    hidden_scale.CLAIM,
    chose_sex_work.CLAIM,
    west_africans_missed.CLAIM,
    not_organised.CLAIM,
    without_complaint.CLAIM,
    seven_officers.CLAIM,
    displacement.CLAIM,
    crime_first.CLAIM,
    reporting_decline.CLAIM,
    merseyside_convictions.CLAIM,
    hate_crime_reporting.CLAIM,
)


def by_id(name: str) -> Claim:
    """Return the claim with that id; raise `BadInput` if no claim has it."""
    for claim in CLAIMS:
        if claim.id == name:
            return claim
    known = ", ".join(claim.id for claim in CLAIMS)
    raise BadInput(f"there is no claim “{name}”; there are: {known}")
