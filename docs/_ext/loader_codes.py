"""The codes of faults that are found before a whole case exists: by the reader, the schema, overlays and settings.

The rules on a whole case explain themselves in ``trivet.case.checks``; these have no module of their own, so their
title and explanation stand here. A test holds this table against the source.
"""

from typing import Final, NamedTuple


class Code(NamedTuple):
    """A code: its title, and what it means and how to mend it."""

    title: str
    text: str


FILES: Final = {
    "file-missing": Code(
        "A file is missing",
        "A case needs `case.yaml`, `sources.yaml` and `actors.yaml`. Add the file that is named.",
    ),
    "file-unknown": Code(
        "A file that no case has",
        "A YAML file or a folder of YAML files does not bear the name of a section, or `case.yaml` or "
        "`vocabulary.yaml` is there twice. Correct the name. Other files (notes, pictures) are left alone.",
    ),
    "file-shape": Code(
        "A file of the wrong shape",
        "`case.yaml`, `vocabulary.yaml` and a term list hold a mapping (`key: value`). Every other file holds a list, "
        "in which each item begins with `-`. `sources.yaml` and `actors.yaml` hold at least one item.",
    ),
    "file-unreadable": Code(
        "A file that cannot be opened",
        "The system refuses to open the file or folder. The message gives the system's reason. Look at its "
        "permissions.",
    ),
}

YAML: Final = {
    "yaml-syntax": Code(
        "Not YAML",
        "The file breaks the rules of YAML. The usual causes are a missing space after a colon, uneven indentation, or "
        "a quotation mark that is never closed. The place is where the reader gave up; the cause may stand a line "
        "earlier.",
    ),
    "yaml-encoding": Code(
        "Not UTF-8 text",
        "A byte is not UTF-8, or the file holds a control character. Save the file as UTF-8.",
    ),
    "yaml-duplicate-key": Code(
        "A key stands twice",
        "One mapping gives the same key two times, so that one of the two values would be lost. Remove or rename one.",
    ),
    "yaml-alias": Code(
        "Anchors and aliases",
        "`&name` and `*name` are refused, since a few of them can grow into gigabytes. Write the value out.",
    ),
    "yaml-tag": Code(
        "Tags",
        "`!tag` is refused. Every value is a text, a number, true, false or null by its own look. Remove the tag, and "
        "quote what must stay a text.",
    ),
    "yaml-too-deep": Code("Nested too deep", "No file of a case nests values more than 40 deep."),
    "yaml-too-large": Code(
        "A file too large",
        "A file may have 32 MiB. Split it: a section may be a folder of files.",
    ),
}

FIELDS: Final = {
    "schema-missing": Code(
        "A field is missing",
        "The object lacks a field that it needs. See the [files of a case](reference/schema.md).",
    ),
    "schema-unknown-field": Code(
        "A field that does not exist",
        "The object has a field that the schema does not know, most often a typing error. Nothing is ignored in "
        "silence.",
    ),
    "schema-type": Code(
        "The wrong type of value",
        "The field wants another type: a number instead of a text, a list instead of a single value. A number or date "
        "that should be a text needs quotation marks.",
    ),
    "schema-value": Code(
        "A value that the field does not take",
        "The value is not in the field's list of words, is too small, too large, too short or too long, or does not "
        "have the form the field asks for.",
    ),
    "id-format": Code(
        "A malformed id",
        "An id has letters, digits, `-` and `_` only, begins with a letter or digit, and has at most 80 characters.",
    ),
    "date-format": Code(
        "Not a date",
        "Dates are EDTF: `2023`, `2023-08`, `2023-08-18`, `2019-08~`, `2024-12/2025-06`. The day must exist.",
    ),
    "interval-order": Code("An interval that ends before it begins", "`to` lies before `from`. Check both dates."),
    "range-order": Code(
        "A range out of order",
        "A range must satisfy `low <= best <= high`. Positions, salience and influence lie between 0 and 100.",
    ),
    "text-bidi": Code(
        "Invisible characters",
        "The text holds control characters that reorder what is shown, so that a reader would see something else than "
        "the file says. Delete them.",
    ),
    "source-url": Code("Not a web address", "Addresses start with `http://` or `https://`."),
}

WHATIFS: Final = {
    "whatif-missing": Code(
        "No such what-if",
        "What was given is neither a file nor the name of an overlay in the case's own `whatif/` folder.",
    ),
    "whatif-path": Code(
        "A path that leads nowhere",
        "A path of an overlay is `section/id/field`, and must lead to something in the case. The fault points into the "
        "overlay.",
    ),
}

SETTINGS: Final = {
    "setting-unknown": Code(
        "No such setting",
        "The lens has no setting of that name. `trivet run LENS --help` lists them.",
    ),
    "setting-value": Code(
        "A setting that the lens does not take",
        "The value is out of range or of the wrong type. The message gives the limits.",
    ),
}

GROUPS: Final = {
    "Files": FILES,
    "YAML": YAML,
    "Fields": FIELDS,
    "What-ifs": WHATIFS,
    "Settings": SETTINGS,
}
"""All loader codes, by the heading they stand under."""
