"""Files that cannot be used: one clear fault for each error, at its place, all of them at once, and never a traceback.

A § in a sample marks where a fault belongs; several marks are several faults.
"""

import io
import random
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trivet.base.errors import CaseError
from trivet.base.i18n import translate
from trivet.lenses.bargaining.faults import faults_of
from trivet.lenses.bargaining.formats import read

MARK = "§"

KTAB = """\
Steel,Who pays,3,2,
Actor,Description,Power,Fee Position,Fee Salience,Night Position,Night Salience
A,First,10,20,30,40,50
B,Second,11,21,31,41,51
C,Third,12,22,32,42,52
"""
TABLE = """\
# scale: 0 10 years
actor,capability,position,salience
X,1,2,0.3
Y,2,4,0.6
Z,3,8,1
"""
LONG = """\
issue,actor,power,position,salience,status_quo,scale_low,scale_high
pact,X,1,2,30,5,0,10
pact,Y,2,4,60,5,0,10
fee,X,1,2,30,,0,50
"""
RANGES = """\
actor,power,position_low,position_best,position_high,salience
X,1,1,2,3,30
Y,2,3,4,5,60
"""
ANSWERS = """\
issue,title,actor,role,position_low,position_best,position_high,salience_best,influence_best,note
pact,The pact,X,analyst,1,2,3,40,50,
pact,The pact,X,historian,2,3,4,50,60,
pact,The pact,Y,analyst,,,,,,
"""
LINES = """\
'#A'\t'X'\t'X'\t''
'#A'\t'Y'\t'Y'\t''
'#P'\t'fee'\t'fee'\t''
'#M'\t'fee'\t0
'#M'\t'fee'\t100
'#D'\t'X'\t'fee'\t10\t0.5\t1
'#D'\t'Y'\t'fee'\t90\t1.0\t2
"""
SOUND = {"ktab": KTAB, "table": TABLE, "long": LONG, "ranges": RANGES, "answers": ANSWERS, "lines": LINES}


def changed(text, *pairs):
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def ktab(*pairs):
    return changed(KTAB, *pairs)


def table(*pairs):
    return changed(TABLE, *pairs)


def long(*pairs):
    return changed(LONG, *pairs)


def answers(*pairs):
    return changed(ANSWERS, *pairs)


def lines(*pairs):
    return changed(LINES, *pairs)


MANY = "".join(f"a{k},1,{k},50\n" for k in range(250))

