"""The other commands: what they print, what they write, what they return."""

import json
import os
from pathlib import Path

import pytest

from outside import CENTRALITY, registered
from shipped import NAME, shipped
from trivet.base.likelihood import shipped_names
from trivet.cli import exits
from trivet.lens.finding import Result
from trivet.lens.registry import lens_names
from trivet.lens.run import DEFAULT_SEED
from trivet.lens.schemas import schema_names, schema_text

LANGUAGES = ("en", "ja", "ko", "zh-Hant")
FAULT = {"code", "severity", "file", "line", "column", "message", "hint", "docs"}

ENDED = """\
whatif: ended
title: The treaty ends and a dispute begins
set:
  instruments/ab/history/+: {date: 2024-06-01, state: ended, support: background}
  disputes/+:
    id: ab-quarrel
    name: Quarrel over the lake
    parties: [A, B]
    support: background
    history: [{date: 2024-06-01, phase: active, support: background}]
  commitments/+:
    id: promise
    text: Share the lake
    owners: [A, B]
    topic: water
    made_on: 2024-01-01
    support: background
    history: [{date: 2024-06-01, status: broken, support: background}]
"""


@pytest.fixture
def ended(tmp_path):
    path = tmp_path / "ended.yaml"
    path.write_text(ENDED)
    return path


def test_the_exit_codes_are_the_documented_ones():
    names = ("OK", "FAULTS", "USAGE", "NOT_APPLICABLE", "CANNOT_WRITE", "INTERRUPTED")
    assert [getattr(exits, name) for name in names] == [0, 1, 2, 3, 4, 130]


# check


def test_check_finds_the_shipped_case_sound(trivet):
    done = trivet("check", NAME)
    count = sum(1 for _ in shipped().objects())
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1] == f"{NAME} is sound: {count:,} objects."
    assert trivet("check", NAME, "--strict").code in (0, 1)


def test_check_tells_every_fault_with_its_place(trivet, star):
    path = star.root / "events.yaml"
    path.write_text(
        "- {id: e1, date: yesterday, title: A, kind: summt}\n- {id: e1, date: 2024, title: B, kind: summit}\n"
    )
    done = trivet("check", star.root)
    assert done.code == exits.FAULTS
    lines = done.out.splitlines()
    assert lines[0].startswith("events.yaml:1:")
    assert 'Did you mean "summit"?' in done.out
    assert [line.rsplit("[", 1)[1] for line in lines[:2]] == ["date-format]", "schema-value]"]
    data = trivet("check", star.root, "--json").data
    assert set(data) == {"case", "sound", "faults"}
    assert data["sound"] is False
    assert {frozenset(fault) for fault in data["faults"]} == {frozenset(FAULT)}
    assert {(f["file"], f["line"], f["severity"]) for f in data["faults"]} <= {
        ("events.yaml", line, "error") for line in (1, 2)
    }
    assert lines[-1] == f"{len(data['faults'])} faults."


@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_speak_the_readers_language(trivet, star, language):
    (star.root / "events.yaml").write_text("- {id: e1, title: A, kind: summit}\n")
    done = trivet("check", star.root, "--lang", language)
    assert done.code == exits.FAULTS
    assert 'lacks the field "date"' in done.out if language == "en" else "lacks" not in done.out
    told = trivet("show", star.root, "--lang", language)
    assert (told.code, told.out) == (exits.FAULTS, "")
    assert told.err.splitlines() == done.out.splitlines()[:-1]


def test_warnings_count_only_if_strict(trivet, star):
    (star.root / "sources.yaml").write_text(
        (star.root / "sources.yaml").read_text()
        + "- {id: unused, title: Unused, language: en, kind: primary, quality: A}\n"
    )
    done = trivet("check", star.root)
    assert done.code == 0
    assert "warning: " in done.out
    assert trivet("check", star.root, "--strict").code == exits.FAULTS
    assert trivet("check", star.root, "--json").data["sound"] is True


def test_check_with_a_whatif(trivet, star, ended):
    assert trivet("check", star.root, "--whatif", ended).code == 0
    ended.write_text(ENDED.replace("instruments/ab", "instruments/abc"))
    done = trivet("check", star.root, "--whatif", ended)
    assert done.code == exits.FAULTS
    assert "ended.yaml:4:" in done.out
    assert trivet("check", NAME, "--whatif", "gsomia-endde").code == exits.FAULTS


