"""The shipped case: whole, in four languages, and right about the days that readers will ask for first."""

from collections import Counter
from datetime import date

import pytest
from pydantic import BaseModel

from cases import printed
from trivet.base.dates import EDate
from trivet.base.languages import LANGUAGES
from trivet.base.text import Text
from trivet.case.at import touches
from trivet.case.digest import digest_of
from trivet.case.load import open_case, read_case, shipped_cases
from trivet.case.model import label_of
from trivet.case.network import network
from trivet.case.whatif import apply_whatif

ROOT = shipped_cases()["japan-us-korea"]
CASE = open_case("japan-us-korea")
LAST_DAY = date(2025, 4, 30)


def values(thing, kind, path=()):
    """Every value of a kind inside a record, with the names of the fields that lead to it."""
    if isinstance(thing, kind):
        yield path, thing
    elif isinstance(thing, BaseModel):
        for name in type(thing).model_fields:
            yield from values(getattr(thing, name), kind, (*path, name))
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from values(value, kind, (*path, key))
    elif isinstance(thing, tuple):
        for value in thing:
            yield from values(value, kind, path)


def test_has_no_errors_and_only_the_warnings_we_know():
    faults = read_case(ROOT)[1]
    assert not [fault for fault in faults if not fault.warning], printed(faults)
    late = {fault.message.params["object"] for fault in faults if fault.code == "hindsight"}
    assert late == {"sources/aca-2025-05", "sources/gcaptain-2025-0501"}
    assert {fault.code for fault in faults} <= {"hindsight", "source-unused"}


def test_counts():
    assert len(CASE.sources) == 320
    assert len(CASE.claims) == 129
    assert len(CASE.actors) >= 112
    assert len(CASE.instruments) == 58
    assert len(CASE.commitments) == 75
    assert len([event for event in CASE.events if not event.scheduled]) == 181
    assert len(CASE.issues) == 17
    assert sum(len(issue.positions) for issue in CASE.issues) == 148


def test_verdicts():
    assert Counter((claim.verdict, claim.partial) for claim in CASE.claims) == {
        ("confirmed", False): 52,
        ("confirmed", True): 23,
        ("contradicted", False): 6,
        ("contradicted", True): 5,
        ("unverifiable", False): 8,
        ("opinion", False): 35,
    }


def test_a_partial_verdict_says_why():
    assert [claim.id for claim in CASE.claims if claim.partial and claim.note is None] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_and_title_is_in_every_language(language):
    labels = [(item.ref, label_of(item.object)) for item in CASE.objects()]
    assert [ref for ref, label in labels if isinstance(label, Text) and label.words(language) is None] == []
    words = (CASE.vocabulary.owners, CASE.vocabulary.topics, CASE.vocabulary.cadence)
    assert [key for kind in words for key, text in kind.items() if text.words(language) is None] == []
    assert [path for path, text in values(CASE.meta, Text) if text.words(language) is None] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_text_of_the_case_is_in_every_language_too(language):
    lacking = {
        (item.section, path)
        for item in CASE.objects()
        for path, text in values(item.object, Text)
        if text.words(language) is None
    }
    assert lacking <= {("sources", ("note",))}


def test_names_differ_between_objects_of_a_section():
    for section in ("actors", "instruments", "disputes", "topics"):
        for language in LANGUAGES:
            names = Counter(thing.name.words(language) for thing in getattr(CASE, section))
            assert [name for name, count in names.items() if count > 1] == [], (section, language)


def test_nothing_is_dated_after_the_last_day():
    """But for what was announced before it, ends of validity, and what the essay itself expects."""
    ahead = {
        (item.ref, path)
        for item in CASE.objects()
        for path, when in values(item.object, EDate)
        if when.earliest > LAST_DAY and item.section != "sources" and not getattr(item.object, "scheduled", False)
    }
    assert ahead == {
        ("instruments/sma_11", ("expires",)),
        ("instruments/sma_12", ("expires",)),
        ("instruments/jp_sma_2022", ("expires",)),
        ("claims/C008", ("date",)),
    }
    assert CASE.meta.as_of == EDate("2025-04-30")


def test_what_is_scheduled_lies_ahead_and_is_no_fact():
    scheduled = [event for event in CASE.events if event.scheduled]
    assert scheduled
    assert [event.id for event in scheduled if event.date.latest <= LAST_DAY] == []
    assert {event.id for event in CASE.at(LAST_DAY).past_events} == {e.id for e in CASE.events} - {
        e.id for e in scheduled
    }
    assert "S001" in [event.id for event in CASE.at(LAST_DAY).coming_events]


