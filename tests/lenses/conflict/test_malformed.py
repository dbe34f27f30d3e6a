"""Conflicts that are no conflicts: one clear fault for each error, at its place, and never a traceback.

A § in a sample marks where its fault belongs; several marks are several faults.
"""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import ACTORS, write_case
from trivet.base.errors import CaseError
from trivet.base.i18n import translate
from trivet.case.load import read_case
from trivet.lens.run import open_for
from trivet.lenses.conflict import ConflictLens
from trivet.lenses.conflict.build import faults_of

LENS = ConflictLens()
MARK = "§"
THREE = ACTORS + "- id: C\n  kind: state\n  name: Cland\n  sources: [s1]\n"

OPTIONS = """\
- id: row
  title: Row
  as_of: 2025-01-01
  sources: [s1]
  decision_makers:
    - actor: A
      sources: [s1]
      options:
        - {id: act, name: Acts, sources: [s1]}
        - {id: add, name: Adds, sources: [s1]}
      statements:
        - {holds: act, sources: [s1]}
        - {holds: not bet, sources: [s1]}
    - actor: B
      sources: [s1]
      options:
        - {id: bet, name: Bets, sources: [s1]}
      ranking: [1, 2, [3, 4], 5, 6]
  feasibility:
    - {never: act and add, sources: [s1]}
  status_quo: [bet]
"""

GRAPH = """\
- id: path
  title: Path
  as_of: 2025-01-01
  sources: [s1]
  decision_makers:
    - {actor: A, ranking: [calm, storm, wreck], sources: [s1]}
    - {actor: B, order: calm > storm ~ wreck, sources: [s1]}
  states:
    - {id: calm, name: Calm}
    - {id: storm, name: Storm}
    - {id: wreck, name: Wreck}
  moves:
    - {actor: A, pairs: [[calm, storm], [storm, wreck]]}
    - {actor: B, pairs: [[storm, calm]]}
  status_quo: [calm]
"""

EVERY_OPTION = "".join(f"        - {{id: o{k}, name: Option, sources: [s1]}}\n" for k in range(30))
NO_RANKING = "      ranking: [1, 2, [3, 4], 5, 6]\n"
STATEMENTS = "        - {holds: act, sources: [s1]}\n        - {holds: not bet, sources: [s1]}\n"
END = "  status_quo: [bet]\n"
BET = "      options:\n        - {id: bet, name: Bets, sources: [s1]}\n"


def options(*pairs):
    return changed(OPTIONS, *pairs)


def graph(*pairs):
    return changed(GRAPH, *pairs)


def changed(text, *pairs):
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def ranking(new):
    return options((NO_RANKING, f"      {new}\n"))


def ends(more):
    return options((END, END + more))


def starts(new):
    return options((END, f"  status_quo: {new}\n"))


def orders(new):
    return graph(("order: calm > storm ~ wreck", f"order: {new}"))


def judged(new):
    return graph(("ranking: [calm, storm, wreck]", new))


