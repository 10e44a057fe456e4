"""A template written as a function of Python: its texts as constants, its names and conditions as Python's own.

Django's context stays what it would be at every place, so that a node which is not written here is simply asked to
render itself, and so is a condition that fails.
"""

from collections.abc import Iterable
from typing import Any

from django.template import Context, Engine, Template
from django.template.base import Node, TextNode, VariableNode
from django.template.loader_tags import BlockNode, ExtendsNode

from tianfu.site.compiler import values
from tianfu.site.compiler.expressions import Expressions
from tianfu.site.compiler.nodes import WRITERS
from tianfu.site.compiler.scope import NotDrawn, Scope

# Attributes in which nodes keep the name that they give a value to.
_BINDING = ("asvar", "as_var", "target_var", "var_name", "varname", "variable", "variable_name")


class Writer:
    """Writes one template; `again` holds what a first writing found out."""

    def __init__(self, engine: Engine, again: "Writer | None" = None) -> None:
        self.engine = engine
        expressions = Expressions(self)
        self.value, self.condition = expressions.value, expressions.condition
        self.globals: dict[str, Any] = {name: getattr(values, name) for name in _HELPERS}
        self.lines: list[str] = []
        self.text = ""
        self.depth, self.number, self.inside = 1, 0, 0
        self.blocks: dict[str, list[BlockNode]] = {}
        self.drawn_blocks: list[tuple[str, int]] = []
        # By the place in the order of writing, which is the same each time: does a loop need `forloop`, what binds a part?
        self.loops: list[int] = []
        self.looped: set[int] = set()
        self.binds: dict[int, set[str]] = {}
        self.parts = 0
        self.again = again
        self.roots: dict[str, str] = {}
        self.bound: set[str] = set()

    # What the nodes' writers use.

    def line(self, code: str) -> None:
        self._flush()
        self.lines.append("    " * self.depth + code)

    def say(self, text: str) -> None:
        self.text += text

    def show(self, expression: str) -> None:
        self.line(f"w({expression})")

    def _flush(self) -> None:
        if self.text:
            said, self.text = self.text, ""
            self.lines.append("    " * self.depth + f"w({self.constant(said)})")

    def fresh(self) -> str:
        self.number += 1
        return f"v{self.number}"

    def constant(self, value: Any) -> str:
        if value is None or (type(value) is str and len(value) < 20):
            return repr(value)
        name = f"k{len(self.globals)}"
        self.globals[name] = value
        return name

    def name(self, name: str, scope: Scope) -> str:
        """The variable or expression that holds what `name` stands for."""
        if name in scope.known:
            return scope.known[name]
        if scope.lone or self.again is None or name in self.again.bound:
            return f"look({scope.context}, {name!r})"
        return self.roots.setdefault(name, f"n{len(self.roots)}")

    def bind(self, name: str, variable: str, scope: Scope) -> None:
        self.line(f"{scope.context}[{name!r}] = {variable}")
        scope.bind(name, variable)
        self.bound.add(name)

    def uses_loop(self) -> None:
        self.looped |= set(self.loops)

    def needs_loop(self, part: int) -> bool:
        return self.again is None or part in self.again.looped

    def part(self) -> tuple[int, set[str]]:
        """The number of a part that begins here, and the names that it was found to bind."""
        self.parts += 1
        return self.parts, self.again.binds.get(self.parts, set()) if self.again is not None else set()

    def nodes(self, nodes: Iterable[Node], scope: Scope) -> None:
        for node in nodes:
            if isinstance(node, TextNode):
                self.say(node.s)
            elif (write := WRITERS.get(type(node))) is None or write(self, node, scope) is False:
                self.ask(node, scope)

    def ask(self, node: Node, scope: Scope) -> None:
        """Left to the node itself."""
        if node.get_nodes_by_type(BlockNode) or any(map(_says_block, node.get_nodes_by_type(VariableNode))):
            raise NotDrawn("a block inside a node that is not written here")
        self.uses_loop()
        self.show(f"{self.constant(node)}.render_annotated({scope.context})")
        given = {getattr(node, name, None) for name in _BINDING}
        bound = {name for name in given if isinstance(name, str)}
        scope.forget(bound)
        self.bound |= bound

    def block(self, node: BlockNode, scope: Scope) -> None:
        """What the most derived template says in its place."""
        self._level(node.name, 0, node, scope)

    def beyond(self, scope: Scope) -> None:
        """`{{ block.super }}`."""
        if not self.drawn_blocks:
            raise NotDrawn("block.super outside of a block")
        name, level = self.drawn_blocks[-1]
        if level + 1 < len(self.blocks.get(name, [])):
            self._level(name, level + 1, self.blocks[name][level + 1], scope)

    def _level(self, name: str, level: int, node: BlockNode, scope: Scope) -> None:
        shown = self.blocks[name][level] if name in self.blocks else node
        self.drawn_blocks.append((name, level))
        number, binds = self.part()
        inner = scope.inner()
        if binds:
            self.line(f"{scope.context}.push()")
        self.nodes(shown.nodelist, inner)
        if binds:
            self.line(f"{scope.context}.pop()")
        self.binds[number] = inner.bound
        self.drawn_blocks.pop()

    # A whole template.

    def template(self, template: Template) -> None:
        """With all that it extends."""
        chain = [template.nodelist]
        while isinstance(first := _first(chain[-1]), ExtendsNode):
            self._take_blocks(first.nodelist)
            named: Any = first.parent_name
            if named.is_var or named.filters:
                raise NotDrawn("it extends what a value names")
            parent = self.engine.get_template(named.var).nodelist
            if any(parent is nodes for nodes in chain):
                raise NotDrawn("it extends another template of its own name")
            chain.append(parent)
        self._take_blocks(chain[-1])
        self.nodes(chain[-1], Scope("context", {}))
        self._flush()

    def _take_blocks(self, nodes: Any) -> None:
        for block in nodes.get_nodes_by_type(BlockNode):
            self.blocks.setdefault(block.name, []).append(block)

    def source(self) -> str:
        roots = [f"    {held} = given({name!r}, MISSING)" for name, held in self.roots.items()]
        head = ["def draw(context):", "    out = []", "    w = out.append", "    given = flat(context).get", *roots]
        return "\n".join([*head, *self.lines, "    return joined(out)"])


_HELPERS = (
    "MISSING",
    "flat",
    "look",
    "one",
    "part",
    "path",
    "show",
    "sequence",
    "unpacked",
    "turn",
    "parent",
    "asked",
    "said",
    "joined",
    "local",
)


def _says_block(node: Any) -> bool:
    variable = node.filter_expression.var
    return node.filter_expression.is_var and (variable.lookups or ("",))[0] == "block"


def _first(nodes: Iterable[Node]) -> Node | None:
    return next((node for node in nodes if not isinstance(node, TextNode)), None)


def written(template: Template) -> Any:
    """The function that draws it from a context. Raises NotDrawn."""
    first = Writer(template.engine)
    first.template(template)
    second = Writer(template.engine, first)
    second.template(template)
    space = second.globals
    exec(compile(second.source(), f"<{template.name}>", "exec"), space)  # noqa: S102 - written from our own templates
    return space["draw"]


def plain(context: Context, engine: Engine) -> bool:
    """Whether this context asks for what is written: escaped, in our own way."""
    own = context.use_tz is None and context.use_l10n is None
    return context.autoescape and own and not engine.debug and not engine.string_if_invalid
