"""Finding lenses: entry points, mistyped names, packages that cannot be imported."""

import pytest

from lens_centrality import Centrality
from outside import CENTRALITY, registered
from trivet import api
from trivet.base.errors import NotFoundError, TrivetError
from trivet.base.i18n import has_translation
from trivet.lens.protocol import Lens
from trivet.lens.registry import get_lens, lens_names, origin_of


def test_the_shipped_lens_comes_through_the_same_door():
    assert "record" in lens_names()
    assert isinstance(get_lens("record"), Lens)
    assert origin_of("record") == "trivet"


def test_a_lens_of_another_package_joins_by_its_entry_point(star):
    with registered(CENTRALITY):
        assert {"centrality", "record"} <= set(lens_names())
        assert type(get_lens("centrality")).__name__ == Centrality.__name__
        assert origin_of("centrality") == "unknown"  # an entry point made by hand belongs to no distribution
        assert api.applicable_lenses(star)[0] == "record"
        assert "centrality" in api.applicable_lenses(star)
        assert api.run("centrality", star, use_cache=False, top=1).lens == "centrality"
    assert "centrality" not in lens_names()


def test_its_catalogues_are_known_once_it_is_loaded():
    with registered(CENTRALITY):
        get_lens("centrality")
        assert has_translation("The most central actors", "ko")


def test_a_lens_is_made_once():
    with registered(CENTRALITY):
        assert get_lens("centrality") is get_lens("centrality")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("recrod", 'Did you mean "record"?'),
        ("RECORD", 'Did you mean "record"?'),
        ("centralty", 'Did you mean "centrality"?'),
        ("zzzzzz", "Lenses: bargaining, centrality, "),
        ("", "Lenses: bargaining, centrality, "),
    ],
)
def test_an_unknown_name_suggests_the_nearest(name, hint):
    with registered(CENTRALITY), pytest.raises(NotFoundError) as caught:
        get_lens(name)
    assert f'There is no lens "{name}".' in str(caught.value)
    assert hint in str(caught.value)


def test_without_any_lens_the_hint_says_none():
    with registered(shipped=False):
        assert lens_names() == ()
        with pytest.raises(NotFoundError, match="Lenses: none"):
            get_lens("record")


BROKEN_MODULE = """\
import no_such_package_anywhere

class Lens:
    pass
"""

RAISING_MODULE = """\
raise RuntimeError("half installed")
"""

UNFIT_MODULE = """\
class Lens:
    name = "unfit"

class Making:
    def __init__(self):
        raise ValueError("cannot be made")
"""


@pytest.fixture
def packages(tmp_path, monkeypatch):
    for name, text in (("lens_lacking", BROKEN_MODULE), ("lens_raising", RAISING_MODULE), ("lens_unfit", UNFIT_MODULE)):
        (tmp_path / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("lens_lacking:Lens", "no_such_package_anywhere"),
        ("lens_raising:Lens", "half installed"),
        ("lens_unfit:Nothing", "Nothing"),
        ("lens_unfit:Making", "cannot be made"),
        ("lens_unfit:Lens", "does not follow the lens protocol"),
        ("no_such_module_at_all:Lens", "no_such_module_at_all"),
    ],
)
def test_a_lens_that_cannot_be_used_is_an_error_for_a_person(value, why):
    with registered(("bad", value)):
        assert "bad" in lens_names()  # names cost no import
        with pytest.raises(TrivetError) as caught:
            get_lens("bad")
    assert f'The lens "bad" ({value})' in str(caught.value)
    assert why in str(caught.value)
    assert not isinstance(caught.value, NotFoundError)


@pytest.mark.usefixtures("packages")
def test_a_bad_lens_does_not_keep_others_from_running(star):
    with registered(("bad", "lens_raising:Lens"), CENTRALITY):
        assert api.run("centrality", star, use_cache=False).findings
