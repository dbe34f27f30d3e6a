"""The lens on the shipped case, held against history and against what-ifs."""

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trivet.case.load import open_case
from trivet.case.whatif import apply_whatif
from trivet.lens.compare import compare_results
from trivet.lens.conformance import check_lens
from trivet.lens.run import run_lens
from trivet.lenses.obligations import ObligationsLens
from trivet.lenses.obligations.ask import ask, sweep

LENS = ObligationsLens()


@pytest.fixture(scope="module")
def case():
    return open_case("japan-us-korea")


def rows(case, day, contingency):
    """Rows of the duty table: instrument/obligation, bound, towards, status."""
    return {
        (d.rule.key, d.bound, d.toward, d.triggered, d.contested)
        for d in ask(case, date.fromisoformat(day))[contingency].duties
    }


def run(case, **given_settings):
    return run_lens(LENS, case, given_settings, use_cache=False)


def test_conformance(case):
    check_lens(LENS, case, settings={"contingency": "dual,us-dprk-summit-unannounced"})


def test_dual_contingency(case):
    result = run(case, contingency="dual")
    found = {finding.id: finding for finding in result.findings}
    assert "obligations/no-defence/JPN-KOR" in found
    assert "obligations/no-defence/USA-KOR" not in found
    double = [f for f in result.findings if "/conflict/dual/" in f.id and f.value == "double-claim"]
    assert double
    assert any("instruments/usrok_mdt_1953/obligations/" in ref for f in double for ref in f.basis)
    assert "obligations/consult/dual/legal" in found
    assert "obligations/consult/dual/political" in found
    columns = [column.name for column in result.tables["duties"].columns]
    for row in result.tables["duties"].rows:
        cells = dict(zip(columns, row, strict=True))
        part = case.find(cells["ref"])
        assert part.part is not None
        assert cells["article"] == part.part.article
        assert part.place("text").line > 0
        assert cells["sources"] or part.part.support == "background"


def test_dates_differ_as_history_says(case):
    in_notice = {key for key, *_ in rows(case, "2019-11-21", "dual")}
    before, after = ({key for key, *_ in rows(case, day, "dual")} for day in ("2023-08-17", "2023-08-19"))
    camp_david = after - before
    assert {key.split("/")[0] for key in camp_david} >= {"cd_consult_2023"}
    assert before <= after
    assert not any(key.startswith(("cd_", "trilateral_secretariat", "tscf")) for key in in_notice | before)
    assert any(key.startswith("usrok_mdt_1953/") for key in in_notice)


def test_a_binding_promise_changes_only_its_own_rows(case):
    changed = apply_whatif(case, "consult-binding")
    for contingency in ("dual", "korea-attack", "taiwan-attack", "us-dprk-summit-unannounced", "tariff-on-allies"):
        old, new = (ask(c, date(2025, 4, 30))[contingency].duties for c in (case, changed))
        assert {d.identity for d in old} == {d.identity for d in new}
        differing = {a.rule.key for a, b in zip(old, new, strict=True) if a.rule.strength != b.rule.strength}
        assert all(key.startswith("cd_consult_2023/") for key in differing)
    dual = {d.rule.key: d for d in ask(changed, date(2025, 4, 30))["dual"].duties}
    own = [d for key, d in dual.items() if key.startswith("cd_consult_2023/") and d.rule.duty == "consult"]
    assert own
    assert all(d.rule.strength == "legal" for d in own)


def test_ending_the_information_agreement_takes_only_its_rows(case):
    ended = apply_whatif(case, "gsomia-ended")
    old, new = (ask(c, date(2025, 4, 30)) for c in (case, ended))
    every = set()
    for contingency, answer in old.items():
        before, after = ({d.identity for d in found} for found in (answer.duties, new[contingency].duties))
        assert not after - before
        every |= before - after
    assert every
    assert {key.split("/")[0] for key, *_ in every} == {"gsomia_2016"}


def test_an_unannounced_deal_finds_nobody_bound(case):
    result = run(case, contingency="us-dprk-summit-unannounced")
    assert result.finding("nobody/us-dprk-summit-unannounced") is not None
    gaps = {f.id for f in result.findings if f.id.startswith("obligations/gap/")}
    assert {g.rpartition("/")[2] for g in gaps} == {"JPN.consultation", "KOR.consultation"}


def test_changes_between_dates(case):
    result = run(case, contingency="dual", since="2023-08-17")
    assert "changes" in result.tables
    assert result.finding("changed/dual").value > 0


def test_all_contingencies_over_all_dates(case):
    begin = time.perf_counter()
    found = sweep(case, tuple(thing.id for thing in case.contingencies))
    assert {count.contingency for count in found} == {thing.id for thing in case.contingencies}
    assert time.perf_counter() - begin < 30  # a hang, not a speed claim


instruments = st.lists(st.sampled_from(open_case("japan-us-korea").instruments), unique_by=lambda i: i.id, max_size=6)


@pytest.fixture(scope="module")
def full(case):
    return {name: {d.identity for d in found.duties} for name, found in ask(case, date(2025, 4, 30)).items()}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(instruments)
def test_adding_instruments_never_removes_a_duty(case, full, removed):
    fewer = replace(case, located=(), draft=None, instruments=tuple(i for i in case.instruments if i not in removed))
    for contingency, answer in ask(fewer, date(2025, 4, 30)).items():
        assert {duty.identity for duty in answer.duties} <= full[contingency]


def test_promises_are_scored_by_two_coders(case):
    for thing in case.commitments:
        coders = {score.coder for score in thing.scores}
        assert coders == {"coder-1", "coder-2"}, thing.id
        for coder in coders:
            members = [m for score in thing.scores if score.coder == coder for m in score.members]
            assert len(members) == len(set(members))
    assert run(case).finding("promises/agreement").value == pytest.approx(0.98, abs=0.02)


def test_a_comparison_shows_the_rows_that_change(case):
    ended = apply_whatif(case, "gsomia-ended")
    chosen = {"contingency": "gsomia-notice"}
    found = compare_results(case, ended, run(case, **chosen), run(ended, **chosen))
    (duties,) = [table for table in found.tables if table.table == "duties"]
    where = [column.name for column in duties.columns].index("instrument")
    assert {row[where].ref for row in duties.went} == {"instruments/gsomia_2016"}
    assert not duties.came


def test_a_change_of_a_row_shows_as_gone_and_come(case):
    binding = apply_whatif(case, "consult-binding")
    chosen = {"contingency": "dual"}
    found = compare_results(case, binding, run(case, **chosen), run(binding, **chosen))
    (duties,) = [table for table in found.tables if table.table == "duties"]
    where = [column.name for column in duties.columns].index("instrument")
    assert {row[where].ref for row in (*duties.went, *duties.came)} == {"instruments/cd_consult_2023"}
    assert len(duties.went) == len(duties.came) > 0
