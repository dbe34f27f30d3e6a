"""The pages of ``trivet show`` as plain data, and their printing."""

from typing import Any

from trivet.base.dates import EDate
from trivet.base.errors import NotFoundError
from trivet.base.format import format_date
from trivet.base.i18n import Sayer
from trivet.base.ids import hint_at
from trivet.base.message import N_, say, say_count
from trivet.case.at import State
from trivet.case.diff import changes
from trivet.case.model import Case, Located
from trivet.case.network import network
from trivet.case.refs import references
from trivet.case.search import search
from trivet.case.words import BINDINGNESS_WORDS, GRADE_WORDS, PHASE_WORDS, SECTION_WORDS, STATE_WORDS, STATUS_WORDS
from trivet.cli.output import print_line, table

LATEST = 8
VIEWS = ("timeline", "network", "legs", "ledger", "claims", "topics")


def state_page(state: State, since: EDate | None, sayer: Sayer) -> dict[str, Any]:
    """The state of a case on a day as plain data."""
    case = state.case
    data: dict[str, Any] = {
        "case": case.meta.id,
        "title": sayer.text(case.meta.title).words,
        "date": state.day.isoformat(),
        "as_of": str(case.meta.as_of),
        "digest": case.digest,
        "overlays": list(case.overlays),
        "offices": [_office(held, sayer) for held in state.offices],
        "leaders": [_office(held, sayer) for held in state.leaders],
        "instruments": instruments(state, sayer),
        "commitments": commitments(state, sayer),
        "disputes": disputes(state, sayer),
        "latest": [_event(event, sayer) for event in state.past_events[-LATEST:][::-1]],
        "next": [_event(event, sayer) for event in state.coming_events[:LATEST]],
        "network": ties(state, sayer),
    }
    if since:
        data["since"] = str(since)
        data["changes"] = [
            {"date": str(change.date), "object": change.ref, "words": sayer.say(change.message)}
            for change in changes(case, since.latest, state.day)
        ]
    return data


def _office(held: Any, sayer: Sayer) -> dict[str, Any]:
    return {
        "office": held.office.id,
        "title": sayer.name(f"offices/{held.office.id}"),
        "of": held.office.of,
        "holder": held.holding.holder,
        "name": sayer.name(f"actors/{held.holding.holder}"),
        "since": str(held.holding.from_) if held.holding.from_ else None,
        "acting": held.acting,
        "powers_suspended": held.suspended,
        "leads": held.office.leads,
        "support": held.holding.support,
    }


def instruments(state: State, sayer: Sayer) -> list[dict[str, Any]]:
    """Every instrument that has begun, with its state and the days since it changed."""
    return [
        {
            "id": item.instrument.id,
            "name": sayer.name(f"instruments/{item.instrument.id}"),
            "state": item.turn.state,
            "words": sayer.term(STATE_WORDS[item.turn.state]),
            "since": str(item.since),
            "days": item.days,
            "in_effect": item.in_effect,
            "bindingness": item.instrument.bindingness,
            "parties": list(item.instrument.parties),
            "sources": list(item.turn.sources),
        }
        for item in state.instruments
    ]


def commitments(state: State, sayer: Sayer) -> list[dict[str, Any]]:
    """Every promise made, with what is known of it."""
    return [
        {
            "id": item.commitment.id,
            "text": sayer.name(f"commitments/{item.commitment.id}"),
            "status": item.assessment.status if item.assessment else "made",
            "words": sayer.term(STATUS_WORDS[item.assessment.status if item.assessment else "made"]),
            "since": str(item.assessment.date if item.assessment else item.commitment.made_on),
            "instrument": item.commitment.instrument,
        }
        for item in state.commitments
    ]


def disputes(state: State, sayer: Sayer) -> list[dict[str, Any]]:
    """Every quarrel that has begun."""
    return [
        {
            "id": item.dispute.id,
            "name": sayer.name(f"disputes/{item.dispute.id}"),
            "phase": item.phase.phase,
            "words": sayer.term(PHASE_WORDS[item.phase.phase]),
            "since": str(item.since),
            "open": item.open,
            "parties": list(item.dispute.parties),
        }
        for item in state.disputes
    ]


def _event(event: Any, sayer: Sayer) -> dict[str, Any]:
    return {
        "id": event.id,
        "date": str(event.date),
        "title": sayer.name(f"events/{event.id}"),
        "kind": event.kind,
        "sign": event.sign,
        "scheduled": event.scheduled,
        "dyads": [list(dyad) for dyad in event.dyads],
    }


