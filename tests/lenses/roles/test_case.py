"""The lens keeps the protocol; the role model of the shipped case; what a what-if does to it."""

from dataclasses import replace
from datetime import date

import highspy
import numpy as np
import pytest
from pydantic import BaseModel

from cases import SOUND
from shipped import shipped
from trivet.base.errors import NotFoundError
from trivet.base.i18n import Sayer
from trivet.base.languages import LANGUAGES
from trivet.base.text import Text
from trivet.case.load import open_case
from trivet.case.whatif import apply_whatif
from trivet.lens.compare import compare_results
from trivet.lens.conformance import check_lens
from trivet.lens.explain import explain
from trivet.lens.run import faults_of, run_lens
from trivet.lens.streams import Streams
from trivet.lenses.roles import RolesLens, RolesSettings
from trivet.lenses.roles.ask import ask
from trivet.lenses.roles.model.sweep import Sweep
from trivet.lenses.roles.read import build
from trivet.lenses.roles.shadow import shadow_prices

LENS = RolesLens()
NAME = "two-theatres"
FAST = {"draws": 20, "contingency": "dual"}
ENDED = "whatif: ended\ntitle: The treaty of 1960 ends\nset:\n  instruments/usjp_treaty_1960/history/+:"


def run(case, **settings):
    return run_lens(LENS, case, FAST | settings, use_cache=False)


def model():
    return shipped().find(f"roles/{NAME}").object


def built(case, day=None):
    found, faults = build(case, case.find(f"roles/{NAME}"), day or case.meta.as_of.latest)
    assert not faults
    return found


@pytest.fixture(scope="module")
def result():
    return run(shipped())


@pytest.fixture(scope="module")
def solved():
    (found,) = ask(shipped(), RolesSettings(**FAST), Streams(1))
    return found


# Protocol


def test_it_keeps_its_word_on_the_shipped_case():
    check_lens(LENS, shipped(), settings=FAST)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"contingency": "storm"},
        {"rules": "all"},
        {"rules": "open-north,help"},
        {"stress": "ice"},
        {"weights": "neutral", "draws": 20},
        {"spread": 3, "level": 0, "budget": 0, "draws": 20},
    ],
    ids=str,
)
def test_it_keeps_its_word_under_every_setting(settings):
    case = open_case(SOUND)
    check_lens(LENS, case, replace(case, located=(), roles=case.roles), settings)


@pytest.mark.parametrize("setting", ["contingency", "rules", "weights", "stress"])
def test_what_does_not_exist_is_named_with_what_may_be_meant(setting):
    with pytest.raises(NotFoundError, match="nutrel"):
        run_lens(LENS, open_case(SOUND), {setting: "nutrel"}, use_cache=False)


# The shipped case


def test_the_model_has_no_fault():
    assert faults_of(LENS, shipped()) == ()
    assert [item.id for item in shipped().roles] == [NAME]


def test_it_stays_at_the_level_of_published_policy_analysis():
    own = model()
    assert (len(own.categories), len(own.contributors), len(own.rules), len(own.stresses)) == (20, 7, 9, 2)
    assert len(own.tasks) == 41
    assert [situation.id for situation in own.situations] == ["taiwan", "korea", "dual"]


@pytest.mark.parametrize("name", ["uncovered", "single", "cheapest", "physical", "weights-guidance"])
def test_two_crises_at_once_have_every_finding(result, name):
    finding = result.finding(f"{NAME}/dual-{name}")
    assert finding.basis
    for language in LANGUAGES:
        assert Sayer(language, shipped()).say(finding.statement)


def test_every_situation_is_answered_if_none_is_named():
    found = run_lens(LENS, shipped(), {"draws": 20}, use_cache=False)
    for name in ("taiwan", "korea", "dual"):
        assert found.finding(f"{NAME}/{name}-uncovered").value > 0


def test_two_crises_leave_more_uncovered_than_one_and_rules_leave_what_is_physical(result):
    now = result.finding(f"{NAME}/dual-uncovered")
    rest = result.finding(f"{NAME}/dual-physical")
    assert 0 < rest.value < now.value < 1
    assert now.interval.low <= now.value <= now.interval.high
    assert run(shipped(), rules="all").finding(f"{NAME}/dual-uncovered").value == pytest.approx(rest.value, abs=1e-6)