# new


def test_a_new_case_passes_check_and_brief(trivet, tmp_path):
    folder = tmp_path / "Mine & yours"
    done = trivet("new", folder, "--title", 'A "quoted" title: #1')
    assert (done.code, done.err) == (0, "")
    assert "trivet check" in done.out
    checked = trivet("check", folder, "--strict")
    assert checked.code == 0
    assert checked.out.startswith("Mine-yours is sound")
    written = trivet("brief", folder, "--out", tmp_path / "out", "--lang", "all", "--json")
    assert written.code == 0
    assert len(written.data["files"]) == 8
    page = (tmp_path / "out" / "Mine-yours.en.html").read_text("utf-8")
    assert "A &#34;quoted&#34; title: #1" in page


@pytest.mark.parametrize("name", ["---", "日本", "..hidden", "a" * 120])
def test_a_new_case_may_have_any_name_of_a_folder(trivet, tmp_path, name):
    assert trivet("new", tmp_path / name).code == 0
    assert trivet("check", tmp_path / name).code == 0


def test_new_refuses_a_folder_that_holds_a_case(trivet, tmp_path):
    (tmp_path / "notes.yaml").write_text("mine: 1\n")
    done = trivet("new", tmp_path)
    assert done.code == exits.CANNOT_WRITE
    assert "already holds YAML files" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.yaml"]


def test_new_refuses_a_file_and_a_name_too_long(trivet, tmp_path):
    (tmp_path / "file").write_text("x")
    assert trivet("new", tmp_path / "file").code == exits.CANNOT_WRITE
    assert trivet("new", tmp_path / "file" / "below").code == exits.CANNOT_WRITE
    done = trivet("new", tmp_path / ("x" * 300))
    assert done.code == exits.CANNOT_WRITE
    assert "File name too long" in done.err


# schema


def test_schema_lists_prints_and_writes(trivet, tmp_path):
    assert trivet("schema").out.split() == list(schema_names())
    for name in schema_names():
        assert trivet("schema", name).data == json.loads(schema_text(name))
    assert trivet("schema", "--out", tmp_path / "made").code == 0
    assert {p.name: p.read_text("utf-8") for p in (tmp_path / "made").iterdir()} == {
        f"{name}.schema.json": schema_text(name) for name in schema_names()
    }


def test_schema_errors(trivet, tmp_path):
    done = trivet("schema", "event")
    assert (done.code, done.err) == (exits.USAGE, 'There is no schema "event". Did you mean "events"?\n')
    (tmp_path / "file").write_text("x")
    assert trivet("schema", "--out", tmp_path / "file").code == exits.CANNOT_WRITE


# run


@pytest.mark.parametrize("language", LANGUAGES)
def test_run_prints_findings_and_tables(trivet, language):
    done = trivet("run", "record", NAME, "--lang", language)
    assert (done.code, done.err) == (0, "")
    assert "record/binding/JPN-USA-KOR" in done.out
    assert done.out.splitlines()[0].startswith(("  ", "* "))


def test_run_gives_the_result_as_json(trivet):
    data = trivet("run", "record", NAME, "--json").data
    found = Result.model_validate(data)
    assert (found.format, found.lens, found.case, found.seed) == (1, "record", NAME, DEFAULT_SEED)
    assert data == found.document()
    assert trivet("run", "record", NAME, "--json", "--lang", "ja").data == data


def test_settings_of_a_lens_are_options(trivet):
    data = trivet(
        "run", "record", NAME, "--at", "2019-11-23", "--months", "6", "--level", "0.8", "--seed", "5", "--json"
    )
    assert data.data["settings"] == {"at": "2019-11-23", "months": 6, "level": 0.8}
    assert data.data["seed"] == 5
    text = trivet("run", "record", "--help").out
    for words in ("--months", "Months that count as recent. Default: 12.", "--level", "--at", "--seed", "--no-cache"):
        assert words in text


def test_wrong_settings_are_told_at_once(trivet):
    done = trivet("run", "record", NAME, "--months", "0", "--level", "high", "--at", "soon")
    assert (done.code, done.out) == (exits.FAULTS, "")
    assert len(done.err.splitlines()) == 3
    assert all(line.endswith("[setting-value]") for line in done.err.splitlines())


