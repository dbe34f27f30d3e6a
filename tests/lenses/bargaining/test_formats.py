"""Files of other programs and questionnaires: read without loss, and written so that they read back alike."""

import csv
import io
import itertools
import os
import re
import sys
import zipfile
from pathlib import Path
from random import Random
from statistics import median
from types import SimpleNamespace

import numpy as np
import openpyxl
import pytest
import yaml

from cases import ACTORS, sound, write_case
from trivet.base.errors import TrivetError
from trivet.case.load import open_case
from trivet.cli.run import save_export
from trivet.lens.foreign import ids
from trivet.lens.protocol import Settings
from trivet.lenses.bargaining.formats import ktab, read
from trivet.lenses.bargaining.formats.elicit import COLUMNS, write_csv
from trivet.lenses.bargaining.formats.guide import GUIDES
from trivet.lenses.bargaining.formats.workbook import write_xlsx
from trivet.lenses.bargaining.read import problem_of

FOLDER = Path(__file__).parent / "data" / "formats"
SCENARIOS = [path for path in sorted(FOLDER.glob("*.csv")) if path.stem != "emission_standards"]


def saved(folder, text, name="file.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def triple(own):
    return (own.low, own.best, own.high)


def numbers(issue):
    """Position, salience and influence of each actor of an issue, in order."""
    return [(p.actor, triple(p.position), triple(p.salience), triple(p.influence)) for p in issue.positions]


def content(case):
    """What a case holds of a file apart from the file's own name."""
    return (
        [(actor.id, actor.name.en) for actor in case.actors],
        [(i.id, i.title.en, i.scale.low, i.scale.high, numbers(i), stands(i)) for i in case.issues],
    )


def stands(issue):
    return issue.status_quo and triple(issue.status_quo.position)


def best(issue):
    return [(p.actor, p.position.best, p.salience.best, p.influence.best) for p in issue.positions]


# KTAB


def rows_of_scenario(path):
    """The lines of a scenario as Python's own reader has them, without blank cells at the end."""
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(path.read_text("utf-8")))]
    return [row for row in rows if any(row)]


def check_scenario(path):
    case = read(path)
    _, _, *rows = rows_of_scenario(path)
    for k, issue in enumerate(case.issues):
        expected = [(float(row[3 + 2 * k]), float(row[4 + 2 * k]), float(row[2])) for row in rows]
        assert [own[1:] for own in best(issue)] == expected
        assert (issue.scale.low, issue.scale.high) == (0, 100)
        assert [p.actor for p in issue.positions] == [actor.id for actor in case.actors]
    assert [actor.id for actor in case.actors] == [row[0] for row in rows]
    return case


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenarios_hold_the_numbers_of_the_file_in_its_order(path):
    case = check_scenario(path)
    widest = max(len([cell for cell in row if cell]) for row in rows_of_scenario(path)[2:])
    assert len(case.issues) == (widest - 2) // 2


def test_there_are_seven_scenarios_of_several_kinds():
    assert len(SCENARIOS) == 7
    assert {len(read(path).issues) for path in SCENARIOS} == {1, 2, 3, 6}


def test_dimensions_are_titled_by_their_headings(tmp_path):
    titles = {path.stem: [(i.id, i.title.en) for i in read(path).issues] for path in SCENARIOS}
    assert titles["SOE-Pol-Comp"] == [("Policy", "Policy"), ("Competitive", "Competitive")]
    assert titles["dummyData_3Dim"] == [(f"Dimension-{k}", f"Dimension {k}") for k in (1, 2, 3)]
    assert titles["dummyData_6Dim"] == [(f"Dim{k}", f"Dim{k}") for k in range(6)]
    text = "N,d,3,2\nActor,Description,Power,Universal aid,Universal aid,Sea lanes_position,Sal\n"
    case = saved(tmp_path, text + "".join(f"{name},,1,50,50,50,50\n" for name in "ABC"))
    assert [(i.id, i.title.en) for i in case.issues] == [("Universal-aid", "Universal aid"), ("Sea-lanes", "Sea lanes")]


def test_descriptions_are_names_where_they_tell_actors_apart():
    case = read(FOLDER / "SOE-Pol-Comp.csv")
    assert [actor.name.en for actor in case.actors[:2]] == ["Xi Jinping", "Li Keqiang"]
    assert case.actors[0].role is None
    case = read(FOLDER / "dummyData_3Dim.csv")
    assert [actor.name.en for actor in case.actors[:2]] == ["SActor-00", "SActor-01"]
    assert case.actors[0].role.en == "Random Spatial Actor"


@pytest.mark.parametrize(
    "head",
    [
        "Name,Words,3,1",
        "Name,Words,3,1,,,",
        '"Name","Words, and, more",3,1',
        "Name,Words, with, commas,3,1",
        "Name,Words, 7, 8, and more,3,1",
        "Name,Words,3,1,0,,,",
        "Name, Words ; and so on , 3 , 1 , ",
        "Name,,3,1",
    ],
)
def test_the_first_line_of_a_scenario_may_be_written_in_many_ways(head, tmp_path):
    text = f"{head}\nActor,Description,Power,D Position,D Salience\nA,,1,2,3\nB,,4,5,6\nC,,7,8,9\n"
    case = saved(tmp_path, text)
    assert best(case.issues[0]) == [("A", 2, 3, 1), ("B", 5, 6, 4), ("C", 8, 9, 7)]
    assert case.meta.title.en == "Name"


