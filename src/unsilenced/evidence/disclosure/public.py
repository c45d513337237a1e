"""The gate's other door: it releases figures and files that their sources have published already.

Nobody can learn anything new from them. Everything else that is made from people's records goes
through `unsilenced.evidence.disclosure.gate` as a table.
"""

from __future__ import annotations

import csv
from hashlib import sha256
from typing import Final, final

from unsilenced.evidence.claims.claim import Claim, Figure, Finding, examine
from unsilenced.evidence.claims.dataset import DATA, Dataset
from unsilenced.evidence.claims.registry import CLAIMS
from unsilenced.evidence.claims.words import address_of
from unsilenced.evidence.disclosure.compared import Compared
from unsilenced.evidence.disclosure.sealed import Sealed
from unsilenced.evidence.errors import BadInput

BETWEEN: Final = "; "
"""The separator between the fields of a figure that has several."""

_PUBLIC: Final = object()


@final
class ReleasedFile(Sealed):
    """A file of `data/` that may be published, byte for byte as its provenance says.

    Only `release_file` and `release_claim` make one.
    """

    __slots__ = ("_content", "_dataset")
    _dataset: Dataset
    _content: bytes

    def __init__(self, key: object, dataset: Dataset, content: bytes) -> None:
        if key is not _PUBLIC:
            raise TypeError("only the gate releases files: see release_file()")
        object.__setattr__(self, "_dataset", dataset)
        object.__setattr__(self, "_content", content)

    @property
    def dataset(self) -> Dataset:
        """The file's name, source, licence and SHA-256."""
        return self._dataset

    @property
    def compared(self) -> Compared:
        """None: its contents are public already."""
        return Compared.NONE

    @property
    def content(self) -> bytes:
        """The file's contents: the bytes whose SHA-256 was checked."""
        return self._content


@final
class ReleasedFinding(Sealed):
    """What we found about a claim, in a form that may be published: reports are made from it.

    Only `release_claim` makes one.
    """

    __slots__ = ("_files", "_finding")
    _finding: Finding
    _files: tuple[ReleasedFile, ...]

    def __init__(self, key: object, finding: Finding, files: tuple[ReleasedFile, ...]) -> None:
        if key is not _PUBLIC:
            raise TypeError("only the gate releases findings: see release_claim()")
        object.__setattr__(self, "_finding", finding)
        object.__setattr__(self, "_files", files)

    @property
    def finding(self) -> Finding:
        """The claim, its figures and its verdict."""
        return self._finding

    @property
    def files(self) -> tuple[ReleasedFile, ...]:
        """The files that the figures rest on, each once, by name."""
        return self._files


def release_claim(claim: Claim) -> ReleasedFinding:
    """Examine `claim`, which is one of the registry's `CLAIMS`, and release the finding.

    Raises `BadInput` for any other claim: we do not know what its figures are made from. Each
    figure must rest on a file of `data/` that agrees with its provenance, and must name a
    publication that the file names. It must quote a whole field of a row that it names, or quote
    nothing and name no row. Raises `BadInput` otherwise. It does not check that an estimate
    follows from the quoted text.
    """
    if not any(claim is each for each in CLAIMS):
        raise BadInput("is none of the claims that are examined", file=claim.id)
    finding = examine(claim)
    names = sorted({figure.dataset.name for figure in finding.figures})
    files = {name: release_file(Dataset(name)) for name in names}
    for figure in finding.figures:
        _check(claim, figure, files[figure.dataset.name])
    return ReleasedFinding(_PUBLIC, finding, tuple(files.values()))


def release_file(dataset: Dataset) -> ReleasedFile:
    """Release a file of `data/`, all of which are published figures.

    Raises `BadInput` unless its provenance gives its source and licence, and its bytes have the
    SHA-256 given there.
    """
    if DATA.resolve() not in dataset.path.resolve().parents:
        raise BadInput("is none of the published files that are shipped", file=dataset.name)
    try:
        content = dataset.path.read_bytes()
        told = (dataset.source, dataset.licence)
        expected = dataset.sha256
    except (OSError, KeyError) as error:
        reason = "is none of the published files that are shipped"
        raise BadInput(reason, file=dataset.name) from error
    if not all(told) or sha256(content).hexdigest() != expected:
        raise BadInput("is not the file that its provenance tells of", file=dataset.name)
    return ReleasedFile(_PUBLIC, dataset, content)


def _check(claim: Claim, figure: Figure, file: ReleasedFile) -> None:
    if figure.estimate.value is None and figure.estimate.low is None:
        return  # without knowledge there is nothing to say
    text = file.content.decode()
    lines = dict(enumerate(text.splitlines(), start=1))
    rows = [lines.get(at, "") for at in figure.rows]
    fields = {field for row in csv.reader(rows) for field in row if field}
    address = address_of(figure.source)
    named = figure.source in fields if address is None else address in text
    if not named and figure.source != file.dataset.source:
        reason = f"“{figure.label}” names no publication of {file.dataset.name}: “{figure.source}”"
        raise BadInput(reason, file=claim.id)
    said = [figure.said] if figure.said in fields else figure.said.split(BETWEEN)
    missing = [each for each in said if each not in fields]
    if missing and (figure.rows or figure.said):
        reason = f"“{figure.label}” is not there: “{missing[0]}”"
        raise BadInput(reason, file=figure.dataset.name, row=next(iter(figure.rows), None))
