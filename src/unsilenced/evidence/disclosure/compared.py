"""Which earlier releases a release was compared with, and what its face says of that."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from unsilenced.evidence.language import N_

NOT_COMPARED: Final = N_("NOT COMPARED WITH ANY EARLIER RELEASE")
"""What everything says on its face that was audited by itself alone, or not at all."""


class Compared(StrEnum):
    """What a release was compared with. Two that are safe alone need not be so together."""

    LEDGER = "ledger"
    """All that the folder holds in which it is kept itself."""
    EARLIER = "earlier"
    """Those earlier releases that the user has named."""
    NONE = "none"
    """No earlier one."""

    @property
    def warning(self) -> str | None:
        """What a picture, a page and a table say in capitals; nothing where a ledger is kept."""
        return {
            Compared.LEDGER: None,
            Compared.EARLIER: "COMPARED WITH NAMED EARLIER RELEASES ALONE",
            Compared.NONE: NOT_COMPARED,
        }[self]

    @property
    def sentence(self) -> str:
        """What a page says of it."""
        return f"{self.warning or 'Compared with all releases that its ledger holds'}."
