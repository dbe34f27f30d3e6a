"""A name or title lacks one of the languages that ``case.yaml`` declares. Notes may stay in one language."""

from collections.abc import Iterator

from trivet.base.errors import Fault
from trivet.base.message import say
from trivet.base.text import Text
from trivet.case.checks import View
from trivet.case.model import label_of

CODE = "text-missing-language"
TITLE = "A name is not in every language of the case"


def check(view: View) -> Iterator[Fault]:
    """One fault for each name and missing language."""
    wanted = view.case.meta.languages
    for item in view.case.objects():
        label = label_of(item.object)
        if not isinstance(label, Text):
            continue
        for language in wanted:
            if label.words(language) is None:
                field = next(name for name in ("name", "title", "text", "claim") if hasattr(item.object, name))
                yield Fault(
                    CODE,
                    say(
                        '{object} has no {field} in the language "{language}".',
                        object=item.ref,
                        field=field,
                        language=language,
                    ),
                    item.place(field),
                )
