"""What the lens says, recomputed by hand or by plain loops: the glue between the issues of a case and the models.

The shipped case is read once more as plain YAML. Small cases are written by the tests: their actors have names in
another order than the file, so that nothing can rest on the order of names by chance.
"""

import json
import math
from collections import defaultdict
from functools import cache
from itertools import combinations, permutations, product
from pathlib import Path

import numpy as np
import pytest
import yaml
from altair import Chart
from scipy.optimize import minimize

from cases import write_case
from shipped import shipped
from trivet.base.errors import NotFoundError, SettingsError, TrivetError
from trivet.base.i18n import Sayer
from trivet.case.load import open_case
from trivet.case.whatif import apply_whatif
from trivet.cli.run import save_export
from trivet.lens.run import DEFAULT_SEED, run_lens
from trivet.lens.streams import Streams
from trivet.lenses.bargaining import BargainingLens, BargainingSettings
from trivet.lenses.bargaining.ask import ask
from trivet.lenses.bargaining.model import smp
from trivet.lenses.bargaining.model.challenge_variant import Updating

LENS = BargainingLens()
DATA = Path(__file__).parent / "data"
DRAWS = 64
MODEL = "three-governments"
NAMES = {
    "A": "Zealand",
    "B": "Yonder",
    "C": "Xanadu",
    "D": "Wales",
    "E": "Vale",
    "a1": "Upper party",
    "a2": "Third party",
    "b1": "Second party",
    "b2": "First party",
}
SURE = {"error": 0}
"""Settings under which a case of points has the same inputs in every draw."""


# Cases and runs


def at(actor, position, salience=50, influence=1):
    return {
        "actor": actor,
        "position": position,
        "salience": salience,
        "influence": influence,
        "support": "background",
    }


def issue(name, *positions, stands=None, low=0, high=100, day="2024-06-01"):
    made = {"id": name, "title": f"On {name}", "as_of": day, "positions": list(positions), "support": "background"}
    made["scale"] = {"zero": "nothing", "hundred": "everything", "low": low, "high": high}
    if stands is not None:
        made["status_quo"] = {"position": stands, "support": "background"}
    return made


def government(actor, *factions, **more):
    return {"actor": actor, "factions": list(factions or (actor,)), "support": "background", **more}


def model_of(*governments, **more):
    return {"id": "m", "title": "M", "governments": list(governments), "support": "background", **more}


def named(**more):
    return {"support": "background", "name": "So named", **more}


def case_of(folder, *issues, model=None, actors=NAMES):
    people = [
        {
            "id": name,
            "kind": "faction" if name[1:] else "state",
            "name": actors[name],
            "of": [name[0].upper()] if name[1:] else [],
            "support": "background",
        }
        for name in actors
    ]
    sections = {"actors": people, "issues": list(issues)} | ({"bargaining": [model]} if model else {})
    folder.mkdir(exist_ok=True)
    return open_case(write_case(folder, **{name: json.dumps(part) for name, part in sections.items()}))


def run(case, **settings):
    return run_lens(LENS, case, {"draws": DRAWS, **settings}, use_cache=False)


def asked(case, **settings):
    """What the run behind a result has in its hands, with the same draws."""
    return ask(case, BargainingSettings(**{"draws": DRAWS, **settings}), Streams(DEFAULT_SEED))


def rows(result, table, issue=None):
    """Rows of a table as dictionaries by column; those of one issue."""
    whole = result.tables[table]
    made = [{column.name: cell for column, cell in zip(whole.columns, row, strict=True)} for row in whole.rows]
    return [row for row in made if issue is None or row["issue"].ref == f"issues/{issue}"]


def of(reference):
    """The id in a reference."""
    return reference.ref.partition("/")[2]


def points(result, issue):
    """What the models say of an issue, by the name of each; what one government proposes, by the government."""
    return {
        getattr(cell, "msgid", "") or of(cell.message.params["government"]): row["point"]
        for row in rows(result, "models", issue)
        for cell in [row["model"]]
    }


def point(result, issue, word):
    (found,) = [value for name, value in points(result, issue).items() if word in name]
    return found


# The same by plain arithmetic


def mean(x, w):
    return math.fsum(a * b for a, b in zip(x, w, strict=True)) / math.fsum(w)


def medians(x, w):
    """Lower and upper weighted median."""
    places, total = sorted(zip(x, w, strict=True)), math.fsum(w)
    lower = next(a for a, _ in places if math.fsum(c for b, c in places if b <= a) >= total / 2 - 1e-9 * total)
    upper = next(a for a, _ in places if math.fsum(c for b, c in places if b <= a) > total / 2 + 1e-9 * total)
    return lower, upper


def phi(z):
    return math.erfc(-z / math.sqrt(2)) / 2


def at_most(y, x, w, stated=None, half=0.5, deviation=0.25):
    """The forecast's distribution function at a point, all on 0 to 1."""
    own = math.fsum(c for a, c in zip(stated or x, w, strict=True) if a <= y + 1e-12) / math.fsum(w)
    low, high, here = (phi((end - mean(x, w)) / deviation) for end in (0, 1, y))
    return half * own + (1 - half) * (here - low) / (high - low)


def win_set(x, votes, stands, quota):
    """What voters with a share of the votes like no less than the status quo, on 0 to 1."""

    def passes(y):
        return math.fsum(v for a, v in zip(x, votes, strict=True) if abs(y - a) <= abs(stands - a) + 1e-12) >= (
            quota - 1e-9
        ) * math.fsum(votes)

    ends = [y for y in (0, 1, stands, *(2 * a - stands for a in x)) if 0 <= y <= 1 and passes(y)]
    return min(ends), max(ends)


def agreement(parties, stands):
    """The agreement set of governments given as (positions, votes, weights, quota, veto)."""
    low, high = 0.0, 1.0
    for x, votes, weights, quota, veto in parties:
        own_low, own_high = win_set(x, votes, stands, quota)
        low, high = max(low, own_low), min(high, own_high)
        if veto:
            mirrored = 2 * mean(x, weights) - stands
            low, high = max(low, min(stands, mirrored)), min(high, max(stands, mirrored))
    return low, high


# The shipped case as plain YAML


def triple(value):
    return tuple(value[key] for key in ("low", "best", "high")) if isinstance(value, dict) else (value,) * 3


@cache
def plain(name):
    return yaml.safe_load((shipped().root / f"{name}.yaml").read_text("utf-8"))


@cache
def board():
    """Issues by id: the status quo, and by actor the ranges of position, salience (0 to 1) and influence."""
    made = {}
    for own in plain("issues"):
        people = {
            p["actor"]: (
                triple(p["position"]),
                tuple(end / 100 for end in triple(p["salience"])),
                triple(p["influence"]),
            )
            for p in own["positions"]
        }
        made[own["id"]] = triple(own["status_quo"]["position"])[1], people
    return made


def best(people, factors=None):
    """Positions and weights at the best values."""
    x = [p[1] for p, _, _ in people.values()]
    w = [s[1] * c[1] * (factors or {}).get(name, 1) for name, (_, s, c) in people.items()]
    return x, w


@pytest.fixture(scope="module")
def result():
    return run(shipped(), model="all")


@pytest.fixture(scope="module")
def inside():
    return asked(shipped(), model="all")


ISSUES = list(board())


def test_best_guesses_and_plain_rules_are_those_of_the_file(result):
    assert len(ISSUES) == 17
    for name, (stands, people) in board().items():
        x, w = best(people)
        low, high = medians(x, w)
        assert result.finding(f"{name}/forecast").value == pytest.approx(mean(x, w), abs=1e-9)
        assert result.finding(f"{name}/simple").value == pytest.approx((low + high) / 2, abs=1e-9)
        told = points(result, name)
        expected = {"mean by weight (the model)": mean(x, w), "mean of heads": sum(x) / len(x), "status quo": stands}
        expected |= {"lower median by weight": low, "upper median by weight": high, "middle of the scale": 50}
        assert {key: told[key] for key in expected} == pytest.approx(expected, abs=1e-9)
        data = next(own for own in result.data["issues"] if own["id"] == name)
        given = (data["mean"], data["unweighted_mean"], data["median"], data["midpoint"], data["status_quo"])
        assert given == pytest.approx((mean(x, w), sum(x) / len(x), (low + high) / 2, 50, stands), abs=1e-9)
        assert data["median_pair"] == pytest.approx([low, high], abs=1e-9)
        assert (data["scale"], data["actors"]) == ([0, 100], list(people))
        assert not data["assumed_errors"]


def corners(people, actor, factors=None):
    """The outcomes that one actor brings about from every combination of ends of its ranges."""
    x, w = best(people, factors)
    place = list(people).index(actor)
    position, salience, influence = people[actor]
    for p, s, c in product(position, salience, influence):
        x[place], w[place] = p, s * c * (factors or {}).get(actor, 1)
        yield mean(x, w)


def test_the_table_of_actors_is_that_of_the_file(result):
    parties = {name: own["actor"] for own in plain("bargaining")[0]["governments"] for name in own["factions"]}
    for name, (_, people) in board().items():
        x, w = best(people)
        found = rows(result, "actors", name)
        assert {of(row["actor"]) for row in found} == set(people)
        assert [row["best"] for row in found] == pytest.approx(sorted(x))
        for row in found:
            actor = of(row["actor"])
            position, salience, influence = people[actor]
            own = list(people).index(actor)
            assert (row["low"], row["best"], row["high"]) == pytest.approx(position)
            assert (row["salience"], row["influence"]) == pytest.approx((salience[1] * 100, influence[1]))
            assert row["pull"] == pytest.approx(w[own] / sum(w))
            assert row["heavier"] == pytest.approx(0.1 * w[own] / sum(w) * (x[own] - mean(x, w)), abs=1e-9)
            others = [k for k in range(len(x)) if k != own]
            gone = mean([x[k] for k in others], [w[k] for k in others])
            assert row["gone"] == pytest.approx(gone - mean(x, w), abs=1e-9)
            reached = list(corners(people, actor))
            assert (row["swing-low"], row["swing-high"]) == pytest.approx((min(reached), max(reached)), abs=1e-9)
            assert (of(row["government"]) if row["government"] else None) == parties.get(actor)
            assert 0 <= row["first"] <= 1
        assert sum(row["pivot"] for row in found) == pytest.approx(1)


def test_the_mover_is_who_moves_the_outcome_furthest_and_who_is_pivotal_most_often(result):
    for name, (_, people) in board().items():
        width = {actor: max(ends) - min(ends) for actor in people for ends in [list(corners(people, actor))]}
        found = result.finding(f"{name}/mover")
        assert found.value == pytest.approx(max(width.values()), abs=1e-9)
        often = {of(row["actor"]): row["pivot"] for row in rows(result, "actors", name)}
        people_named = [ref.rpartition("/")[2] for ref in found.basis if "/positions/" in ref]
        assert often[people_named[0]] == pytest.approx(max(often.values()), abs=1e-9)
        assert people_named[1:] == [name for name in [max(width, key=width.get)] if name != people_named[0]]


def test_pivots_are_counted_over_draws(inside, result):
    for own in inside.solved[:4]:
        held = defaultdict(float)
        drawn = own.drawn
        for x, w in zip(drawn.position.tolist(), drawn.weight.tolist(), strict=True):
            for middle in medians(x, w):
                held[own.problem.actors[x.index(middle)]] += 1 / 2 / DRAWS
        told = {of(row["actor"]): row["pivot"] for row in rows(result, "actors", own.problem.issue.id)}
        assert told == pytest.approx({name: held[name] for name in told}, abs=1e-9)


def test_scenarios_multiply_influences_by_their_best_factors(result):
    expected = defaultdict(dict)
    for scenario in plain("bargaining")[0]["scenarios"]:
        factors = {change["actor"]: triple(change["influence"])[1] for change in scenario["changes"]}
        for name, (_, people) in board().items():
            if set(factors) & set(people):
                expected[name][scenario["name"]["en"]] = mean(*best(people)), mean(*best(people, factors))
    for name in ISSUES:
        told = {row["scenario"].text.en: (row["before"], row["after"]) for row in rows(result, "scenarios", name)}
        assert told.keys() == expected[name].keys()
        for scenario, (before, after) in expected[name].items():
            assert told[scenario] == pytest.approx((before, after), abs=1e-9)
        furthest = max(abs(after - before) for before, after in expected[name].values())
        assert result.finding(f"{name}/scenarios").value == pytest.approx(furthest, abs=1e-9)
    for scenario in plain("bargaining")[0]["scenarios"]:
        moved = {
            name: own[scenario["name"]["en"]][1] - own[scenario["name"]["en"]][0]
            for name, own in expected.items()
            if scenario["name"]["en"] in own
        }
        order = sorted((name for name in moved if abs(moved[name]) >= 1), key=lambda name: -abs(moved[name]))
        found = result.finding(f"{MODEL}/scenario-{scenario['id']}")
        assert found.value == pytest.approx(moved[order[0]], abs=1e-9)
        assert list(found.basis[1:]) == [f"issues/{name}" for name in order[:3]]


