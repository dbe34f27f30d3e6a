"""Whatever stands in a file, it is refused with a fault or read with every row counted."""

import gzip
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_layouts import gdelt, refusal, take, write
from trivet.base.errors import FaultsError
from trivet.lenses.pulse.events.readers import LAYOUTS, open_events
from trivet.lenses.pulse.events.schema import polars_schema

ROWS = [gdelt(key=str(random.Random(key).getrandbits(60)), c40=f"{random.Random(-key).random()}") for key in range(400)]


def holds(path, layout=None):
    """Read a file: its batches, or none if it is refused."""
    faults, found = (), None
    try:
        found = list(open_events(path, layout).batches())
    except FaultsError as error:
        faults = error.faults
    assert all(fault.code.startswith("event-") and fault.place for fault in faults)
    assert bool(faults) == (found is None)
    for batch in found or ():
        assert batch.events.schema == polars_schema()
        assert batch.read == batch.events.height + batch.rejected_count
        assert len(batch.rejected) <= batch.rejected_count
        for name in ("source", "version", "event_id", "date", "code"):
            assert not batch.events[name].null_count()
    return found


@pytest.mark.parametrize("pack", ["gz", "zip"])
@pytest.mark.parametrize("kept", [0.02, 0.5, 0.9, 0.999])
def test_a_packed_file_that_was_cut_off_is_refused(tmp_path, pack, kept):
    path = write(tmp_path / "a.bin", *ROWS, pack=pack)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    assert refusal(path) == ["event-file-cut"]


@pytest.mark.parametrize("pack", ["gz", "zip"])
def test_a_packed_file_with_a_changed_byte_is_refused(tmp_path, pack):
    path = write(tmp_path / "a.bin", *ROWS, pack=pack)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    assert refusal(path) == ["event-file-cut"]


@pytest.mark.parametrize("pack", [None, "gz", "zip"])
@pytest.mark.parametrize("rows", [[], [""], ["", "", ""], [b"\x00"]])
def test_a_file_with_nothing_in_it_is_refused(tmp_path, pack, rows):
    assert refusal(write(tmp_path / "a.csv", *rows, pack=pack)) == ["event-file-empty"]


def test_zips_that_hold_several_files_or_none_are_refused(tmp_path):
    for count in (0, 2):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
            for name in range(count):
                packed.writestr(f"{name}.csv", gdelt())
        assert refusal(tmp_path / "a.zip") == ["event-file-zip"]


def test_a_zip_that_says_it_has_a_password_is_refused(tmp_path):
    path = write(tmp_path / "a.zip", gdelt(), pack="zip")
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert refusal(path) == ["event-file-zip"]


def test_zero_bytes_are_left_out(tmp_path):
    events, *_ = take(write(tmp_path / "a.CSV", gdelt().replace("SOUTH", "SO\x00UTH").encode(), gdelt(key="2")))
    assert events.height == 2


def test_a_line_without_end_is_refused(tmp_path):
    path = tmp_path / "a.CSV"
    path.write_bytes((gdelt() + "\n").encode() + b"x" * (20 << 20))
    assert refusal(path) == ["event-layout"]


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        open_events(tmp_path / "none.CSV")


@pytest.mark.parametrize("data", [b"RDX2\n", b"RDX3\nX\n\x00\x00\x00\x03", b"BZh9", b"\xfd7zXZ\x00rest"])
def test_a_damaged_workspace_is_refused(tmp_path, data):
    for content in (data, gzip.compress(data)):
        (tmp_path / "a.rda").write_bytes(content)
        assert holds(tmp_path / "a.rda") is None


@settings(max_examples=60)
@given(data=st.binary(max_size=400), layout=st.sampled_from([None, *LAYOUTS]))
def test_random_bytes_are_refused_or_counted(tmp_path_factory, data, layout):
    path = tmp_path_factory.mktemp("random") / "a.bin"
    path.write_bytes(data)
    holds(path, layout)


@settings(max_examples=60)
@given(
    cells=st.lists(
        st.text(st.characters(exclude_characters="\n", exclude_categories=("Cs",)), max_size=9), max_size=12
    ),
    spots=st.lists(st.integers(0, 60), min_size=12, max_size=12),
)
def test_random_cells_in_a_row_of_gdelt_never_touch_its_neighbours(tmp_path_factory, cells, spots):
    odd = gdelt(key="2").split("\t")
    for spot, cell in zip(spots, cells, strict=False):
        odd[spot] = cell
    path = write(tmp_path_factory.mktemp("cells") / "a.CSV", gdelt(key="1"), "\t".join(odd), gdelt(key="3"))
    found = holds(path, "gdelt2")
    if found is not None:
        keys = {key for batch in found for key in batch.events["event_id"]}
        assert {"1", "3"} <= keys
        assert sum(batch.read for batch in found) == 3


@settings(max_examples=40)
@given(start=st.sampled_from([b"PK\x03\x04", b"\x1f\x8b", b"{", b"[", b"RDX3\n", b"BZh"]), data=st.binary(max_size=80))
def test_random_bytes_behind_a_true_beginning_are_refused_or_counted(tmp_path_factory, start, data):
    path = tmp_path_factory.mktemp("begun") / "a.bin"
    path.write_bytes(start + data)
    holds(path)