PLAIN = "Name,Words,3,1\nActor,Description,Power,D Position,D Salience\nA x,,1.5,2.25,30\nB,,4,5,6.125\nC,,7,8,9\n"


def as_bytes(way):
    return {
        "byte order mark": b"\xef\xbb\xbf" + PLAIN.encode(),
        "UTF-16": PLAIN.encode("utf-16"),
        "UTF-16, big end first": b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        "CRLF": PLAIN.replace("\n", "\r\n").encode(),
        "CR": PLAIN.replace("\n", "\r").encode(),
        "no end of line": PLAIN.rstrip("\n").encode(),
        "blank lines": PLAIN.replace("\n", "\n\n,,,,\n  \n").encode(),
        "blank lines first": b"\n,,\n" + PLAIN.encode(),
        "commas at the end": PLAIN.replace("\n", ",,,\n").encode(),
        "space": PLAIN.replace(",", " ,  ").encode(),
        "quoted": "".join(
            ",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in PLAIN.splitlines()
        ).encode(),
        "tabs": PLAIN.replace(",", "\t").encode(),
        "semicolons": PLAIN.replace(",", ";").encode(),
        "semicolons and decimal commas": PLAIN.replace(",", ";").replace(".", ",").encode(),
        "named separator": b"sep=;\r\n" + PLAIN.replace(",", ";").replace(".", ",").encode(),
        "quoted decimal commas": re.sub(r"(\d+)[.](\d+)", r'"\1,\2"', PLAIN).encode(),
        "wide digits": PLAIN.replace("2.25", "２．２５").encode(),
        "exponents": PLAIN.replace("2.25", "225e-2").replace("1.5", "+.15E1").encode(),
        "comments": b"# a comment, with commas\n" + PLAIN.encode(),
    }[way]


WAYS = [
    "byte order mark",
    "UTF-16",
    "UTF-16, big end first",
    "CRLF",
    "CR",
    "no end of line",
    "blank lines",
    "blank lines first",
    "commas at the end",
    "space",
    "quoted",
    "tabs",
    "semicolons",
    "semicolons and decimal commas",
    "named separator",
    "quoted decimal commas",
    "wide digits",
    "exponents",
    "comments",
]


@pytest.mark.parametrize("way", WAYS)
def test_bytes_that_say_the_same_give_the_same(way, tmp_path):
    expected = content(saved(tmp_path, PLAIN))
    assert expected[1][0][4][0] == ("A-x", (2.25,) * 3, (30,) * 3, (1.5,) * 3)
    assert content(saved(tmp_path, as_bytes(way))) == expected


@pytest.mark.parametrize(
    ("cells", "value"),
    [(("1,500", "0,25"), 1.5), (("1.500", "0.25"), 1.5), (("1.500", "7"), 1.5), (("0,125", "7"), 0.125)],
)
def test_three_digits_after_a_comma_are_decimals_where_the_file_shows_it(cells, value, tmp_path):
    text = f"actor;capability;position;salience\nA;{cells[0]};1;1\nB;{cells[1]};2;1\n"
    assert best(saved(tmp_path, text).issues[0])[0][3] == value


# A case of one's own


def a_case(folder, issues, names=("A", "B", "C", "D")):
    """A case with issues given as ``{id: (low, high, {actor: (position, salience, influence)})}``."""
    actors = ACTORS + "".join(f"- {{id: {n}, kind: state, name: {n}land, sources: [s1]}}\n" for n in names[2:])
    listed = [
        {
            "id": name,
            "title": f"Issue {name}",
            "as_of": "2025-01-01",
            "sources": ["s1"],
            "scale": {"zero": "None of it", "hundred": "All of it", "low": low, "high": high},
            "positions": [
                {
                    "actor": actor,
                    "sources": ["s1"],
                    **{
                        key: dict(zip(("low", "best", "high"), value, strict=True))
                        if isinstance(value, tuple)
                        else value
                        for key, value in zip(("position", "salience", "influence"), values, strict=True)
                    },
                }
                for actor, values in held.items()
            ],
        }
        for name, (low, high, held) in issues.items()
    ]
    return sound(write_case(folder, actors=actors, issues=yaml.safe_dump(listed)))


def random_issues(seed, fixed):
    """Random issues; with ``fixed`` on the scale from 0 to 100 with few decimals, and saliences that sum to 100."""
    random = Random(seed)
    count, names = random.randint(1, 4), "ABCD"[: random.randint(3, 4)]
    power = {name: round(random.uniform(0, 500), random.randint(0, 6)) for name in names}
    found = {}
    for k in range(count):
        low, high = (0, 100) if fixed else sorted(round(random.uniform(-50, 50), 2) + k * 0.001 for k in (0, 1))
        span = high - low
        held = {}
        for name in names:
            position = round(random.uniform(0, 100), 4) if fixed else low + random.random() * span
            salience = random.uniform(0, 100 / count if fixed else 100)
            held[name] = (position, round(salience - 5e-5, 4) if fixed and salience > 1 else salience, power[name])
        found[f"issue_{k}"] = (low, high, held)
    return found


