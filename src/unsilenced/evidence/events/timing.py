"""An event among the periods of a panel: bins around it, other dates for it, other windows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unsilenced.evidence.errors import BadInput

REFERENCE = -1


@dataclass(frozen=True, slots=True)
class Event:
    """An event from `first` to `last`, both counted from 0 and within `periods`."""

    periods: tuple[str, ...]
    first: int
    last: int

    @property
    def length(self) -> int:
        """How many periods it lasts."""
        return self.last - self.first + 1

    @property
    def names(self) -> tuple[str, ...]:
        """Its periods."""
        return self.periods[self.first : self.last + 1]

    def bins(self, width: int) -> tuple[int, ...]:
        """Return each period's bin: 0 is the event, -1 the reference right before it, and so on.

        A bin holds `width` periods. What is left over at the ends goes to the bin next to it.
        """
        most = max(1, self.first // width)
        after = len(self.periods) - 1 - self.last
        least = max(1, after // width)
        return tuple(
            max(-most, -((self.first - 1 - at) // width) - 1)
            if at < self.first
            else 0
            if at <= self.last
            else min(least, (at - self.last - 1) // width + 1)
            for at in range(len(self.periods))
        )

    def elsewhere(self) -> Iterator[tuple[str, ...]]:
        """Yield every other run of equally many periods that contains none of the event's."""
        for start in range(len(self.periods) - self.length + 1):
            end = start + self.length - 1
            if end < self.first or start > self.last:
                yield self.periods[start : end + 1]


def event_of(periods: Sequence[str], names: Sequence[str]) -> Event:
    """Return the event in the periods of these names.

    Raises `BadInput` unless `periods` has them all and they follow each other.
    """
    for name in names:
        if name not in periods:
            ends = f"they go from {periods[0]} to {periods[-1]}"
            raise BadInput(f"there is no period “{name}” for the event; {ends}")
    places = sorted({periods.index(name) for name in names})
    if not places:
        raise BadInput("an event has one period at least")
    if places[-1] - places[0] >= len(places):
        raise BadInput("the event's periods do not follow each other")
    return Event(tuple(periods), places[0], places[-1])


def other_windows(
    periods: Sequence[str], window: tuple[str, str], event: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Return windows that we could have chosen instead, by three rules.

    To the end of the event; as long after it as before it; half as long before it. They stay within
    `periods`. Windows that equal `window` or have nothing before the event are left out.
    """
    first, last = (periods.index(end) for end in window)
    whole = event_of(periods, event)
    before = whole.first - first
    found = (
        (first, whole.last),
        (first, min(whole.last + before, len(periods) - 1)),
        (whole.first - before // 2, last),
    )
    return tuple(
        (periods[start], periods[end])
        for start, end in dict.fromkeys(found)
        if start < whole.first and (start, end) != (first, last)
    )
