"""The epochs for which a warning's identifiers must be entered: pairs of evaluation keys."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from unsilenced.evaluator.keyring import keyring
from unsilenced.oblivious.evaluator import epoch_id
from unsilenced.warnings.models import KeyHolderKey, Release


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
    """Return the epoch that members check in and, during a rotation, the one it leads to.

    The first is the epoch of the present release, as long as both of its keys exist: the two sites
    finish a rotation at different moments, and this one learns of the other's up to an hour late.
    Without such a release it is the epoch of both current keys. Before the key holder's keys were
    first fetched there is no epoch.
    """
    platform = [each.public_key for each in keyring().evaluators]
    keyholder = [bytes(each.public_key) for each in KeyHolderKey.objects.order_by("order")]
    if not platform or not keyholder:
        return ()
    released = Release.objects.current_epoch()
    pairs = [Epoch(*keys) for keys in product(platform, keyholder)]
    present = next((each for each in pairs if each.id == released), pairs[0])
    coming = pairs[-1]
    return (present,) if coming == present else (present, coming)