def test_changes_under_a_scenario_come_from_the_same_draws(inside, result):
    for own in inside.solved[:3]:
        for scenario in inside.scenarios:
            if not own.touched(scenario):
                continue
            drawn, other = own.drawn, own.under(scenario).drawn
            assert np.array_equal(drawn.position, other.position)
            assert np.array_equal(drawn.salience, other.salience)
            factor = other.influence / drawn.influence
            ranges = {change.actor: change.influence for change in scenario.changes}
            for i, name in enumerate(own.problem.actors):
                span = ranges.get(name)
                assert (factor[:, i] >= (span.low if span else 1) - 1e-12).all()
                assert (factor[:, i] <= (span.high if span else 1) + 1e-12).all()
                assert not span or span.width == 0 or len(np.unique(factor[:, i].round(9))) == DRAWS
            means = [[mean(x, w) for x, w in zip(d.position, d.weight, strict=True)] for d in (drawn, other)]
            change = np.subtract(means[1], means[0])
            (row,) = [
                row for row in rows(result, "scenarios", own.problem.issue.id) if row["scenario"].text == scenario.name
            ]
            ends = np.quantile(change, (0.05, 0.95)) * 100
            assert (row["change-low"], row["change-high"]) == pytest.approx(tuple(ends), abs=1e-9)
            under = own.under(scenario)
            assert (row["low"], row["high"]) == pytest.approx([under.quantile(q) * 100 for q in (0.1, 0.9)])


def test_claims_are_read_off_the_mixture_in_every_draw(inside, result):
    solved = {own.problem.issue.id: own for own in inside.solved}
    claims = plain("bargaining")[0]["claims"]
    assert len(claims) == 13
    for claim in claims:
        drawn, chances = solved[claim["issue"]].drawn, []
        for x, w in zip(drawn.position.tolist(), drawn.weight.tolist(), strict=True):
            upper = at_most(claim["below"] / 100 - 1e-9, x, w) if "below" in claim else 1
            chances.append(upper - (at_most(claim["above"] / 100, x, w) if "above" in claim else 0))
        found = result.finding(f"{MODEL}/claim-{claim['id']}")
        assert found.value == pytest.approx(sum(chances) / DRAWS, abs=1e-6)
        ends = np.quantile(chances, (0.05, 0.95))
        assert (found.interval.low, found.interval.high) == pytest.approx(tuple(ends), abs=1e-6)
        (row,) = [row for row in rows(result, "claims") if row["claim"].text.en == claim["statement"]["en"]]
        assert (row["low"], row["chance"], row["high"]) == (found.interval.low, found.value, found.interval.high)
        assert (row["above"], row["below"]) == (claim.get("above"), claim.get("below"))
        assert of(row["issue"]) == claim["issue"]


@pytest.mark.parametrize("place", [0, 7, 16])
def test_ranges_are_quantiles_of_the_mixture_over_all_draws(place, inside, result):
    own = inside.solved[place]
    drawn = list(zip(own.drawn.position.tolist(), own.drawn.weight.tolist(), strict=True))

    def chance(y):
        return math.fsum(at_most(y, x, w) for x, w in drawn) / DRAWS

    name = own.problem.issue.id
    (row,) = rows(result, "outcomes", name)
    data = next(each for each in result.data["issues"] if each["id"] == name)
    levels = {"low": 0.1, "lower": 0.25, "middle": 0.5, "upper": 0.75, "high": 0.9}
    for column, level in levels.items():
        assert chance(row[column] / 100) >= level - 1e-9 > chance(row[column] / 100 - 1 / 400) - 2e-9
        assert data["quantiles"][f"{level:g}"] == row[column]
    found = result.finding(f"{name}/forecast")
    assert (found.interval.low, found.interval.high, found.interval.level) == (row["low"], row["high"], 0.8)
    assert row["upper-half"] == pytest.approx(1 - chance(0.5), abs=1e-6)
    assert row["point"] == found.value
    assert row["status-quo"] == board()[name][0]
    ends = np.quantile([mean(x, w) * 100 for x, w in drawn], (0.05, 0.95))
    assert (row["point-low"], row["point-high"]) == pytest.approx(tuple(ends), abs=1e-9)
    curve = data["distribution"]
    assert curve["points"] == pytest.approx(list(range(101)))
    assert curve["at_most"] == pytest.approx([chance(y / 100) for y in range(101)], abs=1e-6)


# Deals in the shipped case


def parties_on(name):
    """The governments that must consent on an issue, with their factions there, quota and veto."""
    _, people = board()[name]
    for own in plain("bargaining")[0]["governments"]:
        there = [actor for actor in people if actor in own["factions"]]
        if there and name not in own.get("outside", ()):
            quotas = [c["quota"] for c in own.get("consents", ()) if c["issue"] == name]
            yield own["actor"], there, (quotas or [own["quota"]])[0], own.get("veto", True)


def dealt():
    return [name for name in ISSUES if len(list(parties_on(name))) > 1]


def test_quotas_consents_and_who_stays_outside_are_those_of_the_file(result):
    assert set(dealt()) == {of(row["issue"]) for row in rows(result, "winsets")}
    assert "forced_labour" in dealt()
    assert {quota for name in dealt() for _, _, quota, _ in parties_on(name)} == {0.5, 0.6}
    for name in dealt():
        told = {of(row["government"]): row["quota"] for row in rows(result, "winsets", name)}
        assert told == {actor: quota for actor, _, quota, _ in parties_on(name)}
        found = result.finding(f"{name}/deal")
        named = {ref.rpartition("/")[2] for ref in found.basis if "/governments/" in ref}
        assert named == set(told)


def test_win_sets_and_the_cheapest_consent_are_those_of_plain_loops(result):
    for name in dealt():
        stands, people = board()[name]
        parties, homes = [], []
        for actor, there, quota, veto in parties_on(name):
            x = [people[f][0][1] / 100 for f in there]
            votes = [people[f][2][1] for f in there]
            weights = [people[f][1][1] * v for f, v in zip(there, votes, strict=True)]
            parties.append((x, votes, weights, quota, veto))
            homes.append((actor, there, mean(x, weights), sum(weights)))
        guess = mean([x for *_, x, _ in homes], [w for *_, w in homes])
        low, high = agreement(parties, stands / 100)
        total = 0.0
        for (x, votes, weights, quota, _), (actor, there, home, _) in zip(parties, homes, strict=True):
            (row,) = [row for row in rows(result, "winsets", name) if of(row["government"]) == actor]
            own = win_set(x, votes, stands / 100, quota)
            expected = (home, *own, low, high)
            told = [row[key] for key in ("position", "low", "high", "all-low", "all-high")]
            assert told == pytest.approx([end * 100 for end in expected], abs=1e-9)
            loss = [max(0.0, abs(guess - a) - abs(stands / 100 - a)) * w * 100 for a, w in zip(x, weights, strict=True)]
            content = [k for k in range(len(x)) if loss[k] <= 1e-9]
            missing = quota * sum(votes) - sum(votes[k] for k in content)
            opposed = [k for k in range(len(x)) if k not in content]
            bought = [
                some
                for size in range(len(opposed) + 1)
                for some in combinations(opposed, size)
                if sum(votes[k] for k in some) >= missing - 1e-9 * sum(votes)
            ]
            cheapest = min(bought, key=lambda some: sum(loss[k] for k in some))
            assert row["cost"] == pytest.approx(sum(loss[k] for k in cheapest), abs=1e-9)
            assert row["ratifies"] == (cheapest == ())
            paid = {of(item) for item in row["paid"].items} if cheapest else set()
            assert paid == {there[k] for k in cheapest}
            total += row["cost"]
        found = result.finding(f"{name}/compensation")
        assert (found is None) == (total == 0)
        if found:
            assert found.value == pytest.approx(total, abs=1e-9)


def chance_of_deal(own, name, shift=0.0):
    """The share of draws with a deal, by plain loops."""
    drawn, problem, deals = own.drawn, own.problem, 0
    places = {actor: i for i, actor in enumerate(problem.actors)}
    for x, v, w, stands in zip(
        drawn.position.tolist(),
        drawn.influence.tolist(),
        drawn.weight.tolist(),
        drawn.status_quo.tolist(),
        strict=True,
    ):
        parties = []
        for _, there, quota, veto in parties_on(name):
            own_places = [places[f] for f in there]
            columns = ([values[k] for k in own_places] for values in (x, v, w))
            parties.append((*columns, min(1, quota + shift), veto))
        low, high = agreement(parties, stands)
        deals += high - low > 1e-9
    return deals / DRAWS


def test_the_chance_of_a_deal_is_the_share_of_draws_with_one_and_its_range_that_of_quotas_a_tenth_off(inside, result):
    solved = {own.problem.issue.id: own for own in inside.solved}
    spread = 0
    for name in dealt():
        found = result.finding(f"{name}/deal")
        judged, strict, lax = (chance_of_deal(solved[name], name, shift) for shift in (0, 0.1, -0.1))
        assert found.value == pytest.approx(judged, abs=1e-9)
        ends = min(judged, strict, lax), max(judged, strict, lax)
        assert (found.interval.low, found.interval.high) == pytest.approx(ends, abs=1e-9)
        spread += found.interval.low < judged < found.interval.high
    assert spread > 3


def test_a_quota_in_the_table_is_what_the_chance_would_be_under_it(tmp_path, result):
    overlay = tmp_path / "strict.yaml"
    overlay.write_text(
        f"whatif: strict\ntitle: Seoul needs nine tenths\nset:\n  bargaining/{MODEL}/governments/KOR/quota: 0.9\n",
        "utf-8",
    )
    after = run(
        apply_whatif(shipped(), overlay), model="deal", scenario="none", issue="usfk_level,opcon,missile_defence"
    )
    for name in ("usfk_level", "opcon", "missile_defence"):
        curve = {row["quota"]: row["no-deal"] for row in rows(result, "quotas", name) if of(row["government"]) == "KOR"}
        assert list(curve) == pytest.approx([k / 10 for k in range(1, 11)])
        assert list(curve.values()) == sorted(curve.values())
        assert after.finding(f"{name}/deal").value == pytest.approx(1 - curve[0.9], abs=1e-9)
        assert result.finding(f"{name}/deal").value == pytest.approx(1 - curve[0.5], abs=1e-9)


# A two-level game by hand


def two_levels(folder, quota, **more):
    """A has a large faction at 80 and a smaller one at 15, B stands at 60; it stands at 20."""
    return case_of(
        folder,
        issue("p", at("b1", 60, 50, 3), at("a2", 15, 50, 2), at("a1", 80, 50, 3), at("C", 0), stands=20),
        model=model_of(government("A", "a1", "a2", quota=quota, veto=False), government("B", "b1", veto=False), **more),
    )


def test_a_majority_at_home_carries_what_a_veto_or_a_higher_quota_stops(tmp_path):
    free = run(two_levels(tmp_path / "free", 0.55), **SURE)
    found = free.finding("p/deal")
    assert (found.value, found.interval.low, found.interval.high) == (1, 0, 1)
    home = {of(row["government"]): row for row in rows(free, "winsets", "p")}
    assert [home["A"][key] for key in ("low", "high", "all-low", "all-high")] == pytest.approx([20, 100, 20, 100])
    assert (home["A"]["position"], home["B"]["position"]) == pytest.approx((54, 60))
    assert home["B"]["low"] == pytest.approx(20)
    assert home["A"]["ratifies"]
    assert free.finding("p/compensation") is None
    assert [row["no-deal"] for row in rows(free, "quotas", "p") if of(row["government"]) == "A"] == [0] * 6 + [1] * 4

    # A's gain falls from 54 on faster than B's grows; both concede the same share at the harmonic mean of 34 and 40
    told = points(free, "p")
    assert (told["A"], told["B"], point(free, "p", "Nash solution among")) == pytest.approx((54, 60, 54))
    assert point(free, "p", "Kalai") == pytest.approx(20 + 2 * 34 * 40 / 74)

    strict = run(two_levels(tmp_path / "strict", 0.7), **SURE)
    told = points(strict, "p")
    assert (told["A"], told["B"]) == pytest.approx((20, 20))
    assert point(strict, "p", "Nash solution among") is point(strict, "p", "Kalai") is None
    found = strict.finding("p/deal")
    assert (found.value, found.interval.low, found.interval.high) == (0, 0, 1)
    assert "issues/p/positions/a2" in found.basis
    assert not {"issues/p/positions/a1", "issues/p/positions/b1"} & set(found.basis)
    home = {of(row["government"]): row for row in rows(strict, "winsets", "p")}
    assert [home["A"][key] for key in ("low", "high")] == pytest.approx([20, 20])
    assert [of(item) for item in home["A"]["paid"].items] == ["a2"]
    guess = (54 * 2.5 + 60 * 1.5) / 4
    cost = ((guess - 15) - (20 - 15)) * 2 * 0.5
    assert strict.finding("p/compensation").value == pytest.approx(cost)
    assert "issues/p/positions/a2" in strict.finding("p/compensation").basis


