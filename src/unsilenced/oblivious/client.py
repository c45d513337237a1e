"""Clients: blinding and finalising, for tests, the demonstration and benchmarks.

Members' browsers do this in `web/oblivious`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from voprf import ristretto

from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.evaluator import Evaluation

# The wheel raises this for a wrong proof of a batch; no module lets us import it.
_PANIC = "PanicException"


@dataclass(frozen=True, slots=True)
class Blinded:
    """A blinded element to send, and what is needed to finalise its evaluation."""

    element: bytes
    client: ristretto.Client = field(repr=False)


def blind(data: bytes) -> Blinded:
    """Blind `data` (1 to 65,535 bytes) under a fresh blind (RFC 9497, section 3.3.2)."""
    client, element = ristretto.Client.blind(data)
    return Blinded(element.serialize(), client)


def finalise(
    blinded: Sequence[Blinded], evaluation: Evaluation, public_key: bytes
) -> tuple[bytes, ...]:
    """Verify the evaluation of all of `blinded` and return their outputs, 64 bytes each.

    Raises `CheckError` (`wrong-proof`) unless `public_key`'s holder made it.
    """
    clients = [one.client for one in blinded]
    batch = evaluation.to_wheel()
    try:
        key = ristretto.PublicKey.deserialize(public_key)
        return tuple(ristretto.Client.finalize_batch(clients, batch, key))
    except BaseException as error:
        if not isinstance(error, ValueError) and type(error).__name__ != _PANIC:
            raise
        raise CheckError("wrong-proof", "This is not what the key's holder made.") from None
