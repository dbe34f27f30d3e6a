"""No test sees the user's own event data."""

import pytest


@pytest.fixture(autouse=True)
def own_store(tmp_path, monkeypatch):
    """An empty store for each test."""
    monkeypatch.setenv("TRIVET_EVENTS_STORE", str(tmp_path / "own-store"))