def ties(state: State, sayer: Sayer) -> dict[str, Any]:
    """The network of actors on the day."""
    found = network(state)
    names = sorted({name for tie in found for name in tie.pair})
    return {
        "nodes": [{"id": name, "name": sayer.name(f"actors/{name}")} for name in names],
        "edges": [
            {
                "source": tie.pair[0],
                "target": tie.pair[1],
                "kind": tie.kind,
                "weight": tie.weight,
                "instruments": list(tie.instruments),
                "disputes": list(tie.disputes),
            }
            for tie in found
        ],
    }


def view_page(state: State, view: str, sayer: Sayer) -> dict[str, Any]:
    """One view in full.

    Raises:
        NotFoundError: if there is no such view.
    """
    if view not in VIEWS:
        raise NotFoundError(f'There is no view "{view}". {hint_at(view, VIEWS)}')
    head = {"view": view, "case": state.case.meta.id, "date": state.day.isoformat()}
    rows: Any
    match view:
        case "timeline":
            rows = [_event(event, sayer) for event in (*state.past_events, *state.coming_events)]
        case "network":
            rows = ties(state, sayer)["edges"]
        case "legs":
            rows = [_leg(state, leg, sayer) for leg in state.legs]
        case "ledger":
            rows = commitments(state, sayer)
        case "claims":
            rows = [_claim(claim, sayer) for claim in state.case.claims]
        case _:
            rows = [
                {
                    "id": t.id,
                    "name": sayer.name(f"topics/{t.id}"),
                    "objects": list(t.objects),
                    "answered_by": list(t.answered_by),
                }
                for t in state.case.topics
            ]
    return {**head, "rows": rows}


def _leg(state: State, leg: Any, sayer: Sayer) -> dict[str, Any]:
    return {
        "leg": leg.id,
        "name": " – ".join(sayer.name(f"actors/{name}") for name in leg.members),
        "instruments": [item.instrument.id for item in state.instruments_of(leg)],
        "disputes": [item.dispute.id for item in state.disputes_of(leg)],
        "events": len(state.events_of(leg)),
    }


def _claim(claim: Any, sayer: Sayer) -> dict[str, Any]:
    return {
        "id": claim.id,
        "paragraph": claim.paragraph,
        "claim": sayer.name(f"claims/{claim.id}"),
        "type": claim.type,
        "verdict": claim.verdict,
        "partial": claim.partial,
        "support": claim.support,
        "note": sayer.text(claim.note).words if claim.note else None,
        "sources": list(claim.sources),
    }


def object_page(state: State, ref: str, sayer: Sayer) -> dict[str, Any]:
    """One object, its fields, and everything that refers to it."""
    case = state.case
    item = case.find(ref)
    return {
        "ref": item.ref,
        "section": item.section,
        "section_words": sayer.term(SECTION_WORDS[item.section]),
        "name": sayer.name(item.ref),
        "grade": case.grade_of(item.ref).value,
        "grade_words": sayer.term(GRADE_WORDS[case.grade_of(item.ref)]),
        "place": str(item.place()),
        "data": item.thing.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True),
        "referred_by": [
            {
                "ref": other.ref,
                "name": sayer.name(other.ref),
                "field": ".".join(map(str, path)),
                "place": str(other.place(*path)),
            }
            for other, path in _referring(case, item)
        ],
    }


def _referring(case: Case, item: Located) -> list[tuple[Located, tuple[str | int, ...]]]:
    found = []
    for other in case.objects():
        for ref in references(other.object):
            named = ref.id in (item.object.id, item.ref)
            if named and (ref.sections == ("*",) or item.section in ref.sections):
                found.append((other, ref.path))
                break
    return found


def search_page(case: Case, words: str, sayer: Sayer) -> dict[str, Any]:
    """Objects whose words in any language hold some words."""
    return {
        "search": words,
        "found": [
            {
                "ref": item.ref,
                "name": sayer.name(item.ref),
                "section": item.section,
                "section_words": sayer.term(SECTION_WORDS[item.section]),
                "place": str(item.place()),
            }
            for item in search(case, words)
        ],
    }


