"""The published JSON Schemas: checked in as they are made, and true of the files that come with Trivet."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cases import SOUND
from shipped import scaffold, shipped
from trivet.case.read import read_folder
from trivet.case.sections import LISTS
from trivet.case.whatif import apply_whatif
from trivet.lens.run import run_lens
from trivet.lens.schemas import schema_names, schema_of, schema_text

CHECKED_IN = files("trivet").joinpath("data/schema")


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(name))


def errors(name: str, data: object) -> list[str]:
    return [f"{'/'.join(map(str, e.path))}: {e.message[:200]}" for e in validator(name).iter_errors(data)]


def raw(root: Path) -> dict[str, object]:
    """The plain data of every file of a case folder, by section."""
    draft, faults = read_folder(root)
    assert not faults
    found: dict[str, object] = {name: [item.data for item in draft.sections[name]] for name in LISTS}
    found |= {"case": draft.meta.data, "vocabulary": draft.vocabulary.data}
    return found


def test_there_is_a_schema_for_every_file_and_for_results():
    assert schema_names() == ("case", *LISTS, "vocabulary", "result")


def test_no_other_schema_is_checked_in():
    assert {f.name for f in CHECKED_IN.iterdir()} == {f"{name}.schema.json" for name in schema_names()}


@pytest.mark.parametrize("name", schema_names())
def test_the_checked_in_schema_is_the_one_that_is_made(name):
    """Run ``trivet schema --out src/trivet/data/schema`` after changing the models."""
    assert CHECKED_IN.joinpath(f"{name}.schema.json").read_text("utf-8") == schema_text(name)


@pytest.mark.parametrize("name", schema_names())
def test_each_is_a_valid_schema_with_its_dialect_and_title(name):
    schema = json.loads(schema_text(name))
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == name


@pytest.mark.parametrize("name", ["case", *LISTS, "vocabulary"])
def test_the_raw_files_of_the_shipped_case_follow_their_schema(name):
    assert errors(name, raw(shipped().root)[name]) == []


@pytest.mark.parametrize("name", ["case", *LISTS, "vocabulary"])
def test_the_raw_files_of_the_sound_case_follow_their_schema(name):
    assert errors(name, raw(SOUND)[name]) == []


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("case", {"format": 2}),
        ("case", {"languages": []}),
        ("case", {"partners": ["JPN"]}),
        ("case", {"surprise": 1}),
        ("actors", {"kind": "planet"}),
        ("actors", {"id": "../escape"}),
        ("actors", {"name": {"fr": "Japon"}}),
        ("actors", {"name": {}}),
        ("instruments", {"bindingness": "firm"}),
        ("instruments", {"parties": []}),
        ("instruments", {"history": [{"state": "active"}]}),
        ("events", {"relevance": 4}),
        ("events", {"intensity": -11}),
        ("events", {"dyads": [["JPN", "USA", "KOR"]]}),
        ("sources", {"quality": "E"}),
        ("disputes", {"history": []}),
        ("claims", {"verdict": "maybe"}),
    ],
)
def test_a_spoilt_file_does_not_follow_its_schema(name, change):
    """A schema that lets everything pass would make the tests above worthless."""
    data = raw(shipped().root)[name]
    spoilt = {**data, **change} if isinstance(data, dict) else [{**data[0], **change}]
    assert errors(name, spoilt)


@pytest.mark.parametrize("settings", [{}, {"at": "2019-11-23"}])
def test_results_follow_their_schema(settings):
    for case in (shipped(), scaffold(), apply_whatif(shipped(), "gsomia-ended")):
        result = run_lens("record", case, settings, use_cache=False)
        assert errors("result", result.model_dump(mode="json", by_alias=True)) == []


def test_references_are_told_to_editors():
    schema = json.loads(schema_text("events"))
    assert "x-refers-to" in json.dumps(schema)


def test_an_unknown_schema_is_a_key_error():
    with pytest.raises(KeyError):
        schema_of("planets")
