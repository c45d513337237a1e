"""Small tables, and every way to complete them, found by trying all."""

from collections.abc import Iterator

from hypothesis import strategies as st

from unsilenced.evidence.disclosure.published import PublishedTable


def with_totals(inner):
    rows = [[*row, sum(row)] for row in inner]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def table_of(cells, name="table", dimensions=("", ""), rounded_to=1):
    rows = "wxyzuv"[: len(cells) - 1]
    columns = "abcdef"[: len(cells[0]) - 1]
    written = tuple(tuple(row) for row in cells)
    return PublishedTable(name, dimensions, tuple(rows), tuple(columns), written, rounded_to)


def written(table):
    """The file of a test's table: no label in the tests needs quotes."""
    corner = "/".join(table.dimensions) if all(table.dimensions) else ""
    rows = [(corner, *table.column_labels)]
    for label, cells in zip(table.row_labels, table.cells, strict=True):
        rows.append((label, *("x" if count is None else str(count) for count in cells)))
    return "".join(f"{','.join(row)}\n" for row in rows)


def hide(cells, places):
    return [
        [None if (i, j) in places else count for j, count in enumerate(row)]
        for i, row in enumerate(cells)
    ]


def completions(table) -> Iterator[list[list[int]]]:
    """Yield every table with totals that agrees with `table`, whose grand total is published."""
    height, width = len(table.rows), len(table.columns)
    (most,) = {table.bounds((height, width))[1]}
    assert most is not None

    def agrees(place, count):
        low, high = table.bounds(place)
        return count >= low and (high is None or count <= high)

    def rows_of(row, column, left, so_far):
        if column == width:
            if agrees((row, width), sum(so_far)):
                yield so_far
            return
        low, high = table.bounds((row, column))
        for count in range(low, min(left, left if high is None else high) + 1):
            yield from rows_of(row, column + 1, left - count, [*so_far, count])

    def from_row(row, left, so_far):
        if row == height:
            whole = with_totals(so_far)
            if all(agrees((height, j), count) for j, count in enumerate(whole[-1])):
                yield whole
            return
        for each in rows_of(row, 0, left, []):
            yield from from_row(row + 1, left - sum(each), [*so_far, each])

    yield from from_row(0, most, [])


def ranges_by_trying(table, threshold=None):
    """The smallest and the largest count of every hidden cell over all completions, if any exist.

    With a threshold, only over completions from which the gate could have made `table`.
    """
    every = [each for each in completions(table) if hides_as_the_gate(table, each, threshold)]
    if not every:
        return None
    found = {}
    for i, j in table.places():
        low, high = table.bounds((i, j))
        if low != high:
            counts = [each[i][j] for each in every]
            found[table.labels((i, j))] = (min(counts), max(counts))
    return found


def hides_as_the_gate(table, whole, threshold):
    """Whether every hidden count is at least 1, and every shown count zero or large enough."""
    if threshold is None:
        return True
    return all(
        count >= 1 if table.cells[i][j] is None else count == 0 or count >= threshold
        for i, row in enumerate(whole)
        for j, count in enumerate(row)
    )


@st.composite
def small_counts(draw, most=4):
    height, width = draw(st.sampled_from([(1, 2), (2, 2), (2, 3), (3, 2), (3, 3)]))
    most = 2 if height * width > 6 else most
    count = st.integers(0, most)
    return [[draw(count) for _ in range(width)] for _ in range(height)]


@st.composite
def small_tables(draw):
    """A table with some cells hidden, margins too, but never the grand total."""
    cells = with_totals(draw(small_counts()))
    places = [(i, j) for i, row in enumerate(cells) for j in range(len(row))][:-1]
    inner = [(i, j) for i, j in places if i < len(cells) - 1 and j < len(cells[0]) - 1]
    hidden = draw(st.sets(st.sampled_from(places if len(inner) <= 4 else inner)))
    return table_of(hide(cells, hidden))
