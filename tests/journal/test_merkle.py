from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.journal.merkle import (
    Frontier,
    consistency_proof,
    consistent,
    includes,
    inclusion_proof,
    leaf_hash,
    node_hash,
    split,
)

# The eight leaves and the roots that Certificate Transparency implementations test themselves with.
KNOWN_LEAVES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
KNOWN_LEAVES.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
KNOWN_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(leaves):
    """RFC 9162 §2.1.1, word for word."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = split(len(leaves))
    return node_hash(naive_root(leaves[:middle]), naive_root(leaves[middle:]))


def leaves_of(size):
    return [leaf_hash(str(number).encode()) for number in range(size)]


def subtree_of(leaves):
    return lambda start, end: naive_root(leaves[start:end])


def flipped(data):
    return bytes([data[0] ^ 1]) + data[1:]


def test_roots_are_those_that_other_implementations_publish():
    hashed = [leaf_hash(data) for data in KNOWN_LEAVES]

    roots = [Frontier().extended(hashed[:size]).root().hex() for size in range(1, 9)]

    assert roots == KNOWN_ROOTS


def test_an_empty_tree_has_the_root_of_nothing():
    assert Frontier().root() == naive_root([])


@given(sizes=st.lists(st.integers(0, 40), max_size=6))
def test_growing_in_any_steps_gives_the_root_of_the_whole(sizes):
    leaves, frontier, start = leaves_of(sum(sizes)), Frontier(), 0

    for size in sizes:
        frontier = frontier.extended(leaves[start : start + size])
        start += size

    assert frontier.root() == naive_root(leaves)


@given(size=st.integers(0, 300))
def test_a_frontier_survives_being_stored(size):
    frontier = Frontier().extended(leaves_of(size))

    assert Frontier.unpack(size, frontier.pack()) == frontier


def test_a_frontier_that_does_not_fit_its_size_is_refused():
    with pytest.raises(ValueError, match="fit"):
        Frontier.unpack(3, b"x" * 32)


@given(data=st.data(), size=st.integers(1, 130))
def test_every_leaf_can_be_proved(data, size):
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))

    path = inclusion_proof(index, size, subtree_of(leaves))

    assert includes(leaves[index], index, size, path, naive_root(leaves))


@given(data=st.data(), size=st.integers(2, 130))
def test_a_proof_holds_for_its_own_leaf_place_and_root_only(data, size):
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    path, root = inclusion_proof(index, size, subtree_of(leaves)), naive_root(leaves)
    other = data.draw(st.integers(0, size - 1).filter(lambda number: number != index))

    assert not includes(leaves[other], index, size, path, root)
    assert not includes(leaves[index], other, size, path, root)
    assert not includes(leaves[index], index, size, path, flipped(root))
    assert not includes(leaves[index], index, size, path[:-1], root)
    assert not includes(leaves[index], index, size, [*path, root], root)


@given(data=st.data(), newer=st.integers(1, 130))
def test_a_grown_tree_is_consistent_with_what_it_was(data, newer):
    older, leaves = data.draw(st.integers(1, newer)), leaves_of(newer)

    path = consistency_proof(older, newer, subtree_of(leaves))

    assert consistent(older, newer, path, naive_root(leaves[:older]), naive_root(leaves))


@given(data=st.data(), newer=st.integers(2, 130))
def test_a_rewritten_past_is_not_consistent(data, newer):
    older, leaves = data.draw(st.integers(1, newer)), leaves_of(newer)
    changed = data.draw(st.integers(0, older - 1))
    rewritten = [*leaves[:changed], flipped(leaves[changed]), *leaves[changed + 1 :]]

    path = consistency_proof(older, newer, subtree_of(rewritten))

    assert not consistent(older, newer, path, naive_root(leaves[:older]), naive_root(rewritten))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_proof(index, size):
    with pytest.raises(ValueError, match="not in a tree"):
        inclusion_proof(index, size, subtree_of(leaves_of(3)))

    assert not includes(b"", index, size, [], b"")


@pytest.mark.parametrize(("older", "newer"), [(0, 3), (4, 3)])
def test_a_tree_cannot_have_shrunk(older, newer):
    with pytest.raises(ValueError, match="grows"):
        consistency_proof(older, newer, subtree_of(leaves_of(4)))

    assert not consistent(older, newer, [], b"", b"")
