"""The lists of `make mutants` fit the source: running them takes an hour, that they can be run is known at once."""

import ast

import pytest

from deploy.places import ROOT
from tests.mutants.kept import Mutant, mutants, part

KEPT = mutants()


@pytest.mark.parametrize("mutant", KEPT, ids=lambda one: f"{one.owner}: {one.name}")
def test_each_change_fits_the_source_once_and_is_still_python(mutant: Mutant) -> None:
    before = (ROOT / mutant.file).read_text()
    after = mutant.applied(before)
    assert after != before
    if mutant.file.endswith(".py"):
        ast.parse(after)
    assert [path for path in mutant.tests if not (ROOT / path.partition("::")[0]).exists()] == []


def test_no_change_is_listed_twice() -> None:
    assert len({(one.file, one.old, one.new) for one in KEPT}) == len(KEPT)
    assert len({(one.owner, one.name) for one in KEPT}) == len(KEPT)


def test_parts_hold_every_change_once() -> None:
    assert sorted(one.name for share in ("1/3", "2/3", "3/3") for one in part(KEPT, share)) == sorted(
        one.name for one in KEPT
    )
