"""A case that says something hostile in every field that takes words, and cites itself all over."""

from pathlib import Path

from cases import write_case
from trivet.case.load import open_case
from trivet.case.model import Case

ATTACKS = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "javascript:alert(3)",
    "{{7*7}}",
    "${7*7}",
    "{% raw %}",
    "](javascript:alert(4))",
    "[x](javascript:alert(5))",
    "![x](https://evil.example/x.png)",
    "<img src=x onerror=alert(6)>",
    "\"' onmouseover=alert(7) x=",
    "<!-- ",
    "]]>",
    "<svg/onload=alert(8)>",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "&lt;b&gt;&copy;",
    "`code` *em* _em_ ~~s~~ # h | cell |",
    "- item",
    "1. item",
    "{name} {count} %s %(x)s",
    "<https://evil.example>",
    "https://evil.example/ www.evil.example",
    "\\",
    "[^1]: note",
    "<style>body{display:none}</style>",
    "W" * 400,
    "語" * 400,
    "None",
)
"""Things that must come out as the words they are."""


RAID, CALM = "raid(by=C, on=A, area=shore, how=boat)", "calm(by=C)"


def attack(index: int) -> str:
    """A sentence of hostile words, another for each index; the mark at its head tells where it came from."""
    first = ATTACKS[index % len(ATTACKS)]
    return f"{first} №{index} " + " ".join(ATTACKS[(index + step) % len(ATTACKS)] for step in (1, 2, 3))


