"""Reference text made from the program itself.

A line ``% generated: NAME`` in a page is replaced, while the page is read, by what the maker of that name returns:
Markdown. Nothing is written to disk, and nothing here is imported from Sphinx until it calls :func:`setup`.
"""

import ast
import contextlib
import inspect
import io
import json
import os
import re
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from field_words import words_for
from loader_codes import GROUPS
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from trivet.base.dates import EDate
from trivet.base.grade import Grade
from trivet.base.ids import ID_PATTERN
from trivet.base.languages import ENDONYMS, LANGUAGES
from trivet.base.likelihood import LikelihoodTable, shipped_names, shipped_table
from trivet.base.message import Param
from trivet.case.checks import rules
from trivet.case.schema.common import ANY, Ref
from trivet.case.schema.meta import Meta
from trivet.case.schema.topics import Vocabulary
from trivet.case.sections import LISTS, OPTIONAL
from trivet.case.whatif import WhatIf
from trivet.cli import exits
from trivet.cli.app import make_app, run_app
from trivet.lens.compare import Comparison
from trivet.lens.explain import Node
from trivet.lens.finding import Result
from trivet.lens.registry import get_lens, lens_names

ROOT: Final = Path(__file__).parent.parent.parent
BROKEN: Final = ROOT / "tests" / "cases" / "broken"
MARK: Final = re.compile(r"^% generated: ([a-z-]+)(?: ([a-z-]+))?$", re.MULTILINE)
WIDTH: Final = "88"
LAST: Final = ("sources", "support", "note")


# --- fields of records -------------------------------------------------------------------------------------------


def nested(annotation: Any) -> Iterator[type[BaseModel]]:
    """The records that an annotation holds."""
    if isinstance(annotation, type) and get_origin(annotation) is None and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from nested(argument)


def closure(models: Iterable[type[BaseModel]]) -> list[type[BaseModel]]:
    """Records and all records inside them, each once, in the order in which a reader meets them."""
    found: dict[type[BaseModel], None] = {}

    def walk(model: type[BaseModel]) -> None:
        if model not in found:
            found[model] = None
            for info in model.model_fields.values():
                for inner in nested(info.annotation):
                    walk(inner)

    for model in models:
        walk(model)
    return list(found)


FILES: Final[dict[str, type[BaseModel]]] = {"case": Meta, **LISTS, "vocabulary": Vocabulary}
OVERLAYS: Final[dict[str, type[BaseModel]]] = {"whatif": WhatIf, "likelihood": LikelihoodTable}
CASE_RECORDS: Final = closure([*FILES.values(), *OVERLAYS.values()])
ANSWERS: Final[tuple[type[BaseModel], ...]] = (Result, Comparison, Node)
ANSWER_RECORDS: Final = [model for model in closure(ANSWERS) if model not in CASE_RECORDS]


def label_of(model: type[BaseModel]) -> str:
    """The anchor of a record."""
    page = "json" if model in ANSWER_RECORDS else "schema"
    records = ANSWER_RECORDS if page == "json" else CASE_RECORDS
    first = next(other for other in records if other.__name__ == model.__name__)
    home = "" if first is model else f"{model.__module__.rpartition('.')[2]}-"  # of namesakes the later ones
    return f"{page}-{home}{model.__name__.lower()}"


def type_words(annotation: Any, metadata: Iterable[Any] = ()) -> str:
    """The type of a field as a person would say it, in Markdown."""
    extra = list(_flat(metadata))
    refs = [item for item in extra if isinstance(item, Ref)]
    if refs:
        return _reference(refs[0])
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return type_words(arguments[0], (*arguments[1:], *extra))
    if origin in (Union, types.UnionType):
        parts = [part for part in arguments if part is not type(None)]
        if all(isinstance(part, type) and issubclass(part, BaseModel) for part in parts) and len(parts) > 1:
            return "[parameter](#json-parameters)"
        return " or ".join(dict.fromkeys(type_words(part, extra) for part in parts))
    if origin is Literal:
        words = ", ".join(f"`{value}`" for value in arguments)
        return f"always {words}" if len(arguments) == 1 else f"one of {words}"
    if origin is tuple and Ellipsis not in arguments:
        return f"({', '.join(type_words(part) for part in arguments)})"
    if origin is tuple:
        return f"list of {type_words(arguments[0])}{_limits(extra)}"
    if origin is dict:
        return f"mapping of {type_words(arguments[0])} to {type_words(arguments[1])}{_limits(extra)}"
    return _plain(annotation) + _limits(extra)


def _flat(metadata: Iterable[Any]) -> Iterator[Any]:
    for item in metadata:
        if isinstance(item, FieldInfo):
            yield from _flat(item.metadata)
        else:
            yield item


