"""Spoiled files: whatever stands in them, reading gives a case or faults, soon, and never an exception."""

import random
import re
import string
import tempfile
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import SOUND, codes, copy_sound, printed, sound, write_case
from trivet.base.errors import CaseError, Fault
from trivet.base.languages import LANGUAGES
from trivet.case import read as read_module
from trivet.case import yaml12
from trivet.case.digest import digest_of
from trivet.case.load import read_case
from trivet.case.whatif import apply_whatif
from trivet.case.yaml12 import read_bytes

FILES = {path.name: path.read_bytes() for path in sorted(SOUND.glob("*.yaml"))}
LONGEST = 1.0  # seconds for one case
LINE_END = rb"\r\n|[\n\r]|\xc2\x85|\xe2\x80[\xa8\xa9]"
CASE = sound(SOUND)
MANY = settings(max_examples=120, deadline=None)

file_names = st.sampled_from(sorted(FILES))


def read_spoiled(files):
    """Read the sound case with some files replaced; check what always holds and return the case and its faults."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in {**FILES, **files}.items():
            (root / name).write_bytes(content)
        begin = time.process_time()
        case, faults = read_case(root)
        took = time.process_time() - begin
    assert took < LONGEST
    assert case is not None or any(not fault.warning for fault in faults)
    ends = {name: len(re.split(LINE_END, content)) + 1 for name, content in {**FILES, **files}.items()}
    for fault in faults:
        assert isinstance(fault, Fault)
        assert fault.place is not None
        assert 0 <= fault.place.line <= ends.get(fault.place.file, 0)
    assert printed(faults).count("\n") >= len(faults)
    if case is not None:
        use(case)
    return case, faults


def use(case):
    """Do with a case, faulty or not, what every page does with it."""
    state = case.at("2023")
    assert len(state.offices) >= len(state.leaders)
    assert len(digest_of(case)) == 64
    for item in case.objects():
        for language in LANGUAGES:
            assert isinstance(case.name(item.ref, language).words, str)


@MANY
@given(file_names, st.data())
def test_cut_short(name, data):
    whole = FILES[name]
    read_spoiled({name: whole[: data.draw(st.integers(0, len(whole)))]})


@MANY
@given(file_names, st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8))
def test_flipped_bytes(name, flips):
    raw = bytearray(FILES[name])
    for at, byte in flips:
        raw[at % len(raw)] = byte
    read_spoiled({name: bytes(raw)})


@MANY
@given(file_names, st.integers(0, 10**6), st.binary(min_size=1, max_size=30))
def test_foreign_bytes_put_in(name, at, extra):
    raw = FILES[name]
    at %= len(raw)
    read_spoiled({name: raw[:at] + extra + raw[at:]})


@settings(max_examples=40, deadline=None)
@given(file_names, st.binary(max_size=400))
def test_nothing_but_noise(name, noise):
    read_spoiled({name: noise})


def places_in(data, path=()):
    """The paths of all values inside some data."""
    yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places_in(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from places_in(value, (*path, index))


def replaced(data, path, value):
    if not path:
        return value
    copied = dict(data) if isinstance(data, dict) else list(data)
    copied[path[0]] = replaced(data[path[0]], path[1:], value)
    return copied


DATA = {name: read_bytes(raw, name).data for name, raw in FILES.items()}
PLACES = [(name, path) for name, data in DATA.items() for path in places_in(data)]

strange = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**40), 10**40),
    st.floats(),
    st.sampled_from(
        [
            "",
            "../../x",
            "/etc/passwd",
            "a/b",
            "$x",
            "<script>alert(1)</script>",
            "'\"><img src=x onerror=alert(1)>",
            "{x}",
            "%s",
            "\u202e",
            "\ufeff",
            "\x00",
            "\x1b[2J",
            "ARA" * 100,
            "x" * 30_000,
            "Y9E9999999",
            "0000",
            "9999-12-31/..",
            "../..",
            "199X",
            "javascript:alert(1)",
            "*",
            "[key]",
            "f(x)",
            "\U0001f1ef\U0001f1f5",
            "999999999999999999999999",
        ]
    ),
    st.lists(st.none(), max_size=2),
    st.dictionaries(st.sampled_from(["id", "en", "low", "[key]", "f(x)", "", "from_"]), st.integers(), max_size=2),
    st.just([[[[[[]]]]]]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), strange), min_size=1, max_size=2))
def test_a_value_of_the_wrong_type(changes):
    files = {}
    for (name, path), value in changes:
        data = files.get(name, DATA[name])
        if path in places_in(data):
            files[name] = replaced(data, path, value)
    written = {
        name: yaml.safe_dump(data, allow_unicode=True, default_style='"').encode() for name, data in files.items()
    }
    plain = {name: yaml.safe_dump(data, allow_unicode=True).encode() for name, data in files.items()}
    read_spoiled(written)
    read_spoiled(plain)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PLACES), st.text(string.ascii_letters + "_[]()-.", max_size=12))
def test_a_field_that_does_not_exist(place, key):
    name, path = place
    inside = DATA[name]
    for step in path:
        inside = inside[step]
    if not isinstance(inside, dict):
        return
    spoiled = replaced(DATA[name], path, {**inside, key: "x"})
    read_spoiled({name: yaml.safe_dump(spoiled, allow_unicode=True).encode()})


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("unit", ["[", "{a: ", "- ", "a:\n ", "? "])
def test_deep_nesting(name, unit):
    _, faults = read_spoiled({name: (unit * 100_000).encode()})
    assert {code.partition("-")[0] for code in codes(faults)} <= {"yaml", "schema", "file"}
    assert faults


@pytest.mark.parametrize("name", [name for name in FILES if b"{en:" in FILES[name]])
@pytest.mark.parametrize("depth", [20, 45, 5000])
def test_nesting_inside_a_value(name, depth):
    spoiled, count = re.subn(rb"\{en:[^{}]*\}", b"[" * depth + b"]" * depth, FILES[name], count=1)
    assert count == 1
    _, faults = read_spoiled({name: spoiled})
    assert codes(faults) == {"schema-type" if depth < yaml12.MAX_DEPTH else "yaml-too-deep"}


@pytest.mark.parametrize("name", FILES)
def test_alias_bombs(name):
    bomb = ["- &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    bomb += [f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 25)]
    _, faults = read_spoiled({name: "\n".join(bomb).encode()})
    assert "yaml-alias" in codes(faults)


@pytest.mark.parametrize("digits", [18, 19, 400, 5000, 200_000])
@pytest.mark.parametrize("form", ["{}", "-{}", "{}.5", "1e{}", "0x{}", "'{}'"])
@pytest.mark.parametrize(
    ("name", "old", "code"),
    [
        ("claims.yaml", b"paragraph: 1", None),
        ("events.yaml", b"relevance: 2", "schema-"),
        ("events.yaml", b"intensity: 8", "schema-"),
        ("events.yaml", b"date: 2021-04", "date-format"),
    ],
)
def test_huge_numbers(name, old, code, form, digits):
    field = old.partition(b":")[0].decode()
    spoiled = f"{field}: {form.format('9' * digits)}".encode()
    _, faults = read_spoiled({name: FILES[name].replace(old, spoiled, 1)})
    if code:
        assert any(found.startswith(code) for found in codes(faults))


TRICKS = [
    "../../x",
    "/etc/passwd",
    "..",
    ".",
    "a/b",
    "a\\\\b",
    "C:x",
    "a b",
    "~",
    "-rf",
    "a\\0b",
    "%2e%2e",
    "con.",
    "a\\nb",
    "é",
]


@pytest.mark.parametrize("name", sorted(set(FILES) - {"vocabulary.yaml"}))
@pytest.mark.parametrize("trick", TRICKS)
def test_path_tricks_in_ids(name, trick):
    lines = FILES[name].decode().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.lstrip("- ").startswith("id:"))
    lines[at] = lines[at].partition("id:")[0] + f'id: "{trick}"\n'
    case, faults = read_spoiled({name: "".join(lines).encode()})
    assert "id-format" in codes(faults)
    assert case is None or all("/" not in item.object.id and "." not in item.object.id for item in case.objects())


HTML = '</title><script>alert("x")</script><img src=x onerror=alert(1)>&amp;'


def test_html_in_every_text_is_kept_as_the_words_it_is():
    """The case holds words, not markup: they pass unchanged, and the pages must escape them."""
    files = {}
    for name, raw in FILES.items():
        spoiled = re.sub(r"\b(en|ja): [^,{}\[\]]+(?=[,}])", lambda found: f"{found[1]}: '{HTML}'", raw.decode())
        files[name] = re.sub("title: [A-Z].*", f"title: '{HTML}'", spoiled).encode()
    case, faults = read_spoiled(files)
    assert not faults, printed(faults)
    labels = {case.name(item.ref, language).words for item in case.objects() for language in ("en", "ja")}
    assert labels == {HTML}


def test_a_file_just_over_the_limit(monkeypatch):
    limit = max(map(len, FILES.values()))
    for module in (yaml12, read_module):
        monkeypatch.setattr(module, "MAX_BYTES", limit)
    assert read_spoiled({})[1] == []
    for name, raw in FILES.items():
        room = limit - len(raw)
        assert read_spoiled({name: raw + b"#" * room})[1] == []
        _, faults = read_spoiled({name: raw + b"#" * (room + 1)})
        assert codes(faults) == {"yaml-too-large"}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.sampled_from(["utf-16", "utf-32", "latin-1", "shift_jis", "euc_kr", "big5"]))
def test_another_encoding(name, encoding):
    raw = FILES[name].decode().encode(encoding, errors="replace")
    _, faults = read_spoiled({name: raw})
    if encoding.startswith("utf"):
        assert "yaml-encoding" in codes(faults)


def test_many_faults_are_all_told_soon():
    event = (
        "- {{id: E{n}, date: soon, title: 5, kind: nothing, colour: red, actors: [nobody{n}], sources: [none{n}]}}\n"
    )
    _, faults = read_spoiled({"events.yaml": "".join(event.format(n=n) for n in range(150)).encode()})
    assert len([fault for fault in faults if fault.place.file == "events.yaml"]) == 900


paths = st.one_of(
    st.sampled_from(["events/E1", "case", "vocabulary", "claims/+", "", "/", "events/E1/title/en", "events//title"]),
    st.lists(
        st.sampled_from(
            [*DATA["events.yaml"][0], "events", "E1", "+", "0", "-1", "", "issues", "quota", "positions", "BEL"]
        ),
        max_size=6,
    ).map("/".join),
    st.sampled_from(PLACES).map(lambda place: "/".join(map(str, (place[0].removesuffix(".yaml"), *place[1])))),
)


def laid_over(path):
    """The sound case with an overlay, or the error it gives."""
    try:
        return apply_whatif(CASE, path)
    except CaseError as error:
        return error


@settings(max_examples=250, deadline=None)
@given(st.dictionaries(paths, strange, max_size=3), st.lists(paths, max_size=2))
def test_any_overlay_gives_a_case_or_faults(sets, removed):
    text = yaml.safe_dump({"whatif": "x", "title": "X", "set": sets, "remove": removed}, allow_unicode=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.yaml"
        path.write_text(text, "utf-8")
        begin = time.process_time()
        found = laid_over(path)
        assert time.process_time() - begin < LONGEST
    if isinstance(found, CaseError):
        assert found.faults
        assert str(found)
    else:
        use(found)
    assert digest_of(CASE) == CASE.digest


def test_odd_names_of_files(tmp_path):
    root = copy_sound(tmp_path)
    for name in ("..yaml", ".yaml", "événements.yaml", "\udcff.yaml", "a\nb.yaml", " .yaml", "x" * 200 + ".yaml"):
        (root / name).write_text("- 1\n", errors="surrogateescape")
    case, faults = read_case(root)
    assert case is not None
    assert codes(faults) == {"file-unknown"}


def test_a_shuffled_case_of_all_its_pieces():
    """Lines of all files in one heap, dealt out again at random."""
    rng = random.Random(20250430)
    heap = [line for raw in FILES.values() for line in raw.splitlines(keepends=True)]
    for _ in range(40):
        rng.shuffle(heap)
        dealt = {name: b"".join(heap[n :: len(FILES)]) for n, name in enumerate(FILES)}
        _, faults = read_spoiled(dealt)
        assert faults


def test_the_smallest_case_survives_the_loss_of_any_line(tmp_path):
    root = write_case(tmp_path)
    for path in sorted(root.glob("*.yaml")):
        lines = path.read_bytes().splitlines(keepends=True)
        for at in range(len(lines)):
            path.write_bytes(b"".join(lines[:at] + lines[at + 1 :]))
            assert isinstance(read_case(root)[1], list)
        path.write_bytes(b"".join(lines))
    assert read_case(root)[1] == []
