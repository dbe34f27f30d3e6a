"""Which lenses there are: those registered under the entry-point group ``trivet.lenses``, Trivet's own included."""

import contextlib
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from trivet.base.errors import NotFoundError, TrivetError
from trivet.base.i18n import add_catalogues
from trivet.base.ids import hint_at
from trivet.lens.protocol import Lens

GROUP: Final = "trivet.lenses"


def lens_names() -> tuple[str, ...]:
    """The names of all registered lenses, without importing any."""
    return tuple(sorted(_registered()))


@cache
def get_lens(name: str) -> Lens:
    """A lens by name.

    Raises:
        NotFoundError: if there is none of that name.
        TrivetError: if it is registered but cannot be used.
    """
    found = _registered().get(name)
    if found is None:
        raise NotFoundError(f'There is no lens "{name}". {hint_at(name, lens_names(), "Lenses")}')
    try:
        lens = found.load()()
    except Exception as error:
        raise TrivetError(f'The lens "{name}" ({found.value}) cannot be loaded: {error}') from error
    if not isinstance(lens, Lens):
        raise TrivetError(f'The lens "{name}" ({found.value}) does not follow the lens protocol.')
    if lens.catalogues is not None:
        add_catalogues(lens.catalogues)
    return lens


def lenses() -> tuple[Lens, ...]:
    """Every registered lens that can be used; those that cannot are passed over."""
    found = []
    for name in lens_names():
        with contextlib.suppress(TrivetError):
            found.append(get_lens(name))
    return tuple(found)


def origin_of(name: str) -> str:
    """The distribution that registers a lens."""
    found = _registered()[name]
    return found.dist.name if found.dist else "unknown"


def _registered() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}
