"""Readers of POLECAT, PLOVER's JSON, Phoenix and TERRIER."""

import json
from datetime import date, datetime

import pytest

from event_layouts import refusal, take, write

POLECAT = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name"),
    *("Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw"),
    *("Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector"),
    *("Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City"),
    *("District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type"),
    *("Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version"),
)
PHOENIX = (
    *("EventID", "Date", "Year", "Month", "Day", "SourceActorFull", "SourceActorEntity", "SourceActorRole"),
    *("SourceActorAttribute", "TargetActorFull", "TargetActorEntity", "TargetActorRole", "TargetActorAttribute"),
    *("EventCode", "EventRootCode", "PentaClass", "GoldsteinScore", "Issues", "Lat", "Lon", "LocationName"),
    *("StateName", "CountryCode", "SentenceID", "URLs", "NewsSources"),
)


def line(names, separator="\t", **values):
    """A row of a table; values by their names with underscores for blanks."""
    return separator.join(str(values.get(name.replace(" ", "_"), "")) for name in names)


def polecat(**values):
    usual = {"Event_ID": "20230105-0001_2", "Event_Date": "2023-01-04", "Event_Type": "THREATEN", "Event_Mode": "None"}
    usual |= {"Intensity": "-4.0", "Actor_Country": "JPN", "Recipient_Country": "South Korea", "Country": "Japan"}
    return line(POLECAT, **usual | {"Publication_Date": "2023-01-05", "Primary_Actor_Sector": "gov"} | values)


def test_a_row_of_polecat_becomes_one_canonical_event(tmp_path):
    events, read, *_ = take(write(tmp_path / "a.txt", "\t".join(POLECAT), polecat(Event_Mode="Sanctions")))
    assert read == 1
    found = events.row(0, named=True)
    assert found == {
        **dict.fromkeys(events.columns),
        "source": "polecat",
        "version": "1",
        "event_id": "20230105-0001_2",
        "date": date(2023, 1, 4),
        "added": datetime(2023, 1, 5),
        "actor1": "JPN",
        "actor2": "KOR",
        "sector1": "GOV",
        "code_system": "plover",
        "code": "THREATEN-sanctions",
        "root": "THREATEN",
        "quad": 3,
        "intensity": -4.0,
        "scale": "plover",
        "weight": 1.0,
        "story": "20230105-0001",
        "place_state": "JPN",
    }


@pytest.mark.parametrize(
    ("words", "quad"),
    [
        ("VERBAL COOPERATION", 1),
        ("M-COOP", 2),
        ("V-CONF", 3),
        ("Material Conflict", 4),
        ("4", 4),
        ("None", 3),
        ("?", 3),
    ],
)
def test_the_quad_class_of_the_file_goes_before_that_of_the_type(tmp_path, words, quad):
    events, *_ = take(write(tmp_path / "a.txt", "\t".join(POLECAT), polecat(Quad_Code=words)))
    assert events["quad"].to_list() == [quad]


def test_states_of_polecat_are_found_by_code_name_or_number_and_the_first_counts(tmp_path):
    rows = [
        polecat(Actor_Country="None", Actor_COW="731.0", Recipient_Country="CHN;USA"),
        polecat(Actor_Country="None", Actor_COW="", Recipient_Country="Nowhere|Taiwan"),
    ]
    events, *_ = take(write(tmp_path / "a.txt", "\t".join(POLECAT), *rows))
    assert events.select("actor1", "actor2").rows() == [("PRK", "CHN"), (None, "TWN")]


def test_an_event_type_that_does_not_exist_is_rejected(tmp_path):
    rows = [polecat(), polecat(Event_Type="SHRUG"), polecat(Event_Date="2023-02-01")]
    assert take(write(tmp_path / "a.txt", "\t".join(POLECAT), *rows))[3] == [("event-code", 3), ("event-date-after", 4)]


PROTEST = {
    "id": "7",
    "date": "2021-01-02",
    "codedDate": "2021-01-04",
    "event": "141",
    "headline": "A headline",
    "protesteridentity": "Citizen (Japan): Social,General Population / Civilian: Japan",
    "country": "Japan",
    "location": [{"city": "Kyoto", "country": "Japan"}],
}
THREAT = {
    "id": "8",
    "date": "2000-01-01",
    "event": "THREATEN",
    "mode": "Restrict",
    "source": [{"actorText": "Tokyo", "code": "JPNGOV", "sector": "gov"}, {"code": "USA"}],
    "target": {"actorText": "Seoul", "code": "KOR"},
}


@pytest.mark.parametrize("indent", [None, 2])
def test_objects_in_one_line_or_over_many_give_the_same_events(tmp_path, indent):
    path = write(tmp_path / "a.jsonl", *(json.dumps(row, indent=indent) for row in (PROTEST, THREAT)))
    events, read, *_ = take(path)
    assert read == 2
    picked = ("event_id", "date", "added", "actor1", "actor2", "sector1", "code", "root", "quad", "intensity")
    assert events.select(picked).rows() == [
        ("7", date(2021, 1, 2), datetime(2021, 1, 4), "JPN", None, "SOCIAL", "141", "14", 3, -6.5),
        ("8", date(2000, 1, 1), None, "JPN", "KOR", "GOV", "THREATEN-restrict", "THREATEN", 3, None),
    ]
    assert events["story"].to_list() == ["A headline", None]


