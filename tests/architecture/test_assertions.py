"""A test can fail: it asserts something, and what it asserts could be otherwise."""

import ast

import pytest

from tests.architecture import assertions, unasked
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
                found += [f"{module.relative}:{line}" for line in unasked.unguarded_loops(function)]
    assert found == []


def test_what_the_product_answers_does_not_decide_whether_a_test_asserts():
    """A condition asks the test's own cases; for anything else there are two tests, or an assertion that says it."""
    found = []
    for module in sources():
        for function in functions_of(module):
            if is_test(module, function):
                found += [f"{module.relative}:{line}" for line in unasked.conditional(function)]
    assert found == []


@pytest.mark.parametrize(
    "body",
    [
        "answer = get()\n    if answer.ok:\n        assert answer.text == 'x'",
        "row = first()\n    if row is None:\n        return\n    assert row.name == 'x'",
        "page = get()\n    for word in ('a', 'b'):\n        if word in page:\n            continue\n        assert word == 'a'",
        "for page in pages():\n        if page.ok:\n            assert page.text == 'x'",
    ],
)
def test_a_condition_that_the_product_decides_is_found(body):
    assert unasked.conditional(ast.parse(f"def test_x(case):\n    {body}").body[0]) != []


@pytest.mark.parametrize(
    "body",
    [
        "if case == 'a':\n        assert get(case) == 1",
        "for word, more in (('a', 1), ('b', None)):\n        if more is None:\n            assert get(word) == 1",
        "answer = get()\n    assert answer.ok == case\n    if answer.ok:\n        assert answer.text == 'x'",
        "if get():\n        assert find() == 1\n    else:\n        assert find() == 2",
    ],
)
def test_a_condition_of_the_tests_own_cases_is_none(body):
    assert unasked.conditional(ast.parse(f"def test_x(case):\n    {body}").body[0]) == []


@pytest.mark.parametrize(
    ("loop", "may_not_run"),
    [
        ("rows()", True),
        ("rows().items()", True),
        ("page['links']", True),
        ("page.links", True),
        ("some(rows())", False),
        ("('a', 'b')", False),
        ("KEPT.items()", False),
        ("range(3)", False),
    ],
)
def test_a_loop_over_what_may_be_empty_is_found(loop, may_not_run):
    function = ast.parse(f"def test_x():\n    for one in {loop}:\n        assert one").body[0]
    assert (unasked.unguarded_loops(function) != []) == may_not_run
