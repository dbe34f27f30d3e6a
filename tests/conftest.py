"""Settings of every test, and which tests a worker does together."""

import pytest
from hypothesis import settings

settings.register_profile("trivet", deadline=None)  # a busy machine is no fault of ours
settings.load_profile("trivet")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together what shares costly work, so that no two workers do it: a brief, a lens, the pages in a browser."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item: pytest.Item) -> str:
    folder = item.path.parent.name
    if folder == "browser":
        return folder
    if folder == "pages":
        chosen = getattr(item, "callspec", None)
        name, _, day = chosen.params.get("which", ("shipped", "en", None)) if chosen else ("shipped", "en", None)
        return f"brief of {name} on {day}"
    return str(item.path)