def test_no_rule_alone_closes_more_than_the_one_that_is_named_on_average(result, solved):
    lead = [rule.id for rule in model().rules].index(result.finding(f"{NAME}/dual-single").value)
    assert (solved.best.every[0] >= solved.best.every[1 << lead]).all()
    assert solved.shapley.sum() == pytest.approx(float(solved.best.every[0, 0] - solved.best.every[-1, 0]), abs=1e-9)


def test_one_unit_more_never_gains_more_than_one_unit_less_costs(solved):
    found = shadow_prices(solved)
    assert found
    assert all(0 <= price.more <= price.less * (1 + 1e-3) + 1e-4 for price in found)


def test_a_price_is_what_a_division_with_one_unit_more_or_less_costs(solved):
    plan, variant, access = solved.built.plan, solved.variant(0), solved.access(0)

    def penalty(contributor, category, change):
        capacity = variant.capacity.copy()
        capacity[0, contributor, category] += change
        return Sweep(plan, replace(variant, capacity=capacity), access).penalties([[]])[0, 0]

    for price in shadow_prices(solved)[:6]:
        place = price.contributor, price.category
        held = min(1.0, variant.capacity[0, *place])
        assert (penalty(*place, -held) - penalty(*place, 0)) / held == pytest.approx(price.less, abs=1e-7)
        assert penalty(*place, 0) - penalty(*place, 1) == pytest.approx(price.more, abs=1e-7)


def test_every_stress_leaves_more_uncovered_and_the_worst_is_told(result):
    base = result.finding(f"{NAME}/dual-uncovered").value
    found = [run(shipped(), stress=stress.id).finding(f"{NAME}/dual-uncovered").value for stress in model().stresses]
    assert min(found) > base + 1e-4
    assert result.finding(f"{NAME}/dual-stress").value == pytest.approx(max(found), abs=1e-9)


def uncovered(found):
    """What stays uncovered in each theatre as things stand."""
    rows = found.tables["postures"].rows
    return {row[2].text: row[3] for row in rows[: len(model().theatres)]}


def test_weights_move_what_is_covered_to_the_theatre_that_weighs_more(result):
    base, guided = uncovered(result), uncovered(run(shipped(), weights="guidance"))
    plain, guidance = (next(w.theatres for w in model().weights if w.id == name) for name in ("neutral", "guidance"))
    names = {theatre.id: theatre.name for theatre in model().theatres}
    gain = {name: guidance[name] / plain[name] for name in names}
    dear, cheap = max(gain, key=gain.get), min(gain, key=gain.get)
    assert guided[names[dear]] < base[names[dear]] - 1e-3
    assert guided[names[cheap]] > base[names[cheap]] + 1e-3
    told = result.finding(f"{NAME}/dual-weights-guidance").value
    assert told == pytest.approx(max(guided[name] - base[name] for name in base), abs=1e-9)


def test_the_trade_off_passes_through_the_base_and_favours_the_first_theatre(result, solved):
    ratios, shares = zip(*solved.tradeoff, strict=True)
    assert np.array(list(uncovered(result).values())) == pytest.approx(shares[ratios.index(1.0)], abs=1e-6)
    first, second = np.array(shares).T
    assert (np.diff(first) <= 1e-9).all()
    assert first[-1] < first[0] - 1e-3
    assert second[-1] > second[0] + 1e-3


def parts():
    own = model()
    for kind in ("contributors", "tasks", "access", "rules", "stresses", "couplings", "situations", "weights"):
        yield from ((kind, part) for part in getattr(own, kind))
    yield from (("capacities", part) for each in own.contributors for part in each.capacities)
    yield from (("reluctance", part) for part in own.reluctance)


def test_everything_is_cited_or_marked_as_background():
    assert [(kind, part) for kind, part in parts() if not part.sources and part.support != "background"] == []


def test_every_share_that_may_be_used_and_every_price_is_marked_as_judged():
    assert {part.grade for kind, part in parts() if kind in ("access", "rules")} == {"judged"}


def texts(record):
    for name in type(record).model_fields:
        value = getattr(record, name)
        for entry in value if isinstance(value, tuple) else (value,):
            if isinstance(entry, Text):
                yield entry
            elif isinstance(entry, BaseModel):
                yield from texts(entry)


def test_every_text_is_in_four_languages():
    found = list(texts(model()))
    assert len(found) > 100
    assert [text.say("en") for text in found if set(text.languages()) != set(LANGUAGES)] == []


