"""Random numbers: the same purpose, the same numbers; another purpose, independent ones."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivet.lens.streams import Streams

seeds = st.integers(0, 2**63 - 1)
words = st.text(st.characters(exclude_characters="\x1f", exclude_categories=("Cs",)), max_size=8)
purposes = st.tuples(words, st.integers(0, 10**6))


def numbers(seed, purpose, count=8):
    return Streams(seed).generator(*purpose).random(count).tolist()


@given(seeds, purposes)
def test_the_same_purpose_gives_the_same_numbers(seed, purpose):
    assert numbers(seed, purpose) == numbers(seed, purpose)


@given(seeds, purposes, purposes)
def test_another_purpose_gives_other_numbers(seed, one, other):
    assert (numbers(seed, one) == numbers(seed, other)) == (one == other)


@given(seeds, seeds, purposes)
def test_another_seed_gives_other_numbers(one, other, purpose):
    assert (numbers(one, purpose) == numbers(other, purpose)) == (one == other)


def test_what_others_draw_shifts_nothing():
    """A new use of randomness anywhere leaves every other draw as it was."""
    streams = Streams(11)
    alone = Streams(11).generator("war", 3).random(5)
    streams.generator("talks", 3).random(1000)
    first = streams.generator("war", 3)
    assert first.random(5).tolist() == alone.tolist()


def test_chunks_do_not_matter():
    """Draws keyed by their number come out the same in any order and any chunk."""
    whole = [Streams(7).generator("draw", index).normal() for index in range(100)]
    backwards = [Streams(7).generator("draw", index).normal() for index in reversed(range(100))]
    assert backwards[::-1] == whole


def test_streams_are_uniform_and_uncorrelated():
    """20 streams of 20,000 numbers: correlations stay within five standard errors, means within five of 1/2."""
    draws = np.array([Streams(3).generator("check", index).random(20_000) for index in range(20)])
    off_diagonal = np.corrcoef(draws)[~np.eye(20, dtype=bool)]
    assert np.abs(off_diagonal).max() < 5 / np.sqrt(20_000)
    assert np.abs(draws.mean(axis=1) - 0.5).max() < 5 * np.sqrt(1 / 12 / 20_000)


def test_neighbouring_seeds_are_as_far_apart_as_any():
    draws = np.array([Streams(seed).generator("check").random(20_000) for seed in range(20)])
    assert np.abs(np.corrcoef(draws)[~np.eye(20, dtype=bool)]).max() < 5 / np.sqrt(20_000)


def test_the_key_is_the_one_in_the_docs():
    """Philox4x64 under the first 16 bytes of SHA-256 of seed and purpose: another program can draw the same."""
    key = int.from_bytes(hashlib.sha256(b"20250430\x1fdraw\x1f7").digest()[:16], "little")
    own = np.random.Philox(key=key).random_raw(4).tolist()
    assert Streams(20250430).generator("draw", 7).bit_generator.random_raw(4).tolist() == own


def test_the_numbers_are_the_same_on_every_machine():
    assert Streams(20250430).generator("golden").bit_generator.random_raw(2).tolist() == GOLDEN


GOLDEN = [13837527516019893767, 11874841284137223595]


@pytest.mark.parametrize("seed", [-1, 2**63, 2**70])
def test_a_seed_out_of_range_is_refused(seed):
    with pytest.raises(ValueError, match="from 0 to"):
        Streams(seed)


@pytest.mark.parametrize("seed", [0, 1, 2**63 - 1])
def test_the_ends_of_the_range_are_seeds(seed):
    assert 0 <= Streams(seed).generator("x").random() < 1