@pytest.mark.parametrize("seed", range(25))
def test_a_case_that_fits_a_scenario_comes_back_with_the_same_numbers(seed, tmp_path):
    case = a_case(tmp_path, random_issues(seed, True))
    back = saved(tmp_path, ktab.write_ktab(case, case.issues))
    assert [issue.id for issue in back.issues] == [issue.id for issue in case.issues]
    assert [best(issue) for issue in back.issues] == [best(issue) for issue in case.issues]
    assert [actor.name.en for actor in back.actors] == [f"{actor.id}land" for actor in back.actors]
    assert ktab.write_ktab(back, back.issues).splitlines()[1:] == ktab.write_ktab(case, case.issues).splitlines()[1:]


@pytest.mark.parametrize("seed", range(25))
def test_other_scales_and_saliences_are_carried_over_in_proportion(seed, tmp_path):
    case = a_case(tmp_path, random_issues(seed, False))
    back = saved(tmp_path, ktab.write_ktab(case, case.issues))
    given = np.array([[own[1:] for own in best(issue)] for issue in case.issues])
    found = np.array([[own[1:] for own in best(issue)] for issue in back.issues])
    for k, issue in enumerate(case.issues):
        share = (given[k, :, 0] - issue.scale.low) / (issue.scale.high - issue.scale.low)
        np.testing.assert_allclose(found[k, :, 0], 100 * share, atol=1e-9)
    factor = min(1.0, 100 / given[:, :, 1].sum(axis=0).max())
    np.testing.assert_allclose(found[:, :, 1], factor * given[:, :, 1], atol=1.1e-6)
    assert found[:, :, 1].sum(axis=0).max() <= 100 + 1e-9
    assert np.array_equal(found[:, :, 2], given[:, :, 2])


def test_only_actors_with_a_position_on_every_chosen_issue_are_written(tmp_path):
    one = dict.fromkeys("DABC", (10, 20, 5))
    two = dict.fromkeys("CBA", (30, 40, 5))
    case = a_case(tmp_path, {"one": (0, 100, one), "two": (0, 100, two)})
    lines = ktab.write_ktab(case, case.issues).splitlines()
    assert lines[0] == "tiny,Tiny,3,2"
    assert lines[2:] == ["A,Aland,5,10,20,30,40", "B,Bland,5,10,20,30,40", "C,Cland,5,10,20,30,40"]
    assert [line[0] for line in ktab.write_ktab(case, case.issues[:1]).splitlines()[2:]] == ["D", "A", "B", "C"]


def test_influence_that_differs_by_issue_is_refused(tmp_path):
    one = dict.fromkeys("ABC", (10, 20, 5))
    other = {**one, "B": (10, 20, 6)}
    case = a_case(tmp_path, {"one": (0, 100, one), "two": (0, 100, one), "three": (0, 100, other)})
    with pytest.raises(TrivetError, match="differs from that on one on: three"):
        ktab.write_ktab(case, case.issues)
    assert len(saved(tmp_path, ktab.write_ktab(case, case.issues[:2])).issues) == 2
    assert best(saved(tmp_path, ktab.write_ktab(case, case.issues[2:])).issues[0])[1] == ("B", 10, 20, 6)


def test_too_few_actors_make_no_scenario(tmp_path):
    case = a_case(tmp_path, {"one": (0, 100, {"A": (10, 20, 5), "B": (10, 20, 5)})})
    for issues in (case.issues, ()):
        with pytest.raises(TrivetError, match="3 to 250 actors"):
            ktab.write_ktab(case, issues)


# Plain tables


def test_a_plain_table_gives_the_published_numbers():
    case = read(FOLDER / "emission_standards.csv")
    issue = case.issues[0]
    expected = [
        (row["actor"], float(row["position"]), float(row["salience"]), float(row["capability"]))
        for row in csv.DictReader(io.StringIO((FOLDER / "emission_standards.csv").read_text("utf-8")))
    ]
    assert [(a, p, s / 100, c) for a, p, s, c in best(issue)] == expected
    assert (issue.id, issue.title.en) == ("emission_standards", "emission_standards")
    assert (issue.scale.low, issue.scale.high, issue.scale.unit) == (4, 10, None)
    assert (issue.scale.zero.en, issue.scale.hundred.en) == ("4", "10")
    assert issue.status_quo is None


def test_shares_come_back_exactly_when_a_lens_reads_the_case(tmp_path):
    shares = [k / 10**d for d in (1, 2, 3, 4) for k in (*range(10), 7, 57, 123, 999, 3333) if k <= 10**d]
    rows = "".join(f"a{i},1,{i},{share}\n" for i, share in enumerate(shares))
    case = saved(tmp_path, "actor,capability,position,salience\n" + rows)
    problem = problem_of(case, case.issues[0], 0)
    found = dict(zip(problem.actors, problem.salience[:, 1].tolist(), strict=True))
    assert found == {f"a{i}": share for i, share in enumerate(shares)}
    assert {own[2] for own in best(case.issues[0])} >= {7.0, 0.7, 57.0, 5.7, 0.01}


