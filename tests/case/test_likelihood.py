import json

import pytest

from cases import codes, printed
from trivet.base.errors import CaseError, NotFoundError
from trivet.base.likelihood import shipped_names, shipped_table
from trivet.case.likelihood import read_table

BANDS = [{"low": 0, "high": 0.5, "words": "unlikely"}, {"low": 0.5, "high": 1, "words": {"en": "likely", "ja": "有望"}}]
TABLE = {"id": "house", "title": "House table", "source": "Style book", "bands": BANDS}


@pytest.mark.parametrize("name", shipped_names())
def test_takes_a_shipped_table_by_name(name):
    assert read_table(name) is shipped_table(name)


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_takes_a_file_of_the_user(tmp_path, suffix):
    path = tmp_path / f"house.{suffix}"
    path.write_text(json.dumps(TABLE, indent=2, ensure_ascii=False), "utf-8")
    table = read_table(str(path))
    assert table.words(0.2, 0.8, "en") == ("unlikely", "likely")
    assert table.words(0.8, 0.8, "ja") == ("有望",)


@pytest.mark.parametrize("name", ["icd", "nowhere.yaml", "x" * 5000, "a\0b", ".", ""])
def test_a_table_that_does_not_exist(name):
    with pytest.raises(NotFoundError, match="There is no likelihood table"):
        read_table(name)


def test_faults_stand_at_their_place(tmp_path):
    path = tmp_path / "house.yaml"
    path.write_text(
        "id: house\ntitle: T\nsource: S\nbands:\n  - {low: 0.5, high: 0.2, words: w}\n  - {low: 2, high: 3, words: w}\n"
    )
    with pytest.raises(CaseError) as caught:
        read_table(str(path))
    said = printed(caught.value.faults)
    assert f"{path}:5:5: schema-value: " in said
    assert f"{path}:6:11: schema-value: " in said


@pytest.mark.parametrize(
    ("text", "code"), [("a: [", "yaml-syntax"), ("- a", "schema-type"), ("a: 1\na: 2", "yaml-duplicate-key")]
)
def test_a_file_that_is_no_table(tmp_path, text, code):
    path = tmp_path / "house.yaml"
    path.write_text(text)
    with pytest.raises(CaseError) as caught:
        read_table(str(path))
    assert codes(caught.value.faults) == {code}
