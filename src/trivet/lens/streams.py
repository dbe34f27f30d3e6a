"""Random numbers from counter-based streams.

A stream is named by what it is for, so that a new use, a different chunk or another worker shifts no other draw
(Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"; Philox4x64 as in NumPy).
"""

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.random import Generator


class Streams:
    """The source of all randomness of one run."""

    __slots__ = ("seed",)

    def __init__(self, seed: int) -> None:
        """``seed`` is any whole number from 0 to 2**63 - 1.

        Raises:
            ValueError: if it is not.
        """
        if not 0 <= seed < 2**63:
            raise ValueError("a seed is a whole number from 0 to 2**63 - 1")
        self.seed = seed

    def generator(self, *purpose: str | int) -> "Generator":
        """A generator for one purpose; the same purpose always gives the same numbers."""
        from numpy.random import Generator, Philox

        name = "\x1f".join(map(str, (self.seed, *purpose)))
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:16], "little")
        return Generator(Philox(key=key))