HEADS = ["Actor;Power;Position;Salience", "PLAYER;weight; position ;SALIENCE", "name;Resources;Position;Salience"]


@pytest.mark.parametrize("head", HEADS)
def test_headings_have_synonyms(head, tmp_path):
    case = saved(tmp_path, f"{head}\nX;2;5;80\nY;1,5;6;30\n")
    assert best(case.issues[0]) == [("X", 5, 80, 2), ("Y", 6, 30, 1.5)]


@pytest.mark.parametrize("mark", ["_", " ", "-"])
def test_ranges_have_three_columns(mark, tmp_path):
    heads = [f"{name}{mark}{part}" for name in ("Position", "influence") for part in ("high", "low", "best")]
    text = f"actor,{','.join(heads)},salience\nX,9,2,5,3,1,2,80\nY,,,6,,,1,30\n"
    case = saved(tmp_path, text)
    assert numbers(case.issues[0]) == [
        ("X", (2, 5, 9), (80, 80, 80), (1, 2, 3)),
        ("Y", (6, 6, 6), (30, 30, 30), (1, 1, 1)),
    ]
    assert (case.issues[0].scale.low, case.issues[0].scale.high) == (2, 9)
    again = text.replace(f"Position{mark}best", "position")
    assert content(saved(tmp_path, again)) == content(case)


def test_the_largest_salience_of_a_file_decides_whether_they_are_shares(tmp_path):
    head = "actor,capability,position,salience_low,salience,salience_high\n"
    case = saved(tmp_path, head + "X,1,1,0,0.5,1\nY,1,2,0,0,0\n")
    assert [own[2] for own in numbers(case.issues[0])] == [(0, 50, 100), (0, 0, 0)]
    case = saved(tmp_path, head + "X,1,1,0,0.5,1.01\nY,1,2,0,0,0\n")
    assert [own[2] for own in numbers(case.issues[0])] == [(0, 0.5, 1.01), (0, 0, 0)]


def test_comments_give_title_scale_and_status_quo(tmp_path):
    text = "# Scale: 0 12,5 model years;;\n# title: Delay of standards\n# status quo: 3\n# anything else\nactor;power;position;salience\nX;1;4;5\nY;1;10;5\n"
    case = saved(tmp_path, text, "délai 2.csv")
    issue = case.issues[0]
    assert (issue.id, issue.title.en, case.meta.title.en) == ("d-lai-2", "Delay of standards", "Delay of standards")
    assert (issue.scale.low, issue.scale.high, issue.scale.unit.en) == (0, 12.5, "model years")
    assert (issue.scale.zero.en, issue.scale.hundred.en) == ("0 model years", "12.5 model years")
    assert stands(issue) == (3, 3, 3)


def test_a_status_quo_beyond_the_positions_widens_the_scale(tmp_path):
    head = "actor,power,position,salience,reference point\n"
    issue = saved(tmp_path, head + "X,1,4,5,1\nY,1,10,5,\n").issues[0]
    assert (issue.scale.low, issue.scale.high, stands(issue)) == (1, 10, (1, 1, 1))


def test_one_position_alone_gets_a_scale_around_it(tmp_path):
    issue = saved(tmp_path, "actor,power,position,salience\nX,1,4,5\nY,1,4,5\n").issues[0]
    assert (issue.scale.low, issue.scale.high) == (3.5, 4.5)


def test_columns_may_give_words_and_notes(tmp_path):
    text = "actor,name,power,position,salience,zero,hundred,unit,title,note,scale_low,scale_high\nX,The X,1,4,5,None,All,t,Steel,Said so,0,9\nY,The Y,1,4,5,,,,,,0,9\n"
    case = saved(tmp_path, text)
    issue = case.issues[0]
    assert [(a.id, a.name.en) for a in case.actors] == [("X", "The X"), ("Y", "The Y")]
    words = (issue.title, issue.scale.zero, issue.scale.hundred, issue.scale.unit, issue.positions[0].justification)
    assert [own.en for own in words] == ["Steel", "None", "All", "t", "Said so"]
    assert (issue.scale.low, issue.scale.high, issue.positions[1].justification) == (0, 9, None)


@pytest.mark.parametrize("name", ["北朝鮮", 'A "b" c', "é, x", "line\nbreak", "-1", "=x", "a'b"])
def test_names_of_any_script_come_through(name, tmp_path):
    stream = io.StringIO()
    csv.writer(stream).writerows([["actor", "power", "position", "salience"], [name, 1, 2, 3], ["Y", 1, 4, 3]])
    case = saved(tmp_path, stream.getvalue())
    assert case.actors[0].name.en == name
    assert case.issues[0].positions[0].actor == case.actors[0].id


def test_names_that_give_the_same_id_stay_apart(tmp_path):
    names = ["A b-3", "A b", "A-b", "北", "南", "A_b"]
    rows = "".join(f"{name},1,{i},3\n" for i, name in enumerate(names))
    case = saved(tmp_path, "actor,power,position,salience\n" + rows)
    assert [actor.name.en for actor in case.actors] == names
    assert len({actor.id for actor in case.actors}) == 6
    assert case.actors[-1].id == "A_b"


