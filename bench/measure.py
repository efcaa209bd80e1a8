"""Interleaved timing.

Each round runs every contestant once over its cases, in an order that rotates, so that what disturbs the
machine disturbs all of them. Times are of the processor, not of the clock on the wall. A figure is the median
of its rounds; a ratio is the median of the rounds' ratios.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import TypeVar

T = TypeVar("T")

ROUND_SECONDS = 0.05
"""How long one contestant's turn may take, roughly, unless a single item takes longer."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds for one item, by contestant and round."""

    rounds: Mapping[str, Sequence[float]]

    def median(self, name: str) -> float:
        """Median seconds of a contestant."""
        return median(self.rounds[name])

    def ratio(self, name: str, other: str) -> float:
        """How many times as long as the other a contestant takes."""
        return median(a / b for a, b in zip(self.rounds[name], self.rounds[other], strict=True))


def interleaved(
    contestants: Mapping[str, Callable[[T], object]],
    items: Mapping[str, Sequence[T]],
    rounds: int,
    most: int,
) -> Times:
    """Time contestants over items, round by round.

    Args:
        contestants: what to time, by name; called with one item.
        items: each contestant's items, of which a round takes the next few.
        rounds: how many.
        most: items that a contestant goes over in one turn; fewer where that takes too long.
    """
    sizes = {}
    for name, call in contestants.items():
        _once(call, items[name][:1])
        seconds_an_item = _once(call, items[name][:3])
        sizes[name] = max(1, min(most, round(ROUND_SECONDS / seconds_an_item)))
    names = list(contestants)
    times: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            times[name].append(_once(contestants[name], _next(items[name], number, sizes[name])))
    return Times(times)


def _next(items: Sequence[T], number: int, size: int) -> list[T]:
    return [items[(number * size + i) % len(items)] for i in range(size)]


def _once(call: Callable[[T], object], batch: Sequence[T]) -> float:
    gc.collect()
    gc.disable()
    call(batch[0])  # after another turn, the processor's caches are cold
    start = process_time()
    for item in batch:
        call(item)
    elapsed = process_time() - start
    gc.enable()
    return elapsed / len(batch)


def seconds(call: Callable[[], object], times: int) -> float:
    """Median seconds of a call."""
    return median(_once(lambda _: call(), [None]) for _ in range(times))