def test_a_scenario_may_open_the_way_to_a_deal(tmp_path):
    gone = named(id="gone", changes=[{"actor": "a2", "influence": 0}])
    other = named(id="other", changes=[{"actor": "C", "influence": 0}])
    case = two_levels(tmp_path, 0.7, scenarios=[gone, other])
    found = [(row["deal-before"], row["deal-after"]) for row in rows(run(case, **SURE), "scenarios")]
    assert found == [(0, 1), (0, 0)]
    assert {row["deal-after"] for row in rows(run(case, model="none"), "scenarios")} == {None}


def test_a_government_that_leaves_under_a_scenario_has_no_say_any_more(tmp_path):
    people = at("A", 0), at("B", 60), at("C", 80)
    scenario = named(id="gone", changes=[{"actor": "A", "influence": 0}])
    model = model_of(government("A"), government("B"), government("C"), scenarios=[scenario])
    (row,) = rows(run(case_of(tmp_path, issue("p", *people, stands=20), model=model), **SURE), "scenarios")
    assert (row["deal-before"], row["deal-after"]) == (0, 1)


def test_a_government_that_stands_below_the_status_quo_refuses_with_its_veto(tmp_path):
    def chance(veto):
        people = at("a1", 30, 10, 3), at("a2", 0, 90, 2), at("B", 60)
        return case_of(
            tmp_path / str(veto),
            issue("p", *people, stands=20),
            model=model_of(government("A", "a1", "a2", veto=veto), government("B")),
        )

    for veto, expected in ((False, 1), (True, 0)):
        found = run(chance(veto), **SURE).finding("p/deal")
        assert (found.value, found.interval.low, found.interval.high) == (expected, expected, expected)


def test_a_quota_a_tenth_higher_is_unanimity_at_most(tmp_path):
    """97 of 100 want to move; 95 are enough, but not everybody does."""
    people = at("a1", 80, 50, 97), at("a2", 0, 50, 3), at("B", 60)
    model = model_of(government("A", "a1", "a2", quota=0.95, veto=False), government("B"))
    found = run(case_of(tmp_path, issue("p", *people, stands=20), model=model), **SURE).finding("p/deal")
    assert (found.value, found.interval.low, found.interval.high) == (1, 0, 1)


def test_a_government_whose_factions_have_no_influence_has_no_say(tmp_path):
    people = at("A", 0, 50, 0), at("B", 60), at("C", 80)
    model = model_of(government("A"), government("B"), government("C"))
    result = run(case_of(tmp_path, issue("p", *people, stands=20), model=model), **SURE)
    assert {of(row["government"]) for row in rows(result, "winsets")} == {"B", "C"}
    assert result.finding("p/deal").value == 1


def width_without(faction, name, places, x, v, w, stands):
    """How wide the agreement set is in one draw if a faction were not there."""
    parties = []
    for _, there, quota, veto in parties_on(name):
        left = [places[f] for f in there if f != faction]
        if left:
            parties.append((x[left], v[left], w[left], quota, veto))
    low, high = agreement(parties, stands)
    return high - low


def narrows(own, name):
    """How often each faction is the one without which the agreement set would be widest, by plain loops."""
    drawn, often = own.drawn, defaultdict(int)
    places = {actor: i for i, actor in enumerate(own.problem.actors)}
    for x, v, w, stands in zip(drawn.position, drawn.influence, drawn.weight, drawn.status_quo, strict=True):
        whole = width_without(None, name, places, x, v, w, stands)
        factions = [f for _, there, _, _ in parties_on(name) for f in there]
        gain = {f: width_without(f, name, places, x, v, w, stands) - whole for f in factions}
        most = [f for f in gain if gain[f] > max(1e-9, max(gain.values()) - 1e-9)]
        if most:
            votes = {f: v[places[f]] for f in most}
            often[max(most, key=votes.get)] += 1
    return often


@pytest.mark.parametrize("name", ["usfk_flex", "opcon", "missile_defence"])
def test_who_narrows_a_deal_most_often_is_named(name, inside, result):
    own = next(each for each in inside.solved if each.problem.issue.id == name)
    often = narrows(own, name)
    order = sorted(often, key=lambda f: -often[f])
    assert often[order[0]] > often[order[1]] > 0
    found = result.finding(f"{name}/deal")
    assert [ref.rpartition("/")[2] for ref in found.basis if "/positions/" in ref] == order[:1]
    told = next(param.value for param in found.statement.params.values() if getattr(param, "unit", "") == "%")
    assert told == pytest.approx(100 * often[order[0]] / DRAWS)


def test_who_stays_outside_and_who_consents_otherwise_is_respected(tmp_path):
    people = at("A", 80), at("B", 60), at("C", 0)
    three = government("A"), government("B"), government("C", outside=["p"])
    result = run(case_of(tmp_path / "out", issue("p", *people, stands=20), model=model_of(*three)), **SURE)
    assert result.finding("p/deal").value == 1
    assert {of(row["government"]) for row in rows(result, "winsets", "p")} == {"A", "B"}
    inside = government("A"), government("B"), government("C", veto=False)
    result = run(case_of(tmp_path / "in", issue("p", *people, stands=20), model=model_of(*inside)), **SURE)
    assert result.finding("p/deal").value == 0
    two = government("A", "a1", "a2", veto=False, consents=[{"issue": "q", "quota": 1, "support": "background"}])
    positions = at("a1", 80, 50, 3), at("a2", 15, 50, 2), at("B", 60)
    both = [issue(name, *positions, stands=20) for name in ("p", "q")]
    result = run(case_of(tmp_path / "consent", *both, model=model_of(two, government("B"))), **SURE)
    assert [result.finding(f"{name}/deal").value for name in ("p", "q")] == [1, 0]
    assert [row["quota"] for row in rows(result, "winsets", "q") if of(row["government"]) == "A"] == [1]


def test_without_factions_named_those_of_the_state_and_the_state_itself_speak_for_it(tmp_path):
    model = model_of({"actor": "A", "support": "background"}, government("B"))
    people = at("a1", 80), at("a2", 40), at("A", 30, 50, 2), at("B", 60), at("b1", 0)
    result = run(case_of(tmp_path, issue("p", *people, stands=20), model=model), **SURE)
    home = {of(row["government"]): row["position"] for row in rows(result, "winsets", "p")}
    assert home == pytest.approx({"A": 45, "B": 60})
    sides = {of(row["actor"]): row["government"] and of(row["government"]) for row in rows(result, "actors", "p")}
    assert sides == {"a1": "A", "a2": "A", "A": "A", "B": "B", "b1": None}


def test_there_is_no_deal_to_speak_of_without_a_status_quo_or_a_second_government(tmp_path):
    model = model_of(government("A"), government("B"), government("C"))
    people = at("A", 80), at("B", 60)
    for number, own in enumerate(
        [issue("p", *people), issue("p", at("A", 80), at("D", 0), stands=20), issue("p", *people, stands=20)]
    ):
        found = run(case_of(tmp_path / str(number), own, model=model), **SURE)
        assert (found.finding("p/deal") is not None) == ("winsets" in found.tables) == (number == 2)


def test_governments_to_which_an_issue_does_not_matter_at_all_stop_no_run(tmp_path):
    people = at("A", 10, 0), at("B", 50, 0), at("C", 100)
    case = case_of(tmp_path, issue("p", *people, stands=30), model=model_of(government("A"), government("B")))
    assert run(case).finding("p/forecast").value == pytest.approx(100)


# Packages and exchanges by hand


def linked(folder, other=None):
    """A wants p and B wants q, each more than it minds the other; C loses by both and D gains by both."""
    p = at("D", 100, 20), at("C", 50, 50, 2), at("B", 0, 20), at("A", 100, 80)
    q = at("D", 100, 20), at("C", 50, 50, 2), at("B", 100, 80), at("A", 0, 20)
    p, q = ((*own, other) if other else own for own in (p, q))
    package = named(id="both", issues=["p", "q"])
    model = model_of(government("B"), government("A"), packages=[package])
    return case_of(folder, issue("p", *p, stands=50), issue("q", *q, stands=50), model=model)


def test_a_package_leaves_both_governments_better_off_and_tells_who_pays(tmp_path):
    result = run(linked(tmp_path), **SURE)
    assert result.finding("m/package-both").value == 1
    assert result.finding("m/links-both").value == 1  # only both issues together
    assert {of(row["issue"]): row["outcome"] for row in rows(result, "packages")} == pytest.approx({"p": 100, "q": 100})
    for row in rows(result, "packages"):
        assert (row["status-quo"], row["low"], row["high"]) == pytest.approx((50, 100, 100))
        assert row["alone"] == pytest.approx(result.finding(f"{of(row['issue'])}/forecast").value)
    gains = {of(row["who"]): row["gain"] for row in rows(result, "gains")}
    assert gains == pytest.approx({"A": 30, "B": 30, "C": -50, "D": 20})
    for row in rows(result, "gains"):
        who = of(row["who"])
        assert row["part"].msgid == ("government" if who in "AB" else "outside")
        assert (row["low"], row["high"]) == pytest.approx((row["gain"], row["gain"]))
        assert row["worse"] == (who == "C")
    words = Sayer("en", open_case(tmp_path)).say(result.finding("m/package-both").statement)
    assert NAMES["C"] in words
    assert NAMES["D"] not in words


def test_a_bargain_of_all_actors_over_all_issues_is_beside_each_package(tmp_path):
    """Each actor's loss is shared out over issues by salience; weights are influence times all its salience."""
    p, q = (100, 50, 0, 100), (100, 50, 100, 0)  # of D, C, B and A
    on_p, on_q, power = (0.2, 0.5, 0.2, 0.8), (0.2, 0.5, 0.8, 0.2), (1, 2, 1, 1)

    def objective(y):
        total = 0.0
        for x1, x2, s1, s2, c in zip(p, q, on_p, on_q, power, strict=True):
            loss = (s1 * (y[0] - x1 / 100) ** 2 + s2 * (y[1] - x2 / 100) ** 2) / (s1 + s2)
            total += c * (s1 + s2) * math.log(1.2 - loss)
        return -total

    found = minimize(objective, (0.5, 0.5), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13})
    told = {of(row["issue"]): row["costly"] for row in rows(run(linked(tmp_path), **SURE), "packages")}
    assert told == pytest.approx({"p": 100 * found.x[0], "q": 100 * found.x[1]}, abs=1e-4)


def test_who_is_left_as_it_was_by_a_package_is_not_named_as_paying(tmp_path):
    case = linked(tmp_path, at("E", 75, 60))
    result = run(case, **SURE)
    gains = {of(row["who"]): row["gain"] for row in rows(result, "gains")}
    assert gains["E"] == pytest.approx(0, abs=1e-3)
    words = Sayer("en", case).say(result.finding("m/package-both").statement)
    assert NAMES["C"] in words
    assert NAMES["E"] not in words


