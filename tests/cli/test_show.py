"""``trivet show``: a day, an object, a view, a search."""

from pathlib import Path

import pytest

from shipped import NAME, shipped

OFFICE = {"office", "title", "of", "holder", "name", "since", "acting", "powers_suspended", "leads", "support"}
EVENT = {"id", "date", "title", "kind", "sign", "scheduled", "dyads"}
COMMITMENT = {"id", "text", "status", "words", "since", "instrument"}
EDGE = {"source", "target", "kind", "weight", "instruments", "disputes"}
ENTRIES = {
    "offices": OFFICE,
    "leaders": OFFICE,
    "instruments": {
        "id",
        "name",
        "state",
        "words",
        "since",
        "days",
        "in_effect",
        "bindingness",
        "parties",
        "sources",
    },
    "commitments": COMMITMENT,
    "disputes": {"id", "name", "phase", "words", "since", "open", "parties"},
    "latest": EVENT,
    "next": EVENT,
}
PLAIN = {"case", "title", "date", "as_of", "digest", "overlays", "network"}
VIEWS = {
    "timeline": EVENT,
    "network": EDGE,
    "legs": {"leg", "name", "instruments", "disputes", "events"},
    "ledger": COMMITMENT,
    "claims": {"id", "paragraph", "claim", "type", "verdict", "partial", "support", "note", "sources"},
    "topics": {"id", "name", "objects", "answered_by"},
}


DOCS = Path(__file__).parents[2] / "docs" / "reference" / "json.md"


def row(text: str, *words: str) -> str:
    """The line of a table that holds all the words."""
    found = [line for line in text.splitlines() if all(word in line for word in words)]
    assert found, f"no line with {words}"
    return found[0]


def test_the_day_after_the_notice_was_suspended(trivet):
    done = trivet("show", NAME, "--at", "2019-11-23")
    assert done.code == 0
    assert done.err == ""
    assert "on 23 November 2019" in done.out
    assert "2019-11-22   1 " in row(done.out, "GSOMIA", "notice of termination suspended")
    assert "Abe Shinzo" in row(done.out, "Prime Minister of Japan")
    assert "Moon Jae-in" in row(done.out, "President of the Republic of Korea")


@pytest.mark.parametrize(
    ("day", "leaders"),
    [
        ("2018-06-01", {"Abe Shinzo": "", "Donald Trump": "", "Moon Jae-in": ""}),
        ("2023-08-19", {"Kishida Fumio": "", "Joe Biden": "", "Yoon Suk Yeol": ""}),
        (
            "2025-02-15",
            {"Ishiba Shigeru": "", "Donald Trump": "", "Yoon Suk Yeol": "powers suspended", "Choi Sang-mok": "acting"},
        ),
    ],
)
def test_who_led_on_a_day(trivet, day, leaders):
    data = trivet("show", NAME, "--at", day, "--json").data
    standing = {
        held["name"]: "acting" if held["acting"] else "powers suspended" if held["powers_suspended"] else ""
        for held in data["leaders"]
    }
    assert standing == leaders
    assert [held["of"] for held in data["leaders"]] == sorted(
        (held["of"] for held in data["leaders"]), key=shipped().meta.partners.index
    )
    text = trivet("show", NAME, "--at", day).out
    for name, words in leaders.items():
        assert f"{name} ({words})" in text if words else name in text


def test_the_json_of_a_day(trivet):
    done = trivet("show", NAME, "--json")
    data = done.data
    assert done.out == done.out.strip() + "\n"
    assert set(data) == {*PLAIN, *ENTRIES}
    assert (data["case"], data["date"], data["as_of"]) == (NAME, "2025-04-30", "2025-04-30")
    assert data["digest"] == shipped().digest
    for key, wanted in ENTRIES.items():
        assert data[key]
        assert {frozenset(entry) for entry in data[key]} == {frozenset(wanted)}
    assert set(data["network"]) == {"nodes", "edges"}
    assert {frozenset(edge) for edge in data["network"]["edges"]} == {frozenset(EDGE)}
    ends = {edge[end] for edge in data["network"]["edges"] for end in ("source", "target")}
    assert ends == {node["id"] for node in data["network"]["nodes"]}


def test_every_key_is_documented():
    text = DOCS.read_text("utf-8")
    keys = PLAIN.union(ENTRIES, *ENTRIES.values(), *VIEWS.values())
    assert {key for key in keys if f"`{key}`" not in text} == set()


def test_what_changed_since(trivet):
    data = trivet("show", NAME, "--at", "2019-11-23", "--since", "2019-08-01", "--json").data
    assert data["since"] == "2019-08-01"
    assert {frozenset(change) for change in data["changes"]} == {frozenset({"date", "object", "words"})}
    days = [change["date"] for change in data["changes"]]
    assert days == sorted(days)
    assert "Japan-ROK GSOMIA: notice of termination suspended" in [change["words"] for change in data["changes"]]
    text = trivet("show", NAME, "--at", "2019-11-23", "--since", "2019-08-01").out
    assert "Changes since 1 August 2019" in text