SAMPLES = {
    # Any text
    "a quotation mark that is never closed": ("never closed", table(("X,1", '§"X,1'))),
    "text after a closing quotation mark": ("closing quotation mark", table(("Y,2", 'Y,§"2"3'))),
    "a cell that is too long": ("at most 2,000 characters", table(("Y,2", f"§{'y' * 2001},2"))),
    "a row that is too long": ("at most 1,000 cells", table(("Y,2", f"Y,2{',1' * 998},§9"))),
    # KTAB
    "no counts": ("first line must give", ktab(("Steel,Who pays,3,2,", "§Steel,Who pays"))),
    "counts in words": ("first line must give", ktab((",3,2,", ",three,two")).replace("Steel", "§Steel")),
    "too many actors counted": ("says 4, but the file has 3", ktab((",3,2,", ",§4,2"))),
    "too few dimensions counted": ("says 1, but the file has 2", ktab((",3,2,", ",3,§1"))),
    "two actors only": ("3 to 250 actors", ktab((",3,2,", ",§2,2"), ("C,Third,12,22,32,42,52\n", ""))),
    "a dimension without saliences": (
        "position and a salience for each",
        ktab((",Night Position,Night Salience", ",§Night Position")),
    ),
    "no dimension": (
        "position and a salience for each",
        ktab((",Fee Position,Fee Salience,Night Position,Night Salience", ""), (",Power", ",§Power")),
    ),
    "positions and saliences swapped": (
        "take turns",
        ktab(("Night Position,Night Salience", "§Night Salience,§Night Position")),
    ),
    "another third column": ('column "influence" belongs here', ktab(("Power", "§Size"))),
    "another first column": ('column "actor" belongs here', ktab(("Actor", "§Acter"))),
    "an actor twice": ('"A" is there twice', ktab(("C,Third", "§A,Third"))),
    "an actor twice in another spelling": ('"a" is there twice', ktab(("C,Third", " §a ,Third"))),
    "an actor without a name": ('"Actor" is missing here', ktab(("C,Third", "§,Third"))),
    "text for a power": ('"ten" is not a number', ktab(("First,10", "First,§ten"))),
    "a blank power": ('"Power" is missing here', ktab(("First,10", "First,§"))),
    "a negative power": ('"Power" must not be negative', ktab(("First,10", "First,§-1"))),
    "a position above the scale": ("between 0 and 100", ktab((",10,20,", ",10,§100.5,"))),
    "a negative position": ("between 0 and 100", ktab((",10,20,", ",10, §-2,"))),
    "a negative salience": ("between 0 and 100", ktab(("20,30", "20,§-3"))),
    "saliences beyond the whole": ("saliences of C sum to more than 100", ktab((",22,32,42,52", ",22,§48.5,42,52"))),
    "missing cells": ("is missing here", ktab(("A,First,10,20,30,40,50", "A,First,10,20,30,40§"))),
    "cells without headings": ("more cells than there are headings", ktab(("31,41,51", "31,41,51,§7"))),
    "a comma in a description": ("more cells than there are headings", ktab(("Second,11,21,31,41,51", "Second, or so,11,21,31,41,§51"))),
    "infinity": ('"inf" is not a number', ktab(("First,10", "First,§inf"))),
    "no number": ('"nan" is not a number', ktab(("First,10", "First,§nan"))),
    "a number beyond all": ('"1e999" is not a number', ktab(("First,10", "First,§1e999"))),
    "a very large number": ("too large a number", ktab(("First,10", "First,§1e13"))),
    "underscores": ('"1_0" is not a number', ktab(("First,10", "First,§1_0"))),
    "a formula": ('"=1+1" is not a number', ktab(("First,10", "First,§=1+1"))),
    "a number in base 16": ('"0x1F" is not a number', ktab(("First,10", "First,§0x1F"))),
    "an invisible mark in a name": ("invisible characters", ktab(("C,Third", "§C,Thi\u202erd"))),
    # Plain tables
    "no salience": ('column "salience" is missing', table((",salience", ""), ("actor,", "§actor,"))[:-26] + "\n"),
    "nothing but a heading": ("no position", "actor,capability,position,salience\n"),
    "an unknown column": ('"salence" is not known here. Did you mean "salience"?', table(("salience", "salience,§salence"))),
    "a column twice": ('"power" and "capability" mean the same', table(("salience", "salience,§power"))),
    "a best value twice": ('"position_best" and "position" mean the same', table(("salience", "salience,§position_best"))),
    "a range with one end": ('column "position_high" is missing', table(("salience", "salience,§position_low"))),
    "a range out of order": ("low <= best <= high", changed(RANGES, ("X,1,1,2,3", "X,1,§2.5,2,3"))),
    "a best value beyond its range": ("low <= best <= high", changed(RANGES, ("X,1,1,2,3", "X,1,§1,3.5,3"))),
    "a range without its best value": ('"position_best" is missing', changed(RANGES, ("X,1,1,2,3", "X,1,1,§,3"))),
    "a range without one end": ('"position_high" is missing', changed(RANGES, ("X,1,1,2,3", "X,1,1,2,§"))),
    "a row without an actor": ('"actor" is missing here', table(("Y,2,4", "§,2,4"))),
    "a plain actor twice": ('"X" is there twice', table(("Y,2,4", "§X,2,4"))),
    "a blank position": ('"position" is missing here', table(("Y,2,4", "Y,2,§"))),
    "a blank salience": ('"salience" is missing here', table(("Y,2,4,0.6", "Y,2,4§"))),
    "a negative capability": ('Y: "capability" must not be negative', table(("Y,2,4", "Y,§-2,4"))),
    "a salience above a hundred": ('"salience" must lie between 0 and 100', table(("0.6", "§100.6"))),
    "a salience below zero": ('"salience" must lie between 0 and 100', table(("0.6", "§-0.6"))),
    "a position off the scale": ("Y: this lies beyond the scale, which goes from 0 to 10", table(("Y,2,4", "Y,2,§10.5"))),
    "a scale of one point": ("must lie below the upper end", table(("# scale: 0 10", "§# scale: 10 10"))),
    "a scale without an end": ("gives its two ends", table(("# scale: 0 10 years", "§# scale: 0"))),
    "a scale in words": ('"low" is not a number', table(("# scale: 0 10 years", "§# scale: low 10"))),
    "a status quo in words": ('"now" is not a number', table(("# scale", "§# status quo: now\n# scale"))),
    "a status quo off the scale": ("beyond the scale", table(("# scale", "§# status quo: 11\n# scale"))),
    "a plain row with more cells": ("more cells than there are headings", table(("2,4,0.6", "2,4,0.6,,§x"))),
    "a number that could be two": ("two different numbers", table(("Y,2,", 'Y,§"1,500",'))),
    "a point that could be two": ("two different numbers", table(("Y,2,", "Y,§2.000,"), ("0.3", '"0,3"'), ("0.6", '"0,6"'))),
    "separators of thousands": ('"1,000,000" is not a number', table(("Y,2,", 'Y,§"1,000,000",'))),
    "two hundred and fifty-one actors": ("at most 250 actors", "actor,power,position,salience\n" + MANY + "§last,1,3,50\n"),
    # Long tables
    "a row without an issue": ('"issue" is missing here', long(("fee,X", "§,X"))),
    "an actor twice on an issue": ('"X" is there twice', long(("pact,Y", "pact,§X"))),
    "a blank capability": ('"power" is missing here', long(("pact,Y,2", "pact,Y,§"))),
    "another status quo": ('Another row of "pact" gives 5 here, in line 2', long(("4,60,5", "4,60,§6"))),
    "another scale": ('Another row of "pact" gives 10 here, in line 2', long(("4,60,5,0,10", "4,60,5,0,§11"))),
    "one end of the scale": ('column "scale_high" is missing', long((",scale_high", ""), (",scale_low", ",§scale_low"))[:-1].replace(",0,10", ",0").replace(",0,50", ",0")),
    "one end of one scale": ('"scale_high" is missing here', long(("fee,X,1,2,30,,0,50", "§fee,X,1,2,30,,0"))),
    "a scale upside down": ("must lie below the upper end", long(("30,,0,50", "30,,§50,0"))),
    "an end in words": ('"much" is not a number', long(("30,,0,50", "30,,0,§much"))),
    "a position off one scale": ("beyond the scale, which goes from 0 to 50", long(("fee,X,1,2", "fee,X,1,§51"))),
    "a long status quo off its scale": ("beyond the scale", long(("fee,X,1,2,30,", "fee,X,1,2,30,§60"))),
    # Questionnaires
    "a role twice": ('"X" is there twice under the role "Analyst"', answers(("historian", " §Analyst"))),
    "an answer without a salience": ('"salience_best" is missing here', answers(("3,4,50,60", "3,4,§,60"))),
    "an answer out of order": ("low <= best <= high", answers(("2,3,4,50", "§2,5,4,50"))),
    "an answer off the scale": ("beyond the scale", answers(("2,3,4,50", "2,§3,400,50"))),
    "an answer on nobody": ('"actor" is missing here', answers(("X,historian", "§,historian"))),
    "a blank questionnaire": ("no position", ANSWERS[: ANSWERS.index("pact")] + "pact,The pact,Y,analyst,,,,,,\n"),
    "a questionnaire without influence": (
        'column "influence" is missing',
        "".join(f"{line.rsplit(',', 2)[0]}\n" for line in ANSWERS.splitlines()).replace("issue", "§issue", 1),
    ),
    # Exchange models
    "an unknown line": ('"#X" is none of: #A, #P, #M, #D', lines(("'#M'\t'fee'\t0", "§'#X'\t'fee'\t1\n'#M'\t'fee'\t0"))),
    "a line without a mark": ("is none of", lines(("'#M'\t'fee'\t0", "§hello\n'#M'\t'fee'\t0"))),
    "a line with few cells": ("A line #D has 6 cells", lines(("'#D'\t'Y'\t'fee'\t90\t1.0\t2", "§'#D'\t'Y'\t'fee'\t90\t1.0"))),
    "a line with a blank cell": ("A line #D has 6 cells", lines(("'#D'\t'Y'\t'fee'\t90", "§'#D'\t'Y'\t'fee'\t"))),
    "an actor listed twice": ('"X" is there twice', lines(("'#A'\t'Y'", "'#A'\t§'X'\n'#A'\t'Y'"))),
    "an issue listed twice": ('"fee" is there twice', lines(("'#M'\t'fee'\t0", "'#P'\t§'fee'\n'#M'\t'fee'\t0"))),
    "an actor that is not listed": ('no actor "Z"', lines(("'#D'\t'Y'", "'#D'\t§'Z'"))),
    "an issue that is not listed": ('no issue "fees"', lines(("'Y'\t'fee'", "'Y'\t§'fees'"))),
    "a scale of an unknown issue": ('no issue "x"', lines(("'#M'\t'fee'\t0", "'#M'\t§'x'\t0\n'#M'\t'fee'\t0"))),
    "a scale with one end": ("two lines #M", lines(("'#M'\t'fee'\t100\n", ""), ("'#P'\t'fee'", "'#P'\t§'fee'"))),
    "a scale end in words": ('"much" is not a number', lines(("'fee'\t100", "'fee'\t§'much'"))),
    "a stance twice": ('"X" is there twice', lines(("'#D'\t'Y'", "'#D'\t§'X'"))),
    "a stance off the scale": ("beyond the scale", lines(("'fee'\t90", "'fee'\t§101"))),
    "a salience in words": ('"high" is not a number', lines(("90\t1.0", "90\t§high"))),
    "a salience beyond all": ('"salience" must lie between 0 and 100', lines(("90\t1.0", "90\t§101"))),
    "a negative stance power": ('"power" must not be negative', lines(("1.0\t2", "1.0\t§-2"))),
    "lines without stances": ("no position", LINES[: LINES.index("'#D'")]),
}  # fmt: skip


