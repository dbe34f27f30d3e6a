"""Sources: the fields of CSL-JSON that a footnote needs, and what a reader must know to trust one."""

from typing import Any, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from trivet.base.dates import EDate
from trivet.base.grade import Grade
from trivet.base.ids import Id
from trivet.base.model import Record
from trivet.base.text import Text

Quality = Literal["A", "B", "C", "D"]


class Source(Record):
    """One citable page or document.

    ``quality``: A government or treaty original; B official text reprinted by another; C established news outlet
    or think tank; D aggregator, mirror or digest. ``seen`` says how much of it the compiler read.
    """

    id: Id
    type: Literal[
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
    ] = "webpage"
    title: str = Field(min_length=1, max_length=1000)
    author: tuple[str, ...] = ()
    publisher: str | None = None
    container: str | None = Field(default=None, description="CSL container-title: journal, book or site.")
    issued: EDate | None = None
    url: str | None = Field(default=None, max_length=2000)
    language: str = Field(
        description="BCP 47 tag of the source itself.", pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
    )
    accessed: EDate | None = None
    archived: str | None = Field(default=None, max_length=2000, description="Address of an archived copy.")
    licence: str | None = None
    kind: Literal["primary", "secondary"]
    copy_: Literal["original", "mirror-or-reprint"] = Field(default="original", alias="copy")
    quality: Quality
    seen: Literal["whole", "excerpt", "local-file", "not-seen"] = "not-seen"
    note: Text | None = None

    @field_validator("url", "archived")
    @classmethod
    def _web_only(cls, value: str | None) -> str | None:
        if value is not None and not value.lower().startswith(("http://", "https://")):
            raise PydanticCustomError("url", "must start with http:// or https://")
        return value

    @property
    def grade(self) -> Grade:
        """What a statement resting on this source alone deserves."""
        return Grade.DOCUMENTED if self.quality in ("A", "B") else Grade.REPORTED

    def to_csl(self) -> dict[str, Any]:
        """This source as a CSL-JSON item (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html)."""
        item: dict[str, Any] = {"id": self.id, "type": self.type, "title": self.title, "language": self.language}
        if self.author:
            item["author"] = [{"literal": name} for name in self.author]
        optional = {
            "publisher": self.publisher,
            "container-title": self.container,
            "URL": self.url,
            "archive": self.archived,
            "license": self.licence,
        }
        item |= {key: value for key, value in optional.items() if value}
        for key, when in (("issued", self.issued), ("accessed", self.accessed)):
            if when:
                item[key] = _csl_date(when)
        return item


def _csl_date(when: EDate) -> dict[str, Any]:
    """A date variable: its parts down to its precision; only the text where parts would say more than is known."""
    length = {"year": 1, "month": 2, "day": 3}.get(when.precision)
    if length is None:
        return {"raw": when.edtf}
    parts = [when.earliest.year, when.earliest.month, when.earliest.day]
    return {"date-parts": [parts[:length]], "raw": when.edtf}
