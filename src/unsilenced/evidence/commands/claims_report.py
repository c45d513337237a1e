"""`unsilenced evidence claims report`: all claims as a site and a PDF, with the data."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

import click

from unsilenced.evidence.commands.claims import claims
from unsilenced.evidence.commands.columns import lined_up
from unsilenced.evidence.commands.command import Answer, command
from unsilenced.evidence.commands.compared import PUBLIC
from unsilenced.evidence.commands.progress import stages
from unsilenced.evidence.language import SOURCE, languages
from unsilenced.evidence.new_folder import check_new
from unsilenced.evidence.progress import each_of


@command(claims)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder to write: a new or an empty one.",
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The date that the report bears, as YYYY-MM-DD. None, unless given.",
)
@click.option(
    "--language",
    type=click.Choice(languages()),
    default=SOURCE,
    show_default=True,
    help="The language of the pages. Claims, figures, PDF and data are in English.",
)
def report(*, out: Path, day: datetime | None, language: str) -> Answer:
    """Write all claims as a site and a PDF, with the data.

    Pages need no script and no network. The same data and versions give the same bytes.
    """
    check_new(out, beside=True)
    from unsilenced.evidence.claims.registry import CLAIMS  # noqa: PLC0415 - scipy takes its time
    from unsilenced.evidence.claims.report.claim_page import DATA  # noqa: PLC0415
    from unsilenced.evidence.claims.report.package import DESCRIPTOR  # noqa: PLC0415
    from unsilenced.evidence.claims.report.page import INDEX, PDF  # noqa: PLC0415
    from unsilenced.evidence.claims.report.provenance import SUMS  # noqa: PLC0415
    from unsilenced.evidence.claims.report.publish import write_report  # noqa: PLC0415
    from unsilenced.evidence.disclosure.public import release_claim  # noqa: PLC0415

    with stages() as stage:
        findings = [release_claim(claim) for claim in each_of(CLAIMS, stage("Examining"))]
        written = write_report(findings, out, day and day.date(), stage("Drawing"), language)
    sums = sha256(written[SUMS]).hexdigest()
    verdicts = {each.finding.claim.id: str(each.finding.verdict) for each in findings}
    document = {"out": str(out), "files": sorted(written), "verdicts": verdicts, "sha256": sums}
    told = [
        lined_up(
            [
                ("site", str(out / INDEX)),
                ("PDF", str(out / PDF)),
                ("data", str(out / DATA / DESCRIPTOR)),
                (f"SHA-256 of {SUMS}", sums),
            ]
        )
    ]
    return Answer(document, told, PUBLIC)
