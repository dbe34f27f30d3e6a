"""The suite for lenses: sound lenses pass it, and each rule is broken by a lens made to break that one."""

import itertools
from typing import ClassVar

import altair
import pytest

from lens_centrality import Centrality, CentralitySettings
from shipped import scaffold, shipped
from trivet.base.grade import Grade
from trivet.base.message import Message, say
from trivet.base.text import Text
from trivet.case.load import open_case
from trivet.case.scaffold import write_scaffold
from trivet.lens import conformance
from trivet.lens.conformance import CHECKS, ConformanceError, check_lens
from trivet.lens.finding import Column, Interval, Table
from trivet.lens.protocol import Settings
from trivet.lens.registry import get_lens


@pytest.mark.parametrize("lens", [Centrality(), get_lens("record")], ids=lambda lens: lens.name)
def test_sound_lenses_pass_on_the_shipped_case_and_on_the_smallest(lens):
    result = check_lens(lens, shipped(), smallest=scaffold())
    assert result.lens == lens.name
    assert result.findings


def test_settings_reach_the_lens():
    result = check_lens(Centrality(), shipped(), settings={"top": 2, "at": "2019-11-23"})
    assert result.settings["top"] == 2
    assert len(result.tables["actors"].rows) == 2


def first(result, **changed):
    """The result with its first finding changed."""
    one, *rest = result.findings
    return result.model_copy(update={"findings": (one.model_copy(update=changed), *rest)})


class Altered(Centrality):
    """A lens that does all its work and then spoils the result."""

    def run(self, case, settings, streams):
        return self.spoil(super().run(case, settings, streams), case)

    def spoil(self, result, case):
        return result

    def figures(self, case, result, sayer):
        return tuple(self.redraw(figure) for figure in super().figures(case, result, sayer))

    def redraw(self, figure):
        return figure


class NoDescription(Altered):
    class Silent(CentralitySettings):
        depth: int = 3

    settings: ClassVar[type[Settings]] = Silent


class NoVersion(Altered):
    version: ClassVar[str] = ""


class NoReferences(Altered):
    references = ()


class UnknownNeed(Altered):
    needs = ("actors", "budgets")


class NeedOfTheEngine(Altered):
    needs = ("actors", "digest")


class Refusing(Altered):
    def applicable(self, case):
        return (say("The case is too small."),)


class Nondeterministic(Altered):
    count = itertools.count()

    def spoil(self, result, case):
        table = Table(title=say("Ties"), columns=(Column(name="n", title=say("Ties")),), rows=((next(self.count),),))
        return result.model_copy(update={"tables": {**result.tables, "more": table}})


class Mutating(Altered):
    def spoil(self, result, case):
        object.__setattr__(case, "issues", ())
        return result


class MutatingDeeply(Altered):
    def spoil(self, result, case):
        case.actors[0].__dict__["note"] = Text(en="Changed")
        return result


class LostInJson(Altered):
    def spoil(self, result, case):
        return result.model_copy(update={"settings": {"top": (1, 2)}})


class OffSchema(Altered):
    def spoil(self, result, case):
        return result.model_copy(update={"lens": 7})


class NoBasis(Altered):
    def spoil(self, result, case):
        return first(result, basis=(), sources=())


class BasisNowhere(Altered):
    def spoil(self, result, case):
        return first(result, basis=("instruments/nothing",), sources=())


class TooFirm(Altered):
    def spoil(self, result, case):
        return first(result, grade=Grade.DOCUMENTED)


class SourcesLeftOut(Altered):
    def spoil(self, result, case):
        return first(result, sources=result.findings[0].sources[1:])


class SaidTwice(Altered):
    def spoil(self, result, case):
        return result.model_copy(update={"findings": (*result.findings, result.findings[0])})


class AnothersName(Altered):
    def spoil(self, result, case):
        return first(result, id="record/degree")


class OutsideItsRange(Altered):
    def spoil(self, result, case):
        return first(result, value=3, interval=Interval(low=0, high=1, kind="bounds"))


class BareProbability(Altered):
    def spoil(self, result, case):
        return first(result, value=0.5, unit="probability")


class Untranslated(Altered):
    def spoil(self, result, case):
        return first(result, statement=say("Nobody has translated this sentence."))


class UntranslatedFigure(Altered):
    def redraw(self, figure):
        return figure.model_copy(update={"title": say("Nobody has translated this title.")})


class PlaceholderLeft(Altered):
    def spoil(self, result, case):
        said = result.findings[0].statement
        return first(result, statement=Message(text=said.text, plural=said.plural, count=1))


class OrderDependent(Altered):
    def spoil(self, result, case):
        return first(result, value=case.instruments[0].id)


class NameDependent(Altered):
    def spoil(self, result, case):
        return first(result, value=sum(len(actor.id) for actor in case.actors))


class SilentNeed(Altered):
    """It needs issues, and does not say so."""

    def spoil(self, result, case):
        return first(result, value=case.issues[0].title.en)


