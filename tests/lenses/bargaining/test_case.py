"""The lens keeps the protocol; the issues of the shipped case; what what-ifs do to them."""

import pytest

from cases import SOUND
from shipped import scaffold, shipped
from trivet.base.i18n import Sayer
from trivet.base.languages import LANGUAGES
from trivet.case.load import open_case
from trivet.case.whatif import apply_whatif
from trivet.lens.compare import compare_results
from trivet.lens.conformance import check_lens
from trivet.lens.explain import explain
from trivet.lens.rename import reverse_objects
from trivet.lens.run import faults_of, run_lens
from trivet.lenses.bargaining import BargainingLens
from trivet.lenses.bargaining.ask import MODELS

LENS = BargainingLens()
SOME = "usfk_flex,cost_sharing,dprk_talks"
MODEL = "three-governments"
ISSUES = [issue.id for issue in shipped().issues]


def run(case, **settings):
    return run_lens(LENS, case, {"draws": 64, **settings}, use_cache=False)


def names(result):
    """Ids of findings without the lens."""
    return {finding.id.partition("/")[2] for finding in result.findings}


def gist(result):
    """What must be the same whatever the order of a case."""
    return {own.id: (own.statement, own.value, own.interval, set(own.basis), own.grade) for own in result.findings}


@pytest.fixture(scope="module")
def result():
    return run(shipped())


# Protocol


def test_it_keeps_its_word_on_the_shipped_case():
    check_lens(LENS, shipped(), settings={"draws": 64, "issue": SOME})


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"model": "all", "weights": "shapley-shubik", "cost": 1.5},
        {"model": "none", "scenario": "none", "error": 0, "correlation": 0, "actors": 1},
    ],
    ids=str,
)
def test_it_keeps_its_word_on_the_smallest_cases(settings):
    check_lens(LENS, open_case(SOUND), smallest=scaffold(), settings={"draws": 64, **settings})


def test_the_order_of_objects_in_the_shipped_case_changes_no_finding(result):
    turned = run(reverse_objects(shipped()))
    assert gist(result) == gist(turned)


def test_it_does_not_apply_where_no_issue_has_positions():
    (reason,) = LENS.applicable(open_case("classic-conflicts"))
    assert "issues" in Sayer("en").say(reason)


# The shipped case


def model():
    return shipped().find(f"bargaining/{MODEL}").object


def consenting(issue):
    """The governments whose consent an issue needs and that hold a position on it."""
    there = {own.actor for own in issue.positions}
    return [own.actor for own in model().governments if issue.id not in own.outside and there & set(own.factions)]


def test_the_model_has_no_fault_and_covers_every_issue():
    assert faults_of(LENS, shipped()) == ()
    assert len(ISSUES) == 17
    assert not model().issues


@pytest.mark.parametrize("part", ["forecast", "simple", "mover", "pressure"])
def test_every_issue_has_every_answer(part, result):
    assert [f"{issue}/{part}" for issue in ISSUES if f"{issue}/{part}" not in names(result)] == []


def test_every_issue_with_a_status_quo_and_two_governments_has_a_chance_of_a_deal(result):
    asked = {issue.id for issue in shipped().issues if issue.status_quo and len(consenting(issue)) > 1}
    assert len(asked) > 10
    assert {issue for issue in ISSUES if f"{issue}/deal" in names(result)} == asked


def test_every_claim_scenario_and_package_is_answered(result):
    wanted = {f"{MODEL}/claim-{own.id}" for own in model().claims}
    wanted |= {f"{MODEL}/scenario-{own.id}" for own in model().scenarios}
    wanted |= {f"{MODEL}/{kind}-{own.id}" for own in model().packages for kind in ("package", "links")}
    wanted |= {f"{MODEL}/exchange-{number}" for number in (1, 2, 3)}
    assert {name for name in names(result) if name.startswith(f"{MODEL}/")} == wanted


def test_using_the_forces_in_korea_for_taiwan_without_consent_is_less_likely_than_not(result):
    found = result.finding(f"{MODEL}/claim-taiwan-without-consent")
    assert 0.02 < found.value < 0.5
    assert found.interval.low < found.value < found.interval.high < 0.5


def test_forecasts_tell_a_wide_range_around_the_best_guess_and_what_they_cannot_know(result):
    for issue in ISSUES:
        found = result.finding(f"{issue}/forecast")
        assert found.interval.low < found.value < found.interval.high
        assert found.interval.high - found.interval.low > 25
        assert any("European Union" in text.text for text in found.assumptions)
        assert not any("Nobody gave ranges" in text.text for text in found.assumptions)


def test_what_belongs_on_the_first_page_is_what_the_case_features(result):
    parts = [("claim", own) for own in model().claims] + [("package", own) for own in model().packages]
    featured = {f"bargaining/{MODEL}/{kind}-{own.id}" for kind, own in parts if own.featured}
    assert featured
    assert {finding.id for finding in result.findings if finding.key} == featured


def test_a_government_in_seoul_that_leans_the_other_way_moves_command_the_other_way(result):
    rows = [row for row in result.tables["scenarios"].rows if row[0].ref == "issues/opcon"]
    moves = {row[1].text.en: row[3] - row[2] for row in rows}
    democratic, conservative = (next(moves[name] for name in moves if word in name) for word in ("Democr", "conserv"))
    assert democratic > 1 > -1 > conservative