SAMPLES = {
    # Form
    "neither options nor states": (
        "conflict-form",
        "options, or states",
        """\
- id: row
  title: Row
  as_of: 2025-01-01
  sources: [s1]
  decision_makers:
    §- {actor: A, ranking: [1], sources: [s1]}
    - {actor: B, ranking: [1], sources: [s1]}
""",
    ),
    "options and states": (
        "conflict-form",
        "not both",
        ends("  states:\n    §- {id: s, name: S}\n"),
    ),
    "statements in graph form": (
        "conflict-form",
        "no meaning in graph form",
        judged("statements: §[{holds: act, sources: [s1]}]"),
    ),
    "rules in graph form": (
        "conflict-form",
        "no meaning in graph form",
        graph(("  status_quo: [calm]\n", "  status_quo: [calm]\n  feasibility:\n    §- {never: a, sources: [s1]}\n")),
    ),
    "merged states in graph form": (
        "conflict-form",
        "no meaning in graph form",
        graph(("  status_quo: [calm]\n", "  status_quo: [calm]\n  merged:\n    §- {when: a, name: M}\n")),
    ),
    "named outcomes in graph form": (
        "conflict-form",
        "no meaning in graph form",
        graph(("  status_quo: [calm]\n", "  status_quo: [calm]\n  outcomes:\n    §- {when: a, name: M}\n")),
    ),
    "hidden states in graph form": (
        "conflict-form",
        "no meaning in graph form",
        graph(
            ("  status_quo: [calm]\n", "  status_quo: [calm]\n  perceptions:\n    - {actor: A, hidden: §['true']}\n")
        ),
    ),
    # Decision makers
    "a decision maker with nothing to do": (
        "conflict-decision-maker",
        '"C" can do nothing',
        options(
            ("  feasibility:\n", "    - §{actor: C, ranking: [1, 2, 3, 4, 5, 6], sources: [s1]}\n  feasibility:\n")
        ),
    ),
    "a decision maker without moves": (
        "conflict-decision-maker",
        '"B" can do nothing',
        graph(
            ("    - {actor: B, pairs: [[storm, calm]]}\n", ""),
            ("    - {actor: B, order", "    - §{actor: B, order"),
        ),
    ),
    "a decision maker with an empty list of moves": (
        "conflict-decision-maker",
        '"B" can do nothing',
        graph(("[[storm, calm]]", "[]"), ("    - {actor: B, order", "    - §{actor: B, order")),
    ),
    "a decision maker twice": (
        "conflict-decision-maker",
        '"A" is a decision maker twice',
        graph(("  states:\n", "    - §{actor: A, ranking: [calm, storm, wreck], sources: [s1]}\n  states:\n")),
    ),
    "two decision makers of one name": (
        "conflict-decision-maker",
        '"Same" is a decision maker twice',
        graph(("{actor: A, r", "{actor: A, label: Same, r"), ("- {actor: B, o", "- §{actor: B, label: Same, o")),
    ),
    # Options
    "an option twice": (
        "conflict-option",
        '"act" is there twice',
        options(("{id: bet, name: Bets,", "{id: bet, name: Bets, sources: [s1]}\n        - {id: §act, name: Again,")),
    ),
    "an option named like a word": (
        "conflict-option",
        '"then" is a word',
        options(("{id: bet, name: Bets,", "{id: bet, name: Bets, sources: [s1]}\n        - {id: §then, name: Then,")),
    ),
    "numbering that leaves one out": (
        "conflict-option",
        '"numbering" names every option exactly once',
        ends("  numbering: §[act, add]\n"),
    ),
    "numbering with one twice": (
        "conflict-option",
        '"numbering" names every option exactly once',
        ends("  numbering: §[act, add, bet, bet]\n"),
    ),
    "numbering with one unknown": (
        "conflict-option",
        '"numbering" names every option exactly once',
        ends("  numbering: §[act, add, bet, get]\n"),
    ),
    # Conditions
    "a rule that cannot be read": (
        "conflict-condition",
        "it ends too early, at character 8",
        options(("{never: act and add,", "{never: §act and,")),
    ),
    "a statement that cannot be read": (
        "conflict-condition",
        'cannot be read: "&" is not part of the language, at character 5',
        options(("{holds: act,", "{holds: §act & bet,")),
    ),
    "an unknown option in a rule": (
        "conflict-option-unknown",
        'no option "actt". Did you mean "act"?',
        options(("{never: act and add,", "{never: §actt and add,")),
    ),
    "an unknown option in a statement": (
        "conflict-option-unknown",
        'no option "Bet". Did you mean "bet"?',
        options(("{holds: not bet,", "{holds: §not Bet,")),
    ),
    "an unknown option in the condition of an option": (
        "conflict-option-unknown",
        'no option "beet". Did you mean "bet"?',
        options(("{id: add, name: Adds,", "{id: add, name: Adds, when: §not beet,")),
    ),
    "an unknown option in a named outcome": (
        "conflict-option-unknown",
        'no option "zzz".',
        ends("  outcomes:\n    - {when: §zzz, name: Z}\n"),
    ),
    "an unknown option in merged states": (
        "conflict-option-unknown",
        'no option "adds". Did you mean "add"?',
        ends("  merged:\n    - {when: §adds, name: Z}\n"),
    ),
    "an unknown option in what is hidden": (
        "conflict-option-unknown",
        'no option "acts". Did you mean "act"?',
        ends("  perceptions:\n    - {actor: A, hidden: [add, §acts], sources: [s1]}\n"),
    ),
    "a rule of both sorts": (
        "conflict-rule",
        'either "never" or "always"',
        options(("- {never: act and add,", "- §{never: act and add, always: bet,")),
    ),
    "a rule of neither sort": (
        "conflict-rule",
        'either "never" or "always"',
        options(("    - {never: act and add,", "    - {never: act and add, sources: [s1]}\n    - §{because: why,")),
    ),
    "no feasible state": (
        "conflict-no-state",
        "exclude every one",
        options(
            (
                "    - {never: act and add, sources: [s1]}\n",
                "    §- {always: act and add, sources: [s1]}\n    - {never: add, sources: [s1]}\n",
            )
        ),
    ),
    "too many states": (
        "conflict-size",
        "more than",
        options((BET, "      options:\n" + EVERY_OPTION + BET.removeprefix("      options:\n"))).replace(
            "  decision_makers:\n    - actor: A", "  decision_makers:\n    §- actor: A"
        ),
    ),
    "merged states that a statement tells apart": (
        "conflict-merged",
        "tells states apart that are merged",
        options(
            (END, END + "  merged:\n    - {when: act or bet, name: M}\n"),
            (NO_RANKING, "      ranking: [1, 2, 3]\n"),
            ("{holds: not bet,", "{holds: act or bet,"),
            ("{holds: act,", "{holds: §act,"),
        ),
    ),
    # Preferences
    "a ranking that misses a state": (
        "conflict-ranking",
        "1 states are not ranked, the first of them: 5 (YNY)",
        ranking("ranking: §[1, 2, [3, 4], 6]"),
    ),
    "a ranking that repeats a state": (
        "conflict-ranking",
        '"2" is ranked twice',
        ranking("ranking: [1, 2, [3, 4], 5, §2]"),
    ),
    "a ranking that repeats a state in a tie": (
        "conflict-ranking",
        '"3" is ranked twice',
        ranking("ranking: [1, 2, [3, §3], 4, 5, 6]"),
    ),
    "a ranking that repeats a state under another name": (
        "conflict-ranking",
        '"NNN" is ranked twice',
        ranking("ranking: [1, 2, [3, 4], §NNN, 5, 6]"),
    ),
    "a ranking with an unknown number": (
        "conflict-state",
        'no state "7"',
        ranking("ranking: [1, 2, [3, §7], 5, 6]"),
    ),
    "a ranking with an infeasible pattern": (
        "conflict-state",
        'no state "YYN"',
        ranking("ranking: [1, 2, [3, 4], 5, §YYN]"),
    ),
    "a ranking with an unknown id": (
        "conflict-state",
        'no state "storms"',
        judged("ranking: [calm, §storms, wreck]"),
    ),
    "a ranking with no state at all": (
        "schema-type",
        "",
        ranking("ranking: [1, 2, [3, 4], 5, §null]"),
    ),
    "an order that misses a state": (
        "conflict-ranking",
        "the first of them: wreck",
        orders("§calm > storm"),
    ),
    "an order that repeats a state": (
        "conflict-ranking",
        '"calm" is ranked twice',
        orders("§calm > storm ~ wreck > calm"),
    ),
    "an order with an unknown sign": ("conflict-state", 'no state "storm < wreck"', orders("§calm > storm < wreck")),
    "an order with an unknown state": ("conflict-state", 'no state "storms"', orders("§calm >> storms ~ wreck")),
    "preferences in a circle": (
        "conflict-cycle",
        'run in a circle through "calm"',
        judged("pairs: §[[calm, '>', storm], [storm, '>', wreck], [wreck, '>', calm]]"),
    ),
    "preferences in a circle of ties and one step": (
        "conflict-cycle",
        "run in a circle through",
        judged("pairs: §[[calm, '~', storm], [storm, '~', wreck], [wreck, '>', calm]]"),
    ),
    "a pair against the ranking": (
        "conflict-cycle",
        "run in a circle through",
        judged("ranking: [calm, storm, wreck], pairs: §[[wreck, '>', calm]]"),
    ),
    "two pairs against one another": (
        "conflict-cycle",
        "run in a circle through",
        judged("pairs: §[[calm, '>', storm], [storm, '>', calm], [storm, '>', wreck]]"),
    ),
    "a state against itself": (
        "conflict-cycle",
        "run in a circle through",
        judged("pairs: §[[calm, '>', calm], [calm, '>', storm], [storm, '>', wreck]]"),
    ),
    "a pair with an unknown state": (
        "conflict-state",
        'no state "storms"',
        judged("pairs: [[calm, '>', storm], [§storms, '>', wreck]]"),
    ),
    "a pair with an unknown state after the sign": (
        "conflict-state",
        'no state "99"',
        ranking("pairs: [[1, '>', 2], [NNN, '~', §99]]"),
    ),
    "weights on some statements only": (
        "conflict-weight",
        "every statement of a decision maker has a weight",
        options(("{holds: act, sources", "{holds: act, weight: 2, sources"), ("{holds: not bet", "§{holds: not bet")),
    ),
    "two forms of preferences": (
        "conflict-preference",
        'one of "statements", "ranking" and "order"',
        options((NO_RANKING, NO_RANKING + "      order: 1 > 2 > 3 > 4 > 5 > 6\n"), ("- actor: B", "- §actor: B")),
    ),
    "no preferences": (
        "conflict-preference",
        'one of "statements", "ranking" and "order"',
        options((NO_RANKING, ""), ("- actor: B", "- §actor: B")),
    ),
    "an empty order": (
        "conflict-preference",
        'one of "statements", "ranking" and "order"',
        graph(("- {actor: B, order: calm > storm ~ wreck", "- §{actor: B, order: ''")),
    ),
    # States and moves
    "a state twice": (
        "conflict-state",
        '"storm" is there twice',
        graph(("    - {id: wreck, name: Wreck}\n", "    - {id: wreck, name: Wreck}\n    - {id: §storm, name: More}\n")),
    ),
    "a move to an unknown state": (
        "conflict-state",
        'no state "rain"',
        graph(("[[storm, calm]]", "[[storm, §rain]]")),
    ),
    "a move from a state to itself": (
        "conflict-move",
        "from one state to another",
        graph(("[storm, wreck]]", "§[wreck, wreck]]")),
    ),
    "moves of nobody": (
        "conflict-move",
        '"C" is no decision maker',
        graph(("  status_quo: [calm]\n", "    - {actor: §C, pairs: [[storm, calm]]}\n  status_quo: [calm]\n")),
    ),
    # Where it stands
    "an infeasible status quo": ("conflict-state-infeasible", "the rules exclude it", starts("§[act, add]")),
    "an unknown option in the status quo": (
        "conflict-option-unknown",
        'no option "bets". Did you mean "bet"?',
        starts("[act, §bets]"),
    ),
    "a status quo of too high a number": ("conflict-state", 'no state "7"', starts("§7")),
    "a status quo of number 0": ("conflict-state", 'no state "0"', starts("§0")),
    "a status quo that is no list": ("schema-type", "", starts("§bet")),
    "an unknown state as the status quo": (
        "conflict-state",
        'no state "calms". Did you mean "calm"?',
        graph(("  status_quo: [calm]", "  status_quo: [§calms]")),
    ),
    "two states as the status quo": (
        "conflict-state",
        "state",
        graph(("  status_quo: [calm]", "  status_quo: §[calm, storm]")),
    ),
    "an infeasible outcome observed": (
        "conflict-state-infeasible",
        "the rules exclude it",
        ends("  observed:\n    - {date: 2024-05-01, taken: §[act, add], sources: [s1]}\n"),
    ),
    "an unknown option in an outcome observed": (
        "conflict-option-unknown",
        'no option "axt". Did you mean "act"?',
        ends("  observed:\n    - {date: 2024-05-01, taken: [§axt], sources: [s1]}\n"),
    ),
    "an unknown state in a published result": (
        "conflict-state",
        'no state "7"',
        ends("  published:\n    - {concept: nash, states: [1, §7], sources: [s1]}\n"),
    ),
    # Coalitions and perceptions
    "a structure that leaves somebody out": (
        "conflict-structure",
        "every decision maker exactly once",
        ends("  structures: [§[[A]]]\n"),
    ),
    "a structure with somebody twice": (
        "conflict-structure",
        "every decision maker exactly once",
        ends("  structures: [[[A, B]], §[[A, B], [B]]]\n"),
    ),
    "a structure with an empty block": ("conflict-structure", "in blocks", ends("  structures: [§[[A, B], []]]\n")),
    "a structure with an outsider": (
        "conflict-structure",
        "every decision maker exactly once",
        ends("  structures: [§[[A, B, C]]]\n"),
    ),
    "a perception of nobody": (
        "conflict-perception",
        '"C" is no decision maker',
        ends("  perceptions:\n    - {actor: §C, hidden: [act], sources: [s1]}\n"),
    ),
    "a perception that hides everything": (
        "conflict-perception",
        "hides every state",
        ends("  perceptions:\n    - {actor: A, hidden: §[act, not act], sources: [s1]}\n"),
    ),
    "a belief about nobody": (
        "conflict-perception",
        '"C" is no decision maker',
        ends("  perceptions:\n    - {actor: A, believes: [{actor: §C, order: 1 > 2 > 3 > 4 > 5 > 6}]}\n"),
    ),
    "a belief without preferences": (
        "conflict-preference",
        'one of "statements", "ranking" and "order"',
        ends("  perceptions:\n    - {actor: A, believes: [§{actor: B}]}\n"),
    ),
    "a belief that misses a state": (
        "conflict-ranking",
        "1 states are not ranked, the first of them: 6 (NYY)",
        ends("  perceptions:\n    - {actor: A, believes: [{actor: B, ranking: §[1, 2, 3, 4, 5]}]}\n"),
    ),
    "two perceptions of one decision maker": (
        "conflict-perception",
        "twice",
        ends("  perceptions:\n    - {actor: A, hidden: [act]}\n    - {actor: §A, hidden: [bet]}\n"),
    ),
}

