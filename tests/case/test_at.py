from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import SOUND, sound
from trivet.base.dates import EDate
from trivet.case.at import last_before, pairs_of, since
from trivet.case.schema.common import Interval
from trivet.case.schema.instruments import Turn

CASE = sound(SOUND)
days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


def interval(begin, end):
    return Interval.model_validate({key: value for key, value in (("from", begin), ("to", end)) if value})


@pytest.mark.parametrize(
    ("begin", "end", "inside", "outside"),
    [
        ("2019-01-10", "2023-05-01", ["2019-01-10", "2023-04-30"], ["2019-01-09", "2023-05-01"]),
        ("2019-01", "2023-05", ["2019-01-01", "2023-05-31"], ["2018-12-31", "2023-06-01"]),
        ("2019", "2023", ["2019-01-01", "2023-12-31"], ["2018-12-31", "2024-01-01"]),
        ("2019", None, ["2019-01-01", "9999-12-31"], ["2018-12-31"]),
        (None, "2023-05-01", ["0001-01-01", "2023-04-30"], ["2023-05-01"]),
        (None, None, ["0001-01-01", "9999-12-31"], []),
        ("2020-02-02", "2020-02-02", [], ["2020-02-01", "2020-02-02", "2020-02-03"]),
        ("2020-02", "2020-02", ["2020-02-01", "2020-02-29"], ["2020-01-31", "2020-03-01"]),
        ("2020-02-?10", "2020-03-~10", ["2020-02-01", "2020-03-31"], ["2020-01-31", "2020-04-01"]),
    ],
)
def test_an_interval_runs_from_its_first_day_to_the_day_before_its_end(begin, end, inside, outside):
    stretch = interval(begin, end)
    assert [day for day in inside if not stretch.covers(date.fromisoformat(day))] == []
    assert [day for day in outside if stretch.covers(date.fromisoformat(day))] == []


@given(st.lists(days, min_size=3, max_size=3, unique=True).map(sorted), days)
def test_terms_that_follow_one_another_never_leave_a_gap_nor_overlap(borders, day):
    first, second, third = map(str, borders)
    terms = [interval(None, first), interval(first, second), interval(second, third), interval(third, None)]
    assert sum(term.covers(day) for term in terms) == 1


def holders(day):
    return [(held.office.id, held.holding.holder, held.acting, held.suspended) for held in CASE.at(day).offices]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2019-01-09", [("bel_envoy", "first", False, False)]),
        ("2019-01-10", [("ara_head", "first", False, False), ("bel_envoy", "first", False, False)]),
        ("2020-06-30", [("ara_head", "first", False, False), ("bel_envoy", "first", False, False)]),
        ("2020-07-01", [("ara_head", "first", False, False)]),
        ("2022-01-31", [("ara_head", "first", False, False)]),
        ("2022-02-01", [("ara_head", "first", False, True), ("ara_head", "stand_in", True, False)]),
        ("2022-02-28", [("ara_head", "first", False, True), ("ara_head", "stand_in", True, False)]),
        ("2022-03-01", [("ara_head", "first", False, False)]),
        ("2023-04-30", [("ara_head", "first", False, False)]),
        ("2023-05-01", [("ara_head", "second", False, False)]),
    ],
)
def test_who_holds_office(day, expected):
    assert holders(day) == expected


def test_leaders_are_those_of_the_partners_and_of_leading_offices():
    assert [(held.office.of, held.holding.holder) for held in CASE.at("2020-01-01").leaders] == [("ARA", "first")]
    assert [held.holding.holder for held in CASE.at("2022-02-15").leaders] == ["first", "stand_in"]


@pytest.mark.parametrize(
    ("day", "state", "since_", "days_", "in_effect"),
    [
        ("2020-03-02", "signed", "2020-03-02", 0, False),
        ("2020-08-31", "signed", "2020-03-02", 182, False),
        ("2020-09-01", "in-force", "2020-09-01", 0, True),
        ("2023-08-22", "in-force", "2020-09-01", 1085, True),
        ("2023-08-23", "notice-given", "2023-08-23", 0, True),
        ("2023-11-21", "notice-given", "2023-08-23", 90, True),
        ("2023-11-22", "notice-suspended", "2023-11-22", 0, True),
        ("2023-11-23", "notice-suspended", "2023-11-22", 1, True),
    ],
)
def test_the_state_of_an_instrument_turns_on_its_day(day, state, since_, days_, in_effect):
    pact = next(item for item in CASE.at(day).instruments if item.instrument.id == "pact")
    assert (pact.turn.state, str(pact.since), pact.days, pact.in_effect) == (state, since_, days_, in_effect)


def test_nothing_is_there_before_it_began():
    before = CASE.at("2020-03-01")
    assert before.instruments == ()
    assert before.commitments == ()
    assert before.disputes == ()
    assert before.past_events == ()
    assert [event.id for event in before.coming_events] == ["E1", "E3", "E2", "E4"]


def test_an_imprecise_turn_counts_from_its_first_possible_day():
    states = {day: [i.turn.state for i in CASE.at(day).instruments if i.instrument.id == "lake_forum"] for day in
              ("2021-03-31", "2021-04-01", "2024-05-31", "2024-06-01")}  # fmt: skip
    assert list(states.values()) == [[], ["active"], ["active"], ["lapsed"]]


