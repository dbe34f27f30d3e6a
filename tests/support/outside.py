"""Lenses registered for a test as another package would register them."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint, entry_points

import pytest

from trivet.lens import registry

CENTRALITY = ("centrality", "lens_centrality:Centrality")


@contextmanager
def registered(*lenses: tuple[str, str], shipped: bool = True) -> Iterator[None]:
    """Register lenses, each by name and ``module:object``, beside those that are installed or instead of them."""
    own = tuple(entry_points(group=registry.GROUP)) if shipped else ()
    found = (*own, *(EntryPoint(name, value, registry.GROUP) for name, value in lenses))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "entry_points", lambda group: found)
        registry.get_lens.cache_clear()
        yield
    registry.get_lens.cache_clear()
