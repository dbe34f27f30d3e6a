"""A case of four actors in a star: A, C and D tied to B, and from 2020 on a quarrel between C and D."""

from pathlib import Path

from cases import write_case
from trivet.case.load import open_case
from trivet.case.model import Case

FILES = {
    "case.yaml": """\
format: 1
id: four
title: Four in a star
as_of: 2025-01-01
partners: [A, B]
""",
    "sources.yaml": """\
- {id: gazette, title: Gazette, language: en, kind: primary, quality: A}
- {id: paper, title: Paper, language: en, kind: secondary, quality: C}
""",
    "actors.yaml": """\
- {id: A, kind: state, name: Aland, sources: [gazette]}
- {id: B, kind: state, name: Bland, sources: [gazette]}
- {id: C, kind: state, name: Cland, sources: [gazette]}
- {id: D, kind: state, name: Dland, sources: [gazette]}
""",
    "instruments.yaml": """\
- id: ab
  name: Treaty of A and B
  type: treaty
  bindingness: legal
  parties: [A, B]
  sources: [gazette]
  history: [{date: 2000-01-01, state: in-force, sources: [gazette]}]
- id: bc
  name: Accord of B and C
  type: agreement
  bindingness: political
  parties: [B, C]
  sources: [paper]
  history: [{date: 2001-01-01, state: active, sources: [paper]}]
- id: bd
  name: Statement of B and D
  type: joint-statement
  bindingness: non-binding
  parties: [B, D]
  sources: [gazette]
  history: [{date: 2002-01-01, state: active, sources: [gazette]}]
""",
    "disputes.yaml": """\
- id: cd
  name: Quarrel of C and D
  parties: [C, D]
  sources: [paper]
  history: [{date: 2020-01-01, phase: active, sources: [paper]}]
""",
    "vocabulary.yaml": "topics: {water: Water}\n",
    "issues.yaml": """\
- id: fence
  title: A fence
  as_of: 2025-01-01
  support: background
  scale: {zero: No fence, hundred: A high fence}
  status_quo: {position: 10, support: background}
  positions:
    - {actor: A, position: 20, salience: 50, influence: 50, support: background}
""",
}


def four(folder: Path) -> Case:
    """Write the case into a folder and read it."""
    return open_case(write_case(folder, FILES))