SEVERAL = {
    "in rules": (
        ["conflict-condition", "conflict-rule", "conflict-option-unknown"],
        options(
            (
                "    - {never: act and add, sources: [s1]}\n",
                "    - {never: §(act, sources: [s1]}\n    - §{because: why, sources: [s1]}\n    - {always: §adt, sources: [s1]}\n",
            ),
        ),
    ),
    "in preferences": (
        ["conflict-condition", "conflict-option-unknown", "conflict-ranking", "conflict-state"],
        options(
            ("{holds: act,", "{holds: §act or,"),
            ("{holds: not bet,", "{holds: §nott,"),
            (NO_RANKING, "      ranking: [1, 2, §1, §9]\n"),
        ),
    ),
    "of decision makers, options and conditions": (
        ["conflict-option", "conflict-option", "conflict-decision-maker", "conflict-condition"],
        options(
            ("{id: add, name: Adds,", "{id: §act, name: Adds,"),
            ("{id: bet, name: Bets,", "{id: bet, name: Bets, sources: [s1]}\n        - {id: §iff, name: Iff,"),
            ("  feasibility:\n", "    - {actor: C, ranking: [1], sources: [s1]}\n  feasibility:\n"),
            ("{never: act and add,", "{never: §act act,"),
        ).replace("    - {actor: C", "    - §{actor: C"),
    ),
    "in the moves of a graph": (
        ["conflict-move", "conflict-state", "conflict-state", "conflict-move"],
        graph(
            ("[[calm, storm], [storm, wreck]]", "[§[calm, calm], [§rain, §snow]]"),
            ("  status_quo: [calm]\n", "    - {actor: §C, pairs: []}\n  status_quo: [calm]\n"),
        ),
    ),
    "at the end": (
        ["conflict-state-infeasible", "conflict-structure", "conflict-option-unknown", "conflict-perception"],
        options(
            (
                END,
                "  status_quo: §[act, add]\n  structures: [§[[A]]]\n"
                "  observed:\n    - {date: 2024-05-01, taken: [§axt], sources: [s1]}\n"
                "  perceptions:\n    - {actor: §C, hidden: [act], sources: [s1]}\n",
            )
        ),
    ),
    "in rules and in preferences": (
        ["conflict-option-unknown", "conflict-condition"],
        options(("{holds: act,", "{holds: §actt,"), ("{never: act and add,", "{never: §act and,")),
    ),
    "in rules and in moves": (
        ["conflict-option-unknown", "conflict-structure"],
        options(("{never: act and add,", "{never: §actt,"), (END, "  structures: [§[[A]]]\n")),
    ),
}


