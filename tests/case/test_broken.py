"""The gallery of broken cases: for every code, the smallest case that shows it and the words a user then reads."""

import ast
import re
from pathlib import Path

import pytest

import trivet.case
from cases import SOUND, codes, printed, write_case
from trivet.base.errors import CaseError
from trivet.case import yaml12
from trivet.case.checks import rules
from trivet.case.load import open_case, read_case
from trivet.case.whatif import apply_whatif

GALLERY = Path(__file__).parent.parent / "cases" / "broken"
SOURCE = Path(trivet.case.__file__).parent
BUILT_HERE = {"yaml-too-large", "file-unreadable", "whatif-missing"}
"""Codes that no stored folder can show: the tests below build what they need."""

NO_CODES = {"what-if"}
"""Words with a hyphen in the modules that make faults, which are no codes."""


def faults_in(folder):
    overlays = sorted((folder / "whatif").glob("*.yaml"))
    if not overlays:
        return read_case(folder)[1]
    case = open_case(folder)
    with pytest.raises(CaseError) as caught:
        apply_whatif(case, *overlays)
    return caught.value.faults


@pytest.mark.parametrize("folder", sorted(GALLERY.iterdir()), ids=lambda folder: folder.name)
def test_shows_its_own_fault_and_no_other(folder):
    faults = faults_in(folder)
    assert printed(faults) == (folder / "expected.txt").read_text("utf-8")
    assert codes(faults) == {folder.name}


@pytest.mark.parametrize("folder", sorted(GALLERY.iterdir()), ids=lambda folder: folder.name)
def test_errors_keep_a_case_from_being_opened_and_warnings_do_not(folder):
    if (folder / "whatif").is_dir() or all(fault.warning for fault in read_case(folder)[1]):
        assert open_case(folder).meta.id == "tiny"
    else:
        with pytest.raises(CaseError) as caught:
            open_case(folder)
        assert codes(caught.value.faults) == {folder.name}


def codes_in_source():
    """Every code that a module of the case can give: those of the rules, and the hyphened words where faults are made."""
    found = {rule.CODE for rule in rules()}
    for path in SOURCE.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        words = [
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        if names & {"Fault", "file_fault"}:
            found |= {word for word in words if re.fullmatch("[a-z]+(-[a-z]+)+", word)}
    return found - NO_CODES


def test_every_code_is_shown():
    shown = {folder.name for folder in GALLERY.iterdir()} | BUILT_HERE
    assert codes_in_source() == shown


def test_rules_are_named_like_their_modules_and_explain_themselves():
    for rule in rules():
        assert rule.__name__.rpartition(".")[2] == rule.CODE.replace("-", "_")
        assert rule.__doc__
        assert rule.TITLE
    assert len({rule.TITLE for rule in rules()}) == len(rules())


def test_a_file_that_is_too_large(tmp_path, monkeypatch):
    root = write_case(tmp_path, {"claims.yaml": "# " + "x" * 2**20 + "\n"})
    assert not read_case(root)[1]
    monkeypatch.setattr(yaml12, "MAX_BYTES", 2**20)
    assert printed(read_case(root)[1]) == (
        "claims.yaml: yaml-too-large: The file is larger than 1 MiB. Split it: a section may be a folder of files.\n"
    )


def test_a_file_that_cannot_be_read(tmp_path):
    root = write_case(tmp_path)
    (root / "claims.yaml").symlink_to("nowhere.yaml")
    assert printed(read_case(root)[1]) == (
        "claims.yaml: file-unreadable: The file cannot be read: No such file or directory.\n"
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("pact-endet", '-: whatif-missing: There is no what-if "pact-endet". Did you mean "pact-ended"?\n'),
        ("../whatif/zzz.yaml", '-: whatif-missing: There is no what-if "../whatif/zzz.yaml".\n'),
    ],
)
def test_a_what_if_that_does_not_exist(name, said):
    with pytest.raises(CaseError) as caught:
        apply_whatif(open_case(SOUND), name)
    assert printed(caught.value.faults) == said
