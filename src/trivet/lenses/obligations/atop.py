"""The obligations of a case in the form of the ATOP data: five codes per directed dyad and year.

Alliance Treaty Obligations and Provisions (Leeds et al. 2002) codes what a treaty in effect in a year obliges one state
to towards another, whatever would trigger it. Only legal duties count, as ATOP codes only formal agreements.
"""

from datetime import date
from typing import Final

from trivet.case.model import Case
from trivet.lenses.obligations.model import Rule
from trivet.lenses.obligations.read import rule

CODES: Final = ("defend", "offence", "neutrality", "non-aggression", "consult")
"""ATOP's columns, in its order: defense, offense, neutral, nonagg, consul."""


def atop_codes(case: Case, bound: str, toward: str, year: int) -> tuple[int, int, int, int, int]:
    """ATOP's five codes for what one actor owes another at any time in a year."""
    owed = {
        made.duty
        for thing in case.instruments
        if {bound, toward} <= set(thing.parties)
        for duty in thing.obligations
        if (made := rule(thing, duty)) and _counts(made, bound, toward) and _in_effect(made, year)
    }
    defend, offence, neutrality, peace, consult = (int(code in owed) for code in CODES)
    return defend, offence, neutrality, peace, consult


def _counts(made: Rule, bound: str, toward: str) -> bool:
    if made.mode != "must" or made.strength != "legal" or made.duty not in CODES:
        return False
    return _names(made.bound, bound) and _names(made.toward, toward)


def _names(parties: tuple[str, ...], actor: str) -> bool:
    return actor in parties or any(name.startswith("$") for name in parties)


def _in_effect(made: Rule, year: int) -> bool:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return any(begin <= last and (end is None or end > first) for begin, end in made.spans)
