import pytest

from trivet.base import i18n
from trivet.base.i18n import Sayer, add_catalogues, has_translation, translate, translate_text, untranslated
from trivet.base.message import LikelihoodParam, ObjectRef, say, say_count
from trivet.base.text import Said

PO = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=1; plural=0;\\n"

msgid "{who} joins {what}"
msgstr "{who}은(는) {what}에 합류"

msgid "{count} ship"
msgid_plural "{count} ships"
msgstr[0] "배 {count}척"

#, fuzzy
msgid "guessed"
msgstr "추측"

msgid "empty"
msgstr ""

msgid "{low} to {high}"
msgstr "{low}부터 {high}까지"
"""


@pytest.fixture
def korean(tmp_path, monkeypatch):
    """Catalogues of a made-up package, and nothing else."""
    monkeypatch.setattr(i18n, "_folders", [])
    (tmp_path / "ko").mkdir()
    (tmp_path / "ko" / "trivet.po").write_text(PO, "utf-8")
    add_catalogues(tmp_path)
    yield tmp_path
    i18n._catalogue.cache_clear()


class Register:
    def name(self, ref, language):
        return Said({"JPN": "일본", "CAN": "캐나다"}[ref], language)

    def text(self, text, language):
        return text.say(language)


@pytest.mark.parametrize(("who", "said"), [("JPN", "일본은 {x}에 합류"), ("CAN", "캐나다는 {x}에 합류")])
@pytest.mark.usefixtures("korean")
def test_particles_follow_the_name_and_parameters_stay_unread(who, said):
    message = say("{who} joins {what}", who=ObjectRef(ref=who), what="{x}")
    assert Sayer("ko", Register()).say(message) == said


@pytest.mark.usefixtures("korean")
def test_korean_has_one_plural_form():
    assert [translate(say_count("{count} ship", "{count} ships", n), "ko") for n in (1, 2)] == ["배 1척", "배 2척"]


@pytest.mark.usefixtures("korean")
def test_likelihood_words_of_a_range_are_joined_by_the_catalogue():
    message = say("{p}", p=LikelihoodParam(low=0.1, high=0.6))
    assert translate(message, "ko") == "가능성이 매우 낮음부터 가능성이 높음까지"


@pytest.mark.parametrize("text", ["guessed", "empty", "not there"])
@pytest.mark.usefixtures("korean")
def test_what_has_no_firm_translation_stays_english(text):
    assert translate_text(text, "ko") == text
    assert not has_translation(text, "ko")
    assert has_translation(text, "en")


@pytest.mark.usefixtures("korean")
def test_names_every_missing_translation():
    missing = untranslated([say("{who} joins {what}"), say("guessed")])
    assert ("ko", "{who} joins {what}") not in missing
    assert ("ja", "{who} joins {what}") in missing
    assert ("ko", "guessed") in missing
    assert not [language for language, _ in missing if language == "en"]


def test_adding_a_folder_twice_does_nothing(korean):
    add_catalogues(korean)
    assert i18n._folders == [korean]


def test_the_first_catalogue_wins(korean, tmp_path_factory):
    later = tmp_path_factory.mktemp("later")
    (later / "ko").mkdir()
    (later / "ko" / "trivet.po").write_text(
        'msgid "empty"\nmsgstr "비었음"\n\n' + PO.partition("\n\n")[2].replace("합류", "가입")
    )
    add_catalogues(later)
    assert translate_text("empty", "ko") == "비었음"
    assert translate_text("{who} joins {what}", "ko") == "{who}은(는) {what}에 합류"
