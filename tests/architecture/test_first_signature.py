"""Whoever signs first is asked whether he stands on one side only: one function writes the first of two signatures."""

import ast

from tests.architecture.source import functions, modules


def test_proposals_of_two_are_written_by_one_function():
    wrong = []
    for module in modules():
        for function in functions(module):
            for node in ast.walk(function):
                written = isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Endorsement.objects.create")
                if written or (isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Endorsement")):
                    wrong.append(f"{module.relative}:{node.lineno}")
    assert wrong == []
