"""What was read is what is signed, wherever an act is called from: the page's stamp is never left out by omission."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, functions, modules


def _defaults(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """The names of parameters that may be left out."""
    plain = [*node.args.posonlyargs, *node.args.args]
    given = plain[len(plain) - len(node.args.defaults) :]
    given += [
        arg for arg, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if default is not None
    ]
    return (arg.arg for arg in given)


def test_no_act_has_a_default_for_what_its_page_showed():
    wrong = [
        f"{module.relative}:{node.lineno} {node.name}"
        for module in modules()
        for node in functions(module)
        if "shown" in _defaults(node)
    ]
    assert wrong == []


def _names_no_page(module: Module) -> bool:
    return any(getattr(node, "id", getattr(node, "attr", "")) == "NO_PAGE" for node in ast.walk(module.tree))


def test_only_the_demo_acts_without_a_page():
    wrong = [module.relative for module in modules() if _names_no_page(module)]
    assert [
        name for name in wrong if not name.startswith("tianfu/demo/") and name != "tianfu/workflow/signatures/shown.py"
    ] == []
    assert "tianfu/demo/stories/passages.py" in wrong


def test_whoever_calls_an_act_hands_it_what_was_shown_tests_included():
    """Found before a run: a call that forgets it fails only when it is reached."""
    acts = {
        (module.name, node.name)
        for module in modules()
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and "shown" in [arg.arg for arg in node.args.kwonlyargs]
    }
    assert ("applications.cases.filings.submission", "submit") in acts
    places = (*modules(), *modules("tests"))
    assert [text for module in places for text in _forgetful(module, acts)] == []


def _forgetful(module: Module, acts: set[tuple[str, str]]) -> list[str]:
    taken: set[str] = set()  # names by which this module calls an act: `submit`, `acts.close_objection`
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                name, whole = alias.asname or alias.name, f"{node.module}.{alias.name}"
                taken |= {name} if (node.module, alias.name) in acts else set()
                taken |= {f"{name}.{act}" for home, act in acts if whole in (home, "tests.make")}
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in taken]
    return [
        f"{module.relative}:{node.lineno} {ast.unparse(node.func)}"
        for node in calls
        if not {"shown", None} & {keyword.arg for keyword in node.keywords}
    ]