def _reference(ref: Ref) -> str:
    if ref.sections == (ANY,):
        return "[reference](#schema-references) to any object"
    homes = [f"`{section}`" for section in ref.sections]
    return f"id in {' or '.join(homes)}"


def _plain(annotation: Any) -> str:
    if annotation is EDate:
        return "[date](#schema-dates)"
    if annotation is Grade:
        return "one of " + ", ".join(f"`{grade.value}`" for grade in Grade)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{label_of(annotation)})"
    names = {str: "string", int: "whole number", float: "number", bool: "true or false", Any: "any value"}
    return names.get(annotation, str(annotation))


def _limits(metadata: Iterable[Any]) -> str:
    low = high = None
    words = []
    for item in metadata:
        if isinstance(item, Ge | Gt):
            low = f"{'over ' if isinstance(item, Gt) else ''}{item.ge if isinstance(item, Ge) else item.gt}"
        elif isinstance(item, Le | Lt):
            high = f"{'under ' if isinstance(item, Lt) else ''}{item.le if isinstance(item, Le) else item.lt}"
        elif isinstance(item, MinLen) and item.min_length:
            words.append(f"at least {item.min_length}")
        elif isinstance(item, MaxLen):
            words.append(f"at most {item.max_length}")
        elif (pattern := getattr(item, "pattern", None)) and pattern != ID_PATTERN:
            words.append(f"like `{pattern}`")
    if low is not None and high is not None:
        words.insert(0, f"{low} to {high}")
    elif low is not None or high is not None:
        words.insert(0, f"from {low}" if low is not None else f"up to {high}")
    return f", {', '.join(words)}" if words else ""


def default_words(info: FieldInfo) -> str:
    """The default of a field, in Markdown."""
    value = info.get_default(call_default_factory=True)
    if info.is_required() or value is PydanticUndefined:
        return ""
    if value is None or value == () or value == {} or value == "":
        return "–"
    plain = getattr(value, "value", value)
    return f"`{json.dumps(plain, default=str)}`".replace('"', "")


def description_of(model: type[BaseModel], name: str) -> str:
    """What a field means: its own description, else the words kept for it."""
    info = model.model_fields[name]
    if get_origin(info.annotation) is Literal and len(get_args(info.annotation)) == 1:
        return info.description or "Says what it is."
    return info.description or words_for(model.__name__, info.alias or name, model.__module__)


def field_table(model: type[BaseModel]) -> str:
    """The fields of a record as a table."""
    first = [name for name in model.model_fields if name not in LAST]
    first.sort(key=lambda name: name != "id")
    names = [*first, *(name for name in LAST if name in model.model_fields)]
    rows = ["| field | type | required | default | meaning |", "|---|---|---|---|---|"]
    for name in names:
        info = model.model_fields[name]
        cells = (
            f"`{info.alias or name}`",
            type_words(info.annotation, info.metadata),
            "yes" if info.is_required() else "no",
            default_words(info),
            description_of(model, name),
        )
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows)


def doc_of(thing: Any) -> str:
    """A docstring as Markdown."""
    text = inspect.cleandoc(thing if isinstance(thing, str) else thing.__doc__ or "")
    text = re.sub(r"::$", ":", text, flags=re.MULTILINE)
    return text.replace("``", "`")


def _record(model: type[BaseModel], level: int) -> str:
    return f"({label_of(model)})=\n{'#' * level} {model.__name__}\n\n{doc_of(model)}\n\n{field_table(model)}\n"


# --- makers ------------------------------------------------------------------------------------------------------


def schema() -> str:
    """Every file of a case, then the records that stand inside."""
    parts = []
    for name, model in FILES.items():
        needed = "required" if name == "case" or (name in LISTS and name not in OPTIONAL) else "optional"
        shape = "One mapping" if name in ("case", "vocabulary") else "A list"
        head = f"({label_of(model)})=\n## {name}.yaml\n\n*{shape}; {needed}.*"
        parts.append(f"{head}\n\n{doc_of(model)}\n\n{field_table(model)}\n")
    for name, model in OVERLAYS.items():
        title = {"whatif": "Overlays (what-ifs)", "likelihood": "Tables of likelihood words"}[name]
        text = doc_of(model).partition("\n\n")[0]
        parts.append(f"({label_of(model)})=\n## {title}\n\n{text}\n\n{field_table(model)}\n")
    top = {*FILES.values(), *OVERLAYS.values()}
    parts.append("## Records inside\n")
    parts += [_record(model, 3) for model in CASE_RECORDS if model not in top]
    return "\n".join(parts)


