"""Small changes of rules that nobody chose: a comparison, a condition, a number, a filter, a call left out.

`guesses(seed)` draws them from all functions that hold rules, so that the kept lists can be told from luck.
"""

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.places import ROOT
from tests.mutants.reached import sources

# What draws, speaks, seeds or compiles: a change there is seen by eyes, by bytes or not at all.
ELSEWHERE = ("/demo/", "/management/", "/art/", "/compiler/", "/settings/", "/typefaces/", "/admin.py", "/apps.py")
COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True)
class Guess:
    file: str
    function: str
    line: int
    what: str
    old: str
    new: str


def other(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """The node said a little differently, each way with its name."""
    match node:
        case ast.Compare(left, [op], [right]) if type(op) in COMPARED:
            yield "another comparison", ast.Compare(left, [COMPARED[type(op)]()], [right])
        case ast.BoolOp(op, values):
            yield "and for or", ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            yield "the last condition left out", ast.BoolOp(op, values[:-1]) if len(values) > 2 else values[0]
            yield "the first condition left out", ast.BoolOp(op, values[1:]) if len(values) > 2 else values[1]
        case ast.UnaryOp(ast.Not(), operand):
            yield "not left out", operand
        case ast.Constant(value) if isinstance(value, bool):
            yield "the other truth", ast.Constant(not value)
        case ast.Constant(value) if type(value) is int and value < 1000:
            yield "one more", ast.Constant(value + 1)
        case ast.BinOp(left, ast.Add(), right) if not isinstance(left, ast.Constant | ast.JoinedStr | ast.List):
            yield "minus for plus", ast.BinOp(left, ast.Sub(), right)
        case ast.BinOp(left, ast.Sub(), right):
            yield "plus for minus", ast.BinOp(left, ast.Add(), right)
        case ast.Call(ast.Attribute(_, "filter" | "exclude" | "get" | "update" | "create"), args, [_, *_] as keywords):
            for number, _ in enumerate(keywords):
                if len(keywords) + len(args) > 1:
                    kept = keywords[:number] + keywords[number + 1 :]
                    yield f"without {keywords[number].arg}", ast.Call(node.func, args, kept)
        case ast.Set(elts) | ast.Tuple(elts) if len(elts) > 1 and isinstance(
            getattr(node, "ctx", ast.Load()), ast.Load
        ):
            yield (
                "the last of several left out",
                type(node)(elts[:-1], *([ast.Load()] if type(node) is ast.Tuple else [])),
            )


def statements(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.If(test, [ast.Raise() | ast.Return()]):
            yield "a guard left out", test
        case ast.Expr(ast.Call() as call):
            yield "a call left out", call


def spoken(tree: ast.AST) -> set[int]:
    """Parts of sentences and documentation: words are another test's subject."""
    return {id(inner) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for inner in ast.walk(node)}


def of(path: Path) -> Iterator[Guess]:
    text = path.read_text()
    lines = text.splitlines(keepends=True)
    tree = ast.parse(text)
    passed = spoken(tree)
    file = str(path.relative_to(ROOT))
    for function, node in inside(tree):
        if id(node) in passed:
            continue
        for what, new in other(node):
            yield from spliced(file, function, lines, node, what, ast.unparse(ast.fix_missing_locations(new)))
        for what, part in statements(node):
            yield from spliced(file, function, lines, part, what, "False" if "guard" in what else "None")


def inside(tree: ast.AST, name: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Each node of a function's body, with the function's qualified name."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.ClassDef):
            yield from inside(child, f"{name}{child.name}.")
        elif isinstance(child, ast.FunctionDef):
            for statement in child.body:
                yield from ((f"{name}{child.name}", node) for node in ast.walk(statement))
        elif not name:
            yield from inside(child, name)


def spliced(file: str, function: str, lines: list[str], node: ast.AST, what: str, new: str) -> Iterator[Guess]:
    """With whole lines around it, so that `old` stands once in the file."""
    first, last = node.lineno - 1, node.end_lineno - 1  # type: ignore[attr-defined]
    head = lines[first].encode()[: node.col_offset].decode()  # type: ignore[attr-defined]
    tail = lines[last].encode()[node.end_col_offset :].decode()  # type: ignore[attr-defined]
    if isinstance(node, ast.BoolOp | ast.Compare | ast.BinOp | ast.UnaryOp) or what == "a guard left out":
        new = f"({new})"
    begin, end = max(first - 2, 0), min(last + 3, len(lines))
    before, after = "".join(lines[begin:first]), "".join(lines[last + 1 : end])
    old, changed = "".join(lines[first : last + 1]), head + new + tail
    if old.strip() != changed.strip() and "".join(lines).count(before + old + after) == 1:
        yield Guess(file, function, first + 1, what, before + old + after, before + changed + after)


def guesses(seed: int, number: int, under: str = "") -> list[Guess]:
    """A function first, then one change in it: long functions are not tried more often than short ones."""
    dice = random.Random(seed)
    by_function: dict[tuple[str, str], list[Guess]] = {}
    for path in sources():
        if str(path.relative_to(ROOT)).startswith(under) and not any(one in f"/{path}" for one in ELSEWHERE):
            for guess in of(path):
                by_function.setdefault((guess.file, guess.function), []).append(guess)
    chosen = dice.sample(sorted(by_function), min(number, len(by_function)))
    return [dice.choice(by_function[key]) for key in chosen]