def test_run_with_a_whatif(trivet):
    data = trivet("run", "record", NAME, "--whatif", "gsomia-ended", "--whatif", "secretariat-dissolved", "--json").data
    assert data["overlays"] == ["gsomia-ended", "secretariat-dissolved"]


def test_a_lens_of_another_package_is_a_command(trivet, star):
    with registered(CENTRALITY):
        assert trivet("run", "centrality", star.root, "--top", "2", "--json").data["settings"]["top"] == 2
        assert "--top" in trivet("run", "centrality", "--help").out
        assert "Bland holds the most ties" in trivet("run", "centrality", star.root).out
        assert "結び付きが最も多い" in trivet("run", "centrality", star.root, "--lang", "ja").out
        assert "centrality" in trivet("run", "--help").out
        assert "Bland holds" in trivet("explain", star.root, "centrality/degree/highest").out
        (star.root / "instruments.yaml").unlink()
        (star.root / "disputes.yaml").unlink()
        done = trivet("run", "centrality", star.root)
        assert done.code == exits.NOT_APPLICABLE
        assert 'has no "instruments"' in done.err


def test_a_lens_that_cannot_be_loaded_is_told_and_the_others_still_run(trivet):
    with registered(("broken", "no_such_module_here:Lens")):
        listed = trivet("run", "--help")
        assert listed.code == 0
        assert "record" in listed.out
        assert 'The lens "broken"' in listed.err
        assert trivet("run", "broken", NAME).code != 0
        assert trivet("run", "record", NAME).code == 0
        doctor = trivet("doctor")
        assert doctor.code == exits.FAULTS
        assert "BAD  lens broken" in doctor.out


# compare


def test_compare_tells_values_and_findings(trivet, star, ended):
    data = trivet("compare", star.root, ended, "--json").data
    assert set(data) == {"case", "overlays", "lens", "values", "findings", "unchanged", "tables"}
    assert data["overlays"] == ["ended"]
    assert {frozenset(value) for value in data["values"]} == {frozenset({"path", "before", "after"})}
    keys = {"id", "before", "after", "value_before", "value_after"}
    assert {frozenset(change) for change in data["findings"]} == {frozenset(keys)}
    tables = {frozenset(shift) for shift in data["tables"]}
    assert tables == {frozenset({"table", "title", "columns", "came", "went"})}
    text = trivet("compare", star.root, ended).out
    assert "Ties between actors: +1 −1" in text
    assert "  − The one instrument in effect that ties Aland and Bland together is legally binding." in text
    assert "  + No instrument in effect ties Aland and Bland together." in text
    assert "record/disputes/open\n  − –\n  + One dispute between partners is open" in text


NEWCOMER = """\
whatif: newcomer
title: A newcomer
set:
  actors/+: {id: E, kind: state, name: Eland, support: background}
  instruments/+:
    id: ae
    name: Treaty of A and E
    type: treaty
    bindingness: legal
    parties: [A, E]
    support: background
    history: [{date: 2024-06-01, state: in-force, support: background}]
"""


def test_compare_names_what_only_the_whatif_knows(trivet, star, ended):
    assert "One commitment has lapsed or been broken: Share the lake." in trivet("compare", star.root, ended).out
    ended.write_text(NEWCOMER)
    assert "  + Aland · Eland · treaty" in trivet("compare", star.root, ended).out


def test_settings_of_the_lens_reach_compare_and_explain(trivet, star, ended):
    ended.write_text(NEWCOMER)
    with registered(CENTRALITY):
        compare = ("compare", star.root, ended, "--lens", "centrality", "--json")
        all_of_them, first = (trivet(*compare, "--setting", f"top={top}").data["tables"] for top in (9, 1))
        assert [row[0]["ref"] for row in all_of_them[0]["came"]] == ["actors/A", "actors/E"]
        assert first == []  # the newcomer changes nothing for the most central one
    level = ("record/base-rate/JPN-KOR", "--setting", "level=0.6", "--setting", "months=3")
    assert trivet("explain", NAME, *level).out != trivet("explain", NAME, level[0]).out


