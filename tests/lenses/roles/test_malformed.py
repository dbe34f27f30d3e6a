"""Role models that are none: one clear fault for each error, at its place, and never a traceback.

A § in a sample marks where its fault belongs.
"""

import re
from pathlib import Path

import pytest

from cases import SOUND, copy_sound, printed
from trivet.base.errors import CaseError
from trivet.base.i18n import translate
from trivet.base.languages import LANGUAGES
from trivet.case.load import read_case
from trivet.lens.run import faults_of, run_lens
from trivet.lenses.roles import RolesLens, faults

LENS = RolesLens()
MARK = "§"
TEXT = (SOUND / "roles.yaml").read_text("utf-8")
ARA_BOATS = "        - {category: boats, total: {low: 8, best: 10, high: 12}, grade: documented, sources: [gazette]}\n"
NORTH_PIERS = "demand: {low: 1, best: 2, high: 3}"
QUIET = "active: [north], floors: {south: 0.4}"


def changed(old, new):
    assert TEXT.count(old) == 1, old
    return TEXT.replace(old, new)


def more(section, line):
    """The text with a line at the end of what stands before a section."""
    return changed("\n" + section, "\n" + line + section)


SAMPLES = {
    # One id twice
    "category": ("roles-id", '"boats"', more("  phases:\n", "    - {id: §boats, name: Boats, unit: boats}\n")),
    "theatre": ("roles-id", '"north"', more("  roles:\n", "    - {id: §north, name: North}\n")),
    "task": ("roles-id", '"north-patrol"', changed("- id: north-piers", "- id: §north-patrol")),
    "contributor": ("roles-id", '"ara"', more("  tasks:\n", "    - {id: §ara, actor: ARA, kind: forward, support: background}\n")),
    "rule": ("roles-id", '"help"', changed("- id: open-north", "- id: §help")),
    "situation": ("roles-id", '"quiet"', changed("- {id: storm", "- {id: §quiet")),
    "capacity twice": ("roles-id", '"boats"', changed(ARA_BOATS, ARA_BOATS + ARA_BOATS.replace(": boats", ": §boats"))),
    "set of weights": (
        "roles-id",
        '"neutral"',
        more("  reluctance:\n", "    - {id: §neutral, name: Again, theatres: {north: 2}, support: background}\n"),
    ),
    "stress": ("roles-id", '"ice"', more("  couplings:\n", "    - {id: §ice, name: Again, support: background}\n")),
    "coupling": (
        "roles-id",
        '"berths"',
        more(
            "  situations:\n",
            "    - {id: §berths, theatre: south, category: boats, role: guard, contributors: [bel], needs: piers,"
            " per_unit: 2, support: background}\n",
        ),
    ),
    # Unknown
    "home": ("roles-unknown", '"nroth"', changed("home: north\n", "home: §nroth\n")),
    "category of a capacity": (
        "roles-unknown",
        '"boat"',
        changed(ARA_BOATS, ARA_BOATS.replace(": boats", ": §boat")),
    ),
    "theatre of a task": (
        "roles-unknown",
        '"west"',
        changed(
            "theatre: north\n      category: boats",
            "theatre: §west\n      category: boats",
        ),
    ),
    "category of a task": (
        "roles-unknown",
        '"pier"',
        changed("theatre: north\n      category: piers", "theatre: north\n      category: §pier"),
    ),
    "role of a task": (
        "roles-unknown",
        '"gaurd"',
        changed(
            "theatre: south\n      category: boats\n      role: guard",
            "theatre: south\n      category: boats\n      role: §gaurd",
        ),
    ),
    "phase of a task": ("roles-unknown", '"winter"', changed("{all-year: 0.5}", "{all-year: 0.5, winter: §1}")),
    "contributor of an access": (
        "roles-unknown",
        '"bell"',
        changed("{contributor: bel, theatre: south, allow", "{contributor: §bell, theatre: south, allow"),
    ),
    "theatre of an access": (
        "roles-unknown",
        '"east"',
        changed("bel, theatre: south, allow", "bel, theatre: §east, allow"),
    ),
    "role of an access": ("roles-unknown", '"gard"', changed("{all: 0, guard: 0.2}", "{all: 0, gard: §0.2}")),
    "category of an access": ("roles-unknown", '"pears"', changed("host:piers: 0.5", "host:pears: §0.5")),
    "contributor of a rule": (
        "roles-unknown",
        '"aral"',
        changed("ara, theatre: south, allow: {guard: 0.5}", "§aral, theatre: south, allow: {guard: 0.5}"),
    ),
    "theatre of a rule": (
        "roles-unknown",
        '"nort"',
        changed("bel, theatre: north, allow: {guard: 0.8", "bel, theatre: §nort, allow: {guard: 0.8"),
    ),
    "role of a rule": ("roles-unknown", '"hosts"', changed("guard: 0.8, host: 0.5", "guard: 0.8, hosts: §0.5")),
    "contributor under stress": ("roles-unknown", '"arra"', changed("scale: {ara: 0.8}", "scale: {arra: §0.8}")),
    "theatre under stress": (
        "roles-unknown",
        '"nort"',
        changed("bel, theatre: north, allow: {guard: 0.1}", "bel, theatre: §nort, allow: {guard: 0.1}"),
    ),
    "theatre of a coupling": ("roles-unknown", '"nort"', changed("berths, theatre: north", "berths, theatre: §nort")),
    "category of a coupling": (
        "roles-unknown",
        '"boots"',
        changed("berths, theatre: north, category: boats", "berths, theatre: north, category: §boots"),
    ),
    "role of a coupling": (
        "roles-unknown",
        '"guards"',
        changed("role: guard, contributors", "role: §guards, contributors"),
    ),
    "contributor of a coupling": (
        "roles-unknown",
        '"bill"',
        changed("contributors: [bel]", "contributors: [§bill]"),
    ),
    "need of a coupling": ("roles-unknown", '"docks"', changed("needs: piers", "needs: §docks")),
    "active theatre": ("roles-unknown", '"east"', changed("active: [north, south]", "active: [north, §east]")),
    "floor": ("roles-unknown", '"souht"', changed(QUIET, "active: [north], floors: {souht: §0.4}")),
    "weight": ("roles-unknown", '"nrth"', changed("{north: 1, south: 1}", "{nrth: §1, south: 1}")),
    "reluctance in a theatre": ("roles-unknown", '"nort"', changed("actor: BEL, theatre: north", "actor: BEL, theatre: §nort")),
    "reluctance in a role": ("roles-unknown", '"gaurd"', changed("{all: 0.4, guard: 0.6}", "{all: 0.4, gaurd: §0.6}")),
    # Shares and amounts
    "share above 1": ("roles-share", "0 and 1", changed("best: 0.8, high: 1}", "best: 0.8, high: 1.2}").replace("forward: {low", "forward: §{low")),
    "share below 0": ("roles-share", "0 and 1", changed("reinforcing: {low: 0.3", "reinforcing: §{low: -0.3")),
    "capacity below 0": ("roles-negative", "capacity", changed("{low: 10, best: 14, high: 20}", "§{low: -10, best: 14, high: 20}")),
    "demand": ("roles-negative", "demand", changed("{low: 6, best: 8, high: 10}", "§{low: -6, best: 8, high: 10}")),
    "multiplier": ("roles-negative", "multiplier", changed("{all-year: 0.5}", "{all-year: §-0.5}")),
    "price": ("roles-negative", "price", changed("price: {low: 2, best", "price: §{low: -2, best")),
    "weight below 0": ("roles-negative", "weight", changed("{north: 1, south: 1}", "{north: §-1, south: 1}")),
    "nothing asked": ("roles-demand", "nothing", changed(NORTH_PIERS, "demand: §0")),
    "asked in no phase": ("roles-demand", "nothing", changed("{all-year: 0.5}", "{}").replace("demand: {low: 6", "demand: §{low: 6")),
    "less than nothing asked": ("roles-negative", "demand", changed(NORTH_PIERS, "demand: §-2")),
}  # fmt: skip