def test_ids_are_different_whatever_the_names_are():
    pieces = ("A", "a b", "a-b", "a-b-2", "a-b-3", "北", "x-1", "")
    for names in itertools.permutations(pieces, 5):
        assert len(set(ids(names, "x-"))) == 5
    assert ids(["a_b", "a b"], "x-") == ["a-b", "a-b-2"]
    assert ids(["a_b", "a b"], "x-", keep=True) == ["a_b", "a-b"]


def test_files_of_the_same_content_make_sound_cases_that_cite_the_file():
    for path in sorted(FOLDER.glob("*.*")):
        if path.suffix == ".md":
            continue
        case = read(path)
        assert [source.title for source in case.sources] == [path.name]
        assert {actor.kind for actor in case.actors} == {"institution"}
        assert {p.sources for issue in case.issues for p in issue.positions} == {("file",)}
        assert str(case.meta.as_of) == "9999-12-31"


# Long tables

LONG = """\
issue,actor,capability,position,salience,status_quo
pact,X,2,100,50,20
pact,Y,3,40,,20
treaty one,Y,4,0,10,
pact,Z,,,80,20
treaty one,X,5,30,0,
"""


def test_a_long_table_holds_several_issues(tmp_path):
    case = saved(tmp_path, LONG)
    assert [(i.id, i.title.en, stands(i)) for i in case.issues] == [
        ("pact", "pact", (20, 20, 20)),
        ("treaty-one", "treaty one", None),
    ]
    assert [best(issue) for issue in case.issues] == [[("X", 100, 50, 2)], [("Y", 0, 10, 4), ("X", 30, 0, 5)]]
    assert {(i.scale.low, i.scale.high) for i in case.issues} == {(0, 100)}
    assert [actor.id for actor in case.actors] == ["X", "Y"]


def test_without_capabilities_all_count_alike_and_the_case_says_so(tmp_path):
    rows = [line.split(",") for line in LONG.splitlines()]
    case = saved(tmp_path, "".join(",".join([*row[:2], *row[3:]]) + "\n" for row in rows))
    found = [p for issue in case.issues for p in issue.positions]
    assert {triple(p.influence) for p in found} == {(1, 1, 1)}
    for p in found:
        assert p.note.languages() == ("en", "ja", "ko", "zh-Hant")
        assert "no capabilities" in p.note.en
    assert all(p.note is None for issue in saved(tmp_path, LONG).issues for p in issue.positions)


def test_scales_differ_by_issue_where_columns_give_them(tmp_path):
    text = "issue_id,actor,position,salience,scale_low,scale_high\na,X,5,1,2,9\na,Y,2,1,,\nb,X,50,1,,\n"
    case = saved(tmp_path, text)
    assert [(i.scale.low, i.scale.high) for i in case.issues] == [(2, 9), (0, 100)]
    assert [own[2] for issue in case.issues for own in best(issue)] == [100, 100, 100]


# Exchange models


def test_lines_of_an_exchange_model_give_actors_scales_and_positions():
    case = read(FOLDER / "harbour.txt")
    fee, night = case.issues
    assert [(a.id, a.name.en, a.role and a.role.en) for a in case.actors] == [
        ("Port", "Port authority", "runs the quays"),
        ("Town", "Town council", None),
        ("Guild", "Guild", None),
    ]
    assert (fee.id, fee.title.en, fee.scale.low, fee.scale.high) == ("fee", "Fee for a berth", 0.5, 7)
    assert (fee.scale.zero.en, fee.scale.hundred.en) == ("half a crown", "7")
    assert best(fee) == [("Port", 3, 95, 1), ("Town", 0.5, 70, 0.25), ("Guild", 7, 7, 0.4)]
    assert (night.id, night.title.en, night.scale.low, night.scale.high) == ("night-work", "night work", 0, 100)
    assert best(night) == [("Port", 100, 100, 0.9), ("Guild", 0, 60, 0.4)]


@pytest.mark.parametrize("mark", ["\t", ";", ","])
@pytest.mark.parametrize("quote", ["'", '"', ""])
def test_exchange_lines_may_be_parted_and_quoted_otherwise(mark, quote, tmp_path):
    text = (FOLDER / "harbour.txt").read_text("utf-8").replace("\t", mark).replace("'", quote)
    found = content(saved(tmp_path, text.replace("\n", "\r\n"), "harbour.csv"))
    assert found == content(read(FOLDER / "harbour.txt"))


# Questionnaires


@pytest.fixture(scope="module")
def shipped():
    return open_case("japan-us-korea")


def some_issues(folder):
    held = {
        "A": ((2, 3, 5.5), (10, 20, 30), (1, 2, 4)),
        "B": (7, 8.25, 0.1),
        "C": ((0, 1, 2), 100, 3),
    }
    return a_case(folder, {"tariff_1": (0, 10, held), "quota": (0, 100, {"A": (5, 6, 7), "B": (8, 9, 10)})})


def answers(folder, *rows, base=None):
    """A questionnaire with rows that change or add cells by column."""
    given = base if base is not None else [{"issue": "pact", "actor": "X"}]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    writer.writerows([{**(given[0] if given else {}), **row} for row in rows])
    return saved(folder, stream.getvalue())