class InvalidFigure(Altered):
    def redraw(self, figure):
        return figure.model_copy(update={"spec": {**figure.spec, "mark": "scribble"}})


class FetchingFigure(Altered):
    def redraw(self, figure):
        return figure.model_copy(update={"spec": {**figure.spec, "data": {"url": "https://example.org/data.json"}}})


class NotForTheSmallest(Altered):
    def run(self, case, settings, streams):
        if case.meta.id != "four":
            raise IndexError("list index out of range")
        return super().run(case, settings, streams)


BROKEN = {
    NoDescription: {"describes_itself"},
    NoVersion: {"describes_itself"},
    NoReferences: {"describes_itself"},
    UnknownNeed: {"describes_itself", "applies", "smallest_case"},
    NeedOfTheEngine: {"describes_itself"},
    Refusing: {"applies", "smallest_case"},
    Nondeterministic: {"deterministic"},
    Mutating: {"leaves_input_alone"},
    MutatingDeeply: {"leaves_input_alone"},
    LostInJson: {"survives_json"},
    OffSchema: {"survives_json", "ignores_names"},  # names are changed back in the JSON, which cannot be read
    NoBasis: {"findings_have_a_basis", "survives_json", "ignores_names"},
    BasisNowhere: {"findings_have_a_basis"},
    TooFirm: {"findings_have_a_basis"},
    SourcesLeftOut: {"findings_have_a_basis"},
    SaidTwice: {"findings_have_a_basis"},
    AnothersName: {"findings_have_a_basis"},
    OutsideItsRange: {"findings_have_a_basis"},
    BareProbability: {"findings_have_a_basis"},
    Untranslated: {"speaks_all_languages"},
    UntranslatedFigure: {"speaks_all_languages"},
    PlaceholderLeft: {"speaks_all_languages"},
    OrderDependent: {"ignores_order"},
    NameDependent: {"ignores_names"},
    SilentNeed: {"says_why_not"},
    InvalidFigure: {"draws_valid_figures"},
    FetchingFigure: {"draws_valid_figures"},
    NotForTheSmallest: {"smallest_case"},
}
"""Each broken lens with the rules it breaks, and no others."""


def rules(error: BaseException) -> set[str]:
    return {line.partition(":")[0] for line in str(error).splitlines()[1:]}


def test_the_lens_that_is_broken_below_is_sound_on_that_case(star):
    assert check_lens(Altered(), star, smallest=scaffold()).findings


@pytest.mark.parametrize("broken", BROKEN, ids=lambda lens: lens.__name__)
def test_a_broken_lens_fails_with_the_name_of_the_rule(broken, star, tmp_path):
    write_scaffold(tmp_path / "start")  # a copy of its own, since some lenses spoil what they are given
    with pytest.raises(ConformanceError) as caught:
        check_lens(broken(), star, smallest=open_case(tmp_path / "start"))
    assert rules(caught.value) == BROKEN[broken]


def test_every_rule_has_a_lens_that_breaks_it_alone():
    names = {check.__name__.lstrip("_") for check in CHECKS} | {"smallest_case"}
    alone = {next(iter(broken)) for broken in BROKEN.values() if len(broken) == 1}
    assert alone | {"applies"} == names


def test_a_refusal_alone_breaks_one_rule(star):
    with pytest.raises(ConformanceError, match="too small") as caught:
        check_lens(Refusing(), star)
    assert rules(caught.value) == {"applies"}


def test_all_broken_rules_are_told_at_once(star):
    class Twice(NoVersion, TooFirm, InvalidFigure):
        pass

    with pytest.raises(ConformanceError) as caught:
        check_lens(Twice(), star)
    assert rules(caught.value) == {"describes_itself", "findings_have_a_basis", "draws_valid_figures"}


def test_a_lens_that_raises_is_told_without_its_traceback(star):
    class Raising(Altered):
        def run(self, case, settings, streams):
            raise KeyError("JPN")

    with pytest.raises(ConformanceError, match=r"does not run on four: KeyError: 'JPN'"):
        check_lens(Raising(), star)


def test_a_figure_that_raises_is_told(star):
    class Crashing(Altered):
        def redraw(self, figure):
            raise ZeroDivisionError("division by zero")

    with pytest.raises(ConformanceError) as caught:
        check_lens(Crashing(), star)
    assert "draws_valid_figures" in rules(caught.value)


def test_something_that_is_no_lens_is_refused(star):
    with pytest.raises(ConformanceError, match="protocol"):
        check_lens(object(), star)


def test_an_invalid_figure_is_what_altair_calls_invalid(star):
    """The check leans on Altair; this holds Altair to what the check needs of it."""
    figure = Centrality().figures(star, check_lens(Centrality(), star), conformance.Sayer("en", star))[0]
    assert altair.Chart.from_dict(figure.spec)
    with pytest.raises(Exception, match="scribble"):
        altair.Chart.from_dict({**figure.spec, "mark": "scribble"})
