"""Everything a self-contained page needs to draw its charts with no request to anywhere."""

import base64
import csv
import hashlib
import io
from functools import cache
from importlib.resources import files
from typing import Any, Final

from trivet.base.languages import Language
from trivet.lens.style import chart_config

SCRIPTS: Final = ("vendor/vega.min.js", "vendor/vega-lite.min.js", "vendor/vega-interpreter.min.js", "charts.js")


FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheets take for the start of a formula (OWASP, "CSV Injection"), in either width."""


@cache
def static(name: str) -> str:
    """A static file as text.

    Raises:
        ValueError: if a script could end its own element, which would let data run as code.
    """
    content = files("trivet").joinpath("static", name).read_text("utf-8")
    if name.endswith(".js") and "</script" in content.lower():
        raise ValueError(f"{name} must not hold a closing script tag")
    return content


@cache
def scripts() -> tuple[str, ...]:
    """The scripts of a page with charts, in the order they must run."""
    return tuple(static(name) for name in SCRIPTS)


@cache
def content_policy() -> str:
    """A content security policy under which only these very scripts run and nothing is fetched."""
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in scripts())
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def styled(spec: dict[str, Any], language: Language) -> dict[str, Any]:
    """A Vega-Lite specification in the house style, with the font of the language."""
    config = chart_config(language)
    own = spec.get("config", {})
    merged = {**config, **{key: value for key, value in own.items() if key not in config}}
    return {**{key: value for key, value in spec.items() if key != "config"}, "config": merged}


def csv_link(heads: tuple[str, ...], rows: list[list[str]]) -> str:
    """A table as a ``data:`` address that a browser saves as CSV; cells cannot start a spreadsheet formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([_inert(head) for head in heads])
    writer.writerows([[_inert(cell) for cell in row] for row in rows])
    encoded = base64.b64encode(b"\xef\xbb\xbf" + buffer.getvalue().encode()).decode()
    return f"data:text/csv;charset=utf-8;base64,{encoded}"


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