def marked(text):
    """A sample without its marks, and where they stood: line and column from 1."""
    spots, clean = [], ""
    for piece in text.split(MARK)[:-1]:
        clean += piece
        spots.append((clean.count("\n") + 1, len(clean.rpartition("\n")[2]) + 1))
    return text.replace(MARK, ""), spots


def faults_in(folder, text):
    """Everything wrong with a case around one conflict."""
    case, faults = read_case(write_case(folder, {"actors.yaml": THREE}, conflicts=text))
    if case is not None:
        faults = [*faults, *faults_of(case)]
    return sorted(faults, key=lambda fault: fault.place)


def said(fault):
    return " ".join(translate(part, "en") for part in (fault.message, fault.hint) if part)


def listed(faults):
    return [(fault.code, str(fault.place)) for fault in faults]


@pytest.mark.parametrize("text", [OPTIONS, GRAPH], ids=["options", "graph"])
def test_what_the_samples_are_made_of_is_sound(text, tmp_path):
    assert faults_in(tmp_path, text) == []


def test_there_are_enough_samples():
    assert len(SAMPLES) + len(JSON) + len(GMCR) > 100


@pytest.mark.parametrize("name", SAMPLES)
def test_one_error_is_one_fault_at_its_place(name, tmp_path):
    code, words, text = SAMPLES[name]
    text, spots = marked(text)
    found = faults_in(tmp_path, text)
    assert listed(found) == [(code, f"conflicts.yaml:{line}:{column}") for line, column in spots]
    assert len(found) == 1
    assert words in said(found[0])
    assert not found[0].warning


