"""The graph model for conflict resolution, literally as it is defined: plain sets, no arrays, no shortcuts.

An independent reference for the tests of the conflict lens. It reads the neutral ``case`` block of the reference files
and answers every question by the definition (Fang, Hipel & Kilgour 1993; Inohara & Hipel 2008; Li et al. 2004; Hamouda
et al. 2004). Slow on purpose.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, permutations, product
from random import Random
from typing import Any

State = int | str
Moves = Mapping[State, set[State]]
Relation = Mapping[State, Mapping[State, str]]
Lists = dict[str, list[State]]

CONCEPTS = ("R", "GMR", "SMR", "SEQ", "SSEQ", "SIM")
COALITION_CONCEPTS = ("CR", "CGMR", "CSMR", "CSEQ")
OPPOSITE = {">>": "<<", ">": "<", "~": "~", "<": ">", "<<": ">>", "U": "U"}
BETTER, AT_MOST = {">", ">>"}, {"~", "<", "<<"}
MAYBE, PERHAPS_NOT = BETTER | {"U"}, AT_MOST | {"U"}

Reading = tuple[set[str], set[str], set[str]]
"""Relations for which a player leaves, for which the others move in SEQ and SSEQ, and which deter."""
PLAIN: Reading = (BETTER, BETTER, AT_MOST)
STRONG: Reading = (BETTER, BETTER, {"<<"})
UNKNOWN: Mapping[str, Reading] = {
    "a": (MAYBE, MAYBE, AT_MOST),
    "b": (BETTER, MAYBE, AT_MOST),
    "c": (MAYBE, MAYBE, PERHAPS_NOT),
    "d": (BETTER, MAYBE, PERHAPS_NOT),
}


@dataclass(frozen=True, eq=False)
class Game:
    """Decision makers, states in order, one-step moves and what each decision maker thinks of each pair of states."""

    players: tuple[str, ...]
    states: tuple[State, ...]
    moves: Mapping[str, Moves]
    relations: Mapping[str, Relation]
    codes: Mapping[State, int] = field(default_factory=dict)
    """Option form only: the options taken in each state, the first option being bit 0."""
    owners: tuple[str, ...] = ()
    """Option form only: who owns each option."""

    @classmethod
    def of_case(cls, block: Mapping[str, Any]) -> "Game":
        """Read the neutral ``case`` block of a reference file."""
        players = tuple(dm["name"] for dm in block["decision_makers"])
        if block["form"] == "graph":
            states: tuple[State, ...] = tuple(state["id"] for state in block["states"])
            moves = {i: {s: {b for a, b in block["moves"][i] if a == s} for s in states} for i in players}
            codes, owners, patterns = {}, (), {}
        else:
            feasible = feasible_codes(block)
            states = tuple(range(1, len(feasible) + 1))
            codes = dict(zip(states, feasible, strict=True))
            owners = tuple(option["dm"] for option in block["options"])
            patterns = {s: pattern(codes[s], len(owners)) for s in states}
            moves = {i: {s: {t for t in states if may(block, i, codes[s], codes[t])} for s in states} for i in players}
        relations = {i: relation(block["preferences"][i], states, patterns) for i in players}
        return cls(players, states, moves, relations, codes, owners)

    def better(self, i: str, s: State, t: State) -> bool:
        """Whether ``i`` prefers ``s`` to ``t``."""
        return self.relations[i][s][t] in BETTER

    def at_most(self, i: str, s: State, t: State) -> bool:
        """Whether ``s`` is at most as good as ``t`` for ``i``."""
        return self.relations[i][s][t] in AT_MOST

    def improvements(self, i: str, s: State, by: Collection[str] = BETTER) -> set[State]:
        """R_i+(s): the states that ``i`` can reach in one step and holds in one of these relations to ``s``."""
        return {t for t in self.moves[i][s] if self.relations[i][t][s] in by}

    def payoff(self, i: str, s: State) -> int:
        """One more than the number of tie classes of ``i`` below the state."""
        tied = {t: frozenset(u for u in self.states if self.relations[i][u][t] == "~") for t in self.states}
        return 1 + len({tied[t] for t in self.states if self.better(i, s, t)})

    def ranking(self, i: str) -> list[list[State]]:
        """Tie classes of ``i``, best first."""
        payoffs = {s: self.payoff(i, s) for s in self.states}
        return [[s for s in self.states if payoffs[s] == p] for p in sorted(set(payoffs.values()), reverse=True)]

    def others(self, members: Collection[str]) -> tuple[str, ...]:
        """Everybody else."""
        return tuple(i for i in self.players if i not in members)


def pattern(code: int, size: int) -> str:
    """Y and N of each option of a state."""
    return "".join("Y" if code >> k & 1 else "N" for k in range(size))


def matches(wanted: str, given: str) -> bool:
    """Whether a state has the Y and N asked for; ``-`` is either."""
    return all(w in ("-", g) for w, g in zip(wanted, given, strict=True))


def feasible_codes(block: Mapping[str, Any]) -> list[int]:
    """Codes of the states that match no infeasible pattern."""
    size = len(block["options"])
    return [c for c in range(2**size) if not any(matches(wanted, pattern(c, size)) for wanted in block["infeasible"])]


def may(block: Mapping[str, Any], i: str, source: int, target: int) -> bool:
    """Whether ``i`` can get from one state to another by changing any of its own options in a direction they allow."""
    for k, option in enumerate(block["options"]):
        before, after = source >> k & 1, target >> k & 1
        if before == after:
            continue
        if option["dm"] != i or option.get("direction", "both") not in ("both", "fwd" if after else "back"):
            return False
    return source != target


def relation(preference: Mapping[str, Any], states: Sequence[State], patterns: Mapping[State, str]) -> Relation:
    """How a decision maker holds each state against each other one: ``>>``, ``>``, ``~``, ``<``, ``<<`` or ``U``."""
    if "pairs" in preference:
        return relation_of_pairs(preference["pairs"], states)
    if "statements" in preference:
        lines = preference["statements"]
        met = {s: [any(matches(wanted, patterns[s]) for wanted in line) for line in lines] for s in states}
        return {s: {t: "~" if met[s] == met[t] else ">" if met[s] > met[t] else "<" for t in states} for s in states}
    ranking = preference.get("ranking", ())
    levels = preference.get("levels") or [x for place in ranking for x in (">", place)][1:]
    return relation_of_levels(levels, states)


def relation_of_levels(levels: Sequence[Any], states: Sequence[State]) -> Relation:
    """Of states, best first, with a sign between them; one ``>>`` on the way makes the first much better."""
    places = [set(x) if isinstance(x, list) else {x} for x in levels[::2]]
    where = {s: k for k, place in enumerate(places) for s in place}
    if sum(map(len, places)) != len(states) or set(where) != set(states) or not set(levels[1::2]) <= {">>", ">", "~"}:
        raise ValueError("a ranking holds every state once, with >>, > or ~ between them")

    def between(s: State, t: State) -> str:
        if where[s] > where[t]:
            return OPPOSITE[between(t, s)]
        signs = levels[1::2][where[s] : where[t]]
        return ">>" if ">>" in signs else ">" if ">" in signs else "~"

    return {s: {t: between(s, t) for t in states} for s in states}


def relation_of_pairs(pairs: Sequence[tuple[State, str, State]], states: Sequence[State]) -> Relation:
    """Of ``[state, sign, state]``, each two states once, nothing being inferred."""
    table = {s: {s: "~"} for s in states}
    for s, sign, t in pairs:
        table[s][t], table[t][s] = sign, OPPOSITE[sign]
    if any(set(row) != set(states) for row in table.values()) or 2 * len(pairs) != len(states) * (len(states) - 1):
        raise ValueError("each two states need one sign")
    return table


def legal_sequences(movers: Collection[Any], step: Callable[[Any, State], set[State]], start: State) -> set[State]:
    """States at the end of a sequence of one or more steps in which no mover moves twice in a row."""
    reached: set[tuple[State, Any]] = set()
    new = {(t, mover) for mover in movers for t in step(mover, start)}
    while new:
        reached |= new
        new = {(t, k) for s, last in new for k in movers if k != last for t in step(k, s)} - reached
    return {t for t, _ in reached}


def joint_moves(
    game: Game, members: Collection[str], start: State, improving: bool = False, by: Collection[str] = BETTER
) -> set[State]:
    """R_H(start), or R_H+(start) when each step improves on the state where it starts for its mover."""
    if improving:
        return legal_sequences(members, lambda i, s: game.improvements(i, s, by), start)
    return legal_sequences(members, lambda i, s: game.moves[i][s], start)


def joint_table(game: Game, members: Collection[str], improving: bool = False, by: Collection[str] = BETTER) -> Moves:
    """R_H or R_H+ of every state."""
    return {s: joint_moves(game, members, s, improving, by) for s in game.states}


def coalition_improvements(game: Game, members: Collection[str]) -> Moves:
    """R_H++ of every state: the joint moves to a state better than it for all members."""
    reach = joint_table(game, members)
    return {s: {t for t in reach[s] if all(game.better(i, t, s) for i in members)} for s in game.states}


def coalitions(players: Sequence[str]) -> list[tuple[str, ...]]:
    """Nonempty sets of players, small ones first."""
    return [members for size in range(1, len(players) + 1) for members in combinations(players, size)]


def deterred(
    s: State, leave: Moves, answers: Moves, hurts: Callable[[State, State], bool], back: Moves | None = None
) -> bool:
    """Whether each move away from ``s`` has an answer that hurts and, given moves back, only ways out that hurt too."""

    def deters(s2: State) -> bool:
        return hurts(s2, s) and (back is None or all(hurts(s3, s) for s3 in back[s2]))

    return all(any(deters(s2) for s2 in answers[s1]) for s1 in leave[s])


def stable(game: Game, concept: str, player: str, reading: Reading = PLAIN) -> list[State]:
    """States stable for a player under R, GMR, SMR, SEQ, SSEQ or SIM."""
    gains, steps, hurting = reading
    others = game.others([player])
    if concept == "SIM":
        return [s for s in game.states if sim_stable(game, s, player, others)]
    leave = {s: game.improvements(player, s, gains) for s in game.states}
    if concept == "R":
        return [s for s in game.states if not leave[s]]
    answers = joint_table(game, others, concept in ("SEQ", "SSEQ"), steps)
    back = game.moves[player] if concept in ("SMR", "SSEQ") else None

    def hurts(t: State, s: State) -> bool:
        return game.relations[player][t][s] in hurting

    return [s for s in game.states if deterred(s, leave, answers, hurts, back)]


def sim_stable(game: Game, s: State, player: str, opponents: Collection[str]) -> bool:
    """Whether each improvement meets a simultaneous answer, by the opponents' improvements, that is at most ``s``."""
    leave = {s: game.improvements(player, s)}
    answers = {s1: simultaneous(game, s, player, s1, opponents) for s1 in leave[s]}
    return deterred(s, leave, answers, lambda t, s: game.at_most(player, t, s))


