"""Briefs in a real browser: from disk, in four languages, on a desk, on a telephone, on paper, without scripts."""

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import axe_core_python
import pytest
from playwright.sync_api import Browser, Page

from shipped import NAME
from trivet.base.languages import LANGUAGES

pytestmark = pytest.mark.browser

WIDTHS = (1280, 390)
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
FONTS = {"en": "Noto Sans", "ja": "Noto Sans CJK JP", "ko": "Noto Sans CJK KR", "zh-Hant": "Noto Sans CJK TC"}
UNFOLD = "() => document.querySelectorAll('details').forEach(part => { part.open = true })"
DRAWN = "() => [...document.querySelectorAll('[data-spec]')].every(chart => chart.dataset.drawn === 'true')"


@dataclass
class View:
    """A page in the browser, and what the browser said while it was opened."""

    name: str
    language: str
    width: int
    address: str
    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def look(browser: Browser, path: Path, width: int, **options) -> View:
    """Open a file and wait until its charts are drawn."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    page = context.new_page()
    name, language, _ = path.name.split(".")
    view = View(name, language, width, path.as_uri(), page)
    page.on("request", lambda request: view.requests.append(request.url))
    page.on("console", lambda said: view.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: view.complaints.append(str(error)))
    page.on("dialog", lambda dialog: (view.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.goto(view.address)
    if options.get("java_script_enabled", True):
        page.wait_for_function(DRAWN, timeout=60_000)
    return view


PAGES = [
    *((f"{NAME}.{language}.html", width) for language in LANGUAGES for width in WIDTHS),
    *(("hostile.en.html", width) for width in WIDTHS),
    ("hostile.ja.html", 390),
]


@pytest.fixture(scope="module", params=PAGES, ids=lambda param: f"{param[0]}-{param[1]}")
def view(request, browser, folder):
    name, width = request.param
    made = look(browser, folder / name, width)
    yield made
    made.page.context.close()


def test_it_asks_for_nothing_but_itself(view):
    assert view.requests == [view.address]


def test_nothing_goes_wrong_in_the_console(view):
    assert view.complaints == []


def test_every_chart_is_drawn(view):
    charts = view.page.locator("[data-spec]")
    assert charts.count() >= 3
    for index in range(charts.count()):
        chart = charts.nth(index)
        assert chart.get_attribute("data-drawn") == "true"
        box = chart.locator("svg").bounding_box()
        assert box["width"] > 200
        assert box["height"] > 40
        assert chart.locator("svg path, svg line, svg rect").count() > 5


def test_charts_are_told_to_those_who_do_not_see_them(view):
    charts = view.page.locator("[data-spec]")
    for index in range(charts.count()):
        assert charts.nth(index).get_attribute("role") == "img"
        assert len(charts.nth(index).get_attribute("aria-label")) > 20
        assert charts.nth(index).locator("[aria-hidden='true'] svg").count() == 1


def test_nothing_must_be_scrolled_sideways(view):
    wide, seen = view.page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= seen
    view.page.evaluate(UNFOLD)
    wide = view.page.evaluate("() => document.documentElement.scrollWidth")
    view.page.evaluate(UNFOLD.replace("true", "false"))
    assert wide <= seen


def test_it_is_set_in_the_font_of_its_language(view):
    font = view.page.evaluate("() => getComputedStyle(document.body).fontFamily")
    assert font.split(",")[0].strip("\"'") == FONTS[view.language]
    inside = view.page.evaluate("() => document.querySelector('svg text').getAttribute('font-family')")
    assert inside.split(",")[0].strip("\"'") == FONTS[view.language]


def test_han_characters_have_the_shapes_of_the_language(view):
    """What is asked for is one thing, what the browser takes another: it tells the fonts it really drew with."""
    session = view.page.context.new_cdp_session(view.page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "#key-findings h2"})["nodeId"]
    used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert {font["familyName"] for font in used} == {FONTS[view.language]}


def test_key_findings_come_first(view):
    first = view.page.locator("main section").first
    assert first.get_attribute("id") == "key-findings"
    assert first.locator("ol.findings > li").count() >= 1
    assert first.locator("h2").bounding_box()["y"] < 900


def test_a_trail_opens_and_leads_to_a_row(view):
    trail = view.page.locator("details.why").first
    assert not trail.locator("ul").first.is_visible()
    trail.locator("summary").click()
    assert trail.locator("ul").first.is_visible()
    assert re.search(r"\.yaml:\d+:\d+", trail.inner_text())
    links = view.page.locator("details.why a[href^='#']")
    assert links.count()
    target = links.first.get_attribute("href")
    assert view.page.locator(target).count() == 1
    trail.locator("summary").click()


def violations(page: Page, *, contrast: bool = True) -> list[str]:
    """What axe-core finds wrong. The browser's own tools run it, whatever the policy of the page says."""
    page.evaluate(AXE)
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": contrast}}}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:200]} … {len(v['nodes'])}" for v in found["violations"]
    ]


