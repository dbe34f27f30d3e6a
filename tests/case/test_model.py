import re

import pytest

from cases import SOUND, sound, write_case
from trivet.base.errors import NotFoundError, Place
from trivet.base.grade import Grade
from trivet.base.text import Said
from trivet.case.model import Case, cited_in

CASE = sound(SOUND)


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        ("events/E1", "events/E1"),
        ("E1", "events/E1"),
        ("pact", "instruments/pact"),
        ("offices/ara_head/holders/1", "offices/ara_head/holders/1"),
        ("issues/quota/status_quo", "issues/quota/status_quo"),
        ("issues/quota/positions/0/position", "issues/quota/positions/0/position"),
    ],
)
def test_finds_objects_and_their_parts(ref, found):
    assert CASE.find(ref).ref == found


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("E9", 'There is no "E9" in the case sound.'),
        ("events/E9", 'There is no "events/E9" in the case sound. Did you mean "events/E'),
        ("pakt", 'There is no "pakt" in the case sound. Did you mean "pact"?'),
        ("", 'There is no "" in the case sound.'),
        ("offices/ara_head/holders/9", "There is no"),
        ("offices/ara_head/holders/-1", "There is no"),
        ("offices/ara_head/holders/" + "9" * 5000, "There is no"),
        ("offices/ara_head/holders", "There is no"),
        ("offices/ara_head/title", None),
        ("events/E1/dyads/0/0", "There is no"),
        ("events/E1/date", "There is no"),
        ("events/E1/__class__", "There is no"),
        ("x" * 5000, "There is no"),
    ],
)
def test_what_is_not_there_is_said_with_the_nearest_name(ref, said):
    if said is None:
        assert CASE.find(ref).part == CASE.find("offices/ara_head").object.title
        return
    with pytest.raises(NotFoundError, match=f"^{re.escape(said)}"):
        CASE.find(ref)


def test_an_ambiguous_id_names_its_homes(tmp_path):
    event = "- {id: A, date: 2024, title: X, kind: summit, sources: [s1]}\n"
    case = sound(write_case(tmp_path, events=event))
    with pytest.raises(NotFoundError, match=r'"A" is ambiguous in the case tiny: write actors/A or events/A\.'):
        case.find("A")
    assert case.find("events/A").section == "events"


def test_places_are_those_of_the_files():
    assert CASE.find("E1").place() == Place("events.yaml", 1, 3)
    assert CASE.find("E1").place("title", "ja") == Place("events.yaml", 4, 32)
    assert CASE.find("offices/ara_head/holders/1").place("acting") == Place("offices.yaml", 15, 15)
    assert CASE.meta_place("partners", 1) == Place("case.yaml", 7, 17)
    assert CASE.meta_place("likelihood") == Place("case.yaml", 2, 1)


def test_a_case_made_by_hand_has_objects_without_places():
    bare = Case(CASE.meta, actors=CASE.actors)
    assert [item.ref for item in bare.objects()][:2] == ["actors/ARA", "actors/BEL"]
    assert bare.find("ARA").place() == Place("actors")
    assert bare.meta_place("id") == Place("case.yaml")
    assert bare.digest != CASE.digest


def test_objects_come_in_file_order():
    refs = [item.ref for item in CASE.objects()]
    assert (
        refs.index("sources/essay")
        < refs.index("sources/gazette")
        < refs.index("actors/ARA")
        < refs.index("terms/lake-name")
    )
    assert len(refs) == len(set(refs))


@pytest.mark.parametrize(
    ("ref", "language", "said"),
    [
        ("actors/BEL", "ja", Said("ベルマルク", "ja")),
        ("actors/BEL", "ko", Said("Belmark", "en")),
        ("commitments/K1", "en", Said("Meet every year", "en")),
        ("claims/C1", "en", Said("The pact was signed in 2020", "en")),
        ("disputes/fishing", "en", Said("Fishing grounds", "en")),
        ("issues/quota", "en", Said("Size of the quota", "en")),
        ("sources/gazette", "ja", Said("Official gazette", "ja")),
        ("offices/ara_head", "en", Said("Head of Arania", "en")),
        ("nobody", "en", Said("nobody", "en")),
    ],
)
def test_calls_every_object_by_its_name(ref, language, said):
    assert CASE.name(ref, language) == said


def test_sources_are_an_ordered_union():
    assert CASE.sources_of(("K1", "disputes/fishing", "sources/essay", "pact")) == ("gazette", "digest", "essay")
    assert CASE.sources_of(("actors/CAN",)) == ()
    assert CASE.sources_of(()) == ()
    assert cited_in(CASE.find("quota").object) == ("digest",)


@pytest.mark.parametrize(
    ("ref", "grade"),
    [
        ("sources/gazette", Grade.DOCUMENTED),
        ("sources/digest", Grade.REPORTED),
        ("events/E1", Grade.DOCUMENTED),
        ("events/E2", Grade.REPORTED),
        ("events/E3", Grade.JUDGED),
        ("claims/C2", Grade.JUDGED),
        ("issues/quota", Grade.JUDGED),
        ("topics/lake", Grade.JUDGED),
        ("instruments/pact/history/0", Grade.DOCUMENTED),
        ("instruments/pact/history/2", Grade.REPORTED),
        ("instruments/lake_forum/history/0", Grade.JUDGED),
        ("issues/quota/positions/1/position", Grade.JUDGED),
    ],
)
def test_the_best_source_grades_an_object(ref, grade):
    assert CASE.grade_of(ref) is grade


def test_a_case_is_frozen():
    with pytest.raises(AttributeError):
        CASE.meta = None


def test_shows_itself_in_one_line():
    assert repr(CASE) == "<Case sound as of 2024-12-31>"
    assert len(repr(CASE.find("E1"))) < 3000


def test_speaks_with_the_table_it_names():
    assert CASE.likelihood_table.id == "icd203"