def simultaneous(game: Game, s: State, player: str, own: State, opponents: Collection[str]) -> set[State]:
    """Feasible states of the player's options in ``own``, the opponents' in ``s`` or, at least one, improvements."""
    if not game.codes:
        raise ValueError("SIM needs the option form")
    found: set[State] = set()
    for choice in product(*([s, *game.improvements(j, s)] for j in opponents)):
        if any(t != s for t in choice):
            taken = dict(zip(opponents, choice, strict=True)) | {player: own}
            code = sum(game.codes[taken.get(owner, s)] & 1 << k for k, owner in enumerate(game.owners))
            found |= {t for t in game.states if game.codes[t] == code}
    return found


def equilibria(game: Game, concept: str) -> list[State]:
    """States stable for every player; also under "SEQ or SIM per DM", "SEQ + FH-SIM" and "SMR + FH-SIM"."""
    if concept == "SEQ or SIM per DM":
        return common(game, {i: stable(game, "SEQ", i) + stable(game, "SIM", i) for i in game.players})
    if concept.endswith(" + FH-SIM"):
        return fraser_hipel(game, concept.removesuffix(" + FH-SIM"))
    return common(game, {i: stable(game, concept, i) for i in game.players})


def common(game: Game, held: Mapping[Any, Collection[State]]) -> list[State]:
    """States that everybody holds stable."""
    return [s for s in game.states if all(s in states for states in held.values())]