@pytest.mark.parametrize(
    ("setting", "code"),
    [("lens=x", 1), ("case=x", 1), ("seed=5", 1), ("whatif=x", 1), ("level=7", 1), ("=", 1), ("level", 2)],
)
@pytest.mark.parametrize("command", [("compare", NAME, "gsomia-ended"), ("explain", NAME, "record/claims/verdicts")])
def test_a_setting_that_the_lens_does_not_take_is_told(trivet, command, setting, code):
    done = trivet(*command, "--setting", setting)
    assert (done.code, done.out) == (code, "")
    assert setting.partition("=")[0] in done.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_end_of_gsomia(trivet, language):
    data = trivet("compare", NAME, "gsomia-ended", "--json").data
    binding = next(change for change in data["findings"] if change["id"] == "record/binding/JPN-KOR")
    assert binding["value_before"] - binding["value_after"] == 1
    done = trivet("compare", NAME, "gsomia-ended", "--lang", language)
    assert done.code == 0
    assert "record/notice/gsomia_2016" in done.out


def test_compare_through_another_lens_and_on_another_day(trivet, star, ended):
    with registered(CENTRALITY):
        data = trivet("compare", star.root, ended, "--lens", "centrality", "--json").data
        assert data["lens"] == "centrality"
        assert data["findings"]
    assert trivet("compare", star.root, ended, "--at", "2010-01-01", "--json").data["findings"] == []


# explain


def test_explain_prints_the_tree_down_to_the_line(trivet):
    data = trivet("explain", NAME, "record/notice/gsomia_2016", "--json").data
    assert set(data) == {"label", "detail", "place", "children"}
    (instrument,) = data["children"]
    assert instrument["place"].startswith("instruments.yaml:")
    assert instrument["children"][0]["place"].startswith("sources.yaml:")
    text = trivet("explain", NAME, "record/notice/gsomia_2016").out
    assert instrument["place"] in text
    assert data["label"].split()[0] in text
    short = trivet("explain", NAME, "record/notice/gsomia_2016", "--depth", "1").out
    assert instrument["place"] not in short


def test_explain_on_another_day_with_a_whatif(trivet):
    assert "suspended" in trivet("explain", NAME, "record/notice/gsomia_2016", "--at", "2019-11-23").out
    told = trivet("explain", NAME, "record/notice/gsomia_2016", "--whatif", "gsomia-ended").out
    assert "ended on 30 April 2025" in " ".join(told.split())


# brief


def test_brief_writes_page_and_markdown(trivet, tmp_path):
    done = trivet("brief", NAME, "--out", tmp_path / "deep" / "er", "--json")
    assert (done.code, done.err) == (0, "")
    assert set(done.data) == {"files", "findings", "sources"}
    assert [Path(name).name for name in done.data["files"]] == [f"{NAME}.en.html", f"{NAME}.en.md"]
    assert all(Path(name).stat().st_size > 10_000 for name in done.data["files"])
    assert done.data["findings"] > 10
    assert done.data["sources"] > 100
    text = trivet("brief", NAME, "--out", tmp_path / "deep" / "er")
    assert text.out.splitlines() == done.data["files"]