def print_state(data: dict[str, Any], sayer: Sayer) -> None:
    """Print the state of a case."""
    when = format_date(EDate(data["date"]), sayer.language)
    print_line(sayer.say(say("{title} on {date}", title=data["title"], date=when)))
    print_line()
    shown = [office for office in data["offices"] if office["of"] in {row["of"] for row in data["leaders"]}]
    standing = [[row["title"], row["name"] + _standing(row, sayer), row["since"] or "–"] for row in shown]
    if standing:
        table(sayer.term("In office"), _heads(sayer, N_("Office"), N_("Holder"), N_("Since")), standing)
    if data["instruments"]:
        rows = [
            [
                row["name"],
                row["words"],
                row["since"],
                str(row["days"]),
                sayer.term(BINDINGNESS_WORDS[row["bindingness"]]),
            ]
            for row in data["instruments"]
        ]
        table(
            sayer.term("Instruments"),
            _heads(sayer, N_("Instrument"), N_("State"), N_("Since"), N_("Days"), N_("Bindingness")),
            rows,
        )
    _print_tally(data, sayer)
    open_ones = [row for row in data["disputes"] if row["open"]]
    if open_ones:
        rows = [[row["name"], ", ".join(row["parties"]), row["words"], row["since"]] for row in open_ones]
        table(sayer.term("Open disputes"), _heads(sayer, N_("Dispute"), N_("Between"), N_("Phase"), N_("Since")), rows)
    for key, title in (("latest", N_("Latest events")), ("next", N_("Next dated events"))):
        if data[key]:
            rows = [[row["date"], row["title"]] for row in data[key]]
            table(sayer.term(title), _heads(sayer, N_("Date"), N_("Event")), rows)
    if "changes" in data:
        title = sayer.say(say("Changes since {date}", date=format_date(EDate(data["since"]), sayer.language)))
        table(title, _heads(sayer, N_("Date"), N_("Change")), [[row["date"], row["words"]] for row in data["changes"]])
    edges = data["network"]["edges"]
    print_line(
        sayer.say(
            say_count(
                "One tie between actors; see --view network.",
                "{count} ties between actors; see --view network.",
                len(edges),
            )
        )
    )


def _print_tally(data: dict[str, Any], sayer: Sayer) -> None:
    tally: dict[str, int] = {}
    for row in data["commitments"]:
        tally[row["words"]] = tally.get(row["words"], 0) + 1
    if tally:
        rows = [[words, str(count)] for words, count in tally.items()]
        table(sayer.term("Commitments by status"), _heads(sayer, N_("Status"), N_("Count")), rows)


def _heads(sayer: Sayer, *msgids: str) -> list[str]:
    return [sayer.term(msgid) for msgid in msgids]


def _standing(row: dict[str, Any], sayer: Sayer) -> str:
    if row["acting"]:
        return f" ({sayer.term('acting')})"
    return f" ({sayer.term('powers suspended')})" if row["powers_suspended"] else ""


def print_view(data: dict[str, Any]) -> None:
    """Print a view as a table of its plain columns."""
    rows = data["rows"]
    heads = list(rows[0]) if rows else []
    table(
        f"{data['view']} · {data['case']} · {data['date']}", heads, [[_cell(row[key]) for key in heads] for row in rows]
    )


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_cell(item) if isinstance(item, list) else str(item) for item in value)
    return "–" if value is None else str(value)


def print_object(page: dict[str, Any]) -> None:
    """Print one object."""
    print_line(f"{page['name']}")
    print_line(f"{page['section_words']} · {page['ref']} · {page['grade_words']} · {page['place']}")
    print_line()
    for key, value in page["data"].items():
        for line in _tree(key, value, 0):
            print_line(line)
    if page["referred_by"]:
        print_line()
        rows = [[row["ref"], row["name"], row["field"], row["place"]] for row in page["referred_by"]]
        table("←", ["", "", "", ""], rows)


def _tree(key: str, value: Any, depth: int) -> list[str]:
    pad = "  " * depth
    if isinstance(value, dict):
        return [f"{pad}{key}:", *(line for k, v in value.items() for line in _tree(str(k), v, depth + 1))]
    if isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        return [f"{pad}{key}:", *(line for i, v in enumerate(value) for line in _tree(str(i), v, depth + 1))]
    if isinstance(value, list):
        return [f"{pad}{key}: {', '.join(map(str, value))}"]
    return [f"{pad}{key}: {value}"]


def print_search(page: dict[str, Any]) -> None:
    """Print what a search found."""
    rows = [[row["ref"], row["name"], row["section_words"], row["place"]] for row in page["found"]]
    table(f"{page['search']}: {len(rows)}", ["", "", "", ""], rows)
