"""The states of a conflict: those that its rules leave, merged where nobody tells them apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from trivet.base.message import say
from trivet.case.conditions import WORDS, Condition, parse_condition
from trivet.case.expressions import Not
from trivet.case.schema.conflicts import Conflict, DecisionMaker, Option
from trivet.lenses.conflict.faults import Faults, read_condition
from trivet.lenses.conflict.model.graph import Bools
from trivet.lenses.conflict.model.states import TooManyStatesError, feasible_codes, holds, merge_states


@dataclass(frozen=True, eq=False)
class Space:
    """The states of a conflict.

    Attributes:
        conflict: the conflict.
        bits: for each option its bit in a code.
        codes: codes of the feasible states before merging; empty in graph form.
        into: for each of these the state it became part of.
        ids: ids of the states in graph form.
    """

    conflict: Conflict
    bits: dict[str, int]
    codes: npt.NDArray[np.int64]
    into: npt.NDArray[np.int64]
    ids: tuple[str, ...] = ()

    @cached_property
    def size(self) -> int:
        """The number of states."""
        return len(self.ids) or int(self.into.max()) + 1

    @cached_property
    def heads(self) -> npt.NDArray[np.int64]:
        """For each state the least code inside it."""
        return self.codes[np.unique(self.into, return_index=True)[1]]

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """For each state its options as Y and N in the order of the codes, - where states inside it differ."""
        if self.ids:
            return tuple("" for _ in self.ids)
        found = []
        for bit in range(len(self.bits)):
            taken = (self.codes >> bit & 1).astype(np.int64)
            share = np.bincount(self.into, taken) / np.bincount(self.into)
            found.append(np.where(share == 1, "Y", np.where(share == 0, "N", "-")))
        return tuple("".join(column) for column in zip(*found, strict=True))

    def where(self, condition: Condition) -> Bools:
        """Where a condition holds; in a merged state, if it holds of any state inside."""
        found = np.zeros(self.size, dtype=np.bool_)
        found[self.into[holds(condition, self.codes, self.bits)]] = True
        return found

    def tells_apart(self, condition: Condition) -> bool:
        """Whether a condition holds of some of the states inside a merged one, but not of all."""
        inside = np.bincount(self.into, holds(condition, self.codes, self.bits).astype(np.int64))
        return bool(((inside > 0) & (inside < np.bincount(self.into))).any())

    def state(self, name: int | str) -> int | None:
        """The index of a state by number, pattern or id; None if there is none."""
        if isinstance(name, int):
            return name - 1 if 0 < name <= self.size else None
        if self.ids:
            return self.ids.index(name) if name in self.ids else None
        fits = [index for index, own in enumerate(self.patterns) if own == name]
        return fits[0] if fits else None

    def taken(self, options: Sequence[str]) -> int | None:
        """The index of the state where exactly these options are taken, or of the one with this id."""
        if self.ids:
            return self.state(options[0]) if len(options) == 1 else None
        if any(name not in self.bits for name in options):
            return None
        code = sum(1 << self.bits[name] for name in set(options))
        spot = int(np.searchsorted(self.codes, code))
        return int(self.into[spot]) if spot < len(self.codes) and self.codes[spot] == code else None


def name_of(maker: DecisionMaker) -> str:
    """What a decision maker is called in data: its label, or the id of its actor."""
    return maker.label or maker.actor


def space_of(conflict: Conflict, faults: Faults) -> Space | None:
    """The states of a conflict; None if it has faults that leave none."""
    options = [option for maker in conflict.decision_makers for option in maker.options]
    if bool(options) == bool(conflict.states):
        text = say("A conflict has options, or states and moves, and not both.")
        faults.fault("conflict-form", text, "states" if conflict.states else "decision_makers")
        return None
    _decision_makers(conflict, faults)
    if conflict.states:
        return _graph_space(conflict, faults)
    bits = _bits(conflict, faults)
    rules = _rules(conflict, bits, faults)
    _conditions_of_options(conflict, bits, faults)
    if faults.found:
        return None
    try:
        codes = feasible_codes(bits, rules)
    except TooManyStatesError as error:
        faults.fault(
            "conflict-size", say("The model has more than {count} states.", count=error.args[0]), "decision_makers"
        )
        return None
    if not len(codes):
        faults.fault("conflict-no-state", say("No state is feasible: the rules exclude every one."), "feasibility")
        return None
    into = merge_states(codes, [holds(parse_condition(group.when), codes, bits) for group in conflict.merged])
    return Space(conflict, bits, codes, into)


def _decision_makers(conflict: Conflict, faults: Faults) -> None:
    seen: set[str] = set()
    for index, maker in enumerate(conflict.decision_makers):
        if name_of(maker) in seen or maker.actor in {m.actor for m in conflict.decision_makers[:index]}:
            faults.fault(
                "conflict-decision-maker",
                say('"{name}" is a decision maker twice.', name=name_of(maker)),
                "decision_makers",
                index,
            )
            continue
        seen.add(name_of(maker))
        moves = any(own.actor == maker.actor and own.pairs for own in conflict.moves)
        if not maker.options and not (conflict.states and moves):
            text = say('"{name}" can do nothing: it has no option and no move.', name=name_of(maker))
            faults.fault("conflict-decision-maker", text, "decision_makers", index)


def _graph_space(conflict: Conflict, faults: Faults) -> Space:
    ids = tuple(state.id for state in conflict.states)
    for index, name in enumerate(ids):
        if name in ids[:index]:
            faults.fault("conflict-state", say('The state "{name}" is there twice.', name=name), "states", index, "id")
    for section in ("feasibility", "merged", "outcomes"):
        if getattr(conflict, section):
            text = say("Conditions over options have no meaning in graph form.")
            faults.fault("conflict-form", text, section)
    for index, seen in enumerate(conflict.perceptions):
        if seen.hidden:
            text = say("Conditions over options have no meaning in graph form.")
            faults.fault("conflict-form", text, "perceptions", index, "hidden")
    nothing = np.zeros(0, dtype=np.int64)
    return Space(conflict, {}, nothing, nothing, tuple(dict.fromkeys(ids)))


def _bits(conflict: Conflict, faults: Faults) -> dict[str, int]:
    bits: dict[str, int] = {}
    for who, maker in enumerate(conflict.decision_makers):
        for index, option in enumerate(maker.options):
            where = ("decision_makers", who, "options", index, "id")
            if option.id in WORDS:
                faults.fault("conflict-option", say('"{name}" is a word of conditions, no id.', name=option.id), *where)
            elif option.id in bits:
                faults.fault("conflict-option", say('The option "{name}" is there twice.', name=option.id), *where)
            bits.setdefault(option.id, len(bits))
    if conflict.numbering:
        if sorted(conflict.numbering) != sorted(bits):
            faults.fault("conflict-option", say('"numbering" names every option exactly once.'), "numbering")
            return bits
        return {name: bit for bit, name in enumerate(dict.fromkeys(conflict.numbering))}
    return bits


def _rules(conflict: Conflict, bits: dict[str, int], faults: Faults) -> list[Condition]:
    rules: list[Condition] = []
    for index, rule in enumerate(conflict.feasibility):
        if (rule.never is None) == (rule.always is None):
            faults.fault("conflict-rule", say('A rule has either "never" or "always".'), "feasibility", index)
            continue
        key = "always" if rule.never is None else "never"
        read = read_condition(rule.never or rule.always or "", tuple(bits), faults, "feasibility", index, key)
        if read is not None:
            rules.append(Not(read) if key == "never" else read)
    for index, named in enumerate(conflict.outcomes):
        read_condition(named.when, tuple(bits), faults, "outcomes", index, "when")
    for index, merged in enumerate(conflict.merged):
        read_condition(merged.when, tuple(bits), faults, "merged", index, "when")
    return rules


def _conditions_of_options(conflict: Conflict, bits: dict[str, int], faults: Faults) -> None:
    for who, index, option in options_of(conflict):
        if option.when is not None:
            read_condition(option.when, tuple(bits), faults, "decision_makers", who, "options", index, "when")


def options_of(conflict: Conflict) -> Iterator[tuple[int, int, Option]]:
    """Every option with the index of its decision maker and its own among that one's."""
    for who, maker in enumerate(conflict.decision_makers):
        for index, option in enumerate(maker.options):
            yield who, index, option
