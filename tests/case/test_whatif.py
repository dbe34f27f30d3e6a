import pytest

from cases import SOUND, codes, copy_sound, printed, sound
from trivet.base.errors import CaseError
from trivet.case.diff import Difference, differences
from trivet.case.model import Case
from trivet.case.whatif import apply_whatif, find_whatif, read_whatif

CASE = sound(SOUND)
DIGEST = CASE.digest
HEAD = "whatif: x\ntitle: Try\n"


@pytest.fixture
def lay(tmp_path):
    """Lay the text of an overlay over the sound case."""

    def apply(text, *more):
        paths = []
        for number, content in enumerate((text, *more)):
            path = tmp_path / f"overlay{number}.yaml"
            path.write_text(HEAD.replace("x", f"x{number}", 1) + content, "utf-8")
            paths.append(path)
        return apply_whatif(CASE, *paths)

    return apply


@pytest.fixture
def faults(lay):
    """What is wrong with an overlay, as printed."""

    def apply(text):
        with pytest.raises(CaseError) as caught:
            lay(text)
        return printed(caught.value.faults).splitlines()

    return apply


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("events/E1/intensity", "3", [Difference("events/E1/intensity", 8.0, 3.0)]),
        ("events/E1/title/en", "New", [Difference("events/E1/title/en", "Pact signed", "New")]),
        ("events/E1/dyads/0/1", "CAN", [Difference("events/E1/dyads", [["ARA", "BEL"]], [["ARA", "CAN"]])]),
        ("events/E3/zone", "Asia/Seoul", [Difference("events/E3/zone", None, "Asia/Seoul")]),
        ("commitments/K2/history/+", "{date: 2023, status: broken, support: background}", [
            Difference("commitments/K2/history", None, {"0": {"date": "2023", "status": "broken", "support": "background"}})]),
        ("instruments/pact/history/+", "{date: 2024-12-01, state: ended, support: background}", [
            Difference("instruments/pact/history/4", None, {"date": "2024-12-01", "state": "ended", "support": "background"})]),
        ("instruments/pact/history/3/state", "ended", [
            Difference("instruments/pact/history/3/state", "notice-suspended", "ended")]),
        ("issues/quota/positions/BEL/position/best", "65", [
            Difference("issues/quota/positions/1/position/best", 70.0, 65.0)]),
        ("issues/quota/positions/BEL/influence", "50", [
            Difference(f"issues/quota/positions/1/influence/{end}", 100.0, 50.0) for end in ("low", "best", "high")]),
        ("offices/ara_head/holders/second/acting", "true", [Difference("offices/ara_head/holders/2/acting", None, True)]),
        ("case/as_of", "2025-01-31", [Difference("case/as_of", "2024-12-31", "2025-01-31")]),
        ("case/partners/+", "club", [Difference("case/partners", ["ARA", "BEL", "CAN"], ["ARA", "BEL", "CAN", "club"])]),
        ("vocabulary/topics/air", "{en: Air, ja: 空}", [Difference("vocabulary/topics/air", None, {"en": "Air", "ja": "空"})]),
        ("vocabulary/topics/water/en", "Waters", [Difference("vocabulary/topics/water/en", "Water", "Waters")]),
        ("claims/+", "{id: C3, paragraph: 3, claim: {en: X, ja: X}, type: fact, verdict: opinion}", [
            Difference("claims/C3", None, {
                "id": "C3", "paragraph": 3, "claim": {"en": "X", "ja": "X"}, "type": "fact", "verdict": "opinion"})]),
        ("claims/C2/verdict", "opinion", []),
    ],
)  # fmt: skip
def test_sets_what_the_path_names_and_nothing_else(lay, path, value, expected):
    if path == "case/partners/+":
        changed = lay(f"set:\n  {path}: {value}\n  actors/TRIO/members/+: club\n")
        expected = [*expected, Difference("actors/TRIO/members", ["ARA", "BEL", "CAN"], ["ARA", "BEL", "CAN", "club"])]
    else:
        changed = lay(f"set:\n  {path}: {value}\n")
    assert sorted(differences(CASE, changed), key=lambda d: d.path) == sorted(expected, key=lambda d: d.path)
    assert CASE.digest == DIGEST
    assert sound(SOUND).digest == DIGEST


def test_removes_whole_objects(lay):
    changed = lay("remove: [claims/C2, topics/lake]\n")
    assert [claim.id for claim in changed.claims] == ["C1"]
    assert changed.topics == ()
    assert len(CASE.claims) == 2


