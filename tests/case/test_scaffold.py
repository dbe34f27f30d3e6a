import pytest

from cases import printed
from trivet.base.errors import TrivetError
from trivet.case.load import open_case, read_case
from trivet.case.scaffold import write_scaffold


@pytest.mark.parametrize("name", ["my-case", "Étude de cas", "日本", "_", "a" * 100, "a b/c d"])
def test_a_new_case_is_sound(tmp_path, name):
    folder = tmp_path / name
    written = write_scaffold(folder)
    assert {path.parent for path in written} == {folder}
    case, faults = read_case(folder)
    assert case is not None, printed(faults)
    assert not faults, printed(faults)


@pytest.mark.parametrize("title", ["Lake pact", 'The "lake": pact # 1', "湖の協定", "{x} & <b>", "it's"])
def test_a_new_case_has_the_title_given(tmp_path, title):
    write_scaffold(tmp_path / "new", title)
    assert open_case(tmp_path / "new").meta.title.say("en").words == title


def test_nothing_is_written_over(tmp_path):
    write_scaffold(tmp_path / "new")
    before = {path: path.read_bytes() for path in (tmp_path / "new").iterdir()}
    with pytest.raises(TrivetError, match="already holds YAML files"):
        write_scaffold(tmp_path / "new", "Other")
    assert {path: path.read_bytes() for path in (tmp_path / "new").iterdir()} == before


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "new").write_text("x")
    with pytest.raises(TrivetError, match="is a file; name a folder"):
        write_scaffold(tmp_path / "new")
