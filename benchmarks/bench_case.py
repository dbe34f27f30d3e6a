"""Reading the shipped case, against PyYAML's own loaders on the same files."""

from pathlib import Path

import pytest
import yaml

from trivet.case.at import state_at
from trivet.case.load import find_case, read_case
from trivet.case.read import read_folder

ROOT = find_case("japan-us-korea")
FILES = [path.read_text("utf-8") for path in sorted(Path(ROOT).glob("*.yaml"))]


@pytest.mark.benchmark(group="read")
def test_read_folder_with_places(benchmark):
    draft, faults = benchmark(read_folder, ROOT)
    assert draft.meta is not None
    assert not faults


@pytest.mark.benchmark(group="read")
def test_pyyaml_c_loader(benchmark):
    benchmark(lambda: [yaml.load(text, Loader=yaml.CSafeLoader) for text in FILES])


@pytest.mark.benchmark(group="read")
def test_pyyaml_plain_loader(benchmark):
    benchmark.pedantic(lambda: [yaml.load(text, Loader=yaml.SafeLoader) for text in FILES], rounds=2)


@pytest.mark.benchmark(group="whole")
def test_read_and_check(benchmark):
    case, _ = benchmark(read_case, ROOT)
    assert case is not None


@pytest.mark.benchmark(group="state")
def test_every_year_since_1950(benchmark):
    case, _ = read_case(ROOT)
    assert case is not None
    found = benchmark(lambda: [len(state_at(case, f"{year}-06-01").instruments) for year in range(1950, 2026)])
    assert found[-1] > found[0]
