"""Runs command lines one after the other in one process, so that imports are paid for once.

Reads a JSON object per line (``arguments``, ``settings``) and answers with one (``code``, ``text``).
"""

import contextlib
import io
import json
import os
import sys

from trivet.cli.app import run_app


def answer(arguments: list[str], settings: dict[str, str]) -> dict[str, object]:
    """Run one command line; returns its exit code and everything that it printed."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    before = dict(os.environ)
    os.environ.update(settings)
    try:
        with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
            code = run_app(arguments)
    finally:
        os.environ.clear()
        os.environ.update(before)
    return {"code": code, "text": stream.buffer.getvalue().decode("utf-8")}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(**json.loads(line))), flush=True)
