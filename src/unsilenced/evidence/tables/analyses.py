"""What the analyses ask of large tables: counts crossed, yields, rates, and panels over time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from unsilenced.evidence.disclosure.about import MOST_LABELS, About, Asked, of_whom
from unsilenced.evidence.disclosure.counts import Counts, check_category, count_column, crossed
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.labels import check_labels
from unsilenced.evidence.risk import ANSWERED as ANSWERED_BY_RISK
from unsilenced.evidence.risk import EVENTS, PERSON_YEARS, Risk
from unsilenced.evidence.schema.field import Field
from unsilenced.evidence.tables.cells import Cell, add_up
from unsilenced.evidence.tables.check import first_bad
from unsilenced.evidence.tables.rules import Rule, absent_in, check_type, text_of
from unsilenced.evidence.tables.source import Source
from unsilenced.evidence.yields import ANSWERED, TRIALS, Yield


@dataclass(frozen=True, slots=True)
class PanelCell:
    """The number of an outcome in a unit and a period; "" if there is only one outcome."""

    unit: str
    period: str
    outcome: str
    count: int


def cross(source: Source, rows: str, columns: str, count: str | None = None) -> Counts:
    """Cross two columns, for the gate; each row is one person, or as many as `count` says.

    It is the table that `disclosure.counts.read_counts` makes from a small CSV file.
    """
    counted = count_column(source.name, source.table.columns, rows, columns, count)
    cells = _counted(source, (rows, columns), counted)
    for cell in cells:
        for column, label in zip((rows, columns), cell.labels, strict=True):
            try:
                check_category(label)
            except ValueError as error:
                raise where_is(source, column, label, str(error)) from error
    found = {(cell.labels[0], cell.labels[1]): _people(cell) for cell in cells}
    return crossed(found, (rows, columns), source.name)


def cross_input(source: Source, asked: Asked) -> tuple[Counts, About]:
    """Cross two columns for the people asked for, and look at which labels go together.

    It returns what `disclosure.counts.read_input` returns for a small CSV file, for as many columns
    as have few enough labels together. It leaves out those with the most labels until they have.
    """
    counted = count_column(
        source.name, source.table.columns, asked.rows, asked.columns, asked.count
    )
    for name in asked.where:
        check_type(Field(name), source.table, source.name)
    wanted = [asked.rows, asked.columns, *asked.where]
    names = [*dict.fromkeys(wanted), *_broad(source, {*wanted, counted or ""})]
    lines = _lines(source, names, len(dict.fromkeys(wanted)), counted)
    columns = tuple(names[: len(lines[0].labels)])
    about = About(
        sum(_people(cell) for cell in lines),
        columns,
        frozenset(cell.labels for cell in lines if _people(cell)),
        population=asked.population,
    )
    about = of_whom(about, asked, source.name)
    some = source.table
    for name, labels in asked.where.items():
        some = some.filter(text_of(Field(name), source.table).isin(sorted(labels)))
    return cross(replace(source, table=some), asked.rows, asked.columns, counted), about


def _broad(source: Source, but: Collection[str]) -> list[str]:
    """Return the columns with no empty fields and few labels, the fewest first, without `but`."""
    names = [name for name in source.table.columns if name not in but]
    if not names:
        return []
    table = source.table
    measures = {}
    for at, name in enumerate(names):
        measures[f"labels_{at}"] = table[name].cast("string").nunique()
        measures[f"empty_{at}"] = absent_in(Field(name), table).cast("int8").max()
    (found,) = source.fetch(table.aggregate(**measures))
    broad = [
        (int(found[f"labels_{at}"]), name)
        for at, name in enumerate(names)
        if not found[f"empty_{at}"] and found[f"labels_{at}"] <= MOST_LABELS
    ]
    return [name for _, name in sorted(broad)]


def _lines(source: Source, names: Sequence[str], least: int, count: str | None) -> tuple[Cell, ...]:
    """Add up by as many of `names` as have few enough labels together, but at least by `least`."""
    for number in range(len(names), least, -1):
        try:
            return _counted(source, names[:number], count)
        except BadInput:  # too many together, or something that cannot be a label
            continue
    return _counted(source, names[:least], count)


def panel(
    source: Source, unit: str, period: str, outcome: str | None = None, count: str | None = None
) -> tuple[PanelCell, ...]:
    """Return counts by unit, period and outcome, if there is one; every cell has rows."""
    by = (unit, period) if outcome is None else (unit, period, outcome)
    return tuple(
        PanelCell(of_unit, at, "".join(came), _people(cell))
        for cell in _counted(source, by, count)
        for of_unit, at, *came in [cell.labels]
    )


def yields_of(
    source: Source, by: Sequence[str], outcome: str, event: str, count: str | None = None
) -> tuple[Yield, ...]:
    """Return the yields of each group: events are the rows whose `outcome` is `event`.

    Raises `BadInput` if no row at all has that outcome: its spelling may be different.
    """
    check_labels(by, ANSWERED, file=source.name)
    cells = _counted(source, (*by, outcome), count)
    outcomes = sorted({cell.labels[-1] for cell in cells})
    if event not in outcomes:
        reason = f"is never “{event}”; it is: {', '.join(outcomes[:20])}"
        raise BadInput(reason, file=source.name, column=outcome)
    trials: dict[tuple[str, ...], int] = {}
    events: dict[tuple[str, ...], int] = {}
    for cell in cells:
        group = cell.labels[:-1]
        trials[group] = trials.get(group, 0) + _people(cell)
        events[group] = events.get(group, 0) + _people(cell) * (cell.labels[-1] == event)
    return tuple(
        Yield(_labelled(by, group), events[group], all_of_it) for group, all_of_it in trials.items()
    )


def yields_in(source: Source) -> tuple[Yield, ...]:
    """Return yields that are counted already: columns `events` and `trials`; others are labels.

    It refuses the same labels twice: adding them up would be pooling.
    """
    by = [name for name in source.table.columns if name not in {EVENTS, TRIALS}]
    check_labels(by, ANSWERED, file=source.name)
    cells = _added(source, by, [_count(EVENTS), _count(TRIALS)])
    found = []
    for cell in _once(source, cells):
        events, trials = map(int, cell.sums)
        if events > trials:
            of = ", ".join(cell.labels)
            reason = f"{of}: {events} events in {trials} trials: there cannot be more"
            raise BadInput(reason, file=source.name, column=EVENTS)
        found.append(Yield(_labelled(by, cell.labels), events, trials))
    return tuple(found)


def rates_of(
    source: Source, by: Sequence[str], events: str = EVENTS, person_years: str = PERSON_YEARS
) -> tuple[Risk, ...]:
    """Return the events and the time at risk of each group, exact to a millionth of a year."""
    check_labels(by, ANSWERED_BY_RISK, file=source.name)
    cells = _added(source, by, [_count(events), Field(person_years, "number", minimum=0)])
    found = []
    for cell in cells:
        counted, time = int(cell.sums[0]), float(cell.sums[1])
        if counted and not time:
            reason = f"{', '.join(cell.labels)}: {counted} events in no time"
            raise BadInput(reason, file=source.name, column=person_years)
        found.append(Risk(_labelled(by, cell.labels), counted, time))
    return tuple(found)


def _counted(source: Source, by: Sequence[str], count: str | None) -> tuple[Cell, ...]:
    return _added(source, by, [] if count is None else [_count(count)])


def _added(source: Source, by: Sequence[str], sums: Sequence[Field]) -> tuple[Cell, ...]:
    cells = add_up(source, [Field(name) for name in by], sums)
    if not any(cell.rows for cell in cells):  # without labels one cell is there all the same
        raise BadInput("there are no rows", file=source.name)
    return cells


def where_is(source: Source, column: str, label: str, reason: str) -> BadInput:
    """Return the error for the first row with a label."""
    field = Field(column)
    return first_bad(
        source, [Rule(field.name, reason, lambda table: text_of(field, table) == label)]
    )


def _once(source: Source, cells: Iterable[Cell]) -> Iterable[Cell]:
    for cell in cells:
        if cell.rows > 1:
            of = ", ".join(cell.labels) or "the same"
            raise BadInput(f"{of} stands there {cell.rows} times", file=source.name)
        yield cell


def _people(cell: Cell) -> int:
    return int(cell.sums[0]) if cell.sums else cell.rows


def _count(name: str) -> Field:
    return Field(name, "integer", minimum=0)


def _labelled(by: Sequence[str], labels: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(by, labels, strict=True))
