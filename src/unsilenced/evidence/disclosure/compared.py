"""Which earlier releases a release was compared with, and what its face says about that."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from unsilenced.evidence.language import N_

NOT_COMPARED: Final = N_("NOT COMPARED WITH ANY EARLIER RELEASE")
"""What a table says on its face if it was audited alone, or not at all."""


class Compared(StrEnum):
    """What a release was compared with. Two releases can be safe alone but unsafe together."""

    LEDGER = "ledger"
    """Everything in the folder that also keeps the release itself."""
    EARLIER = "earlier"
    """The earlier releases that the user has named."""
    NONE = "none"
    """No earlier one."""

    @property
    def warning(self) -> str | None:
        """What a picture, a page and a table say in capitals; nothing if there is a ledger."""
        return {
            Compared.LEDGER: None,
            Compared.EARLIER: "COMPARED WITH NAMED EARLIER RELEASES ALONE",
            Compared.NONE: NOT_COMPARED,
        }[self]

    @property
    def sentence(self) -> str:
        """What a page says about it."""
        return f"{self.warning or 'Compared with all releases that its ledger holds'}."
