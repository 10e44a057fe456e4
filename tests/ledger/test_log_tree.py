import pytest

from tianfu.ledger.hashes.merkle import leaf_hash, root_of
from tianfu.ledger.log.tree import consistency_holds, consistency_proof, inclusion_holds, inclusion_proof, root

MOST = 40
LEAVES = [leaf_hash(str(number).encode()) for number in range(MOST)]


def _node(level: int, index: int) -> bytes:
    return root_of(LEAVES[index << level : (index + 1) << level])


def test_the_root_is_the_root_of_rfc_6962() -> None:
    for size in range(MOST + 1):
        assert root(0, size, _node) == root_of(LEAVES[:size])


def test_every_leaf_is_proved_in_every_tree_and_only_there() -> None:
    for size in range(1, MOST + 1):
        head = root_of(LEAVES[:size])
        for index in range(size):
            proof = inclusion_proof(index, size, _node)
            assert inclusion_holds(LEAVES[index], index, size, proof, head)
            assert not inclusion_holds(LEAVES[(index + 1) % MOST], index, size, proof, head)
            assert size == 1 or not inclusion_holds(LEAVES[index], (index + 1) % size, size, proof, head)
            assert not inclusion_holds(LEAVES[index], index, size, [*proof, head], head)


def test_every_older_tree_is_proved_to_begin_the_newer_one() -> None:
    for new in range(1, MOST + 1):
        for old in range(1, new + 1):
            proof = consistency_proof(old, new, _node)
            old_root, new_root = root_of(LEAVES[:old]), root_of(LEAVES[:new])
            assert consistency_holds(old, new, old_root, new_root, proof)
            other = root_of([*LEAVES[: old - 1], leaf_hash(b"rewritten")])
            assert not consistency_holds(old, new, other, new_root, proof)


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion_proof(index, size, _node)
    assert not inclusion_holds(LEAVES[0], index, size, [], LEAVES[0])


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5), (-1, 5)])
def test_sizes_out_of_order_have_no_proof(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="not in order"):
        consistency_proof(old, new, _node)