def test_an_imprecise_day_counts_to_its_last():
    assert CASE.at("2023-05").day == date(2023, 5, 31)
    assert CASE.at("2023").day == date(2023, 12, 31)
    assert CASE.at(EDate("2023-05-01")).day == date(2023, 5, 1)
    assert CASE.at(date(2023, 5, 1)).day == date(2023, 5, 1)
    with pytest.raises(ValueError, match="write it as"):
        CASE.at("yesterday")


def test_promises_are_known_from_the_day_they_were_made():
    def status(day):
        return {item.commitment.id: item.assessment and item.assessment.status for item in CASE.at(day).commitments}

    assert status("2021-04-14") == {}
    assert status("2021-04-15") == {"K1": "made"}
    assert status("2022-04-20") == {"K1": "ongoing"}
    assert status("2022-06-30") == {"K1": "ongoing"}
    assert status("2022-07-01") == {"K1": "ongoing", "K2": None}


@pytest.mark.parametrize(
    ("day", "phase", "is_open"),
    [
        ("2021-06-01", "active", True),
        ("2022-05-31", "active", True),
        ("2022-06-01", "managed", True),
        ("2024-05-31", "managed", True),
        ("2024-06-01", "settled", False),
    ],
)
def test_the_phase_of_a_dispute_turns_on_its_day(day, phase, is_open):
    (state,) = CASE.at(day).disputes
    assert (state.phase.phase, state.open) == (phase, is_open)


def test_events_are_past_or_coming_and_scheduled_ones_never_past():
    state = CASE.at("2021-05-31")
    assert [event.id for event in state.past_events] == ["E1", "E3"]
    assert [event.id for event in state.coming_events] == ["E2", "E4"]
    later = CASE.at("2026-01-01")
    assert [event.id for event in later.past_events] == ["E1", "E3", "E2"]
    assert later.coming_events == ()


@given(days)
def test_every_event_that_is_not_scheduled_is_either_past_or_coming(day):
    state = CASE.at(day)
    past, coming = {e.id for e in state.past_events}, {e.id for e in state.coming_events}
    assert not past & coming
    assert past | coming | {"E4"} == {"E1", "E2", "E3", "E4"}


@given(days, st.integers(0, 400))
def test_what_is_past_stays_past(day, step):
    now, later = CASE.at(day), CASE.at(day + timedelta(days=step))
    assert {e.id for e in now.past_events} <= {e.id for e in later.past_events}
    assert {i.instrument.id for i in now.instruments} <= {i.instrument.id for i in later.instruments}
    assert all(item.days >= 0 for item in now.instruments)
    assert {d.dispute.id for d in now.disputes} <= {d.dispute.id for d in later.disputes}


def test_members_of_a_grouping_come_and_go():
    club = CASE.find("actors/club").object
    assert CASE.at("2020-12-31").members_at(club) == ("CAN",)
    assert CASE.at("2021-01-01").members_at(club) == ("CAN", "BEL")


def test_legs_are_the_pairs_and_the_whole():
    state = CASE.at("2022-01-01")
    assert [leg.id for leg in state.legs] == ["ARA-BEL", "ARA-CAN", "BEL-CAN", "ARA-BEL-CAN"]
    by_leg = {leg.id: leg for leg in state.legs}
    assert [i.instrument.id for i in state.instruments_of(by_leg["ARA-BEL"])] == ["pact"]
    assert [i.instrument.id for i in state.instruments_of(by_leg["ARA-BEL-CAN"])] == ["lake_forum"]
    assert [d.dispute.id for d in state.disputes_of(by_leg["BEL-CAN"])] == ["fishing"]
    assert state.disputes_of(by_leg["ARA-BEL"]) == ()
    assert [e.id for e in state.events_of(by_leg["ARA-BEL-CAN"])] == ["E3"]
    assert [e.id for e in state.events_of(by_leg["BEL-CAN"])] == ["E2"]
    assert state.events_of(by_leg["BEL-CAN"], date(2021, 6, 2)) == ()
    assert state.events_of(by_leg["ARA-CAN"]) == ()


def test_a_lapsed_text_ties_no_leg_and_a_settled_dispute_parts_none():
    state = CASE.at("2024-12-31")
    whole, pair = state.legs[-1], state.legs[2]
    assert state.instruments_of(whole) == ()
    assert state.disputes_of(pair) == ()


def test_a_dyad_of_a_grouping_stands_for_its_pairs():
    pairs = list(pairs_of(CASE.find("E3").object, CASE))
    assert sorted(map(sorted, pairs)) == [["ARA", "BEL"], ["ARA", "CAN"], ["BEL", "CAN"]]
    assert list(pairs_of(CASE.find("E2").object, CASE)) == [frozenset({"BEL", "CAN"})]


def turns(*entries):
    return tuple(Turn.model_validate({"date": day, "state": state}) for day, state in entries)


def test_a_state_holds_since_the_first_entry_of_its_unbroken_run():
    history = turns(("2019", "active"), ("2020", "active"), ("2021", "lapsed"), ("2022", "active"), ("2023", "active"))
    assert str(since(history, history[1])) == "2019"
    assert str(since(history, history[2])) == "2021"
    assert str(since(history, history[4])) == "2022"


def test_the_last_entry_before_a_day():
    history = turns(("2019", "signed"), ("2020-06", "active"))
    assert last_before(history, date(2018, 12, 31)) is None
    assert last_before(history, date(2020, 5, 31)) == history[0]
    assert last_before(history, date(2020, 6, 1)) == history[1]
