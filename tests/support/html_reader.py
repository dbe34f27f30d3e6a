"""A page as a browser's parser would meet it: elements with their attributes and words, scripts, anchors."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "col", "wbr", "base", "area", "embed", "source", "track"})


@dataclass
class Element:
    """One element: its name, attributes, the words directly and deeply inside, and the one it stands in."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    words: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self) -> "list[Element]":
        """This element and everything in it, in order."""
        return [self, *(inner for child in self.children for inner in child.all())]

    def find(self, tag: str, **attributes: str) -> "list[Element]":
        """Elements of a name with attributes of these values; ``class_`` looks for one class among several."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.all()
            if element.tag == tag
            and all(
                value in element.attributes.get(name, "").split()
                if name == "class"
                else element.attributes.get(name) == value
                for name, value in wanted.items()
            )
        ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#root", {})
        self._open = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self._open)
        assert len(attrs) == len(element.attributes), f"<{tag}> repeats an attribute"
        self._open.children.append(element)
        if tag not in VOID:
            self._open = element

    def handle_endtag(self, tag: str) -> None:
        assert self._open.tag == tag, f"</{tag}> closes <{self._open.tag}>"
        assert self._open.parent is not None
        self._open = self._open.parent

    def handle_data(self, data: str) -> None:
        here: Element | None = self._open
        while here:
            here.words += data
            here = here.parent

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data[:80]}")


def read_html(text: str) -> Element:
    """Read a page. Elements must be closed in order, and there may be no comments."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader._open is reader.root, f"<{reader._open.tag}> is never closed"
    return reader.root
