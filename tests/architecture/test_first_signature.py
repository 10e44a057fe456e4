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


# Who else may be asked: reviews have their own rule of independence (`cases.rules.independence`), and of a drawn team
# several places may change at a time (`draws.deviations`).
_OWN_RULE = {
    "applications/review/acts/passages.py:_pass_with_two", "applications/review/acts/passages.py:_confirm_rejection",
    "applications/review/acts/termination.py:terminate",
}  # fmt: skip
_ASKS = {"hold_for_second", "second_problems", "confirming_problems", "confirm_problems", "proposer_problems"}


def test_whoever_signs_second_is_asked_by_one_function_whether_he_may():
    signing = {}
    for module in modules():
        for function in functions(module):
            calls = {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
            if "sign_second" in calls:
                signing[f"{module.relative}:{function.name}"] = bool(calls & _ASKS)
    assert len(signing) >= 9
    assert {name for name, asks in signing.items() if not asks} == _OWN_RULE