def test_ranges_of_packages_hold_nine_draws_in_ten(tmp_path):
    """A's best p is where the package ends, and it is uncertain; B loses nothing by p."""
    p = at("B", 100, 20), at("A", spread(60, 80, 95), 80)
    q = at("B", spread(70, 80, 90), 80), at("A", 100, 20)
    package = named(id="both", issues=["p", "q"])
    model = model_of(government("B"), government("A"), packages=[package])
    case = case_of(tmp_path, issue("p", *p, stands=50), issue("q", *q, stands=50), model=model)
    found = {own.problem.issue.id: own for own in asked(case).solved}
    result = run(case)
    for row in rows(result, "packages"):
        own = found[of(row["issue"])]
        wanted = own.drawn.position[:, own.problem.actors.index("A" if of(row["issue"]) == "p" else "B")]
        assert (row["low"], row["high"]) == pytest.approx(tuple(np.quantile(wanted, (0.05, 0.95)) * 100), abs=0.01)
    for row in rows(result, "gains"):
        assert row["low"] < row["gain"] < row["high"]


def test_factions_weigh_at_home_by_their_influence_on_the_issues_of_a_package(tmp_path):
    """A's factions want opposite things on p; the larger one decides what the package may cost."""
    positions = at("a1", 100, 50, 3), at("a2", 0, 50, 1), at("B", 100, 50)
    own = [issue(name, *positions, stands=50) for name in ("p", "q")]
    model = model_of(government("A", "a1", "a2"), government("B"), packages=[named(id="both", issues=["p", "q"])])
    result = run(case_of(tmp_path, *own, model=model), **SURE)
    gains = {of(row["who"]): row["gain"] for row in rows(result, "gains")}
    assert gains == pytest.approx({"A": 2 * 50 * 0.5 * (3 - 1) / 4, "B": 2 * 50 * 0.5})
    assert result.finding("m/links-both").value == 2  # each issue alone, too


def test_no_package_is_made_up(tmp_path):
    positions = at("A", 0), at("B", 100)
    own = [issue(name, *positions, stands=50) for name in ("p", "q")]
    package = named(id="both", issues=["p", "q"], featured=True)
    model = model_of(government("A"), government("B"), packages=[package])
    result = run(case_of(tmp_path / "none", *own, model=model), **SURE)
    found = result.finding("m/package-both")
    assert (found.value, result.finding("m/links-both").value, found.key) == (0, 0, True)
    assert {row["outcome"] for row in rows(result, "packages")} == {None}
    assert {(row["gain"], row["low"], row["worse"]) for row in rows(result, "gains")} == {(None, None, None)}
    unknown = [own[0], issue("q", *positions)]
    result = run(case_of(tmp_path / "unknown", *unknown, model=model), **SURE)
    assert result.finding("m/package-both") is None
    alone = model_of(government("A"), government("C"), packages=[package])
    assert run(case_of(tmp_path / "alone", *own, model=alone), **SURE).finding("m/package-both") is None


def test_governments_trade_what_matters_less_and_others_bear_it(tmp_path):
    """Weights sum to 2.2 on both issues; each partner can move the other's outcome by 20/2.2 points."""
    case = linked(tmp_path)
    result = run(case, **SURE)
    w = {"A": 0.8, "B": 0.2, "C": 1.0, "D": 0.2}
    shift = 100 * w["B"] / sum(w.values())
    gain = (0.8 - 0.2) * shift
    (row,) = rows(result, "trades")
    assert {of(row["one"]), of(row["other"])} == {"A", "B"}
    gives = {of(row["one"]): of(row["gives"]), of(row["other"]): of(row["other-gives"])}
    assert gives == {"A": "q", "B": "p"}
    assert (row["share"], row["gain"]) == pytest.approx((1, gain))
    assert [of(item) for item in row["hurt"].items] == ["C"]
    assert [of(item) for item in row["helped"].items] == ["D"]
    assert result.finding("m/exchange-1").value == pytest.approx(gain)
    assert {"issues/p", "issues/q"} <= set(result.finding("m/exchange-1").basis)
    assert result.finding("m/exchange-2") is None

    first = result.data["exchange"]["rounds"][0]
    assert [result.data["exchange"]["cap"], result.data["exchange"]["issues"]] == ["outcome", ["p", "q"]]
    assert set(result.data["exchange"]["actors"][:2]) == {"A", "B"}
    (made,) = first["exchanges"]
    assert {made["i"]: made["i_supply"], made["j"]: made["j_supply"]} == {"A": "q", "B": "p"}
    assert (made["i_from"], made["i_to"], made["j_from"], made["j_to"]) == pytest.approx((0, 100, 0, 100))
    assert made["gain"] == pytest.approx(gain)
    before = dict.fromkeys(("p", "q"), 100 * (w["A"] + 0.5 * w["C"] + w["D"]) / 2.2)
    assert first["outcome_before"] == pytest.approx(before)
    assert first["outcome_after"] == pytest.approx({name: own + shift for name, own in before.items()})
    assert first["voting_positions"]["q"]["A"] == pytest.approx(100)
    assert first["next_start_positions"]["q"]["A"] == pytest.approx(100 * (0.4 * 0.8 + 0.1))
    assert len(result.data["exchange"]["rounds"]) == 3
    assert run(case, **SURE, exchange="opening").data["exchange"]["cap"] == "opening"


def test_what_keeps_an_outcome_from_passing_its_asker_is_chosen(result):
    """Under the cap of the start of the round an exchange may still be made that the other one stops."""
    other = run(shipped(), model="exchange", scenario="none", exchange="opening").data["exchange"]
    told = result.data["exchange"]
    assert (told["cap"], other["cap"]) == ("outcome", "opening")
    assert told["rounds"][0]["outcome_before"] == other["rounds"][0]["outcome_before"]
    assert told["rounds"][0]["exchanges"][0] == other["rounds"][0]["exchanges"][0]
    assert len(told["rounds"][0]["exchanges"]) < len(other["rounds"][0]["exchanges"])


def test_governments_trade_as_one_and_the_outcome_before_is_the_best_guess(result):
    told = result.data["exchange"]
    assert set(told["actors"][:3]) == {"USA", "KOR", "JPN"}
    assert not set(told["actors"][3:]) & {f for own in plain("bargaining")[0]["governments"] for f in own["factions"]}
    guesses = {name: result.finding(f"{name}/forecast").value for name in ISSUES}
    assert told["rounds"][0]["outcome_before"] == pytest.approx(guesses, abs=1e-9)
    trades = rows(result, "trades")
    parties = [{of(row["one"]), of(row["other"])} for row in trades]
    assert all(pair <= {"USA", "KOR", "JPN"} for pair in parties)
    worth = [row["share"] * row["gain"] for row in trades]
    assert worth == sorted(worth, reverse=True)
    for number in (1, 2, 3):
        assert result.finding(f"{MODEL}/exchange-{number}").value == trades[number - 1]["gain"]


def test_a_government_stands_where_its_factions_pull_together(tmp_path):
    p = at("a1", 90, 60, 3), at("a2", 30, 20, 1), at("B", 10)
    q = at("a1", 20, 40, 3), at("B", 80)
    model = model_of(government("A", "a1", "a2"), government("B"))
    result = run(case_of(tmp_path, issue("p", *p), issue("q", *q), model=model), **SURE)
    first = result.data["exchange"]["rounds"][0]
    start = (90 * 1.8 + 30 * 0.2) / 2
    assert result.data["exchange"]["actors"] == ["B", "A"]  # by name
    (made,) = first["exchanges"]
    # A cares for p by (0.6 * 3 + 0.2 * 1) / 4 and B by a half, A for q by 0.4: so A asks for p
    assert (made["i"], made["i_supply"], made["j_supply"]) == ("A", "q", "p")
    assert made["i_from"] == pytest.approx(20)
    assert made["j_from"] == pytest.approx(10)
    left = {name: own for name, own in first["voting_positions"]["p"].items() if name == "A"}
    assert left == pytest.approx({"A": start})


def test_without_governments_everybody_trades_alone(tmp_path):
    p = at("C", 100, 80), at("B", 0, 20)
    q = at("C", 0, 20), at("B", 100, 80)
    own = issue("p", *p, stands=50), issue("q", *q, stands=50)
    result = run(case_of(tmp_path / "none", *own), **SURE)
    assert result.data["exchange"]["actors"] == ["C", "B"]  # in the order of the file
    assert "trades" not in result.tables
    result = run(case_of(tmp_path / "model", *own, model=model_of()), **SURE)
    assert {of(rows(result, "trades")[0][key]) for key in ("one", "other")} == {"B", "C"}
    assert "exchange" not in run(case_of(tmp_path / "one", own[0]), **SURE).data


# Inputs and their errors


def three(**ranges):
    """One issue of three actors; ranges may stand in for its points."""
    values = {"a": 10, "b": 40, "c": 96, "salience": 50, "influence": 1, "stands": 30} | ranges
    return issue(
        "p",
        at("A", values["a"], values["salience"], values["influence"]),
        at("C", values["c"], 30, 2),
        at("B", values["b"], 80),
        stands=values["stands"],
    )


def spread(low, best, high):
    return {"low": low, "best": best, "high": high}


@pytest.mark.parametrize(
    ("ranges", "assumed"),
    [
        ({}, True),
        ({"influence": spread(1, 2, 3)}, True),
        ({"stands": spread(10, 30, 40)}, True),
        ({"a": spread(9, 10, 10)}, False),
        ({"salience": spread(50, 50, 51)}, False),
    ],
    ids=str,
)
def test_errors_are_assumed_only_where_nobody_gave_any(ranges, assumed, tmp_path):
    case = case_of(tmp_path, three(**ranges))
    result = run(case, model="none")
    assert result.data["issues"][0]["assumed_errors"] is assumed
    told = [any("Nobody gave" in text.text for text in finding.assumptions) for finding in result.findings]
    assert told == [assumed] * 3
    drawn = {name: asked(case).solved[0].drawn for name in ("p",)}["p"]
    b = asked(case).solved[0].problem.actors.index("B")
    assert (np.ptp(drawn.position[:, b]) > 0.1) == assumed
    assert run(case, error=0).data["issues"][0]["assumed_errors"] is False


def test_assumed_errors_reach_as_far_as_asked_and_as_the_ends_allow(tmp_path):
    case = case_of(tmp_path, three(salience=95))
    own = asked(case, error=20, draws=512, correlation=0).solved[0]
    place = {name: i for i, name in enumerate(own.problem.actors)}
    ends = {"A": (0, 0.2), "B": (0.2, 0.6), "C": (0.92, 1)}
    for name, (low, high) in ends.items():
        drawn = own.drawn.position[:, place[name]]
        assert (low < drawn).all()
        assert (drawn < high).all()
        assert (drawn.min() - low, high - drawn.max()) < (0.05 * (high - low),) * 2
        assert drawn.mean() == pytest.approx((low + high) / 2, abs=1e-4)
    salience = own.drawn.salience[:, place["A"]]
    assert 0.9 < salience.min() < 0.905
    assert 0.995 < salience.max() < 1


def test_assumed_errors_move_the_bell_and_leave_actors_where_they_stand(tmp_path):
    case = case_of(tmp_path, three())
    curve = run(case, actors=1, model="none").data["issues"][0]["distribution"]
    jumps = {
        y
        for y, before, after in zip(curve["points"][1:], curve["at_most"], curve["at_most"][1:], strict=False)
        if after > before
    }
    assert jumps == {10, 40, 96}
    claim = {"id": "k", "issue": "p", "statement": "So", "support": "background", "above": 40}
    case = case_of(tmp_path / "claim", three(), model=model_of(claims=[claim]))
    own = asked(case, actors=1).solved[0]
    share = own.drawn.weight[:, own.problem.actors.index("C")] / own.drawn.weight.sum(axis=1)
    assert run(case, actors=1).finding("m/claim-k").value == pytest.approx(share.mean(), abs=1e-9)


def inverse(low, best, high, u):
    """The inverse of a triangular distribution function."""
    if high == low:
        return best
    peak = (best - low) / (high - low)
    if u < peak:
        return low + math.sqrt(u * peak) * (high - low)
    return high - math.sqrt((1 - u) * (1 - peak)) * (high - low)


