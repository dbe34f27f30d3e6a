import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivet.case.expressions import All, Not, Some
from trivet.case.patterns import (
    MAX_DEPTH,
    MAX_LENGTH,
    Call,
    OneOf,
    PatternError,
    Var,
    When,
    calls,
    parse,
    parse_fact,
    variables,
)


def call(name, **args):
    return Call(
        name, tuple((key, Var(value[1:]) if value.startswith("$") else OneOf((value,))) for key, value in args.items())
    )


def bare(pattern):
    """A pattern without the columns of its predicates."""
    match pattern:
        case Call(name, args):
            return Call(name, args)
        case Not(part):
            return Not(bare(part))
        case All(parts):
            return All(tuple(map(bare, parts)))
        case Some(parts):
            return Some(tuple(map(bare, parts)))
        case _:
            return pattern


A, B, C = call("a"), call("b"), call("c")


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("a()", A),
        ("attack(by=x-1, on=$who)", call("attack", by="x-1", on="$who")),
        ("attack(on=[x, y])", Call("attack", (("on", OneOf(("x", "y"))),))),
        ("a() and b() and c()", All((A, B, C))),
        ("a() or b() and c()", Some((A, All((B, C))))),
        ("(a() or b()) and c()", All((Some((A, B)), C))),
        ("not a() and b()", All((Not(A), B))),
        ("not (a() and b())", Not(All((A, B)))),
        ("not not a()", Not(Not(A))),
        ("any-of(a(), b() and c())", Some((A, All((B, C))))),
        ("true", All(())),
        ("false", Some(())),
        ("  a ( on = x )  ", call("a", on="x")),
    ],
)
def test_reads_patterns(text, pattern):
    assert bare(parse(text)) == pattern


def test_reads_conditions_on_the_day():
    found = parse("before(2016-03-29) or on-or-after(2020)")
    assert [(part.word, str(part.date)) for part in found.parts] == [("before", "2016-03-29"), ("on-or-after", "2020")]
    assert all(isinstance(part, When) for part in found.parts)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 0),
        ("a", 1),
        ("a(", 2),
        ("a(on)", 4),
        ("a(on=)", 5),
        ("a(on=x", 6),
        ("a(on=x,)", 7),
        ("a(on=x on=y)", 7),
        ("a(on=x, on=y)", 8),
        ("a() b()", 4),
        ("a() and", 7),
        ("and a()", 0),
        ("a() or or b()", 7),
        ("(a()", 4),
        ("a())", 3),
        ("$x", 0),
        ("a(on=[])", 6),
        ("a(on='x')", 5),
        ("a() & b()", 4),
        ("any-of()", 7),
        ("before(soon)", 7),
        ("before(2023-02-30)", 7),
        ("a(on=x) # comment", 8),
        ("__import__('os')", 0),
        ("a.b()", 1),
    ],
)
def test_refuses_what_is_no_pattern_and_says_where(text, column):
    with pytest.raises(PatternError) as caught:
        parse(text)
    assert caught.value.column == column
    assert caught.value.why


@pytest.mark.parametrize(
    "text", ["(" * 100_000, "not " * 400, "(" * 500 + "a()" + ")" * 500, "any-of(" * 200, "a() and " * 1000]
)
def test_refuses_what_is_too_deep_or_too_long(text):
    with pytest.raises(PatternError, match=r"deep|longer"):
        parse(text)


def test_depth_and_length_are_allowed_up_to_their_limits():
    assert bare(parse("(" * MAX_DEPTH + "a()" + ")" * MAX_DEPTH)) == A
    assert bare(parse("a()" + " " * (MAX_LENGTH - 3))) == A


@pytest.mark.parametrize(
    "text", ["a(on=$x)", "a(on=[x, y])", "a() and b()", "not a()", "true", "before(2020)", "a() b()", ""]
)
def test_a_fact_is_one_predicate_with_plain_values(text):
    with pytest.raises(PatternError):
        parse_fact(text)


def test_reads_facts():
    assert str(parse_fact("attack( by = x,on=y )")) == "attack(by=x, on=y)"
    assert parse_fact("attack(on=[x])") == parse("attack(on=x)")


names = st.sampled_from(["a", "b-1", "armed-attack", "x2"])
arguments = st.one_of(
    names.map(lambda name: Var(name)), st.lists(names, min_size=1, max_size=3).map(lambda values: OneOf(tuple(values)))
)
predicates = st.builds(Call, names, st.dictionaries(names, arguments, max_size=3).map(lambda args: tuple(args.items())))
many = st.recursive(
    predicates,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda parts: All(tuple(parts)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda parts: Some(tuple(parts)), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=8,
)


def written(pattern):
    match pattern:
        case Not(part):
            return f"not ({written(part)})"
        case All(parts):
            return " and ".join(f"({written(part)})" for part in parts)
        case Some(parts):
            return f"any-of({', '.join(map(written, parts))})"
        case _:
            return str(pattern)


@given(many)
def test_reads_back_what_it_writes(pattern):
    text = written(pattern)
    if len(text) <= MAX_LENGTH:
        assert bare(parse(text)) == pattern


@given(many)
def test_columns_point_at_their_predicates(pattern):
    text = written(pattern)
    if len(text) <= MAX_LENGTH:
        found = list(calls(parse(text)))
        assert [text[one.column :].startswith(f"{one.name}(") for one in found] == [True] * len(found)
        assert len(found) == text.count("(") - sum(text.count(word) for word in ("not (", "any-of(")) - grouping(
            pattern
        )


def grouping(pattern):
    """How many brackets only group."""
    match pattern:
        case Not(part):
            return grouping(part)
        case All(parts):
            return len(parts) + sum(map(grouping, parts))
        case Some(parts):
            return sum(map(grouping, parts))
        case _:
            return 0


def read(text):
    """A pattern, or the error it gives."""
    try:
        return parse(text)
    except PatternError as error:
        return error


@given(st.text(max_size=60) | st.text("ab$()[],=- \nandornot", max_size=80))
def test_any_text_is_a_pattern_or_an_error(text):
    found = read(text)
    if isinstance(found, PatternError):
        assert 0 <= found.column <= len(text)
        assert found.why
    else:
        assert isinstance(found, Call | When | Not | All | Some)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("a(on=$x, by=$y)", {"x", "y"}),
        ("a(on=$x) and b(on=$y)", {"x", "y"}),
        ("a(on=$x) or b(on=$y)", set()),
        ("any-of(a(on=$x), b(on=$x, by=$y))", {"x"}),
        ("a(on=$x) and not b(on=$y)", {"x"}),
        ("not not a(on=$x)", set()),
        ("true", set()),
        ("before(2020) and a(on=$x)", {"x"}),
    ],
)
def test_variables_are_bound_by_what_must_hold(text, bound):
    assert variables(parse(text)) == bound