def marked(text):
    """A sample without its marks, and where they stood."""
    spots = []
    while MARK in text:
        before, _, after = text.partition(MARK)
        spots.append((before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1))
        text = before + after
    return text, spots


def said(fault):
    return " ".join(translate(part, "en") for part in (fault.message, fault.hint) if part)


def faults_in(path):
    """Everything wrong with a file."""
    try:
        case = read(path)
    except CaseError as error:
        return list(error.faults)
    return [fault for fault in faults_of(case) if not fault.warning]


def faults_of_text(folder, text, name="file.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return faults_in(path)


@pytest.mark.parametrize("name", SOUND)
def test_what_the_samples_are_made_of_is_sound(name, tmp_path):
    assert faults_of_text(tmp_path, SOUND[name]) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_one_error_in_a_file_is_one_fault_at_its_place(name, tmp_path):
    words, text = SAMPLES[name]
    text, spots = marked(text)
    found = faults_of_text(tmp_path, text)
    assert [str(fault.place) for fault in found] == [f"file.csv:{line}:{column}" for line, column in spots] or (
        not spots and [str(fault.place) for fault in found] == ["file.csv"]
    )
    assert {fault.code for fault in found} <= {"bargaining-file", "text-bidi"}
    for fault in found:
        assert words in said(fault)


SEVERAL = {
    "ktab": ktab(
        ("C,Third", "§A,Third"), (",3,2,", ",§5,§7"), ("First,10", "First,§ten"), ("21,31", "§x,§-4"), ("42,52", "42§")
    ),
    "table": table(("X,1,2,", "X,§-1,§two,"), ("Y,2,4", "§X,2,4"), ("Z,3,8,1", "Z,3,§80,§1e2e3")),
    "long": long(("pact,X,1,2", "pact,X,§a,§20"), ("4,60,5,0", "4,§600,§6,§1"), ("fee,X,1,2,30,,0,50", "§,X,1,2,30,,0,50")),
    "answers": answers(("1,2,3,40", "§3,2,1,§x"), ("historian,2,3,4,50,60", "historian,2,§300,400,50,§-1")),
    "lines": lines(
        ("'#M'\t'fee'\t100", "§'#Q'\n'#M'\t'fee'\t100"),
        ("'#D'\t'X'\t'fee'\t10\t0.5\t1", "'#D'\t§'Q'\t§'fie'\t10\t§x\t§-1"),
        ("90\t1.0", "§900\t1.0"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SEVERAL)
def test_several_errors_are_told_at_once(name, tmp_path):
    text, spots = marked(SEVERAL[name])
    found = faults_of_text(tmp_path, text)
    assert [str(fault.place) for fault in found] == [f"file.csv:{line}:{column}" for line, column in spots]


def test_several_errors_of_headings_are_told_at_once(tmp_path):
    text, spots = marked("§actor,§what,position,§position,power_low,§salience_low\nX,1,2,3,4,5\n")
    found = faults_of_text(tmp_path, text)
    places = [f"file.csv:{line}:{column}" for line, column in spots]
    assert sorted({str(fault.place) for fault in found}) == sorted([*places, "file.csv:1:30"])
    assert sum("is missing" in said(fault) for fault in found) == 4  # salience, influence, and an end of each


def test_a_table_without_headings_is_told_what_it_lacks(tmp_path):
    found = faults_of_text(tmp_path, "X,1,2,30\nY,2,4,60\n")
    lacking = [
        name
        for name in ("actor", "position", "salience", "influence")
        if f'"{name}" is missing' in str(list(map(said, found)))
    ]
    assert lacking == ["actor", "position", "salience", "influence"]


def test_places_hold_after_cells_with_line_breaks(tmp_path):
    text = 'actor,power,position,salience\r\n"X\r\nof ""the"" x",1,§x,3\r\n\r\n"Y\ny\ry",§z,4,5\r\nZ,1,2,§q\r\n'
    text, spots = marked(text.replace("\r\n", "\n").replace("\r", "\n"))
    found = faults_of_text(tmp_path, text)
    assert [(fault.place.line, fault.place.column) for fault in found] == spots
    crlf = faults_of_text(tmp_path, text.replace("\n", "\r\n"))
    assert [fault.place for fault in crlf] == [fault.place for fault in found]


@pytest.mark.parametrize(
    ("raw", "words", "place"),
    [
        (b"", "no table", "file.csv"),
        (b"\xef\xbb\xbf", "no table", "file.csv"),
        (b"\n\n,,,\n  \n", "no table", "file.csv"),
        (b"# only a comment\n", "no table", "file.csv"),
        (TABLE.replace("Y", "é").encode("latin-1"), "not UTF-8", "file.csv:4:1"),
        (TABLE.replace("Y", "北").encode("big5"), "not UTF-8", "file.csv:4:1"),
        (TABLE.replace("Y", "日本").encode("cp932"), "not UTF-8", "file.csv:4:1"),
        (TABLE.replace("Y", "\x00Y").encode(), "not part of any text", "file.csv:4:1"),
        (TABLE.replace("0.6", "0.6\x07").encode(), "not part of any text", "file.csv:4:10"),
        (TABLE.encode("utf-16-le"), "not part of any text", "file.csv:1:2"),
        (b"\xff\xfe\x00", "not UTF-8", "file.csv:1:1"),
        (b"\xff\xfe\x00\xd8a\x00", "not UTF-8", "file.csv:1:1"),
        (b"PK\x03\x04\x14\x00", "not part of any text", "file.csv:1:3"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not UTF-8", "file.csv:1:1"),
        (b"a" * (8 * 2**20 + 1), "larger than 8 MiB", "file.csv"),
        (b"x\n" * 50_001, "at most 50,000 rows", "file.csv:50001:1"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_table_get_one_fault(raw, words, place, tmp_path):
    (fault,) = faults_of_text(tmp_path, raw)
    assert (fault.code, str(fault.place)) == ("bargaining-file", place)
    assert words in said(fault)


def test_files_of_nothing_but_quotation_marks_or_commas_are_told_soon(tmp_path):
    for raw in (b'"' * 2**18, b'"a' * 2**17, b"," * 2**18, b'"",' * 2**17, b'"\n' * 2**17, b"'" * 2**18):
        found = faults_of_text(tmp_path, raw)
        assert found
        assert len(found) <= 500


def test_no_more_faults_are_told_than_anybody_reads(tmp_path):
    found = faults_of_text(tmp_path, "actor,power,position,salience\n" + "X,x,x,x\n" * 2000)
    assert len(found) == 500


def test_files_that_cannot_be_opened_get_one_fault(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path, tmp_path / "none.xlsx"):
        (fault,) = faults_in(path)
        assert (fault.code, str(fault.place)) == ("file-unreadable", path.name)


@pytest.mark.parametrize("name", ["x\u202ey.csv", "結果.csv", ".csv", "a b.csv", "-.csv", f"{'n' * 200}.csv"])
def test_a_file_may_have_any_name(name, tmp_path):
    assert faults_of_text(tmp_path, TABLE, name) == []


# Workbooks


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


HEAD = ["actor", "power", "position", "salience"]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (["Y", "x", 2, 3], 2, "not a number"),
        (["Y", True, 2, 3], 2, '"True" is not a number'),
        (["Y", "=1+1", 2, 3], 2, "missing"),
        (["Y", "#DIV/0!", 2, 3], 2, "not a number"),
        (["Y", 1, 2, 101], 4, "between 0 and 100"),
        (["Y", 1e300, 2, 3], 2, "too large"),
        (["Y", -1, 2, 3], 2, "negative"),
        (["X", 1, 2, 3], 1, "twice"),
        (["Y", 1, 2, 3, None, "x"], 6, "more cells"),
        (["Y" * 2001, 1, 2, 3], 1, "2,000"),
    ],
)
def test_places_in_a_workbook_are_rows_and_columns(row, column, words, tmp_path):
    found = faults_of_text(tmp_path, workbook(HEAD, ["X", 1, 2, 3], [], row), "file.xlsx")
    assert [(fault.code, str(fault.place)) for fault in found] == [("bargaining-file", f"file.xlsx:4:{column}")]
    assert words in said(found[0])


def archive(*entries):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return stream.getvalue()


BROKEN = {
    "nothing": b"",
    "text": TABLE.encode(),
    "an archive of something else": archive(("a.txt", "a")),
    "an empty archive": archive(),
    "half of it": workbook(HEAD, ["X", 1, 2, 3])[:2000],
    "parts that are no XML": archive(("[Content_Types].xml", "<x"), ("xl/workbook.xml", "<")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_workbook_gets_one_fault(name, tmp_path):
    (fault,) = faults_of_text(tmp_path, BROKEN[name], "file.xlsx")
    assert (fault.code, str(fault.place)) == ("bargaining-file", "file.xlsx")
    assert "not an Excel workbook" in said(fault)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path):
    raw = archive(("xl/workbook.xml", b"0" * (65 * 2**20)))
    assert len(raw) < 2**20
    (fault,) = faults_of_text(tmp_path, raw, "file.xlsx")
    assert "larger than" in said(fault)


def test_an_empty_workbook_holds_no_table(tmp_path):
    (fault,) = faults_of_text(tmp_path, workbook(), "file.xlsx")
    assert "no table" in said(fault)


def test_damaged_workbooks_never_end_in_a_traceback(tmp_path):
    sound = workbook(HEAD, ["X", 1, 2, 3], ["Y", 2, 3, 4])
    rng = random.Random(7)
    for _ in range(60):
        raw = bytearray(sound)
        for _ in range(rng.randint(1, 20)):
            raw[rng.randrange(len(raw))] = rng.randrange(256)
        check_told(faults_of_text(tmp_path, bytes(raw), "file.xlsx"), "file.xlsx")


def test_damaged_parts_of_workbooks_never_end_in_a_traceback(tmp_path):
    parts = zipfile.ZipFile(io.BytesIO(workbook(HEAD, ["X", 1, 2, 3], ["Y", 2, 3, 4])))
    rng = random.Random(8)
    for _ in range(60):
        name = rng.choice([n for n in parts.namelist() if n.startswith(("xl/", "["))])
        content = bytearray(parts.read(name))
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(content))
            content[at : at + rng.randint(0, 9)] = rng.choice([b"", b"<", b"9999999", b'"', b"x", b"-1", b"</c>"])
        entries = [(n, bytes(content) if n == name else parts.read(n)) for n in parts.namelist()]
        check_told(faults_of_text(tmp_path, archive(*entries), "file.xlsx"), "file.xlsx")


# Anything at all


def check_told(found, name):
    for fault in found:
        assert said(fault)
        assert "\n" not in said(fault)
        assert fault.place.file == name


STRANGE = ["", " ", "x", "0", "-1", "1e999", "nan", "inf", "1,5", "1,500", '"', '""', "'", "#", "=1", "\t", ";", "\r", "101", "北", "1e-400", "X", "٣", "½", "𝟏", "1 000", "\u202e", "00", "#D", "1.2.3"]  # fmt: skip


@given(st.sampled_from(list(SOUND)), st.data())
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_cell_anywhere_ends_in_a_traceback(tmp_path, name, data):
    mark = "\t" if name == "lines" else ","
    rows = [line.split(mark) for line in SOUND[name].splitlines()]
    for _ in range(data.draw(st.integers(1, 3))):
        row = data.draw(st.sampled_from(rows))
        at = data.draw(st.integers(0, len(row) - 1))
        row[at : at + 1] = data.draw(st.sampled_from([[own] for own in STRANGE] + [[], ["1", "2"]]))
        if not row:
            row.append("")
    check_told(faults_of_text(tmp_path, "\n".join(mark.join(row) for row in rows)), "file.csv")


@given(st.sampled_from(list(SOUND)), st.text(max_size=30), st.integers(0, 200), st.integers(0, 60))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_text_anywhere_ends_in_a_traceback(tmp_path, name, text, at, dropped):
    sound = SOUND[name]
    check_told(faults_of_text(tmp_path, sound[:at] + text + sound[at + dropped :]), "file.csv")


@given(st.binary(max_size=80))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_bytes_end_in_a_traceback(tmp_path, raw):
    for name in ("file.csv", "file.txt", "file.xlsx"):
        check_told(faults_of_text(tmp_path, raw, name), name)


def test_files_are_told_apart_by_content_not_by_suffix(tmp_path):
    for name, text in SOUND.items():
        for suffix in (".csv", ".txt", ".tsv", ""):
            assert faults_of_text(tmp_path, text, f"{name}{suffix}") == []