def test_each_input_is_spread_evenly_over_its_own_range_apart_from_all_others(tmp_path):
    p, s, c = spread(10, 20, 60), spread(20, 50, 60), spread(1, 2, 9)
    people = at("a1", p, s, c), at("a2", p, s, c), at("B", p, s, c)
    case = case_of(tmp_path, issue("p", *people, stands=spread(0, 30, 50)))
    own = asked(case, draws=2048, correlation=0.6).solved[0]
    evenly = [(k + 0.5) / 2048 for k in range(2048)]
    for name in ("salience", "influence"):
        ends = [end / 100 for end in triple(s)] if name == "salience" else [math.log(end) for end in triple(c)]
        expected = [inverse(*ends, u) for u in evenly]
        expected = expected if name == "salience" else [math.exp(value) for value in expected]
        for i in range(3):
            assert sorted(getattr(own.drawn, name)[:, i]) == pytest.approx(expected, abs=1e-9)
    assert sorted(own.drawn.status_quo) == pytest.approx([inverse(0, 0.3, 0.5, u) for u in evenly], abs=1e-9)
    assert np.quantile(own.drawn.position, 0.25) == pytest.approx(inverse(0.1, 0.2, 0.6, 0.25), abs=0.01)
    columns = np.concatenate([own.drawn.position, own.drawn.salience, own.drawn.influence], axis=1)
    related = np.corrcoef(np.argsort(np.argsort(columns, axis=0), axis=0), rowvar=False)
    one, two = (own.problem.actors.index(name) for name in ("a1", "a2"))
    assert related[one, two] == pytest.approx(6 / math.pi * math.asin(0.6 / 2), abs=0.06)
    related[one, two] = related[two, one] = 0
    assert np.abs(related - np.eye(9)).max() < 0.12


def test_actors_with_one_name_are_drawn_apart(tmp_path):
    ranges = spread(10, 40, 80), spread(20, 50, 60), spread(1, 2, 5)
    actors = {"A": "Namesake", "B": "Namesake", "C": "Xanadu"}
    case = case_of(tmp_path, issue("p", *(at(name, *ranges) for name in actors)), actors=actors)
    drawn = asked(case, correlation=0, draws=512).solved[0].drawn
    for part in (drawn.position, drawn.salience, drawn.influence):
        assert np.abs(np.corrcoef(part, rowvar=False) - np.eye(3)).max() < 0.2


@pytest.mark.parametrize("part", ["position", "salience", "influence"])
def test_all_uncertainty_is_put_down_to_the_one_input_that_is_not_known(part, tmp_path):
    own = {"position": 40, "salience": 50, "influence": 2} | {part: spread(10, 30, 70)}
    case = case_of(tmp_path, issue("p", at("A", 0), at("B", **own), at("C", 100)))
    for row in rows(run(case, **SURE), "actors"):
        assert row["total"] == pytest.approx(1 if of(row["actor"]) == "B" else 0, abs=0.06)
        assert row["first"] == pytest.approx(1 if of(row["actor"]) == "B" else 0, abs=0.1)


def test_what_matters_only_together_with_something_else_counts_in_the_total_alone(tmp_path):
    """The mean is as likely above B as below, whatever B weighs; how far above or below depends on it."""
    case = case_of(tmp_path, issue("p", at("A", spread(0, 50, 100)), at("B", 50, 50, spread(0.05, 1, 20))))
    index = {of(row["actor"]): row for row in rows(run(case), "actors")}
    assert index["B"]["first"] < 0.05 < 0.15 < index["B"]["total"]
    assert index["A"]["total"] == pytest.approx(1, abs=0.1)
    assert index["A"]["first"] == pytest.approx(1 - index["B"]["total"], abs=0.1)


def test_outcomes_without_any_weight_are_left_out_of_how_far_an_actor_moves_them(tmp_path):
    case = case_of(tmp_path, issue("p", at("A", spread(10, 20, 30), spread(0, 50, 100)), at("B", 60, 0)))
    (row,) = [row for row in rows(run(case), "actors") if of(row["actor"]) == "A"]
    assert (row["swing-low"], row["swing-high"]) == pytest.approx((10, 30))


def test_other_mixtures_are_used_as_asked(tmp_path):
    claim = {"id": "k", "issue": "p", "statement": "So", "support": "background", "above": 20, "below": 40}
    case = case_of(tmp_path, three(), model=model_of(claims=[claim]))
    x, w = (0.1, 0.96, 0.4), (0.5, 0.6, 0.8)
    for half, deviation in ((0.5, 25), (0, 25), (0.25, 10)):
        found = run(case, **SURE, actors=half, deviation=deviation, model="none").finding("m/claim-k")
        ends = (at_most(y, x, w, half=half, deviation=deviation / 100) for y in (0.4 - 1e-9, 0.2))
        upper, lower = ends
        assert found.value == pytest.approx(upper - lower, abs=1e-6)
        assert found.interval.low == pytest.approx(found.interval.high)


@pytest.mark.parametrize("bounds", [{"above": 40}, {"below": 40}, {"above": 10, "below": 96}, {"above": 39.9}], ids=str)
def test_a_claim_takes_in_who_stands_beyond_its_points_and_not_who_stands_on_them(bounds, tmp_path):
    claim = {"id": "k", "issue": "p", "statement": "So", "support": "background", **bounds}
    case = case_of(tmp_path, three(), model=model_of(claims=[claim]))
    weight = {10: 0.5, 96: 0.6, 40: 0.8}
    inside = [y for y in weight if bounds.get("above", -1) < y < bounds.get("below", 101)]
    expected = sum(weight[y] for y in inside) / sum(weight.values())
    assert run(case, **SURE, actors=1).finding("m/claim-k").value == pytest.approx(expected)


# Who has weight


def test_weights_other_than_influence(tmp_path):
    """Powers are counted by plain loops: who turns a coalition with half of the votes, in orders and in coalitions."""
    x, s, votes = (0, 30, 60, 100, 10), (0.5, 0.5, 1, 0.25, 0.75), (7, 5, 1, 1, 1)
    people = [
        at(name, y, 100 * salience, spread(1, vote, 9))
        for name, y, salience, vote in zip("ABCDE", x, s, votes, strict=True)
    ]
    case = case_of(tmp_path, issue("p", *people))
    orders, swings = [0] * 5, [0] * 5
    for order in permutations(range(5)):
        held = [sum(votes[k] for k in order[: place + 1]) for place in range(5)]
        orders[order[next(place for place in range(5) if held[place] >= 7.5)]] += 1 / math.factorial(5)
    for k in range(5):
        for size in range(5):
            for some in combinations([i for i in range(5) if i != k], size):
                held = sum(votes[i] for i in some)
                swings[k] += held < 7.5 <= held + votes[k]
    banzhaf = [own / sum(swings) for own in swings]
    assert orders != pytest.approx(banzhaf)
    for kind, c in {"influence": votes, "equal": [1] * 5, "shapley-shubik": orders, "banzhaf": banzhaf}.items():
        result = run(case, weights=kind, model="none", **SURE)
        expected = mean(x, [a * b for a, b in zip(s, c, strict=True)])
        assert result.finding("p/forecast").value == pytest.approx(expected)
        told = {of(row["actor"]): row["influence"] for row in rows(result, "actors")}
        assert told == pytest.approx(dict(zip("ABCDE", c, strict=True)))
    with pytest.raises(SettingsError):
        run(case, weights="votes")
    many = {f"a{k}": f"Number {k}" for k in range(21)} | {"A": "Aland", "B": "Bland"}
    crowd = case_of(tmp_path / "crowd", issue("crowd", *(at(f"a{k}", k) for k in range(21))), actors=many)
    with pytest.raises(TrivetError, match="crowd"):
        run(crowd, weights="banzhaf", model="none")


def solution(x, w, cost):
    """The Nash solution under a common cost of disagreement: where the slope changes its sign."""
    low, high = min(x), max(x)
    for _ in range(80):
        y = (low + high) / 2
        slope = math.fsum(c * (a - y) / (cost - (y - a) ** 2) for a, c in zip(x, w, strict=True))
        low, high = (y, high) if slope > 0 else (low, y)
    return y


def test_costs_of_disagreement_are_those_asked_for_and_leave_the_best_guess(tmp_path):
    case = case_of(tmp_path, three())
    x, w = (0.1, 0.96, 0.4), (0.5, 0.6, 0.8)
    plainly = run(case, **SURE)
    assert not any("chosen cost" in name for name in points(plainly, "p"))
    for chosen in (1.05, 7.5):
        result = run(case, **SURE, cost=chosen)
        assert point(result, "p", "chosen cost") == pytest.approx(100 * solution(x, w, chosen), abs=1e-6)
        assert result.finding("p/forecast").value == pytest.approx(100 * mean(x, w))
    assert point(plainly, "p", "K = 1.2") == pytest.approx(100 * solution(x, w, 1.2), abs=1e-6)
    assert point(plainly, "p", "K = 2") == pytest.approx(100 * solution(x, w, 2), abs=1e-6)
    assert point(plainly, "p", "leaves the status quo") is None
    with pytest.raises(SettingsError):
        run(case, cost=1)


def test_where_all_want_to_leave_the_status_quo_one_way_the_product_of_gains_is_greatest_at_the_solution(tmp_path):
    result = run(case_of(tmp_path, three(stands=2)), **SURE)
    x, w = (0.1, 0.96, 0.4), (0.5, 0.6, 0.8)

    def gain(y):
        gains = [(a - 0.02) ** 2 - (y - a) ** 2 for a in x]
        return math.fsum(c * math.log(g) for c, g in zip(w, gains, strict=True)) if min(gains) > 0 else -math.inf

    peak = max((k / 100_000 for k in range(100_001)), key=gain)
    assert point(result, "p", "leaves the status quo") == pytest.approx(100 * peak, abs=2e-3)


def election(w, utility):
    """Probability of each actor's position to beat all others at once; every pair is decided in proportion to votes."""
    n = len(w)
    support = [
        [1e-8 + math.fsum(max(0.0, w[k] * (utility[k][i] - utility[k][j])) for k in range(n)) for j in range(n)]
        for i in range(n)
    ]
    raw = [math.prod(support[i][j] / (support[i][j] + support[j][i]) for j in range(n)) for i in range(n)]
    return [value / sum(raw) for value in raw]


def test_the_condorcet_election_is_that_of_plain_loops(tmp_path):
    """A first election on distances gives attitudes to risk, these bend utilities for a second one."""
    x, w = (0.1, 0.96, 0.4), (0.5, 0.6, 0.8)
    gap = [[abs(a - b) for b in x] for a in x]
    first = election(w, [[1 - d for d in row] for row in gap])
    low, high = min(first), max(first)
    risk = [(3 * p - high - 2 * low) / (2 * (high - low)) for p in first]
    second = election(w, [[(1 - d) * (1 + d * r) for d in row] for row, r in zip(gap, risk, strict=True)])
    found = point(run(case_of(tmp_path, three()), **SURE), "p", "Condorcet")
    assert found == pytest.approx(100 * math.fsum(p * a for p, a in zip(second, x, strict=True)), abs=1e-6)


def test_what_the_strongest_proposes_goes_as_far_as_half_of_the_influence_accepts(tmp_path):
    """A needs B, who stands at 40 and is as well off at 50 as at 30."""
    people = at("C", 0, 90, 2), at("B", 40, 10, 2), at("A", 90, 10, 3)
    result = run(case_of(tmp_path / "up", issue("p", *people, stands=30)), **SURE)
    assert point(result, "p", "strongest") == pytest.approx(50)
    result = run(case_of(tmp_path / "stay", issue("p", at("C", 0, 90, 9), *people[1:], stands=30)), **SURE)
    assert point(result, "p", "strongest") == pytest.approx(0)
    assert not any("strongest" in name for name in points(run(case_of(tmp_path / "not", issue("p", *people))), "p"))


# Odd cases


def test_a_single_actor_gets_what_it_wants(tmp_path):
    result = run(case_of(tmp_path, issue("p", at("B", 35, 20, 3))), model="all", **SURE)
    assert [finding.id for finding in result.findings] == ["bargaining/p/agreed", "bargaining/p/challenge"]
    assert [finding.value for finding in result.findings] == pytest.approx([35, 35])
    (row,) = rows(result, "actors")
    assert (row["pull"], row["pivot"], row["gone"]) == (1, 1, 0)
    assert (row["first"], row["total"]) == (0, 0)
    assert LENS.figures(open_case(tmp_path), result, Sayer("en", open_case(tmp_path)))


def test_where_all_positions_are_the_same_they_are_the_answer(tmp_path):
    own = [issue(name, at("A", 40), at("B", 40, 80), at("C", 40), stands=40) for name in ("p", "q")]
    model = model_of(government("A"), government("B"), packages=[named(id="both", issues=["p", "q"])])
    case = case_of(tmp_path, *own, model=model)
    result = run(case, model="all", **SURE)
    for name in ("p", "q"):
        assert result.finding(f"{name}/agreed").value == pytest.approx(40)
        assert result.finding(f"{name}/deal").value == 0
        assert result.finding(f"{name}/forecast") is None
        told = [value for key, value in points(result, name).items() if value is not None and "middle" not in key]
        assert told == pytest.approx([40] * len(told))
    assert result.finding("m/package-both").value == 0
    assert result.finding("m/exchange-1") is None
    assert LENS.figures(case, result, Sayer("ja", case))


