import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from trivet.base.dates import EDate
from trivet.base.i18n import Sayer, translate
from trivet.base.message import (
    N_,
    DateParam,
    LikelihoodParam,
    ListParam,
    Message,
    NumberParam,
    ObjectRef,
    Phrase,
    Term,
    TextParam,
    say,
    say_count,
)
from trivet.base.text import Said, Text

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
shares = st.floats(0, 1)
leaves = st.one_of(
    st.builds(ObjectRef, ref=words),
    st.builds(DateParam, date=st.dates().map(lambda day: EDate(day.isoformat()))),
    st.builds(NumberParam, value=st.floats(-1e12, 1e12), digits=st.integers(0, 4), unit=words),
    st.tuples(shares, shares).map(sorted).map(lambda ends: LikelihoodParam(low=ends[0], high=ends[1])),
    st.builds(lambda en, ja: TextParam(text=Text(en=en, ja=ja)), st.just("lake"), st.none() | st.just("湖")),
    st.builds(Term, msgid=words),
)
names = st.sampled_from(["a", "b", "who", "what", "größe", "_x"])
params = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(ListParam, items=st.lists(inner, max_size=3).map(tuple)),
        st.builds(
            lambda text, inside: Phrase(message=Message(text=text, params=inside)),
            words,
            st.dictionaries(names, inner, max_size=2),
        ),
    ),
)
messages = st.builds(
    Message,
    text=words,
    plural=st.none() | words,
    count=st.none() | st.integers(0, 10),
    params=st.dictionaries(names, words | st.integers(-(10**12), 10**12) | params, max_size=4),
)


@given(messages)
def test_json_round_trip_keeps_every_message_whole(message):
    again = Message.model_validate_json(message.model_dump_json())
    assert again == message
    assert again.model_dump_json() == message.model_dump_json()
    assert [type(value) for value in again.params.values()] == [type(value) for value in message.params.values()]


@given(messages, st.sampled_from(["en", "ja", "ko", "zh-Hant"]))
def test_every_message_can_be_said_in_every_language(message, language):
    assert isinstance(Sayer(language).say(message), str)


@given(words, words)
def test_parameters_are_never_read_again(one, other):
    assert translate(say("{a}|{b}", a=one, b=other), "en") == f"{one}|{other}"


@pytest.mark.parametrize(
    ("template", "given_", "said"),
    [
        ("{a} and {b}", {"a": "{b}", "b": "{a}"}, "{b} and {a}"),
        ("{a}", {"a": "{x}"}, "{x}"),
        ("{a}{a}", {"a": "{a}"}, "{a}{a}"),
        ("{x} stays", {"a": "A"}, "{x} stays"),
        ("open { brace {a}", {"a": "A"}, "open { brace A"),
        ("{{a}}", {"a": "A"}, "{A}"),
        ("{a.__class__} {a!r} {a:>9}", {"a": "A"}, "{a.__class__} {a!r} {a:>9}"),
        ("closed } {a", {"a": "A"}, "closed } {a"),
        ("%(a)s 100% {a}", {"a": "A"}, "%(a)s 100% A"),
        ("", {"a": "A"}, ""),
    ],
)
def test_only_plain_fields_that_exist_are_filled(template, given_, said):
    assert translate(say(template, **given_), "en") == said


def test_says_each_kind_of_parameter():
    message = say(
        "{ref}; {list}; {date}; {number}; {chance}; {text}; {term}; {int}",
        ref=ObjectRef(ref="events/E1"),
        list=ListParam(items=(Term(msgid="one"), Term(msgid="two"), ObjectRef(ref="three"))),
        date=DateParam(date=EDate("2023-08")),
        number=NumberParam(value=-1234.56, digits=1, unit="%"),
        chance=LikelihoodParam(low=0.1, high=0.6),
        text=TextParam(text=Text(ja="湖")),
        term=Term(msgid="in force"),
        int=12345,
    )
    assert translate(message, "en") == (
        "events/E1; one, two and three; August 2023; −1,234.6%; very unlikely to likely; 湖; in force; 12,345"
    )


def test_a_message_inside_a_message_has_parameters_of_its_own():
    inner = Phrase(message=say("{a} {b}", a="{b}"))
    assert translate(say("{a}: {b}", a=inner, b="{a}"), "en") == "{b} {b}: {a}"


def test_names_come_from_whoever_knows_them():
    class Register:
        def name(self, ref, language):
            return Said(f"<{ref} in {language}>", language)

        def text(self, text, language):
            return Said(text.say(language).words.upper(), language)

    sayer = Sayer("en", Register())
    message = say("{who}: {what}", who=ObjectRef(ref="actors/A"), what=TextParam(text=Text(en="lake")))
    assert sayer.say(message) == "<actors/A in en>: LAKE"
    assert sayer.name("x") == "<x in en>"
    assert Sayer("en").name("x") == "x"
    assert Sayer("en").text(Text(ja="湖")) == Said("湖", "ja")


@pytest.mark.parametrize(("count", "said"), [(0, "0 ships"), (1, "1 ship"), (2, "2 ships"), (1500, "1,500 ships")])
def test_counts_pick_the_english_form(count, said):
    assert translate(say_count("{count} ship", "{count} ships", count), "en") == said


def test_a_message_without_a_plural_ignores_its_count():
    assert translate(Message(text="ship", count=3), "en") == "ship"


@pytest.mark.parametrize("name", ["a b", "", "1a", "a.b", "a}"])
def test_parameter_names_are_identifiers(name):
    with pytest.raises(ValidationError, match="identifier"):
        Message(text="x", params={name: "y"})


@pytest.mark.parametrize(
    "params",
    [
        {"a": 1.5},
        {"a": None},
        {"a": ["x"]},
        {"a": {"kind": "nothing"}},
        {"a": {"kind": "likelihood", "low": -0.1, "high": 0.5}},
        {"a": {"kind": "number", "value": "nan"}},
    ],
)
def test_refuses_parameters_of_no_kind(params):
    with pytest.raises(ValidationError):
        Message(text="x", params=params)


def test_marking_a_string_changes_nothing():
    assert N_("in force") == "in force"
