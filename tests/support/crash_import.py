"""Import files again and again, and have the import killed each time at another of its steps.

A step is a file that is opened, made, renamed or deleted, or a statement of SQL. Run as a process of its own, which
has no threads when it forks. Prints the number of steps, or how each child ended.

    python crash_import.py count STORE FILE...
    python crash_import.py kill FIRST LAST STRIDE STORE FILE...     # stores are copied to STORE-1, STORE-2, ...
    python crash_import.py after SECONDS,SECONDS STORE FILE...
"""

import os
import resource
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from multiprocessing.synchronize import Event
from pathlib import Path

EVENTS = {"open", "os.mkdir", "os.rename", "os.remove"}


def install(at: Callable[[], None]) -> None:
    """Have every step call ``at`` first."""
    connect = sqlite3.connect

    def traced(*given: object, **named: object) -> sqlite3.Connection:
        connection = connect(*given, **named)
        connection.set_trace_callback(lambda _: at())
        return connection

    def hook(event: str, given: tuple[object, ...]) -> None:
        if event in EVENTS and not str(given[0]).endswith((".py", ".pyc", ".so")):
            at()

    sqlite3.connect = traced
    sys.addaudithook(hook)


def run(store: Path, files: list[Path], at: Callable[[], None] | None) -> None:
    import event_files
    from trivet.lenses.pulse.archive import Store, draft, intake
    from trivet.lenses.pulse.events import readers

    readers.open_events = event_files.open_made_up
    draft.SPILL, intake.GROUP = 250, 150
    if at is not None:
        install(at)
    Store(store).import_paths(files)


def slow_import(store: Path, path: Path, started: Event) -> None:
    """Import a file and stay at it for a second after its first batch."""
    import event_files
    from trivet.lenses.pulse.archive import Store
    from trivet.lenses.pulse.events import readers

    def wait(_: object) -> None:
        started.set()
        time.sleep(1.0)

    readers.open_events = event_files.open_made_up
    Store(store).import_paths([path], report=wait)


def import_with_small_files(store: Path, path: Path, limit: int) -> None:
    """Import a file where no file may grow beyond ``limit`` bytes; ends with 3 if that is said clearly."""
    import event_files
    from trivet.base.errors import TrivetError
    from trivet.lenses.pulse.archive import Store
    from trivet.lenses.pulse.events import readers

    readers.open_events = event_files.open_made_up
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        Store(store).import_paths([path])
    except TrivetError as error:
        sys.exit(3 if "cannot be" in str(error) else f"another error: {error}")


def child(store: Path, files: list[Path], at: int) -> int:
    pid = os.fork()
    if pid == 0:
        left = [at]

        def step() -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        run(store, files, step if at else None)
        os._exit(0)
    return pid


def copies(base: Path, number: object) -> Path:
    made = base.with_name(f"{base.name}-{number}")
    if base.exists():
        shutil.copytree(base, made)
    return made


def main(mode: str, *given: str) -> None:
    if mode == "count":
        steps = []
        run(Path(given[0]), [Path(name) for name in given[1:]], lambda: steps.append(1))
        print(len(steps))
    elif mode == "kill":
        first, last, stride = map(int, given[:3])
        for at in range(first, last + 1, stride):
            pid = child(copies(Path(given[3]), at), [Path(name) for name in given[4:]], at)
            print(at, os.waitpid(pid, 0)[1])
    else:
        for number, seconds in enumerate(given[0].split(",")):
            pid = child(copies(Path(given[1]), f"after-{number}"), [Path(name) for name in given[2:]], 0)
            time.sleep(float(seconds))
            os.kill(pid, signal.SIGKILL)
            print(number, os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
