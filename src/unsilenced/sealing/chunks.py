"""Chunks: an attachment is cut, filled up and sealed, so that its size stays vague."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from unsilenced.sealing.box import OVERHEAD, open_box, seal_box
from unsilenced.sealing.context import chunk_context
from unsilenced.sealing.errors import Malformed
from unsilenced.sealing.header import check_shape

CHUNK = 262_144
"""Bytes of the file in one chunk."""

MOST_CHUNKS = 64
LARGEST_FILE = MOST_CHUNKS * CHUNK
"""The most bytes an attachment can have: 16 MiB."""

SEALED_SIZE = CHUNK + OVERHEAD
"""Bytes of every sealed chunk: 262,175."""

_SIZES = frozenset({SEALED_SIZE})


def chunk_count(size: int) -> int:
    """Return how many chunks a file of `size` bytes takes: a power of two from 1 to 64.

    Raises `Malformed` (`too-large`).
    """
    if not 0 <= size <= LARGEST_FILE:
        raise Malformed("too-large", f"An attachment has at most {LARGEST_FILE} bytes.")
    needed = -(-size // CHUNK)
    return 1 << max(needed - 1, 0).bit_length()


def seal_chunks(data: bytes, *, content_key: bytes, report: UUID, record: UUID) -> Iterator[bytes]:
    """Yield the sealed chunks of `data` in order, under its attachment record's content key."""
    count = chunk_count(len(data))
    for index in range(count):
        piece = data[index * CHUNK : (index + 1) * CHUNK].ljust(CHUNK, b"\0")
        context = chunk_context(report, record, index, count)
        yield seal_box(piece, key=content_key, context=context)


def open_chunks(
    chunks: Iterable[bytes], *, size: int, content_key: bytes, report: UUID, record: UUID
) -> Iterator[bytes]:
    """Yield the pieces of a file of `size` bytes from its sealed `chunks`, in order.

    Raises `SealingError` at the first chunk that does not belong: `chunk-count` for one too few or
    too many, `padding` for something after the end of the file.
    """
    count = chunk_count(size)
    opened = 0
    for index, chunk in enumerate(chunks):
        if index == count:
            raise Malformed("chunk-count", "There are more chunks than the file needs.")
        piece = open_chunk(
            chunk, content_key=content_key, report=report, record=record, index=index, count=count
        )
        end = min(max(size - index * CHUNK, 0), CHUNK)
        if piece.count(0, end) != CHUNK - end:
            raise Malformed("padding", "There is something after the end of the file.")
        opened += 1
        yield piece[:end]
    if opened < count:
        raise Malformed("chunk-count", "A chunk of the file is missing.")


def open_chunk(  # noqa: PLR0913 - a chunk's place has this many parts
    chunk: bytes, *, content_key: bytes, report: UUID, record: UUID, index: int, count: int
) -> bytes:
    """Return the 262,144 bytes inside one chunk; raises `SealingError`."""
    check_chunk(chunk)
    return open_box(chunk, key=content_key, context=chunk_context(report, record, index, count))


def check_chunk(chunk: bytes) -> None:
    """Raise `Malformed` (`version`, `suite`, `size`) unless it can be a sealed chunk."""
    check_shape(chunk, _SIZES)


def check_count(count: int) -> None:
    """Raise `Malformed` (`chunk-count`) unless an attachment can have `count` chunks."""
    if not 1 <= count <= MOST_CHUNKS or count.bit_count() != 1:
        raise Malformed("chunk-count", f"An attachment has 1, 2, 4 … {MOST_CHUNKS} chunks.")
