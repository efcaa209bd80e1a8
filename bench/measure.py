"""Interleaved timing.

Each round runs every contestant once over the same cases, so that what disturbs the machine disturbs all of
them; the median of the rounds counts. Times are of the processor, not of the clock on the wall.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import process_time
from typing import TypeVar

T = TypeVar("T")


def interleaved(
    contestants: Mapping[str, Callable[[T], object]], batches: Mapping[str, Sequence[Sequence[T]]]
) -> dict[str, float]:
    """Median seconds that each contestant takes for one item.

    Args:
        contestants: what to time, by name; called with one item.
        batches: per contestant, one batch of its items a round; all have as many rounds.
    """
    times: dict[str, list[float]] = {name: [] for name in contestants}
    names = list(contestants)
    for name in names:
        for item in batches[name][0]:
            contestants[name](item)
    rounds = len(batches[names[0]])
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            times[name].append(_once(contestants[name], batches[name][number]))
    return {name: median(found) for name, found in times.items()}


def _once(call: Callable[[T], object], batch: Sequence[T]) -> float:
    gc.collect()
    gc.disable()
    start = process_time()
    for item in batch:
        call(item)
    elapsed = process_time() - start
    gc.enable()
    return elapsed / len(batch)


def seconds(call: Callable[[], object], times: int) -> float:
    """Median seconds of a call."""
    return median(_once(lambda _: call(), [None]) for _ in range(times))


def in_rounds(items: Sequence[T], rounds: int, size: int) -> list[list[T]]:
    """One batch of items a round, going round the items."""
    return [[items[(number * size + i) % len(items)] for i in range(size)] for number in range(rounds)]
