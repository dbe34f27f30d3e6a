"""The findings of one conflict."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from trivet.base.message import Message, say
from trivet.lens.build import ResultBuilder
from trivet.lens.finding import Interval
from trivet.lenses.conflict import words
from trivet.lenses.conflict.explain import why
from trivet.lenses.conflict.model.behaviour import observed_move, readings
from trivet.lenses.conflict.model.graph import Bools
from trivet.lenses.conflict.model.robustness import NEVER, statement_changes
from trivet.lenses.conflict.model.status_quo import shortest
from trivet.lenses.conflict.rank import ranked
from trivet.lenses.conflict.solve import DETAIL_STATES, Solved
from trivet.lenses.conflict.tell import Teller

MAX_JUMPS = 3
JUDGED = say("Options, rules and preferences are one reading of the record; only what is drawn varies them.")
LEFT_OUT = say("Preferences marked unknown are left out here; another finding tells what they may change.")
HELD = say("The answers of the others stay as judged while this decision maker's preferences change.")


class ConflictFindings:
    """Adds the findings of one conflict to a result."""

    def __init__(self, builder: ResultBuilder, solved: Solved, teller: Teller) -> None:
        """Rank the equilibria once."""
        self.builder, self.solved, self.teller = builder, solved, teller
        self.built, self.model, self.id = solved.built, solved.built.model, solved.built.conflict.id
        self.ref = f"conflicts/{self.id}"
        self.order = ranked(solved)

    def add(self) -> None:
        """Add every finding that the conflict has something for."""
        self._equilibria()
        self._likelihood()
        self._status_quo()
        self._path()
        self._margin()
        self._jumps()
        self._observed()
        self._course()
        self._unknown()
        self._perceived()
        self._tornado()
        self._published()

    def _find(
        self,
        name: str,
        statement: Message,
        *,
        basis: Sequence[str] = (),
        assumptions: Sequence[Message] = (JUDGED,),
        **more: Any,
    ) -> None:
        if assumptions == (JUDGED,) and self.built.unknown:
            assumptions = (JUDGED, LEFT_OUT)
        rests_on = tuple(dict.fromkeys((*basis, self.ref)))
        self.builder.finding(f"{self.id}/{name}", statement, basis=rests_on, assumptions=assumptions, **more)

    def _equilibria(self) -> None:
        found = self.solved.equilibria
        best = self.order[0] if self.order else None
        statement = words.equilibria(self.teller, self.solved, best)
        self._find("equilibria", statement, value=int(found["seq"].sum()), unit="states")

    def _likelihood(self) -> None:
        shares = self.solved.shares
        if not shares or not self.order:
            return
        state = self.order[0]
        drawn = {spread: float(found["seq"][state]) for spread, found in shares.items()}
        low, high = _with_error(drawn.values(), self.solved.choices.draws)
        self._find(
            "likelihood",
            words.likelihood(self.teller, state, low, high),
            value=drawn[self.solved.choices.spread],
            unit="probability",
            interval=Interval(low=low, high=high, kind="judged"),
            grade=words.SIMULATED,
            assumptions=(
                say(
                    "The place of every preference is drawn around the judged one, with an error of {low}, {best} and "
                    "{high} places; the range spans the three and the 90 % sampling error.",
                    low=words.number(self.solved.choices.spread / 2),
                    best=words.number(self.solved.choices.spread),
                    high=words.number(self.solved.choices.spread * 2),
                ),
            ),
        )

    def _status_quo(self) -> None:
        start = self.model.status_quo
        if start is None:
            return
        holds = [name for name in self.solved.stable if self.solved.equilibria[name][start]]
        explained = [why(self.solved, self.teller, start, k, "seq") for k in self.solved.players]
        leaving = [each for each in explained if not each.stable]
        if leaving:
            statement = words.status_quo_left(self.teller, start, holds, leaving[0])
            basis = leaving[0].basis
        else:
            statement = words.status_quo_held(self.teller, start, holds)
            basis = tuple(ref for each in explained for ref in each.basis)
        self._find(
            "status-quo",
            statement,
            value="held" if not leaving else "left",
            basis=basis,
            key=self.built.conflict.featured,
        )

    def _path(self) -> None:
        start = self.model.status_quo
        if start is None or self.model.size > DETAIL_STATES:
            return
        ends = self.solved.equilibria["seq"]
        if ends[start]:
            return
        path = shortest(self.model, start, tuple(self.solved.players), lambda t: bool(ends[t]), improving=True)
        if path is None:
            self._find("path", words.no_path(self.teller, start), value=0, unit="moves")
            return
        here, basis = start, []
        for step in path:
            basis.append(self.teller.statement_ref(step.mover, step.state, here))
            here = step.state
        self._find("path", words.path(self.teller, start, path), value=len(path), unit="moves", basis=basis)

    def _margin(self) -> None:
        if not self.order or "seq" not in self.solved.margins:
            return
        state = self.order[0]
        least, whose = (found[state] for found in self.solved.margins["seq"])
        if not self.solved.equilibria["seq"][state]:
            return
        endless = int(least) == NEVER
        maker = () if endless else (self._maker(int(whose)),)
        self._find(
            "margin",
            words.margin(self.teller, state, None if endless else int(least), int(whose)),
            value=None if endless else int(least),
            unit="swaps",
            basis=maker,
            assumptions=(JUDGED, HELD),
        )

    def _maker(self, player: int) -> str:
        return f"{self.ref}/decision_makers/{self.built.conflict.decision_makers[player].actor}"

    def _jumps(self) -> None:
        found = self.solved.coalitions
        start = self.model.status_quo
        if found is None:
            return
        steady = found.stable()["cseq"]
        jumps = sorted(
            found.jumps(self.solved.equilibria["nash"]), key=lambda j: (j[1] != start, not steady[j[2]], len(j[0]), j)
        )
        for number, (members, before, after) in enumerate(jumps[:MAX_JUMPS], start=1):
            self._find(
                f"jump-{number}",
                words.jump(self.teller, members, before, after),
                value=after + 1,
                unit="state",
                basis=[self.teller.statement_ref(k, after, before) for k in members],
            )
        if start is not None and not jumps:
            self._joint_exit(start)

    def _joint_exit(self, start: int) -> None:
        """The smallest coalition that could leave the status quo together to everybody's gain inside it."""
        assert self.solved.coalitions is not None
        steady = self.solved.coalitions.stable()["cseq"]
        for made in self.solved.coalitions.all:
            ends = np.flatnonzero(made.improvements[start])
            if len(made.members) > 1 and len(ends):
                end = int(min(ends, key=lambda t: (not steady[t], -int(self.solved.support[t]), t)))
                self._find(
                    "together",
                    words.together(self.teller, made.members, start, end, bool(steady[end])),
                    value=end + 1,
                    unit="state",
                    basis=[self.teller.statement_ref(k, end, start) for k in made.members],
                )
                return

    def _observed(self) -> None:
        for index, (state, seen) in enumerate(zip(self.built.observed, self.built.conflict.observed, strict=True)):
            read = readings(self.solved.stable, state)
            best = max(read, key=lambda r: r.success)
            place = f"{self.ref}/observed/{index}"
            self._find(
                f"observed-{index + 1}",
                words.observed(self.teller, seen, state, best if best.hit else None, self._leaver(state)),
                value=best.success if best.hit else 0.0,
                unit="predictive success",
                basis=(place,),
                key=self.built.conflict.featured and index == 0,
            )

    def _leaver(self, state: int) -> Message | None:
        """Who would leave an observed state, looking ahead in the sense of SEQ; None if nobody would."""
        for k in self.solved.players:
            found = why(self.solved, self.teller, state, k, "seq")
            if not found.stable:
                return found.sentence
        return None

    def _course(self) -> None:
        """Whether each observed change was a move of one decision maker, and served it."""
        start = self.model.status_quo
        states = ([] if start is None else [start]) + list(self.built.observed)
        moves = [observed_move(self.model, a, b) for a, b in pairwise(states)]
        if not moves:
            return
        basis = [f"{self.ref}/observed/{i}" for i in range(len(self.built.observed))]
        single = [move for move in moves if move is not None]
        self._find(
            "course",
            words.course(self.teller, len(moves), len(single), sum(move.improved for move in single)),
            value=len(single),
            unit="moves",
            basis=basis,
        )

    def _unknown(self) -> None:
        if not self.built.unknown or not self.built.relations:
            return
        counts = {kind: int(where.sum()) for kind, where in self.solved.by_type.items()}
        always = self.solved.certain
        self._find(
            "unknown",
            words.unknown(self.teller, counts, self._first(always), int(always.sum())),
            value=int(always.sum()),
            unit="states",
            interval=Interval(low=int(always.sum()), high=max(counts.values()), kind="bounds"),
            assumptions=(JUDGED,),
        )

    def _first(self, where: Bools) -> list[int]:
        """The firmest few of some states."""
        return [state for state in self.order if where[state]][:3]

    def _perceived(self) -> None:
        for player, view in enumerate(self.built.views):
            if view is None or not self.solved.perceived:
                continue
            seen = self.solved.perceived["seq"][player]
            true = self.solved.stable["seq"][player]
            index = next(
                i
                for i, p in enumerate(self.built.conflict.perceptions)
                if p.actor == self.built.conflict.decision_makers[player].actor
            )
            self._find(
                f"perceived-{index + 1}",
                words.perceived(self.teller, player, int((seen & ~true).sum()), int((true & ~seen).sum())),
                value=int((seen != true).sum()),
                unit="states",
                basis=(f"{self.ref}/perceptions/{index}",),
            )

    def _tornado(self) -> None:
        if not self.built.truths or self.model.size > DETAIL_STATES:
            return
        changes = statement_changes(self.model, self.built.truths, "seq")
        most = max(changes, key=lambda c: (len(c.lost) + len(c.gained), -c.mover, -c.statement), default=None)
        if most is None or not (most.lost or most.gained):
            return
        maker = self.built.conflict.decision_makers[most.mover]
        statement = maker.statements[most.statement]
        self._find(
            "tornado",
            words.tornado(self.teller, most, statement),
            value=len(most.lost) + len(most.gained),
            unit="states",
            basis=(f"{self._maker(most.mover)}/statements/{statement.id or most.statement}",),
        )

    def _published(self) -> None:
        for index, entry in enumerate(self.built.conflict.published):
            if entry.concept not in self.solved.equilibria:
                continue
            printed = sorted(s for name in entry.states if (s := self.built.space.state(name)) is not None)
            computed = [int(s) for s in np.flatnonzero(self.solved.equilibria[entry.concept])]
            self._find(
                f"published-{index + 1}",
                words.published(self.teller, entry.concept, printed, computed),
                value="agrees" if printed == computed else "differs",
                basis=(f"{self.ref}/published/{index}",),
                assumptions=(),
            )


def _with_error(shares: Iterable[float], draws: int) -> tuple[float, float]:
    """The range of some shares, widened by the 90 % sampling error of each."""
    ends = [(share, 1.645 * (share * (1 - share) / draws) ** 0.5) for share in shares]
    return max(0.0, min(share - error for share, error in ends)), min(1.0, max(share + error for share, error in ends))


def add_findings(builder: ResultBuilder, solved: Sequence[Solved]) -> None:
    """Add the findings of every conflict."""
    for each in solved:
        ConflictFindings(builder, each, Teller(each.built)).add()
