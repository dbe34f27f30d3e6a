import random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import SOUND, copy_sound, sound
from trivet.case.digest import canonical, content_of, digest_of
from trivet.case.read import read_file
from trivet.case.sections import LISTS

CASE = sound(SOUND)
DIGEST = CASE.digest


def files(root):
    return sorted(root.glob("*.yaml"))


class Quoting(yaml.SafeDumper):
    """Quotes every text, so that YAML 1.1 and 1.2 mean the same."""


Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def test_is_a_sha_256_in_hexadecimal():
    assert len(DIGEST) == 64
    assert int(DIGEST, 16) > 0
    assert digest_of(CASE) == DIGEST


def test_comments_spacing_and_line_ends_do_not_count(tmp_path):
    root = copy_sound(tmp_path)
    for path in files(root):
        text = path.read_text("utf-8")
        path.write_bytes(
            ("\ufeff# A comment.\n\n" + text.replace("\n- id", "\n\n# Next.\n- id")).replace("\n", "\r\n").encode()
        )
    assert sound(root).digest == DIGEST


def test_splitting_a_section_into_files_does_not_count(tmp_path):
    root = copy_sound(tmp_path)
    for whole in files(root):
        if whole.stem not in LISTS:
            continue
        parts = whole.read_text("utf-8").split("\n- id:")
        folder = root / whole.stem
        folder.mkdir()
        for number, part in enumerate(parts):
            text = part if number == 0 else f"- id:{part}"
            (folder / f"{9 - number}.yaml").write_text(text + "\n", "utf-8")
        whole.unlink()
    assert sound(root).digest == DIGEST


def shuffled(value, rng):
    """The same data with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: shuffled(value[key], rng) for key in keys}
    if isinstance(value, list):
        return [shuffled(item, rng) for item in value]
    return value


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), flow=st.sampled_from([True, False, None]))
def test_the_order_of_objects_and_keys_does_not_count(tmp_path_factory, seed, flow):
    rng = random.Random(seed)
    root = copy_sound(tmp_path_factory.mktemp("case"))
    for path in files(root):
        data = shuffled(read_file(path, path.name).data, rng)
        if isinstance(data, list):
            rng.shuffle(data)
        text = yaml.dump(data, Dumper=Quoting, default_flow_style=flow, sort_keys=False, allow_unicode=True)
        path.write_text(text, "utf-8")
    assert sound(root).digest == DIGEST


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("case.yaml", "as_of: 2024-12-31", "as_of: '2024-12-31'"),
        ("case.yaml", "languages: [en, ja]", "languages: [en, ja]\nlanguage: en\nfallback: [en]\nlicence: CC-BY-4.0"),
        ("claims.yaml", "date: 2020", "date: '2020'"),
        ("claims.yaml", "verdict: opinion", "verdict: opinion\n  partial: false\n  actors: []\n  sources: []\n  support: sourced"),
        ("issues.yaml", "salience: 50", "salience: {low: 50.0, best: 50, high: 5e1}"),
        ("issues.yaml", "influence: 100", "influence: 1e2"),
        ("events.yaml", "intensity: 8", "intensity: 8.0"),
        ("actors.yaml", "{en: Arania, ja: アラニア}", "{ja: アラニア, en: Arania}"),
    ],
)  # fmt: skip
def test_two_ways_to_write_one_thing_are_one_thing(tmp_path, file, old, new):
    assert edited(tmp_path, file, old, new).digest == DIGEST


def edited(tmp_path, file, old, new):
    root = copy_sound(tmp_path)
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return sound(root)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("case.yaml", "as_of: 2024-12-31", "as_of: 2024-12"),
        ("case.yaml", "partners: [ARA, BEL, CAN]", "partners: [BEL, ARA, CAN]"),
        ("sources.yaml", "quality: A", "quality: B"),
        ("actors.yaml", "アラニア", "アラニヤ"),
        ("offices.yaml", "from: 2022-02-01, to: 2022-03-01", "from: 2022-02-02, to: 2022-03-01"),
        ("instruments.yaml", "date: 2023-11-22", "date: 2023-11-21"),
        ("commitments.yaml", "owners: [ARA, BEL]", "owners: [BEL, ARA]"),
        ("disputes.yaml", "phase: settled", "phase: managed"),
        ("events.yaml", "scheduled: true", "scheduled: true\n  in_essay: true"),
        ("issues.yaml", "best: 15", "best: 16"),
        ("claims.yaml", "verdict: confirmed", "verdict: confirmed\n  partial: true"),
        ("topics.yaml", "actors/ARA", "ARA"),
        ("terms.yaml", "default: both", "default: bel"),
        ("vocabulary.yaml", "ja: 水", "ja: 湖水"),
    ],
)
def test_every_value_counts(tmp_path, file, old, new):
    assert edited(tmp_path, file, old, new).digest != DIGEST


def test_canonical_json_sorts_its_keys_and_keeps_its_letters():
    assert canonical({"b": 1, "a": ["湖", None]}) == '{"a":["湖",null],"b":1}'.encode()


def test_the_content_has_every_section_with_its_objects_by_id():
    content = content_of(CASE)
    assert set(content) == {"case", "vocabulary", *LISTS}
    assert [event["id"] for event in content["events"]] == ["E1", "E2", "E3", "E4"]
    assert [source["id"] for source in content["sources"]] == ["digest", "essay", "gazette"]
