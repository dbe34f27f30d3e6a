"""Contested names: the reader's list changes the words of the case and of the brief, never a source."""

import re

import pytest

from shipped import NAME, shipped

CHOSEN = "dokdo-takeshima=takeshima,taiwan=chinese-taipei"


def names(trivet, *more):
    data = trivet("show", NAME, "--json", *more).data
    offices = [entry["title"] for entry in data["offices"]]
    return offices + [entry["name"] for key in ("disputes", "instruments") for entry in data[key]]


def test_names_in_show_follow_the_list(trivet):
    before, after = (" / ".join(names(trivet, *more)) for more in ((), ("--terms", CHOSEN)))
    assert "Dokdo/Takeshima" in before
    assert "Dokdo" not in after
    assert "Takeshima" in after
    assert "President (Taiwan)" in before
    assert "President (Chinese Taipei)" in after
    assert "Taiwan Strait" in after  # a longer name that the case keeps whole
    assert "Taiwan" not in after.replace("Taiwan Strait", "")


def test_the_list_may_be_a_file_or_stand_in_the_environment(trivet, tmp_path, monkeypatch):
    path = tmp_path / "terms.yaml"
    path.write_text("dokdo-takeshima: takeshima\ntaiwan: chinese-taipei\n")
    wanted = names(trivet, "--terms", CHOSEN)
    assert names(trivet, "--terms", path) == wanted
    monkeypatch.setenv("TRIVET_TERMS", CHOSEN)
    assert names(trivet) == wanted
    monkeypatch.setenv("TRIVET_TERMS", "")
    assert names(trivet) != wanted


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_brief_follows_the_list_but_source_titles_do_not(trivet, tmp_path, language):
    plain, own = tmp_path / "plain", tmp_path / "own"
    assert trivet("brief", NAME, "--out", plain, "--lang", language).code == 0
    assert trivet("brief", NAME, "--out", own, "--lang", language, "--terms", CHOSEN).code == 0
    for suffix, mark in ((".html", '<ol class="sources">'), (".md", "\n[^1]: ")):
        old, new = ((folder / f"{NAME}.{language}{suffix}").read_text("utf-8") for folder in (plain, own))
        (old_body, old_sources), (new_body, new_sources) = (text.split(mark, 1) for text in (old, new))
        assert old_sources == new_sources
        was, now = {"en": ("Dokdo/Takeshima", "Takeshima"), "ko": ("독도/다케시마", "다케시마")}[language]
        assert was in old_body
        assert was not in new_body
        assert now in new_body
    assert any("Taiwan" in source.title for source in shipped().sources)


def test_findings_follow_the_list(trivet):
    plain = trivet("explain", NAME, "record/disputes/open").out
    own = trivet("explain", NAME, "record/disputes/open", "--terms", CHOSEN).out
    assert re.search("Dokdo", plain)
    assert not re.search("Dokdo", own)


def test_results_are_the_same_whatever_the_words(trivet):
    plain = trivet("run", "record", NAME, "--json").data
    assert trivet("run", "record", NAME, "--json", "--terms", CHOSEN).data == plain


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ("dokdo-takesima=dokdo", 2, 'Did you mean "dokdo-takeshima"?'),
        ("dokdo-takeshima=takesima", 2, 'Did you mean "takeshima"?'),
        ("dokdo-takeshima=", 2, 'no way to write "dokdo-takeshima" called ""'),
        ("no-such-file.yaml", 2, 'There is no term list "no-such-file.yaml"'),
        ("x" * 400, 2, "There is no term list"),
    ],
)
@pytest.mark.parametrize("command", [("show",), ("compare", "gsomia-ended"), ("run", "record")])
def test_a_mistyped_list_is_told_by_every_command(trivet, command, given, code, words):
    name, *more = command
    arguments = (name, more[0], NAME) if name == "run" else (name, NAME, *more)
    done = trivet(*arguments, "--terms", given, "--json")
    assert (done.code, done.out) == (code, "")
    assert words in done.err


@pytest.mark.parametrize("text", ["- a\n- b\n", "taiwan: 1\n", "1: taiwan\n", "taiwan: {a: b}\n", "a: b: c\n", "\t"])
def test_a_faulty_file_is_told_with_its_place(trivet, tmp_path, text):
    path = tmp_path / "terms.yaml"
    path.write_text(text)
    done = trivet("show", NAME, "--terms", path)
    assert done.code in (1, 2)
    assert done.out == ""
    assert done.err.strip()