def test_who_does_not_care_pulls_nothing_and_still_has_a_voice_at_home(tmp_path):
    people = at("A", 90, 0, 9), at("B", 30), at("C", 60)
    model = model_of(government("A"), government("B"))
    result = run(case_of(tmp_path, issue("p", *people, stands=10), model=model), model="all", **SURE)
    assert result.finding("p/forecast").value == pytest.approx(45)
    assert result.finding("p/simple").value == result.data["issues"][0]["median"] == pytest.approx(45)
    assert result.data["issues"][0]["median_pair"] == pytest.approx([30, 60])
    (row,) = [row for row in rows(result, "actors") if of(row["actor"]) == "A"]
    assert (row["pull"], row["pivot"], row["gone"], row["swing-low"], row["swing-high"]) == pytest.approx(
        (0, 0, 0, 45, 45)
    )
    assert {of(row["government"]) for row in rows(result, "winsets")} == {"A", "B"}
    assert result.finding("p/deal").value == 1


def test_an_actor_without_a_position_on_an_issue_is_missing_only_there(tmp_path):
    p = issue("p", at("A", 10), at("B", 70, 50, 3), at("C", 30), stands=20)
    q = issue("q", at("C", 90), at("A", 30), stands=20)
    model = model_of(government("A"), government("B"), government("C"), packages=[named(id="both", issues=["p", "q"])])
    result = run(case_of(tmp_path, p, q, model=model), **SURE)
    assert [result.finding(f"{name}/forecast").value for name in ("p", "q")] == pytest.approx([50, 60])
    assert {of(row["government"]) for row in rows(result, "winsets", "q")} == {"A", "C"}
    assert [own["actors"] for own in result.data["issues"]] == [["A", "B", "C"], ["C", "A"]]
    votes = result.data["exchange"]["rounds"][0]["voting_positions"]
    assert set(votes["q"]) == {"A", "C"}
    assert result.finding("m/package-both").value in (0, 1)


def test_a_scenario_in_which_nobody_with_weight_is_left_is_not_told(tmp_path):
    own = issue("p", at("A", 10), at("B", 70)), issue("q", at("A", 10), at("C", 70), at("D", 90))
    gone = named(id="gone", changes=[{"actor": name, "influence": 0} for name in "AB"])
    other = named(id="other", changes=[{"actor": "E", "influence": 2}, {"actor": "D", "influence": 0}])
    case = case_of(tmp_path, *own, issue("r", at("E", 50), at("C", 0)), model=model_of(scenarios=[other, gone]))
    result = run(case, **SURE)
    assert [(of(row["issue"]), row["after"]) for row in rows(result, "scenarios")] == [
        ("q", pytest.approx(80)),
        ("q", pytest.approx(40)),
        ("r", pytest.approx(100 / 3)),
    ]
    assert result.finding("p/scenarios") is None
    assert result.finding("m/scenario-gone").value == pytest.approx(80 - 170 / 3)
    assert "scenarios" not in run(case, scenario="none").tables
    assert {of(row["issue"]) for row in rows(run(case, scenario="gone"), "scenarios")} == {"q"}


def test_a_scenario_that_moves_no_issue_by_a_hundredth_of_its_scale_has_no_finding_of_its_own(tmp_path):
    slight = named(id="slight", changes=[{"actor": "A", "influence": 1.03}])
    strong = named(id="strong", changes=[{"actor": "A", "influence": 1.5}])
    own = issue("p", at("A", 0), at("B", 100)), issue("q", at("A", 40), at("B", 48))
    result = run(case_of(tmp_path, *own, model=model_of(scenarios=[slight, strong])), **SURE)
    assert result.finding("m/scenario-slight") is None
    assert result.finding("m/scenario-strong").value == pytest.approx(-10)
    assert list(result.finding("m/scenario-strong").basis) == ["bargaining/m/scenarios/strong", "issues/p"]
    assert len(rows(result, "scenarios")) == 4


# Invariances


BASE = [
    ("A", spread(5, 12, 30), spread(40, 60, 70), spread(2, 3, 4)),
    ("C", spread(40, 66, 70), 50, 2),
    ("a1", spread(10, 20, 25), spread(20, 45, 80), 1),
    ("B", 93, spread(10, 30, 40), spread(1, 2, 5)),
]
POINTS = [(name, triple(p)[1], triple(s)[1], triple(c)[1]) for name, p, s, c in BASE]
TWO = model_of(
    government("A", "A", "a1", quota=0.6),
    government("B", "B", "C", quota=0.5),
    scenarios=[named(id="more", changes=[{"actor": "B", "influence": spread(1, 2, 4)}])],
    claims=[{"id": "k", "issue": "p", "statement": "So", "support": "background", "above": 50}],
    packages=[named(id="both", issues=["p", "q"])],
)


def moved(value, function):
    ends = [function(end) for end in triple(value)]
    return spread(min(ends), ends[1], max(ends)) if isinstance(value, dict) else ends[0]


def pair(folder, people, function=lambda y: y, model=TWO, turned=False, more=(), **scale):
    """Two issues; positions and status quo on another scale, or rows and issues the other way round."""
    rows = [at(name, moved(p, function), s, c) for name, p, s, c in people] + list(more)
    others = [at(name, moved(p, lambda y: 100 - y), s, c) for name, p, s, c in people[:3]]
    own = [issue("p", *rows, stands=moved(spread(20, 30, 35), function), **scale), issue("q", *others, stands=60)]
    if turned:
        own = [{**each, "positions": each["positions"][::-1]} for each in own[::-1]]
    return case_of(folder, *own, model=model)


def gist(result):
    return {own.id: (own.statement, own.value, own.interval, own.grade, own.key) for own in result.findings}


def test_the_order_of_positions_and_issues_changes_no_finding(tmp_path):
    settings = {"model": "deal,nash,pce,exchange,package", "draws": 256}
    one, two = (run(pair(tmp_path / str(turned), BASE, turned=turned), **settings) for turned in (False, True))
    assert len(one.findings) > 12
    assert gist(one) == gist(two)


def test_the_order_of_positions_changes_no_finding_of_iterated_models_without_ties(tmp_path):
    one, two = (run(pair(tmp_path / str(turned), POINTS, turned=turned), model="all") for turned in (False, True))
    says = Sayer("en", open_case(tmp_path / "True")).say
    for name in ("p/pressure", "p/challenge", "q/pressure", "q/challenge"):
        assert says(one.finding(name).statement) == says(two.finding(name).statement)
        assert one.finding(name).basis == two.finding(name).basis


def test_the_order_of_positions_and_issues_changes_no_run_over_all_issues(tmp_path):
    results = []
    for turned in (False, True):
        own = [
            issue("p", at("A", 12, 40, 3), at("C", 66, 30, 2), at("B", 93, 20, 4)),
            issue("q", at("A", 80, 40, 3), at("C", 35, 50, 2), at("B", 10, 60, 4)),
        ]
        if turned:
            own = [{**each, "positions": each["positions"][::-1]} for each in own[::-1]]
        results.append(run(case_of(tmp_path / str(turned), *own), model="smp"))
    one, two = results
    assert one.finding("together/pressure").value < 1
    assert gist(one) == gist(two)


def test_an_actor_without_influence_changes_no_forecast(tmp_path):
    there = at("D", spread(0, 100, 100), spread(0, 90, 100), 0)
    one, two = (run(pair(tmp_path / str(len(more)), BASE, more=more)) for more in ((), (there,)))
    for name in ("p/forecast", "p/scenarios", "p/deal", "p/simple", "m/claim-k", "m/scenario-more", "m/package-both"):
        before, after = one.finding(name), two.finding(name)
        assert after.value == pytest.approx(before.value, abs=1e-9), name
        if before.interval:
            assert after.interval.low == pytest.approx(before.interval.low, abs=1e-9)
            assert after.interval.high == pytest.approx(before.interval.high, abs=1e-9)
    assert rows(one, "outcomes")[0] == pytest.approx(rows(two, "outcomes")[0], abs=1e-9)


def test_the_numbers_of_the_scale_do_not_matter(tmp_path):
    def years(y):
        return 4 + 0.06 * y

    claim = {**TWO["claims"][0], "above": years(50)}
    one = run(pair(tmp_path / "percent", BASE), model="all")
    two = run(pair(tmp_path / "years", BASE, years, TWO | {"claims": [claim]}, low=4, high=10), model="all")
    for name in ("p/forecast", "p/simple", "p/pressure", "p/challenge"):
        assert two.finding(name).value == pytest.approx(years(one.finding(name).value), abs=1e-6), name
    ends = one.finding("p/forecast").interval
    assert two.finding("p/forecast").interval.low == pytest.approx(years(ends.low))
    assert two.finding("p/forecast").interval.high == pytest.approx(years(ends.high))
    for name in ("p/mover", "p/scenarios"):
        assert two.finding(name).value == pytest.approx(0.06 * one.finding(name).value, abs=1e-9), name
    for name in ("m/claim-k", "p/deal", "p/compensation", "m/scenario-more", "m/package-both", "m/exchange-1"):
        before, after = (result.finding(name) and result.finding(name).value for result in (one, two))
        assert after == pytest.approx(before, abs=1e-9), name
    before, after = (result.data["issues"][0] for result in (one, two))
    assert (after["scale"], after["midpoint"]) == ([4, 10], 7)
    assert after["distribution"]["at_most"] == pytest.approx(before["distribution"]["at_most"], abs=1e-9)
    assert after["distribution"]["points"] == pytest.approx([years(y) for y in before["distribution"]["points"]])
    for table, columns, shift in (
        ("actors", ("low", "best", "high", "swing-low", "swing-high"), True),
        ("actors", ("heavier", "gone"), False),
        ("winsets", ("position", "low", "high", "all-low", "all-high"), True),
        (
            "outcomes",
            ("status-quo", "low", "lower", "middle", "upper", "high", "point", "point-low", "point-high"),
            True,
        ),
        ("scenarios", ("before", "after", "low", "high"), True),
        ("scenarios", ("change-low", "change-high"), False),
        ("models", ("point",), True),
        ("packages", ("status-quo", "outcome", "alone", "low", "high"), True),
    ):
        for row, other in zip(rows(one, table, "p"), rows(two, table, "p"), strict=True):
            for column in columns:
                expected = row[column] if row[column] is None else 0.06 * row[column] + (4 if shift else 0)
                assert other[column] == pytest.approx(expected, abs=1e-6), (table, column)
    for column in ("salience", "influence", "pull", "pivot", "first", "total"):
        assert [row[column] for row in rows(two, "actors", "p")] == pytest.approx(
            [row[column] for row in rows(one, "actors", "p")], abs=1e-9
        )


def test_a_scale_the_other_way_round_gives_the_mirrored_answers(tmp_path):
    mirrored = {**TWO["claims"][0], "below": 50}
    del mirrored["above"]
    one = run(pair(tmp_path / "up", POINTS), **SURE, model="all")
    two = run(pair(tmp_path / "down", POINTS, lambda y: 100 - y, TWO | {"claims": [mirrored]}), **SURE, model="all")
    for name in ("p/forecast", "p/simple", "p/pressure"):
        assert two.finding(name).value == pytest.approx(100 - one.finding(name).value, abs=1e-6), name
    for name in ("m/claim-k", "p/deal", "p/compensation", "p/mover", "p/scenarios", "m/package-both", "m/exchange-1"):
        before, after = (result.finding(name) and result.finding(name).value for result in (one, two))
        assert after == pytest.approx(before, abs=1e-6), name
    assert two.finding("p/mover").basis == one.finding("p/mover").basis
    ends = one.finding("p/forecast").interval
    step = 0.25  # of the grid on which quantiles are found
    assert two.finding("p/forecast").interval.low == pytest.approx(100 - ends.high, abs=step + 1e-9)
    assert two.finding("p/forecast").interval.high == pytest.approx(100 - ends.low, abs=step + 1e-9)
    for row, other in zip(rows(one, "winsets", "p"), rows(two, "winsets", "p"), strict=True):
        for low, high in (("low", "high"), ("all-low", "all-high"), ("position", "position")):
            assert (other[low], other[high]) == pytest.approx((100 - row[high], 100 - row[low]), abs=1e-9)
        assert (other["cost"], other["ratifies"], other["paid"]) == (
            pytest.approx(row["cost"]),
            row["ratifies"],
            row["paid"],
        )
    pivots = [{of(row["actor"]): row["pivot"] for row in rows(result, "actors", "p")} for result in (one, two)]
    assert pivots[0] == pytest.approx(pivots[1])
    skipped = ("lower median", "upper median")
    for (name, before), after in zip(points(one, "p").items(), points(two, "p").values(), strict=True):
        if not name.startswith(skipped):
            assert after == (None if before is None else pytest.approx(100 - before, abs=1e-6)), name


