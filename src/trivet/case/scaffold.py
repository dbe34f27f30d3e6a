"""A small, commented case to start from."""

import json
import re
from importlib.resources import files
from pathlib import Path

from trivet.base.dates import today
from trivet.base.errors import TrivetError
from trivet.base.files import write_for_user


def write_scaffold(folder: Path, title: str | None = None) -> tuple[Path, ...]:
    """Write the scaffold into a folder and return its files.

    Raises:
        TrivetError: if the folder already holds YAML files, or cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise TrivetError(f"{folder} is a file; name a folder.")
    if folder.is_dir() and any(folder.glob("*.yaml")):
        raise TrivetError(f"{folder} already holds YAML files; choose an empty folder.")
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", folder.resolve().name).strip("-_")[:80] or "my-case"
    words = {"@ID@": name, "@TITLE@": json.dumps(title or name, ensure_ascii=False), "@DAY@": today().isoformat()}
    written = []
    for template in sorted(files("trivet").joinpath("data/scaffold").iterdir(), key=lambda f: f.name):
        text = template.read_text("utf-8")
        for mark, word in words.items():
            text = text.replace(mark, word)
        path = folder / template.name
        write_for_user(path, text.encode())
        written.append(path)
    return tuple(written)