def hostile(folder: Path) -> Case:
    """Write and read the case."""
    counter = iter(range(10_000))

    def words() -> str:
        return "'" + attack(next(counter)).replace("'", "''") + "'"

    def text() -> str:
        return f"{{en: {words()}, ja: {words()}}}"

    files = {
        "case.yaml": f"""\
format: 1
id: hostile
title: {text()}
summary: {text()}
as_of: 2025-01-01
languages: [en, ja]
partners: [A, B, C]
grouping: ABC
essay: s1
marking: {text()}
licence: {words()}
compiled_by: {text()}
""",
        "sources.yaml": "".join(
            f"""\
- id: s{number}
  title: {words()}
  author: [{words()}, {words()}]
  publisher: {words()}
  container: {words()}
  url: {url}
  language: en
  kind: primary
  quality: A
  licence: {words()}
  note: {text()}
"""
            for number, url in enumerate(
                (
                    "'https://example.org/\"onmouseover=alert(1)'",
                    "'http://example.org/<script>alert(1)</script>'",
                    "'https://example.org/)](javascript:alert(1))'",
                    "'HTTPS://example.org/ javascript:alert(1)'",
                    "'https://example.org/{{7*7}}${7*7}'",
                ),
                start=1,
            )
        ),
        "actors.yaml": "".join(
            f"- {{id: {name}, kind: {kind}, name: {text()}, aliases: [{words()}], role: {text()}, stance: {text()}, "
            f"note: {text()}, sources: [s1, s2]{more}}}\n"
            for name, kind, more in (
                ("A", "state", ""),
                ("B", "state", ""),
                ("C", "state", ""),
                ("ABC", "grouping", ", members: [A, B, C]"),
                ("lead", "leader", ""),
                ("deputy", "leader", ""),
            )
        ),
        "offices.yaml": f"""\
- id: head
  title: {text()}
  of: A
  leads: true
  note: {text()}
  sources: [s3]
  holders:
    - {{holder: lead, from: 2020-01-01, note: {text()}, sources: [s3], suspended: [{{from: 2024-12-01}}]}}
    - {{holder: deputy, from: 2024-12-01, acting: true, note: {text()}, sources: [s4]}}
""",
        "instruments.yaml": "".join(
            f"""\
- id: i{number}
  name: {text()}
  type: treaty
  bindingness: {bindingness}
  parties: [{parties}]
  others: true
  obliges: {text()}
  binds: {text()}
  status: {text()}
  note: {text()}
  sources: [s1, s2, s3, s4, s5]
  obligations:
    - id: o1
      article: {words()[:60]}'
      duty: consult
      bound: [A]
      toward: [B]
      when: raid(by=C, on=A, area=shore, how=boat)
      unless: calm(by=C)
      how: best-efforts
      strength: legal
      text: {text()}
      note: {text()}
      sources: [s1]
  history:
    - {{date: 2000-01-01, state: in-force, note: {text()}, sources: [s1]}}
    - {{date: 2024-12-01, state: notice-given, note: {text()}, sources: [s2]}}
"""
            for number, (bindingness, parties) in enumerate(
                (("legal", "A, B"), ("political", "A, B, C"), ("non-binding", "B, C"))
            )
        ),
        "commitments.yaml": "".join(
            f"""\
- id: k{number}
  text: {text()}
  owners: [own, A]
  topic: topic
  made_on: 2020-01-01
  due: rhythm
  note: {text()}
  sources: [s5]
  history: [{{date: 2021, status: {status}, evidence: {text()}, note: {text()}, sources: [s5], inferred: true}}]
"""
            for number, status in enumerate(("done", "lapsed", "broken", "unknown"))
        ),
        "disputes.yaml": f"""\
- id: d1
  name: {text()}
  parties: [A, B]
  events: [e1]
  instruments: [i0]
  note: {text()}
  sources: [s1]
  history: [{{date: 2015, phase: active, note: {text()}, sources: [s1]}}]
""",
        "events.yaml": "".join(
            f"""\
- id: e{number}
  date: {2010 + number}-05-01
  title: {text()}
  description: {text()}
  kind: summit
  actors: [A, B]
  dyads: [{dyad}]
  relevance: {3 - number % 2}
  sign: {"conflictual" if number % 3 else "cooperative"}
  intensity: 1
  note: {text()}
  sources: [s{number % 5 + 1}]
"""
            for number, dyad in enumerate(("[A, B]", "[ABC]") * 7)
        )
        + f"""\
- {{id: coming, date: 2025-06-01, title: {text()}, kind: summit, scheduled: true, sources: [s1]}}
""",
        "issues.yaml": "".join(
            f"""\
- id: q{number}
  title: {text()}
  as_of: 2025-01-01
  note: {text()}
  sources: [s1]
  scale: {{zero: {text()}, hundred: {text()}, low: 0, high: 10, unit: {text()}}}
  status_quo: {{position: {{low: 1, best: 2, high: 3}}, description: {text()}, note: {text()}, sources: [s2]}}
  positions:
"""
            + "".join(
                f"""\
    - actor: {actor}
      position: {{low: {place}, best: {place + 1}, high: {place + 2}}}
      salience: {{low: 10, best: {salience}, high: 90}}
      influence: {{low: 1, best: 2, high: 3}}
      justification: {text()}
      note: {text()}
      sources: [s3]
"""
                for actor, place, salience in rows
            )
            for number, rows in (
                (1, (("A", 1, 20), ("B", 5, 80), ("C", 7, 50), ("lead", 2, 30))),
                (2, (("A", 7, 80), ("B", 3, 20), ("C", 0, 50))),
            )
        ),
        "bargaining.yaml": f"""\
- id: talks
  title: {text()}
  question: {text()}
  note: {text()}
  sources: [s1]
  governments:
    - {{actor: A, factions: [A, lead], rule: {text()}, note: {text()}, sources: [s2],
       consents: [{{issue: q1, quota: 0.7, rule: {text()}, note: {text()}, sources: [s2]}}]}}
    - {{actor: B, rule: {text()}, sources: [s3]}}
  scenarios: [{{id: other, name: {text()}, changes: [{{actor: A, influence: 2}}], note: {text()}, sources: [s4]}}]
  packages: [{{id: both, name: {text()}, issues: [q1, q2], note: {text()}, sources: [s5]}}]
  claims: [{{id: far, issue: q1, statement: {text()}, above: 5, note: {text()}, sources: [s1]}}]
""",
        "claims.yaml": "".join(
            f"- {{id: c{number}, paragraph: 1, claim: {text()}, type: fact, verdict: {verdict}, partial: {partial}, "
            f"note: {text()}, sources: [s4]}}\n"
            for number, (verdict, partial) in enumerate(
                (("confirmed", "false"), ("confirmed", "true"), ("contradicted", "false"), ("opinion", "false"))
            )
        ),
        "contingencies.yaml": f"""\
- id: raid
  name: {text()}
  summary: {text()}
  facts: ['{RAID}']
  open: ['{CALM}']
  featured: true
  affected: [B]
  note: {text()}
  sources: [s1]
""",
        "topics.yaml": f"""\
- {{id: t1, name: {text()}, summary: {text()}, objects: [actors/A, i0, i1, e1, coming, d1, q1, k0, c0], note: {text()},
   sources: [s5]}}
""",
        "terms.yaml": f"""\
- id: term
  name: {text()}
  forms: {{en: [codename]}}
  choices: {{one: {text()}}}
  default: one
  note: {text()}
  sources: [s5]
""",
        "vocabulary.yaml": f"""\
owners: {{own: {text()}}}
topics: {{topic: {text()}}}
cadence: {{rhythm: {text()}}}
facts:
  raid: {{text: {text()}, phrase: {text()}, args: {{by: actor, on: actor, area: area, how: word}}}}
  calm: {{text: {text()}, phrase: {text()}, args: {{by: actor}}}}
areas: {{shore: {{name: {text()}}}, coast: {{name: {text()}, within: [shore]}}}}
words: {{boat: {text()}}}
""",
    }
    return open_case(write_case(folder, files))