# KTAB's model


def fitting(folder, *, extra=None, influence=(3, 2, 1), share=(50, 40, 20), order="CBA", other="CBA"):
    """Two issues of three actors that KTAB's model can take together, unless something is changed."""
    people = dict(zip("ABC", zip((5, 45, 90), share, influence, strict=True), strict=True))
    p = [at(name, *people[name]) for name in order]
    q = [at(name, 100 - people[name][0] / 2, 50, people[name][2]) for name in other]
    return case_of(folder, issue("p", *p), issue("q", *q, *(extra or [])))


def test_issues_are_taken_together_only_if_actors_influences_and_saliences_allow(tmp_path):
    whole = run(fitting(tmp_path / "whole"), model="smp")
    assert [own["n_dims"] for own in whole.data["smp"]] == [2]
    assert whole.finding("together/pressure")
    assert whole.finding("p/pressure") is None
    assert set(whole.finding("together/pressure").basis) == {"issues/p", "issues/q"}
    told = whole.data["smp"][0]
    assert whole.finding("together/pressure").value == told["stability"]
    for k, name in enumerate(("p", "q")):
        assert point(whole, name, "in the end") == pytest.approx(told["readouts"]["final"]["mean"][k])
        assert point(whole, name, "after one turn") == pytest.approx(told["readouts"]["first"]["mean"][k])
    apart = {
        "another actor": {"extra": [at("D", 50)]},
        "too much salience": {"share": (51, 40, 20)},
        "another order": {"order": "ABC"},
    }
    for name, changes in apart.items():
        result = run(fitting(tmp_path / name, **changes), model="smp")
        assert [(own["issues"], own["n_dims"]) for own in result.data["smp"]] == [(["p"], 1), (["q"], 1)], name
        assert result.finding("together/pressure") is None
        assert result.finding("p/pressure")
    case = apply_influence(tmp_path, fitting(tmp_path / "influence"))
    assert len(run(case, model="smp").data["smp"]) == 2
    assert [own["issues"] for own in run(fitting(tmp_path / "one"), model="smp", issue="q").data["smp"]] == [["q"]]


def apply_influence(folder, case):
    overlay = folder / "influence.yaml"
    overlay.write_text("whatif: other\ntitle: Other\nset:\n  issues/q/positions/A/influence: 4\n", "utf-8")
    return apply_whatif(case, overlay)


def test_actors_stand_in_the_order_of_their_file(tmp_path):
    for order in ("CBA", "BCA"):
        case = fitting(tmp_path / order, order=order, share=(60, 50, 60))
        result = run(case, model="all")
        stands = dict(zip("ABC", (5, 45, 90), strict=True))
        smp = next(own for own in result.data["smp"] if own["issues"] == ["p"])
        assert smp["actors"] == list(order)
        assert [own[0] for own in smp["positions"][0]] == pytest.approx([stands[name] for name in order])
        challenge = next(own for own in result.data["challenge"] if own["issue"] == "p")
        assert challenge["actors"] == list(order)
        assert challenge["initial"]["median"] == 5
        assert challenge["position_range"] == 85
        assert result.data["issues"][0]["actors"] == list(order)
        expected = mean((5, 45, 90), (3 * 0.6, 2 * 0.5, 1 * 0.6))
        assert challenge["initial"]["mean"] == pytest.approx(expected)
        assert smp["readouts"]["initial"]["mean"] == [pytest.approx(expected)]
        pressed = {(of(row["actor"]), of(row["target"])): row["gain"] for row in rows(result, "pressure", "p")}
        first = [own for own in smp["bargains"] if own["turn"] == 0]
        assert pressed == {(order[own["init"]], order[own["rcvr"]]): own["value"] for own in first}
        assert [row["gain"] for row in rows(result, "pressure", "p")] == sorted(pressed.values(), reverse=True)
        who, whom = max(pressed, key=pressed.get)
        named = [ref.rpartition("/")[2] for ref in result.finding("p/pressure").basis[1:]]
        assert named == [who, whom]
        assert result.finding("p/pressure").value == pytest.approx(smp["readouts"]["final"]["mean"][0])


@pytest.mark.parametrize("given", [{"model": "smp"}, {"model": "smp", "error": 0}], ids=str)
def test_runs_over_draws_are_those_of_each_draw_alone(given, tmp_path):
    case = fitting(tmp_path, share=(45, 40, 20), order="ACB", other="ACB")
    result, own = run(case, **given), asked(case, **given)
    arrays = []
    for name in ("position", "salience", "influence"):
        per_issue = [
            getattr(each.drawn, name)[:, [each.problem.actors.index(actor) for actor in "ACB"]] for each in own.solved
        ]
        arrays.append(np.stack(per_issue, axis=-1))
    x, s, c = arrays
    s = s / np.maximum(s.sum(axis=2, keepdims=True), 1)
    alone = [smp.run(x[[d]], s[[d]], c[[d], :, 0]) for d in range(DRAWS)]
    for m, row in enumerate(rows(result, "courses")):
        ends = [100 * run.final.mean[0, m] for run in alone]
        assert (row["low"], row["high"]) == pytest.approx(tuple(np.quantile(ends, (0.05, 0.95))), abs=1e-9)
        assert row["final"] == pytest.approx(point(result, of(row["issue"]), "in the end"))
        moved = [abs(run.final.positions[0, :, m] - run.positions[0, 0, :, m]) > 0.01 for run in alone]
        assert list(row.values())[4:] == pytest.approx(
            [
                np.mean(moved),
                np.mean([run.tied[0] for run in alone]),
                np.mean([run.capped[0] for run in alone]),
                result.data["smp"][0]["stability"],
            ]
        )
        assert (row["high"] - row["low"] > 1) == (given == {"model": "smp"})


def test_the_file_decides_between_equal_targets(tmp_path):
    """Two actors are alike in everything; the one in the middle presses whichever stands first."""
    targets = []
    for order in ("BAC", "BCA"):
        people = {"A": at("A", 20, 80, 2), "C": at("C", 20, 80, 2), "B": at("B", 60, 80, 9)}
        result = run(case_of(tmp_path / order, issue("p", *(people[name] for name in order))), model="smp")
        row = next(row for row in rows(result, "pressure", "p") if of(row["actor"]) == "B")
        targets.append(of(row["target"]))
        (sure,) = rows(run(open_case(tmp_path / order), model="smp", **SURE), "courses")
        assert (result.data["smp"][0]["tied"], sure["tied"], sure["capped"]) == (True, 1, 0)
    assert targets == ["A", "C"]


RUNS = json.loads((DATA / "ktab" / "runs.json").read_text("utf-8"))
SOUND_RUNS = [own for own in RUNS if not own["upstream_bug"]]
CHOSEN = [own for own in SOUND_RUNS if "bargains" in own] + [own for own in SOUND_RUNS if "bargains" not in own][::6]


@pytest.mark.parametrize("stored", CHOSEN, ids=lambda own: f"{own['input']}-{''.join(map(str, own['numbers']))}")
def test_scenarios_read_as_files_give_the_stored_runs(stored):
    case = LENS.read_file(DATA / "ktab" / f"{stored['input']}.csv")
    numbers = ",".join(map(str, stored["numbers"]))
    mode = "as-upstream" if "bargains" in stored else "corrected"
    (told,) = run(case, model="smp", smp=numbers, smp_mode=mode).data["smp"]
    assert (told["mode"], list(told["params"].values())) == (mode, stored["numbers"])
    assert told["n_states"] == stored["states"]
    np.testing.assert_allclose(told["positions"], stored["positions"], rtol=0, atol=1e-9)
    if "bargains" in stored:
        found = [[own[key] for key in ("turn", "init", "rcvr", "value")] for own in told["bargains"]]
        np.testing.assert_allclose(found, stored["bargains"], atol=1e-11)
        np.testing.assert_allclose(told["pos_prob"], stored["winning"], atol=1e-11)
    if "utilities" in stored:
        np.testing.assert_allclose(told["util_t0"], stored["utilities"], atol=1e-11)
        np.testing.assert_allclose([list(own.values()) for own in told["prob_vict_t0"]], stored["odds"], atol=1e-11)
        np.testing.assert_allclose([list(own.values()) for own in told["challenges"]], stored["challenges"], atol=1e-11)


def test_mistakes_of_the_program_are_kept_only_if_asked_for():
    stored = next(own for own in RUNS if own["upstream_bug"] and own["states"] < 20)
    case = LENS.read_file(DATA / "ktab" / f"{stored['input']}.csv")
    numbers = ",".join(map(str, stored["numbers"]))
    kept, mended = (
        run(case, model="smp", smp=numbers, smp_mode=m).data["smp"][0] for m in ("as-upstream", "corrected")
    )
    np.testing.assert_allclose(kept["positions"], stored["positions"], rtol=0, atol=1e-9)
    assert mended["positions"] != kept["positions"]


def test_parameters_go_by_number_or_name():
    case = LENS.read_file(DATA / "ktab" / "rand_a_n5_k1.csv")
    told = run(case, model="smp", smp="1,2,0,4,none,0,2,0,1").data["smp"][0]
    assert list(told["params"].values()) == [1, 2, 0, 4, 0, 0, 2, 0, 1]
    named = ",".join(told["params_named"].values())
    assert run(case, model="smp", smp=named).data["smp"][0] == told
    assert list(run(case, model="smp").data["smp"][0]["params"].values()) == [0, 0, 0, 2, 1, 1, 1, 1, 0]
    for given, error, words in (
        ("0,0,0", TrivetError, "9 parameters"),
        ("0,0,0,2,1,1,1,1,0,0", TrivetError, "9 parameters"),
        ("9,0,0,2,1,1,1,1,0", TrivetError, "victory"),
        ("linaer,0,0,2,1,1,1,1,0", NotFoundError, 'Did you mean "linear"'),
    ):
        with pytest.raises(error, match=words):
            run(case, model="smp", smp=given)


def test_drawn_transitions_are_the_same_for_the_same_seed():
    case = LENS.read_file(DATA / "ktab" / "rand_a_n5_k1.csv")
    stochastic = {"draws": 64, "model": "smp", "smp": "0,0,1,2,1,1,1,1,0"}
    told = [run_lens(LENS, case, stochastic, seed=seed, use_cache=False).data["smp"][0] for seed in (1, 1, 2, 3, 4, 5)]
    assert told[0] == told[1]
    assert len({str(own["positions"]) for own in told}) > 1


# The challenge model


EMISSION = """\
actor,capability,position,salience
Netherlands,0.08,4,0.8
Belgium,0.08,7,0.4
Luxembourg,0.03,4,0.2
Germany,0.16,4,0.8
France,0.16,10,0.6
Italy,0.16,10,0.6
UK,0.16,10,0.9
Ireland,0.05,7,0.1
Denmark,0.05,4,1
Greece,0.08,7,0.7
"""


@pytest.fixture(scope="module")
def emission(tmp_path_factory):
    path = tmp_path_factory.mktemp("emission") / "emission.csv"
    path.write_text(EMISSION, "utf-8")
    return LENS.read_file(path)


@pytest.mark.parametrize("q", ["1.0", "0.5"])
def test_the_emission_standards_case_is_the_stored_run(q, emission):
    stored = json.loads((DATA / "scholz" / f"emission_q{q}.json").read_text("utf-8"))
    more = {"challenge": f"q={q}"} if q != "1.0" else {}
    result = run(emission, model="challenge", **more)
    (told,) = result.data["challenge"]
    assert (told["q"], told["actors"], told["position_range"]) == (float(q), stored["actors"], 6)
    assert told["initial"] == pytest.approx(stored["initial"])
    assert len(told["rounds"]) == len(stored["rounds"]) == 10
    before = stored["x0"]
    for own, expected in zip(told["rounds"], stored["rounds"], strict=True):
        stands, before = dict(zip(stored["actors"], before, strict=True)), expected["positions"]
        assert own["round"] == expected["round"]
        for key in ("positions", "r", "median", "mean"):
            assert own[key] == pytest.approx(expected[key], abs=1e-9)
        for offer, other in zip(own["offers"], expected["offers"], strict=True):
            assert (offer is None) == (other is None)
            if offer:
                assert offer["type"] == other["type"]
                assert stands[offer["other"]] == stands[other["other"]]  # of equals the program takes another
                assert offer["position"] == pytest.approx(other["position"], abs=1e-9)
    for key in ("danger_r1", "P", "eu_own", "eu_other"):
        np.testing.assert_allclose(told["rounds"][0][key], stored["rounds"][0][key], atol=1e-9)
        assert key not in told["rounds"][1]
    (issue,) = result.data["issues"]
    found = next(own for own in result.findings if own.id.endswith("/challenge"))
    assert found.value == told["rounds"][-1]["median"]
    assert issue["mean"] == pytest.approx(stored["initial"]["mean"])


