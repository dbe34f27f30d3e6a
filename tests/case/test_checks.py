"""What each check lets pass, beside the gallery of what it does not."""

import pytest

from cases import ACTORS, HEAD, SOURCES, codes, printed, sound, write_case
from trivet.case.load import read_case

EVENT = """\
- id: E1
  date: 2024-05-01
  title: Meeting
  kind: summit
  sources: [s1]
"""
OFFICE = """\
- id: head
  title: Head
  of: A
  sources: [s1]
  holders:
"""
PACT = """\
- id: pact
  name: Pact
  type: treaty
  bindingness: legal
  parties: [A, B]
  sources: [s1]
  history:
"""


def found(root):
    return [(fault.code, str(fault.place)) for fault in read_case(root)[1]]


@pytest.mark.parametrize("date", ["2025-01-01", "2025-01", "2025", "2024-12/2025-06", "../2025-02", "2024~"])
def test_what_may_lie_before_the_day_of_the_case_is_no_hindsight(tmp_path, date):
    sound(write_case(tmp_path, events=EVENT.replace("2024-05-01", date)))


@pytest.mark.parametrize("date", ["2025-01-02", "2025-02", "2026", "2025-01-02/2025-06", "2025-02~", "2025-02-?03"])
def test_what_lies_wholly_after_the_day_of_the_case_is_hindsight(tmp_path, date):
    root = write_case(tmp_path, events=EVENT.replace("2024-05-01", date))
    assert found(root) == [("hindsight", "events.yaml:2:9")]


def test_scheduled_events_may_lie_ahead(tmp_path):
    sound(write_case(tmp_path, events=EVENT.replace("2024-05-01", "2025-06-03") + "  scheduled: true\n"))


def test_later_sources_are_only_warned_of(tmp_path):
    root = write_case(tmp_path, sources=SOURCES + "  issued: 2025-05\n")
    (fault,) = read_case(root)[1]
    assert (fault.code, fault.warning, str(fault.place)) == ("hindsight", True, "sources.yaml:6:11")


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"instruments": PACT + "    - {date: 2025-02-01, state: ended}\n"}, "instruments.yaml:8:14"),
        ({"offices": OFFICE + "    - {holder: A, from: 2025-02-01}\n"}, "offices.yaml:6:25"),
        (
            {
                "disputes": "- id: d\n  name: D\n  parties: [A, B]\n  sources: [s1]\n  history:\n"
                "    - {date: 2025-02-01, phase: active}\n"
            },
            "disputes.yaml:6:14",
        ),
        (
            {
                "commitments": "- id: k\n  text: K\n  owners: [A]\n  topic: t\n  made_on: 2024\n  sources: [s1]\n  history:\n"
                "    - {date: 2025-02-01, status: done}\n",
                "vocabulary": "topics: {t: T}\n",
            },
            "commitments.yaml:8:14",
        ),
    ],
)
def test_every_dated_fact_is_held_against_the_day_of_the_case(tmp_path, files, place):
    assert found(write_case(tmp_path, **files)) == [("hindsight", place)]


@pytest.mark.parametrize(
    "holders",
    [
        "    - {holder: A, from: 2019-01-10, to: 2023-05-01}\n    - {holder: B, from: 2023-05-01}\n",
        "    - {holder: A, from: 2019, to: 2023}\n    - {holder: B, from: 2023}\n",
        "    - {holder: A, to: 2023-05-01}\n    - {holder: B, from: 2023-05}\n",
        "    - {holder: A, from: 2019, to: 2020}\n    - {holder: B, from: 2022}\n",
        "    - {holder: A, from: 2019}\n    - {holder: B, from: 2020, to: 2021, acting: true}\n",
        "    - {holder: A, from: 2019, to: 2020}\n    - {holder: B}\n",
    ],
)
def test_one_holder_after_the_other_is_no_overlap(tmp_path, holders):
    sound(write_case(tmp_path, offices=OFFICE + holders))


@pytest.mark.parametrize(
    "holders",
    [
        "    - {holder: A, from: 2019-01-10, to: 2023-05-02}\n    - {holder: B, from: 2023-05-01}\n",
        "    - {holder: A, from: 2019}\n    - {holder: B, from: 2023}\n",
        "    - {holder: A, from: 2019, to: 2024-01}\n    - {holder: B, from: 2023-12}\n",
    ],
)
def test_two_full_holders_at_once_are_an_overlap(tmp_path, holders):
    assert found(write_case(tmp_path, offices=OFFICE + holders)) == [("holding-overlap", "offices.yaml:7:7")]


