"""The command `unsilenced`: all its words, or `evidence` alone where nothing else is installed."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from io import TextIOWrapper

import click

from unsilenced.evidence.commands import evidence
from unsilenced.process.faults import plainly
from unsilenced.process.version import version

_STOPPED = 130
"""What shells call a command that Ctrl-C ended."""


class _EvidenceAlone(click.Group):
    """A group that says why most of the program's words are not there."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            missing = 'Only evidence is installed; for all: pip install "unsilenced[site]"'
            raise click.UsageError(f"{error.message} {missing}", ctx) from error


@click.group(cls=_EvidenceAlone, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version(), message="unsilenced %(version)s")
def evidence_alone() -> None:
    """Evidence on policing, without the site that takes reports."""


evidence_alone.add_command(evidence)


def main() -> None:
    """Run the command line. The site, which needs Django, is not touched where there is none."""
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal that is not UTF-8 lacks some signs of ours: they are no reason to stop.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        _run()
    except KeyboardInterrupt:
        # While the program loads; what runs already says more by itself.
        click.echo("Stopped.", err=True)
        sys.exit(_STOPPED)


def _run() -> None:
    if find_spec("django") is None:
        plainly(lambda: evidence_alone(prog_name="unsilenced"))
        return
    from unsilenced.site.commands import main  # noqa: PLC0415 - as the docstring says

    main.main()
