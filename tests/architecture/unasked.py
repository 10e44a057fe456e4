"""Assertions that may never be asked: in a loop that may not run, under a condition that may not hold."""

import ast
import builtins

from tests.architecture.assertions import Function

# Answers that may hold nothing at all: a loop over them may run not once.
MAY_BE_EMPTY = {
    "all",
    "exclude",
    "filter",
    "findall",
    "finditer",
    "glob",
    "iterdir",
    "iterator",
    "order_by",
    "rglob",
    "splitlines",
    "values_list",
    "walk",
}  # fmt: skip
# Of these none is empty, or their arguments say how many there are.
NEVER_EMPTY = {"range", "some", "zip", "product"}
ORDERED = {"sorted", "list", "tuple", "set", "enumerate", "reversed", "iter"}


def unguarded_loops(function: Function) -> list[int]:
    """Lines of loops that assert, over what may be empty, and nobody says that it is not."""
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.For) and _has_assert(node) and _may_be_empty(function, node.iter):
            if not _guarded(function, node, node.iter):
                found.append(node.lineno)
        elif isinstance(node, ast.Assert):
            for inner in ast.walk(node.test):
                if isinstance(inner, ast.Call) and ast.unparse(inner.func) == "all" and inner.args:
                    source = inner.args[0]
                    if isinstance(source, ast.GeneratorExp | ast.ListComp):
                        iterable = source.generators[0].iter
                        if _may_be_empty(function, iterable) and not _guarded(function, node, iterable):
                            found.append(inner.lineno)
    return found


def conditional(function: Function) -> list[int]:
    """Lines where what the product answered decides whether the test asserts: `if answer.ok: assert …`, `if …: return`."""
    within = {id(one) for inner in _functions_in(function) for one in ast.walk(inner)}
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.If) and id(node) not in within and _decides(function, node):
            if _asks_the_product(function, node.test) and not _said(function, node):
                found.append(node.lineno)
    return found


def _functions_in(function: Function) -> list[ast.AST]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    return [node for node in ast.walk(function) if isinstance(node, kinds) and node is not function]


def _decides(function: Function, node: ast.If) -> bool:
    """One branch asserts and the other does not, or leaves the test or this turn of a loop that asserts."""
    inside = [one for part in node.body for one in ast.walk(part)]
    if any(isinstance(one, ast.Return) for one in inside):
        return True
    if any(isinstance(one, ast.Continue) for one in inside):
        loops = [one for one in ast.walk(function) if isinstance(one, ast.For) and _within(one, node)]
        return _has_assert(loops[-1])
    return any(map(_has_assert, node.body)) != any(map(_has_assert, node.orelse))


def _within(outer: ast.AST, inner: ast.AST) -> bool:
    return any(one is inner for one in ast.walk(outer))


def _asks_the_product(function: Function, test: ast.expr) -> bool:
    """Not only of the test's own cases: its parameters, what is written out, and what loops over these yield."""
    own = {one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)}
    own |= set(dir(builtins))
    loops = [node for node in ast.walk(function) if isinstance(node, ast.For)]
    for _ in loops:  # a loop over a target of another
        for loop in loops:
            names = {one.id for one in ast.walk(loop.iter) if isinstance(one, ast.Name) and not one.id.isupper()}
            if isinstance(loop.iter, ast.Tuple | ast.List) or names <= own:
                own |= {one.id for one in ast.walk(loop.target) if isinstance(one, ast.Name)}
    asked = {one.id for one in ast.walk(test) if isinstance(one, ast.Name)}
    return bool({name for name in asked - own if not name[0].isupper()})


def _said(function: Function, condition: ast.If) -> bool:
    """An assertion outside says what the condition asks about; where the rest is left out, one before it."""
    asked = {ast.unparse(one) for one in ast.walk(condition.test) if isinstance(one, ast.Attribute | ast.Name)}
    leaves = any(isinstance(one, ast.Return | ast.Continue) for part in condition.body for one in ast.walk(part))
    for node in ast.walk(function):
        if isinstance(node, ast.Assert) and not _within(condition, node):
            said = {ast.unparse(one) for one in ast.walk(node.test) if isinstance(one, ast.expr)}
            if asked & said and not (leaves and node.lineno > condition.lineno):
                return True
    return False


def _has_assert(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Assert) for one in ast.walk(node))


def _may_be_empty(function: Function, node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name):
            given = [
                one.value
                for one in ast.walk(function)
                if isinstance(one, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in one.targets)
            ]
            return bool(given) and all(_may_be_empty(function, value) for value in given)
        case ast.Call(func=ast.Name(id=name), args=args) if name in ORDERED and args:
            return _may_be_empty(function, args[0])
        case ast.Call(func=ast.Name(id=name)):
            return name not in NEVER_EMPTY
        case ast.Call(func=ast.Attribute(value=base, attr="items" | "values" | "keys")):
            return not _literal_values(node) and (not isinstance(base, ast.Name) or _may_be_empty(function, base))
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in MAY_BE_EMPTY
        case ast.Attribute(value=ast.Name(id=base)):
            return not base[0].isupper()
        case ast.Subscript(value=value, slice=ast.Slice()):
            return _may_be_empty(function, value)
        case ast.Subscript():
            return True
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            return bool(node.generators[0].ifs) or _may_be_empty(function, node.generators[0].iter)
    return False


def _literal_values(node: ast.Call) -> bool:
    """`{…}.values()` and `NAMES.values()`: written out, so not empty."""
    base = node.func.value if isinstance(node.func, ast.Attribute) else node
    return isinstance(base, ast.Dict) or (isinstance(base, ast.Name) and base.id.isupper())


def _guarded(function: Function, loop: ast.AST, iterable: ast.expr) -> bool:
    """Another assertion of the same test speaks of what is looped over."""
    text = ast.unparse(iterable)
    names = {
        text,
        *(one.id for one in ast.walk(iterable) if isinstance(one, ast.Name) and isinstance(iterable, ast.Name)),
    }
    inside = {id(one) for one in ast.walk(loop)}
    for node in ast.walk(function):
        if isinstance(node, ast.Assert) and id(node) not in inside:
            said = {ast.unparse(one) for one in ast.walk(node.test) if isinstance(one, ast.expr)}
            if names & said:
                return True
    return False
