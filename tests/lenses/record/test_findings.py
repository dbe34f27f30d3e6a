"""What the record says, against counts taken from the YAML by other means: PyYAML and a few lines of arithmetic.

Nothing of Trivet is used to find the expected numbers.
"""

import re
from collections import Counter
from datetime import date
from functools import cache
from itertools import combinations

import pytest
import yaml

from cases import write_case
from shipped import scaffold, shipped
from trivet.base.i18n import Sayer
from trivet.case.load import open_case
from trivet.lens.conformance import check_lens
from trivet.lens.registry import get_lens
from trivet.lens.run import run_lens

DAYS = ("2015-06-01", "2018-06-01", "2019-11-23", "2023-08-19", "2025-02-15", "2025-04-30")
PARTNERS = ("JPN", "USA", "KOR")
LEGS = [*combinations(PARTNERS, 2), PARTNERS]
IN_EFFECT = {"in-force", "active", "notice-given", "notice-suspended", "normalised", "contested"}


class Plain(yaml.CSafeLoader):
    """PyYAML without its dates."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@cache
def section(name: str) -> list[dict]:
    return yaml.load((shipped().root / f"{name}.yaml").read_text("utf-8"), Plain) or []


def begins(edtf: object) -> date:
    """The first day a date can mean."""
    found = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", str(edtf))
    return date(*(int(part or 1) for part in found.groups())) if found else date.min


def last(history: list[dict], day: date) -> dict | None:
    return ([entry for entry in history if begins(entry["date"]) <= day] or [None])[-1]


def finding(key: str, day: str):
    return result(day).finding(key)


@cache
def result(day: str):
    return run_lens("record", shipped(), {"at": day}, use_cache=False)


def said(found, case=None) -> str:
    return Sayer("en", case or shipped()).say(found.statement)


def past_events(day: date) -> list[dict]:
    return [e for e in section("events") if begins(e["date"]) <= day and not e.get("scheduled")]


def on_leg(event: dict, leg: tuple[str, ...]) -> bool:
    dyads = [set(dyad) for dyad in event.get("dyads", [])]
    return ({"TRI"} in dyads or {GROUPING} in dyads) if len(leg) > 2 else set(leg) in dyads


GROUPING = yaml.safe_load((shipped().root / "case.yaml").read_text("utf-8"))["grouping"]


def instruments_of(leg: tuple[str, ...], day: date) -> list[dict]:
    return [
        thing
        for thing in section("instruments")
        if (turn := last(thing.get("history", []), day))
        and turn["state"] in IN_EFFECT
        and set(PARTNERS) & set(thing["parties"]) == set(leg)
    ]


def test_the_partners_are_those_of_this_test():
    assert shipped().meta.partners == PARTNERS


def test_verdicts():
    claims = section("claims")
    count = Counter(claim["verdict"] for claim in claims)
    partial = sum(bool(claim.get("partial")) and claim["verdict"] == "confirmed" for claim in claims)
    found = finding("claims/verdicts", "2025-04-30")
    assert found.value == count["confirmed"]
    assert len(found.basis) == len(claims) == count.total()
    assert said(found) == (
        f"Of {len(claims)} statements in the essay, {count['confirmed']} are confirmed ({partial} of them only in "
        f"part), {count['contradicted']} are contradicted, {count['unverifiable']} could not be verified, and "
        f"{count['opinion']} are opinion."
    )


def test_verdicts_are_not_told_of_an_earlier_day():
    assert finding("claims/verdicts", "2025-04-29") is None


@pytest.mark.parametrize("day", DAYS)
def test_commitments(day):
    when = date.fromisoformat(day)
    known = [last(promise.get("history", []), when) for promise in section("commitments")]
    status = Counter(entry["status"] for entry in known if entry and entry["status"] != "made")
    found = finding("commitments/kept", day)
    if not status:
        assert found is None
        return
    kept, total = status["done"] + status["ongoing"], status.total()
    unknown = total - kept - status["lapsed"] - status["broken"]
    assert found.interval.low == found.value == pytest.approx(kept / total)
    assert found.interval.high == pytest.approx((kept + unknown) / total)
    assert found.interval.kind == "bounds"
    assert said(found).startswith(f"{kept} of {total} commitments are done or ongoing, and for {unknown} no evidence")
    failed = finding("commitments/failed", day)
    assert (failed.value if failed else 0) == status["lapsed"] + status["broken"]


def test_some_day_has_commitments_and_some_has_none():
    """The test above would be empty if one of its branches were never taken."""
    assert finding("commitments/kept", DAYS[-1])
    assert finding("commitments/kept", DAYS[0]) is None


@pytest.mark.parametrize("day", DAYS)
def test_open_disputes(day):
    when = date.fromisoformat(day)
    phases = {
        quarrel["id"]: phase["phase"]
        for quarrel in section("disputes")
        if set(quarrel["parties"]) <= set(PARTNERS) and (phase := last(quarrel["history"], when))
    }
    unsettled = {name: phase for name, phase in phases.items() if phase != "settled"}
    found = finding("disputes/open", day)
    assert found.value == len(unsettled) > 1
    assert set(found.basis) == {f"disputes/{name}" for name in unsettled}
    active = sum(phase == "active" for phase in unsettled.values())
    assert said(found) == (f"{len(unsettled)} disputes between partners are open: {active} active, the rest managed.")


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("leg", LEGS, ids="-".join)
def test_instruments_with_and_without_legal_force(leg, day):
    things = instruments_of(leg, date.fromisoformat(day))
    legal = sum(thing["bindingness"] == "legal" for thing in things)
    political = sum(thing["bindingness"] == "political" for thing in things)
    found = finding(f"binding/{'-'.join(leg)}", day)
    assert found.value == legal
    if things:
        assert set(found.basis) == {f"instruments/{thing['id']}" for thing in things}
    words = said(found)
    if not things:
        assert words.startswith("No instrument in effect ties")
    elif len(things) == 1:
        assert words.startswith("The one instrument in effect")
    elif legal:
        assert words.startswith(f"{len(things)} instruments in effect tie")
        assert words.endswith(f"legally binding: {legal}.")
    else:
        assert words.startswith(f"None of the {len(things)} instruments")
        assert words.endswith(f"politically binding: {political}.")


def test_nothing_binds_the_three_legally():
    """The headline of the case, whatever else changes in it."""
    found = finding("binding/JPN-USA-KOR", "2025-04-30")
    assert found.value == 0
    assert found.key
    assert said(found).startswith("None of the ")


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("leg", LEGS, ids="-".join)
def test_base_rates(leg, day):
    when = date.fromisoformat(day)
    years: dict[int, Counter] = {}
    for event in past_events(when):
        if event.get("sign") and on_leg(event, leg):
            years.setdefault(begins(event["date"]).year, Counter())[event["sign"]] += 1
    worse = sum(count["conflictual"] > count["cooperative"] for count in years.values())
    found = finding(f"base-rate/{'-'.join(leg)}", day)
    if len(years) < 5:
        assert found is None
        return
    assert found.value == pytest.approx(worse / len(years))
    assert found.interval.low <= found.value <= found.interval.high
    assert (found.unit, found.grade, found.interval.level) == ("probability", "judged", 0.9)
    assert f"in {worse} of {len(years)} years with events on record" in said(found)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("leg", LEGS, ids="-".join)
def test_recent_events(leg, day):
    when = date.fromisoformat(day)
    begin = when.replace(year=when.year - 1)
    signs = Counter(
        event["sign"]
        for event in past_events(when)
        if event.get("sign") and on_leg(event, leg) and begin < begins(event["date"])
    )
    found = finding(f"recent/{'-'.join(leg)}", day)
    assert found.value == signs["conflictual"]
    assert f"{signs['cooperative']} cooperative and {signs['conflictual']} conflictual events" in said(found)


@pytest.mark.parametrize("day", DAYS[2:])
def test_the_last_summit(day):
    when = date.fromisoformat(day)
    summits = [e for e in past_events(when) if e["kind"] == "summit" and on_leg(e, PARTNERS)]
    latest = max(summits, key=lambda e: begins(e["date"]))
    found = finding("summit/JPN-USA-KOR", day)
    assert found.basis == (f"events/{latest['id']}",)
    assert found.value == (when - begins(latest["date"])).days


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2019-08-22", None),
        ("2019-08-23", ["notice of termination given on 23 August 2019"]),
        ("2019-11-23", ["notice of termination given on 23", "notice of termination suspended on 22 November 2019"]),
        ("2023-03-21", ["suspended on 22 November 2019", "normalised on 21 March 2023"]),
    ],
)
def test_the_notice_on_gsomia(day, expected):
    found = finding("notice/gsomia_2016", day)
    if expected is None:
        assert found is None
        return
    assert found.key
    for words in expected:
        assert words in said(found)
    turn = last(next(t for t in section("instruments") if t["id"] == "gsomia_2016")["history"], date.fromisoformat(day))
    assert found.value == turn["state"]


@pytest.mark.parametrize(
    ("day", "leader", "acting"),
    [
        ("2018-06-01", "Moon Jae-in is in office as President of the Republic of Korea.", False),
        ("2023-08-19", "Yoon Suk Yeol is in office as President of the Republic of Korea.", False),
        ("2025-02-15", "Choi Sang-mok has been acting since 27 December 2024.", True),
        ("2025-04-30", "Han Duck-soo has been acting since 24 March 2025.", True),
    ],
)
def test_who_leads(day, leader, acting):
    post = next(office["id"] for office in section("offices") if office["of"] == "KOR" and office.get("leads"))
    found = finding(f"leader/{post}", day)
    assert leader in said(found)
    assert found.key is acting
    assert finding(f"channel/{post}", day) is None or acting


def test_the_next_date_on_the_calendar():
    day = date.fromisoformat("2025-04-30")
    coming = [str(e["date"]) for e in section("events") if begins(e["date"]) > day]
    soonest = min(coming, key=lambda text: text if len(text) == 10 else f"{text}-99")  # a bare month counts to its end
    assert finding("coming/next", "2025-04-30").value == soonest


@pytest.mark.parametrize("day", DAYS)
def test_tables_say_what_findings_say(day):
    legs = result(day).tables["legs"].rows
    assert len(legs) == len(LEGS)
    for leg, row in zip(LEGS, legs, strict=True):
        key = "-".join(leg)
        assert [item.ref for item in row[0].items] == [f"actors/{name}" for name in leg]
        assert row[1] == finding(f"binding/{key}", day).value
        assert row[1] + row[2] == len(instruments_of(leg, date.fromisoformat(day)))
        assert row[5] == finding(f"recent/{key}", day).value
    assert sum(row[3] for row in legs) == finding("disputes/open", day).value


def test_key_findings_fit_a_first_page():
    assert 5 <= sum(found.key for found in result("2025-04-30").findings) <= 12


# The scaffold, worked out by hand


def test_the_scaffold_by_hand():
    case = scaffold()
    found = run_lens("record", case, {"at": "2020-12-31"}, use_cache=False)
    assert {f.id.removeprefix("record/"): said(f, case) for f in found.findings} == {
        "binding/alpha-beta": "The one instrument in effect that ties Alpha and Beta together is legally binding.",
        "binding/alpha-gamma": "No instrument in effect ties Alpha and Gamma together.",
        "binding/beta-gamma": "No instrument in effect ties Beta and Gamma together.",
        "binding/alpha-beta-gamma": "The one instrument in effect that ties Alpha, Beta and Gamma together is not "
        "legally binding.",
        "disputes/open": "One dispute between partners is open, 0 active and the rest managed.",
        "summit/alpha-beta-gamma": "The last summit of Alpha, Beta and Gamma on record is First three-way summit, on "
        "1 March 2019, 671 days earlier.",
        "commitments/kept": "0 of 1 commitments are done or ongoing, and for 1 no evidence was found either way. That "
        "a commitment picked at random is kept is therefore almost no chance to almost certain.",
        "leader/alpha-president": "President of Alpha (replace with a name) is in office as President of Alpha.",
        "recent/alpha-beta": "Alpha and Beta: 0 cooperative and 0 conflictual events on record in the last 12 months.",
        "recent/alpha-gamma": "Alpha and Gamma: 0 cooperative and 0 conflictual events on record in the last 12 "
        "months.",
        "recent/beta-gamma": "Beta and Gamma: 0 cooperative and 0 conflictual events on record in the last 12 months.",
        "recent/alpha-beta-gamma": "Alpha, Beta and Gamma: 0 cooperative and 0 conflictual events on record in the "
        "last 12 months.",
    }


def test_the_scaffold_before_anything_happened():
    found = run_lens("record", scaffold(), {"at": "2000-01-01"}, use_cache=False)
    assert {f.id.split("/")[1] for f in found.findings} == {"binding", "recent", "coming"}
    assert said(found.finding("coming/next"), scaffold()) == "Next on the calendar: Treaty signed, 4 May 2001."


# Cases at the edge


def edge(folder, **sections):
    return open_case(write_case(folder, **sections))


def test_a_case_of_two_actors_and_nothing_else_has_a_record(tmp_path):
    case = edge(tmp_path)
    found = check_lens(get_lens("record"), case)
    assert [f.id for f in found.findings] == ["record/binding/A-B", "record/recent/A-B"]
    figures = get_lens("record").figures(case, found, Sayer("en", case))
    assert [figure.id for figure in figures] == ["legs"]


TWO_LEADERS = """\
- {id: president, title: President, of: A, leads: true, support: background,
   holders: [{holder: A, from: 2020, support: background}]}