def test_brief_goes_to_its_usual_folder(trivet, star, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert trivet("brief", star.root).code == 0
    assert sorted(path.name for path in (tmp_path / "trivet-out").iterdir()) == ["four.en.html", "four.en.md"]


def test_brief_options_reach_the_page(trivet, star, tmp_path):
    done = trivet("brief", star.root, "--out", tmp_path, "--lang", "ko", "--at", "2010-01-01", "--marking", "Draft <1>")
    assert done.code == 0
    page = (tmp_path / "four.ko.html").read_text("utf-8")
    assert '<html lang="ko">' in page
    assert "2010년 1월 1일" in page
    assert page.count("Draft &lt;1&gt;") == 2


@pytest.mark.parametrize("name", shipped_names())
def test_the_table_of_likelihood_words_is_the_one_named(trivet, star, tmp_path, name):
    assert trivet("brief", star.root, "--out", tmp_path, "--likelihood", name).code == 0
    text = (tmp_path / "four.en.md").read_text("utf-8")
    method = next(line for line in text.splitlines() if line.startswith("Likelihood words follow"))
    assert ("almost no chance" in method) == (name == "icd203")
    assert ("remote chance" in method) == (name == "phia")


def test_a_table_of_ones_own(trivet, star, tmp_path):
    table = tmp_path / "words.yaml"
    table.write_text(
        "id: own\ntitle: Our own words\nsource: us\nbands:\n"
        "  - {low: 0, high: 0.5, words: rather not}\n  - {low: 0.5, high: 1, words: rather so}\n"
    )
    assert trivet("brief", star.root, "--out", tmp_path, "--likelihood", table).code == 0
    assert "Our own words: rather not 0–50%; rather so 50–100%" in (tmp_path / "four.en.md").read_text("utf-8")
    table.write_text("id: own\ntitle: Our own words\nsource: us\nbands: []\n")
    done = trivet("brief", star.root, "--out", tmp_path / "no", "--likelihood", table)
    assert done.code == exits.FAULTS
    assert "words.yaml" in done.err
    assert not (tmp_path / "no").exists()


# doctor


def test_doctor(trivet):
    done = trivet("doctor", "--json")
    checks = {check["name"]: check for check in done.data}
    assert {frozenset(check) for check in done.data} == {frozenset({"name", "ok", "detail", "optional"})}
    assert {"Python", "pydantic", "cache", f"case {NAME}", "lens record"} <= set(checks)
    assert checks["cache"]["detail"] == "switched off"
    assert all(check["ok"] for check in done.data if not check["optional"])
    assert done.code == 0
    assert trivet("doctor").out.count("\n") == len(done.data)


# help and mistakes


@pytest.mark.parametrize("arguments", [("--version",), ("-V",)])
def test_version(trivet, arguments):
    from trivet import __version__

    assert trivet(*arguments).out == f"trivet {__version__}\n"


COMMANDS = ("check", "new", "schema", "show", "compare", "explain", "brief", "doctor", "run")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(trivet, command):
    for flag in ("--help", "-h"):
        done = trivet(command, flag)
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(f"Usage: trivet {command}")


def test_the_help_lists_every_command(trivet):
    done = trivet("--help")
    assert done.code == 0
    assert [line.split()[0] for line in done.out.partition("Commands:")[2].splitlines() if line.strip()] != []
    for command in COMMANDS:
        assert f"\n  {command} " in done.out


@pytest.mark.parametrize("arguments", [(), ("run",)])
def test_without_a_command_the_help_is_shown(trivet, arguments):
    done = trivet(*arguments)
    assert (done.code, done.err) == (exits.OK, "")
    assert done.out == trivet(*arguments, "--help").out
    assert done.out.startswith("Usage: trivet")


LONG = "x" * 300

MISTAKES = [
    (("sow", NAME), 2, "No such command 'sow'"),
    (("show",), 2, "Missing argument"),
    (("show", NAME, "--att", "2019"), 2, "No such option"),
    (("show", "japan-us-corea"), 2, 'Did you mean "japan-us-korea"?'),
    (("show", LONG), 2, "There is no case folder or shipped case"),
    (("check", "no-such-case"), 2, "There is no case folder or shipped case"),
    (("show", NAME, "gsomia_2061"), 2, 'Did you mean "gsomia_2016"?'),
    (("show", NAME, LONG), 2, "There is no"),
    (("show", NAME, "--view", "legz"), 2, 'Did you mean "legs"?'),
    (("show", NAME, "--at", "yesterday"), 2, '"yesterday" is not a date'),
    (("show", NAME, "--at", "2019-13-01"), 2, "is not a date"),
    (("show", NAME, "--at", "2019-02-30"), 2, "is not a date"),
    (("show", NAME, "--since", "soon"), 2, '"soon" is not a date'),
    (("show", NAME, "--lang", "fr"), 2, 'There is no language "fr". Known: en, ja, ko, zh-Hant.'),
    (("check", NAME, "--lang", "zh"), 2, "There is no language"),
    (("brief", NAME, "--lang", "xx"), 2, "There is no language"),
    (("show", NAME, "--whatif", "gsomia-endde"), 1, 'Did you mean "gsomia-ended"?'),
    (("compare", NAME, LONG), 1, "There is no what-if"),
    (("compare", NAME), 2, "Missing argument"),
    (("compare", NAME, "gsomia-ended", "--lens", "recrod"), 2, 'Did you mean "record"?'),
    (("run", "recrod", NAME), 2, "No such command 'recrod'"),
    (("run", "record", "no-such-case"), 2, "There is no case folder"),
    (("run", "record", NAME, "--seed", "-1"), 2, "--seed"),
    (("run", "record", NAME, "--seed", str(2**63)), 2, "--seed"),
    (("run", "record", NAME, "--seed", "x"), 2, "--seed"),
    (("explain", NAME, "record/claims/verdict"), 2, 'Did you mean "record/claims/verdicts"?'),
    (("explain", NAME, "recrod/claims/verdicts"), 2, "does not begin with a lens"),
    (("explain", NAME, "record/claims/verdicts", "--depth", "4"), 2, "--depth"),
    (("brief", NAME, "--at", "soon"), 2, '"soon" is not a date'),
    (("brief", NAME, "--likelihood", "icd204"), 2, 'There is no likelihood table "icd204"'),
    (("brief", NAME, "--likelihood", LONG), 2, "There is no likelihood table"),
    (("brief", NAME, "--out", LONG), 4, "File name too long"),
    (("doctor", "extra"), 2, "unexpected extra argument"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), MISTAKES, ids=lambda value: None)
def test_mistakes_are_told_in_a_sentence(trivet, tmp_path, monkeypatch, arguments, code, words):
    monkeypatch.chdir(tmp_path)
    done = trivet(*arguments)
    assert (done.code, done.out) == (code, "")
    assert words in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_language_of_the_environment_that_is_none_is_told(trivet, monkeypatch, star):
    monkeypatch.setenv("TRIVET_LANG", "klingon")
    assert trivet("show", NAME).code == exits.USAGE
    (star.root / "case.yaml").write_text("format: 1\n")
    done = trivet("show", star.root)
    assert done.code == exits.FAULTS  # faults are told all the same, in English
    assert 'lacks the field "title"' in done.err


# Writing


@pytest.mark.parametrize("command", [("brief", NAME), ("schema",)])
def test_out_may_not_be_a_file(trivet, tmp_path, command):
    (tmp_path / "file").write_text("mine")
    for target in (tmp_path / "file", tmp_path / "file" / "below"):
        done = trivet(*command, "--out", target)
        assert (done.code, done.out) == (exits.CANNOT_WRITE, "")
        assert str(tmp_path / "file") in done.err
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_cannot_be_written_to(trivet, tmp_path):
    tmp_path.chmod(0o555)
    try:
        for command in (("brief", NAME, "--out", tmp_path), ("new", tmp_path / "case")):
            done = trivet(*command)
            assert done.code == exits.CANNOT_WRITE
            assert "cannot be written" in done.err
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize("name", ["../escape", "..", "/absolute", "a/b", "a\\b", "", ".", "a\x00b", "con:", "a.b", "~"])
def test_an_id_cannot_lead_out_of_the_folder(trivet, star, tmp_path, name):
    head = (star.root / "case.yaml").read_text()
    (star.root / "case.yaml").write_text(head.replace("id: four", f"id: {json.dumps(name)}"))
    before = sorted(tmp_path.rglob("*"))
    done = trivet("brief", star.root, "--out", tmp_path / "out")
    assert done.code == exits.FAULTS
    assert sorted(tmp_path.rglob("*")) == before


def test_an_overlay_cannot_change_the_id_to_lead_out(trivet, star, tmp_path):
    overlay = tmp_path / "evil.yaml"
    overlay.write_text("whatif: evil\ntitle: Evil\nset: {case/id: ../../escape}\n")
    before = sorted(tmp_path.rglob("*"))
    assert trivet("brief", star.root, "--out", tmp_path / "out", "--whatif", overlay).code == exits.FAULTS
    assert sorted(tmp_path.rglob("*")) == before


def test_nothing_is_written_but_the_files_that_are_named(trivet, star, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.rglob("*"))
    done = trivet("brief", star.root, "--out", "out", "--lang", "all", "--json")
    made = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert made == {tmp_path / name for name in done.data["files"]}


def test_every_registered_lens_has_a_command(trivet):
    text = trivet("run", "--help").out
    for name in lens_names():
        assert f"\n  {name} " in text
