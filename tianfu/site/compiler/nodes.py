"""How each kind of node is written. False: not this one, it is left to Django."""

from collections.abc import Callable
from typing import Any

from django.template import Template, TemplateDoesNotExist
from django.template.base import Node, VariableNode
from django.template.defaulttags import (
    CommentNode,
    CycleNode,
    ForNode,
    IfChangedNode,
    IfNode,
    LoadNode,
    URLNode,
    WithNode,
)
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode, construct_relative_path
from django.templatetags.static import StaticNode

from tianfu.site.compiler.scope import Pen, Scope
from tianfu.site.compiler.tags import write_simple, write_static, write_url

# Templates inside one another; deeper ones are asked to render themselves.
_DEEPEST = 8


def _nothing(writer: Pen, node: Node, scope: Scope) -> None:
    """A comment, a library."""


def _variable(writer: Pen, node: VariableNode, scope: Scope) -> None:
    expression = node.filter_expression
    if expression.is_var and expression.var.lookups == ("block", "super") and not expression.filters:
        writer.beyond(scope)
    else:
        writer.show(f"show({writer.value(expression, scope)}, {scope.context})")


def _if(writer: Pen, node: IfNode, scope: Scope) -> None:
    bound: set[str] = set()
    depth = writer.depth
    for condition, nodes in node.conditions_nodelists:
        if condition is not None:
            asked = _condition(writer, condition, scope)
            writer.line(f"if {asked}:")
            writer.depth += 1
        bound |= _branch(writer, nodes, scope)
        if condition is not None:
            writer.depth -= 1
            writer.line("else:")
            writer.depth += 1
    if node.conditions_nodelists[-1][0] is not None:
        writer.line("pass")
    writer.line("pass")
    writer.depth = depth
    scope.forget(bound)


def _branch(writer: Pen, nodes: Any, scope: Scope) -> set[str]:
    inner = scope.inner()
    writer.nodes(nodes, inner)
    writer.line("pass")
    return inner.bound


def _condition(writer: Pen, condition: Any, scope: Scope) -> str:
    expression, simple = writer.condition(condition, scope)
    if simple:
        return expression
    held = writer.fresh()
    writer.line("try:")
    writer.line(f"    {held} = {expression}")
    writer.line("except Exception:")
    writer.line(f"    {held} = asked({writer.constant(condition)}, {scope.context})")
    return held


def _for(writer: Pen, node: Any, scope: Scope) -> None:
    part, binds = writer.part()
    rows, size, number, item = (writer.fresh() for _ in range(4))
    context = scope.context
    writer.line(f"{rows} = sequence({writer.value(node.sequence, scope, default='None')})")
    looped = writer.needs_loop(part)
    if looped:
        loop = writer.fresh()
        writer.line(f"{loop} = {{'parentloop': parent({context})}}")
    writer.line(f"{size} = len({rows})")
    writer.line(f"{item}_top = {context}.push()")
    writer.line(f"if {size} > 0:")
    writer.depth += 1
    inner = scope.inner()
    inner.forget(binds)
    inner.bound.clear()
    if looped:
        writer.line(f"{item}_top['forloop'] = {loop}")
        inner.known["forloop"] = loop
        writer.bound.add("forloop")
    turned = f"reversed({rows})" if node.is_reversed else rows
    writer.line(f"for {number}, {item} in enumerate({turned}):")
    writer.depth += 1
    if looped:
        writer.line(f"turn({loop}, {number}, {size})")
    _loop_names(writer, node, inner, item)
    writer.loops.append(part)
    writer.nodes(node.nodelist_loop, inner)
    writer.loops.pop()
    writer.line(f"{context}.pop()" if len(node.loopvars) > 1 else "pass")
    writer.depth -= 2
    writer.line("else:")
    writer.depth += 1
    empty = _branch(writer, node.nodelist_empty, scope)
    writer.depth -= 1
    writer.line(f"{context}.pop()")
    writer.binds[part] = inner.bound | empty
    if part in writer.looped:
        writer.uses_loop()  # `parentloop` is the outer one


def _loop_names(writer: Pen, node: ForNode, inner: Scope, item: str) -> None:
    names = tuple(node.loopvars)
    if len(names) == 1:
        writer.line(f"{item}_top[{names[0]!r}] = {item}")
        inner.known[names[0]] = item
        return
    writer.line(f"{item}_all = unpacked({names!r}, {item})")
    writer.line(f"{inner.context}.update({item}_all)")
    for name in names:
        held = writer.fresh()
        writer.line(f"{held} = {item}_all[{name!r}]")
        inner.known[name] = held


def _with(writer: Pen, node: WithNode, scope: Scope) -> None:
    inner = scope.inner()
    _push(writer, node.extra_context, scope, inner)
    writer.nodes(node.nodelist, inner)
    writer.line(f"{scope.context}.pop()")


def _push(writer: Pen, given: dict[str, Any], scope: Scope, inner: Scope) -> None:
    held = {name: writer.fresh() for name in given}
    for name, expression in given.items():
        writer.line(f"{held[name]} = {writer.value(expression, scope)}")
    told = ", ".join(f"{name!r}: {variable}" for name, variable in held.items())
    writer.line(f"{scope.context}.push({{{told}}})")
    inner.known |= held


def _include(writer: Pen, node: IncludeNode, scope: Scope) -> bool | None:
    template = _named(writer, node)
    if template is None or writer.inside >= _DEEPEST:
        return False
    writer.inside += 1
    if node.isolated_context:
        _include_alone(writer, node, template, scope)
    else:
        part, binds = writer.part()
        inner, pushes = scope.inner(), bool(binds or node.extra_context)
        if pushes:
            _push(writer, node.extra_context, scope, inner)
        writer.nodes(template.nodelist, inner)
        if pushes:
            writer.line(f"{scope.context}.pop()")
        writer.binds[part] = inner.bound
    writer.inside -= 1
    return None


def _include_alone(writer: Pen, node: IncludeNode, template: Template, scope: Scope) -> None:
    held = {name: writer.fresh() for name in node.extra_context}
    for name, expression in node.extra_context.items():
        writer.line(f"{held[name]} = {writer.value(expression, scope)}")
    context = writer.fresh()
    told = ", ".join(f"{name!r}: {variable}" for name, variable in held.items())
    writer.line(f"{context} = {scope.context}.new({{{told}}})")
    loops, writer.loops = writer.loops, []
    writer.nodes(template.nodelist, Scope(context, held, lone=True))
    writer.loops = loops


def _named(writer: Pen, node: IncludeNode) -> Template | None:
    """The template that an include names in plain words, if its nodes may stand in this one's place."""
    if node.template.is_var or node.template.filters:
        return None
    name = construct_relative_path(str(node.origin.template_name), str(node.template.var))
    try:
        template = writer.engine.get_template(name)
    except TemplateDoesNotExist:
        return None
    kinds = (BlockNode, ExtendsNode, CycleNode, IfChangedNode)  # the last two remember what an include forgets
    return None if any(template.nodelist.get_nodes_by_type(kind) for kind in kinds) else template


def _block(writer: Pen, node: BlockNode, scope: Scope) -> None:
    writer.block(node, scope)


WRITERS: dict[type[Node], Callable[[Any, Any, Scope], bool | None]] = {
    CommentNode: _nothing,
    LoadNode: _nothing,
    VariableNode: _variable,
    IfNode: _if,
    ForNode: _for,
    WithNode: _with,
    IncludeNode: _include,
    URLNode: write_url,
    StaticNode: write_static,
    SimpleNode: write_simple,
    BlockNode: _block,
}
