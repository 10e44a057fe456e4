"""Values and conditions of a template as expressions of Python."""

from typing import Any

from django.template.base import FilterExpression, Variable
from django.utils.safestring import mark_safe

from tianfu.site.compiler import values
from tianfu.site.compiler.scope import NotDrawn, Pen, Scope, call

_INFIX = frozenset({"or", "and", "in", "not in", "is", "is not", "==", "!=", ">", ">=", "<", "<="})


class Expressions:
    def __init__(self, writer: Pen) -> None:
        self.writer = writer

    def value(self, expression: FilterExpression, scope: Scope, *, default: str = "''") -> str:
        """`default`: what a missing name is before the filters see it, "" in text and None in conditions."""
        if not expression.is_var:
            made = self.writer.constant(expression.var)
        else:
            made = self._variable(expression.var, scope, default)
        for fn, arguments in expression.filters:
            made = self._filtered(fn, arguments, made, scope)
        return made

    def _variable(self, variable: Variable, scope: Scope, default: str) -> str:
        if variable.lookups is None:
            if variable.translate:
                return f"{self.writer.constant(variable)}.resolve({scope.context})"
            return self.writer.constant(variable.literal)
        name, *bits = variable.lookups
        if name == "block":
            raise NotDrawn("a block used as a value")
        if name == "forloop":
            self.writer.uses_loop()
        held = self.writer.name(name, scope)
        if not bits and held.startswith("'"):
            return held  # a text that the template itself gave this name
        if len(bits) == 1:
            return f"part({held}, {bits[0]!r}, {default})"
        return f"path({held}, {tuple(bits)!r}, {default})" if bits else f"one({held}, {default})"

    def _filtered(self, fn: Any, arguments: list[tuple[bool, Any]], made: str, scope: Scope) -> str:
        told = [made]
        for is_variable, argument in arguments:
            if is_variable:  # raises where it is missing, as Django does
                if argument.lookups is not None and argument.lookups[0] == "forloop":
                    self.writer.uses_loop()
                told.append(f"{self.writer.constant(argument)}.resolve({scope.context})")
            else:
                told.append(self.writer.constant(mark_safe(argument)))
        if getattr(fn, "expects_localtime", False):
            told[0] = f"local({told[0]})"
        if getattr(fn, "needs_autoescape", False):
            told.append("autoescape=True")
        return call(self.writer.constant(values.keeping_safe(fn) if getattr(fn, "is_safe", False) else fn), *told)

    def condition(self, condition: Any, scope: Scope) -> tuple[str, bool]:
        """(expression, whether it is a value alone, which fails as any value does)."""
        if condition.id == "literal":
            expression = condition.value
            simple = all(not is_variable for _, told in expression.filters for is_variable, _ in told)
            return self.value(expression, scope, default="None"), simple
        if condition.id == "not":
            return f"(not {self.condition(condition.first, scope)[0]})", False
        if condition.id not in _INFIX:
            raise NotDrawn(f"unknown condition {condition.id}")
        first, second = self.condition(condition.first, scope)[0], self.condition(condition.second, scope)[0]
        return f"({first} {condition.id} {second})", False