def result() -> str:
    """The records of results, comparisons and explanations."""
    heads = {Result: "`trivet run LENS CASE --json`", Comparison: "`trivet compare … --json`"}
    heads[Node] = "`trivet explain … --json`"
    parameters = set(nested(Param))
    first = next(model for model in ANSWER_RECORDS if model in parameters)
    parts = []
    for model in ANSWER_RECORDS:
        text = _record(model, 3)
        if model in heads:
            text = f"## {heads[model]}\n\n{text}"
        if model is first:
            text = f"(json-parameters)=\n### Parameters\n\nA parameter is one of these; `kind` says which.\n\n{text}"
        parts.append(text)
    return "\n".join(parts)


def help_text(*arguments: str) -> str:
    """What a command prints for ``--help``."""
    out, width = io.StringIO(), os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = WIDTH
    try:
        with contextlib.redirect_stdout(out):
            run_app([*arguments, "--help"])
    finally:
        if width is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = width
    return out.getvalue().rstrip()


def commands() -> tuple[str, ...]:
    """The names of all commands."""
    app = make_app([])
    return (
        *(str(command.name) for command in app.registered_commands),
        *(str(group.name) for group in app.registered_groups),
    )


def cli() -> str:
    """The help text of every command, and the options of every lens."""
    parts = [f"## trivet\n\n```text\n{help_text()}\n```\n"]
    parts += [f"(cli-{name})=\n## trivet {name}\n\n```text\n{help_text(name)}\n```\n" for name in commands()]
    parts += [
        f"(cli-run-{name})=\n### trivet run {name}\n\n```text\n{help_text('run', name)}\n```\n" for name in lens_names()
    ]
    return "\n".join(parts)