def test_a_history_may_have_two_entries_of_one_day(tmp_path):
    twice = "    - {date: 2020-01-01, state: signed}\n    - {date: 2020-01-01, state: in-force}\n"
    sound(write_case(tmp_path, instruments=PACT + twice))


def test_one_id_may_serve_in_two_sections(tmp_path):
    sound(write_case(tmp_path, events=EVENT.replace("E1", "A")))


def test_a_reference_may_name_its_section(tmp_path):
    files = {"events": EVENT.replace("E1", "A"), "topics": "- {id: t, name: T, objects: [events/A, actors/A, B]}\n"}
    sound(write_case(tmp_path, **files))


@pytest.mark.parametrize(
    "text",
    [
        "- {id: c, paragraph: 1, claim: X, type: judgement, verdict: opinion}\n",
        "- {id: c, paragraph: 1, claim: X, type: fact, verdict: unverifiable}\n",
        "- {id: c, paragraph: 1, claim: X, type: fact, verdict: confirmed, support: background}\n",
        "- {id: c, paragraph: 1, claim: X, type: fact, verdict: confirmed, sources: [s1]}\n",
    ],
)
def test_claims_that_need_no_further_source(tmp_path, text):
    sound(write_case(tmp_path, claims=text))


@pytest.mark.parametrize("verdict", ["confirmed", "contradicted"])
def test_verdicts_on_facts_need_a_source(tmp_path, verdict):
    root = write_case(tmp_path, claims=f"- {{id: c, paragraph: 1, claim: X, type: fact, verdict: {verdict}}}\n")
    assert found(root) == [("support-unsourced", "claims.yaml:1:3")]


def test_a_source_deep_inside_an_object_supports_it(tmp_path):
    turn = "    - {date: 2020-01-01, state: signed, sources: [s1]}\n"
    sound(write_case(tmp_path, instruments=PACT.replace("  sources: [s1]\n", "") + turn))


def test_notes_may_stay_in_one_language(tmp_path):
    head = HEAD.replace("title: Tiny", "title: {en: Tiny, ja: 小}") + "languages: [en, ja]\n"
    actors = ACTORS.replace("Aland", "{en: A, ja: ア}\n  note: Only English").replace("Bland", "{en: B, ja: ビ}")
    sound(write_case(tmp_path, case=head, actors=actors))


@pytest.mark.parametrize("zone", ["Asia/Seoul", "UTC", "America/New_York"])
def test_known_zones_pass(tmp_path, zone):
    sound(write_case(tmp_path, events=EVENT + f"  zone: {zone}\n"))


def test_a_grouping_of_the_partners_passes(tmp_path):
    group = "- {id: G, kind: grouping, name: Both, members: [B, A], support: background}\n"
    sound(write_case(tmp_path, case=HEAD + "grouping: G\n", actors=ACTORS + group))


def test_a_source_cited_by_the_head_alone_is_used(tmp_path):
    sound(write_case(tmp_path, case=HEAD + "essay: s2\n", sources=SOURCES + SOURCES.replace("s1", "s2")))


def test_a_source_that_only_a_broken_object_cites_is_not_called_unused(tmp_path):
    event = EVENT.replace("s1", "s2") + "  colour: red\n"
    root = write_case(tmp_path, sources=SOURCES + SOURCES.replace("s1", "s2"), events=event)
    assert codes(read_case(root)[1]) == {"schema-unknown-field"}


def test_an_object_with_a_fault_can_still_be_referred_to(tmp_path):
    root = write_case(
        tmp_path, actors=ACTORS.replace("kind: state\n  name: Bland", "kind: stat\n  name: Bland"), events=EVENT
    )
    assert codes(read_case(root)[1]) == {"schema-value"}


def test_a_word_of_the_vocabulary_is_no_object(tmp_path):
    root = write_case(tmp_path, topics="- {id: t, name: T, objects: [tech]}\n", vocabulary="topics: {tech: Tech}\n")
    assert printed(read_case(root)[1]) == 'topics.yaml:1:30: ref-unknown: "tech" is not defined in the case.\n'
