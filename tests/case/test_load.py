import os

import pytest

from cases import ACTORS, HEAD, SOUND, SOURCES, codes, copy_sound, printed, sound, write_case
from trivet.base.errors import CaseError, NotFoundError
from trivet.case import read as read_module
from trivet.case import yaml12
from trivet.case.load import find_case, open_case, read_case, shipped_cases
from trivet.case.sections import LISTS

EVENT = """\
- id: E1
  date: 2024-05-01
  title: Meeting
  kind: summit
  dyads: [[A, B]]
  sources: [s1]
"""


def faults_of(root):
    return printed(read_case(root)[1])


def test_the_smallest_case_is_sound(tmp_path):
    case = sound(write_case(tmp_path))
    assert case.meta.id == "tiny"
    assert [actor.id for actor in case.actors] == ["A", "B"]
    assert case.events == ()
    assert case.root == tmp_path


def test_a_case_of_every_section_is_sound():
    case = sound(SOUND)
    assert all(getattr(case, section) for section in LISTS)
    assert set(case.vocabulary.owners) == {"heads"}


def test_a_section_may_be_a_folder_of_files(tmp_path):
    second = EVENT.replace("E1", "E2")
    case = sound(write_case(tmp_path, {"events/b.yaml": EVENT, "events/a.yml": second, "events/read.me": "no"}))
    assert [event.id for event in case.events] == ["E2", "E1"]
    assert str(case.find("E1").place("date")) == "events/b.yaml:2:9"


def test_a_section_may_be_a_file_and_a_folder(tmp_path):
    case = sound(write_case(tmp_path, {"events/b.yaml": EVENT, "events.yaml": EVENT.replace("E1", "E0")}))
    assert [event.id for event in case.events] == ["E1", "E0"]


def test_the_short_suffix_is_read_too(tmp_path):
    case = sound(write_case(tmp_path, {"events.yml": EVENT}))
    assert str(case.find("E1").place()) == "events.yml:1:3"


def test_other_files_and_folders_are_left_alone(tmp_path):
    others = {"README.md": "#", "notes.txt": "x", "whatif/x.yaml": "[", "pictures/a.yaml": "[", "figures.png": b"\x89"}
    sound(write_case(tmp_path, others))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"event.yaml": EVENT}, 'event.yaml: file-unknown: A case has no such file. Did you mean "events.yaml"?'),
        ({"Events.yaml": EVENT}, 'Events.yaml: file-unknown: A case has no such file. Did you mean "events.yaml"?'),
        ({"settings.yaml": "a: 1"}, "settings.yaml: file-unknown: A case has no such file."),
        ({"event/a.yaml": EVENT}, 'event: file-unknown: A case has no such file. Did you mean "events.yaml"?'),
        ({"case.yml": HEAD}, "case.yml: file-unknown: The case has this file twice."),
        ({"events.yaml": "a: 1"}, "events.yaml:1:1: file-shape: This file must hold a list (each item begins with -)."),
        ({"case.yaml": "- a"}, "case.yaml:1:1: file-shape: This file must hold a mapping (key: value)."),
        ({"case.yaml": ""}, "case.yaml: file-shape: This file must hold a mapping (key: value)."),
        ({"vocabulary.yaml": "5"}, "vocabulary.yaml:1:1: file-shape: This file must hold a mapping (key: value)."),
        ({"actors.yaml": "[]"}, "actors.yaml: file-shape: This file must hold at least one item."),
        ({"sources.yaml": "# none\n"}, "sources.yaml: file-shape: This file must hold at least one item."),
        ({"case.yaml": None}, "case.yaml: file-missing: The case has no such file, and needs one."),
        ({"actors.yaml": None}, "actors.yaml: file-missing: The case has no such file, and needs one."),
    ],
)
def test_files_that_do_not_fit(tmp_path, files, said):
    assert faults_of(write_case(tmp_path, files)) == said + "\n"


def test_an_empty_section_is_an_absent_one(tmp_path):
    assert sound(write_case(tmp_path, events="", claims="[]", topics="# later\n")).events == ()


def test_an_empty_folder_lacks_everything(tmp_path):
    case, faults = read_case(tmp_path)
    assert case is None
    assert printed(faults) == "".join(
        f"{name}.yaml: file-missing: The case has no such file, and needs one.\n"
        for name in ("case", "sources", "actors")
    )


@pytest.mark.parametrize(
    "make", [lambda path: path.symlink_to("nowhere"), os.mkfifo, lambda path: path.symlink_to("/")]
)
def test_what_cannot_be_opened_is_a_fault_and_never_a_wait(tmp_path, make):
    root = write_case(tmp_path, {"sources.yaml": None, "sources/b.yaml": SOURCES})
    make(root / "sources" / "a.yaml")
    (fault,) = read_case(root)[1]
    assert (fault.code, str(fault.place)) == ("file-unreadable", "sources/a.yaml")


def test_a_folder_that_cannot_be_listed_is_a_fault(tmp_path):
    case, faults = read_case(tmp_path / "nowhere")
    assert case is None
    assert printed(faults).startswith("nowhere: file-unreadable: The file cannot be read: No such file or directory.\n")


def test_no_more_is_read_than_the_limit(tmp_path, monkeypatch):
    for module in (read_module, yaml12):
        monkeypatch.setattr(module, "MAX_BYTES", 200)
    root = write_case(tmp_path, sources=SOURCES + "#" * 500)
    case, faults = read_case(root)
    assert case is not None
    assert printed(faults) == (
        "sources.yaml: yaml-too-large: The file is larger than 0 MiB. Split it: a section may be a folder of files.\n"
    )


