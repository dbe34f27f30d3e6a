import errno
import os
import stat

import pytest

from trivet.base.errors import TrivetError
from trivet.base.files import write_atomically, write_for_user


def refuse(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_writes_new_files_and_their_folders(tmp_path):
    path = tmp_path / "a" / "b" / "page.html"
    write_atomically(path, b"hello")
    assert path.read_bytes() == b"hello"
    assert os.listdir(path.parent) == ["page.html"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_replaces_the_old_file(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["page.html"]


@pytest.mark.parametrize("step", ["replace", "fsync", "chmod"])
def test_the_old_file_stays_whole_when_the_write_fails(tmp_path, monkeypatch, step):
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, step, refuse)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["page.html"]


def test_nothing_is_left_behind_when_the_user_interrupts(tmp_path, monkeypatch):
    def interrupt(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "page.html", b"new")
    assert os.listdir(tmp_path) == []


def test_the_old_file_is_seen_until_the_new_one_is_complete(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    seen = []
    real = os.replace

    def look(source, target):
        seen.append(path.read_bytes())
        with open(source, "rb") as stream:
            seen.append(stream.read())
        real(source, target)

    monkeypatch.setattr(os, "replace", look)
    write_atomically(path, b"new")
    assert seen == [b"old", b"new"]


def test_tells_the_user_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "replace", refuse)
    path = tmp_path / "page.html"
    with pytest.raises(TrivetError) as caught:
        write_for_user(path, b"x")
    assert str(caught.value) == f"{path} cannot be written: No space left on device."
    assert caught.value.__suppress_context__


def test_a_folder_in_the_way_is_said_plainly(tmp_path):
    (tmp_path / "page.html").mkdir()
    with pytest.raises(TrivetError, match="cannot be written"):
        write_for_user(tmp_path / "page.html", b"x")
    assert os.listdir(tmp_path) == ["page.html"]


def test_writes_for_the_user(tmp_path):
    write_for_user(tmp_path / "a.txt", b"x")
    assert (tmp_path / "a.txt").read_bytes() == b"x"
