"""Briefs on disk, and a Chromium to open them with."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from briefs import case_named
from trivet import api
from trivet.base.languages import LANGUAGES


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it. Without one these tests fail in CI and are skipped elsewhere."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        missing = "NO CHROMIUM: the pages were not tested in a browser. Install Debian's package chromium."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the briefs of the shipped case and of the hostile one."""
    made = tmp_path_factory.mktemp("briefs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRIVET_CACHE", "")
        api.brief(case_named("shipped"), made, languages=LANGUAGES)
        api.brief(case_named("hostile"), made, languages=("en", "ja"))
    return made