@pytest.mark.parametrize("language", ["en", "ja", "ko", "zh-Hant"])
def test_every_language(trivet, language):
    done = trivet("show", NAME, "--at", "2019-11-23", "--lang", language)
    data = trivet("show", NAME, "--at", "2019-11-23", "--lang", language, "--json").data
    gsomia = next(thing for thing in data["instruments"] if thing["id"] == "gsomia_2016")
    words = {
        "en": "notice of termination suspended",
        "ja": "終了通告の効力停止",
        "ko": "종료 통보 효력 정지",
        "zh-Hant": "終止通知暫緩生效",
    }
    assert gsomia["state"] == "notice-suspended"  # what programs compare is the same everywhere
    assert done.code == 0
    assert gsomia["words"] in done.out
    assert (gsomia["words"] == words["en"]) == (language == "en")
    assert data["title"] == shipped().meta.title.words(language)
    assert data["title"] in done.out


def test_the_language_of_the_environment(trivet, monkeypatch):
    monkeypatch.setenv("TRIVET_LANG", "ko")
    assert shipped().meta.title.ko in trivet("show", NAME).out
    assert shipped().meta.title.ja in trivet("show", NAME, "--lang", "ja").out


@pytest.mark.parametrize("view", VIEWS)
def test_views(trivet, view):
    data = trivet("show", NAME, "--view", view, "--json").data
    assert set(data) == {"view", "case", "date", "rows"}
    assert data["rows"]
    assert {frozenset(entry) for entry in data["rows"]} == {frozenset(VIEWS[view])}
    done = trivet("show", NAME, "--view", view)
    assert done.code == 0
    assert len(done.out.splitlines()) > len(data["rows"])


@pytest.mark.parametrize("view", VIEWS)
def test_views_of_a_small_case(trivet, star, view):
    assert trivet("show", star.root, "--view", view, "--at", "1990").code == 0


def test_one_object_and_what_refers_to_it(trivet):
    done = trivet("show", NAME, "gsomia_2016")
    data = trivet("show", NAME, "gsomia_2016", "--json").data
    assert set(data) == {
        "ref",
        "section",
        "section_words",
        "name",
        "grade",
        "grade_words",
        "place",
        "data",
        "referred_by",
    }
    assert data["ref"] == "instruments/gsomia_2016"
    assert data["data"]["history"][-1]["state"] == "normalised"
    name, line, _ = data["place"].split(":")
    assert (shipped().root / name).read_text("utf-8").splitlines()[int(line) - 1].split() == ["-", "id:", "gsomia_2016"]
    assert data["referred_by"]
    for other in data["referred_by"]:
        assert set(other) == {"ref", "name", "field", "place"}
        name, line, column = other["place"].split(":")
        held = (shipped().root / name).read_text("utf-8").splitlines()[int(line) - 1][int(column) - 1 :]
        assert "gsomia_2016" in held
        assert other["ref"] in done.out
    assert data["place"] in done.out


def test_a_part_of_an_object(trivet):
    office = next(office for office in shipped().offices if len(office.holders) > 1)
    data = trivet("show", NAME, f"offices/{office.id}/holders/1", "--json").data
    assert data["ref"] == f"offices/{office.id}/holders/1"
    assert data["data"]["holder"] == office.holders[1].holder


def test_every_object_can_be_shown(trivet):
    """One of each section, in words: nothing in a case is out of reach."""
    for section in {item.section: item.ref for item in shipped().objects()}.values():
        done = trivet("show", NAME, section)
        assert done.code == 0
        assert section in done.out


@pytest.mark.parametrize("words", ["GSOMIA", "gsomia", "ＧＳＯＭＩＡ", "軍事情報", "지소미아", "군사정보"])
def test_search_in_any_language(trivet, words):
    data = trivet("show", NAME, "--search", words, "--json").data
    assert set(data) == {"search", "found"}
    assert any("gsomia" in hit["ref"] for hit in data["found"])
    assert {frozenset(hit) for hit in data["found"]} == {
        frozenset({"ref", "name", "section", "section_words", "place"})
    }


def test_the_instrument_itself_is_found_by_its_name(trivet):
    for language in shipped().meta.languages:
        name = shipped().find("gsomia_2016").object.name.words(language)
        hits = trivet("show", NAME, "--search", name, "--json").data["found"]
        assert "instruments/gsomia_2016" in [hit["ref"] for hit in hits[:3]]


def test_a_search_without_a_hit_is_no_error(trivet):
    assert trivet("show", NAME, "--search", "xyzzy", "--json").data["found"] == []
    assert trivet("show", NAME, "--search", "xyzzy").code == 0
    assert trivet("show", NAME, "--search", "").code == 0


def test_a_whatif_is_named(trivet):
    data = trivet("show", NAME, "--whatif", "gsomia-ended", "--json").data
    assert data["overlays"] == ["gsomia-ended"]
    assert next(x for x in data["instruments"] if x["id"] == "gsomia_2016")["state"] == "ended"


@pytest.mark.parametrize("day", ["0001-01-01", "0001", "1900", "9999-12-31", "2019-08~", "2019/2020", "../2019"])
def test_any_day_can_be_looked_at(trivet, day):
    assert trivet("show", NAME, "--at", day).code == 0