def fraser_hipel(game: Game, base: str) -> list[State]:
    """Stable for all, or unstable for two or more and for each of them SIM-stable against the other unstable ones."""
    held = {i: stable(game, base, i) for i in game.players}
    found = []
    for s in game.states:
        unstable = [i for i in game.players if s not in held[i]]
        rescued = all(sim_stable(game, s, i, [j for j in unstable if j != i]) for i in unstable)
        if not unstable or (len(unstable) >= 2 and rescued):
            found.append(s)
    return found


def coalition_stable(game: Game, members: Collection[str]) -> Lists:
    """States stable for a coalition under CR, CGMR, CSMR and CSEQ."""
    outside = game.others(members)
    gains = {inside: coalition_improvements(game, inside) for inside in coalitions(outside)}
    improving = {s: legal_sequences(gains, lambda inside, t: gains[inside][t], s) for s in game.states}
    return group_stable(game, members, joint_table(game, outside), improving, COALITION_CONCEPTS)


def group_stable(game: Game, members: Collection[str], moves: Moves, improving: Moves, names: Collection[str]) -> Lists:
    """R, GMR, SMR and SEQ, under these names, of a group that leaves if all gain and is deterred if one does not."""
    leave, back = coalition_improvements(game, members), joint_table(game, members)

    def hurts(t: State, s: State) -> bool:
        return any(game.at_most(i, t, s) for i in members)

    rational = [s for s in game.states if not leave[s]]
    gmr = [s for s in game.states if deterred(s, leave, moves, hurts)]
    smr = [s for s in game.states if deterred(s, leave, moves, hurts, back)]
    seq = [s for s in game.states if deterred(s, leave, improving, hurts)]
    return dict(zip(names, (rational, gmr, smr, seq), strict=True))


