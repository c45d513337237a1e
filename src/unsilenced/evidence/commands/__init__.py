"""The evidence engine's words on the command line: `unsilenced evidence`."""

from __future__ import annotations

import click

from unsilenced.evidence.commands.audit import audit
from unsilenced.evidence.commands.capture import capture
from unsilenced.evidence.commands.claims import claims
from unsilenced.evidence.commands.coverage import coverage
from unsilenced.evidence.commands.disclose import disclose
from unsilenced.evidence.commands.displacement import displacement
from unsilenced.evidence.commands.event import event
from unsilenced.evidence.commands.group import Group
from unsilenced.evidence.commands.reporting import reporting
from unsilenced.evidence.commands.risk import risk
from unsilenced.evidence.commands.yields import yields


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
def evidence() -> None:
    """What the data say, with intervals, and what may be published.

    Every command ends with 0 if it did what was asked, with 1 if the answer is no, and with 2 if
    it was given something that cannot be used.
    """


evidence.add_command(audit)
evidence.add_command(capture)
evidence.add_command(disclose)
evidence.add_command(risk)
evidence.add_command(yields)
evidence.add_command(coverage)
evidence.add_command(reporting)
evidence.add_command(event)
evidence.add_command(displacement)
evidence.add_command(claims)
