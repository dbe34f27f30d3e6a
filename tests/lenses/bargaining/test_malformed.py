"""Issues and bargaining models that are none: one clear fault for each error, at its place, and never a traceback.

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
from trivet.lenses.bargaining import BargainingLens, faults

LENS = BargainingLens()
MARK = "§"
ISSUES, MODEL = ((SOUND / name).read_text("utf-8") for name in ("issues.yaml", "bargaining.yaml"))
SCALE = "  scale:\n    zero: {en: No quota, ja: 割当なし}\n    hundred: {en: No limit, ja: 無制限}\n"
BEL_SALIENCE = "salience: {low: 10, best: 15, high: 90}"
FIXED = """\
- id: fixed
  title: {en: Nobody asks, ja: 誰も問わない}
  as_of: 2024-12-31
  scale: {zero: {en: nothing, ja: 無}, hundred: {en: all, ja: 全}}
  support: background
"""
PACKAGE = "    - {id: both, name: {en: Both, ja: 両方}, issues: [quota, fixed], support: background}\n"
SCENARIO = """\
    - id: again
      name: {en: Again, ja: 再び}
      changes:
        - {actor: ARA, influence: 2}
      support: background
"""
FACTOR = "{low: 1, best: 2, high: 3}}\n"
OTHER = "        - {actor: ARA, influence: 2}\n"
CLAIM = (
    "    - {id: small, issue: quota, statement: {en: A small quota, ja: 小さな割当}, below: 10, support: background}\n"
)


def issues(old, new):
    """The issues with something else in them."""
    assert ISSUES.count(old) == 1, old
    return {"issues.yaml": ISSUES.replace(old, new) + FIXED}


def model(old, new):
    """The bargaining model with something else in it."""
    assert MODEL.count(old) == 1, old
    return {"bargaining.yaml": MODEL.replace(old, new), "issues.yaml": ISSUES + FIXED}


def packages(text):
    return model("  packages: []\n", "  packages:\n" + text)


def claim(*bounds):
    """The model's claim with other bounds; the fault of the whole claim belongs where it begins."""
    text = MODEL.replace("    - id: large\n", "    - §id: large\n")
    return {
        "bargaining.yaml": text.replace(
            "      above: 60\n      below: 90\n", "".join(f"      {own}\n" for own in bounds)
        )
    }


def unpulled(*parts):
    """Issues in which some saliences or influences are 0 at best."""
    text = ISSUES.replace("  positions:\n    - actor", "  positions:\n    §- actor")
    for part in parts:
        assert text.count(part) == 1, part
        text = text.replace(part, part.partition(":")[0] + ": {low: 0, best: 0, high: 90}")
    return {"issues.yaml": text + FIXED}


SAMPLES = {
    # Nothing pulls
    "nobody cares": ("bargaining-weight", "nothing pulls", unpulled("salience: 50", BEL_SALIENCE)),
    "nobody who cares has influence": ("bargaining-weight", "nothing pulls", unpulled("salience: 50", "influence: 100")),
    # One thing twice
    "government": (
        "bargaining-id",
        '"ARA"',
        model("  scenarios:\n", "    - {actor: §ARA, quota: 0.7, support: background}\n  scenarios:\n"),
    ),
    "consent on one issue": (
        "bargaining-id",
        '"quota"',
        model(
            "    - actor: BEL\n",
            "        - {issue: §quota, quota: 0.5, support: background}\n    - actor: BEL\n",
        ),
    ),
    "scenario": (
        "bargaining-id",
        '"strong"',
        model("  packages: []\n", SCENARIO.replace("id: again", "id: §strong") + "  packages: []\n"),
    ),
    "package": ("bargaining-id", '"both"', packages(PACKAGE + PACKAGE.replace("id: both", "id: §both"))),
    "issue of a package": (
        "bargaining-id",
        '"quota"',
        packages(PACKAGE.replace("[quota, fixed]", "[quota, fixed, §quota]")),
    ),
    "claim": (
        "bargaining-id",
        '"large"',
        model("    - id: large\n", CLAIM.replace("small", "large", 1) + "    - id: §large\n"),
    ),
    # Who does not fit
    "faction of two governments": (
        "bargaining-faction",
        "ARA",
        model("    - actor: BEL\n", "    - actor: BEL\n      factions: [BEL, §ARA]\n"),
    ),
    "actor of a scenario without any position": (
        "bargaining-change",
        "CAN",
        model("        - {actor: BEL,", "        - {actor: §CAN,"),
    ),
    # Points beyond the scale
    "claim above": ("bargaining-claim", "quota", model("      above: 60\n      below: 90\n", "      above: §101\n")),
    "claim below": ("bargaining-claim", "quota", model("      above: 60\n      below: 90\n", "      below: §-1\n")),
    "claim beyond another scale": (
        "bargaining-claim",
        "quota",
        {
            "issues.yaml": (ISSUES + FIXED).replace(SCALE, SCALE + "    low: 0\n    high: 89\n"),
            "bargaining.yaml": MODEL.replace("below: 90", "below: §90"),
        },
    ),
}  # fmt: skip

