"""The public interface: open a case, run a lens, compare what-ifs, write a brief."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from trivet.base.dates import EDate
from trivet.base.languages import Language
from trivet.base.likelihood import LikelihoodTable
from trivet.case.load import open_case as _open
from trivet.case.model import Case
from trivet.case.terms import TermWriter
from trivet.case.whatif import apply_whatif
from trivet.export.brief import Written, write_brief
from trivet.lens.compare import Comparison, compare_results
from trivet.lens.finding import Result
from trivet.lens.registry import get_lens, lens_names
from trivet.lens.run import DEFAULT_SEED, run_lens, why_not

__all__ = ["applicable_lenses", "brief", "compare", "open_case", "run"]


def open_case(name: str | Path, *, whatif: Sequence[str | Path] = (), terms: Mapping[str, str] | None = None) -> Case:
    """Open a case.

    Args:
        name: a case that comes with Trivet, or a folder.
        whatif: overlays to lay over it, in order.
        terms: contested term to the way it should be written.

    Raises:
        NotFoundError: if there is no such case or term.
        CaseError: with every fault, if it cannot be used.
    """
    case = replace(_open(name), terms_chosen=dict(terms or {}))
    opened = apply_whatif(case, *whatif) if whatif else case
    TermWriter(opened.terms, opened.terms_chosen)  # raises where a choice names nothing
    return opened


def run(lens: str, case: Case, *, seed: int = DEFAULT_SEED, use_cache: bool = True, **settings: Any) -> Result:
    """Run a lens; settings are its own, by name.

    Raises:
        NotFoundError: if there is no such lens.
        NotApplicableError: if the case lacks what it needs.
        SettingsError: if a setting is wrong.
    """
    return run_lens(lens, case, settings, seed=seed, use_cache=use_cache)


def applicable_lenses(case: Case) -> tuple[str, ...]:
    """The lenses that can run on a case, the record first."""
    names = sorted(lens_names(), key=lambda name: (name != "record", name))
    return tuple(name for name in names if not why_not(get_lens(name), case))


def compare(case: Case, *whatif: str | Path, lens: str = "record", **settings: Any) -> Comparison:
    """Run a lens on a case and on the case with what-ifs over it, and say what differs."""
    changed = apply_whatif(case, *whatif)
    return compare_results(case, changed, run(lens, case, **settings), run(lens, changed, **settings))


def brief(
    case: Case,
    out: str | Path,
    *,
    languages: Sequence[Language] = ("en",),
    at: str | date | None = None,
    marking: str | None = None,
    likelihood: LikelihoodTable | None = None,
    seed: int = DEFAULT_SEED,
    progress: Callable[[str], None] = lambda _: None,
) -> Written:
    """Write a brief as HTML and Markdown in each language.

    Args:
        case: the case.
        out: the folder to write to; made if it is missing. Nothing is written outside it.
        languages: the languages to write.
        at: the day to describe; the case's own if left out.
        marking: banner for every page.
        likelihood: table of likelihood words.
        seed: seed of every lens.
        progress: told what is being done.
    """
    day = EDate.of(at).latest if at else None
    results = []
    for name in applicable_lenses(case):
        progress(name)
        settings = {"at": day.isoformat()} if day else {}
        results.append(run_lens(name, case, settings, seed=seed))
    return write_brief(
        case, results, Path(out), languages, day=day, marking=marking, likelihood=likelihood, progress=progress
    )
