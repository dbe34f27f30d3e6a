"""Saying states, moves and preferences of a conflict."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from trivet.base.message import N_, ListParam, ObjectRef, Param, Phrase, Term, TextParam, say
from trivet.case.conditions import parse_condition
from trivet.lenses.conflict.build import Built
from trivet.lenses.conflict.model.status_quo import Step

CONCEPT_WORDS: Final = {
    "nash": N_("Nash"),
    "gmr": N_("GMR"),
    "smr": N_("SMR"),
    "seq": N_("SEQ"),
    "sseq": N_("SSEQ"),
    "sim": N_("SIM"),
    "seq+fh-sim": N_("SEQ with simultaneous sanctions"),
    "smr+fh-sim": N_("SMR with simultaneous sanctions"),
}
FORESIGHT_WORDS: Final = {
    "nash": N_("it looks at its own next move only"),
    "gmr": N_("it fears any answer of the others"),
    "smr": N_("it fears any answer, and counts its own way out"),
    "seq": N_("it fears answers that serve those who give them"),
    "sseq": N_("it fears such answers, and counts its own way out"),
    "sim": N_("it fears that others move at the same time"),
}


class Teller:
    """Says what happens in one conflict."""

    def __init__(self, built: Built) -> None:
        """Find out which states have a name."""
        self.built = built
        self._options = {o.id: (m.actor, o) for m in built.conflict.decision_makers for o in m.options}
        space, conflict = built.space, built.conflict
        self._names: list[TextParam | None] = [None] * space.size
        for named in (*conflict.merged, *conflict.outcomes):
            for state in map(int, np.flatnonzero(space.where(parse_condition(named.when)))):
                if self._names[state] is None:
                    self._names[state] = TextParam(text=named.name)
        for state, given in enumerate(conflict.states):
            self._names[state] = TextParam(text=given.name)

    def actor(self, player: int) -> ObjectRef:
        """A decision maker."""
        return ObjectRef(ref=f"actors/{self.built.conflict.decision_makers[player].actor}")

    def actors(self, players: Sequence[int]) -> ListParam:
        """Several decision makers."""
        return ListParam(items=tuple(self.actor(player) for player in players))

    @property
    def title(self) -> ObjectRef:
        """The conflict itself."""
        return ObjectRef(ref=f"conflicts/{self.built.conflict.id}")

    def state(self, state: int) -> Phrase:
        """A state with its number: by its name if it has one, else by the options taken."""
        name = self._names[state]
        what = name if name is not None else self.taken(state)
        return Phrase(message=say("{what} (state {number})", what=what, number=str(state + 1)))

    def states(self, states: Sequence[int]) -> ListParam:
        """Several states; those of one name together."""
        groups: dict[str, list[int]] = {}
        for state in states:
            name = self._names[state]
            groups.setdefault(name.model_dump_json() if name else str(state), []).append(state)
        return ListParam(items=tuple(self._group(group) for group in groups.values()))

    def _group(self, states: Sequence[int]) -> Phrase:
        name = self._names[states[0]]
        if len(states) == 1 or name is None:
            return self.state(states[0])
        numbers = ", ".join(str(state + 1) for state in sorted(states))
        return Phrase(message=say("{what} (states {numbers})", what=name, numbers=numbers))

    def taken(self, state: int) -> Param:
        """The options that are taken in a state, as sentences; the name of a state in graph form."""
        if self.built.space.ids:
            name = self._names[state]
            assert name is not None
            return name
        pattern = self.built.space.patterns[state]
        listed = [name for name, sign in zip(self.built.space.bits, pattern, strict=True) if sign == "Y"]
        if not listed:
            return Phrase(message=say("no option taken"))
        return _joined([self._does(name) for name in listed])

    def _does(self, option: str) -> Phrase:
        actor, own = self._options[option]
        return Phrase(
            message=say("{actor} {option}", actor=ObjectRef(ref=f"actors/{actor}"), option=TextParam(text=own.name))
        )

    def _drops(self, option: str) -> Phrase:
        actor, own = self._options[option]
        return Phrase(
            message=say(
                "{actor} no longer {option}", actor=ObjectRef(ref=f"actors/{actor}"), option=TextParam(text=own.name)
            )
        )

    def move(self, before: int, step: Step) -> Param:
        """A move: what its maker takes up and drops, or the state it moves to in graph form."""
        if self.built.space.ids:
            return Phrase(
                message=say("{actor} moves to {state}", actor=self.actor(step.mover), state=self.state(step.state))
            )
        old, new = self.built.space.patterns[before], self.built.space.patterns[step.state]
        own = {option.id for option in self.built.conflict.decision_makers[step.mover].options}
        changed = [
            self._does(name) if b == "Y" else self._drops(name)
            for name, a, b in zip(self.built.space.bits, old, new, strict=True)
            if a != b and name in own
        ]
        return _joined(changed) if changed else self.state(step.state)

    def path(self, start: int, steps: Sequence[Step]) -> Param:
        """Several moves after one another."""
        told, here = [], start
        for step in steps:
            told.append(self.move(here, step))
            here = step.state
        found = told[-1]
        for before in reversed(told[:-1]):
            found = Phrase(message=say("{before}, then {after}", before=before, after=found))
        return found

    def path_at_once(self, start: int, steps: Sequence[Step]) -> Param:
        """Several moves made at the same time from one state."""
        return _joined([self.move(start, step) for step in steps])

    def statement_ref(self, player: int, better: int, worse: int) -> str:
        """The reference of the preference by which a decision maker likes one state better than another."""
        maker = self.built.conflict.decision_makers[player]
        here = f"conflicts/{self.built.conflict.id}/decision_makers/{maker.actor}"
        index = self.deciding(player, better, worse)
        return here if index is None else f"{here}/statements/{maker.statements[index].id or index}"

    def deciding(self, player: int, better: int, worse: int) -> int | None:
        """The index of the first statement on which two states differ; None without prioritised statements."""
        truth = self.built.truths.get(player)
        if truth is None:
            return None
        apart = np.flatnonzero(truth[:, better] != truth[:, worse])
        return int(apart[0]) if len(apart) else None

    def reason(self, player: int, better: int, worse: int) -> Param | None:
        """Why a decision maker likes one state better than another, in the case's words; None if it gives none."""
        index = self.deciding(player, better, worse)
        if index is None:
            return None
        text = self.built.conflict.decision_makers[player].statements[index].text
        return TextParam(text=text) if text else None


def _joined(clauses: Sequence[Param]) -> Param:
    """Clauses put side by side, as each language puts them."""
    found = clauses[-1]
    for before in reversed(clauses[:-1]):
        found = Phrase(message=say("{one} and {other}", one=before, other=found))
    return found


def concepts(names: Sequence[str]) -> ListParam:
    """Several concepts."""
    return ListParam(items=tuple(Term(msgid=CONCEPT_WORDS[name]) for name in names))