WARNINGS = {
    "nobody disagrees": (
        "bargaining-agreed",
        "nothing to bargain",
        {
            "issues.yaml": ISSUES.replace("{low: 60, best: 70, high: 80}", "{low: 0, best: 20, high: 80}").replace(
                "  positions:\n    - actor", "  positions:\n    §- actor"
            )
        },
    ),
    "one does not care": (
        "bargaining-salience",
        "BEL",
        issues(BEL_SALIENCE, "salience: §0"),
    ),
    "the first does not care": (
        "bargaining-salience",
        "ARA",
        issues("salience: 50", "salience: §{low: 0, best: 0, high: 0}"),
    ),
}

SCHEMA = {
    "no quota": model("quota: 0.6\n", "quota: §0\n"),
    "a quota above 1": model("quota: 0.6\n", "quota: §1.2\n"),
    "a quota of a consent": model("quota: 1,", "quota: §-1,"),
    "a veto that is none": model("veto: false", "veto: §maybe"),
    "an unknown government": model("    - actor: ARA\n", "    - actor: §ARAL\n"),
    "an unknown faction": model("factions: [ARA]", "factions: [ARA, §ARAL]"),
    "an unknown issue": model("  issues: [quota]\n", "  issues: [§quotas]\n"),
    "an unknown issue of a consent": model("{issue: quota, quota: 1", "{issue: §quotas, quota: 1"),
    "an unknown issue outside": model("      veto: false\n", "      veto: false\n      outside: [§quotas]\n"),
    "an unknown issue of a package": packages(PACKAGE.replace("fixed", "§fixture")),
    "an unknown issue of a claim": model("      issue: quota\n", "      issue: §quotas\n"),
    "an unknown actor of a change": model("{actor: BEL, influence", "{actor: §BELL, influence"),
    "a factor below 0": model(FACTOR, f"§{{low: -1, best: 2, high: 3}}}}\n{OTHER}"),
    "a factor upside down": model(FACTOR, f"§{{low: 3, best: 2, high: 1}}}}\n{OTHER}"),
    "a scenario that changes nothing": model(
        "      changes:\n        - {actor: BEL, influence: {low: 1, best: 2, high: 3}}\n", "      changes: §[]\n"
    ),
    "a package of one issue": packages(PACKAGE.replace("[quota, fixed]", "§[quota]")),
    "a package of seven issues": packages(
        PACKAGE.replace("[quota, fixed]", "§[quota, fixed, quota, fixed, quota, fixed, quota]")
    ),
    "a claim that says nothing": claim(),
    "a claim upside down": claim("above: 95", "below: 90"),
    "a claim on no width": claim("above: 90", "below: 90"),
    "a field that does not exist": model("veto: false", "§vetoes: false"),
    "no title": {"bargaining.yaml": re.sub("  title:.*\n", "", MODEL).replace("- id: union", "- §id: union")},
    # issues
    "a scale upside down": issues(SCALE, SCALE.replace("    zero", "    §zero") + "    low: 5\n    high: 5\n"),
    "a salience above 100": issues("salience: 50", "salience: §101"),
    "a salience below 0": issues(BEL_SALIENCE, "salience: §{low: -1, best: 15, high: 90}"),
    "an influence below 0": issues("influence: 100", "influence: §-100"),
    "a position upside down": issues("{low: 60, best: 70, high: 80}", "§{low: 80, best: 70, high: 60}"),
    "a position beyond the scale": issues("{low: 60, best: 70, high: 80}", "§{low: 60, best: 70, high: 101}"),
    "a status quo beyond the scale": issues("{low: 20, best: 30, high: 40}", "§{low: -20, best: 30, high: 40}"),
    "a position without salience": issues(
        "    - actor: ARA\n      position: {low: 10, best: 20, high: 30}\n      salience: 50\n",
        "    - §actor: ARA\n      position: {low: 10, best: 20, high: 30}\n",
    ),
    "an actor with two positions": {"issues.yaml": ISSUES.replace("    - actor: BEL", "    - §actor: ARA")},
    "an actor that does not exist": issues("    - actor: BEL", "    - actor: §BELL"),
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


def written(folder, sample):
    """A case with some files changed, what is wrong with it, and where its marks stand."""
    root, places = copy_sound(folder), []
    for name, text in sample.items():
        plain, spots = marked(text)
        (root / name).write_text(plain, "utf-8")
        places += [f"{name}:{line}:{column}" for line, column in spots]
    case, found = read_case(root)
    return case, found, places


def test_what_the_samples_are_made_of_is_sound(tmp_path):
    sample = packages(PACKAGE) | {"issues.yaml": ISSUES + FIXED}
    sample["bargaining.yaml"] += CLAIM
    sample["bargaining.yaml"] = sample["bargaining.yaml"].replace("  packages:\n", SCENARIO + "  packages:\n")
    case, found, places = written(tmp_path, sample)
    assert not found, printed(found)
    assert faults_of(LENS, case) == ()
    assert places == []


def test_every_code_has_a_sample():
    source = Path(faults.__file__).read_text("utf-8")
    tried = {code for code, _, _ in (*SAMPLES.values(), *WARNINGS.values())}
    assert tried == set(re.findall(r'"(bargaining-[a-z]+)"', source))


@pytest.mark.parametrize("name", SAMPLES)
def test_one_error_is_one_fault_at_its_place(name, tmp_path):
    code, words, sample = SAMPLES[name]
    case, loading, places = written(tmp_path, sample)
    assert case is not None, printed(loading)
    found = faults_of(LENS, case)
    assert [(fault.code, str(fault.place)) for fault in found] == [(code, place) for place in places]
    assert len(places) == 1
    assert words in translate(found[0].message, "en")
    assert not found[0].warning
    with pytest.raises(CaseError) as raised:
        run_lens(LENS, case, {"draws": 64}, use_cache=False)
    assert [fault.code for fault in raised.value.faults] == [code]


@pytest.mark.parametrize("name", WARNINGS)
def test_what_is_only_odd_is_a_warning_at_its_place_and_stops_no_run(name, tmp_path):
    code, words, sample = WARNINGS[name]
    case, loading, places = written(tmp_path, sample)
    assert case is not None, printed(loading)
    (fault,) = faults_of(LENS, case)
    assert (fault.code, [str(fault.place)]) == (code, places)
    assert words in translate(fault.message, "en")
    assert fault.warning
    assert run_lens(LENS, case, {"draws": 64}, use_cache=False).findings


@pytest.mark.parametrize("name", SCHEMA)
def test_what_the_schema_refuses_is_one_fault_at_its_place(name, tmp_path):
    _, found, places = written(tmp_path, SCHEMA[name])
    errors = [fault for fault in found if not fault.warning]
    assert [str(fault.place) for fault in errors] == places, printed(found)


def test_several_errors_are_told_at_once(tmp_path):
    text = MODEL.replace("actor: BEL, influence", "actor: CAN, influence").replace("above: 60", "above: -5")
    text = text.replace("below: 90", "below: 900").replace("veto: false", "factions: [ARA]")
    text = text.replace("  packages: []\n", "  packages:\n" + PACKAGE + PACKAGE)
    weightless = ISSUES.replace("salience: 50", "salience: 0").replace("influence: 100", "influence: 0")
    case, _, _ = written(tmp_path, {"bargaining.yaml": text, "issues.yaml": weightless + FIXED})
    found = [fault.code for fault in faults_of(LENS, case)]
    assert sorted(found) == [
        "bargaining-change",
        "bargaining-claim",
        "bargaining-claim",
        "bargaining-faction",
        "bargaining-id",
        "bargaining-salience",
        "bargaining-weight",
    ]
    with pytest.raises(CaseError) as raised:
        run_lens(LENS, case, use_cache=False)
    assert len(raised.value.faults) == 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_speaks_every_language(language, tmp_path):
    one_each = {code: sample for code, _, sample in (*SAMPLES.values(), *WARNINGS.values())}
    for code, sample in one_each.items():
        folder = tmp_path / code
        folder.mkdir()
        case, _, _ = written(folder, sample)
        (fault,) = faults_of(LENS, case)
        words = translate(fault.message, language)
        assert (language == "en") == (words == translate(fault.message, "en")), (code, words)