SCHEMA = {
    "a share above 1": changed("{all: 0, guard: 0.2}", "{all: 0, guard: §1.2}"),
    "a share below 0": changed("scale: {ara: 0.8}", "scale: {ara: §-0.8}"),
    "a range upside down": changed(NORTH_PIERS, "demand: §{low: 3, best: 2, high: 1}"),
    "no number": changed(NORTH_PIERS, "demand: §many"),
    "no weight": changed("weight: 2", "weight: §0"),
    "an unknown actor": changed("actor: ARA", "actor: §ARAL"),
    "an unknown instrument": changed("given_by: [pact]", "given_by: [§pacts]"),
    "an unknown contingency": changed("contingencies: [raid]", "contingencies: [§raids]"),
    "an unknown kind": changed("kind: forward", "kind: §forwards"),
    "a cell that is none": changed("{all: 0, guard: 0.2}", "{all: 0, 'guard:': §0.2}"),
    "a coupling that supports nothing": changed("per_unit: 2", "per_unit: §0"),
    "nobody": changed("active: [north, south]", "active: §[]"),
    "a field that does not exist": changed("home_share: 0.9", "§home_shore: 0.9"),
}


def marked(text):
    """The text without marks, and the line and column of each."""
    spots, lines = [], []
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        while MARK in line:
            spots.append((number, line.index(MARK) + 1))
            line = line.replace(MARK, "", 1)
        lines.append(line)
    return "".join(lines), spots


