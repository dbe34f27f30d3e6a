"""Commands as processes of their own: terminals, pipes, environments, packages beside Trivet."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from shipped import NAME, shipped
from trivet.cli import exits

SUPPORT = Path(__file__).parents[1] / "support"
COMMANDS = [
    ("show", NAME, "--lang", "ja"),
    ("run", "record", NAME, "--lang", "ko"),
    ("explain", NAME, "record/notice/gsomia_2016", "--lang", "zh-Hant"),
    ("show", NAME, "--json"),
]


def test_a_module_and_a_script_are_the_same(process):
    script = Path(sys.executable).parent / "trivet"
    done = subprocess.run([script, "show", NAME, "--at", "2019-11-23"], capture_output=True, check=True)
    assert process("show", NAME, "--at", "2019-11-23").stdout == done.stdout
    assert "notice of termination suspended" in done.stdout.decode()


@pytest.mark.parametrize(
    ("command", "env"),
    [
        (COMMANDS[0], {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
        (COMMANDS[1], {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii:strict"}),
        (COMMANDS[2], {"PYTHONIOENCODING": "cp932:strict", "TERM": "dumb"}),
        (COMMANDS[0], {"PYTHONIOENCODING": "latin-1:strict", "COLUMNS": "20"}),
    ],
    ids=["C", "ascii", "cp932", "latin-1"],
)
def test_a_terminal_that_is_not_utf_8_gets_utf_8_and_no_crash(process, command, env):
    done = process(*command, env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert any(sign > "\u3000" for sign in done.stdout.decode())
    done = process("show", "日本", env=env)
    assert done.returncode == exits.USAGE
    assert done.stderr.decode(errors="replace").startswith("There is no case folder")


def test_a_terminal_gets_tables_of_its_width():
    """A real terminal, twenty columns wide."""
    pty = pytest.importorskip("pty")
    main, side = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "trivet", "show", NAME, "--lang", "ja"],
        stdout=side,
        stderr=side,
        env={**os.environ, "COLUMNS": "20", "TRIVET_CACHE": ""},
    ) as running:
        os.close(side)
        text = b""
        while True:
            try:
                part = os.read(main, 4096)
            except OSError:  # how Linux tells that the other side is closed
                break
            if not part:
                break
            text += part
        os.close(main)
    assert running.returncode == 0
    assert "日米韓" in text.decode()
    assert "Traceback" not in text.decode()


@pytest.mark.parametrize(
    "command",
    [*COMMANDS, ("schema",), ("schema", "events"), ("check", NAME), ("doctor",), ("show", "--help")],
    ids=" ".join,
)
def test_a_reader_that_has_seen_enough_is_no_error(command):
    read, write = os.pipe()
    os.close(read)
    try:
        running = subprocess.run(
            [sys.executable, "-m", "trivet", *command],
            stdout=write,
            stderr=subprocess.PIPE,
            env={**os.environ, "TRIVET_CACHE": ""},
            timeout=120,
            check=False,
        )
    finally:
        os.close(write)
    assert (running.returncode, running.stderr) == (exits.OK, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", [("show", NAME), ("show", NAME, "--json"), ("schema",)], ids=" ".join)
def test_a_full_disk_is_told(command):
    with open("/dev/full", "wb") as full:
        running = subprocess.run(
            [sys.executable, "-m", "trivet", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "TRIVET_CACHE": ""},
            timeout=120,
            check=False,
        )
    assert running.returncode == exits.CANNOT_WRITE
    assert b"No space left on device" in running.stderr
    assert b"Traceback" not in running.stderr


def test_the_version_costs_no_import():
    code = (
        "import sys; sys.argv = ['trivet', '--version']; from trivet.cli import main; main(); "
        "assert not {'typer', 'pydantic', 'rich', 'numpy', 'altair'} & set(sys.modules), 'heavy'"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("trivet ")


def test_showing_a_case_draws_nothing():
    """What is only needed for charts and random numbers stays unimported until it is."""
    code = (
        "import sys; from trivet.cli.app import run_app; "
        f"assert run_app(['show', '{NAME}', '--json']) == 0; "
        "assert not {'altair', 'numpy', 'pandas', 'networkx'} & set(sys.modules), sorted(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.fixture
def package(tmp_path):
    """A package beside Trivet that registers the lens of the tests."""
    info = tmp_path / "site" / "centrality_lens-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: centrality-lens\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[trivet.lenses]\ncentrality = lens_centrality:Centrality\n")
    return {"PYTHONPATH": os.pathsep.join(map(str, (tmp_path / "site", SUPPORT)))}


def test_an_installed_lens_joins_the_command_line_and_the_brief(process, package, tmp_path):
    done = process("run", "centrality", NAME, "--top", "3", "--json", env=package)
    assert done.returncode == 0
    data = json.loads(done.stdout)
    assert (data["lens"], data["settings"]["top"], data["case_digest"]) == ("centrality", 3, shipped().digest)
    assert b"centrality-lens" in process("doctor", env=package).stdout
    done = process("brief", NAME, "--out", tmp_path / "out", "--lang", "ja", env=package)
    assert done.returncode == 0
    page = (tmp_path / "out" / f"{NAME}.ja.html").read_text("utf-8")
    assert '<section id="lens-centrality"' in page
    assert "誰がネットワーク" in page or "アクターのネットワークの中心にいるのは誰か。" in page
    assert "結び付きが最も多いのは" in page


def test_the_cache_is_filled_and_used(process, tmp_path):
    env = {"TRIVET_CACHE": str(tmp_path / "kept")}
    first = process("run", "record", NAME, "--json", env=env)
    (entry,) = [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    made = entry.stat().st_mtime_ns
    assert process("run", "record", NAME, "--json", env=env).stdout == first.stdout
    assert entry.stat().st_mtime_ns == made
    assert process("run", "record", NAME, "--json", "--no-cache", env=env).stdout == first.stdout


def test_stopping_by_hand_is_no_traceback(trivet, monkeypatch):
    def stop(name):
        raise KeyboardInterrupt

    monkeypatch.setattr("trivet.api._open", stop)
    assert trivet("show", NAME).code == exits.INTERRUPTED