@pytest.mark.parametrize("name", SEVERAL)
def test_several_errors_are_told_at_once(name, tmp_path):
    codes, text = SEVERAL[name]
    text, spots = marked(text)
    found = faults_in(tmp_path, text)
    places = [f"conflicts.yaml:{line}:{column}" for line, column in spots]
    assert listed(found) == list(zip(codes, places, strict=True))


def test_faults_of_several_conflicts_are_all_told(tmp_path):
    first, _ = marked(SAMPLES["no feasible state"][2])
    second, _ = marked(SAMPLES["a move from a state to itself"][2])
    found = faults_in(tmp_path, first + second)
    assert [fault.code for fault in found] == ["conflict-no-state", "conflict-move"]


def test_an_unknown_option_leaves_the_numbers_of_others_alone(tmp_path):
    """A numbering that misses an option is one error, also where conditions name that option."""
    text = options((END, END + "  numbering: §[act, bet]\n"))
    text, spots = marked(text)
    assert listed(faults_in(tmp_path, text)) == [("conflict-option", f"conflicts.yaml:{spots[0][0]}:{spots[0][1]}")]


# Files of other programs

NEUTRAL = """\
{
 "decision_makers": [{"name": "Row"}, {"name": "Column"}],
 "options": [
  {"name": "Up", "dm": "Row"},
  {"name": "Left", "dm": "Column", "direction": "fwd"}
 ],
 "infeasible": ["YY"],
 "status_quo": 1,
 "structures": [["Row", "Column"]],
 "preferences": {
  "Row": {"ranking": [1, [2, 3]]},
  "Column": {"statements": [["-Y"], ["N-", "Y-"]]}
 }
}
"""
NET = """\
{
 "form": "graph",
 "decision_makers": ["Row", "Column"],
 "states": [{"id": "s"}, {"id": "t", "label": "Peace"}],
 "moves": {"Row": [["s", "t"]], "Column": [["t", "s"]]},
 "preferences": {"Row": {"ranking": ["s", "t"]}, "Column": {"pairs": [["s", ">", "t"]]}}
}
"""


def neutral(*pairs):
    return changed(NEUTRAL, *pairs)


def net(*pairs):
    return changed(NET, *pairs)


FIRST = '"Row": {"ranking": [1, [2, 3]]}'
SECOND = '"Column": {"statements": [["-Y"], ["N-", "Y-"]]}'
FILE = "conflict-file"