def test_single_choices_of_the_challenge_model_are_made_by_name(emission):
    def told(**settings):
        return run(emission, model="challenge", **settings).data["challenge"][0]

    plainly = told(rounds=3)
    assert len(plainly["rounds"]) == 3
    assert plainly["variant"]["q"] == 1
    assert set(told(variant="paper")["rounds"][0]["r"]) != {1.0}
    assert [round(own["median"], 6) for own in told(variant="paper", rounds=4)["rounds"]] == [7] * 4
    calm = told(challenge="risk=false, q=0.5", rounds=2)
    assert (calm["variant"]["risk"], calm["variant"]["q"]) == (False, 0.5)
    assert {r for own in calm["rounds"] for r in own["r"]} == {1.0}
    assert told(challenge="votes=difference of distances")["variant"]["votes"] == "difference of distances"
    assert told(challenge="capitulation=true")["variant"]["capitulation"] is True


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ("Q=1", NotFoundError, 'Did you mean "q"'),
        ("risk=maybe", NotFoundError, "true, false"),
        ("votes=difference of distance", NotFoundError, 'Did you mean "difference of distances"'),
        ("q=much", TrivetError, "number"),
        ("q", TrivetError, "number"),
        ("q=2", TrivetError, "between 0 and 1"),
        ("q=nan", TrivetError, "between 0 and 1"),
        ("risk_limit=1", TrivetError, "more than 1"),
        ("risk_limit=inf", TrivetError, "risk_limit"),
    ],
)
def test_choices_that_do_not_exist_are_named(given, error, words, emission):
    with pytest.raises(error, match=words):
        run(emission, model="challenge", challenge=given)


@pytest.mark.parametrize("value", list(Updating))
def test_every_value_of_a_choice_can_be_typed_even_with_a_comma_in_it(value, emission):
    (told,) = run(emission, model="challenge", challenge=f"updating={value},q=0.5").data["challenge"]
    assert (told["variant"]["updating"], told["variant"]["q"]) == (value, 0.5)


# Names, files, words, figures


@pytest.mark.parametrize(
    ("setting", "given", "words"),
    [
        ("issue", "usfk_flx", 'Did you mean "usfk_flex"'),
        ("issue", "opcon,nothing", 'no issue with positions "nothing"'),
        ("scenario", "seoul-democratic,seoul-conservativ", 'Did you mean "seoul-conservative"'),
        ("model", "smpp", 'Did you mean "smp"'),
        ("model", "none,deal", 'no model "none"'),
    ],
)
def test_what_does_not_exist_is_named_with_what_may_be_meant(setting, given, words):
    with pytest.raises(NotFoundError, match=words):
        run(shipped(), **{setting: given})


@pytest.mark.parametrize(
    "settings",
    [
        {"draws": 63},
        {"correlation": 1},
        {"actors": 1.1},
        {"deviation": 0},
        {"error": -1},
        {"rounds": 0},
        {"smp_mode": "x"},
    ],
    ids=str,
)
def test_settings_out_of_range_are_refused(settings):
    with pytest.raises(SettingsError):
        run(shipped(), **settings)


@pytest.mark.parametrize(
    "settings", [{"issue": "opcon,opcon"}, {"scenario": "seoul-democratic,seoul-democratic"}], ids=str
)
def test_what_is_named_twice_is_answered_once(settings):
    result = run(shipped(), **{"issue": "opcon", "scenario": "seoul-democratic", "model": "none", **settings})
    ids = [finding.id for finding in result.findings]
    assert len(ids) == len(set(ids))
    assert [own["id"] for own in result.data["issues"]] == ["opcon"]
    assert len(rows(result, "scenarios")) == 1


def test_issues_are_looked_at_from_the_day_on_which_they_were_judged(tmp_path):
    own = issue("p", at("A", 0), at("B", 10)), issue("q", at("A", 0), at("B", 10), day="2024-09-01")
    case = case_of(tmp_path, *own, issue("r"))
    assert [each["id"] for each in run(case, at="2024-08-31").data["issues"]] == ["p"]
    assert [each["id"] for each in run(case, at="2024-09-01").data["issues"]] == ["p", "q"]
    with pytest.raises(NotFoundError):
        run(case, at="2024-08-31", issue="q")


def test_a_model_may_name_its_issues_and_others_are_answered_if_asked_for(tmp_path):
    own = [issue(name, at("A", 0), at("B", 10), stands=5) for name in ("p", "q", "r")]
    package = named(id="both", issues=["p", "r"])
    model = model_of(government("A"), government("B"), issues=["p", "q"], packages=[package])
    case = case_of(tmp_path, *own, model=model)
    assert [each["id"] for each in run(case).data["issues"]] == ["p", "q"]
    assert run(case).finding("m/package-both") is None
    assert [each["id"] for each in run(case, issue="r,p").data["issues"]] == ["r", "p"]
    assert run(case, issue="q").finding("m/package-both") is None
    assert run(case, issue="r").finding("m/package-both")


def test_the_json_has_what_the_page_says(result, emission):
    told = result.document()
    assert {"issues", "smp", "challenge", "exchange"} <= told.keys()
    assert set(told["issues"][0]) == {
        *("id", "scale", "actors", "status_quo", "mean", "unweighted_mean", "median", "median_pair", "midpoint"),
        *("quantiles", "distribution", "assumed_errors"),
    }
    assert set(told["smp"][0]) == {
        *("issues", "actors", "mode", "params", "params_named", "n_actors", "n_dims", "n_states", "positions"),
        *("pos_prob", "bargains", "readouts", "capped", "tied", "stability", "util_t0", "prob_vict_t0", "challenges"),
    }
    assert set(told["challenge"][0]) == {
        *("issue", "actors", "variant", "q", "position_range", "initial", "rounds", "cycling", "stopped", "tied"),
        "stability",
    }
    assert set(told["exchange"]) == {"cap", "actors", "issues", "rounds"}
    assert set(told["exchange"]["rounds"][0]) == {
        *("round", "candidates", "outcome_before", "outcome_after", "exchanges", "voting_positions"),
        "next_start_positions",
    }
    assert set(told["exchange"]["rounds"][0]["exchanges"][0]) == {
        *("i", "i_supply", "i_from", "i_to", "j", "j_supply", "j_from", "j_to", "gain", "capped"),
    }
    assert json.loads(json.dumps(told)) == told
    for own in told["smp"]:
        assert len(own["positions"]) == len(own["pos_prob"]) == own["n_states"]
        assert {len(state) for state in own["positions"]} == {own["n_actors"]} == {len(own["actors"])}
        assert 0 <= own["stability"] <= 1
    assert list(told["smp"][0]["params"]) == [
        *("VictProbModel", "PCEModel", "StateTrans", "VotingRule", "BigRAdjust", "BigRRange", "ThirdPartyCommit"),
        *("InterVecBrgn", "BargnModel"),
    ]
    (own,) = run(emission).data["issues"]
    assert (own["scale"], own["status_quo"]) == ([4, 10], None)


def test_one_run_looks_like_any_other_to_the_badge_and_a_sure_one_is_stable(tmp_path):
    """One actor outweighs all others together, so that no small change takes the win from it."""
    people = at("A", 20, 90, 50), at("B", 60, 30, 1), at("C", 90, 20, 1)
    result = run(case_of(tmp_path, issue("p", *people)), model="all")
    assert result.data["smp"][0]["stability"] == 1
    assert result.data["challenge"][0]["stability"] == 1


@pytest.mark.parametrize("form", ["ktab", "judgements"])
def test_a_file_that_is_written_reads_back_to_the_same_answers(form, tmp_path, emission):
    path = tmp_path / "again.csv"
    save_export(LENS, emission, {"form": form}, str(path))
    again = LENS.read_file(path)
    one, two = (run(case, model="deal") for case in (emission, again))
    share = 100 / 6 if form == "ktab" else 1
    start = 4 if form == "ktab" else 0
    for part in ("forecast", "simple"):
        before, after = (next(f for f in found.findings if f.id.endswith(part)).value for found in (one, two))
        assert after == pytest.approx((before - start) * share, abs=1e-6)


def test_what_is_written_is_what_is_asked_for():
    table = LENS.write_file(shipped(), BargainingSettings(issue="usfk_flex"), ".csv")
    assert "usfk_flex" in table
    assert "opcon" not in table
    assert LENS.write_file(shipped(), BargainingSettings(issue="opcon", form="positions"), ".csv") != table
    with pytest.raises(NotFoundError, match='Did you mean "opcon"'):
        LENS.write_file(shipped(), BargainingSettings(issue="opcn"), ".csv")
    with pytest.raises(TrivetError, match=r"\.csv"):
        LENS.write_file(shipped(), BargainingSettings(), ".txt")


FIGURES = {
    "opcon": {"spatial-opcon", "pressure-opcon", "claims", "packages", "reliability", "pit"},
    "opcon,ncg": {
        *("outcomes", "claims", "packages", "spatial-opcon", "spatial-ncg", "pressure-opcon", "pressure-ncg"),
        *("reliability", "pit"),
    },
    "opcon,ncg,usfk_level,usfk_flex": {
        *("outcomes", "claims", "packages", "reliability", "pit"),
        *("spatial-opcon", "spatial-ncg", "spatial-usfk_level", "spatial-usfk_flex"),
    },
}


@pytest.mark.parametrize(("issues", "language"), [*zip(FIGURES, ["en", "ja", "en"], strict=True), ("opcon", "ja")])
def test_there_are_valid_figures_for_one_issue_and_for_several(issues, language):
    made = LENS.figures(shipped(), run(shipped(), issue=issues), Sayer(language, shipped()))
    assert {own.id for own in made} == FIGURES[issues]
    for own in made:
        Chart.from_dict(own.spec)
        assert own.table.rows
        assert '"url":' not in json.dumps(own.spec)


def values_in(spec):
    """All rows of data in a specification, those of its parts as well."""
    if isinstance(spec, list):
        for part in spec:
            yield from values_in(part)
    elif isinstance(spec, dict):
        yield from (row for data in spec.get("datasets", {}).values() for row in data)
        for key, part in spec.items():
            yield from part if key == "values" else values_in(part)


def test_figures_show_what_the_tables_hold(tmp_path):
    case = pair(tmp_path, BASE, lambda y: 4 + 0.06 * y, TWO | {"claims": []}, low=4, high=10)
    result = run(case)
    made = {own.id: own for own in LENS.figures(case, result, Sayer("en", case))}
    assert "claims" not in made
    shown = {own["issue"]: own for own in values_in(made["outcomes"].spec)}
    for row in rows(result, "outcomes"):
        low, high = (4, 10) if of(row["issue"]) == "p" else (0, 100)
        expected = {key: (row[key] - low) / (high - low) * 100 for key in ("low", "lower", "upper", "high", "point")}
        own = shown[f"On {of(row['issue'])}"]
        assert {key: own[key] for key in expected} == pytest.approx(expected)
        assert own["stands"] == pytest.approx((row["status-quo"] - low) / (high - low) * 100)
    people = {own["who"]: own["best"] for own in values_in(made["spatial-p"].spec) if "best" in own}
    assert people == pytest.approx({NAMES[of(row["actor"])]: row["best"] for row in rows(result, "actors", "p")})
    mass = [own["mass"] for own in values_in(made["spatial-p"].spec) if "mass" in own]
    assert sum(mass) == pytest.approx(1, abs=1e-6)
    assert min(mass) >= -1e-12
    gains = {own["who"]: own["gain"] for own in values_in(made["packages"].spec)}
    assert gains == {NAMES[of(row["who"])]: row["gain"] for row in rows(result, "gains") if row["gain"] is not None}