def test_overlays_lie_in_order_one_on_the_other(lay):
    changed = lay(
        "set:\n  events/E1/intensity: 3\n  claims/+: {id: C9, paragraph: 9, claim: {en: X, ja: X}, type: fact, verdict: opinion}\n",
        "set:\n  events/E1/intensity: 4\n  claims/C9/paragraph: 10\n",
    )
    assert changed.find("E1").object.intensity == 4
    assert changed.find("C9").object.paragraph == 10
    assert changed.overlays == ("x0", "x1")
    assert CASE.overlays == ()


def test_an_overlay_can_lie_on_a_case_with_an_overlay(tmp_path, lay):
    once = lay("set:\n  events/E1/intensity: 3\n")
    path = tmp_path / "more.yaml"
    path.write_text("whatif: more\ntitle: More\nset:\n  events/E2/intensity: -1\n", "utf-8")
    twice = apply_whatif(once, path)
    assert [d.path for d in differences(CASE, twice)] == ["events/E1/intensity", "events/E2/intensity"]
    assert twice.overlays == ("x0", "more")
    assert [d.path for d in differences(CASE, once)] == ["events/E1/intensity"]


def test_one_name_of_the_case_is_enough():
    changed = apply_whatif(CASE, "pact-ended")
    assert changed.at("2024-12-31").instruments[0].turn.state == "ended"
    assert changed.overlays == ("pact-ended",)
    assert changed.root == CASE.root
    assert changed.digest != DIGEST
    assert find_whatif(CASE, "pact-ended") == SOUND / "whatif" / "pact-ended.yaml"


def test_no_overlay_changes_nothing():
    assert apply_whatif(CASE).digest == DIGEST


def test_what_the_overlay_set_stands_in_the_overlay(lay):
    changed = lay(
        "set:\n  events/E1/title: {en: New,\n    ja: 新}\n  commitments/K2/history/+: {date: 2023, status: done, support: background}\n"
    )
    assert str(changed.find("E1").place("title", "ja")) == "overlay0.yaml:5:9"
    assert str(changed.find("E1").place("date")) == "events.yaml:2:9"
    assert str(changed.find("E1").place()) == "events.yaml:1:3"
    assert str(changed.find("K2").place("history", 0, "status")) == "overlay0.yaml:6:50"


