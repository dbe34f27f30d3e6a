"""The words for the closed lists of the schema, as message ids."""

from typing import Final

from trivet.base.message import N_

STATE_WORDS: Final = {
    "announced": N_("announced"),
    "signed": N_("signed"),
    "in-force": N_("in force"),
    "active": N_("active"),
    "notice-given": N_("notice of termination given"),
    "notice-suspended": N_("notice of termination suspended"),
    "normalised": N_("normalised"),
    "contested": N_("contested"),
    "hollowed-out": N_("hollowed out"),
    "lapsed": N_("lapsed"),
    "superseded": N_("superseded"),
    "ended": N_("ended"),
}

STATUS_WORDS: Final = {
    "made": N_("made, not yet assessed"),
    "ongoing": N_("ongoing"),
    "done": N_("done"),
    "lapsed": N_("lapsed"),
    "broken": N_("broken"),
    "unknown": N_("unknown"),
}

PHASE_WORDS: Final = {"active": N_("active"), "managed": N_("managed"), "settled": N_("settled")}

BINDINGNESS_WORDS: Final = {
    "legal": N_("legally binding"),
    "political": N_("politically binding"),
    "non-binding": N_("non-binding"),
    "mixed": N_("mixed"),
}

TYPE_WORDS: Final = {
    "treaty": N_("treaty"),
    "law": N_("law"),
    "agreement": N_("agreement"),
    "exchange-of-notes": N_("exchange of notes"),
    "secret-understanding": N_("secret understanding"),
    "arrangement": N_("arrangement"),
    "joint-statement": N_("joint statement"),
    "announcement": N_("announcement"),
    "statement": N_("statement"),
    "declaration": N_("declaration"),
    "guidelines": N_("guidelines"),
    "mechanism": N_("mechanism"),
    "plan": N_("plan"),
    "exercise-series": N_("exercise series"),
    "memorandum-of-cooperation": N_("memorandum of cooperation"),
    "letter-of-intent": N_("letter of intent"),
    "institution": N_("institution"),
    "dialogue": N_("dialogue"),
    "working-group": N_("working group"),
    "partnership": N_("partnership"),
    "framework": N_("framework"),
    "forum": N_("forum"),
    "programme": N_("programme"),
}

EVENT_WORDS: Final = {
    "summit": N_("summit"),
    "ministerial": N_("ministerial meeting"),
    "statement": N_("statement"),
    "agreement": N_("agreement"),
    "exercise": N_("exercise"),
    "dispute": N_("dispute"),
    "provocation": N_("provocation"),
    "sanction-or-tariff": N_("sanction or tariff"),
    "court-ruling": N_("court ruling"),
    "election": N_("election"),
    "leadership-change": N_("change of leader"),
}

VERDICT_WORDS: Final = {
    "confirmed": N_("confirmed"),
    "contradicted": N_("contradicted"),
    "unverifiable": N_("not verifiable"),
    "opinion": N_("opinion"),
}

CLAIM_WORDS: Final = {
    "fact": N_("fact"),
    "judgement": N_("judgement"),
    "forecast": N_("forecast"),
    "recommendation": N_("recommendation"),
}

GRADE_WORDS: Final = {
    "documented": N_("documented"),
    "reported": N_("reported"),
    "estimated": N_("estimated"),
    "judged": N_("judged"),
    "simulated": N_("simulated"),
}
"""How firmly a value is known, from strongest to weakest."""

SUPPORT_WORDS: Final = {"sourced": N_("sourced"), "background": N_("background knowledge, not verified")}

TIE_WORDS: Final = {"treaty": N_("treaty"), "agreement": N_("agreement"), "rivalry": N_("rivalry")}

SECTION_WORDS: Final = {
    "sources": N_("Sources"),
    "actors": N_("Actors"),
    "offices": N_("Offices"),
    "instruments": N_("Instruments"),
    "commitments": N_("Commitments"),
    "disputes": N_("Disputes"),
    "events": N_("Events"),
    "issues": N_("Issues"),
    "contingencies": N_("Contingencies"),
    "conflicts": N_("Conflicts"),
    "roles": N_("Roles"),
    "bargaining": N_("Bargaining"),
    "claims": N_("Claims"),
    "topics": N_("Topics"),
    "terms": N_("Contested names"),
}
