import shutil

import pytest

from cases import SOUND, copy_sound, printed, sound
from trivet.base.errors import Place
from trivet.case.load import read_case
from trivet.case.refs import references
from trivet.case.schema.common import Ref

CASE = sound(SOUND)


def all_references():
    """Every reference of the sound case, with the place it stands at."""
    for ref in references(CASE.meta):
        yield ref, CASE.meta_place(*ref.path)
    for item in CASE.objects():
        for ref in references(item.object):
            yield ref, item.place(*ref.path)


def words_that_are_names():
    """The place of every word in the files that is some object's id, found without the schema's help."""
    names = {item.object.id for item in CASE.objects()} | {item.ref for item in CASE.objects()}
    for kind in (CASE.vocabulary.owners, CASE.vocabulary.topics, CASE.vocabulary.cadence):
        names |= set(kind)
    documents = {id(item.origin.document): item.origin.document for item in CASE.objects()}
    head = CASE.draft.meta.origin.document
    for document in [head, *documents.values()]:
        for path, (line, column) in document.places.items():
            value = document.data
            for step in path:
                value = value[step]
            if isinstance(value, str) and value in names and path[-1] != "id":
                yield Place(document.file, line, column)


def test_finds_every_reference_in_the_files():
    assert {place for _, place in all_references()} == set(words_that_are_names())
    assert len(list(all_references())) > 60


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        (
            "offices/ara_head",
            {
                ((), "actors", "ARA"),
                (("holders", 0, "holder"), "actors", "first"),
                (("holders", 1, "holder"), "actors", "stand_in"),
                (("holders", 2, "holder"), "actors", "second"),
                (("holders", 0, "sources", 0), "sources", "gazette"),
            },
        ),
        (
            "commitments/K1",
            {
                (("owners", 0), "vocabulary.owners actors", "heads"),
                (("topic",), "vocabulary.topics", "water"),
                (("instrument",), "instruments", "lake_forum"),
                (("due",), "vocabulary.cadence", "yearly"),
                (("history", 0, "sources", 0), "sources", "gazette"),
                (("history", 1, "sources", 0), "sources", "digest"),
                (("sources", 0), "sources", "gazette"),
            },
        ),
        (
            "events/E2",
            {
                (("actors", 0), "actors", "BEL"),
                (("actors", 1), "actors", "CAN"),
                (("dyads", 0, 0), "actors", "BEL"),
                (("dyads", 0, 1), "actors", "CAN"),
                (("sources", 0), "sources", "digest"),
            },
        ),
        ("actors/BEL", {(("memberships", 0, "in"), "actors", "club"), (("sources", 0), "sources", "gazette")}),
        ("claims/C2", set()),
    ],
)
def test_knows_where_each_reference_stands_and_what_it_may_name(home, expected):
    found = {(ref.path, " ".join(ref.sections), ref.id) for ref in references(CASE.find(home).object)}
    assert found == {(path or ("of",), sections, name) for path, sections, name in expected}


def test_topics_may_name_anything():
    assert [ref.sections for ref in references(CASE.topics[0])] == [("*",)] * 5
    assert Ref().sections == ("*",)


def test_every_reference_that_is_spoiled_is_found_at_its_place(tmp_path):
    """Spoil one reference after the other, in the text of the file, where the marks say that it stands."""
    for number, (ref, place) in enumerate(all_references()):
        root = copy_sound(tmp_path / str(number))
        path = root / place.file
        lines = path.read_text("utf-8").splitlines(keepends=True)
        line = lines[place.line - 1]
        at = place.column - 1
        assert line[at:].startswith(ref.id), (ref, place)
        lines[place.line - 1] = line[:at] + "zz" + line[at + len(ref.id) :]
        path.write_text("".join(lines), "utf-8")
        said = printed(read_case(root)[1]).splitlines()
        assert [text for text in said if text.startswith(f'{place}: ref-unknown: "zz" is not defined in ')], said
        shutil.rmtree(root)