def test_every_statement_is_said_in_every_language(result):
    for language in LANGUAGES:
        sayer = Sayer(language, shipped())
        assert all(sayer.say(finding.statement) for finding in result.findings)


@pytest.mark.parametrize("chosen", [None, "none", "all", "deal,pce", " smp , challenge "])
def test_models_are_asked_for_by_name(chosen):
    found = run(open_case(SOUND), **({} if chosen is None else {"model": chosen}))
    words = {None: set(MODELS) - {"challenge"}, "none": set(), "all": set(MODELS)}
    wanted = words[chosen] if chosen in words else {name.strip() for name in chosen.split(",")}
    rows = [getattr(row[1], "msgid", "") for row in found.tables["models"].rows]
    assert ("winsets" in found.tables) == ("quota/deal" in names(found)) == ("deal" in wanted)
    assert any("Condorcet" in row for row in rows) == ("pce" in wanted)
    assert any("Nash solution if" in row for row in rows) == ("nash" in wanted)
    assert ("challenge" in found.data) == ("quota/challenge" in names(found)) == ("challenge" in wanted)
    assert "smp" not in found.data  # it takes three actors, here are two


@pytest.mark.parametrize("chosen", ["none", "exchange", "package", "smp"])
def test_models_across_issues_are_asked_for_by_name(chosen):
    found = run(shipped(), model=chosen, scenario="none", issue="usfk_flex,cost_sharing")
    assert ("exchange" in found.data) == (f"{MODEL}/exchange-1" in names(found)) == (chosen == "exchange")
    assert ("trades" in found.tables) == (chosen == "exchange")
    assert ("gains" in found.tables) == (f"{MODEL}/package-grand-bargain" in names(found)) == (chosen == "package")
    assert ("smp" in found.data) == ("usfk_flex/pressure" in names(found)) == (chosen == "smp")
    assert ("courses" in found.tables) == ("pressure" in found.tables) == (chosen == "smp")


def test_issues_are_answered_in_the_order_in_which_they_are_asked_and_packages_where_they_touch_one():
    found = run(shipped(), issue="opcon,ncg", model="package")
    assert [own["id"] for own in found.data["issues"]] == ["opcon", "ncg"]
    assert {name for name in names(found) if "/package-" in name} == {f"{MODEL}/package-deterrence"}


def test_a_finding_is_explained_down_to_the_file_and_line(result):
    node = explain(shipped(), result.finding("usfk_flex/mover"), Sayer("en", shipped()))
    places = [child.place for child in node.children if child.place]
    assert len(places) >= 2
    assert all(place.startswith("issues.yaml:") for place in places)
    node = explain(shipped(), result.finding("usfk_flex/deal"), Sayer("en", shipped()))
    assert any(child.place.startswith("bargaining.yaml:") for child in node.children)
    lines = (shipped().root / "bargaining.yaml").read_text("utf-8").splitlines()
    place = next(child.place for child in node.children if child.place.startswith("bargaining.yaml:"))
    assert "actor:" in lines[int(place.split(":")[1]) - 1]


# What-ifs


def overlaid(folder, *lines):
    overlay = folder / "changed.yaml"
    overlay.write_text(
        "whatif: changed\ntitle: Something else\nset:\n" + "".join(f"  {own}\n" for own in lines), "utf-8"
    )
    return apply_whatif(shipped(), overlay)


def test_a_what_if_on_a_position_moves_the_forecast_that_way(tmp_path):
    changed = overlaid(tmp_path, "issues/usfk_flex/positions/JPN/position: 100")
    before, after = (run(case, issue="usfk_flex,ncg", model="deal") for case in (shipped(), changed))
    issue = shipped().find("issues/usfk_flex").object
    weights = {own.actor: own.salience.best * own.influence.best for own in issue.positions}
    stood = next(own.position.best for own in issue.positions if own.actor == "JPN")
    moved = (100 - stood) * weights["JPN"] / sum(weights.values())
    assert moved > 0.5
    name = "usfk_flex/forecast"
    assert after.finding(name).value - before.finding(name).value == pytest.approx(moved, abs=1e-9)
    claim = f"{MODEL}/claim-taiwan-without-consent"
    assert after.finding(claim).value > before.finding(claim).value
    changes = {change.id for change in compare_results(shipped(), changed, before, after).findings}
    assert f"bargaining/{name}" in changes
    assert not any(change.startswith("bargaining/ncg/") for change in changes)


def test_a_what_if_on_a_quota_moves_the_chance_of_a_deal_and_no_forecast(tmp_path):
    changed = overlaid(tmp_path, "bargaining/three-governments/governments/USA/quota: 1.0")
    before, after = (run(case, model="deal", scenario="none") for case in (shipped(), changed))
    deals = [name for name in names(before) if name.endswith("/deal")]
    pairs = [(before.finding(name).value, after.finding(name).value) for name in deals]
    assert all(new <= old for old, new in pairs)
    assert any(new < old - 0.05 for old, new in pairs)
    for issue in ISSUES:
        name = f"{issue}/forecast"
        assert after.finding(name).value == before.finding(name).value
        assert after.finding(name).interval == before.finding(name).interval