def judged(position, salience, influence, **more):
    found = {}
    for name, value in (("position", position), ("salience", salience), ("influence", influence)):
        low, middle, high = value if isinstance(value, tuple) else ("", value, "")
        found |= {f"{name}_low": low, f"{name}_best": middle, f"{name}_high": high}
    return {**found, **more}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_filled_questionnaire_comes_back_with_the_same_ids_and_numbers(kind, tmp_path, shipped):
    for case in (some_issues(tmp_path), shipped):
        if kind == "csv":
            back = saved(tmp_path, write_csv(case, case.issues, filled=True))
        else:
            back = saved(tmp_path, write_xlsx(case, case.issues, "en", filled=True), "file.xlsx")
        assert [numbers(issue) for issue in back.issues] == [numbers(issue) for issue in case.issues]
        for made, issue in zip(back.issues, case.issues, strict=True):
            assert (made.id, made.scale.low, made.scale.high) == (issue.id, issue.scale.low, issue.scale.high)
            words = [case.text(own, "en").words for own in (issue.title, issue.scale.zero, issue.scale.hundred)]
            assert [made.title.en, made.scale.zero.en, made.scale.hundred.en] == words
        for actor in back.actors:
            assert actor.name.en.removesuffix(f" ({actor.id})") == case.name(f"actors/{actor.id}", "en").words
        assert {p.note.en for issue in back.issues for p in issue.positions} == {"Answer of one role."}


def test_a_questionnaire_is_blank_unless_it_is_to_be_reviewed(tmp_path):
    case = some_issues(tmp_path)
    lines = list(csv.reader(io.StringIO(write_csv(case, case.issues).removeprefix("\ufeff"))))
    assert lines[0] == ["# Under role write your role (desk officer or analyst or historian) and never a name"]
    assert lines[1] == list(COLUMNS)
    assert [(line[0], line[7]) for line in lines[2:]] == [
        ("tariff_1", "A"),
        ("tariff_1", "B"),
        ("tariff_1", "C"),
        ("quota", "A"),
        ("quota", "B"),
    ]
    assert {tuple(line[9:]) for line in lines[2:]} == {("",) * 11}
    assert lines[2][:9] == ["tariff_1", "Issue tariff_1", "None of it", "All of it", "0", "10", "", "A", "Aland"]


def test_it_begins_with_a_byte_order_mark_and_has_lines_for_excel(tmp_path):
    case = some_issues(tmp_path)
    raw = write_csv(case, case.issues).encode()
    assert raw.startswith(b"\xef\xbb\xbf# ")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 7


@pytest.mark.parametrize("language", ["en", "ja", "ko", "zh-Hant"])
def test_questionnaires_speak_four_languages(language, tmp_path, shipped):
    issue = shipped.issues[0]
    back = saved(tmp_path, write_csv(shipped, [issue], language=language, filled=True))
    assert back.issues[0].title.en == issue.title.words(language)
    assert numbers(back.issues[0]) == numbers(issue)
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(shipped, [issue], language)))
    assert book.sheetnames == [GUIDES[language].answers, GUIDES[language].title]
    told = [row[0] for row in book.worksheets[1].iter_rows(values_only=True)]
    assert told[0] == GUIDES[language].title
    assert {line for guide in GUIDES.values() for line in (guide.title, *guide.lines)} == set(told) - {None}


def test_an_issue_without_positions_asks_about_every_actor(tmp_path):
    case = a_case(tmp_path, {"one": (0, 100, {})})
    lines = list(csv.reader(io.StringIO(write_csv(case, case.issues, filled=True))))
    assert [line[7] for line in lines[2:]] == ["A", "B", "C", "D"]
    assert {tuple(line[9:]) for line in lines[2:]} == {("",) * 11}


def test_a_workbook_checks_what_is_typed_and_has_no_macros(tmp_path):
    case = some_issues(tmp_path)
    raw = write_xlsx(case, case.issues, "en")
    names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    assert not [name for name in names if "vba" in name.lower() or name.endswith(".bin")]
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0]
    assert sheet.freeze_panes == "J2"
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules == {
        "K2:K6": 'AND(ISNUMBER(K2),K2>=$E2,K2<=$F2,OR($L2="",K2<=$L2),OR($M2="",K2<=$M2))',
        "L2:L6": 'AND(ISNUMBER(L2),L2>=$E2,L2<=$F2,OR($K2="",L2>=$K2),OR($M2="",L2<=$M2))',
        "M2:M6": 'AND(ISNUMBER(M2),M2>=$E2,M2<=$F2,OR($K2="",M2>=$K2),OR($L2="",M2>=$L2))',
        "N2:N6": 'AND(ISNUMBER(N2),N2>=0,N2<=100,OR($O2="",N2<=$O2),OR($P2="",N2<=$P2))',
        "O2:O6": 'AND(ISNUMBER(O2),O2>=0,O2<=100,OR($N2="",O2>=$N2),OR($P2="",O2<=$P2))',
        "P2:P6": 'AND(ISNUMBER(P2),P2>=0,P2<=100,OR($N2="",P2>=$N2),OR($O2="",P2>=$O2))',
        "Q2:Q6": 'AND(ISNUMBER(Q2),Q2>=0,OR($R2="",Q2<=$R2),OR($S2="",Q2<=$S2))',
        "R2:R6": 'AND(ISNUMBER(R2),R2>=0,OR($Q2="",R2>=$Q2),OR($S2="",R2<=$S2))',
        "S2:S6": 'AND(ISNUMBER(S2),S2>=0,OR($Q2="",S2>=$Q2),OR($R2="",S2>=$R2))',
    }
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)


