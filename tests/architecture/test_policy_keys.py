"""A rule's number that code asks for exists from the first day: a key that nobody set would stop the page that reads it."""

import ast

from tests.architecture.source import modules
from tianfu.workflow.policies.catalogue import default_policies


def test_every_policy_that_code_names_has_a_proposed_value():
    known, asked = {entry.key for entry in default_policies()}, {}
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("policy", "policy_row") and node.args:
                key = node.args[0]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    asked[key.value] = f"{module.relative}:{node.lineno}"
    assert len(asked) > 20, "the search itself has stopped finding them"
    assert {key: place for key, place in asked.items() if key not in known} == {}
