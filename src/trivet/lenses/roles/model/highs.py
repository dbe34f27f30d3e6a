"""Single programmes on HiGHS (Huangfu & Hall 2018): role division with few contributors to each task.

The batch solver divides amounts. A table that reads as a division of roles needs whole decisions: at most a few
contributors a task, each with a share worth naming. That is a mixed-integer programme, block by block.
"""

from typing import Any, Final

import numpy as np

from trivet.lenses.roles.model.blocks import Block, Programme, Solved, blocks, narrowed
from trivet.lenses.roles.model.plan import Floats, Plan, Variant

MOST: Final = 3
"""At most this many contributors take part in a task."""

TAKE: Final = 1e-3
"""A small cost of taking part, as a share of a task's weight, so that nobody takes part without need."""

LEAST: Final = 0.1
"""A contributor that takes part supplies at least this share of the demand."""

GOLDEN: Final = (1 + 5**0.5) / 2

SAME: Final = 1e-7
"""Divisions whose costs differ by less, as a share of all weights, are equally good. Contributors named earlier in the
case then come first."""

FINE: Final = 1e-7
"""Weight of that order among amounts, below the small cost of use."""


def divide(plan: Plan, variant: Variant, *, most: int = MOST, least: float = LEAST) -> tuple[Floats, Floats]:
    """Divide roles among few contributors.

    Args:
        plan: the problem.
        variant: one variant, with a leading axis of length 1.
        most: the most contributors a task may have.
        least: the least share of the demand that one that takes part supplies.

    Returns:
        Supplies, shape (contributors, tasks, phases), and unmet shares, shape (tasks, phases).

    Raises:
        ArithmeticError: if HiGHS finds no optimum.
    """
    supply = np.zeros((variant.capacity.shape[1], plan.tasks, plan.phases))
    unmet = np.zeros((plan.tasks, plan.phases))
    for block in blocks(plan):
        found = _solve(plan, block, variant, most, least)
        supply[:, block.tasks, block.phase] = found.supply[0]
        unmet[block.tasks, block.phase] = found.unmet[0]
    return supply, unmet


def _solve(plan: Plan, block: Block, variant: Variant, most: int, least: float) -> Solved:
    able, own, only = narrowed(plan, block, variant)
    made = Programme(plan, own, only)
    unwilling = np.zeros((len(able), len(block.tasks)))
    if plan.reluctance is not None:
        unwilling = plan.reluctance[np.ix_(able, block.tasks)]
    x = _mixed(made, most, least, unwilling)
    found = made.read(x[None, : made.matrix.shape[2]])
    supply = np.zeros((1, variant.capacity.shape[1], len(block.tasks)))
    supply[:, able] = found.supply
    return Solved(found.penalty, found.unmet, supply)


def _mixed(made: Programme, most: int, least: float, unwilling: Floats | None = None) -> Floats:
    """The optimum with a yes or no for every supply: none of it, or at least the least share.

    Many divisions may cost the same, and which of them a solver meets first depends on its version, seed and threads.
    So a second programme chooses among them by :func:`_order`, and a third fixes who takes part and finds the amounts.
    """
    columns, supplies = made.matrix.shape[2], made.supplies
    demand = np.tile(made.demand[0], made.contributors)
    matrix, low, high = _participation(made, demand, most, least)
    more = np.zeros((made.contributors, made.width)) if unwilling is None else unwilling
    each = (made.weight[0][None, :] * TAKE * (1 + more)).ravel()
    scale = float(made.weight[0].sum()) or 1.0
    cost = np.concatenate([made.cost[0], each]) / scale
    upper = np.concatenate([made.upper[0], np.ones(supplies)])
    whole = np.arange(columns + supplies) >= columns
    best = cost @ optimum(cost, matrix, low, high, upper, whole)
    order = _order(made)
    amounts = np.concatenate([order / np.where(demand > 0, demand, 1.0), np.zeros(columns - supplies)])
    among = np.concatenate([amounts, order])
    limits = np.append(low, -np.inf), np.append(high, best + SAME)
    takes = np.round(optimum(among, np.vstack([matrix, cost]), *limits, upper, whole)[columns:])
    least_of = np.concatenate([np.zeros(columns), takes])
    most_of = np.concatenate([upper[:columns], takes])
    fine = np.concatenate([cost[:columns] / FINE + amounts, np.zeros(supplies)])
    return optimum(fine, matrix, low, high, most_of, lower=least_of).round(9)