@pytest.mark.parametrize("seed", range(20))
def test_answers_of_several_roles_are_joined(seed, tmp_path):
    random = Random(seed)
    roles = random.sample(["analyst", "desk officer", "historian", "", "legal adviser"], random.randint(1, 5))
    given = [[tuple(sorted(round(random.uniform(0, 100), 2) for _ in range(3))) for _ in range(3)] for _ in roles]
    rows = [judged(*own, role=role, note=f"Because {role}") for role, own in zip(roles, given, strict=True)]
    case = answers(tmp_path, *rows)
    (own,) = case.issues[0].positions
    for k, found in enumerate((own.position, own.salience, own.influence)):
        values = [values[k] for values in given]
        expected = (min(v[0] for v in values), median(v[1] for v in values), max(v[2] for v in values))
        assert triple(found) == expected
    assert ("Answer of one role." if len(roles) == 1 else f"of {len(roles)} roles") in own.note.en
    assert own.note.languages() == ("en", "ja", "ko", "zh-Hant")
    assert own.justification.en == " · ".join(f"Because {role}".strip() for role in roles)


def test_blank_rows_are_skipped_and_new_actors_are_taken_in(tmp_path):
    case = answers(
        tmp_path,
        judged("", "", "", role="analyst"),
        judged(5, 6, 7, role="historian"),
        judged("", "", "", actor="Blank"),
        judged((1, 2, 3), 4, 5, actor="New one", name="The new one", role="analyst"),
        judged("", "", "", issue="other"),
    )
    assert [(a.id, a.name.en) for a in case.actors] == [("X", "X"), ("New-one", "The new one")]
    assert numbers(case.issues[0]) == [
        ("X", (5, 5, 5), (6, 6, 6), (7, 7, 7)),
        ("New-one", (1, 2, 3), (4, 4, 4), (5, 5, 5)),
    ]
    assert [(issue.id, len(issue.positions)) for issue in case.issues] == [("pact", 2), ("other", 0)]


def test_saliences_of_questionnaires_are_never_taken_for_shares(tmp_path):
    case = answers(tmp_path, judged(5, 1, 7), judged(5, 0.5, 7, actor="Y"))
    assert [own[2] for own in best(case.issues[0])] == [1, 0.5]


def test_questionnaires_in_several_languages_go_one_below_the_other(tmp_path, shipped):
    issue = shipped.issues[0]
    parts = [write_csv(shipped, [issue], language=tag, filled=True) for tag in ("ja", "ko")]
    first, second = (list(csv.reader(io.StringIO(part.removeprefix("\ufeff"))))[1:] for part in parts)
    for row in first[1:]:
        row[9] = "担当官"
    for row in second[1:]:
        row[9] = "분석관"
    stream = io.StringIO()
    csv.writer(stream).writerows([*first, *second[1:]])
    back = saved(tmp_path, stream.getvalue())
    assert numbers(back.issues[0]) == numbers(issue)
    assert back.issues[0].title.en == issue.title.ja
    assert all("2 roles" in p.note.en for p in back.issues[0].positions)


DANGEROUS = ["=1+1", "+cmd", "-2", "@SUM(A1)", '=HYPERLINK("http://x","y")', "＝1", "'=x", "' =x", "  =1", "''@"]


