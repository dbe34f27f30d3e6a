import pytest
from pydantic import ValidationError

from trivet.base.grade import Grade
from trivet.base.sources import Source

LEAST = {"id": "s1", "title": "A page", "language": "en", "kind": "primary", "quality": "A"}
# Item types of the Citation Style Language, version 1.0.2.
CSL_TYPES = {
    "webpage",
    "article-newspaper",
    "article-journal",
    "report",
    "treaty",
    "legislation",
    "book",
    "chapter",
    "speech",
    "dataset",
    "document",
}


def test_the_least_source_gives_the_least_item():
    assert Source.model_validate(LEAST).to_csl() == {
        "id": "s1",
        "type": "webpage",
        "title": "A page",
        "language": "en",
    }


def test_every_field_a_footnote_needs_arrives():
    source = Source.model_validate(
        {
            **LEAST,
            "type": "report",
            "author": ["Ministry of Lakes", "B. Author"],
            "publisher": "State press",
            "container": "Yearbook",
            "issued": "2023-08-18",
            "url": "https://example.org/a",
            "accessed": "2025-04",
            "archived": "https://archive.example.org/a",
            "licence": "CC-BY-4.0",
        }
    )
    assert source.to_csl() == {
        "id": "s1",
        "type": "report",
        "title": "A page",
        "language": "en",
        "author": [{"literal": "Ministry of Lakes"}, {"literal": "B. Author"}],
        "publisher": "State press",
        "container-title": "Yearbook",
        "URL": "https://example.org/a",
        "archive": "https://archive.example.org/a",
        "license": "CC-BY-4.0",
        "issued": {"date-parts": [[2023, 8, 18]], "raw": "2023-08-18"},
        "accessed": {"date-parts": [[2025, 4]], "raw": "2025-04"},
    }


@pytest.mark.parametrize(
    ("issued", "csl"),
    [
        (2023, {"date-parts": [[2023]], "raw": "2023"}),
        ("2023-08", {"date-parts": [[2023, 8]], "raw": "2023-08"}),
        ("2023-08~", {"date-parts": [[2023, 8]], "raw": "2023-08~"}),
        ("1999-04-?25", {"date-parts": [[1999, 4]], "raw": "1999-04-?25"}),
        ("2023/2024", {"raw": "2023/2024"}),
        ("../2023", {"raw": "../2023"}),
        ("199X", {"raw": "199X"}),
    ],
)
def test_csl_dates_say_no_more_than_is_known(issued, csl):
    assert Source.model_validate({**LEAST, "issued": issued}).to_csl()["issued"] == csl


@pytest.mark.parametrize("kind", sorted(CSL_TYPES))
def test_types_are_those_of_csl(kind):
    assert Source.model_validate({**LEAST, "type": kind}).to_csl()["type"] == kind


@pytest.mark.parametrize(
    ("quality", "grade"),
    [("A", Grade.DOCUMENTED), ("B", Grade.DOCUMENTED), ("C", Grade.REPORTED), ("D", Grade.REPORTED)],
)
def test_official_text_documents_and_the_rest_reports(quality, grade):
    assert Source.model_validate({**LEAST, "quality": quality}).grade is grade


@pytest.mark.parametrize("field", ["url", "archived"])
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://example.org",
        "//example.org",
        "example.org",
        " https://example.org",
        "file:///etc",
        "",
    ],
)
def test_addresses_are_of_the_web(field, address):
    with pytest.raises(ValidationError) as caught:
        Source.model_validate({**LEAST, field: address})
    assert [(error["type"], error["loc"]) for error in caught.value.errors()] == [("url", (field,))]


@pytest.mark.parametrize("address", ["https://example.org/?a=b&c=<d>", "HTTP://EXAMPLE.ORG"])
def test_web_addresses_are_kept_as_they_stand(address):
    assert Source.model_validate({**LEAST, "url": address}).url == address


@pytest.mark.parametrize(
    "spoiled",
    [
        {"id": "../x"},
        {"title": ""},
        {"title": "x" * 1001},
        {"language": "English"},
        {"language": "en_GB"},
        {"kind": "tertiary"},
        {"quality": "E"},
        {"copy": "mirror_or_reprint"},
        {"seen": "stored_excerpt"},
        {"type": "post"},
        {"issued": "soon"},
        {"editor": "x"},
    ],
)
def test_refuses_what_is_no_source(spoiled):
    with pytest.raises(ValidationError) as caught:
        Source.model_validate({**LEAST, **spoiled})
    assert [error["loc"][0] for error in caught.value.errors()] == list(spoiled)


def test_survives_json():
    source = Source.model_validate({**LEAST, "copy": "mirror-or-reprint", "issued": "2023~", "note": "x"})
    assert Source.model_validate_json(source.model_dump_json(by_alias=True)) == source