- {id: premier, title: Premier, of: A, leads: true, support: background,
   holders: [{holder: B, from: 2021, support: background}]}
"""


def test_a_partner_may_have_two_leaders(tmp_path):
    """Such as a president and a prime minister: neither may hide the other."""
    case = edge(tmp_path, offices=TWO_LEADERS)
    found = check_lens(get_lens("record"), case)
    assert {said(f, case) for f in found.findings if "leader" in f.id} == {
        "Aland is in office as President.",
        "Bland is in office as Premier.",
    }


TRAVELLING = """\
- {id: president, title: President, of: A, leads: true, support: background,
   holders: [{holder: A, from: 2020, support: background},
             {holder: B, from: 2024-12-30, to: 2025-01-05, acting: true, support: background}]}
"""


def test_a_stand_in_beside_a_leader_with_all_powers_is_no_vacancy(tmp_path):
    """Somebody minds the office while its holder travels: nobody may read that nobody is in office."""
    case = edge(tmp_path, offices=TRAVELLING)
    found = check_lens(get_lens("record"), case)
    assert [said(f, case) for f in found.findings if "leader" in f.id] == ["Aland is in office as President."]


FAILED = """\
- {id: k1, text: Build a road, owners: [A], topic: t, made_on: 2020, support: background,
   history: [{date: 2021, status: broken, support: background}]}
