from trivet.base.errors import CaseError, Fault, FaultsError, Place, SettingsError, TrivetError
from trivet.base.message import say


def fault(code, place=None, text="Wrong.", hint=None):
    return Fault(code, say(text), place, say(hint) if hint else None)


def test_a_place_is_file_line_column():
    assert str(Place("events.yaml", 41, 5)) == "events.yaml:41:5"
    assert str(Place("events.yaml")) == "events.yaml"


def test_places_sort_by_number_not_by_letter():
    places = [Place("b", 1), Place("a", 10, 1), Place("a", 9, 30), Place("a", 9, 4)]
    assert sorted(places) == [Place("a", 9, 4), Place("a", 9, 30), Place("a", 10, 1), Place("b", 1)]


def test_every_rule_has_its_anchor_in_the_docs():
    assert fault("ref-unknown").anchor == "errors.html#ref-unknown"


def test_faults_are_sorted_and_each_is_said_once():
    late = fault("x", Place("b.yaml", 2, 1), "Late.", "Mend it.")
    early = fault("x", Place("a.yaml", 10, 1), "Early {name}.")
    nowhere = fault("y", None, "Nowhere.")
    error = FaultsError([late, early, late, nowhere])
    assert error.faults == (nowhere, early, late)
    assert str(error) == "Nowhere.\na.yaml:10:1: Early {name}.\nb.yaml:2:1: Late. Mend it."


def test_what_a_user_gave_us_wrong_is_an_error_of_ours():
    assert issubclass(CaseError, FaultsError)
    assert issubclass(SettingsError, FaultsError)
    assert issubclass(FaultsError, TrivetError)
    assert str(CaseError([])) == ""