JSON = {
    "nothing": (FILE, "not valid JSON", "§"),
    "no JSON": (FILE, "not valid JSON", "§states: 3\n"),
    "a comma too many": (FILE, "not valid JSON", neutral(('"status_quo": 1,', '"status_quo": 1,§,'))),
    "a bracket too few": (FILE, "not valid JSON", NEUTRAL.rstrip().removesuffix("}").rstrip() + "\n§"),
    "single quotes": (FILE, "not valid JSON", "{§'form': 'graph'}"),
    "a list on top": (FILE, "mapping", "§[]\n"),
    "a list under case": (FILE, "mapping", '{"case": §[]}\n'),
    "no decision makers": (FILE, "needs decision makers", '§{"options": []}'),
    "decision makers in no list": (FILE, "list is needed", '{"decision_makers": §"Row"}'),
    "a decision maker without a name": (
        FILE,
        "is needed",
        neutral(('{"name": "Column"}]', '{"name": "Column"}, §{"label": "x"}]')),
    ),
    "a decision maker who owns nothing": (
        "conflict-decision-maker",
        '"Third" can do nothing',
        neutral(
            ('{"name": "Column"}]', '{"name": "Column"}, §{"name": "Third"}]'),
            (FIRST, FIRST + ', "Third": {"ranking": [1, 2, 3]}'),
            (' "structures": [["Row", "Column"]],\n', ""),
        ),
    ),
    "a decision maker twice": (
        "conflict-decision-maker",
        '"Row" is a decision maker twice',
        net(('["Row", "Column"]', '["Row", "Column", §"Row"]')),
    ),
    "an option of nobody": (FILE, '"Raw" is no decision maker', neutral(('"dm": "Row"', '"dm": §"Raw"'))),
    "an option without an owner": (
        FILE,
        "is no decision maker",
        neutral(('{"name": "Up", "dm": "Row"}', '§{"name": "Up"}')),
    ),
    "an option that is none": (FILE, "mapping", neutral(('{"name": "Up", "dm": "Row"}', '§"Up"'))),
    "an option without a name": (
        FILE,
        "is needed",
        neutral(('{"name": "Up", "dm": "Row"}', '§{"dm": "Row"}')),
    ),
    "an unknown direction": (FILE, '"forth" is none of: both, fwd, back', neutral(('"fwd"', '§"forth"'))),
    "a direction that is a list": (FILE, "is none of: both, fwd, back", neutral(('"fwd"', '§["fwd"]'))),
    "an infeasible pattern of another length": (FILE, "A pattern of 2 letters", neutral(('["YY"]', '["NN", §"YYN"]'))),
    "an infeasible pattern of other letters": (FILE, "A pattern of 2 letters", neutral(('["YY"]', '[§"YX"]'))),
    "a statement of another length": (FILE, "A pattern of 2 letters", neutral(('[["-Y"]', '[§["-Y-"]'))),
    "preferences of nobody": (
        FILE,
        '"Raw" is no decision maker',
        neutral((FIRST, FIRST + ', "Raw": §{"ranking": [1]}')),
    ),
    "no preferences of somebody": (
        FILE,
        '"Column" has no preferences',
        neutral((",\n  " + SECOND, ""), ('"preferences": {', '"preferences": §{')),
    ),
    "preferences in no mapping": (FILE, "mapping", neutral((FIRST, '"Row": §[1, 2, 3]'))),
    "empty preferences": (
        "conflict-preference",
        "Preferences are given by",
        neutral((FIRST, '"Row": {}'), ('[{"name": "Row"}', '[§{"name": "Row"}')),
    ),
    "two forms of preferences": (
        "conflict-preference",
        "Preferences are given by",
        neutral(
            (FIRST, '"Row": {"ranking": [1, [2, 3]], "levels": [1, ">", 2, ">", 3]}'),
            ('[{"name": "Row"}', '[§{"name": "Row"}'),
        ),
    ),
    "a ranking in no list": (FILE, "list is needed", neutral((FIRST, '"Row": {"ranking": §"1, 2"}'))),
    "a ranking that misses a state": (
        "conflict-ranking",
        "the first of them: 3 (NY)",
        neutral((FIRST, '"Row": {"ranking": §[1, 2]}')),
    ),
    "a ranking that repeats a state": (
        "conflict-ranking",
        '"1" is ranked twice',
        neutral((FIRST, '"Row": {"ranking": [1, [2, 3], §1]}')),
    ),
    "a ranking with an unknown state": (
        "conflict-state",
        'no state "4"',
        neutral((FIRST, '"Row": {"ranking": [1, [2, 3, §4]]}')),
    ),
    "levels with an unknown sign": (
        FILE,
        '"=" is none of: > >> ~',
        neutral((FIRST, '"Row": {"levels": [1, ">", 2, §"=", 3]}')),
    ),
    "levels that miss a state": (
        "conflict-ranking",
        "the first of them: 3 (NY)",
        neutral((FIRST, '"Row": {"levels": §[1, ">", 2]}')),
    ),
    "a pair with an unknown sign": (
        FILE,
        "A pair is a state, one of",
        neutral((FIRST, '"Row": {"pairs": [[1, ">", 2], §[2, "=", 3]]}')),
    ),
    "a pair that is none": (
        FILE,
        "A pair is a state, one of",
        neutral((FIRST, '"Row": {"pairs": [[1, ">", 2], §"2 > 3"]}')),
    ),
    "an unknown comparison that is no pair": (
        FILE,
        "A pair",
        neutral((FIRST, '"Row": {"pairs": [[1, ">", 2]], "unknown": [[1, 3], §[2]]}')),
    ),
    "pairs in a circle": (
        "conflict-cycle",
        "run in a circle",
        neutral((FIRST, '"Row": {"pairs": §[[1, ">", 2], [2, ">", 3], [3, ">", 1]]}')),
    ),
    "a status quo that does not exist": (
        "conflict-state",
        'no state "4"',
        neutral(('"status_quo": 1', '"status_quo": §4')),
    ),
    "a status quo in no number": ("schema-type", "", neutral(('"status_quo": 1', '"status_quo": §"NN"'))),
    "a structure with an outsider": (
        FILE,
        '"Raw" is no decision maker',
        neutral(('[["Row", "Column"]]', '[§["Row", "Column", "Raw"]]')),
    ),
    "a structure that is no partition": (
        "conflict-structure",
        "exactly once",
        neutral(('[["Row", "Column"]]', '[["Row", "Column"], §["Row"]]')),
    ),
    "too many states": (
        "conflict-size",
        "more than",
        '{"decision_makers": §[{"name": "X"}], "preferences": {"X": {"statements": [["'
        + "Y" * 30
        + '"]]}}, "options": ['
        + ", ".join(['{"name": "o", "dm": "X"}'] * 30)
        + "]}",
    ),
    "no feasible state": ("conflict-no-state", "exclude every one", neutral(('["YY"]', '§["Y-", "N-"]'))),
    "moves of nobody": (
        FILE,
        '"Raw" is no decision maker',
        net(('"Column": [["t", "s"]]}', '"Column": [["t", "s"]], "Raw": §[["t", "s"]]}')),
    ),
    "a move that is no pair": (FILE, "A move is a pair of states", net(('[["t", "s"]]', '§[["t"]]'))),
    "moves in no list": (FILE, "list is needed", net(('[["t", "s"]]', "§7"))),
    "a move to an unknown state": ("conflict-state", 'no state "u"', net(('[["s", "t"]]', '[["s", §"u"]]'))),
    "a move from a state to itself": (
        "conflict-move",
        "from one state to another",
        net(('[["s", "t"]]', '[§["s", "s"]]')),
    ),
    "a state twice": (
        "conflict-state",
        '"s" is there twice',
        net(('"states": [{"id": "s"}', '"states": [{"id": "s"}, {"id": §"s"}')),
    ),
    "statements in graph form": (
        "conflict-form",
        "no meaning in graph form",
        net(('{"ranking": ["s", "t"]}', '{"statements": §[[""]]}')),
    ),
    "a state twice in a file with a case": (
        "conflict-state",
        '"s" is there twice',
        '{"case": ' + net(('"states": [{"id": "s"}', '"states": [{"id": "s"}, {"id": §"s"}')) + "}",
    ),
    "an unknown form": (FILE, "none of", neutral(('{\n "dec', '{"form": §"grahp",\n "dec'))),
    "an error in a file set with tabs": (
        FILE,
        '"forth" is none of',
        neutral(('"fwd"', '§"forth"')).replace("\n  ", "\n\t\t").replace("\n ", "\n\t"),
    ),
    "an error in a file with a byte order mark": (
        FILE,
        "not valid JSON",
        "\ufeff" + neutral(('"status_quo": 1,', '"status_quo": 1,§,')),
    ),
    "an error in a file with long line ends": (
        FILE,
        '"forth" is none of',
        neutral(('"fwd"', '§"forth"')).replace("\n", "\r\n"),
    ),
    "a key twice": (
        "yaml-duplicate-key",
        "a second time",
        neutral(('"status_quo": 1,', '"status_quo": 1,\n §"status_quo": 2,')),
    ),
    "a tab before the error": (FILE, '"forth" is none of', neutral(('"direction": "fwd"', '"direction":\t§"forth"'))),
}

