from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import SOUND, copy_sound, sound
from trivet.base.i18n import Sayer
from trivet.case.diff import Difference, changes, differences

CASE = sound(SOUND)
START, END = date(1900, 1, 1), date(2100, 1, 1)


def told(after, until):
    sayer = Sayer("en", CASE)
    return [f"{change.date} {sayer.say(change.message)}" for change in changes(CASE, after, until)]


def test_tells_every_change_oldest_first():
    assert told(START, END) == [
        "2019-01-10 Head of Arania: First Leader takes office",
        "2020-03-02 Lake pact: signed",
        "2020-06 Envoy of Belmark: First Leader leaves",
        "2020-09-01 Lake pact: in force",
        "2021-04 Lake forum: active",
        "2021-04-15 Meet every year: made, not yet assessed",
        "2021-06-01 Fishing grounds: active",
        "2022-02-01 Head of Arania: powers of First Leader suspended",
        "2022-02-01 Head of Arania: Stand In takes over as acting",
        "2022-03-01 Head of Arania: powers of First Leader restored",
        "2022-03-01 Head of Arania: Stand In leaves",
        "2022-04-20 Meet every year: ongoing",
        "2022-06-01 Fishing grounds: managed",
        "2023-05-01 Head of Arania: First Leader leaves",
        "2023-05-01 Head of Arania: Second Leader takes office",
        "2023-08-23 Lake pact: notice of termination given",
        "2023-11-22 Lake pact: notice of termination suspended",
        "2024-06-01 Fishing grounds: settled",
        "2024-06 Lake forum: lapsed",
    ]


def test_the_first_day_is_left_out_and_the_last_counts():
    assert told(date(2023, 8, 23), date(2023, 11, 22)) == ["2023-11-22 Lake pact: notice of termination suspended"]
    assert len(told(date(2023, 8, 22), date(2023, 11, 22))) == 2
    assert told(date(2023, 8, 23), date(2023, 11, 21)) == []
    assert told(END, START) == []


days = st.dates(date(2018, 1, 1), date(2025, 12, 31))


@given(st.lists(days, min_size=3, max_size=3).map(sorted))
def test_two_stretches_make_one(three):
    first, second, third = three
    assert changes(CASE, first, second) + changes(CASE, second, third) == changes(CASE, first, third)


def test_entries_that_say_the_same_again_are_no_change(tmp_path):
    root = copy_sound(tmp_path)
    path = root / "disputes.yaml"
    path.write_text(path.read_text("utf-8").replace("phase: managed", "phase: active"), "utf-8")
    words = [change.date.edtf for change in changes(sound(root), START, END) if change.ref == "disputes/fishing"]
    assert words == ["2021-06-01", "2024-06-01"]


def test_a_case_does_not_differ_from_itself(tmp_path):
    assert differences(CASE, CASE) == ()
    assert differences(CASE, sound(copy_sound(tmp_path))) == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("events.yaml", "intensity: 8", "intensity: 7", [Difference("events/E1/intensity", 8.0, 7.0)]),
        ("events.yaml", "Pact signed", "Treaty signed", [Difference("events/E1/title/en", "Pact signed", "Treaty signed")]),
        ("events.yaml", "  zone: Europe/Oslo\n", "", [Difference("events/E1/zone", "Europe/Oslo", None)]),
        ("events.yaml", "actors: [ARA, BEL]", "actors: [BEL]", [Difference("events/E1/actors", ["ARA", "BEL"], ["BEL"])]),
        ("case.yaml", "as_of: 2024-12-31", "as_of: 2025-01-01", [Difference("case/as_of", "2024-12-31", "2025-01-01")]),
        ("vocabulary.yaml", "en: Water", "en: Waters", [Difference("vocabulary/topics/water/en", "Water", "Waters")]),
        ("issues.yaml", "salience: 50", "salience: 51", [
            Difference(f"issues/quota/positions/0/salience/{end}", 50.0, 51.0) for end in ("low", "best", "high")]),
        ("instruments.yaml", "state: notice-suspended", "state: ended", [
            Difference("instruments/pact/history/3/state", "notice-suspended", "ended")]),
        ("claims.yaml", "partial", "partial", []),
    ],
)  # fmt: skip
def test_names_every_value_that_differs(tmp_path, file, old, new, expected):
    root = copy_sound(tmp_path)
    path = root / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    changed = sound(root)
    assert list(differences(CASE, changed)) == expected
    assert [Difference(d.path, d.after, d.before) for d in expected] == list(differences(changed, CASE))


def test_objects_that_came_or_went_differ_as_a_whole(tmp_path):
    root = copy_sound(tmp_path)
    (root / "topics.yaml").unlink()
    terms = root / "terms.yaml"
    terms.write_text(terms.read_text("utf-8").replace("id: lake-name", "id: lake-names"), "utf-8")
    found = differences(CASE, sound(root))
    assert [(d.path, d.before is None, d.after is None) for d in found] == [
        ("topics/lake", False, True),
        ("terms/lake-name", False, True),
        ("terms/lake-names", True, False),
    ]
    assert found[0].before["objects"] == ["pact", "actors/ARA", "E1", "fishing", "C1"]