def test_nothing_it_rests_on_is_dated_after_the_case():
    end = shipped().meta.as_of.latest
    cited = {name for _, part in parts() for name in part.sources} | set(model().sources)
    late = [s.id for s in shipped().sources if s.id in cited and s.issued and s.issued.earliest > end]
    assert late == []
    used = {name for entry in model().access for name in entry.rests_on}
    used |= {name for rule in model().rules for name in (*rule.given_by, *rule.instruments)}
    turns = [turn for thing in shipped().instruments if thing.id in used for turn in thing.history]
    assert turns
    assert [turn.date for turn in turns if turn.date.earliest > end] == []


def test_every_instrument_on_which_access_rests_is_in_effect_and_no_rule_holds_yet():
    own = built(shipped())
    assert own.lost == ()
    assert own.holding == ()


def test_a_finding_is_explained_down_to_the_file_and_line(result):
    node = explain(shipped(), result.finding(f"{NAME}/dual-single"), Sayer("en", shipped()))
    assert any(child.place and child.place.startswith("roles.yaml:") for child in node.children)


# What-ifs


@pytest.mark.parametrize(("whatif", "rule"), [("acsa-signed", "acsa"), ("opcon-transferred", "opcon")])
def test_a_what_if_makes_its_rule_hold_by_itself(whatif, rule, result):
    changed = apply_whatif(shipped(), whatif)
    own, before = built(changed), built(shipped())
    at = [each.id for each in own.model.rules].index(rule)
    assert own.holding == (at,)
    assert np.array_equal(own.allowed, before.raised[at])
    after = run(changed)
    assert after.finding(f"{NAME}/holding").value == 1
    chosen = run(shipped(), rules=rule).finding(f"{NAME}/dual-uncovered").value
    assert after.finding(f"{NAME}/dual-uncovered").value == pytest.approx(chosen, abs=1e-6)
    found = compare_results(shipped(), changed, result, after)
    assert f"roles/{NAME}/holding" in {change.id for change in found.findings}


def test_the_end_of_the_treaty_of_1960_lowers_access(tmp_path, result):
    overlay = tmp_path / "ended.yaml"
    overlay.write_text(f"{ENDED} {{date: 2025-04-01, state: ended, support: background}}\n", "utf-8")
    changed = apply_whatif(shipped(), overlay)
    own, before = built(changed), built(shipped())
    assert own.lost == ("usjp_treaty_1960",)
    assert (own.allowed <= before.allowed).all()
    assert (own.allowed < before.allowed).any()
    after = run(changed)
    lost = after.finding(f"{NAME}/lost")
    assert "instruments/usjp_treaty_1960" in lost.basis
    name = f"{NAME}/dual-uncovered"
    assert after.finding(name).value > result.finding(name).value


def test_a_treaty_that_ends_later_still_stands_on_the_day_that_is_asked_about(tmp_path):
    overlay = tmp_path / "ended.yaml"
    overlay.write_text(f"{ENDED} {{date: 2025-04-01, state: ended, support: background}}\n", "utf-8")
    changed = apply_whatif(shipped(), overlay)
    assert built(changed, date(2025, 3, 31)).lost == ()
    assert built(changed, date(2025, 4, 1)).lost == ("usjp_treaty_1960",)


@pytest.fixture(scope="module")
def divisions():
    return [each.division for each in ask(shipped(), RolesSettings(draws=20), Streams(0))]


@pytest.mark.parametrize(("parallel", "seed"), [("off", 7), ("on", 12345), ("on", 2**31 - 1)])
def test_threads_and_seeds_of_the_solver_divide_alike(monkeypatch, divisions, parallel, seed):
    changed, plain = set(), highspy.Highs.setOptionValue

    def instead(solver, name, value):
        changed.add(name)
        return plain(solver, name, {"parallel": parallel, "random_seed": seed}.get(name, value))

    monkeypatch.setattr(highspy.Highs, "setOptionValue", instead)
    found = [each.division for each in ask(shipped(), RolesSettings(draws=20), Streams(0))]
    assert {"parallel", "random_seed"} <= changed
    for (supply, unmet), (own_supply, own_unmet) in zip(divisions, found, strict=True):
        assert np.allclose(supply, own_supply, atol=1e-7)
        assert np.allclose(unmet, own_unmet, atol=1e-7)
