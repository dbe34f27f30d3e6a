"""The shipped case against the evidence dossier it was built from: nothing of it may be lost.

Set ``TRIVET_DOSSIER`` to the dossier's folder. What differs on purpose is written down here, case by case.
"""

import os
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
import yaml

from trivet.base.dates import EDate
from trivet.case.load import open_case

FOLDER = os.environ.get("TRIVET_DOSSIER")

pytestmark = [
    pytest.mark.dossier,
    pytest.mark.skipif(not FOLDER, reason="TRIVET_DOSSIER is not set: THE CASE IS NOT COMPARED WITH ITS DOSSIER"),
]

RENAMED_KINDS = {"other": "territory"}
SEEN = {"stored_excerpt": "excerpt", "local_file": "local-file"}


@pytest.fixture(scope="module")
def case():
    return open_case("japan-us-korea")


@cache
def rows(name):
    return yaml.safe_load((Path(FOLDER) / f"{name}.yaml").read_text("utf-8"))[name]


def slug(words):
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def en(text):
    return None if text is None else text.words("en")


def pairs(case, name):
    """Every row of the dossier with its object of the case, which must exist."""
    for row in rows(name):
        yield row, case.find(f"{name}/{row['id']}").object


def compare(case, name, fields):
    """A line for each value of a row that the object does not have; ``fields`` gives (expected, found) pairs."""
    lost = [
        f"{name} {row['id']} {field}: {expected!r} became {found!r}"
        for row, thing in pairs(case, name)
        for field, (expected, found) in fields(row, thing).items()
        if expected != found
    ]
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize("name", ["sources", "actors", "instruments", "commitments", "events", "issues", "claims"])
def test_every_row_is_there(case, name):
    wanted = [row["id"] for row in rows(name)]
    kept = [thing.id for thing in getattr(case, name) if thing.id in set(wanted)]
    assert sorted(kept) == sorted(wanted)


def test_sources(case):
    def fields(row, source):
        essay = row["id"] == case.meta.essay
        return {
            "title": (row["title"], source.title),
            "publisher": (None if essay else row["publisher"], source.publisher),
            "date": (row["date"] and str(row["date"]), source.issued and source.issued.edtf),
            "url": (None if essay else row["url"], source.url),
            "language": (row["language"], source.language),
            "kind": (row["kind"], source.kind),
            "copy": (row["copy"].replace("_or_", "-or-"), source.copy_),
            "quality": (row["quality"], source.quality),
            "seen": (SEEN[row["seen"]], source.seen),
            "note": (row.get("note"), None if essay else en(source.note)),
        }

    compare(case, "sources", fields)


def test_actors(case):
    def fields(row, actor):
        codes = row["iso3"] if isinstance(row["iso3"], list) else [row["iso3"]] if row["iso3"] else []
        found = {"names": actor.name.model_dump(), "codes": list(actor.of or actor.members) or [actor.code or ""]}
        names = {language: words for language, words in row["names"].items() if words}
        names |= {"en": "North Korea"} if row["id"] == "PRK" else {}
        found["names"] = {language: words for language, words in found["names"].items() if row["names"][language]}
        return {
            "names": (names, found["names"]),
            "kind": (RENAMED_KINDS.get(row["kind"], row["kind"]), actor.kind),
            "iso3": (codes or [""], found["codes"]),
            "role": (row["role"], en(actor.role)),
            "stance": (row["stance"], en(actor.stance)),
            "sources": (row["sources"], list(actor.sources)),
            "support": (row["support"], actor.support),
            "aliases": ([], [a for a in row.get("aliases", []) if not any(alias in a for alias in actor.aliases)]),
        }

    compare(case, "actors", fields)
    assert "DPRK" in case.find("actors/PRK").object.aliases


def dates_of(case, name):
    """Every day on which a term of an actor, or its own existence, begins or ends."""
    actor = case.find(f"actors/{name}").object
    stretches = [held for office in case.offices for held in office.holders if held.holder == name]
    stretches += [part for held in stretches for part in held.suspended]
    stretches += [*actor.memberships, *([actor.active] if actor.active else [])]
    return [day for stretch in stretches for day in (stretch.from_, stretch.to) if day]


