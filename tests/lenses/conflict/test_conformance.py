"""The lens keeps the protocol, on the shipped cases, on the made-up one and on files of other programs."""

from dataclasses import replace

import pytest

from cases import SOUND
from shipped import shipped
from trivet.case.load import open_case
from trivet.lens.conformance import check_lens
from trivet.lens.run import open_for
from trivet.lenses.conflict import ConflictLens

LENS = ConflictLens()


def test_it_keeps_its_word_on_the_shipped_case():
    check_lens(LENS, shipped(), settings={"draws": 20})


def test_it_keeps_its_word_on_the_classics():
    check_lens(LENS, open_case("classic-conflicts"), settings={"model": "all", "draws": 20})


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"states": "all"},
        {"target": 2},
        {"improvement": "pareto"},
        {"draws": 0},
        {"horizon": 1},
        {"everything": True},
    ],
    ids=str,
)
def test_it_keeps_its_word_under_every_setting(settings):
    case = open_case(SOUND)
    smallest = replace(case, located=(), conflicts=case.conflicts)
    check_lens(LENS, case, smallest, settings)


def test_it_keeps_its_word_on_a_file_of_another_program(tmp_path):
    path = tmp_path / "pennies.json"
    path.write_text(
        '{"decision_makers": [{"name": "Even"}, {"name": "Odd"}],'
        ' "options": [{"name": "heads", "dm": "Even"}, {"name": "heads too", "dm": "Odd"}],'
        ' "preferences": {"Even": {"ranking": [[1, 4], [2, 3]]}, "Odd": {"ranking": [[2, 3], [1, 4]]}}}',
        "utf-8",
    )
    case = open_for(LENS, str(path))
    result = check_lens(LENS, case)
    assert result.document()["equilibria"]["nash"] == []