SAVE = """\
{
 "options": [{"name": "Up", "permittedDirection": "both"}, {"name": "Left", "permittedDirection": "fwd"}],
 "decisionMakers": [
  {"name": "Row", "options": [0], "preferences": [[[1, "Y"]], [[0, "N"]]], "preferenceRanking": [1, [2, 3]]},
  {"name": "Column", "options": [1], "preferences": [[[0, "Y"]]], "preferenceRanking": [3, 2, 1]}
 ],
 "infeasibles": [[[0, "Y"], [1, "Y"]]],
 "useManualPreferenceRanking": false,
 "coalitions": [[0, 1]]
}
"""


def save(*pairs):
    return changed(SAVE, *pairs)


MANUAL = ('"useManualPreferenceRanking": false', '"useManualPreferenceRanking": true')

GMCR = {
    "nothing": (FILE, "not valid JSON", "§"),
    "a list on top": (FILE, "mapping", "§[]"),
    "an option out of range": (FILE, 'no option "2"', save(('"options": [1]', '"options": [1, §2]'))),
    "an option below range": (FILE, 'no option "-1"', save(('"options": [1]', '"options": [1, §-1]'))),
    "an option that is no number": (FILE, 'no option "x"', save(('"options": [1]', '"options": [1, §"x"]'))),
    "an option nobody owns": (
        FILE,
        "Nobody has this option",
        save(('"permittedDirection": "fwd"}', '"permittedDirection": "fwd"}, §{"name": "Spare"}')),
    ),
    "an option of two": (
        "conflict-option",
        '"o1" is there twice',
        save(('"options": [{"name": "Up"', '"options": [§{"name": "Up"'), ('"options": [1]', '"options": [1, 0]')),
    ),
    "an option that is none": (
        FILE,
        "mapping",
        save(('{"name": "Left", "permittedDirection": "fwd"}', "§7")),
    ),
    "an unknown direction": (FILE, '"forth" is none of', save(('"fwd"', '§"forth"'))),
    "a direction that is a mapping": (FILE, "is none of", save(('"fwd"', "§{}"))),
    "an option without a name": (FILE, "is needed", save(('{"name": "Left", ', "§{"))),
    "no decision makers": (FILE, "needs decision makers", '§{"options": []}'),
    "a decision maker that is none": (
        FILE,
        "mapping",
        save(
            ('{"name": "Column", "options": [1]', '{"name": "Column", "options": [1]'),
            (' "decisionMakers": [', ' "decisionMakers": [§7,'),
            (',\n "coalitions": [[0, 1]]', ""),
        ),
    ),
    "a decision maker without a name": (FILE, "is needed", save(('{"name": "Column", ', "§{"))),
    "a decision maker without options": (
        "conflict-decision-maker",
        '"Third" can do nothing',
        save(('"decisionMakers": [', '"decisionMakers": [§{"name": "Third"},'), (',\n "coalitions": [[0, 1]]', "")),
    ),
    "a decision maker twice": (
        "conflict-decision-maker",
        '"Row" is a decision maker twice',
        save(('{"name": "Column"', '§{"name": "Row"')),
    ),
    "a condition on an option out of range": (
        FILE,
        'no option "9"',
        save(('[[0, "Y"], [1, "Y"]]', '[§[9, "Y"], [1, "Y"]]')),
    ),
    "a condition with another letter": (
        FILE,
        "A condition is a list of",
        save(('[[0, "Y"], [1, "Y"]]', '[[0, "Y"], §[1, "-"]]')),
    ),
    "a condition that is none": (
        FILE,
        "A condition is a list of",
        save(('[[[1, "Y"]], [[0, "N"]]]', '[[[1, "Y"]], §"o1"]')),
    ),
    "a compound without alternatives in a list": (
        FILE,
        "list is needed",
        save(('[[0, "Y"], [1, "Y"]]', '{"compound": true, "members": §7}')),
    ),
    "a flag that is none": (FILE, "rue or false is needed", save(("false", '§"no"'))),
    "a ranking that misses a state": (
        "conflict-ranking",
        "the first of them: 3 (NY)",
        save(MANUAL, ("[1, [2, 3]]", "§[1, 2]")),
    ),
    "a ranking with an unknown state": (
        "conflict-state",
        'no state "4"',
        save(MANUAL, ("[1, [2, 3]]", "[1, [2, 3], §4]")),
    ),
    "a ranking that repeats a state": (
        "conflict-ranking",
        '"2" is ranked twice',
        save(MANUAL, ("[1, [2, 3]]", "[1, [2, 3], §2]")),
    ),
    "no ranking where rankings count": (
        "conflict-preference",
        "Preferences are given by",
        save(MANUAL, (', "preferenceRanking": [1, [2, 3]]', ""), ('{"name": "Row"', '§{"name": "Row"')),
    ),
    "a coalition of nobody": (FILE, "numbers of decision makers", save(("[[0, 1]]", "[[0, 1], §[2]]"))),
    "coalitions by name": (FILE, "numbers of decision makers", save(("[[0, 1]]", '[§["Row", "Column"]]'))),
    "a misperception that hides everything": (
        "conflict-perception",
        "hides every state",
        save(('"options": [1], ', '"options": [1], "misperceptions": §[[]], ')),
    ),
    "no feasible state": (
        "conflict-no-state",
        "exclude every one",
        save(('[[[0, "Y"], [1, "Y"]]]', '§[[[0, "Y"]], [[0, "N"]]]')),
    ),
}