def test_axe_finds_nothing(view):
    """Contrast takes axe longer than all else together. Colours do not hang on the language: it is looked at here on
    the small page and once on the large one, and twice below with everything unfolded."""
    contrast = view.name == "hostile" or (view.language, view.width) == ("ko", 390)
    assert violations(view.page, contrast=contrast) == []


@pytest.mark.parametrize(("language", "width"), [("en", 390), ("ja", 1280)])
def test_axe_finds_nothing_when_everything_is_unfolded(browser, folder, language, width):
    view = look(browser, folder / f"{NAME}.{language}.html", width)
    view.page.evaluate(UNFOLD)
    assert violations(view.page) == []
    view.page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_findings_and_tables_are_there(browser, folder, language):
    view = look(browser, folder / f"{NAME}.{language}.html", 1280, java_script_enabled=False)
    page = view.page
    assert view.requests == [view.address]
    assert page.locator("#key-findings ol.findings > li .sentence").first.is_visible()
    assert page.locator("#state table").first.is_visible()
    assert page.locator("#ledger table tbody tr").count() > 50
    assert page.locator("figure noscript p").first.is_visible()
    folded = page.locator("figure details.folded").first
    folded.locator("summary").click()
    assert folded.locator("table").is_visible()
    assert page.locator("figure svg").count() == 0
    page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints(browser, folder, tmp_path, language):
    view = look(browser, folder / f"{NAME}.{language}.html", 1280)
    view.page.pdf(path=tmp_path / "brief.pdf", prefer_css_page_size=True)
    heading = view.page.locator("#key-findings h2").inner_text()
    view.page.emulate_media(media="print")
    view.page.set_viewport_size({"width": 673, "height": 986})  # A4 at 96 dots an inch, less the margins of the style
    box = view.page.locator("#key-findings h2").bounding_box()
    hidden = view.page.locator("nav, .skip, .csv").evaluate_all(
        "all => all.every(one => getComputedStyle(one).display === 'none')"
    )
    wide = view.page.evaluate("() => document.documentElement.scrollWidth")
    view.page.context.close()
    raw = (tmp_path / "brief.pdf").read_bytes()
    assert raw.startswith(b"%PDF-")
    assert len(raw) > 50_000
    assert len(re.findall(rb"/Type\s*/Page\b", raw)) > 5
    assert box["y"] + box["height"] < 986
    assert hidden
    assert wide <= 673
    if shutil.which("pdftotext"):
        command = ["pdftotext", "-f", "1", "-l", "1", str(tmp_path / "brief.pdf"), "-"]
        text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        assert heading in text


def test_hostile_words_do_nothing_when_everything_is_opened(browser, folder):
    view = look(browser, folder / "hostile.en.html", 1280)
    page = view.page
    page.evaluate(UNFOLD)
    page.mouse.move(400, 400)
    page.mouse.wheel(0, 3000)
    page.locator("h1").hover()
    page.locator("svg").first.hover()
    assert view.requests == [view.address]
    assert view.complaints == []
    assert page.locator("img, iframe, object, embed, video, audio, link, base").count() == 0
    assert page.title() == page.locator("h1").inner_text()
    page.context.close()


def test_a_language_leads_to_the_same_brief_in_it(browser, folder):
    view = look(browser, folder / f"{NAME}.en.html", 1280)
    view.page.locator("nav a[hreflang='ko']").click()
    view.page.wait_for_function(DRAWN, timeout=60_000)
    assert view.page.locator("html").get_attribute("lang") == "ko"
    assert view.page.url.endswith(f"{NAME}.ko.html")
    view.page.context.close()


def test_the_keyboard_skips_to_the_findings(browser, folder):
    view = look(browser, folder / f"{NAME}.en.html", 1280)
    view.page.keyboard.press("Tab")
    assert view.page.evaluate("() => document.activeElement.className") == "skip"
    view.page.keyboard.press("Enter")
    assert view.page.url.endswith("#key-findings")
    view.page.context.close()


def test_the_data_of_a_chart_is_saved_as_csv(browser, folder):
    view = look(browser, folder / f"{NAME}.ja.html", 1280)
    with view.page.expect_download() as waiting:
        view.page.locator("a.csv").first.click()
    saved = waiting.value
    assert saved.suggested_filename.endswith(".csv")
    assert Path(saved.path()).read_bytes().startswith(b"\xef\xbb\xbf")
    view.page.context.close()


def test_axe_would_find_something(browser):
    """A checker that finds nothing anywhere would find nothing here either."""
    page = browser.new_page()
    page.set_content("<html><body><img src='x'><p style='color:#eee;background:#fff'>pale</p></body></html>")
    assert {told.split()[0] for told in violations(page)} >= {"image-alt", "color-contrast", "html-has-lang"}
    page.close()
