"""Running a lens on a case."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from trivet.base.errors import CaseError, Fault, NotApplicableError, NotFoundError, SettingsError
from trivet.base.i18n import Sayer
from trivet.base.message import Message, say
from trivet.case.faults import problem, suggestion
from trivet.case.model import Case
from trivet.lens import cache
from trivet.lens.finding import Result
from trivet.lens.protocol import ChecksCases, Lens, LooksOutside, ReadsFiles, Settings
from trivet.lens.registry import get_lens
from trivet.lens.streams import Streams

DEFAULT_SEED: Final = 20250430


def run_lens(
    lens: Lens | str,
    case: Case,
    settings: Mapping[str, Any] | Settings | None = None,
    *,
    seed: int = DEFAULT_SEED,
    use_cache: bool = True,
) -> Result:
    """Run a lens, or fetch its result if it ran before on the same input.

    Raises:
        NotFoundError: if there is no such lens.
        NotApplicableError: if the case lacks what the lens needs.
        SettingsError: if a setting is unknown or out of range, with every such fault.
        CaseError: if the part of the case that only this lens reads has faults, with all of them.
    """
    used = get_lens(lens) if isinstance(lens, str) else lens
    chosen = settings if isinstance(settings, Settings) else read_settings(used, settings or {})
    reasons = why_not(used, case)
    if reasons:
        sayer = Sayer("en", case)
        raise NotApplicableError(
            f"The lens {used.name} cannot run on {case.meta.id}: " + " ".join(sayer.say(reason) for reason in reasons)
        )
    faults = faults_of(used, case)
    if any(not fault.warning for fault in faults):
        raise CaseError(faults)
    outside = used.outside(chosen) if isinstance(used, LooksOutside) else ""
    key = cache.key_of(used, case, chosen.model_dump(mode="json", by_alias=True), seed, outside)
    kept = cache.look_up(key) if use_cache else None
    if kept is not None:
        return kept
    result = used.run(case, chosen, Streams(seed))
    if use_cache:
        cache.keep(key, result)
    return result


def faults_of(lens: Lens, case: Case) -> tuple[Fault, ...]:
    """What a lens finds wrong with the part of a case that only it reads; nothing for lenses that do not look."""
    return tuple(lens.faults(case)) if isinstance(lens, ChecksCases) else ()


def open_for(lens: Lens, name: str, *, whatif: Sequence[str | Path] = ()) -> Case | None:
    """The case in a file of another program that a lens reads; None if the name is no such file.

    Raises:
        CaseError: with every fault, if the file cannot be used.
        NotFoundError: if overlays are given, which such a file does not take.
    """
    if not isinstance(lens, ReadsFiles) or Path(name).suffix not in lens.suffixes or not os.path.isfile(name):
        return None
    if whatif:
        raise NotFoundError(f"A what-if is laid over a case, not over {Path(name).name}.")
    return lens.read_file(Path(name))


def why_not(lens: Lens, case: Case) -> tuple[Message, ...]:
    """Why a lens cannot run on a case: missing sections first, then its own reasons."""
    missing = [need for need in lens.needs if not getattr(case, need, None)]
    if missing:
        return tuple(say('The case has no "{section}".', section=need) for need in missing)
    return lens.applicable(case)


def read_settings(lens: Lens, given: Mapping[str, Any]) -> Settings:
    """Check settings against the lens's model.

    Raises:
        SettingsError: with every fault.
    """
    try:
        return lens.settings.model_validate(dict(given))
    except ValidationError as error:
        known = [info.alias or name for name, info in lens.settings.model_fields.items()]
        raise SettingsError(_fault(detail, known) for detail in error.errors(include_url=False)) from None


def _fault(detail: ErrorDetails, known: list[str]) -> Fault:
    name = str(detail["loc"][0]) if detail["loc"] else "settings"
    if detail["type"] == "extra_forbidden":
        return Fault("setting-unknown", say('There is no setting "{name}".', name=name), None, suggestion(name, known))
    return Fault("setting-value", problem(detail, "settings", name))
