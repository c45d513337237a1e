"""What every command says of earlier releases."""

from __future__ import annotations

from typing import Final

from unsilenced.evidence.disclosure.compared import NOT_COMPARED

ALONE: Final = (
    f"{NOT_COMPARED}: no --ledger was given. If a table of these people is public already, what is "
    "safe in each may be known from both."
)
PUBLIC: Final = f"{NOT_COMPARED}: its figures are public already, as their sources have them."
WORKING: Final = (
    f"{NOT_COMPARED}: these figures did not go through the gate, and an interval gives its counts "
    "back. They are for who works with the records, not to be published."
)


def compared_json(said: str, how: str = "none") -> dict[str, object]:
    """Return what `--json` says of earlier releases."""
    return {"compared_with": how, "compared": said}
