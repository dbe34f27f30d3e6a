import pytest

from four import four
from trivet.case.model import Case


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIVET_CACHE", "")


@pytest.fixture
def star(tmp_path) -> Case:
    return four(tmp_path / "four")
