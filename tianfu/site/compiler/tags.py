"""How addresses, static files and simple tags are written. False: not this one, it is left to Django."""

from django.template.defaulttags import URLNode
from django.template.library import SimpleNode
from django.templatetags.static import StaticNode
from django.utils.html import conditional_escape

from tianfu.site.compiler.scope import Pen, Scope, call
from tianfu.text.requests import places


def write_url(writer: Pen, node: URLNode, scope: Scope) -> bool | None:
    view = node.view_name
    if view.is_var or view.filters or node.kwargs or len(node.args) > 1 or not places.is_one(str(view.var)):
        return False
    name = str(view.var)
    if node.args:
        address = call(writer.constant(places.place(name)), writer.value(node.args[0], scope))
        if node.asvar:
            return False
        writer.show(f"show({address}, {scope.context})")
        return None
    found = places.fixed(name)
    if node.asvar:
        writer.bind(node.asvar, writer.constant(found or ""), scope)
    elif found is None:
        return False
    else:
        writer.say(conditional_escape(found))
    return None


def write_static(writer: Pen, node: StaticNode, scope: Scope) -> bool | None:
    path = node.path
    if node.varname is not None or path.is_var or path.filters:
        return False
    writer.say(conditional_escape(StaticNode.handle_simple(str(path.var))))
    return None


def write_simple(writer: Pen, node: SimpleNode, scope: Scope) -> None:
    if node.takes_context:
        writer.uses_loop()
    told = [scope.context] if node.takes_context else []
    told += [writer.value(argument, scope) for argument in node.args]
    told += [f"{name}={writer.value(argument, scope)}" for name, argument in node.kwargs.items()]
    made = call(writer.constant(node.func), *told)
    if node.target_var is None:
        writer.show(f"said({made})")
        return
    held = writer.fresh()
    writer.line(f"{held} = {made}")
    writer.bind(node.target_var, held, scope)
