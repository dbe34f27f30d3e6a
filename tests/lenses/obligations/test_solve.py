"""Three-valued solving of patterns."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trivet.base.errors import TrivetError
from trivet.case.patterns import PatternError, parse, parse_fact
from trivet.lenses.obligations.model import Rule, Solver, looks_at_day
from trivet.lenses.obligations.solve import Bundle, World, solve

DAY = date(2020, 1, 1)
WORLD = World({"strait": frozenset({"pacific"}), "corps": frozenset({"alpha"})})


def ways(pattern, so=(), open_=(), day=DAY):
    return solve(parse(pattern), Bundle.of(map(parse_fact, so), map(parse_fact, open_)), WORLD, day)


def verdict(pattern, so=(), open_=(), day=DAY):
    found = ways(pattern, so, open_, day)
    return "no" if not found else "yes" if any(way.sure for way in found) else "depends"


@pytest.mark.parametrize(
    ("pattern", "so", "open_", "wanted"),
    [
        ("attack(on=alpha)", ["attack(by=x, on=alpha)"], [], "yes"),
        ("attack(on=beta)", ["attack(by=x, on=alpha)"], [], "no"),
        ("attack(on=alpha)", [], ["attack(on=alpha)"], "depends"),
        ("attack(on=alpha, by=x)", ["attack(on=alpha)"], [], "depends"),
        ("attack(on=alpha)", ["attack(on=corps)"], [], "yes"),
        ("attack(on=corps)", ["attack(on=alpha)"], [], "no"),
        ("attack(area=pacific)", ["attack(area=strait)"], [], "yes"),
        ("attack(area=strait)", ["attack(area=pacific)"], [], "no"),
        ("not attack(on=alpha)", [], [], "yes"),
        ("not attack(on=alpha)", ["attack(on=alpha)"], [], "no"),
        ("not attack(on=alpha)", [], ["attack(on=alpha)"], "depends"),
        ("attack(on=$x) and not consent(by=$x)", ["attack(on=a)", "consent(by=b)"], [], "yes"),
        ("attack(on=$x) and not consent(by=$x)", ["attack(on=a)", "consent(by=a)"], [], "no"),
        ("attack(on=$x) and consent(by=$x)", ["attack(on=a)"], ["consent(by=a)"], "depends"),
        ("any-of(attack(on=a), attack(on=b))", ["attack(on=b)"], [], "yes"),
        ("attack(on=[a, b])", ["attack(on=b)"], [], "yes"),
        ("true", [], [], "yes"),
        ("false or attack()", [], [], "no"),
        ("before(2020-01-02)", [], [], "yes"),
        ("before(2020-01-01)", [], [], "no"),
        ("on-or-after(2020-01-01)", [], [], "yes"),
    ],
)
def test_truth(pattern, so, open_, wanted):
    assert verdict(pattern, so, open_) == wanted


def test_each_binding_once_and_the_sure_way_first():
    found = ways("attack(on=$x)", ["attack(on=a)"], ["attack(on=a)", "attack(on=b)"])
    assert [(dict(way.binding)["x"], way.sure) for way in found] == [("a", True), ("b", False)]


def test_it_says_what_it_rests_on_and_what_it_depends_on():
    (way,) = ways("attack(on=$x) and request(by=$x)", ["attack(on=a)"], ["request(by=a)"])
    assert way.because == ("attack(on=a)",)
    assert way.depends == ("request(by=a)",)


def test_too_many_ways_are_refused():
    facts = [f"p(a={i})" for i in range(120)]
    with pytest.raises(TrivetError, match="ways"):
        ways("p(a=$x) and p(a=$y) and p(a=$z)", facts)


atoms = st.sampled_from(["p(a=x)", "p(a=$v)", "q(a=x, b=y)", "q(b=$v)", "r()", "true", "false", "before(2020-01-01)"])
texts = st.recursive(
    atoms,
    lambda inner: st.one_of(
        inner.map(lambda t: f"not ({t})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]}) and ({p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"any-of({p[0]}, {p[1]})"),
    ),
    max_leaves=6,
)
facts = st.lists(st.sampled_from(["p(a=x)", "p(a=z)", "q(a=x, b=y)", "q(a=z)", "r()", "p()"]), unique=True, max_size=4)


@settings(max_examples=300)
@given(texts, facts, facts)
def test_unknown_facts_never_yield_a_wrong_no_or_yes(text, so, open_):
    """Whatever the open facts turn out to be, a verdict of yes or no stays as it was."""
    before = verdict(text, so, open_)
    if before == "depends":
        return
    for mask in range(2 ** len(open_)):
        true = [fact for i, fact in enumerate(open_) if mask >> i & 1]
        assert verdict(text, [*so, *true], []) in (before, "depends")


@settings(max_examples=200)
@given(texts, facts, facts)
def test_the_index_loses_nothing(text, so, open_):
    rule = Rule("i/a", "defend", "must", ("one",), ("two",), parse(text), "automatic", "legal", spans=((DAY, None),))
    bundle = Bundle.of(map(parse_fact, so), map(parse_fact, open_))
    direct = solve(rule.pattern, bundle, WORLD, DAY)
    assert len(Solver([rule], WORLD).duties(bundle, DAY)) == len(direct)


def read(text):
    try:
        return parse(text)
    except PatternError as error:
        return error


@settings(max_examples=400)
@given(st.text(alphabet="abp()[]=,$ -_0123456789notadyf.", max_size=60))
def test_fuzzed_patterns_give_a_pattern_or_a_clear_error(text):
    found = read(text)
    if isinstance(found, PatternError):
        assert found.why
        assert 0 <= found.column <= len(text)
    else:
        assert isinstance(looks_at_day(found), bool)


def test_hostile_patterns_end():
    for text in ("(" * 5000, "not " * 400, "a(" * 900, "a(b=[" + "x," * 500, "$" * 100, "\u202ea()"):
        with pytest.raises(PatternError):
            parse(text)