def test_all_faults_are_told_at_once(tmp_path):
    root = write_case(
        tmp_path,
        case=HEAD + "likelihood: icd\n",
        events=EVENT
        + "  relevance: 9\n  colour: red\n"
        + EVENT.replace("2024-05-01", "soon").replace("kind: summit\n", "\n"),
        actors=ACTORS + "  sources: [s11]\n",
    )
    with pytest.raises(CaseError) as caught:
        open_case(root)
    assert str(caught.value).splitlines() == [
        'actors.yaml:9:13: "s11" is not defined in sources. Did you mean "s1"?',
        'case.yaml:6:13: There is no likelihood table "icd". Known: icd203, phia. Did you mean "icd203"?',
        'events.yaml:7:14: events E1: "relevance" must be at most 3.',
        'events.yaml:8:3: events E1 has an unknown field "colour".',
        'events.yaml:9:3: events E1 lacks the field "kind".',
        'events.yaml:10:9: events E1: "date" is not a date. Write it as 2023, 2023-08 or 2023-08-18.',
    ]


def test_warnings_do_not_keep_a_case_from_being_opened(tmp_path):
    root = write_case(tmp_path, sources=SOURCES + SOURCES.replace("s1", "s2"))
    assert [(fault.code, fault.warning) for fault in read_case(root)[1]] == [("source-unused", True)]
    assert open_case(root).meta.id == "tiny"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"sources.yaml": "- id: [\n"}, "yaml-syntax"),
        ({"sources.yaml": "- {id: s1}\n"}, "schema-missing"),
        ({"sources.yaml": "a: 1\n"}, "file-shape"),
        ({"sources.yaml": None}, "file-missing"),
        ({"sources.yaml": None, "sources/a.yaml": "- id: [\n"}, "yaml-syntax"),
        ({"actors.yaml": b"\xff"}, "yaml-encoding"),
        ({"actors.yaml": None}, "file-missing"),
        ({"vocabulary.yaml": "owners: [\n"}, "yaml-syntax"),
        ({"contingencies.yaml": "- {id: [\n"}, "yaml-syntax"),
        ({"vocabulary.yaml": "colours: {}\n"}, "schema-unknown-field"),
        ({"case.yaml": "format: [\n"}, "yaml-syntax"),
        ({"case.yaml": HEAD + "language: xx\n"}, "schema-value"),
        ({"case.yaml": HEAD.replace("as_of: 2025-01-01", "as_of: soon")}, "date-format"),
    ],
)
def test_one_mistake_does_not_drag_others_behind_it(tmp_path, files, code):
    everything = {
        "events.yaml": EVENT,
        "commitments.yaml": "- {id: K1, text: X, owners: [o1], topic: t1, made_on: 2024, sources: [s1]}\n",
        "topics.yaml": "- {id: T1, name: T, objects: [E1, A]}\n",
        "contingencies.yaml": "- {id: r, name: R, facts: [attack(on=A)], support: background}\n",
        "vocabulary.yaml": "owners: {o1: Owner}\ntopics: {t1: Topic}\nfacts: {attack: {text: X, args: {on: actor}}}\n",
    }
    sound(write_case(tmp_path / "before", everything))
    assert codes(read_case(write_case(tmp_path / "after", {**everything, **files}))[1]) == {code}


def test_a_broken_head_does_not_hide_the_other_faults(tmp_path):
    root = write_case(tmp_path, case="format: 2\n", events=EVENT.replace("[s1]", "[s9]"))
    case, faults = read_case(root)
    assert case is None
    assert 'events.yaml:6:13: ref-unknown: "s9" is not defined in sources.' in printed(faults)
    assert codes(faults) == {"schema-value", "schema-missing", "ref-unknown"}


def test_plain_strings_are_in_the_language_of_the_case(tmp_path):
    case = sound(write_case(tmp_path, case=HEAD + "language: ja\nlanguages: [ja]\n"))
    assert case.actors[0].name.words("ja") == "Aland"
    assert case.meta.title.words("ja") == "Tiny"


def test_finds_cases_by_folder_file_and_name(tmp_path):
    root = write_case(tmp_path / "tiny")
    assert find_case(root) == root
    assert find_case(str(root)) == root
    assert find_case(root / "case.yaml") == root
    assert find_case("japan-us-korea") == shipped_cases()["japan-us-korea"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("japan-us-corea", 'Did you mean "japan-us-korea"?'),
        ("zzz", "Shipped cases: classic-conflicts, japan-us-korea"),
        ("x" * 5000, "There is no case folder"),
        ("a\0b", "There is no case folder"),
        ("../japan-us-korea/case.yaml", "There is no case folder"),
    ],
)
def test_a_case_that_does_not_exist(name, hint):
    with pytest.raises(NotFoundError) as caught:
        find_case(name)
    assert hint in str(caught.value)


def test_opening_is_reading_the_files_again(tmp_path):
    root = copy_sound(tmp_path)
    assert open_case(root).digest == open_case(SOUND).digest


def test_an_object_that_does_not_fit_still_has_its_references_followed(tmp_path):
    """A misspelt kind does not hide a misspelt actor of the same object, however deep."""
    event = EVENT.replace("summit", "sumit").replace("[[A, B]]", "[[A, BB]]").replace("[s1]", "[s2]")
    told = faults_of(write_case(tmp_path, events=event))
    assert '"sumit" is not a value of "kind"' in told
    assert '"BB" is not defined in actors' in told
    assert '"s2" is not defined in sources' in told
