"""What every kernel loads before the first cell of a page (through ``PYTHONSTARTUP``).

A shell line (``!trivet ...``) that fails stops the build: the exit code of every part of a pipe counts. ``head`` reads
its input to the end, so that it never breaks the pipe of the command before it. ``trivet`` at the start of a line is
answered by one process for each page, through the same function as the installed command: that saves a second each.
"""

import json
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

PROLOGUE = 'set -o pipefail; head() { command head "$@"; cat > /dev/null; }; '
COMMAND = re.compile(
    r"(?P<settings>(?:[A-Z_]+=\S* )*)trivet (?P<arguments>(?:\"[^\"]*\"|'[^']*'|[^|;\"'])*)(?P<rest>.*)"
)
WORKER = Path(__file__).with_name("worker.py")


def system(line: str) -> None:
    """Run a shell line and print what it printed.

    Raises:
        RuntimeError: if it, or a part of its pipe, ends with another exit code than 0.
    """
    found, given, script = COMMAND.fullmatch(line.strip()), "", line
    if found:
        answer = _trivet(shlex.split(found["arguments"]), found["settings"])
        given, script = answer["text"], f"(cat; exit {answer['code']}){found['rest']}"
    done = subprocess.run(
        ["bash", "-c", PROLOGUE + script],
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    print("\n".join(row.rstrip() for row in done.stdout.splitlines()))
    if done.returncode:
        raise RuntimeError(f"{line!r} ended with exit code {done.returncode}")


def _trivet(arguments: list[str], settings: str) -> Any:
    chosen = dict(pair.split("=", 1) for pair in settings.split())
    worker = _worker()
    assert worker.stdin
    assert worker.stdout
    worker.stdin.write(json.dumps({"arguments": arguments, "settings": chosen}) + "\n")
    worker.stdin.flush()
    return json.loads(worker.stdout.readline())


@cache
def _worker() -> "subprocess.Popen[str]":
    """The process that answers; it ends with the kernel, which closes its input."""
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    return subprocess.Popen([sys.executable, str(WORKER)], start_new_session=True, **pipes)


get_ipython().system = system  # type: ignore[name-defined]  # noqa: F821 - IPython provides the name