@pytest.mark.parametrize("text", DANGEROUS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_text_is_taken_for_a_formula_and_all_of_it_comes_back(text, kind, tmp_path):
    case = SimpleNamespace(
        actors=[],
        text=lambda own, language: SimpleNamespace(words=own),
        name=lambda ref, language: SimpleNamespace(words=text),
    )
    issue = some_issues(tmp_path).issues[0].model_copy(update={"title": text})
    issue = issue.model_copy(
        update={"scale": issue.scale.model_copy(update={"zero": text, "hundred": text, "unit": text})}
    )
    if kind == "csv":
        made = write_csv(case, [issue], filled=True)
        cells = [cell for row in csv.reader(io.StringIO(made)) for cell in row]
        back = saved(tmp_path, made)
    else:
        made = write_xlsx(case, [issue], "en", filled=True)
        sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
        back = saved(tmp_path, made, "file.xlsx")
    assert not [cell for cell in cells if cell.strip()[:1] in tuple("=+-@＝＋－＠")]
    words = text.strip()
    found = back.issues[0]
    assert [own.en for own in (found.title, found.scale.zero, found.scale.hundred, found.scale.unit)] == [words] * 4
    assert {actor.name.en for actor in back.actors} == {f"{words} ({actor.id})" for actor in back.actors}


def test_a_scenario_guards_its_text_as_well(tmp_path):
    case = a_case(tmp_path, {"one": (0, 100, dict.fromkeys("ABC", (10, 20, 5)))})
    title = case.meta.title.model_copy(update={"en": "=danger"})
    meta = case.meta.model_copy(update={"title": title})
    spoilt = SimpleNamespace(
        meta=meta, text=case.text, name=lambda ref, language: SimpleNamespace(words=f"+{ref[-1]}"), issues=case.issues
    )
    text = ktab.write_ktab(spoilt, case.issues)
    assert text.splitlines()[0] == "tiny,'=danger,3,1"
    assert text.splitlines()[2] == "A,'+A,5,10,20"
    assert [actor.name.en for actor in saved(tmp_path, text).actors] == ["+A", "+B", "+C"]


def test_a_missing_package_is_named(tmp_path, monkeypatch):
    case = some_issues(tmp_path)
    path = tmp_path / "file.xlsx"
    path.write_bytes(write_xlsx(case, case.issues, "en", filled=True))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(TrivetError, match=r"pip install \"trivet\[excel\]\""):
        read(path)
    with pytest.raises(TrivetError, match=r"pip install \"trivet\[excel\]\""):
        write_xlsx(case, case.issues, "en")
    assert len(saved(tmp_path, write_csv(case, case.issues, filled=True)).issues) == 2


def test_a_workbook_may_hold_a_plain_table_a_scenario_or_other_sheets_first(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Minutes of the meeting"])
    sheet = book.create_sheet("numbers")
    for row in (
        ["# scale: 0 20 t"],
        ["Actor", "Power", "Position", "Salience"],
        ["X", 2, 5.5, "0,8"],
        [],
        ["Y", 3, 7, 1],
    ):
        sheet.append(row)
    book.save(tmp_path / "table.xlsx")
    issue = read(tmp_path / "table.xlsx").issues[0]
    assert best(issue) == [("X", 5.5, 80, 2), ("Y", 7, 100, 3)]
    assert (issue.scale.low, issue.scale.high, issue.scale.unit.en) == (0, 20, "t")
    book = openpyxl.Workbook()
    for line in PLAIN.splitlines():
        book.active.append([float(cell) if cell[:1].isdigit() else cell or None for cell in line.split(",")])
    book.save(tmp_path / "file.xlsx")
    assert content(read(tmp_path / "file.xlsx")) == content(saved(tmp_path, PLAIN))


# The command line


@pytest.mark.parametrize(("made", "raw"), [("é\n", b"\xc3\xa9\n"), (b"PK\x00", b"PK\x00")])
def test_exports_may_be_text_or_bytes(made, raw, tmp_path):
    lens = SimpleNamespace(settings=Settings, write_file=lambda case, settings, suffix: made)
    save_export(lens, None, {}, str(tmp_path / "out.bin"))
    assert (tmp_path / "out.bin").read_bytes() == raw


# Reference files that are not ours to ship


@pytest.fixture(scope="module")
def references():
    folder = os.environ.get("TRIVET_REFERENCES")
    if not folder:
        pytest.skip("TRIVET_REFERENCES is not set, so its files are not read")
    return Path(folder)


@pytest.mark.references
def test_every_reference_scenario_is_read(references):
    paths = sorted([*references.glob("ktab/*.csv"), *references.glob("synthetic/*.csv")])
    assert len(paths) >= 14
    for path in paths:
        check_scenario(path)


@pytest.mark.references
def test_every_reference_table_is_read(references):
    paths = sorted(references.glob("scholz/*.csv"))
    assert len(paths) >= 8
    for path in paths:
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
        case = read(path)
        expected = [(float(r["position"]), float(r["salience"]), float(r["capability"])) for r in rows]
        assert [(p, round(s / 100, 14), c) for _, p, s, c in best(case.issues[0])] == expected
        assert [actor.name.en for actor in case.actors] == [row["actor"] for row in rows]
    rows = list(csv.DictReader(io.StringIO((references / "deu3" / "positions.csv").read_text("utf-8"))))
    case = read(references / "deu3" / "positions.csv")
    expected = [
        (row["issue_id"], row["actor"], float(row["position"]), float(row["salience"]), 1.0)
        for row in rows
        if row["position"] and row["salience"]
    ]
    assert [(issue.id, *own) for issue in case.issues for own in best(issue)] == expected


@pytest.mark.references
def test_every_reference_of_exchange_models_is_read(references):
    paths = sorted(path for path in references.glob("exchange/*.*") if path.is_file())
    assert len(paths) >= 3
    for path in paths:
        rows = [[cell.strip("'") for cell in line.split("\t")] for line in path.read_text("utf-8").splitlines() if line]
        case = read(path)
        names = [row[1] for row in rows if row[0] == "#P"]
        found = {
            (names[k], case.name(f"actors/{actor}", "en").words): (p, round(s / 100, 14), c)
            for k, issue in enumerate(case.issues)
            for actor, p, s, c in best(issue)
        }
        assert found == {(r[2], r[1]): tuple(map(float, r[3:6])) for r in rows if r[0] == "#D"}
        for name, issue in zip(names, case.issues, strict=True):
            ends = [float(row[2]) for row in rows if row[:2] == ["#M", name]]
            assert (issue.scale.low, issue.scale.high) == (min(ends), max(ends))
