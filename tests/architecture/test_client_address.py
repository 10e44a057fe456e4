"""Who asked is read in one place: `tianfu/accounts/protection/client_address.py` (issue 7, 3)."""

import ast

from tests.architecture.source import modules

# File → why it may name it.
READERS = {
    "tianfu/accounts/protection/client_address.py": "the reader",
    "tianfu/site/answers/reception.py": "keeps what the server wrote when an environment variable has its name",
}
NAMES = {"remote_addr", "remote_host", "x_forwarded_for", "x_real_ip", "forwarded", "x_client_ip"}
FOREIGN = {"get_client_ip", "get_client_ip_address", "get_ident", "get_ip", "client_ip_address"}


def readings(tree: ast.AST) -> list[int]:
    """Lines that name a header or variable with an address, or import a library's own notion of it."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value.lower().replace("-", "_").removeprefix("http_")
            found += [node.lineno] if name in NAMES else []
        if isinstance(node, ast.ImportFrom):
            found += [node.lineno for one in node.names if one.name in FOREIGN]
    return found


def test_nobody_else_reads_the_address_of_a_client():
    """Ask `client_address(request)`, or `client_network(request)` for a counter."""
    wrong = [
        f"{one.relative}:{line}" for one in modules() if one.relative not in READERS for line in readings(one.tree)
    ]
    assert wrong == []


def test_the_rule_sees_what_it_forbids():
    source = (
        'request.META["REMOTE_ADDR"]; request.headers.get("X-Forwarded-For"); request.META.get("HTTP_X_REAL_IP")\n'
        "from allauth.core.internal.httpkit import get_client_ip"
    )
    assert sorted(readings(ast.parse(source))) == [1, 1, 1, 2]