def coalition_table(game: Game) -> dict[tuple[str, ...], dict[str, Any]]:
    """Joint moves, joint improvements and stable states of every coalition."""
    table: dict[tuple[str, ...], dict[str, Any]] = {}
    for members in coalitions(game.players):
        table[members] = {"reach": joint_table(game, members), "improvements": coalition_improvements(game, members)}
        table[members]["stable"] = coalition_stable(game, members)
    return table


def coalitionally_stable(game: Game) -> Lists:
    """States stable for every coalition."""
    tables = [coalition_stable(game, members) for members in coalitions(game.players)]
    return {c: common(game, {k: table[c] for k, table in enumerate(tables)}) for c in COALITION_CONCEPTS}


def jumps(game: Game) -> list[tuple[tuple[str, ...], State, State]]:
    """Equilibrium jumps: two or more players take one Nash equilibrium to another that all of them prefer."""
    nash = equilibria(game, "R")
    found = []
    for members in coalitions(game.players)[len(game.players) :]:
        improvements = coalition_improvements(game, members)
        found += [(members, s, t) for s in nash for t in nash if t in improvements[s]]
    return found


def structure(game: Game, blocks: Sequence[Sequence[str]]) -> dict[str, list[list[State]]]:
    """States stable for each block of a fixed partition, the blocks acting as players, under R, GMR, SMR and SEQ."""
    found: dict[str, list[list[State]]] = {"R": [], "GMR": [], "SMR": [], "SEQ": []}
    free = [joint_table(game, block) for block in blocks]
    gains = [coalition_improvements(game, block) for block in blocks]
    for n, block in enumerate(blocks):
        rest = [k for k in range(len(blocks)) if k != n]
        moves = {s: legal_sequences(rest, lambda k, t: free[k][t], s) for s in game.states}
        improving = {s: legal_sequences(rest, lambda k, t: gains[k][t], s) for s in game.states}
        for concept, states in group_stable(game, block, moves, improving, found).items():
            found[concept].append(states)
    return found


def status_quo(game: Game, start: State, improving: bool = False) -> dict[State, int]:
    """Fewest steps of a legal sequence from a state to each state that has one."""

    def step(i: str, s: State) -> set[State]:
        return game.improvements(i, s) if improving else game.moves[i][s]

    shortest, length = {start: 0}, 0
    seen = new = {(start, "")}
    while new:
        seen, length = seen | new, length + 1
        new = {(t, k) for s, last in new for k in game.players if k != last for t in step(k, s)} - seen
        for t, _ in new:
            shortest.setdefault(t, length)
    return {s: shortest[s] for s in game.states if s in shortest}


def unknown(game: Game) -> dict[str, dict[str, Lists]]:
    """Stable states of each type a to d, concept and player; the others move by + or U in all four types."""
    concepts, players = CONCEPTS[:5], game.players
    return {k: {c: {i: stable(game, c, i, UNKNOWN[k]) for i in players} for c in concepts} for k in UNKNOWN}


def strength(game: Game) -> dict[str, dict[str, Any]]:
    """Strongly and weakly stable states of each player and equilibria under GMR, SMR, SEQ and SSEQ."""
    found: dict[str, dict[str, Any]] = {}
    for concept in CONCEPTS[1:5]:
        held = {i: stable(game, concept, i) for i in game.players}
        strong = {i: stable(game, concept, i, STRONG) for i in game.players}
        weak = {i: [s for s in held[i] if s not in strong[i]] for i in game.players}
        found[concept] = {"strong": strong, "weak": weak}
        found[concept] |= {"strong_equilibria": common(game, strong), "equilibria": common(game, held)}
    return found


