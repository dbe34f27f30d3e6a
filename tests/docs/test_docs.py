"""The documentation holds everything the program offers, and names nothing that does not exist."""

import ast
import importlib
import re
import sys
from pathlib import Path

import pytest

import trivet
from trivet.base.i18n import Sayer
from trivet.case.checks import rules
from trivet.case.load import open_case
from trivet.case.sections import LISTS
from trivet.cli import show
from trivet.lens.registry import lens_names
from trivet.lens.schemas import schema_names

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "trivet"
CODE = re.compile(r"[a-z]+(-[a-z]+)+")
PAGES = {
    path.relative_to(DOCS).with_suffix("").as_posix(): path
    for path in sorted(DOCS.rglob("*.md"))
    if not {"_build", "_ext"} & set(path.relative_to(DOCS).parts)
}
PROSE = {**PAGES, **{name: ROOT / f"{name}.md" for name in ("CONTRIBUTING", "CHANGELOG")}}


@pytest.fixture(scope="module")
def generated():
    sys.path.insert(0, str(DOCS / "_ext"))
    try:
        yield importlib.import_module("generated")
    finally:
        sys.path.remove(str(DOCS / "_ext"))


@pytest.fixture(scope="module")
def filled(generated):
    """Every page as Sphinx reads it, generated parts included."""
    return {name: generated.fill(path.read_text("utf-8")) for name, path in PAGES.items()}


