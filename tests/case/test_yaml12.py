import json
import math
import re
import time

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cases import codes, printed
from trivet.base.errors import Place
from trivet.case import yaml12
from trivet.case.yaml12 import read_bytes


def read(text):
    return read_bytes(text.encode() if isinstance(text, str) else text, "f.yaml")


def value(word):
    document = read(f"a: {word}\n")
    assert not document.faults, printed(document.faults)
    return document.data["a"]


@pytest.fixture(params=["libyaml", "pure Python"])
def both(request, monkeypatch):
    """Run with either of the parsers that PyYAML may have."""
    loader = {"libyaml": yaml.CSafeLoader, "pure Python": yaml.SafeLoader}[request.param]
    monkeypatch.setattr(yaml12, "_Loader", loader)


# YAML 1.2.2, section 10.3.2: the core schema. What YAML 1.1 made of the word stands in the comment.
@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("NO", "NO"),  # False
        ("no", "no"),  # False
        ("yes", "yes"),  # True
        ("on", "on"),  # True
        ("off", "off"),  # False
        ("y", "y"),
        ("12:30", "12:30"),  # 750
        ("12:30:45", "12:30:45"),  # 45045
        ("2023-08-18", "2023-08-18"),  # a date
        ("1e3", 1000.0),  # "1e3"
        ("1E+3", 1000.0),
        ("0o17", 15),  # "0o17"
        ("017", 17),  # 15
        ("010", 10),  # 8
        ("0x1F", 31),
        ("0b11", "0b11"),  # 3
        ("1_000", "1_000"),  # 1000
        ("+12", 12),
        ("-7", -7),
        ("007", 7),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("nULL", "nULL"),
        ("", None),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("false", False),
        ("1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("-.5", -0.5),
        ("1.5e-3", 0.0015),
        (".inf", math.inf),
        ("+.Inf", math.inf),
        ("-.INF", -math.inf),
        (".iNF", ".iNF"),
        (".", "."),
        ("+", "+"),
        ("1.2.3", "1.2.3"),
        ("0o18", "0o18"),
        ("0xg", "0xg"),
        ("１２", "１２"),
        ("=", "="),
        ("<<", "<<"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("'~'", "~"),
        ("a # b", "a"),
        ("a#b", "a#b"),
        ("#b", None),
    ],
)
def test_words_of_the_core_schema(both, word, meant):
    found = value(word)
    assert found == meant
    assert type(found) is type(meant)


def test_not_a_number_is_a_number():
    assert math.isnan(value(".nan"))
    assert value(".nAN") == ".nAN"
    assert value("+.nan") == "+.nan"


def test_keys_are_always_text():
    assert read("1: a\ntrue: b\n~: c\n2024-01-01: d\n0x1: e\n").data == {
        "1": "a",
        "true": "b",
        "~": "c",
        "2024-01-01": "d",
        "0x1": "e",
    }


def test_merge_keys_are_plain_keys():
    assert read("<<: {a: 1}\n").data == {"<<": {"a": 1}}


def test_block_text_is_text():
    assert read("a: |\n  1\n  2\nb: >-\n  3\n  4\n").data == {"a": "1\n2\n", "b": "3 4"}


@pytest.mark.parametrize(("text", "data"), [("", None), ("# only a comment\n", None), ("---\n...\n", None), ("5", 5)])
def test_documents_that_hold_little(both, text, data):
    document = read(text)
    assert document.data == data
    assert not document.faults


DUPLICATE = 'The key "{}" stands here a second time; the first is in line {}.'


