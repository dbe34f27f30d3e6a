"""A user's own table of likelihood words."""

import os
from pathlib import Path

from pydantic import ValidationError

from trivet.base.errors import CaseError, NotFoundError
from trivet.base.likelihood import LikelihoodTable, shipped_names, shipped_table
from trivet.case.faults import schema_faults
from trivet.case.origin import Origin
from trivet.case.read import read_file


def read_table(name: str) -> LikelihoodTable:
    """A table by the name of one that comes with Trivet, or from a YAML or JSON file.

    Raises:
        NotFoundError: if it is neither.
        CaseError: with every fault of the file.
    """
    if name in shipped_names():
        return shipped_table(name)
    path = Path(name)
    if not os.path.isfile(path):  # unlike the method of Path, this takes any name, however long
        raise NotFoundError(f'There is no likelihood table "{name}". Known: {", ".join(shipped_names())}, or a file.')
    document = read_file(path, str(path))
    if document.faults:
        raise CaseError(document.faults)
    try:
        return LikelihoodTable.model_validate(document.data)
    except ValidationError as error:
        raise CaseError(schema_faults(error, LikelihoodTable, "likelihood table", Origin(document))) from None
