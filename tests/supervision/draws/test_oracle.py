"""The quick draw against the plain one: on random plans both give the same result, byte for byte."""

import re

import pytest

from supervision.draws.algorithm.refusal import CODES
from supervision.draws.algorithm.selection import Refusal, draw
from tests.supervision.draws import plain, plans
from tests.supervision.draws.files import canonical


@pytest.mark.parametrize("block", range(4))
def test_sound_plans_give_what_the_plain_algorithm_gives(block):
    failures = set()
    for number in range(block * 180, block * 180 + 180, 3):
        files = plans.drawn_by_lot(number)
        drawn = draw(*files.arguments())
        assert drawn.canonical == canonical(plain.result(*files.arguments())), number
        # Without the tag itself: which tags are short is chance.
        failures |= {re.sub(r":[^+]*", "", pick["failure"]) for pick in drawn.result["picks"]}
    assert {"", "NO_LEAD", "NO_LEAD+CAP", "NO_TAG", "NO_TAG+CAP", "TEAM_SHORT", "TEAM_SHORT+CAP"} <= failures


def test_every_fault_is_refused_or_harmless_and_every_code_occurs():
    codes = set()
    for number in range(1, len(plans.FAULTS) * 3):
        files = plans.drawn_by_lot(number)
        try:
            drawn = draw(*files.arguments())
        except Refusal as refusal:
            codes.add(refusal.code)
            continue
        assert drawn.canonical == canonical(plain.result(*files.arguments())), number
    assert codes == set(CODES)
