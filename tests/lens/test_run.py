"""Running a lens: settings, seeds, reasons, and the cache of results."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from four import four
from lens_centrality import Centrality
from trivet import api
from trivet.base.errors import NotApplicableError, NotFoundError, SettingsError
from trivet.base.i18n import translate
from trivet.case.whatif import apply_whatif
from trivet.lens import cache
from trivet.lens.protocol import Lens
from trivet.lens.registry import get_lens
from trivet.lens.run import DEFAULT_SEED, read_settings, run_lens

WHATIF = """\
whatif: ended
title: The treaty ends
set:
  instruments/ab/history/+: {date: 2024-06-01, state: ended, support: background}
"""


class Counting(Centrality):
    """A lens that counts how often it really runs."""

    def __init__(self):
        self.runs = 0

    def run(self, case, settings, streams):
        self.runs += 1
        return super().run(case, settings, streams)


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("TRIVET_CACHE", str(folder))
    return folder


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


# Settings and seeds


def test_settings_faults_are_told_all_at_once(star):
    with pytest.raises(SettingsError) as caught:
        run_lens("record", star, {"months": 0, "level": 2, "levle": 1, "at": "soon", "zz": None})
    faults = {translate(fault.message, "en"): fault for fault in caught.value.faults}
    assert [fault.code for fault in faults.values()].count("setting-unknown") == 2
    assert [fault.code for fault in faults.values()].count("setting-value") == 3
    assert translate(faults['There is no setting "levle".'].hint, "en") == 'Did you mean "level"?'
    assert faults['There is no setting "zz".'].hint is None
    assert {'settings: "months" must be at least 1.', 'settings: "level" must be less than 1.0.'} <= set(faults)
    assert 'settings: "at" is not a date. Write it as 2023, 2023-08 or 2023-08-18.' in faults
    assert str(caught.value).count("\n") == 4  # and each stands in the text


def test_numbers_may_be_typed_as_words(star):
    result = run_lens("record", star, {"months": "24", "level": "0.8", "at": "2024"}, use_cache=False)
    assert result.settings == {"months": 24, "level": 0.8, "at": "2024"}


@pytest.mark.parametrize("value", ["nan", "inf", float("nan"), float("inf"), True, "", [], {}])
def test_what_is_no_level_is_a_fault(value):
    with pytest.raises(SettingsError):
        read_settings(get_lens("record"), {"level": value})


def test_settings_of_the_lens_are_taken_as_they_are(star):
    settings = Centrality.settings(top=2)
    assert run_lens(Centrality(), star, settings).settings == {"at": None, "top": 2}


def test_the_seed_is_the_default_or_the_one_given(star):
    assert run_lens("record", star).seed == DEFAULT_SEED
    assert run_lens("record", star, seed=5).seed == 5
    assert {finding.seed for finding in run_lens("record", star, seed=5).findings} == {5}


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_out_of_range_is_refused(star, seed):
    with pytest.raises(ValueError, match="seed"):
        run_lens("record", star, seed=seed)


def test_a_lens_may_be_named_or_given(star):
    assert run_lens("record", star) == run_lens(get_lens("record"), star)
    with pytest.raises(NotFoundError):
        run_lens("recrod", star)


def test_what_the_case_lacks_is_named(star):
    bare = replace(star, instruments=(), located=())
    with pytest.raises(NotApplicableError, match=r'centrality cannot run on four: The case has no "instruments"\.'):
        run_lens(Centrality(), bare)


def test_a_reason_of_the_lens_itself_is_told(star):
    class Refusing(Centrality):
        def applicable(self, case):
            return (Centrality.title, Centrality.question)

    with pytest.raises(NotApplicableError, match="Centrality Who stands in the middle"):
        run_lens(Refusing(), star)


@given(months=st.integers(1, 120), level=st.floats(0.51, 0.99))
def test_every_allowed_setting_runs(months, level):
    from shipped import scaffold

    result = run_lens("record", scaffold(), {"months": months, "level": level}, use_cache=False)
    assert result.settings["months"] == months


@pytest.mark.parametrize("at", ["0001", "0001-01-01", "9999-12-31", "../2019-11-23", "2019-11-23/..", "2020-02"])
def test_every_day_of_the_calendar_runs(star, at):
    for lens in ("record", Centrality()):
        assert run_lens(lens, star, {"at": at}, use_cache=False).settings["at"] == at


# The cache


def test_the_second_run_is_a_hit(star, kept):
    lens = Counting()
    first = run_lens(lens, star)
    assert lens.runs == 1
    assert len(files(kept)) == 1
    assert run_lens(lens, star) == first
    assert lens.runs == 1


def test_every_input_makes_its_own_entry(star, kept, tmp_path):
    lens = Counting()
    overlay = tmp_path / "ended.yaml"
    overlay.write_text(WHATIF)
    run_lens(lens, star)
    run_lens(lens, star, seed=1)
    run_lens(lens, star, {"top": 1})
    run_lens(lens, star, {"at": "2010"})
    run_lens(lens, apply_whatif(star, overlay))
    assert lens.runs == 5
    assert len(files(kept)) == 5


def test_a_changed_case_is_a_miss(star, kept, tmp_path):
    lens = Counting()
    run_lens(lens, star)
    again = four(tmp_path / "again")
    assert run_lens(lens, again).case_digest == star.digest
    assert lens.runs == 1  # the same content in another folder is the same case
    text = (tmp_path / "again" / "actors.yaml").read_text()
    (tmp_path / "again" / "actors.yaml").write_text(text.replace("Aland", "Alland"))
    changed = api.open_case(tmp_path / "again")
    assert changed.digest != star.digest
    assert run_lens(lens, changed).case_digest == changed.digest
    assert lens.runs == 2


def test_another_version_is_a_miss(star, kept):
    class Newer(Counting):
        version = "2"

    old, new = Counting(), Newer()
    run_lens(old, star)
    assert run_lens(new, star).version == "2"
    assert (old.runs, new.runs) == (1, 1)


def test_changed_code_is_a_miss(star, tmp_path, monkeypatch):
    package = tmp_path / "lens_changing"
    package.mkdir()
    (package / "__init__.py").write_text("from lens_centrality import Centrality\nclass Mine(Centrality):\n    pass\n")
    (package / "model.py").write_text("FACTOR = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    from lens_changing import Mine

    def key() -> str:
        cache._code_digest.cache_clear()  # as in a new process
        return cache.key_of(Mine(), star, {}, 1)

    before = key()
    assert key() == before
    (package / "model.py").write_text("FACTOR = 2\n")
    assert key() != before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: b"",
        lambda text: text[: len(text) // 2],
        lambda text: b"\x00\xff\xfe",
        lambda text: b"[]",
        lambda text: b'{"format": 2}',
        lambda text: json.dumps({**json.loads(text), "format": 2}).encode(),
        lambda text: json.dumps({**json.loads(text), "surprise": 1}).encode(),
        lambda text: b"[" * 100_000,
    ],
    ids=["empty", "cut", "binary", "list", "other", "format", "field", "deep"],
)
def test_a_spoilt_entry_is_computed_anew_and_mended(star, kept, spoil):
    lens = Counting()
    first = run_lens(lens, star)
    (entry,) = files(kept)
    whole = entry.read_bytes()
    entry.write_bytes(spoil(whole))
    assert run_lens(lens, star) == first
    assert lens.runs == 2
    assert entry.read_bytes() == whole


def test_an_entry_that_is_a_folder_is_no_reason_to_fail(star, kept):
    lens = Counting()
    first = run_lens(lens, star)
    (entry,) = files(kept)
    entry.unlink()
    (entry / "inside").mkdir(parents=True)
    assert run_lens(lens, star) == first


def test_a_cache_that_is_a_file_is_no_reason_to_fail(star, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("TRIVET_CACHE", str(tmp_path / "file"))
    lens = Counting()
    assert run_lens(lens, star) == run_lens(lens, star)
    assert lens.runs == 2
    assert (tmp_path / "file").read_text() == "not a folder"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_cache_is_no_reason_to_fail(star, kept):
    kept.mkdir()
    kept.chmod(0o555)
    try:
        lens = Counting()
        assert run_lens(lens, star) == run_lens(lens, star)
        assert lens.runs == 2
    finally:
        kept.chmod(0o755)


def test_an_empty_variable_switches_the_cache_off(star, tmp_path, monkeypatch):
    monkeypatch.setenv("TRIVET_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    lens = Counting()
    run_lens(lens, star)
    run_lens(lens, star)
    assert cache.cache_folder() is None
    assert lens.runs == 2
    assert sorted(tmp_path.iterdir()) == before


def test_without_the_variable_results_go_where_the_system_keeps_caches(monkeypatch):
    monkeypatch.delenv("TRIVET_CACHE")
    assert cache.cache_folder().name == "trivet"


def test_use_cache_false_neither_reads_nor_writes(star, kept):
    lens = Counting()
    run_lens(lens, star, use_cache=False)
    assert not kept.exists()
    run_lens(lens, star)
    run_lens(lens, star, use_cache=False)
    assert lens.runs == 3


def test_a_kept_result_is_equal_to_a_fresh_one_in_every_type(star, kept):
    """Through JSON a float must stay a float and a word a word, or cached and fresh runs would print differently."""
    for lens in ("record", Centrality()):
        fresh = run_lens(lens, star)
        again = run_lens(lens, star)
        assert again == fresh
        assert again.model_dump_json() == fresh.model_dump_json()
        assert [type(f.value) for f in again.findings] == [type(f.value) for f in fresh.findings]


def test_the_protocol_is_what_the_lens_follows():
    assert isinstance(Centrality(), Lens)