def leaders(day):
    return [
        (held.office.of, held.holding.holder) if not held.acting else (held.office.of, held.holding.holder, "acting")
        for held in CASE.at(day).leaders
        if not held.suspended
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1999-06-01", [("JPN", "obuchi"), ("USA", "clinton"), ("KOR", "kim_dj")]),
        ("2018-06-01", [("JPN", "abe"), ("USA", "trump"), ("KOR", "moon")]),
        ("2019-11-23", [("JPN", "abe"), ("USA", "trump"), ("KOR", "moon")]),
        ("2020-09-15", [("JPN", "abe"), ("USA", "trump"), ("KOR", "moon")]),
        ("2020-09-16", [("JPN", "suga"), ("USA", "trump"), ("KOR", "moon")]),
        ("2021-01-20", [("JPN", "suga"), ("USA", "biden"), ("KOR", "moon")]),
        ("2021-10-04", [("JPN", "kishida"), ("USA", "biden"), ("KOR", "moon")]),
        ("2022-05-09", [("JPN", "kishida"), ("USA", "biden"), ("KOR", "moon")]),
        ("2022-05-10", [("JPN", "kishida"), ("USA", "biden"), ("KOR", "yoon")]),
        ("2023-08-19", [("JPN", "kishida"), ("USA", "biden"), ("KOR", "yoon")]),
        ("2024-10-01", [("JPN", "ishiba"), ("USA", "biden"), ("KOR", "yoon")]),
        ("2025-01-19", [("JPN", "ishiba"), ("USA", "biden"), ("KOR", "choi_sm", "acting")]),
        ("2025-01-20", [("JPN", "ishiba"), ("USA", "trump"), ("KOR", "choi_sm", "acting")]),
        ("2025-02-15", [("JPN", "ishiba"), ("USA", "trump"), ("KOR", "choi_sm", "acting")]),
        ("2025-04-30", [("JPN", "ishiba"), ("USA", "trump"), ("KOR", "han_ds", "acting")]),
    ],
)
def test_leaders(day, expected):
    assert leaders(day) == expected


@pytest.mark.parametrize(
    ("day", "powers", "suspended"),
    [
        ("2004-03-11", "roh_mh", None),
        ("2004-03-12", "goh_kun", "roh_mh"),
        ("2004-05-14", "roh_mh", None),
        ("2016-12-09", "hwang_ka", "park_gh"),
        ("2017-03-10", "hwang_ka", None),
        ("2017-05-10", "moon", None),
        ("2024-12-13", "yoon", None),
        ("2024-12-14", "han_ds", "yoon"),
        ("2024-12-26", "han_ds", "yoon"),
        ("2024-12-27", "choi_sm", "yoon"),
        ("2025-03-23", "choi_sm", "yoon"),
        ("2025-03-24", "han_ds", "yoon"),
        ("2025-04-03", "han_ds", "yoon"),
        ("2025-04-04", "han_ds", None),
        ("2025-04-30", "han_ds", None),
    ],
)
def test_presidents_of_korea_and_those_who_acted_for_them(day, powers, suspended):
    held = [held for held in CASE.at(day).leaders if held.office.id == "kor_president"]
    assert [h.holding.holder for h in held if not h.suspended] == [powers]
    assert [h.holding.holder for h in held if h.suspended] == ([suspended] if suspended else [])


def test_every_partner_has_exactly_one_person_with_powers_on_every_day():
    day = date(1994, 7, 1)
    while day <= LAST_DAY:
        who = [held.office.of for held in CASE.at(day).leaders if not held.suspended]
        assert who == ["JPN", "USA", "KOR"], day
        day = date.fromordinal(day.toordinal() + 7)


@pytest.mark.parametrize(
    ("day", "state", "days"),
    [
        ("2016-11-22", None, None),
        ("2016-11-23", "in-force", 0),
        ("2018-06-01", "in-force", 555),
        ("2019-08-22", "in-force", 1002),
        ("2019-08-23", "notice-given", 0),
        ("2019-11-21", "notice-given", 90),
        ("2019-11-22", "notice-suspended", 0),
        ("2019-11-23", "notice-suspended", 1),
        ("2023-03-20", "notice-suspended", 1214),
        ("2023-03-21", "normalised", 0),
        ("2023-08-19", "normalised", 151),
        ("2025-02-15", "normalised", 697),
    ],
)
def test_gsomia(day, state, days):
    found = [item for item in CASE.at(day).instruments if item.instrument.id == "gsomia_2016"]
    assert [(item.turn.state, item.days, item.in_effect) for item in found] == ([(state, days, True)] if state else [])


def disputes(day):
    return {item.dispute.id.removeprefix("dispute-"): item.phase.phase for item in CASE.at(day).disputes}


