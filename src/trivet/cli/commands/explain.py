"""``trivet explain``: why a finding is what it is."""

from typing import Annotated, Any

import typer

from trivet.cli.options import (
    AtOption,
    CaseArgument,
    JsonOption,
    LangOption,
    SeedOption,
    SettingOption,
    TermsOption,
    WhatifOption,
    load,
    read_settings,
)
from trivet.cli.output import console, language_of, print_json
from trivet.lens.run import DEFAULT_SEED


def command(
    case: CaseArgument,
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="Id of a finding, such as record/claims/verdicts.")],
    at: AtOption = None,
    setting: SettingOption = None,
    depth: Annotated[int, typer.Option("--depth", min=1, max=3, help="1 statement, 2 basis, 3 sources.")] = 3,
    whatif: WhatifOption = None,
    terms: TermsOption = None,
    seed: SeedOption = DEFAULT_SEED,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Print the tree of a finding down to file, line and source."""
    from trivet.base.errors import NotFoundError
    from trivet.base.i18n import Sayer
    from trivet.base.ids import nearest
    from trivet.lens.explain import explain
    from trivet.lens.registry import lens_names
    from trivet.lens.run import run_lens

    opened = load(case, whatif, terms)
    lens = finding.partition("/")[0]
    if lens not in lens_names():
        raise NotFoundError(f'"{finding}" does not begin with a lens. Lenses: {", ".join(lens_names())}.')
    result = run_lens(lens, opened, read_settings(setting, at), seed=seed)
    found = result.finding(finding)
    if found is None:
        close = nearest(finding, [item.id for item in result.findings])
        hint = f' Did you mean "{close}"?' if close else ""
        raise NotFoundError(f'There is no finding "{finding}".{hint}')
    node = explain(opened, found, Sayer(language_of(lang), opened, opened.likelihood_table), depth=depth)
    if json:
        print_json(node.model_dump(mode="json"))
    else:
        console().print(_tree(node))


def _tree(node: Any, parent: Any = None) -> Any:
    from rich.text import Text
    from rich.tree import Tree

    label = Text(node.label)
    for extra in (node.detail, node.place):
        if extra:
            label.append(f"\n{extra}", style="dim")
    tree = Tree(label) if parent is None else parent.add(label)
    for child in node.children:
        _tree(child, tree)
    return tree
