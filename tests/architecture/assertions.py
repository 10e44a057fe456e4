"""The tests' own source: assertions that cannot fail, and tests that assert nothing."""

import ast
from functools import cache

from tests.architecture.source import Module, modules

Function = ast.FunctionDef | ast.AsyncFunctionDef
# Catching one of these catches a failed assertion.
WIDE = {"Exception", "BaseException", "AssertionError"}
# Factories assert that what they made is there; that says nothing about what the test is about.
FACTORIES = {"make", "grants", "world", "cast", "scene"}
# These raise by themselves when what they ask is not so.
RAISING = {
    "raises",
    "warns",
    "fail",
    "expect",
    "django_assert_num_queries",
    "django_assert_max_num_queries",
    "call_and_validate",
}


@cache
def sources() -> tuple[Module, ...]:
    return modules("tests")


@cache
def functions_of(module: Module) -> tuple[Function, ...]:
    return tuple(node for node in ast.walk(module.tree) if isinstance(node, Function))


def is_test(module: Module, function: Function) -> bool:
    return module.path.name.startswith("test_") and function.name.startswith("test_")


# --- what cannot fail


def status_of_two_minds(node: ast.Compare, module: Module) -> bool:
    """`status in (200, 404)`: let through and refused are both right."""
    if not any(isinstance(op, ast.In | ast.LtE | ast.Lt) for op in node.ops):
        return False
    found = _numbers(node.comparators[-1], module)
    return any(200 <= one < 400 for one in found) and any(400 <= one < 600 for one in found)


def _numbers(node: ast.expr, module: Module) -> list[int]:
    if isinstance(node, ast.Name):
        node = _constants(module).get(node.id, node)
    if isinstance(node, ast.Call) and ast.unparse(node.func) in {"set", "frozenset"} and node.args:
        node = node.args[0]
    if not isinstance(node, ast.Tuple | ast.List | ast.Set):
        return []
    return [one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, int)]


@cache
def _constants(module: Module) -> dict[str, ast.expr]:
    found: dict[str, ast.expr] = {}
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found[node.target.id] = node.value
    return found


def always_true(node: ast.expr) -> bool:
    """Whatever the product does: a constant, a literal that holds something, `… or True`, a length of at least 0."""
    match node:
        case ast.Constant():
            return bool(node.value)
        case ast.Tuple() | ast.List() | ast.Set():
            return bool(node.elts)
        case ast.Dict():
            return bool(node.keys)
        case ast.JoinedStr() | ast.GeneratorExp() | ast.Lambda():
            return True
        case ast.Call(func=ast.Name(id="map" | "filter" | "iter" | "reversed" | "zip" | "enumerate")):
            return True
        case ast.BoolOp(op=ast.Or()):
            return any(always_true(value) for value in node.values)
        case ast.BoolOp(op=ast.And()):
            return any(always_true(value) for value in node.values)
        case ast.UnaryOp(op=ast.Not(), operand=ast.Constant() as inner):
            return not inner.value
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _same(left, right, op) or _no_less_than_nothing(left, op, right)
    return False


def _same(left: ast.expr, right: ast.expr, op: ast.cmpop) -> bool:
    calls = any(isinstance(node, ast.Call | ast.Attribute) for node in ast.walk(left))
    return isinstance(op, ast.Eq | ast.Is | ast.LtE | ast.GtE) and not calls and ast.dump(left) == ast.dump(right)


def _no_less_than_nothing(left: ast.expr, op: ast.cmpop, right: ast.expr) -> bool:
    if isinstance(op, ast.LtE):
        left, right, op = right, left, ast.GtE()
    if isinstance(op, ast.Lt):
        left, right, op = right, left, ast.Gt()
    floor = right.value if isinstance(right, ast.Constant) else None
    if isinstance(right, ast.UnaryOp) and isinstance(right.op, ast.USub):
        floor = -1
    counted = isinstance(left, ast.Call) and ast.unparse(left.func).split(".")[-1] in {"len", "count"}
    return counted and ((isinstance(op, ast.GtE) and floor in (0, -1)) or (isinstance(op, ast.Gt) and floor == -1))


def asks_a_stand_in(node: ast.expr) -> bool:
    """`assert mock.called`: our own parts are not mocked, and being called is no result."""
    return any(
        isinstance(one, ast.Attribute) and one.attr in {"called", "call_count", "call_args", "call_args_list"}
        for one in ast.walk(node)
    )


def swallows(node: ast.Try, *, inside_a_test: bool) -> bool:
    """What goes wrong, a failed assertion perhaps, is passed over in silence."""
    silent = [one for one in node.handlers if all(isinstance(act, ast.Pass | ast.Continue) for act in one.body)]
    wide = [one for one in silent if one.type is None or WIDE & set(ast.unparse(one.type).replace(",", " ").split())]
    return bool(silent if inside_a_test else wide)


# --- what is never asked


def asserts_nothing(module: Module, function: Function) -> bool:
    return (module.name, function.lineno) not in asserting()


@cache
def asserting() -> frozenset[tuple[str, int]]:
    """Every function of the tests that asserts, itself or through a helper of the tests: (module, line)."""
    asked: dict[tuple[str, int], set[tuple[str, str]]] = {}
    known: dict[tuple[str, str], set[tuple[str, int]]] = {}
    found: set[tuple[str, int]] = set()
    for module in sources():
        top = {id(one) for one in module.tree.body}
        for function in functions_of(module):
            place = (module.name, function.lineno)
            if module.path.stem not in FACTORIES:
                known.setdefault((module.name, function.name), set()).add(place)
                if id(function) not in top:  # a method, or the value of a fixture
                    known.setdefault(("", function.name), set()).add(place)
            if _asserts_itself(function):
                found.add(place)
            else:
                asked[place] = {_target(module, node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
    while more := {
        place
        for place, targets in asked.items()
        if place not in found and any(known.get(one, set()) & found for one in targets)
    }:
        found |= more
    return frozenset(found)


def _asserts_itself(function: Function) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assert) or (isinstance(node, ast.Raise) and "AssertionError" in ast.unparse(node)):
            return True
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).split(".")[-1]
            if name in RAISING or name.startswith("wait_for"):
                return True
    return False


def _target(module: Module, func: ast.expr) -> tuple[str, str]:
    """The module ("" where the owner is not known) and the name of what is called."""
    match func:
        case ast.Name(id=name):
            return _imported(module).get(name, (module.name, name))
        case ast.Attribute(value=ast.Name(id=base), attr=name):
            place, inner = _imported(module).get(base, ("", base))
            return (place, name) if inner == "" else ("", name)
        case ast.Attribute(attr=name):
            return "", name
    return module.name, ""


@cache
def _imported(module: Module) -> dict[str, tuple[str, str]]:
    """What a name of this module means among the tests: a module (with no name), or a name in one."""
    ours = {one.name for one in sources()}
    found: dict[str, tuple[str, str]] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                if whole in ours:
                    found[alias.asname or alias.name] = (whole, "")
                elif node.module in ours:
                    found[alias.asname or alias.name] = (str(node.module), alias.name)
    return found
