"""Evaluators: one VOPRF key each (RFC 9497, ristretto255-SHA512, mode VOPRF).

Only this module and `client` know the `voprf` wheel, and only this one knows how the wheel lays out
an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from voprf import ristretto

from unsilenced.oblivious.errors import CheckError

ELEMENT_SIZE = 32
PROOF_SIZE = 64
OUTPUT_SIZE = 64
SEED_SIZE = 32

EVALUATION_INFO = b"unsilenced/1/evaluation"
"""The second input, beside the seed, from which evaluation keys are derived."""

_ID_SIZE = 8


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Evaluated elements in the order of the blinded ones, and one proof for all of them."""

    evaluated: tuple[bytes, ...]
    proof: bytes

    @classmethod
    def from_wheel(cls, output: ristretto.VerifiableBatchOutput) -> Self:
        """Take apart what the wheel answers: the proof's two scalars, then the elements."""
        laid_out = output.serialize()
        elements = range(PROOF_SIZE, len(laid_out), ELEMENT_SIZE)
        return cls(
            evaluated=tuple(laid_out[start : start + ELEMENT_SIZE] for start in elements),
            proof=laid_out[:PROOF_SIZE],
        )

    def to_wheel(self) -> ristretto.VerifiableBatchOutput:
        """Return what the wheel verifies.

        Raises `CheckError` (`wrong-proof`) if the proof or an element cannot be one.
        """
        sizes = {len(element) for element in self.evaluated}
        try:
            if len(self.proof) != PROOF_SIZE or sizes != {ELEMENT_SIZE}:
                raise ValueError  # noqa: TRY301 - the wheel's own answer to what cannot be read
            laid_out = self.proof + b"".join(self.evaluated)
            return ristretto.VerifiableBatchOutput.deserialize(laid_out)
        except ValueError:
            raise CheckError("wrong-proof", "This is no evaluation with a proof.") from None


class Evaluator:
    """Holds one key: evaluates blinded elements with a proof, and known inputs without."""

    def __init__(self, key: ristretto.Evaluator) -> None:
        self._key = key
        self.public_key = key.public_key.serialize()
        self.key_id = key_id(self.public_key)

    @classmethod
    def from_seed(cls, seed: bytes, info: bytes) -> Self:
        """Derive the key (DeriveKeyPair, RFC 9497, section 3.2.1) from 32 bytes and `info`.

        Raises `CheckError` (`wrong-seed`) for any other number of bytes.
        """
        if len(seed) != SEED_SIZE:
            raise CheckError("wrong-seed", f"A seed has {SEED_SIZE} bytes.")
        return cls(ristretto.Evaluator.from_seed(seed, info))

    def evaluate(self, blinded: Sequence[bytes]) -> Evaluation:
        """Evaluate `blinded` (BlindEvaluate, section 3.3.2) with one proof for the batch.

        Raises `CheckError` (`wrong-element`) for none at all, and if one of them is not the
        32 canonical bytes of an element other than the identity.
        """
        if not blinded:
            raise CheckError("wrong-element", "There is nothing to evaluate.")
        inputs = [_blinded_input(element) for element in blinded]
        return Evaluation.from_wheel(self._key.evaluate_batch(inputs))

    def output(self, data: bytes) -> bytes:
        """Return the output for `data`, 64 bytes (Evaluate, section 3.3.2)."""
        return self._key.evaluate_known_input(data)


def key_id(public_key: bytes) -> str:
    """Return the 16 hex digits that name a key."""
    return sha256(public_key).digest()[:_ID_SIZE].hex()


def epoch_id(platform: bytes, keyholder: bytes) -> str:
    """Return the 16 hex digits that name a pair of evaluation keys, given their public keys."""
    return sha256(platform + keyholder).digest()[:_ID_SIZE].hex()


def _blinded_input(element: bytes) -> ristretto.BlindedInput:
    # The wheel takes the first 32 bytes and ignores the rest.
    if len(element) == ELEMENT_SIZE:
        try:
            return ristretto.BlindedInput.deserialize(element)
        except ValueError:
            pass
    raise CheckError("wrong-element", "This is no blinded element.")