def test_a_list_of_objects_is_read_too(tmp_path):
    rows = ["[", json.dumps(PROTEST) + ",", json.dumps(THREAT), "]"]
    assert take(write(tmp_path / "a.json", *rows))[0]["event_id"].to_list() == ["7", "8"]


def test_broken_objects_are_rejected_with_their_lines_and_others_kept(tmp_path):
    rows = [json.dumps(PROTEST), '{"id": ', "{" * 5000, json.dumps(PROTEST | {"id": None}), json.dumps(THREAT)]
    events, read, rejected, faults = take(write(tmp_path / "a.jsonl", *rows))
    assert (read, rejected) == (5, 3)
    assert sorted(faults, key=lambda fault: fault[1]) == [("event-json", 2), ("event-json", 3), ("event-id", 4)]
    assert events["event_id"].to_list() == ["7", "8"]


def phoenix(**values):
    usual = {"EventID": "20150101-1", "Date": "20150101", "SourceActorFull": "JPNGOV", "SourceActorEntity": "JPN"}
    usual |= {"SourceActorRole": "GOV", "TargetActorEntity": "PRK", "EventCode": "112", "EventRootCode": "11"}
    return line(PHOENIX, **usual | {"PentaClass": "3", "GoldsteinScore": "-2.0", "CountryCode": "JPN"} | values)


@pytest.mark.parametrize("headed", [True, False])
def test_phoenix_is_read_with_and_without_its_heading(tmp_path, headed):
    urls = "https://example.org/a; https://example.org/b"
    rows = ["\t".join(PHOENIX)] * headed + [phoenix(URLs=urls), phoenix(EventID="2", EventCode="999")]
    events, _, _, faults = take(write(tmp_path / "events.full.20150101.txt", *rows))
    assert faults == [("event-code", 2 + headed)]
    picked = ("version", "date", "actor1", "actor2", "sector1", "root", "quad", "intensity", "place_state")
    assert events.select(picked).row(0) == ("realtime", date(2015, 1, 1), "JPN", "PRK", "GOV", "11", 3, -2.0, "JPN")
    assert events.select("story", "url").row(0) == (urls, "https://example.org/a")


def test_statements_of_phoenix_are_verbal_cooperation_whatever_its_neutral_class(tmp_path):
    events, *_ = take(write(tmp_path / "a.txt", phoenix(EventCode="010", EventRootCode="01", PentaClass="0")))
    assert events["quad"].to_list() == [1]


HISTORICAL = (
    *("eid", "story_date", "year", "month", "day", "source", "source_root", "source_agent", "source_others", "target"),
    *("target_root", "target_agent", "target_others", "code", "root_code", "quad_class", "goldstein", "joined_issues"),
    *("lat", "lon", "placename", "statename", "countryname", "aid", "process"),
)


def test_the_historical_phoenix_takes_its_day_from_three_columns_and_mends_lost_zeros(tmp_path):
    values = {"eid": "1", "story_date": "5/3/1985", "year": 1985, "month": 3, "day": 5, "source_root": "JPN"}
    values |= {"target_root": "KOR", "code": "40", "root_code": "4", "goldstein": "1.0", "aid": "99"}
    path = write(tmp_path / "a.csv", ",".join(HISTORICAL), line(HISTORICAL, ",", **values, placename='"Seoul, city"'))
    events, *_ = take(path)
    picked = ("version", "date", "actor1", "actor2", "code", "root", "quad", "story", "place")
    assert events.select(picked).row(0) == (
        *("historical", date(1985, 3, 5), "JPN", "KOR", "040", "04", 1, "99", "Seoul, city"),
    )


@pytest.mark.parametrize("separator", ["\t", ","])
def test_terrier_is_read_with_tabs_or_commas(tmp_path, separator):
    names = ("code", "src_actor", "month", "tgt_actor", "year", "id", "source", "date8", "src_agent", "root_code")
    names += ("day", "target", "goldstein", "country_code", "url")
    values = {"code": "190", "root_code": "19", "src_actor": "PRK", "tgt_actor": "KOR", "date8": "20100101"}
    values |= {"id": "x1", "src_agent": "MIL", "goldstein": "-10.0", "country_code": "KR", "year": "2010"}
    rows = [separator.join(names), line(names, separator, **values)]
    events, *_ = take(write(tmp_path / "a.csv", *rows))
    picked = ("source", "event_id", "date", "actor1", "actor2", "sector1", "quad", "intensity", "place_state")
    assert events.select(picked).row(0) == (*("terrier", "x1", date(2010, 1, 1), "PRK", "KOR", "MIL", 4, -10.0, "KOR"),)


def test_the_two_letters_of_a_place_are_kept_even_if_they_look_like_nothing(tmp_path):
    events, *_ = take(write(tmp_path / "a.txt", phoenix(CountryCode="NA")))
    assert events["place_state"].to_list() == ["NAM"]


def test_a_named_layout_that_does_not_fit_is_refused(tmp_path):
    path = write(tmp_path / "a.txt", "\t".join(POLECAT), polecat())
    assert refusal(path, "terrier") == ["event-layout"]
    assert refusal(path, "icews14") == ["event-layout"]
