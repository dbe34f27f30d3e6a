"""Holding two results against each other."""

import pytest

from lens_centrality import Centrality
from shipped import shipped
from trivet import api
from trivet.base.i18n import Sayer
from trivet.case.whatif import apply_whatif
from trivet.lens.compare import compare_results
from trivet.lens.run import run_lens

ENDED = """\
whatif: ended
title: The treaty ends and a quarrel begins
set:
  instruments/ab/history/+: {date: 2024-06-01, state: ended, support: background}
  disputes/+:
    id: ad
    name: Quarrel of A and D
    parties: [A, D]
    support: background
    history: [{date: 2024-06-01, phase: active, support: background}]
remove: [issues/fence]
"""


@pytest.fixture
def ended(tmp_path):
    path = tmp_path / "ended.yaml"
    path.write_text(ENDED)
    return path


def test_a_case_against_itself_differs_in_nothing(star):
    result = run_lens("record", star)
    found = compare_results(star, star, result, result)
    assert (found.values, found.findings) == ((), ())
    assert found.unchanged == len(result.findings) > 0


def test_values_are_told_by_object_and_field(star, ended):
    found = api.compare(star, ended)
    assert found.case == "four"
    assert found.overlays == ("ended",)
    paths = {value.path: (value.before, value.after) for value in found.values}
    assert {path.split("/")[0] for path in paths} == {"instruments", "disputes", "issues"}
    assert paths["instruments/ab/history/1"][0] is None
    assert '"state": "ended"' in paths["instruments/ab/history/1"][1]
    assert paths["issues/fence"][1] is None
    assert paths["disputes/ad"][0] is None


def test_a_finding_that_says_something_else_changed_though_its_number_did_not(star, ended):
    """Without its treaty A hangs on D alone, by the new quarrel, and D is where B was."""
    lens = Centrality()
    changed = apply_whatif(star, ended)
    found = compare_results(star, changed, run_lens(lens, star), run_lens(lens, changed))
    sayer = Sayer("en", changed)
    assert [(change.id, sayer.say(change.before), sayer.say(change.after)) for change in found.findings] == [
        (
            "centrality/degree/highest",
            "Bland holds the most ties: 3 of 3 possible.",
            "Dland holds the most ties: 3 of 3 possible.",
        ),
        (
            "centrality/betweenness/highest",
            "Bland lies on the most shortest paths between others: betweenness 0.67.",
            "Dland lies on the most shortest paths between others: betweenness 0.67.",
        ),
    ]
    assert [(change.value_before, change.value_after) for change in found.findings] == [(3, 3), (0.666666667,) * 2]
    assert found.unchanged == 0


def test_a_finding_on_one_side_only_has_no_other_side(star):
    early = run_lens(Centrality(), star, {"at": "1990-01-01"})
    late = run_lens(Centrality(), star)
    came = compare_results(star, star, early, late)
    assert [(change.before, change.value_before) for change in came.findings] == [(None, None)] * 2
    assert came.unchanged == 0
    went = compare_results(star, star, late, early)
    assert [(change.after, change.value_after) for change in went.findings] == [(None, None)] * 2


def test_rows_of_tables_come_and_go(star, ended):
    """A row that changed has gone and come; rows that stay are not told."""
    lens = Centrality()
    changed = apply_whatif(star, ended)
    (shift,) = compare_results(star, changed, run_lens(lens, star), run_lens(lens, changed)).tables
    assert shift.table == "actors"
    went, came = ({row[0].ref: row[1] for row in rows} for rows in (shift.went, shift.came))
    assert went == {"actors/B": 3, "actors/D": 2}  # A keeps its one tie and C its two
    assert came == {"actors/D": 3, "actors/B": 2}
    same = compare_results(star, star, run_lens(lens, star), run_lens(lens, star))
    assert same.tables == ()


def test_a_change_of_grade_alone_is_a_change(star):
    result = run_lens(Centrality(), star)
    weaker = result.model_copy(
        update={"findings": tuple(f.model_copy(update={"grade": "simulated"}) for f in result.findings)}
    )
    assert len(compare_results(star, star, result, weaker).findings) == 2


def test_results_of_two_lenses_are_not_compared(star):
    with pytest.raises(ValueError, match="two lenses"):
        compare_results(star, star, run_lens("record", star), run_lens(Centrality(), star))


def test_the_end_of_an_agreement_in_the_shipped_case():
    found = api.compare(shipped(), "gsomia-ended")
    added = len(shipped().find("instruments/gsomia_2016").object.history)
    assert [value.path for value in found.values] == [f"instruments/gsomia_2016/history/{added}"]
    changed = {change.id for change in found.findings}
    assert {"record/binding/JPN-KOR", "record/notice/gsomia_2016"} <= changed
    binding = next(change for change in found.findings if change.id == "record/binding/JPN-KOR")
    assert binding.value_before - binding.value_after == 1


def test_settings_reach_both_sides():
    found = api.compare(shipped(), "gsomia-ended", at="2019-11-23")
    assert found.values  # the file differs
    assert found.findings == ()  # on that day it did not show yet