def read(folder, text):
    root = copy_sound(folder)
    (root / "roles.yaml").write_text(text, "utf-8")
    return read_case(root)


def test_what_the_samples_are_made_of_is_sound(tmp_path):
    case, found = read(tmp_path, TEXT)
    assert not found, printed(found)
    assert faults_of(LENS, case) == ()


def test_every_code_has_a_sample():
    source = Path(faults.__file__).read_text("utf-8")
    assert {code for code, _, _ in SAMPLES.values()} == set(re.findall(r'"(roles-[a-z]+)"', source))


@pytest.mark.parametrize("name", SAMPLES)
def test_one_error_is_one_fault_at_its_place(name, tmp_path):
    code, words, text = SAMPLES[name]
    text, spots = marked(text)
    case, loading = read(tmp_path, text)
    assert case is not None, printed(loading)
    found = faults_of(LENS, case)
    places = [f"roles.yaml:{line}:{column}" for line, column in spots]
    assert [(fault.code, str(fault.place)) for fault in found] == [(code, place) for place in places]
    assert words in translate(found[0].message, "en")
    assert not found[0].warning
    with pytest.raises(CaseError) as raised:
        run_lens(LENS, case, {"draws": 20}, use_cache=False)
    assert [fault.code for fault in raised.value.faults] == [code]


@pytest.mark.parametrize("name", SCHEMA)
def test_what_the_schema_refuses_is_one_fault_at_its_place(name, tmp_path):
    text, spots = marked(SCHEMA[name])
    _, found = read(tmp_path, text)
    errors = [fault for fault in found if not fault.warning]
    assert [str(fault.place) for fault in errors] == [f"roles.yaml:{line}:{column}" for line, column in spots], printed(
        found
    )


def test_several_errors_are_told_at_once(tmp_path):
    text = TEXT.replace("home: north\n", "home: nroth\n").replace("- id: open-north", "- id: help")
    case, _ = read(tmp_path, text.replace("{all-year: 0.5}", "{all-year: -0.5, winter: 1}"))
    found = [fault.code for fault in faults_of(LENS, case)]
    assert found == ["roles-id", "roles-unknown", "roles-negative", "roles-unknown"]


def test_a_near_miss_is_told_what_may_be_meant(tmp_path):
    case, _ = read(tmp_path, TEXT.replace("home: north\n", "home: nroth\n"))
    (fault,) = faults_of(LENS, case)
    assert translate(fault.hint, "en") == 'Did you mean "north"?'


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_speaks_every_language(language, tmp_path):
    for name in ("capacity below 0", "price", "demand", "home", "share above 1", "nothing asked", "weight below 0"):
        folder = tmp_path / name
        folder.mkdir()
        case, _ = read(folder, marked(SAMPLES[name][2])[0])
        (fault,) = faults_of(LENS, case)
        words = translate(fault.message, language)
        assert (language == "en") == (words == translate(fault.message, "en")), (name, words)