- {id: k2, text: Build a bridge, owners: [B], topic: t, made_on: 2020, support: background,
   history: [{date: 2021, status: lapsed, support: background}]}
"""


def test_the_order_of_broken_promises_in_the_file_does_not_matter(tmp_path):
    case = edge(tmp_path, commitments=FAILED, vocabulary="topics: {t: Roads}")
    found = check_lens(get_lens("record"), case).finding("commitments/failed")
    assert said(found, case) == "2 commitments have lapsed or been broken: Build a road and Build a bridge."


MONTHS = """\
- {id: e1, date: 2024-01-01, title: Just outside, kind: statement, dyads: [[A, B]], sign: cooperative, sources: [s1]}
- {id: e2, date: 2024-01-02, title: Just inside, kind: statement, dyads: [[A, B]], sign: conflictual, sources: [s1]}
- {id: e3, date: 2025-01-01, title: Today, kind: statement, dyads: [[B, A]], sign: cooperative, sources: [s1]}
"""


def test_the_window_of_recent_events_is_half_open(tmp_path):
    case = edge(tmp_path, events=MONTHS)
    assert "1 cooperative and 1 conflictual" in said(
        run_lens("record", case, use_cache=False).finding("recent/A-B"), case
    )
    wide = run_lens("record", case, {"months": 13}, use_cache=False).finding("recent/A-B")
    assert "2 cooperative and 1 conflictual" in said(wide, case)


@pytest.mark.parametrize("language", ["en", "ja", "ko", "zh-Hant"])
@pytest.mark.parametrize("day", ["1900-01-01", "2019-11-23", "2025-04-30"])
def test_every_sentence_is_said_in_every_language(language, day):
    sayer = Sayer(language, shipped())
    for found in result(day).findings:
        words = sayer.say(found.statement)
        assert words
        assert not re.search(r"\{[a-z_]+\}|None\b(?! of)|actors/|events/|instruments/", words)
        if language != "en":
            assert words != Sayer("en", shipped()).say(found.statement)
