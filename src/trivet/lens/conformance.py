"""The suite that every lens passes, shipped and outside ones alike (after scikit-learn's ``check_estimator``).

Use it in a test::

    from trivet.lens.conformance import check_lens
    def test_my_lens():
        check_lens(MyLens(), open_case("my-case"))
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from trivet.base.errors import TrivetError
from trivet.base.i18n import Sayer, add_catalogues, has_translation
from trivet.base.languages import LANGUAGES
from trivet.base.message import ListParam, Message, Param, Phrase, Term
from trivet.case.model import Case
from trivet.case.refs import references
from trivet.case.schema.common import ANY
from trivet.case.sections import LISTS
from trivet.lens.finding import Cell, Result
from trivet.lens.protocol import Lens, Settings
from trivet.lens.rename import rename_actors, reverse_objects
from trivet.lens.run import read_settings, why_not
from trivet.lens.streams import Streams

SEED = 11


class ConformanceError(AssertionError):
    """A lens that breaks its word; the text lists every broken rule."""


def check_lens(lens: Lens, case: Case, smallest: Case | None = None, settings: dict[str, Any] | None = None) -> Result:
    """Hold a lens to the protocol on a case.

    Args:
        lens: the lens.
        case: a case it applies to.
        smallest: the smallest case it applies to, if it should be tried too.
        settings: settings to run it with; its defaults if left out.

    Returns:
        Its result on ``case``.

    Raises:
        ConformanceError: with every rule it breaks.
    """
    if not isinstance(lens, Lens):
        raise ConformanceError(f"{lens!r} does not have everything that trivet.lens.protocol.Lens asks for")
    if lens.catalogues is not None:
        add_catalogues(lens.catalogues)
    trial = _Trial.of(lens, case, read_settings(lens, settings or {}))
    problems = [f"{check.__name__.lstrip('_')}: {text}" for check in CHECKS for text in _tried(check, trial)]
    if smallest is not None:
        problems += [f"smallest_case: {text}" for text in _tried(_runs, replace(trial, case=smallest))]
    if problems:
        raise ConformanceError(f"The lens {lens.name} breaks its word:\n" + "\n".join(problems))
    return trial.result


@dataclass(frozen=True)
class _Trial:
    """One lens on one case, run once."""

    lens: Lens
    case: Case
    settings: Settings
    before: str
    result: Result

    @classmethod
    def of(cls, lens: Lens, case: Case, settings: Settings) -> "_Trial":
        before = replace(case).digest
        try:
            result = lens.run(case, settings, Streams(SEED))
        except Exception as error:
            raise ConformanceError(f"The lens {lens.name} does not run on {case.meta.id}: {_told(error)}") from error
        return cls(lens, case, settings, before, result)

    def run(self, case: Case) -> Result:
        return self.lens.run(case, self.settings, Streams(SEED))


def _tried(check: "Check", trial: _Trial) -> Iterator[str]:
    """What a check finds; an error that the lens raises under it is a finding, too."""
    try:
        yield from check(trial)
    except Exception as error:
        yield _told(error)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"


def _describes_itself(trial: _Trial) -> Iterator[str]:
    """Name, version, words and references are there."""
    lens = trial.lens
    if not re.fullmatch(r"[a-z][a-z0-9-]*", lens.name):
        yield f'the name "{lens.name}" is not one lower-case word'
    if not lens.version:
        yield "it has no version"
    if not lens.references:
        yield "it names no published reference"
    for name, info in lens.settings.model_fields.items():
        if not info.description:
            yield f'the setting "{name}" has no description'
    yield from (f'it needs "{need}", which is no section of a case' for need in lens.needs if need not in LISTS)


def _applies(trial: _Trial) -> Iterator[str]:
    """It applies to the case it was given."""
    yield from (Sayer("en").say(reason) for reason in why_not(trial.lens, trial.case))


def _deterministic(trial: _Trial) -> Iterator[str]:
    """The same seed gives the same result, also from several workers at once."""
    again = trial.run(trial.case)
    if again != trial.result:
        yield "two runs with one seed differ"
    with ThreadPoolExecutor(2) as pool:
        if any(found != trial.result for found in pool.map(trial.run, [trial.case] * 2)):
            yield "two workers at once give another result"


def _leaves_input_alone(trial: _Trial) -> Iterator[str]:
    """The case is the same afterwards."""
    if replace(trial.case).digest != trial.before:
        yield "the case was changed"


def _survives_json(trial: _Trial) -> Iterator[str]:
    """The result goes to JSON and back, and follows the published schema."""
    from jsonschema import Draft202012Validator

    from trivet.lens.schemas import schema_of

    text = trial.result.model_dump_json(by_alias=True)
    if Result.model_validate_json(text) != trial.result:
        yield "the result is not the same after a trip through JSON"
    data = trial.result.model_dump(mode="json", by_alias=True)
    errors = Draft202012Validator(schema_of("result")).iter_errors(data)
    yield from (f"{'/'.join(map(str, error.path))}: {error.message}" for error in list(errors)[:3])


def _findings_have_a_basis(trial: _Trial) -> Iterator[str]:
    """Each finding rests on objects of the case, says so, and is no firmer than they are."""
    seen: set[str] = set()
    for finding in trial.result.findings:
        if finding.id in seen:
            yield f"{finding.id} is given twice"
        seen.add(finding.id)
        if not finding.id.startswith(f"{trial.lens.name}/"):
            yield f"{finding.id} does not begin with the lens's name"
        try:
            ranks = [trial.case.grade_of(ref).rank for ref in finding.basis]
            wanted = trial.case.sources_of(finding.basis)
        except TrivetError as error:
            yield f"{finding.id}: {error}"
            continue
        if finding.grade.rank < max(ranks):
            yield f"{finding.id} is graded {finding.grade}, firmer than its basis"
        if finding.sources != wanted:
            yield f"{finding.id} does not name the sources of its basis, in order"
        if (
            finding.interval
            and isinstance(finding.value, int | float)
            and not (finding.interval.low <= finding.value <= finding.interval.high)
        ):
            yield f"{finding.id} has a value outside its own interval"
        if finding.unit == "probability" and finding.interval is None:
            yield f"{finding.id} gives a probability without a range"


def _speaks_all_languages(trial: _Trial) -> Iterator[str]:
    """Every message is translated, and no placeholder is left standing."""
    lens, result = trial.lens, trial.result
    messages = [lens.title, lens.question, *(f.statement for f in result.findings)]
    messages += [text for finding in result.findings for text in finding.assumptions]
    for made in result.tables.values():
        messages += [made.title, *(column.title for column in made.columns)]
        messages += [Message(text="{x}", params={"x": cell}) for row in made.rows for cell in row if _is_param(cell)]
    for figure in lens.figures(trial.case, result, Sayer("en", trial.case)):
        messages += [figure.title, figure.alt, figure.table.title, *(column.title for column in figure.table.columns)]
    for language in LANGUAGES:
        sayer = Sayer(language, trial.case)
        for message in messages:
            missing = [msgid for msgid in _msgids(message) if not has_translation(msgid, language)]
            yield from (f'no {language} for "{msgid}"' for msgid in missing)
            left = re.findall(r"\{[a-z_]+\}", sayer.say(message)) if not missing else []
            yield from (f'{language}: {name} left standing in "{message.text}"' for name in left)


def _is_param(cell: Cell) -> bool:
    return not isinstance(cell, str | int | float | bool | None)


def _msgids(message: Message) -> Iterator[str]:
    if message.text not in ("{x}", "{cell}"):
        yield message.text
    for param in message.params.values():
        yield from _param_msgids(param)


def _param_msgids(param: str | int | Param) -> Iterator[str]:
    if isinstance(param, Term):
        yield param.msgid
    elif isinstance(param, Phrase):
        yield from _msgids(param.message)
    elif isinstance(param, ListParam):
        for item in param.items:
            yield from _param_msgids(item)


def _ignores_order(trial: _Trial) -> Iterator[str]:
    """Objects in another order give the same findings."""
    turned = trial.run(reverse_objects(trial.case))
    yield from _same(trial.result, turned, "after the objects were put in another order")


def _ignores_names(trial: _Trial) -> Iterator[str]:
    """Actors under other ids give the same findings."""
    renamed, back = rename_actors(trial.case)
    found = trial.run(renamed)
    restored = Result.model_validate_json(back(found.model_dump_json(by_alias=True)))
    yield from _same(trial.result, restored, "after the actors were renamed")


def _same(one: Result, other: Result, when: str) -> Iterator[str]:
    left = {finding.id: _gist(finding) for finding in one.findings}
    right = {finding.id: _gist(finding) for finding in other.findings}
    yield from (
        f"{key} differs {when}" for key in sorted(left.keys() | right.keys()) if left.get(key) != right.get(key)
    )


def _gist(finding: Any) -> Any:
    return finding.statement, finding.value, finding.interval, frozenset(finding.basis), finding.grade


def _says_why_not(trial: _Trial) -> Iterator[str]:
    """A case that lacks what the lens needs gets a reason that names it; one that has only that gets a result."""
    for need in trial.lens.needs:
        if need not in LISTS:
            continue
        bare = replace(trial.case, located=(), **{need: ()})  # type: ignore[arg-type]
        reasons = [Sayer("en").say(reason) for reason in why_not(trial.lens, bare)]
        if not any(need in reason for reason in reasons):
            yield f'without "{need}" it does not say that this is missing'
    least = _only_what_is_needed(trial)
    if not why_not(trial.lens, least):
        try:
            trial.run(least)
        except Exception as error:
            yield f"on a case with no more than it needs it neither runs nor says why not: {_told(error)}"


def _only_what_is_needed(trial: _Trial) -> Case:
    """The case with the sections that the lens needs, and those that they refer to."""
    kept = {"sources", "actors", *trial.lens.needs}
    while True:
        objects = [thing for section in LISTS if section in kept for thing in getattr(trial.case, section)]
        named = {section for thing in objects for ref in references(thing) for section in ref.sections}
        wanted = kept | (set(LISTS) if ANY in named else named & set(LISTS))
        if wanted == kept:
            break
        kept = wanted
    left_out: dict[str, Any] = {section: () for section in LISTS if section not in kept}
    return replace(trial.case, located=(), **left_out)


def _draws_valid_figures(trial: _Trial) -> Iterator[str]:
    """Figures follow the Vega-Lite schema in every language and fetch nothing."""
    import altair

    for language in LANGUAGES:
        for figure in trial.lens.figures(trial.case, trial.result, Sayer(language, trial.case)):
            try:
                altair.Chart.from_dict(figure.spec)
            except Exception as error:
                yield f"figure {figure.id} in {language}: {str(error).splitlines()[0]}"
            if re.search(r'"url":', str(figure.spec).replace("'", '"')):
                yield f"figure {figure.id} fetches data"


def _runs(trial: _Trial) -> Iterator[str]:
    """It runs on another case and draws it."""
    yield from _applies(trial)
    if not why_not(trial.lens, trial.case):
        trial.lens.figures(trial.case, trial.run(trial.case), Sayer("en", trial.case))


Check = Callable[[_Trial], Iterator[str]]

CHECKS: tuple[Check, ...] = (
    _describes_itself,
    _applies,
    _deterministic,
    _leaves_input_alone,
    _survives_json,
    _findings_have_a_basis,
    _speaks_all_languages,
    _ignores_order,
    _ignores_names,
    _says_why_not,
    _draws_valid_figures,
)
"""Every rule, by name."""