def faults_of_file(path):
    """Everything wrong with a file of another program."""
    try:
        case = open_for(LENS, str(path))
    except CaseError as error:
        return list(error.faults)
    return list(faults_of(case))


@pytest.mark.parametrize("text", [NEUTRAL, NET, SAVE], ids=["neutral", "net", "save"])
def test_what_the_files_are_made_of_is_sound(text, tmp_path):
    path = tmp_path / ("model.gmcr" if text is SAVE else "model.json")
    path.write_text(text, "utf-8")
    assert faults_of_file(path) == []


@pytest.mark.parametrize(
    ("suffix", "name"), [(".json", name) for name in JSON] + [(".gmcr", name) for name in GMCR], ids="{0}".format
)
def test_one_error_in_a_file_is_one_fault_at_its_place(suffix, name, tmp_path):
    code, words, text = (JSON if suffix == ".json" else GMCR)[name]
    text, [(line, column)] = marked(text)
    path = tmp_path / f"model{suffix}"
    path.write_bytes(text.encode())
    found = faults_of_file(path)
    assert listed(found) == [(code, f"model{suffix}:{line}:{column}")]
    assert words in said(found[0])


@pytest.mark.parametrize("suffix", [".json", ".gmcr"])
@pytest.mark.parametrize("raw", [b"\xff\xfe{}", b"\x00\x01\x02", "{'ö': 1}".encode("latin-1"), b"\x89PNG\r\n\x1a\n"])
def test_bytes_that_are_no_text_get_one_fault(suffix, raw, tmp_path):
    path = tmp_path / f"model{suffix}"
    path.write_bytes(raw)
    found = faults_of_file(path)
    assert [fault.code for fault in found] == ["conflict-file"]
    assert found[0].place.file == path.name


def test_endless_nesting_gets_one_fault(tmp_path):
    path = tmp_path / "model.json"
    path.write_text("[" * 100_000 + "]" * 100_000)
    assert len(faults_of_file(path)) == 1


def test_several_errors_in_a_file_are_told_at_once(tmp_path):
    text = neutral(
        ('"dm": "Row"', '"dm": §"Raw"'),
        ('"fwd"', '§"forth"'),
        ('["YY"]', '[§"YYN", §"Y"]'),
        ('[["Row", "Column"]]', '[§["Raw"]]'),
        (FIRST, '"Row": {"levels": [1, §"=", 2]}'),
        (SECOND, '"Column": {"statements": [§["-YY"]]}'),
    )
    text, spots = marked(text)
    path = tmp_path / "model.json"
    path.write_text(text, "utf-8")
    assert listed(faults_of_file(path)) == [(FILE, f"model.json:{line}:{column}") for line, column in spots]


def test_several_errors_of_sense_are_told_at_once(tmp_path):
    text = neutral(
        (FIRST, '"Row": {"ranking": [1, §1, §9]}'),
        ('"status_quo": 1', '"status_quo": §8'),
        ('[["Row", "Column"]]', '[§["Row"]]'),
    )
    text, spots = marked(text)
    path = tmp_path / "model.json"
    path.write_text(text, "utf-8")
    found = sorted(listed(faults_of_file(path)), key=lambda pair: int(pair[1].split(":")[1]))
    assert [place for _, place in found] == [f"model.json:{line}:{column}" for line, column in spots]
    assert [code for code, _ in found] == ["conflict-state", "conflict-structure", "conflict-ranking", "conflict-state"]


# Anything at all

SEEDS = {
    ".json": [json.loads(NEUTRAL), json.loads(NET)],
    ".gmcr": [json.loads(SAVE), json.loads(changed(SAVE, MANUAL))],
}
STRANGE = [None, True, False, 0, 1, -1, 99, 1.5, 10**30, "", "x", "Y", "s", [], [[]], {}, {"a": 1}, [1], ["x"], [None]]


def spots_in(value, path=()):
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from spots_in(part, (*path, key))


def with_strange(base, path, strange):
    if not path:
        return strange
    made = here = deepcopy(base)
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = strange
    return made


@given(st.sampled_from([".json", ".gmcr"]), st.data())
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_anywhere_ends_in_a_traceback(tmp_path, suffix, data):
    value = data.draw(st.sampled_from(SEEDS[suffix]))
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(list(spots_in(value))))
        value = with_strange(value, path, data.draw(st.sampled_from(STRANGE)))
    check_told(tmp_path / f"model{suffix}", json.dumps(value, indent=1))


@given(st.sampled_from([".json", ".gmcr"]), st.text(max_size=60))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_ends_in_a_traceback(tmp_path, suffix, text):
    check_told(tmp_path / f"model{suffix}", text)


def check_told(path, text):
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    for fault in faults_of_file(path):
        assert said(fault)
        assert fault.place.file == path.name
        assert "\n" not in said(fault)


LINES = OPTIONS.splitlines(keepends=True)


@given(
    st.integers(5, len(LINES) - 1), st.sampled_from(["", "[]", "{}", "3", "x", "null", "[[1]]", "'>'"]), st.booleans()
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_changed_line_of_a_case_ends_in_a_traceback(tmp_path, at, value, dropped):
    head, colon, _ = LINES[at].partition(":")
    lines = [*LINES[:at], *([] if dropped else [f"{head}{colon} {value}\n"]), *LINES[at + 1 :]]
    for fault in faults_in(tmp_path, "".join(lines)):
        assert said(fault)
        assert fault.place.file == "conflicts.yaml"


def test_a_file_that_is_not_there_is_left_to_others():
    assert open_for(LENS, str(Path("/nowhere/model.gmcr"))) is None
