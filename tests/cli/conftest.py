import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from four import four
from shipped import NAME, shipped
from trivet import api
from trivet.case.load import open_case
from trivet.case.model import Case
from trivet.cli.app import run_app


@dataclass(frozen=True)
class Outcome:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Its standard output as JSON."""
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the cache nor the settings of whoever runs the tests."""
    monkeypatch.setenv("TRIVET_CACHE", "")
    for name in ("TRIVET_LANG", "TRIVET_TERMS", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the shipped case once for all tests; those that start a process read it themselves."""
    monkeypatch.setattr(api, "_open", lambda name: shipped() if str(name) == NAME else open_case(name))


@pytest.fixture
def trivet(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run a command in this process. No command may ever show a traceback."""

    def run(*arguments: str | Path) -> Outcome:
        code = run_app([str(word) for word in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Outcome(code, out, err)

    return run


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a command in a process of its own."""

    def run(
        *arguments: str | Path, env: Mapping[str, str] | None = None, **more: Any
    ) -> subprocess.CompletedProcess[bytes]:
        own = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "TRIVET_CACHE": "", **(env or {})}
        command = [sys.executable, "-m", "trivet", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, env=own, timeout=120, check=False, **more)
        assert b"Traceback" not in done.stdout + done.stderr
        return done

    return run


@pytest.fixture
def star(tmp_path: Path) -> Case:
    return four(tmp_path / "four")
