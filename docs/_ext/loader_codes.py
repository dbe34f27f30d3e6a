"""The codes of faults that are found outside of the rules on a whole case: by the reader, the schema, overlays,
settings and lenses.

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
        "A range must satisfy `low <= best <= high`, and the ends of a scale `low < high`. Salience lies between 0 and "
        "100. Influence is not negative.",
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

CONFLICTS: Final = {
    "conflict-form": Code(
        "Options and states mixed",
        "A model has options (option form), or states and moves (graph form), and not both. In graph form there are no "
        "rules, merged states, named outcomes or statements, since these are conditions over options. Keep to one "
        "form.",
    ),
    "conflict-decision-maker": Code(
        "A decision maker that cannot be used",
        "It stands there twice, or has neither an option nor a move. Who can do nothing is content with every state, "
        "so leave it out.",
    ),
    "conflict-option": Code(
        "An option that cannot be used",
        "Its id stands there twice or is a word of conditions (`and`, `or`, `not`, `if`, `then`, `iff`, …), or "
        "`numbering` does not name every option exactly once. Rename it, or complete the list.",
    ),
    "conflict-condition": Code(
        "A condition that cannot be read",
        "The message says why and at which character. Conditions are ids of options joined by `and`, `or`, `not`, "
        "`if … then …`, `iff`, `at-least(k, …)`, `at-most(k, …)` and `exactly(k, …)`. `and` binds before `or`; use "
        "parentheses where in doubt. Inside `{…}` in YAML a condition with a comma needs quotation marks.",
    ),
    "conflict-option-unknown": Code(
        "No such option",
        "A condition, the status quo or an observed outcome names an option that the model does not have. Correct the "
        "id.",
    ),
    "conflict-rule": Code(
        "A rule without a direction",
        "A rule of `feasibility` has `never` or `always`, exactly one of the two. Split it into two rules.",
    ),
    "conflict-no-state": Code(
        "No state is left",
        "The rules exclude every state. Take rules out one by one until states appear: the last one removed "
        "contradicts the others.",
    ),
    "conflict-size": Code(
        "A model too large",
        "More states than can be held: over four million; over 1,024 for `pairs`; or, with merged states or "
        "conditional options, too many moves. Drop options that nobody will change, add rules, or do without the "
        "feature that is named.",
    ),
    "conflict-state": Code(
        "No such state",
        "The number, pattern or id fits no state, or two states have one id. States are numbered from 1 in the order "
        "of their codes; `trivet run conflict` lists them. A rule that was added later changes the numbers: patterns "
        "(`YN-N`) are safer.",
    ),
    "conflict-state-infeasible": Code(
        "A state that the rules exclude",
        "The status quo or an observed outcome takes options that a rule does not allow together. What was seen can "
        "occur, so the rule is wrong, or the outcome is coded wrongly.",
    ),
    "conflict-move": Code(
        "A move that cannot be used",
        "A move of graph form leads from a state to itself, or belongs to somebody who is no decision maker.",
    ),
    "conflict-merged": Code(
        "A preference within a merged state",
        "A statement holds in some of the states that are merged, and not in others, so somebody does tell them apart. "
        "Word it so that it is true in all of them or in none, or do not merge.",
    ),
    "conflict-preference": Code(
        "Preferences given in no form, or in two",
        "A decision maker has `statements`, a `ranking` or an `order`, exactly one of them, or `pairs` alone. `pairs` "
        "may stand beside one of the others to replace single comparisons.",
    ),
    "conflict-ranking": Code(
        "A ranking that is not one",
        "Every state stands in it exactly once. The message names a state that is missing or there twice. Tied states "
        "go into a list inside the list.",
    ),
    "conflict-weight": Code(
        "Weights on some statements only",
        "If one statement of a decision maker has a `weight`, every one needs it. Without weights, earlier statements "
        "outweigh all later ones together.",
    ),
    "conflict-cycle": Code(
        "Preferences in a circle",
        "The `pairs` make a state better than itself. Follow them from the state that the message names, and turn one "
        "round.",
    ),
    "conflict-structure": Code(
        "A coalition structure with a hole",
        "A structure parts all decision makers into blocks: each stands in exactly one block, and no block is empty.",
    ),
    "conflict-perception": Code(
        "A perception that cannot be used",
        "It hides every state, or names somebody who is no decision maker.",
    ),
    "conflict-file": Code(
        "A file of another program that cannot be read",
        "A `.gmcr` or `.json` file given to `trivet run conflict` is not JSON, or holds something else than the format "
        "says. The place points into that file. The [formats](howto/model-a-conflict.md) are described.",
    ),
}

ROLES: Final = {
    "roles-id": Code(
        "An id that stands twice",
        "Two parts of a kind in one role model have the same id, or a contributor holds a category twice. Rename or "
        "join them.",
    ),
    "roles-unknown": Code(
        "No such part of the role model",
        "A category, phase, theatre, role class or contributor is named that the model does not declare. Cells are "
        "`role`, `role:category` or `all`. Correct the id, or declare it.",
    ),
    "roles-share": Code(
        "A share beyond its bounds",
        "What is usable of a force in a phase lies between 0 and 1 at every end of its range.",
    ),
    "roles-negative": Code(
        "An amount below zero",
        "Demands, capacities, multipliers, prices and weights are not negative. Correct the range.",
    ),
    "roles-demand": Code(
        "A task that asks for nothing",
        "Its demand is 0 even at its highest, or no phase has a multiplier above 0. Give both, or leave the task out.",
    ),
}

BARGAINING: Final = {
    "bargaining-weight": Code(
        "Nobody pulls",
        "Nobody has both salience and influence on the issue, so there is no weight that a forecast could rest on. "
        "Correct the judgements, or leave the issue out.",
    ),
    "bargaining-salience": Code(
        "An actor that does not care",
        "Its salience is 0 even at its highest, so its position counts for nothing. Leave the actor out of the issue, "
        "or give it a salience above 0. This is a warning.",
    ),
    "bargaining-agreed": Code(
        "Nothing to bargain over",
        "All actors have the same best position. Check whether somebody who disagrees is missing. This is a warning.",
    ),
    "bargaining-faction": Code(
        "A faction of two governments",
        "An actor is listed under `factions` of two governments, so its consent would count twice. Keep it in one.",
    ),
    "bargaining-change": Code(
        "A scenario changes nothing",
        "It changes the influence of an actor that holds no position on any issue. Correct the id, or give the actor a "
        "position.",
    ),
    "bargaining-claim": Code(
        "A claim beyond the scale",
        "`above` and `below` of a claim on an outcome are points of the issue's own scale, from its `low` to its "
        "`high`.",
    ),
    "bargaining-id": Code(
        "An id that stands twice",
        "Two scenarios, packages or claims have the same id, two governments are of the same actor, or a package names "
        "an issue twice. Rename or remove one.",
    ),
    "bargaining-file": Code(
        "A file of another program that cannot be read",
        "A table, questionnaire or workbook given to `trivet run bargaining` has a cell that does not fit: text where "
        "a number belongs, a value out of bounds, a missing or unknown column, an actor that is there twice. The place "
        "is line and column in the file, in a workbook the numbers of the row and of the column. Numbers have a "
        "decimal point, or a decimal comma where the file shows that commas are meant so.",
    ),
}

EVENT_DATA: Final = {
    "event-columns": Code(
        "A row with the wrong number of columns",
        "The row is left out and counted. One such row is a slip of the source; many mean that the file has "
        "another layout.",
    ),
    "event-id": Code(
        "A row without an event id",
        "The row is left out and counted: without an id it cannot be told from a repeat.",
    ),
    "event-date": Code(
        "A row without a date that exists",
        "The row is left out and counted.",
    ),
    "event-code": Code(
        "A row with an unknown event code",
        "The row is left out and counted. Codes are text: `010` and `10` are not the same.",
    ),
    "event-date-after": Code(
        "An event after the day it was added",
        "The row is left out and counted: an event cannot be reported more than a day before it happens.",
    ),
    "event-file-cut": Code(
        "A packed file that ends too early",
        "Nothing of the file was taken. Download it again.",
    ),
    "event-file-zip": Code(
        "A zip with several files",
        "Unpack it and import what is inside.",
    ),
    "event-file-empty": Code(
        "A file with nothing in it",
        "Download it again.",
    ),
    "event-layout": Code(
        "A layout that is not known",
        "The file has none of the layouts that can be read. Look at its first line; name the layout with "
        "`--layout` if it has one of them.",
    ),
    "event-mentions": Code(
        "Mentions instead of events",
        "GDELT publishes events and mentions side by side. Import the file of events.",
    ),
    "event-mangled": Code(
        "A file that a spreadsheet has saved anew",
        "Leading zeros of codes and digits of times are lost for good. Download the file again and do not "
        "open it in a spreadsheet before the import.",
    ),
    "event-cut": Code(
        "A cut of ICEWS that is not known",
        "Knowledge-graph files do not say which cut of ICEWS they come from, and cuts differ in coverage "
        "and in their first day. Name it with `--layout`.",
    ),
    "event-dictionary": Code(
        "A dictionary instead of events, or none beside them",
        "Files of ids need `entity2id.txt` and `relation2id.txt` beside them. Import the file of events, "
        "and put the dictionaries into its folder.",
    ),
    "event-file-quotes": Code(
        "A quotation mark that is never closed",
        "The table quotes its cells, and one quotation mark has no partner. The line is named. Download the "
        "file again.",
    ),
    "event-json": Code(
        "Something that is no object of JSON",
        "The row is left out and counted.",
    ),
    "event-package": Code(
        "A package that is missing",
        'Data frames of R need the package rdata: `pip install "trivet[events]"`.',
    ),
    "event-time-unit": Code(
        "Times of an unknown unit",
        "Knowledge-graph files count hours or days. These values fit both.",
    ),
    "events-file-missing": Code(
        "A file or folder that is not there",
        "Look at the name.",
    ),
    "events-file-unreadable": Code(
        "A file that cannot be opened",
        "The message gives the system's reason.",
    ),
    "events-file-changed": Code(
        "A file that changed while it was read",
        "Nothing of it was taken. Import it once it is complete.",
    ),
    "events-rows-lost": Code(
        "Rows that are not accounted for",
        "The reader did not account for every row, so nothing of the file was taken. Please report it.",
    ),
    "events-states-differ": Code(
        "Another choice of states",
        "A data set is kept for one choice of `--states`. Import with the same, or remove the data set first.",
    ),
    "events-part-missing": Code(
        "A part of the store that is gone",
        "Remove the data set and import its files again.",
    ),
    "events-part-damaged": Code(
        "A part of the store that changed",
        "Its bytes are not those that were written. Remove the data set and import its files again.",
    ),
    "events-part-unreadable": Code(
        "A part of the store that cannot be read",
        "The message gives the system's reason.",
    ),
    "events-store-sums": Code(
        "Counts that do not agree",
        "The catalogue and the parts of the store hold different numbers of rows. Remove the data set and "
        "import its files again.",
    ),
    "series-file": Code(
        "A table that cannot be read",
        "It is no text in UTF-8, or cut off, or not a table.",
    ),
    "series-column": Code(
        "A column that is missing or not clear",
        "Name the column of values with `--value` and those that tell series apart with `--by`. The month "
        "stands in a column `month`, `yyyymm`, `period` or `date`.",
    ),
    "series-empty": Code(
        "A table without rows",
        "There is nothing below the header.",
    ),
    "series-cells": Code(
        "A row with too many or too few cells",
        "Every row has as many cells as the header.",
    ),
    "series-month": Code(
        "A month that cannot be read",
        "Write 2024-05, 202405 or 2024-05-01.",
    ),
    "series-value": Code(
        "A value that is no number",
        "Leave a missing value empty.",
    ),
    "series-repeat": Code(
        "A month that stands in a series twice",
        "Name the columns that tell series apart with `--by`.",
    ),
    "series-span": Code(
        "A series of centuries",
        "A date must be mistyped.",
    ),
}

GROUPS: Final = {
    "Files": FILES,
    "YAML": YAML,
    "Fields": FIELDS,
    "What-ifs": WHATIFS,
    "Settings": SETTINGS,
    "Conflicts": CONFLICTS,
    "Roles": ROLES,
    "Bargaining": BARGAINING,
    "Event data": EVENT_DATA,
}
"""All loader codes, by the heading they stand under."""