@pytest.mark.parametrize(
    ("day", "phases"),
    [
        ("2018-06-01", {"forced-labour": "managed", "thaad": "managed", "comfort-women": "managed", "radar-lock-on": None,
                        "export-controls": None, "gsomia": None, "steel-aluminium": "active"}),
        ("2019-11-23", {"forced-labour": "active", "export-controls": "active", "gsomia": "managed",
                        "radar-lock-on": "active", "cost-sharing": "active", "comfort-women": "active"}),
        ("2023-08-19", {"forced-labour": "managed", "export-controls": "settled", "gsomia": "settled",
                        "radar-lock-on": "active", "cost-sharing": "settled", "treated-water": "active"}),
        ("2025-02-15", {"forced-labour": "managed", "radar-lock-on": "managed", "tariffs-usa-jpn": None,
                        "us-steel": "managed", "dprk-russia": "active", "strategic-flexibility": "managed"}),
        ("2025-04-30", {"tariffs-usa-jpn": "active", "tariffs-usa-kor": "active", "one-theatre": "active",
                        "strategic-flexibility": "active", "cost-sharing": "active"}),
    ],
)  # fmt: skip
def test_disputes(day, phases):
    found = disputes(day)
    assert {name: found.get(name) for name in phases} == phases


TOPICS = {
    "three noes": "thaad-three-noes",
    "gsomia": "gsomia",
    "radar": "radar-lock-on",
    "camp david": "camp-david",
    "wartime operational control": "opcon-transfer",
    "strategic flexibility": "strategic-flexibility",
    "secretariat": "secretariat",
    "freedom edge": "exercises",
    "quad": "quad-format",
    "aukus": "aukus-pact",
    "tariffs": "tariffs",
    "dual contingency": "dual-contingency",
    "leadership vacuum": "leadership-vacuum",
    "new southern policy": "new-southern-policy",
    "interim defence guidance": "interim-guidance",
    "ncg": "ncg-extended-deterrence",
    "export controls": "export-controls",
    "commitment to consult": "commitment-to-consult",
    "lee jae-myung": "lee-jae-myung-course",
    "msmt": "msmt-sanctions",
    "shipbuilding": "mro-shipbuilding",
}


@pytest.mark.parametrize(("words", "topic"), TOPICS.items())
def test_what_readers_look_for_has_a_topic(words, topic):
    found = [one.id for one in CASE.topics if words in one.name.words("en").casefold()]
    assert topic in found


@pytest.mark.parametrize(
    ("topic", "objects"),
    [
        ("thaad-three-noes", {"three_noes_2017", "dispute-thaad", "missile_defence", "moon", "CHN"}),
        ("gsomia", {"gsomia_2016", "dispute-gsomia"}),
        ("camp-david", {"cd_spirit_2023", "cd_consult_2023"}),
        ("leadership-vacuum", {"yoon", "han_ds", "choi_sm"}),
        ("opcon-transfer", {"opcon", "dispute-opcon"}),
    ],
)
def test_a_topic_leads_to_what_bears_on_it(topic, objects):
    assert objects <= set(CASE.find(f"topics/{topic}").object.objects)


def in_topics():
    return {CASE.find(ref).ref for topic in CASE.topics for ref in topic.objects}


@pytest.mark.parametrize("section", ["claims", "issues", "commitments", "instruments", "disputes"])
def test_everything_of_a_kind_is_in_some_topic(section):
    assert [thing.id for thing in getattr(CASE, section) if f"{section}/{thing.id}" not in in_topics()] == []


def test_every_event_that_happened_is_in_some_topic():
    assert [e.id for e in CASE.events if not e.scheduled and f"events/{e.id}" not in in_topics()] == []


def test_every_judged_number_is_a_range():
    widths = [
        getattr(position, key).width
        for issue in CASE.issues
        for position in issue.positions
        for key in ("position", "salience", "influence")
    ]
    assert len(widths) == 3 * 148
    assert min(widths) > 0


def test_scores_follow_their_sign():
    assert [e.id for e in CASE.events if e.sign == "cooperative" and e.intensity is not None and e.intensity < 0] == []
    assert [e.id for e in CASE.events if e.sign == "conflictual" and e.intensity is not None and e.intensity > 0] == []


def test_every_leg_has_its_treaty_or_lacks_one_as_history_says():
    ties = {tie.pair: tie for tie in network(CASE.at(LAST_DAY))}
    assert "usjp_treaty_1960" in ties[("JPN", "USA")].instruments
    assert "usrok_mdt_1953" in ties[("KOR", "USA")].instruments
    assert "gsomia_2016" in ties[("JPN", "KOR")].instruments
    assert "usjp_treaty_1951" not in ties[("JPN", "USA")].instruments
    assert ties[("JPN", "USA")].kind == ties[("KOR", "USA")].kind == "treaty"


def test_the_summit_at_camp_david_touches_the_whole():
    whole = CASE.at(LAST_DAY).legs[-1]
    assert whole.id == "JPN-USA-KOR"
    summit = next(e for e in CASE.events if e.date == EDate("2023-08-18") and e.kind == "summit")
    assert touches(summit, whole, CASE)


@pytest.mark.parametrize("path", sorted((ROOT / "whatif").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_what_ifs_can_be_laid_over_it(path):
    changed = apply_whatif(CASE, path.stem)
    assert changed.overlays == (path.stem,)
    assert changed.digest != CASE.digest
    assert digest_of(CASE) == CASE.digest
