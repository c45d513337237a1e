"""The epochs that a warning's identifiers must be entered for: pairs of evaluation keys."""

from __future__ import annotations

from dataclasses import dataclass

from unsilenced.evaluating.held import held
from unsilenced.oblivious.evaluator import epoch_id
from unsilenced.warnings.models import KeyHolderKey


@dataclass(frozen=True)
class Epoch:
    """A pair of public evaluation keys, the platform's and the key holder's."""

    platform: bytes
    keyholder: bytes

    @property
    def id(self) -> str:
        """The 16 hex digits that name it."""
        return epoch_id(self.platform, self.keyholder)


def open_epochs() -> tuple[Epoch, ...]:
    """Return the epoch of both current keys and, during a rotation, the one it leads to.

    None while the key holder's keys have never been fetched.
    """
    platform = [each.public_key for each in held().evaluators]
    keyholder = [bytes(each.public_key) for each in KeyHolderKey.objects.order_by("order")]
    if not platform or not keyholder:
        return ()
    present = Epoch(platform[0], keyholder[0])
    coming = Epoch(platform[-1], keyholder[-1])
    return (present,) if coming == present else (present, coming)
