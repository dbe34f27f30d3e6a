"""``trivet show``: where the partnership stands on a day, or one object with all that refers to it."""

from typing import Annotated

import typer

from trivet.cli.options import (
    AtOption,
    CaseArgument,
    JsonOption,
    LangOption,
    TermsOption,
    WhatifOption,
    day_of,
    load,
)
from trivet.cli.output import language_of, print_json


def command(
    case: CaseArgument,
    thing: Annotated[
        str | None, typer.Argument(metavar="[OBJECT]", help="One object, by id, with everything that refers to it.")
    ] = None,
    at: AtOption = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Also list what changed since.")] = None,
    view: Annotated[
        str | None,
        typer.Option("--view", metavar="timeline|network|legs|ledger|claims|topics", help="One view in full."),
    ] = None,
    search: Annotated[
        str | None, typer.Option("--search", metavar="WORDS", help="Objects that hold these words, in any language.")
    ] = None,
    whatif: WhatifOption = None,
    terms: TermsOption = None,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show a case on a day: leaders, instruments, commitments, disputes, events, ties."""
    from trivet.base.dates import EDate
    from trivet.base.i18n import Sayer
    from trivet.case.at import state_at
    from trivet.cli.show import (
        object_page,
        print_object,
        print_search,
        print_state,
        print_view,
        search_page,
        state_page,
        view_page,
    )

    opened = load(case, whatif, terms)
    sayer = Sayer(language_of(lang), opened)
    state = state_at(opened, day_of(at, opened))
    begin: EDate | None = day_of(since, opened) if since else None
    if search is not None:
        found = search_page(opened, search, sayer)
        print_json(found) if json else print_search(found)
    elif thing is not None:
        page = object_page(state, thing, sayer)
        print_json(page) if json else print_object(page)
    elif view is not None:
        data = view_page(state, view, sayer)
        print_json(data) if json else print_view(data)
    else:
        data = state_page(state, begin, sayer)
        print_json(data) if json else print_state(data, sayer)
