"""Telling a user how far a long computation is, without the computation knowing who listens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[int, int, str], None]

_listener: ContextVar[Listener | None] = ContextVar("trivet-progress", default=None)


def report(done: int, total: int, what: str) -> None:
    """Say that some of all steps are done, and what comes next. Costs next to nothing if nobody listens."""
    listener = _listener.get()
    if listener is not None:
        listener(done, total, what)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let somebody listen while a block runs."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
