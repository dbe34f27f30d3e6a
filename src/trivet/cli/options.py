"""Arguments and options that several commands share."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from trivet.base.dates import EDate
from trivet.base.errors import FaultsError, NotFoundError
from trivet.case.model import Case

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="A case that comes with Trivet, or a folder.")]
CaseOrFileArgument = Annotated[
    str,
    typer.Argument(metavar="CASE|FILE", help="A case that comes with Trivet, a folder, or a file that the lens reads."),
]
ExportOption = Annotated[
    str | None,
    typer.Option("--export", metavar="FILE", help="Also write what the lens reads in the format of another program."),
]
PageOption = Annotated[
    str | None, typer.Option("--page", metavar="FILE", help="Write the result as a page: .html, or .md for Markdown.")
]
LangOption = Annotated[
    str | None, typer.Option("--lang", metavar="en|ja|ko|zh-Hant", help="Language; default: TRIVET_LANG, else en.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]
WhatifOption = Annotated[
    list[str] | None, typer.Option("--whatif", metavar="FILE", help="Lay an overlay over the case; may be repeated.")
]
TermsOption = Annotated[
    str | None,
    typer.Option(
        "--terms",
        metavar="FILE|TERM=CHOICE,...",
        help="How to write contested names: a YAML file of term: choice, or pairs. Default: TRIVET_TERMS.",
        envvar="TRIVET_TERMS",
    ),
]
AtOption = Annotated[
    str | None,
    typer.Option("--at", metavar="DATE", help="Day to look at, such as 2019-11-23; default: the case's own."),
]
SeedOption = Annotated[int, typer.Option("--seed", min=0, max=2**63 - 1, help="Seed of all randomness.")]
SettingOption = Annotated[
    list[str] | None,
    typer.Option("--setting", metavar="NAME=VALUE", help="A setting of the lens; may be repeated."),
]
CacheOption = Annotated[bool, typer.Option("--cache/--no-cache", help="Use results kept from earlier runs.")]


def load(name: str, whatif: Sequence[str] | None = None, terms: str | None = None) -> Case:
    """Open a case with overlays and a term list."""
    from trivet.api import open_case

    return open_case(name, whatif=tuple(whatif or ()), terms=read_terms(terms))


def read_settings(given: Sequence[str] | None, at: str | None) -> dict[str, str]:
    """Settings of a lens from ``name=value`` pairs and the day.

    Raises:
        NotFoundError: if one is no pair.
    """
    pairs = [text.partition("=") for text in given or ()]
    for name, sign, _ in pairs:
        if not sign:
            raise NotFoundError(f'"{name}" is no setting: write name=value.')
    return {**({"at": at} if at else {}), **{name.strip(): value.strip() for name, _, value in pairs}}


def read_terms(given: str | None) -> Mapping[str, str]:
    """A term list from a file or from pairs.

    Raises:
        FaultsError: if the file is faulty.
        NotFoundError: if what was given is neither.
    """
    if not given:
        return {}
    if "=" in given:
        pairs = [pair.partition("=") for pair in given.split(",")]
        return {term.strip(): choice.strip() for term, _, choice in pairs}
    if not os.path.isfile(given):  # unlike the method of Path, this takes any name, however long
        raise NotFoundError(f'There is no term list "{given}". Give a file, or pairs such as term=choice.')
    return _terms_in(Path(given))


def _terms_in(path: Path) -> dict[str, str]:
    from trivet.base.errors import Fault
    from trivet.base.message import say
    from trivet.case.read import read_file

    document = read_file(path, str(path))
    if document.faults:
        raise FaultsError(document.faults)
    data = document.data
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        raise FaultsError([Fault("file-shape", say("A term list is a mapping of term: choice."), document.place(()))])
    return data


def day_of(given: str | None, case: Case) -> EDate:
    """The day to look at.

    Raises:
        NotFoundError: if what was given is no date.
    """
    if given is None:
        return case.meta.as_of
    try:
        return EDate(given)
    except ValueError as error:
        raise NotFoundError(f'"{given}" is not a date: {error}.') from None