def exit_codes() -> str:
    """The exit codes with their meaning, from their module."""
    tree = ast.parse(inspect.getsource(exits))
    rows = ["| code | name | meaning |", "|---|---|---|"]
    for index, node in enumerate(tree.body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            after = tree.body[index + 1] if index + 1 < len(tree.body) else None
            told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            words = str(after.value.value) if told else "The command did what it was asked."
            rows.append(f"| {getattr(exits, node.target.id)} | `{node.target.id}` | {words} |")
    return "\n".join(rows) + "\n"


def errors() -> str:
    """Every fault code with its title, explanation and broken sample."""
    parts = []
    for heading, group in GROUPS.items():
        parts.append(f"## {heading}\n")
        parts += [_error(code, entry.title, entry.text) for code, entry in group.items()]
    parts.append("## The case as a whole\n")
    parts += [_error(rule.CODE, rule.TITLE, doc_of(rule)) for rule in rules()]
    return "\n".join(parts)


def codes(group: str) -> str:
    """The codes of one group as a table with links."""
    found = next(entries for heading, entries in GROUPS.items() if heading.lower() == group)
    rows = ["| code | what is wrong | how to mend it |", "|---|---|---|"]
    for code, entry in found.items():
        text = re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", entry.text)
        rows.append(f"| [`{code}`](#{code}) | {entry.title} | {text} |")
    return "\n".join(rows) + "\n"


def _error(code: str, title: str, text: str) -> str:
    return f"({code})=\n### {code}\n\n**{title}.** {text}\n\n{_sample(code)}"


def _sample(code: str) -> str:
    """The broken sample of a code: what is printed, and the lines that are at fault."""
    told = BROKEN / code / "expected.txt"
    if not told.is_file():
        return ""
    said = _visible(told.read_text("utf-8")).splitlines()
    said = [line for line in said if f": {code}: " in line][:4] or said[:4]
    parts = []
    for name in dict.fromkeys(line.partition(":")[0] for line in said):
        path = next((p for p in (BROKEN / code / name, BROKEN / code / "whatif" / name) if p.is_file()), None)
        if path is None:
            continue
        spots = [int(n) for n in re.findall(rf"^{re.escape(name)}:(\d+):", "\n".join(said), re.MULTILINE)]
        parts.append(_excerpt(path, name, spots))
    printed = "```text\n" + "\n".join(said) + "\n```\n"
    return "\n".join([*parts, printed]) + "\n"


def _excerpt(path: Path, name: str, spots: list[int]) -> str:
    """The part of a file around some lines, those lines marked."""
    lines = [line[:100] for line in _visible(path.read_bytes().decode("utf-8", "replace")).split("\n")]
    first = max(1, min(spots, default=1) - 6)
    last = min(len(lines), max(spots, default=first + 6) + 3, first + 17)
    shown = "\n".join(lines[first - 1 : last]).rstrip()
    count = shown.count("\n") + 1
    marked = ",".join(str(spot - first + 1) for spot in sorted(set(spots)) if spot - first < count)
    mark = f":emphasize-lines: {marked}\n" if marked else ""
    return f"```{{code-block}} text\n:caption: {name}\n:lineno-start: {first}\n{mark}\n{shown}\n```\n"


def _visible(text: str) -> str:
    """Text with characters that cannot be seen written out."""
    return re.sub(
        "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]",
        lambda match: f"⟨U+{ord(match.group()):04X}⟩",
        text.replace("\r\n", "\n"),
    )


def lens(name: str) -> str:
    """Question, needs, settings and references of a lens."""
    found = get_lens(name)
    rows = ["| setting | option | type | default | meaning |", "|---|---|---|---|---|"]
    for key, info in found.settings.model_fields.items():
        flag = f"`--{key.replace('_', '-')}`"
        kind = type_words(info.annotation, info.metadata)
        rows.append(f"| `{key}` | {flag} | {kind} | {default_words(info)} | {info.description} |")
    works = [
        f"- {work.citation} {f'<{work.url}> ' if work.url else ''}Used for {work.used_for}."
        for work in found.references
    ]
    needs = ", ".join(f"`{need}`" for need in found.needs)
    return (
        "## Settings\n\n"
        + "\n".join(rows)
        + f"\n\nThis is version {found.version}. The lens needs {needs}."
        + "\n\n## References\n\n"
        + "\n".join(works)
        + "\n"
    )


QUESTIONS: Final = {
    "record": "Where does the partnership stand on any date, and how did it get there? What is in force, who holds "
    "office, which promises are kept?",
    "obligations": "If X happens, who is obliged to do what, towards whom, under which instrument? Where is nobody "
    "obliged?",
    "conflict": "Given each government's options and preferences, which outcomes are stable, for whom, and what would "
    "upset them?",
    "bargaining": "On an open policy issue, where will bargaining end, and who moves?",
    "futures": "What may the next 36 months bring, what drives it, which policy packages hold up, which early signs "
    "matter?",
    "roles": "In one contingency, or two at once, who can do which role? What is left uncovered, and which rule change "
    "closes the gap?",
    "trade": "What does a tariff do to trade, welfare and the shared defence-industrial base?",
    "pulse": "Is the relationship warming or cooling right now, and when did it break?",
}
"""What Trivet is for, by the lens that answers it or will."""


def questions() -> str:
    """The eight questions, and whether their lens exists."""
    rows = ["| # | you ask | lens | state |", "|---|---|---|---|"]
    there = [name for name in QUESTIONS if name in lens_names()]
    for number, (name, question) in enumerate(QUESTIONS.items(), start=1):
        page = ROOT / "docs" / "lens" / f"{name}.md"
        link = f"[`{name}`](lens/{name}.md)" if page.is_file() and name in there else f"`{name}`"
        also = " and `trivet show`" if name == "record" else ""
        rows.append(f"| {number} | {question} | {link}{also} | {'works' if name in there else '*planned*'} |")
    count = "Only the first has" if there == ["record"] else f"{len(there)} of the eight have"
    return "\n".join(rows) + f"\n\n**{count} an answer today.**\n"


def likelihood() -> str:
    """The shipped tables of likelihood words, in every language."""
    parts = []
    for name in shipped_names():
        table = shipped_table(name)
        heads = " | ".join(ENDONYMS[language] for language in LANGUAGES)
        rows = [f"| from | to | {heads} |", "|---|---|" + "---|" * len(LANGUAGES)]
        for band in table.bands:
            words = " | ".join(band.words.say(language).words for language in LANGUAGES)
            rows.append(f"| {band.low * 100:g} % | {band.high * 100:g} % | {words} |")
        parts.append(f"**`{name}`**: {table.title.say('en').words}. {table.source}\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


MAKERS: Final[dict[str, Callable[..., str]]] = {
    "questions": questions,
    "schema": schema,
    "result": result,
    "cli": cli,
    "exit-codes": exit_codes,
    "errors": errors,
    "codes": codes,
    "lens": lens,
    "likelihood": likelihood,
}


def fill(text: str) -> str:
    """Put generated text in the place of every mark."""
    return MARK.sub(lambda match: MAKERS[match[1]](*filter(None, [match[2]])), text)


def setup(app: Any) -> dict[str, Any]:
    """Let Sphinx fill marks while it reads a page, and read such pages anew on every build."""

    def on_read(_app: Any, _page: str, source: list[str]) -> None:
        source[0] = fill(source[0])

    def always_outdated(_app: Any, env: Any, *_rest: Any) -> list[str]:
        return [page for page in env.found_docs if MARK.search(Path(env.doc2path(page)).read_text("utf-8"))]

    app.connect("source-read", on_read)
    app.connect("env-get-outdated", always_outdated)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


if __name__ == "__main__":
    sys.stdout.write(MAKERS[sys.argv[1]](*sys.argv[2:]))