@pytest.mark.parametrize(
    ("text", "said", "data"),
    [
        ("a: 1\nb: 2\na: 3\n", ["3:1: yaml-duplicate-key: " + DUPLICATE.format("a", 1)], {"a": 1, "b": 2}),
        ("{a: 1, a: 2}", ["1:8: yaml-duplicate-key: " + DUPLICATE.format("a", 1)], {"a": 1}),
        ("a: {x: 1}\na: {x: 2}\n", ["2:1: yaml-duplicate-key: " + DUPLICATE.format("a", 1)], {"a": {"x": 1}}),
        ("- a: 1\n  'a': 2\n", ["2:3: yaml-duplicate-key: " + DUPLICATE.format("a", 1)], [{"a": 1}]),
        ("1: a\n'1': b\n", ["2:1: yaml-duplicate-key: " + DUPLICATE.format("1", 1)], {"1": "a"}),
        ("a: &x 1\n", ["1:4: yaml-alias: Anchors (&x) are not allowed in a case. Write the value out."], {"a": 1}),
        ("&x a: 1\n", ["1:1: yaml-alias: Anchors (&x) are not allowed in a case. Write the value out."], {"a": 1}),
        ("a: *x\nb: 2\n", ["1:4: yaml-alias: Aliases (*x) are not allowed in a case. Write the value out."], {"a": None, "b": 2}),
        ("*x : 1\nb: 2\n", ["1:1: yaml-alias: Aliases (*x) are not allowed in a case. Write the value out."], {"b": 2}),
        ("a: !!int '3'\n", ["1:4: yaml-tag: Tags (tag:yaml.org,2002:int) are not allowed in a case."], {"a": "3"}),
        ("a: !!python/object/apply:os.system [x]\n", ["1:4: yaml-tag: Tags (tag:yaml.org,2002:python/object/apply:os.system) are not allowed in a case."], {"a": ["x"]}),
        ("!foo {a: 1}\n", ["1:1: yaml-tag: Tags (!foo) are not allowed in a case."], {"a": 1}),
        ("? {a: b}\n: c\nd: e\n", ["1:3: yaml-syntax: A key must be plain text."], {"d": "e"}),
        ("{[a]: b, d: e}", ["1:2: yaml-syntax: A key must be plain text."], {"d": "e"}),
        ("a: 1\n---\na: 2\n", ["2:1: yaml-syntax: A file holds one YAML document; here a second one begins."], {"a": 1}),
        ("a: 1\n---\n---\n", ["2:1: yaml-syntax: A file holds one YAML document; here a second one begins."], {"a": 1}),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_once_and_the_rest_is_read(both, text, said, data):
    document = read(text)
    assert printed(document.faults).splitlines() == [f"f.yaml:{line}" for line in said]
    assert document.data == data


@pytest.mark.parametrize(
    ("raw", "place", "code"),
    [
        (b"a: \xff\n", "1:4", "yaml-encoding"),
        ("키: 값\n한국: ".encode() + b"\xe9t\xe9\n", "2:5", "yaml-encoding"),
        (b"\xef\xbb\xbfa: 1\r\nb: \xc3", "2:4", "yaml-encoding"),
        ("a: 1".encode("utf-16"), "1:1", "yaml-encoding"),
        ("a: é".encode("latin-1"), "1:4", "yaml-encoding"),
        (b"\xed\xa0\x80", "1:1", "yaml-encoding"),
        (b"a: 1\nb: \x00\n", "2:4", "yaml-encoding"),
        ("한국어 한국어\n일본어: \x00\n".encode(), "2:6", "yaml-encoding"),
        ("키: 값\n한: \ufffe\n".encode(), "2:4", "yaml-encoding"),
        (b"\x1b[2J", "1:1", "yaml-encoding"),
        (b"a: [1\n", "2:1", "yaml-syntax"),
        (b"a: b: c\n", "1:5", "yaml-syntax"),
        (b"a: 'x\n", "2:1", "yaml-syntax"),
        (b"a: 1\n\tb: 2\n", "2:1", "yaml-syntax"),
        (b"a: 1\n]\n", "2:1", "yaml-syntax"),
        (b"%YAML 3.0\n---\na: 1\n", "1:1", "yaml-syntax"),
        (b'a: "\\ud800"\n', "1:7", "yaml-syntax"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_has_its_place(raw, place, code):
    document = read_bytes(raw, "f.yaml")
    assert [(f"{fault.place}", fault.code) for fault in document.faults] == [(f"f.yaml:{place}", code)]
    assert document.data is None
    assert "\n" not in printed(document.faults).rstrip("\n")


@pytest.mark.parametrize("raw", [b"a: \xff\n", b"a: 1\nb: \x00\n", "키: \ufffe\n".encode(), b"a: [1\n", b"a: 'x\n"])
def test_the_pure_python_parser_refuses_the_same(monkeypatch, raw):
    fast = [(str(fault.place), fault.code) for fault in read(raw).faults]
    monkeypatch.setattr(yaml12, "_Loader", yaml.SafeLoader)
    assert [(str(fault.place), fault.code) for fault in read(raw).faults] == fast


def test_byte_order_mark_and_line_ends_change_nothing():
    plain = read("a: 1\nb:\n  - c\n  - {d: e}\n")
    for text in ("\ufeffa: 1\nb:\n  - c\n  - {d: e}\n", "a: 1\r\nb:\r\n  - c\r\n  - {d: e}\r\n"):
        document = read(text)
        assert document.data == plain.data
        assert document.places == plain.places
        assert document.keys == plain.keys


@pytest.mark.parametrize("unit", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_a_hundred_thousand_brackets_are_one_fault_and_no_crash(unit):
    begin = time.process_time()
    document = read(unit * 100_000)
    assert time.process_time() - begin < 1
    assert document.data is None
    assert document.faults[-1].code == "yaml-too-deep"
    assert codes(document.faults) <= {"yaml-too-deep", "yaml-syntax"}


def test_depth_is_allowed_up_to_its_limit():
    assert not read("[" * yaml12.MAX_DEPTH + "]" * yaml12.MAX_DEPTH).faults
    deeper = yaml12.MAX_DEPTH + 1
    document = read("[" * deeper + "]" * deeper)
    assert printed(document.faults) == f"f.yaml:1:{deeper}: yaml-too-deep: Values are nested more than 40 deep.\n"


def test_size_is_allowed_up_to_its_limit(monkeypatch):
    monkeypatch.setattr(yaml12, "MAX_BYTES", 10)
    assert read(b"a: 1234567").data == {"a": 1234567}
    document = read(b"a: 12345678")
    assert document.data is None
    assert [(fault.code, fault.place) for fault in document.faults] == [("yaml-too-large", Place("f.yaml"))]


def test_faults_are_counted_out_at_their_limit():
    document = read("a: 1\n" * 2000)
    assert len(document.faults) == yaml12.MAX_FAULTS
    assert document.data is None


def test_alias_bombs_are_refused_without_being_expanded():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    begin = time.process_time()
    document = read("\n".join(lines))
    assert time.process_time() - begin < 1
    assert codes(document.faults) == {"yaml-alias"}


def test_places_of_values_and_keys():
    document = read("- id: A\n  name: {en: Arania}\n- 5\n")
    assert document.place((0, "name", "en")) == Place("f.yaml", 2, 14)
    assert document.key_place((0, "name", "en")) == Place("f.yaml", 2, 10)
    assert document.place((1,)) == Place("f.yaml", 3, 3)
    assert document.key_place((1,)) == Place("f.yaml", 3, 3)
    assert document.place((0, "name", "ja", 7)) == Place("f.yaml", 2, 9)
    assert document.place((9,)) == Place("f.yaml", 1, 1)
    assert read("").place(("a",)) == Place("f.yaml")


class PlainDumper(yaml.SafeDumper):
    """Writes the same value out each time instead of anchoring it."""

    def ignore_aliases(self, data):
        return True


CORE = re.compile(
    r"~|null|Null|NULL|true|True|TRUE|false|False|FALSE"
    r"|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
awkward = st.sampled_from(
    ["NO", "on", "12:30", "~", "=", "- a", "a: b", "#", "", "'", '"', "0o17", "1e3", "\u2028", "é\n\n b "]
)
scalars = text | awkward | st.integers(-(10**17), 10**17) | st.booleans() | st.none() | st.floats(allow_nan=False)
data = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text | awkward, inner, max_size=4),
    max_leaves=15,
)
styles = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([True, False, None]),
        "indent": st.integers(2, 9),
        "width": st.sampled_from([20, 80, 10_000]),
        "allow_unicode": st.booleans(),
        "sort_keys": st.booleans(),
        "explicit_start": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n"]),
    }
)


def typed(value):
    """A value as text that tells 1, 1.0 and True apart."""
    return json.dumps(value, sort_keys=True)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)


def needs_quotes_in_1_2_only(word):
    """Whether PyYAML, which writes for YAML 1.1, leaves bare what YAML 1.2 does not take for text."""
    tag = yaml.resolver.Resolver().resolve(yaml.ScalarNode, word, (True, False))
    return bool(CORE.fullmatch(word)) and tag == "tag:yaml.org,2002:str"


def marks(node, path=()):
    """Places of all values and keys, from the nodes of the pure-Python parser."""
    places, keys = {path: (node.start_mark.line + 1, node.start_mark.column + 1)}, {}
    children = []
    if isinstance(node, yaml.SequenceNode):
        children = [((*path, index), child) for index, child in enumerate(node.value)]
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            inner = (*path, key.value)
            keys[inner] = (key.start_mark.line + 1, key.start_mark.column + 1)
            children.append((inner, child))
    for inner, child in children:
        more_places, more_keys = marks(child, inner)
        places |= more_places
        keys |= more_keys
    return places, keys


@settings(max_examples=300, deadline=None)
@given(data, styles)
def test_reads_what_pyyaml_writes_and_marks_every_value_where_it_stands(written, style):
    assume(not any(map(needs_quotes_in_1_2_only, strings(written))))
    text = yaml.dump(written, Dumper=PlainDumper, **style)
    assume(yaml.safe_load(text) == written)  # its folding of long lines has faults of its own
    document = read(text)
    assert not document.faults, printed(document.faults)
    assert typed(document.data) == typed(written)
    places, keys = marks(yaml.compose(text, Loader=yaml.SafeLoader))
    assert document.places == places
    assert document.keys == keys


@settings(max_examples=200, deadline=None)
@given(data)
def test_quoted_text_is_text_whatever_it_looks_like(written):
    quoted = yaml.dump(written, Dumper=PlainDumper, default_style='"', allow_unicode=True)
    document = read(re.sub(r"!!(int|float|bool|null) \"([^\"]*)\"", r"\2", quoted))
    assert not document.faults, printed(document.faults)
    assert typed(document.data) == typed(written)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | text.map(str.encode))
def test_any_bytes_are_a_document_or_faults(raw):
    document = read_bytes(raw, "f.yaml")
    for fault in document.faults:
        assert fault.code.startswith("yaml-")
        assert fault.place.file == "f.yaml"
        ends = sum(raw.count(end) for end in (b"\n", b"\r", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9"))
        assert 1 <= fault.place.line <= ends + 2  # libyaml counts the end of the file as a line
