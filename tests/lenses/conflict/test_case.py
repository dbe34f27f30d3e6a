"""The conflict models of the shipped case, and the catalogue of classics."""

import pytest

from shipped import shipped
from trivet.base.i18n import Sayer
from trivet.case.load import open_case
from trivet.case.schema.conflicts import Conflict
from trivet.case.whatif import apply_whatif
from trivet.lens.compare import compare_results
from trivet.lens.explain import explain
from trivet.lens.run import faults_of, run_lens
from trivet.lenses.conflict import ConflictLens
from trivet.lenses.conflict.build import build

LENS = ConflictLens()
ASKED = {"gsomia-2019", "usfk-taiwan", "talks-with-the-north", "tariffs-2025", "seoul-posture", "role-division"}
LANGUAGES = {"en", "ja", "ko", "zh-Hant"}


@pytest.fixture(scope="module")
def result():
    return run_lens(LENS, shipped(), {"model": "all", "draws": 50}, use_cache=False)


@pytest.fixture(scope="module")
def classics():
    return run_lens(LENS, open_case("classic-conflicts"), {"model": "all", "draws": 0}, use_cache=False)


def models(case):
    return [item.object for item in case.objects() if isinstance(item.object, Conflict)]


def test_the_case_has_the_conflicts_it_should(result):
    assert {model.id for model in models(shipped())} == ASKED
    assert {entry["model"] for entry in result.data["models"]} == ASKED


@pytest.mark.parametrize("case", [shipped(), open_case("classic-conflicts")], ids=lambda case: case.meta.id)
def test_no_model_has_a_fault(case):
    assert faults_of(LENS, case) == ()


def test_every_option_rule_and_preference_is_cited_or_marked_as_background():
    for model in models(shipped()):
        parts = [option for maker in model.decision_makers for option in maker.options]
        parts += [statement for maker in model.decision_makers for statement in maker.statements]
        parts += [*model.feasibility, *model.observed, *model.perceptions]
        assert all(part.sources or part.support == "background" for part in parts)


def texts(record):
    from pydantic import BaseModel

    from trivet.base.text import Text

    for name in type(record).model_fields:
        value = getattr(record, name)
        for entry in value if isinstance(value, tuple) else (value,):
            if isinstance(entry, Text):
                yield name, entry
            elif isinstance(entry, BaseModel):
                yield from texts(entry)


@pytest.mark.parametrize("case", [shipped(), open_case("classic-conflicts")], ids=lambda case: case.meta.id)
def test_everything_a_reader_sees_is_in_four_languages(case):
    for model in models(case):
        lacking = [
            text.say("en") for name, text in texts(model) if name != "note" and set(text.languages()) != LANGUAGES
        ]
        assert lacking == []


def test_nothing_in_a_model_is_dated_after_the_case():
    for model in models(shipped()):
        end = shipped().meta.as_of.latest
        assert model.as_of.latest <= end
        assert all(seen.date.earliest <= end for seen in model.observed)


def observed(result, number):
    return result.finding(f"gsomia-2019/observed-{number}")


def test_the_known_course_of_2019_is_confronted_and_not_fitted(result):
    """The notice of August is left by somebody at once; the truce of November holds; 2023 needs other preferences."""
    assert [observed(result, n).value for n in (1, 3)] == [0.0, 0.0]
    assert "no equilibrium under any concept" in Sayer("en", shipped()).say(observed(result, 1).statement)
    assert observed(result, 2).value > 0.5


def test_the_reason_given_with_the_notice_of_2019_carries_it(tmp_path):
    """The note says so: the notice is no test of a model that knows its reason."""
    overlay = tmp_path / "no-reason.yaml"
    overlay.write_text(
        "whatif: no-reason\ntitle: Seoul has no such reason\n"
        "set:\n  conflicts/gsomia-2019/decision_makers/KOR/statements/answer/holds: 'true'\n",
        "utf-8",
    )
    for case, holds in ((shipped(), False), (apply_whatif(shipped(), overlay), True)):
        data = run_lens(LENS, case, {"model": "gsomia-2019", "draws": 0}, use_cache=False).data
        start = data["status_quo"]["from"]
        assert {start in states for states in data["equilibria"].values()} == {holds}


LATER = {
    "gsomia-2019": {
        *("suspend", "settle", "dialogue", "controls", "press-seoul"),
        *("rulings", "lift", "talk-first", "no-retreat", "lift-after", "no-bargain", "pact-lives", "speak-if-needed"),
    },
    "talks-with-the-north": {"no-disarmament-talks", "recognition"},
}
"""Options and preferences that rest on sources issued after the day of their model alone. They report what was before:
the summary of the first model says which do not, the note of the source of the second that it does."""


def test_parts_that_only_later_sources_speak_of_are_those_we_know():
    issued = {source.id: source.issued for source in shipped().sources}
    found = {}
    for model in models(shipped()):
        day = model.as_of.latest
        for maker in model.decision_makers:
            for part in (*maker.options, *maker.statements):
                dates = [issued[name] for name in part.sources]
                if dates and all(date and date.earliest > day for date in dates):
                    found.setdefault(model.id, set()).add(part.id)
    assert found == LATER


def test_every_observed_outcome_is_told():
    for model in models(shipped()):
        built, _ = build(shipped().find(f"conflicts/{model.id}"))
        assert len(built.observed) == len(model.observed)


def test_published_equilibria_come_out_but_for_the_one_that_the_source_solved_otherwise(classics):
    published = {f.id: f.value for f in classics.findings if "/published-" in f.id}
    assert len(published) >= 25
    assert [key for key, value in published.items() if value != "agrees"] == [
        "conflict/us-north-korea-2017-irreversible/published-1"
    ]


def test_elmira_is_the_same_in_both_forms(classics):
    by_id = {entry["model"]: entry for entry in classics.data["models"]}
    option, graph = by_id["elmira-1991"], by_id["elmira-1991-graph"]
    assert len(option["states"]) == len(graph["states"]) == 9
    for concept in ("nash", "gmr", "smr", "seq", "sseq"):
        assert len(option["equilibria"][concept]) == len(graph["equilibria"][concept])
    assert [jump["members"] for jump in option["equilibrium_jumps"]] == [
        j["members"] for j in graph["equilibrium_jumps"]
    ]


def test_a_finding_is_explained_down_to_the_file_and_line():
    found = run_lens(LENS, shipped(), {"model": "usfk-taiwan", "draws": 0}, use_cache=False)
    node = explain(shipped(), found.finding("usfk-taiwan/status-quo"), Sayer("en", shipped()))
    places = [child.place for child in node.children if child.place]
    assert any(place.startswith("conflicts/forces.yaml:") for place in places)


def test_a_what_if_on_a_preference_changes_the_equilibria(tmp_path):
    overlay = tmp_path / "no-promise.yaml"
    overlay.write_text(
        "whatif: no-promise\ntitle: Washington cannot promise to consult\n"
        "set:\n  conflicts/usfk-taiwan/feasibility/+: {never: consult, support: background}\n",
        "utf-8",
    )
    before = run_lens(LENS, shipped(), {"model": "usfk-taiwan", "draws": 0}, use_cache=False)
    changed = apply_whatif(shipped(), overlay)
    after = run_lens(LENS, changed, {"model": "usfk-taiwan", "draws": 0}, use_cache=False)
    found = compare_results(shipped(), changed, before, after)
    assert "conflict/usfk-taiwan/equilibria" in {change.id for change in found.findings}
    assert len(after.data["states"]) < len(before.data["states"])