def given_codes():
    """Every fault code that the source gives outside of the rules."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).lower().endswith(("fault", "refused")):
                found |= {arg.value for arg in node.args[:4] if isinstance(arg, ast.Constant)}
            elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if ast.unparse(target) in ("code", "_CODES", "WHY"):
                    known = [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else []
                    known += [*node.value.keys, *node.value.values] if isinstance(node.value, ast.Dict) else []
                    found |= {item.value for item in known if isinstance(item, ast.Constant)}
    return {code for code in found if isinstance(code, str) and CODE.fullmatch(code)}


def test_the_loader_codes_are_those_of_the_source(generated):
    told = {code for group in generated.GROUPS.values() for code in group}
    assert told == given_codes() - {rule.CODE for rule in rules()}


def test_every_fault_code_has_its_anchor(filled):
    anchors = set(re.findall(r"^\(([a-z-]+)\)=$", filled["errors"], re.MULTILINE))
    assert given_codes() | {rule.CODE for rule in rules()} <= anchors


def test_every_broken_sample_is_shown(generated, filled):
    for folder in sorted(path for path in generated.BROKEN.iterdir() if path.is_dir()):
        said = (folder / "expected.txt").read_text("utf-8").splitlines()
        assert any(generated._visible(line) in filled["errors"] for line in said), folder.name


def test_every_command_is_described(generated, filled):
    for name in generated.commands():
        assert f"## trivet {name}\n" in filled["reference/cli"]
        assert f"Usage: trivet {name} " in filled["reference/cli"]


def test_every_exit_code_is_listed(generated, filled):
    values = {value for name, value in vars(generated.exits).items() if name.isupper()}
    assert values == {int(code) for code in re.findall(r"^\| (\d+) \|", filled["reference/cli"], re.MULTILINE)}


def test_every_lens_has_a_page_with_its_settings(generated, filled):
    for name in lens_names():
        assert f"Usage: trivet run {name} " in filled["reference/cli"]
        assert f"lens/{name}" in filled, f"docs/lens/{name}.md is missing"
        for setting in generated.get_lens(name).settings.model_fields:
            assert f"`{setting}`" in filled[f"lens/{name}"]


def test_every_file_of_the_schema_is_listed(filled):
    for name in schema_names():
        if name != "result":
            assert f"## {name}.yaml\n" in filled["reference/schema"]
            assert f"`{name}.yaml`" in filled["howto/write-a-case"]


def test_every_field_is_described(generated):
    bare = [
        f"{model.__name__}.{name}"
        for model in (*generated.CASE_RECORDS, *generated.ANSWER_RECORDS)
        for name in model.model_fields
        if not generated.description_of(model, name)
    ]
    assert not bare, "give these a description in the model, or words in docs/_ext/field_words.py"


def test_no_words_are_kept_for_fields_that_are_gone(generated):
    models = {model.__name__: model for model in (*generated.CASE_RECORDS, *generated.ANSWER_RECORDS)}
    fields = {info.alias or name for model in models.values() for name, info in model.model_fields.items()}
    for key in importlib.import_module("field_words").WORDS:
        model, _, field = key.rpartition(".")
        known = {info.alias or name for name, info in models[model].model_fields.items()} if model else fields
        assert field in known, key


def test_every_public_name_is_documented(filled):
    for name in trivet.__all__:
        assert re.search(rf":: (trivet\.)?{re.escape(name)}(\(\))?$", filled["reference/python"], re.MULTILINE), name


def test_every_key_of_show_is_documented(filled):
    case = open_case("japan-us-korea")
    state, sayer = case.at("2025-04-30"), Sayer("en", case)
    pages = [
        show.state_page(state, case.meta.as_of, sayer),
        show.object_page(state, "gsomia_2016", sayer) | {"data": {}},
        show.search_page(case, "GSOMIA", sayer),
        *(show.view_page(state, view, sayer) for view in show.VIEWS),
    ]
    told = set(re.findall(r"`([a-z_]+)`", filled["reference/json"]))
    assert keys_of(pages) - told == set()


def keys_of(data):
    if isinstance(data, dict):
        return set(data) | {key for value in data.values() for key in keys_of(value)}
    if isinstance(data, list):
        return {key for value in data for key in keys_of(value)}
    return set()


def test_every_environment_variable_is_documented(filled):
    source = "".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    for name in set(re.findall(r"\bTRIVET_[A-Z]+\b", source)):
        assert f"| `{name}` |" in filled["reference/environment"]


def test_every_shipped_case_has_a_page(filled):
    for path in (SOURCE / "cases").iterdir():
        assert f"case/{path.name}" in filled


def test_every_mark_has_a_maker(generated):
    for name, path in PAGES.items():
        for line in re.findall(r"^% generated.*$", path.read_text("utf-8"), re.MULTILINE):
            found = generated.MARK.fullmatch(line)
            assert found, f"{name}: {line}"
            assert found[1] in generated.MAKERS, f"{name}: {line}"


def test_every_page_is_in_a_toctree():
    listed = {"index"}
    for name, path in PAGES.items():
        for body in re.findall(r"```\{toctree\}\n(.*?)```", path.read_text("utf-8"), re.DOTALL):
            entries = [line for line in body.splitlines() if line and not line.startswith(":")]
            for entry in entries:
                found = sorted((path.parent).glob(f"{entry}.md"))
                assert found, f"{name} lists {entry}, which is not there"
                listed |= {item.relative_to(DOCS).with_suffix("").as_posix() for item in found}
    assert set(PAGES) == listed


@pytest.mark.parametrize("name", sorted(PROSE))
def test_every_path_exists(name):
    text = PROSE[name].read_text("utf-8")
    named = re.findall(r"(?<![\w/.-])((?:src|docs|tests|scripts|benchmarks|\.ci)/[\w./-]*\w)", text)
    named += re.findall(r"`((?:[A-Z]{4,}\.md|CITATION\.cff|pyproject\.toml))`", text)
    for path in named:
        assert (ROOT / path).exists() or path.startswith("docs/_build"), path
    for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)", text):
        assert (PROSE[name].parent / link).exists(), link


@pytest.mark.parametrize("name", sorted(PROSE))
def test_no_page_speaks_of_a_private_place(name):
    text = PROSE[name].read_text("utf-8")
    assert not re.search(r"(?<![\w.])/(work|tmp|root|home)/|\.\./shared", text)


def test_schema_sections_are_all_named(generated):
    assert [name for name in generated.FILES if name not in ("case", "vocabulary")] == list(LISTS)
