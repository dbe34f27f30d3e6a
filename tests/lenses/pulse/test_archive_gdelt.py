"""The store with files in a true layout, packed as their makers pack them; every row is invented."""

import zipfile

from trivet.lenses.pulse.archive import Store

NAME = "gdelt-2"


def export(*keys: int) -> bytes:
    """A GDELT 2 export: 61 columns, one consultation of two states in each row."""
    rows = []
    for key in keys:
        cells = [""] * 61
        cells[:5] = [str(key), "20200305", "202003", "2020", "2020.1753"]
        cells[5:8], cells[15:18] = ["JPNGOV", "JAPAN", "JPN"], ["KOR", "SOUTH KOREA", "KOR"]
        cells[25:35] = ["1", "040", "040", "04", "1", "1.0", "3", "1", "3", "0.5"]
        cells[35] = cells[43] = cells[51] = "0"
        cells[59:] = ["20200306011500", f"https://example.org/{key}"]
        rows.append("\t".join(cells))
    return ("\n".join(rows) + "\n").encode()


def packed(path, content):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(path.stem, content)
    return path


def test_a_zip_that_was_cut_off_does_not_stop_the_others_and_can_be_fetched_again(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    paths = [packed(folder / f"2020030601{k}000.export.CSV.zip", export(*range(10 * k, 10 * k + 4))) for k in range(3)]
    whole = paths[1].read_bytes()
    store = Store(tmp_path / "store")
    for length in (len(whole) - 30, len(whole) // 3):
        paths[1].write_bytes(whole[:length])
        report = store.import_paths([folder])
        assert report.files[1].outcome == "refused"
        assert report.files[1].faults[0].place.file.endswith(paths[1].name)
        assert store.status()[0].rows == 8
    paths[1].write_bytes(whole)
    assert [file.outcome for file in store.update().files] == ["already-there", "taken", "already-there"]
    assert store.status()[0].rows == 12
    assert store.totals(NAME, "added") == {"2020-03": 12}


def test_rows_of_a_zip_that_come_again_unpacked_are_not_stored_twice(tmp_path):
    store = Store(tmp_path / "store")
    store.import_paths([packed(tmp_path / "20200306011500.export.CSV.zip", export(1, 2))])
    plain = tmp_path / "day.export.CSV"
    plain.write_bytes(export(1, 2, 3))
    (file,) = store.import_paths([plain]).files
    assert (file.counts.taken, file.counts.duplicate) == (1, 2)
    assert store.totals(NAME) == {"2020-03": 3}
