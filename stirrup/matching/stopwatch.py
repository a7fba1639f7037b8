"""A stopwatch: seconds by stage, on a clock that the caller gives."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter


class Stopwatch:
    """Adds up what each stage takes."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self.clock = clock
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is done within."""
        started = self.clock()
        yield
        self.add({name: self.clock() - started})

    def add(self, seconds: Mapping[str, float]) -> None:
        """Add what was timed elsewhere."""
        for name, spent in seconds.items():
            self.seconds[name] = self.seconds.get(name, 0.0) + spent