def _participation(made: Programme, demand: Floats, most: int, least: float) -> tuple[Floats, Floats, Floats]:
    """Rows and their bounds: the programme's own, what taking part means, and how many may."""
    columns, supplies = made.matrix.shape[2], made.supplies
    ceiling = np.minimum(made.upper[0, :supplies], demand)
    floor = np.minimum(least * demand, ceiling)
    rows = [np.concatenate([row, np.zeros(supplies)]) for row in made.matrix[0]]
    low, high = list(made.rhs[0]), list(made.rhs[0])
    for spot in range(supplies):
        for bound, below, above in ((ceiling[spot], -np.inf, 0.0), (floor[spot], 0.0, np.inf)):
            row = np.zeros(columns + supplies)
            row[spot], row[columns + spot] = 1, -bound
            rows.append(row)
            low.append(below)
            high.append(above)
    for task in range(made.width):
        row = np.zeros(columns + supplies)
        row[[columns + k * made.width + task for k in range(made.contributors)]] = 1
        rows.append(row)
        low.append(-np.inf)
        high.append(float(most))
    return np.array(rows), np.array(low), np.array(high)


def _order(made: Programme) -> Floats:
    """What decides between equals, for each supply: the place of its contributor, then numbers without a pattern.

    Sums of the places tie where two contributors swap tasks. Fractional parts of multiples of the golden ratio by
    squares do not.
    """
    place = np.repeat(np.arange(made.contributors) / max(made.contributors, 1), made.width)
    digits = np.array([number**2 * GOLDEN % 1 for number in range(1, made.supplies + 1)])
    return 1 + place + 0.1 * digits


def optimum(
    cost: Floats,
    matrix: Floats,
    low: Floats,
    high: Floats,
    upper: Floats,
    whole: object = None,
    lower: Floats | None = None,
) -> Floats:
    """The optimum of one programme: ``low <= matrix @ x <= high``, ``lower <= x <= upper``.

    Args:
        cost: shape (variables,).
        matrix: shape (rows, variables).
        low, high: shape (rows,), infinite where there is no bound.
        upper: shape (variables,).
        whole: shape (variables,): which must be whole numbers; none if left out.
        lower: shape (variables,); zeros if left out.

    Raises:
        ArithmeticError: if there is no optimum.
    """
    import highspy

    solver: Any = highspy.Highs()
    for name, value in (
        ("output_flag", False),
        ("log_to_console", False),
        ("parallel", "off"),  # and no number of threads: a process that has used HiGHS before may have fixed another
        ("random_seed", 0),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.0),
        ("mip_feasibility_tolerance", 1e-9),
        ("primal_feasibility_tolerance", 1e-9),
    ):
        solver.setOptionValue(name, value)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(low)
    model.col_cost_, model.col_lower_ = cost, np.zeros(len(cost)) if lower is None else lower
    model.col_upper_ = np.where(np.isinf(upper), highspy.kHighsInf, upper)
    model.row_lower_ = np.where(np.isinf(low), -highspy.kHighsInf, low)
    model.row_upper_ = np.where(np.isinf(high), highspy.kHighsInf, high)
    row, column = np.nonzero(matrix)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.searchsorted(row, np.arange(len(low) + 1))
    model.a_matrix_.index_, model.a_matrix_.value_ = column, matrix[row, column]
    if whole is not None:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(flag)] for flag in np.asarray(whole)]
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError(f"HiGHS: {solver.modelStatusToString(solver.getModelStatus())}")
    return np.array(solver.getSolution().col_value)