PLACE = "overlay0.yaml:4:3: whatif-path: "


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("set:\n  evnts/E1/title: X\n", PLACE + '"evnts/E1/title" is not a path: write section/id/field.'),
        ("set:\n  events: X\n", PLACE + '"events" is not a path: write section/id/field.'),
        ("set:\n  '': X\n", PLACE + '"" is not a path: write section/id/field.'),
        ("set:\n  events/E9/title: X\n", PLACE + 'There is no "events/E9" in the case.'),
        (
            "set:\n  instruments/pakt/type: X\n",
            PLACE + 'There is no "instruments/pakt" in the case. Did you mean "pact"?',
        ),
        ("set:\n  events/E1: X\n", PLACE + "Name the field to set, after the object."),
        ("set:\n  case: X\n", PLACE + "Name the field to set, after the object."),
        ("set:\n  events/E1/date/year: X\n", PLACE + '"year" leads nowhere here.'),
        ("set:\n  events/E1/date/year/x: X\n", PLACE + '"year" leads nowhere here.'),
        ("set:\n  events/E1/actors/7: X\n", PLACE + '"7" leads nowhere here.'),
        ("set:\n  events/E1/actors/-1: X\n", PLACE + '"-1" leads nowhere here.'),
        ("set:\n  events/E1/actors/٠: X\n", PLACE + '"٠" leads nowhere here.'),
        ("set:\n  issues/quota/positions/CAN/influence: 5\n", PLACE + '"CAN" leads nowhere here.'),
        ("set:\n  events/+/title: X\n", PLACE + 'There is no "events/+" in the case.'),
        (f"set:\n  events/E1{'/a' * 41}: X\n", PLACE + "Values are nested more than 40 deep."),
    ],
)
def test_a_path_that_leads_nowhere_is_shown_in_the_overlay(faults, text, said):
    assert faults(text) == [said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("remove: [events/E9]\n", '3:10: whatif-path: There is no "events/E9" in the case.'),
        ("remove: [events]\n", "3:10: whatif-path: Only whole objects can be removed, as section/id."),
        ("remove: [events/E1/title]\n", "3:10: whatif-path: Only whole objects can be removed, as section/id."),
        ("remove: [claims/C2, claims/C2]\n", '3:21: whatif-path: There is no "claims/C2" in the case.'),
    ],
)
def test_what_cannot_be_removed_is_shown_in_the_overlay(faults, text, said):
    assert faults(text) == ["overlay0.yaml:" + said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("set:\n  events/E1/kind: sumit\n", '4:19: schema-value: events E1: "sumit" is not a value of "kind".'),
        ("set:\n  events/E1/titel: X\n", '4:3: schema-unknown-field: events E1 has an unknown field "titel".'),
        ("set:\n  events/E1/titel/en: X\n", '4:3: schema-unknown-field: events E1 has an unknown field "titel".'),
        ("set:\n  events/E1/title/fr: X\n", '4:3: schema-unknown-field: events E1 has an unknown field "title.fr".'),
        ("set:\n  events/E1/actors/0: ARB\n", '4:23: ref-unknown: "ARB" is not defined in actors.'),
        ("set:\n  events/E1/date: 2030\n", "4:19: hindsight: events/E1 is dated 2030"),
        ("set:\n  case/likelihood: icd\n", '4:20: likelihood-unknown: There is no likelihood table "icd".'),
        ("set:\n  vocabulary/colours: {}\n", '4:3: schema-unknown-field: vocabulary has an unknown field "colours".'),
        ("set:\n  claims/+: {id: C1, paragraph: 1, claim: {en: X, ja: X}, type: fact, verdict: opinion}\n",
         '4:18: id-duplicate: The id "C1" is already taken, at claims.yaml:1:7.'),
        ("set:\n  claims/+: {id: C9, paragraph: 1, claim: {en: X, ja: X}, type: fact, verdict: opinion, colour: red}\n", '4:89: schema-unknown-field: claims C9 has an unknown field "colour".'),
        ("set:\n  claims/+: just words\n", "4:13: schema-type: claims: an entry must be a mapping (key: value)."),
        ("set:\n  instruments/pact/history/+: {date: 2024-12-01}\n",
         '4:31: schema-missing: instruments pact lacks the field "history.4.state".'),
        ("set:\n  instruments/pact/history/+: {date: 2019-01-01, state: ended}\n", "4:38: history-order: The history of"),
        ("set:\n  issues/quota/status_quo/position/best: 50\n", "4:42: range-order: issues quota:"),
        ("set:\n  offices/ara_head/holders/0/to: 2018\n", "4:34: interval-order: offices ara_head:"),
    ],
)  # fmt: skip
def test_what_an_overlay_breaks_is_shown_in_the_overlay(faults, text, said):
    found = faults(text)
    assert found[0].startswith("overlay0.yaml:" + said), found


def test_removing_what_is_needed_shows_where_it_is_needed(faults):
    assert faults("remove: [events/E2]\n") == [
        'disputes.yaml:4:12: ref-unknown: "E2" is not defined in events.',
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("whatif: x\n", "schema-missing"),
        ("whatif: ../x\ntitle: T\n", "schema-value"),
        ("whatif: x\ntitle: T\nsets: {}\n", "schema-unknown-field"),
        ("whatif: x\ntitle: T\nset: [a]\n", "schema-type"),
        ("whatif: x\ntitle: T\nset: {a: 1, a: 2}\n", "yaml-duplicate-key"),
        ("- a\n", "schema-type"),
        ("", "schema-type"),
        ("a: [", "yaml-syntax"),
    ],
)
def test_an_overlay_that_is_none_is_refused_with_its_faults(tmp_path, text, code):
    path = tmp_path / "bad.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(CaseError) as caught:
        read_whatif(path)
    assert codes(caught.value.faults) == {code}
    assert {fault.place.file for fault in caught.value.faults} == {"bad.yaml"}


@pytest.mark.parametrize("name", ["nothing", "x" * 5000, "a\0b", "", ".", "whatif/pact-ended"])
def test_an_overlay_that_does_not_exist_is_an_error(name):
    with pytest.raises(CaseError) as caught:
        find_whatif(CASE, name)
    assert codes(caught.value.faults) == {"whatif-missing"}


def test_a_case_that_was_not_read_from_files_takes_no_overlay():
    with pytest.raises(ValueError, match="not read from files"):
        apply_whatif(Case(CASE.meta), "pact-ended")


def test_the_files_are_never_written(tmp_path):
    root = copy_sound(tmp_path)
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    apply_whatif(sound(root), "pact-ended")
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before
