"""Every public function says what it takes and gives."""

import ast

from tests.architecture.source import Module, modules


def public_functions(module: Module):
    """Functions of the module and methods of its classes, without private, special and inner ones."""
    for node in module.tree.body:
        members = node.body if isinstance(node, ast.ClassDef) else [node]
        for member in members:
            if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef) and not member.name.startswith("_"):
                yield member, isinstance(node, ast.ClassDef)


def untyped(function: ast.FunctionDef | ast.AsyncFunctionDef, method: bool) -> bool:
    static = any(isinstance(mark, ast.Name) and mark.id == "staticmethod" for mark in function.decorator_list)
    taken = [*function.args.posonlyargs, *function.args.args][1 if method and not static else 0 :]
    taken += [*function.args.kwonlyargs, *filter(None, [function.args.vararg, function.args.kwarg])]
    return function.returns is None or any(argument.annotation is None for argument in taken)


def test_public_functions_are_typed():
    wrong = [
        f"{module.relative}:{function.lineno} {function.name}"
        for module in modules("tianfu", "applications", "certification", "supervision", "deploy")
        for function, method in public_functions(module)
        if untyped(function, method)
    ]
    assert wrong == []