def inverse_counts(
    game: Game, player: str, positions: tuple[int, int], concepts: Sequence[str] = ("R", "GMR", "SMR", "SEQ")
) -> tuple[int, dict[State, dict[str, int]]]:
    """Rankings tried, and those that make each state an equilibrium, permuting first to last of these places."""
    places = game.ranking(player)
    first, last = positions[0] - 1, positions[1]
    counts = {s: dict.fromkeys(concepts, 0) for s in game.states}
    middles = list(permutations(places[first:last]))
    for middle in middles:
        ranking = relation({"ranking": [*places[:first], *middle, *places[last:]]}, game.states, {})
        other = replace(game, relations={**game.relations, player: ranking})
        for concept in concepts:
            for s in equilibria(other, concept):
                counts[s][concept] += 1
    return len(middles), counts


def random_game(rng: Random, players: int, options: int, preference: str = "") -> dict[str, Any]:
    """An option-form case block with one-way options, infeasible patterns and ties; every player owns an option.

    The kind of preference is ``ranking``, ``levels``, ``statements`` or ``pairs`` (some unknown), or else mixed.
    """
    names, ways = [f"D{k + 1}" for k in range(players)], ("both", "both", "both", "fwd", "back")
    owners = names + [rng.choice(names) for _ in range(options - players)]
    rng.shuffle(owners)
    block: dict[str, Any] = {
        "form": "option",
        "decision_makers": [{"name": name} for name in names],
        "options": [{"name": f"o{k}", "dm": dm, "direction": rng.choice(ways)} for k, dm in enumerate(owners)],
        "infeasible": [random_pattern(rng, options, 3) for _ in range(rng.randrange(3))],
    }
    if len(feasible_codes(block)) < 2:
        block["infeasible"] = []
    return with_preferences(rng, block, list(range(1, len(feasible_codes(block)) + 1)), preference)


def random_graph_game(rng: Random, players: int, states: int, preference: str = "") -> dict[str, Any]:
    """A graph-form case block with one-way and two-way moves, some of them not transitive, and ties."""
    names, ids = [f"D{k + 1}" for k in range(players)], [f"s{k + 1}" for k in range(states)]
    arcs = [[a, b] for a, b in permutations(ids, 2)]
    moves = {name: sorted(rng.sample(arcs, rng.randint(1, 2 * (states - 1)))) for name in names}
    block: dict[str, Any] = {"form": "graph", "decision_makers": [{"name": name} for name in names]}
    block |= {"states": [{"id": s, "label": s} for s in ids], "moves": moves}
    return with_preferences(rng, block, ids, preference)


def random_pattern(rng: Random, size: int, fixed: int) -> str:
    """A pattern of which so many places, or all, are fixed."""
    places = rng.sample(range(size), min(fixed, size))
    return "".join(rng.choice("YN") if k in places else "-" for k in range(size))


def with_preferences(rng: Random, block: dict[str, Any], states: list[Any], preference: str) -> dict[str, Any]:
    """The block with a status quo and preferences of one kind, or of a kind drawn for each player."""
    kinds = ["ranking", "levels"] + (["statements"] if block["form"] == "option" else [])
    size = len(block.get("options", ()))
    block["status_quo"] = rng.choice(states)
    block["preferences"] = {
        dm["name"]: random_preference(rng, preference or rng.choice(kinds), states, size)
        for dm in block["decision_makers"]
    }
    return block


def random_preference(rng: Random, kind: str, states: list[Any], size: int) -> dict[str, Any]:
    """A ranking with ties, levels with strength, prioritised statements, or pairs of which some are unknown."""
    if kind == "statements":
        lines = [rng.randint(1, 2) for _ in range(rng.randint(1, 5))]
        return {"statements": [[random_pattern(rng, size, 2) for _ in range(line)] for line in lines]}
    if kind == "pairs":
        views = [{s: rng.randrange(max(2, len(states) // 2)) for s in states} for _ in range(2)]
        signs = {(True, True): "~", (True, False): ">", (False, True): "<", (False, False): "U"}
        held = {(s, t): all(view[s] >= view[t] for view in views) for s, t in permutations(states, 2)}
        return {"pairs": [[s, signs[held[s, t], held[t, s]], t] for s, t in combinations(states, 2)]}
    mixed = rng.sample(states, len(states))
    if kind == "levels":
        return {"levels": [x for s in mixed for x in (rng.choice((">", ">", ">>", "~")), s)][1:]}
    places: list[list[Any]] = []
    for s in mixed:
        if places and rng.random() < 0.25:
            places[-1].append(s)
        else:
            places.append([s])
    return {"ranking": [place if len(place) > 1 else place[0] for place in places]}