def test_terms_of_office(case):
    """Each date of a term stands in the case, as precise or more so; the last day in office may be the day before."""
    lost = []
    for row in rows("actors"):
        for word in re.findall(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", row["term"] or ""):
            wanted = EDate(word)
            last = wanted.latest + timedelta(days=1)
            if not any(wanted.earliest <= day.earliest <= last for day in dates_of(case, row["id"])):
                lost.append(f"actors {row['id']}: {word} of {row['term']!r} is not among {dates_of(case, row['id'])}")
    assert not lost, "\n".join(lost)


def test_instruments(case):
    def fields(row, thing):
        turns = [turn.date.edtf for turn in thing.history]
        return {
            "names": (row["names"], dict(thing.name.model_dump())),
            "parties": ([p for p in row["parties"] if p != "others"], list(thing.parties)),
            "others": ("others" in row["parties"], thing.others),
            "type": (slug(row["type"]), thing.type),
            "dates": ([], [row[key] for key in ("signed", "effective") if row[key] and str(row[key]) not in turns]),
            "ended": ([], [row["ended"]] if row["ended"] and not ended(thing, EDate(str(row["ended"]))) else []),
            "status": (row["status_2025_04_30"], en(thing.status)),
            "obligations": (row["obligations"], en(thing.obliges)),
            "binds": (row["binds"], en(thing.binds)),
            "bindingness": (row["bindingness"], thing.bindingness),
            "sources": (row["sources"], list(thing.sources)),
            "support": (row["support"], thing.support),
            "note": (row["note"], en(thing.note)),
        }

    compare(case, "instruments", fields)


def ended(thing, when):
    """Whether an instrument ends on a date, or on a day of it that the case knows more precisely."""
    ends = [turn.date for turn in thing.history if turn.state in ("ended", "superseded", "lapsed")]
    return any(when.earliest <= end.earliest and end.latest <= when.latest for end in [*ends, thing.expires] if end)


def test_commitments(case):
    def fields(row, thing):
        known = next(item for item in case.at("2025-04-30").commitments if item.commitment.id == row["id"]).assessment
        return {
            "text": (row["text"], en(thing.text)),
            "owners": ([o if o.isupper() else slug(o) for o in row["owners"]], list(thing.owners)),
            "topic": (slug(row["topic"]), thing.topic),
            "made_on": (str(row["made_on"]), thing.made_on.edtf),
            "instrument": (row["instrument"], thing.instrument),
            "due": (slug(str(row["due_or_cadence"])), thing.due),
            "status": (row["status_2025_04_30"], known.status),
            "evidence": (row["status_evidence"], en(known.evidence)),
            "sources": (row["sources"], list(thing.sources)),
        }

    compare(case, "commitments", fields)


def event_date(row):
    day = str(row["date"])
    return f"{day[:8]}?{day[8:]}" if row["precision"] == "month" and len(day) == 10 else day


def test_events(case):
    def fields(row, event):
        return {
            "date": (event_date(row), event.date.edtf),
            "precision": (row["precision"], event.date.precision),
            "title": (row["title"], en(event.title)),
            "description": (row["description"], en(event.description)),
            "actors": (row["actors"], list(event.actors)),
            "kind": ({"sanction/tariff": "sanction-or-tariff"}.get(row["kind"], slug(row["kind"])), event.kind),
            "dyads": ([dyad.split("-") for dyad in row["dyads"]], [list(dyad) for dyad in event.dyads]),
            "relevance": (row["trilateral_relevance"], event.relevance),
            "sign": (row["sign"], event.sign),
            "intensity": (row["goldstein_like"], event.intensity),
            "cameo_root": (row["cameo_root"] and str(row["cameo_root"]), event.cameo_root),
            "in_essay": (row["in_essay"], event.in_essay),
            "sources": (row["sources"], list(event.sources)),
            "support": (row["support"], event.support),
        }

    compare(case, "events", fields)


def three(value):
    return {"low": value.low, "best": value.best, "high": value.high}


def test_issues(case):
    def fields(row, issue):
        return {
            "title": (row["title"], en(issue.title)),
            "paragraphs": (row["paragraphs"], list(issue.paragraphs)),
            "scale": (row["scale"], {"zero": en(issue.scale.zero), "hundred": en(issue.scale.hundred)}),
            "as_of": (str(row["as_of"]), issue.as_of.edtf),
            "status quo": (row["status_quo"]["position"], three(issue.status_quo.position)),
            "description": (row["status_quo"]["description"], en(issue.status_quo.description)),
            "status quo sources": (row["status_quo"]["sources"], list(issue.status_quo.sources)),
            "judgement": (row["judgement"], issue.status_quo.grade == "judged"),
        }

    compare(case, "issues", fields)


def test_positions(case):
    lost, count = [], 0
    for row, issue in pairs(case, "issues"):
        found = {position.actor: position for position in issue.positions}
        assert [given["actor"] for given in row["positions"]] == [position.actor for position in issue.positions]
        for given in row["positions"]:
            position = found[given["actor"]]
            count += 1
            has = {key: three(getattr(position, key)) for key in ("position", "salience", "influence")}
            has |= {"justification": en(position.justification), "sources": list(position.sources)}
            has |= {"actor": position.actor, "judgement": position.grade == "judged"}
            lost += [
                f"{row['id']} {given['actor']} {key}: {given[key]!r} became {has[key]!r}"
                for key in given
                if given[key] != has[key]
            ]
    assert not lost, "\n".join(lost)
    assert count == 148


def test_claims(case):
    def fields(row, claim):
        return {
            "paragraph": (row["paragraph"], claim.paragraph),
            "claim": (row["claim"], en(claim.claim)),
            "type": (row["type"], claim.type),
            "actors": (row["actors"], list(claim.actors)),
            "date": (row["date"] and str(row["date"]), claim.date and claim.date.edtf),
            "verdict": (row["verdict"], claim.verdict),
            "qualifier": (row["qualifier"], "partial" if claim.partial else None),
            "sources": (row["sources"], list(claim.sources)),
            "note": (row["note"], en(claim.note)),
        }

    compare(case, "claims", fields)


def test_nothing_is_left_that_no_test_above_looks_at():
    """The fields of the dossier, all of which the tests above compare."""
    known = {
        "sources": "id title publisher date url language kind copy quality seen note",
        "actors": "id kind names iso3 role term stance sources support aliases",
        "instruments": "id names parties type signed effective ended status_2025_04_30 obligations binds bindingness"
        " sources support note",
        "commitments": "id text owners topic made_on instrument due_or_cadence status_2025_04_30 status_evidence sources",
        "events": "id date precision title description actors kind dyads trilateral_relevance sign goldstein_like"
        " cameo_root score_is_judgement in_essay sources support",
        "issues": "id title paragraphs scale status_quo judgement as_of positions",
        "claims": "id paragraph claim type actors date verdict qualifier sources note",
    }
    for name, words in known.items():
        assert {key for row in rows(name) for key in row} == set(words.split())
    assert {row["score_is_judgement"] for row in rows("events")} == {True}
    assert date(2025, 4, 30) >= max(EDate(event_date(row)).earliest for row in rows("events"))
