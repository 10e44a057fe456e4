"""A test can fail: it asserts something, and what it asserts could be otherwise."""

import ast

from tests.architecture import assertions
from tests.architecture.assertions import functions_of, is_test, sources


def nodes(kind):
    return [(module, node) for module in sources() for node in ast.walk(module.tree) if isinstance(node, kind)]


def places(found):
    return [f"{module.relative}:{node.lineno}" for module, node in found]


def test_no_status_may_be_success_and_refusal_at_once():
    found = nodes(ast.Compare)
    assert places([(module, node) for module, node in found if assertions.status_of_two_minds(node, module)]) == []


def test_no_assertion_is_always_true():
    found = nodes(ast.Assert)
    assert places([(module, node) for module, node in found if assertions.always_true(node.test)]) == []


def test_no_assertion_asks_whether_a_stand_in_was_called():
    found = nodes(ast.Assert)
    assert places([(module, node) for module, node in found if assertions.asks_a_stand_in(node.test)]) == []


def test_no_test_swallows_what_goes_wrong():
    within = {
        id(node)
        for module in sources()
        for function in functions_of(module)
        if is_test(module, function)
        for node in ast.walk(function)
    }
    found = nodes(ast.Try)
    silent = [one for one in found if assertions.swallows(one[1], inside_a_test=id(one[1]) in within)]
    assert places(silent) == []


def test_every_test_asserts_something():
    found = [(module, one) for module in sources() for one in functions_of(module) if is_test(module, one)]
    assert len(found) > 1000
    assert places([(module, one) for module, one in found if assertions.asserts_nothing(module, one)]) == []


def test_no_assertion_waits_in_a_loop_that_may_not_run():
    """Where rows, finds or files may be none, `tests.some.some(…)` says that there are some."""
    found = []
    for module in sources():
        for function in functions_of(module):
            if is_test(module, function):
                found += [f"{module.relative}:{line}" for line in assertions.unguarded_loops(function)]
    assert found == []
